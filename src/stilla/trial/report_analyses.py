"""Everything that was computed beside the primary analysis, and whether it was declared: item 18 of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.analysis.sensitivity import LABELS
from stilla.pictures.words import num
from stilla.text import Text
from stilla.trial.report_words import Case, figure, joined, p_value, say, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.analysis.answer import Tipping
    from stilla.analysis.sensitivity import Sensitivity


def others(case: Case) -> Text:
    """Item 18."""
    rows = case.finished.answer.sensitivity
    declared = [_row(each) for each in rows if each.id in case.protocol.sensitivity]
    exploratory = [_row(each) for each in rows if each.id not in case.protocol.sensitivity]
    return joined(
        [
            say("declared", rows=joined(declared, "; ")) if declared else Text("", ""),
            say("exploratory", rows=joined(exploratory, "; ")) if exploratory else Text("", ""),
            say("no-rows") if not rows else Text("", ""),
            _randomised(case),
            *_found(case),
            *_lost(case),
            *_tips(case.finished.answer.tipping),
        ]
    )


def _row(row: Sensitivity) -> Text:
    if row.effect is None:
        return say("row-empty", label=LABELS[row.id], why=row.why or say("not-known"))
    return say(
        "row",
        label=LABELS[row.id],
        mean=figure(row.effect.mean),
        lo=figure(row.effect.lo),
        hi=figure(row.effect.hi),
        verdict=verdict_of(row.verdict),
    )


def _randomised(case: Case) -> Text:
    found = case.finished.answer.randomisation
    planned = say(f"statistic-{case.protocol.statistic}")
    if found is None or found.p is None:
        return say("not-randomised", planned=planned)
    return say(
        "randomised",
        used=say(f"statistic-{found.statistic}"),
        planned=planned,
        p=p_value(found.p),
        orders=found.sequences,
    )


def _found(case: Case) -> Iterator[Text]:
    """Carry-over and correlation as the nights show them; nothing where no model was fitted."""
    found = case.finished.answer
    if not found.carryover:
        return
    weights = [say("weight", days=num(each.half_life), weight=_weight(each.weight)) for each in found.carryover]
    yield say("carry-over", weights=joined(weights, "; "))
    noisy = case.protocol.outcome.kind == "gaussian" and case.protocol.priors.nugget
    nugget = {"nugget": num(found.nugget, 2)} if noisy else {}
    yield say("correlation" if noisy else "correlation-alone", rho=num(found.rho, 2), **nugget)


def _weight(weight: float) -> Text:
    if weight < 0.005:
        return Text("<0.01", "<0,01")
    return Text(">0.99", ">0,99") if weight >= 0.995 else num(weight, 2)


def _lost(case: Case) -> Iterator[Text]:
    found = case.finished.missingness
    if found.difference is not None:
        difference = figure(found.difference)
        shown = difference if found.p is None else joined([difference, p_value(found.p)], ", ")
        yield say("lost-nights", difference=shown)


def _tips(found: Tipping | None) -> Iterator[Text]:
    if found is None:
        return
    shifts = [say(f"tips-{way}", by=figure(by)) for way, by in (("worse", found.worse), ("better", found.better)) if by]
    if shifts:
        yield say("tips", shifts=joined(shifts, say("or")))
    else:
        yield say("tips-not", looked=figure(found.looked))
