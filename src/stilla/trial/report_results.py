"""What happened in a trial and what came of it: items 13 to 19 of its report, and the sentences on the result."""

from __future__ import annotations

from itertools import groupby
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from stilla.analysis.design import labels
from stilla.pictures.words import nights as nights_words
from stilla.pictures.words import num
from stilla.text import Text
from stilla.trial.report_analyses import others
from stilla.trial.report_words import (
    Case,
    figure,
    joined,
    likely,
    noticed,
    reason,
    say,
    too_little,
    verdict_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stilla.analysis.missingness import Arm
    from stilla.diary.events import Complaint

_WORST = 3
"""The highest severity of a complaint."""


def happened(case: Case) -> dict[str, Text]:
    """Items 13 to 19, by number. 17b only for an outcome of yes or no."""
    facts = {
        "13a.1": _flow(case),
        "14a": _dates(case),
        "14b": _stop(case),
        "15": _baseline(case),
        "16": _analysed(case),
        "17a.1": _periods(case),
        "17a.2": joined([effect(case), _chances(case), *case.finished.answer.notes, *_secondary(case)]),
        "18": others(case),
        "19": _harms(case),
    }
    if case.protocol.outcome.kind == "binary":
        facts["17b"] = _binary(case)
    return facts


def _flow(case: Case) -> Text:
    found, design = case.finished.missingness, case.protocol.design
    replaced = sum(len(each.earlier) for night, each in case.record.nights.items() if case.arm(night) is not None)
    return joined(
        [
            say(
                "completed",
                complete=case.counted // design.nights,
                periods=design.periods,
                counted=case.counted,
                all=case.finished.nights,
                letters=labels(case.sequence),
            ),
            _nights_of("active", found.active),
            _nights_of("placebo", found.comparator),
            say("replaced", count=replaced),
            _pauses(case),
            *([say("opened-early")] if case.finished.opened_early else []),
        ]
    )


def _nights_of(name: str, arm: Arm) -> Text:
    return say(
        "nights-of",
        arm=say(name),
        all=arm.expected,
        in_time=arm.in_time,
        late=arm.late,
        cannot=arm.cannot,
        missing=arm.missing,
    )


def _pauses(case: Case) -> Text:
    pauses = [
        say(
            "pause",
            since=case.day(each.since),
            until=say("the-end") if each.until is None else case.day(each.until),
            why=reason(case, each.why),
        )
        for each in case.record.pauses
    ]
    return say("pauses", pauses=joined(pauses, "; ")) if pauses else say("no-pause")


def _dates(case: Case) -> Text:
    record, last = case.record, case.finished.last
    end = record.last_night
    return say(
        "dates",
        made=case.protocol.made.isoformat(),
        began=say("not-known") if record.first_night is None else record.first_night.isoformat(),
        first=say("not-known") if record.started is None else record.started.first_night.isoformat(),
        last=last.isoformat(),
        planned="" if end in {None, last} else say("planned-end", end=str(end)),
    )


def _stop(case: Case) -> Text:
    stopped, periods = case.record.stopped, case.protocol.design.periods
    if stopped is None:
        return say("ran", periods=periods)
    why, by = reason(case, stopped.why), say(f"by-{stopped.by}")
    words = say("in-words", words=stopped.words) if stopped.words else Text("", "")
    if case.finished.ended_early:
        said = say("stopped", counted=case.counted, all=case.finished.nights, why=why, by=by)
    else:
        said = say("stopped-after", periods=periods, why=why, by=by)
    return joined([said, words], "")


def _baseline(case: Case) -> Text:
    scale, started = case.protocol.scale, case.record.started
    planned = say(f"scale-{scale.basis}", scale=num(scale.value, 4), nights=scale.nights)
    return joined([_run_in(case), *_irls(case), planned, say("person-in-4a")]) if started else planned


def _run_in(case: Case) -> Text:
    """Every night before the first capsule that has a score, as the plan counts them."""
    record = case.record
    assert record.started is not None
    first = record.started.first_night
    scores = {
        night: each.entry.score
        for night, each in record.nights.items()
        if night < first and each.entry.score is not None
    }
    if not scores:
        return say("no-baseline")
    values = list(scores.values())
    return say(
        "baseline",
        count=len(scores),
        all=(first - (record.first_night or min(scores))).days,
        first=min(scores).isoformat(),
        last=max(scores).isoformat(),
        mean=figure(fmean(values)),
        spread=say("spread", sd=figure(stdev(values))) if len(values) > 1 else Text("", ""),
    )


def _irls(case: Case) -> list[Text]:
    started = case.record.started
    before = [day for day in case.record.weekly if started is not None and day <= started.first_night]
    if not before:
        return []
    day = max(before)
    return [say("irls", day=day.isoformat(), total=case.record.weekly[day].entry.irls_total)]


def _analysed(case: Case) -> Text:
    n, arms = case.finished.answer.n, case.sequence
    used = [each.active for each in case.finished.answer.periods if each.outcomes]
    return say(
        "analysed-periods",
        active=sum(used),
        active_all=sum(arms),
        active_nights=n.active,
        placebo=len(used) - sum(used),
        placebo_all=len(arms) - sum(arms),
        placebo_nights=n.comparator,
    )


def _periods(case: Case) -> Text:
    means = [
        say("period-empty", period=each.period, letter=labels([int(each.active)]))
        if each.mean is None
        else say(
            "period-mean",
            period=each.period,
            letter=labels([int(each.active)]),
            mean=figure(each.mean),
            nights=each.outcomes,
        )
        for each in case.finished.answer.periods
    ]
    return say("period-means", means=joined(means, "; "))


def counted(case: Case) -> Text:
    """What the answer rests on."""
    n = case.finished.answer.n
    return say("counted", observed=n.observed, rows=n.rows, active=n.active, placebo=n.comparator)


def effect(case: Case) -> Text:
    """The effect with its interval; before it, that nothing is settled where that is so."""
    found = case.finished.answer
    size = say(
        "effect",
        mean=figure(found.effect.mean),
        lo=figure(found.effect.lo),
        hi=figure(found.effect.hi),
        better=say(found.better),
    )
    if not found.too_little:
        return size
    return joined([too_little(found.too_little), size])


def _chances(case: Case) -> Text:
    found = case.finished.answer
    return say(
        "chances",
        benefit=likely(found.p_benefit),
        least=figure(found.mid),
        mid=likely(found.p_mid),
        harm=likely(found.p_harm),
        verdict=verdict_of(found.verdict),
    )


def _secondary(case: Case) -> Iterator[Text]:
    """Plain means of what the diary holds under the very name of a secondary outcome."""
    for outcome in case.protocol.secondary:
        values: dict[int, list[float]] = {1: [], 0: []}
        for night, each in case.record.nights.items():
            arm = case.arm(night)
            own = {name.casefold(): value for name, value in each.entry.own.items()}
            if arm is not None and (name := outcome.words.strip().casefold()) in own:
                values[arm].append(own[name])
        if not (values[1] and values[0]):
            yield say("secondary-none", words=outcome.words)
            continue
        yield say(
            "secondary-means",
            words=outcome.words,
            active=figure(fmean(values[1])),
            active_nights=len(values[1]),
            placebo=figure(fmean(values[0])),
            placebo_nights=len(values[0]),
        )


def _binary(case: Case) -> Text:
    """The model's difference, and the plain shares of nights."""
    found = case.finished.answer

    def share(arm: int) -> float | None:
        mine = [each for each in found.periods if each.active is bool(arm) and each.mean is not None]
        nights = sum(each.outcomes for each in mine)
        return sum(each.outcomes * (each.mean or 0.0) for each in mine) / nights if nights else None

    active, placebo = share(1), share(0)
    shown = [say("not-known") if each is None else say("share", share=num(100 * each)) for each in (active, placebo)]
    ratio = say("ratio", ratio=figure(active / placebo)) if active is not None and placebo else Text("", "")
    return say(
        "binary",
        mean=figure(found.effect.mean),
        lo=figure(found.effect.lo),
        hi=figure(found.effect.hi),
        active=shown[0],
        placebo=shown[1],
        ratio=ratio,
    )


def _harms(case: Case) -> Text:
    found = case.finished.missingness
    every = sorted((each.entry for each in case.record.complaints), key=lambda each: each.what)
    inside = [each for each in every if case.arm(each.night) is not None]
    outside = [each for each in every if case.arm(each.night) is None]
    nights = {"active": found.active.expected, "placebo": found.comparator.expected}
    noted = joined((_harm(case, what, list(some)) for what, some in groupby(inside, lambda each: each.what)), "; ")
    parts = [say("harms", noted=noted, **nights) if inside else say("no-harm", **nights)]
    if outside:
        rest = (_outside(case, what, list(some)) for what, some in groupby(outside, lambda each: each.what))
        parts.append(say("outside", noted=joined(rest, "; ")))
    if case.finished.stopped_for_harm and case.finished.stopped is not None:
        parts.append(say("stopped-harm", why=reason(case, case.finished.stopped)))
    return joined(parts)


def _harm(case: Case, what: str, noted: Sequence[Complaint]) -> Text:
    nights = {each.night for each in noted}
    active = sum(bool(case.arm(each)) for each in nights)
    worst = max(each.severity for each in noted)
    return say("harm", what=noticed(case, what), active=active, placebo=len(nights) - active, worst=worst)


def _outside(case: Case, what: str, noted: Sequence[Complaint]) -> Text:
    nights = nights_words(len({each.night for each in noted}))
    return say("outside-one", what=noticed(case, what), nights=nights, worst=max(each.severity for each in noted))


def harms_short(case: Case) -> Text:
    """Nights with any complaint, by treatment."""
    found = case.finished.missingness
    arms = [case.arm(night) for night in {each.entry.night for each in case.record.complaints}]
    return say(
        "harms-short",
        active=arms.count(1),
        active_all=found.active.expected,
        placebo=arms.count(0),
        placebo_all=found.comparator.expected,
    )


def conclusion(case: Case) -> Text:
    """The verdict as a sentence, harm before it."""
    harm = [case.knowledge.advice("trial-stopped-harm")] if case.finished.stopped_for_harm else []
    return joined([*harm, case.knowledge.advice(f"trial-{case.finished.answer.verdict.replace('_', '-')}")])


def interpretation(case: Case) -> Text:
    """A draft that weighs benefit and harm: the figure first, words after; a stop for harm before both."""
    harm = case.knowledge.advice("trial-stopped-harm") if case.finished.stopped_for_harm else None
    return say(
        "interpretation",
        harm="" if harm is None else Text(f"{harm.en} ", f"{harm.sv} "),
        effect=effect(case),
        verdict=case.knowledge.advice(f"trial-{case.finished.answer.verdict.replace('_', '-')}"),
        harms=harms_short(case),
    )
