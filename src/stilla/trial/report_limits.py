"""What speaks against an answer: item 20 of a report, from what holds for this very trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.analysis.blinding import ALPHA
from stilla.analysis.sensitivity import LABELS
from stilla.trial.protocol import engine_digest
from stilla.trial.report_words import Case, figure, foreseen, joined, p_value, say, too_little, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.text import Text

_NEGATIVE = frozenset({"not_enough", "not_settled"})


def limitations(case: Case) -> Text:
    """Bias first, then imprecision, then many looks at the same nights."""
    return joined([*_blinding(case), *_nights(case), *_precision(case), *_analyses(case), say("limit-rating")])


def _blinding(case: Case) -> Iterator[Text]:
    found = case.finished.answer.blinding
    if case.protocol.blinding == "open":
        yield say("limit-open")
        return
    if case.protocol.blinding == "alone":
        yield say("limit-alone")
    if case.finished.opened_early:
        yield say("limit-opened")
    yield say("limit-cannot_tell" if found is None or found.why == "no-guess" else f"limit-{found.reading}")


def _nights(case: Case) -> Iterator[Text]:
    finished, found = case.finished, case.finished.missingness
    arms = found.active, found.comparator
    if finished.ended_early:
        yield say("limit-early", counted=case.counted, all=finished.nights)
    lost = [each.without_score for each in arms]
    if sum(lost):
        yield say("limit-missing", count=sum(lost), all=case.counted, active=lost[0], placebo=lost[1])
        if found.p is not None and found.p <= ALPHA:
            yield say("limit-uneven", p=p_value(found.p))
    if late := sum(each.late for each in arms):
        yield say("limit-late", count=late)
    if found.active.not_taken or found.active.taken_unknown:
        yield say("limit-not-taken", count=found.active.not_taken, unknown=found.active.taken_unknown)
    if case.record.pauses:
        yield say("limit-pause")


def _precision(case: Case) -> Iterator[Text]:
    found = case.finished.answer
    if found.too_little:
        yield too_little(found.too_little)
    yield say("limit-precision", width=figure(found.effect.hi - found.effect.lo), mid=figure(found.mid))
    if found.verdict in _NEGATIVE:
        yield say("limit-slow")
        yield foreseen(case.protocol.forecast)
    if not case.protocol.calibrated:
        yield say("limit-calibrated")
    if case.protocol.software.engine != engine_digest():
        yield say("limit-engine")


def _analyses(case: Case) -> Iterator[Text]:
    found = case.finished.answer
    others = [
        say("differs", label=LABELS[each.id], verdict=verdict_of(each.verdict))
        for each in found.sensitivity
        if each.effect is not None and each.verdict != found.verdict
    ]
    if others:
        yield say("limit-disagree", rows=joined(others, "; "))
    if found.sensitivity:
        yield say("limit-many", others=len(found.sensitivity))
    if case.protocol.secondary:
        yield say("limit-secondary")
