"""What a trial of one says of its effect, as an Observation of that person.

R4 has `EffectEvidenceSynthesis`, R4B took it away and reshaped `Evidence`: none of them is valid in both. And all of
them speak of a population, whereas this is the effect on one person: an Observation, valid in R4 and R4B alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.analysis.design import labels
from stilla.exchange import words
from stilla.exchange.codings import concept, hl7, own, quantity, reference
from stilla.exchange.writing import Entry, Writing
from stilla.text import number
from stilla.trial.said import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.exchange.codings import Element
    from stilla.exchange.trial import Trial
    from stilla.trial.answer import Finished

_POINTS = "{points}"
"""UCUM for a number without a unit of its own: the scale of the outcome."""


def effect(finished: Finished, sequence: tuple[int, ...], trial: Trial, writing: Writing) -> Entry:
    """The effect of a trial that has been answered.

    Args:
        finished: the answer.
        sequence: 1 active, 0 comparator for each planned period.
        trial: diary and plan.
        writing: for whom and how.
    """
    found, started = finished.answer, trial.record.started
    begin = finished.last if started is None else started.first_night
    said, value = _figure(finished, writing)
    spoken = [writing.say(each.text) for each in sentences(finished, trial.protocol, writing.knowledge)]
    # A stop for harm comes before every figure.
    before, after = (spoken[:1], spoken[1:]) if finished.stopped_for_harm else ([], spoken)
    name = writing.say(words.EFFECT)
    resource = writing.resource(
        "Observation",
        [*before, f"{name}: {said}", *after],
        status="final",
        category=[hl7("observation-category", "survey")],
        code=concept(name, own("trial", "effect")),
        subject=writing.about,
        focus=[reference(writing.names.of("study"))],
        effectivePeriod={"start": begin.isoformat(), "end": max(begin, finished.last).isoformat()},
        interpretation=[concept(writing.say(words.TRIAL_VERDICTS[found.verdict]), own("trial-verdict", found.verdict))],
        note=[{"text": each} for each in spoken],
        component=list(_components(finished, sequence, writing)),
        **value,
    )
    return Entry(writing.names.of("effect"), resource)


def _figure(finished: Finished, writing: Writing) -> tuple[str, Element]:
    """The effect in words and as a value, or why there is none."""
    found = finished.answer
    if found.too_little:
        why = "; ".join(map(writing.say, found.too_little))
        said = writing.say(words.TOO_LITTLE).format(why=why)
        return said, {"dataAbsentReason": {**hl7("data-absent-reason", "unknown"), "text": said}}
    mean, lo, hi = (number(each, writing.language) for each in (found.effect.mean, found.effect.lo, found.effect.hi))
    said = writing.say(words.EFFECT_IS).format(mean=mean, lo=lo, hi=hi)
    return said, {"valueQuantity": quantity(found.effect.mean, "points", _POINTS)}


def _components(finished: Finished, sequence: tuple[int, ...], writing: Writing) -> Iterator[Element]:
    for name, value in _values(finished, sequence):
        yield {"code": concept(writing.say(words.COMPONENTS[name]), own("trial", name)), **value}


def _values(finished: Finished, sequence: tuple[int, ...]) -> Iterator[tuple[str, Element]]:
    """What goes with the estimate. Where there are too few nights, figures would only tell what was believed before."""
    found = finished.answer
    if finished.stopped_for_harm:
        yield "stopped-for-harm", {"valueBoolean": True}
    if not found.too_little:
        ends = quantity(found.effect.lo, "points", _POINTS), quantity(found.effect.hi, "points", _POINTS)
        yield "credible-interval-95", {"valueRange": {"low": ends[0], "high": ends[1]}}
        yield "p-benefit", _share(found.p_benefit)
        yield "p-important", _share(found.p_mid)
        yield "p-harm", _share(found.p_harm)
        if found.randomisation is not None and found.randomisation.p is not None:
            yield "randomisation-p", _share(found.randomisation.p)
    yield "better", {"valueString": found.better}
    yield "smallest-important", {"valueQuantity": quantity(found.mid, "points", _POINTS)}
    yield "nights-active", {"valueInteger": found.n.active}
    yield "nights-comparator", {"valueInteger": found.n.comparator}
    yield "order", {"valueString": labels(sequence)}


def _share(value: float) -> Element:
    return {"valueQuantity": quantity(value, "1", "1")}
