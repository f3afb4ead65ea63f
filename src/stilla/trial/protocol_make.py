"""From what a person wishes and what the run-in showed to a protocol: the same wishes make the same plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.analysis.asked import Asked
from stilla.analysis.design import Design
from stilla.analysis.forecast import Run, outlook
from stilla.analysis.sensitivity import KINDS
from stilla.text import Language, Text, number
from stilla.trial.forecast import ASSUMED, PACES, Nights, Size, asked_for, benefits, fixed, truths
from stilla.trial.product import LEAST_STEP_MG, Product
from stilla.trial.protocol import Blinding, Looks, Outcome, Protocol, Scale, Software
from stilla.trial.spent import fill

if TYPE_CHECKING:
    from stilla.analysis.forecast import Chance
    from stilla.knowledge.store import Knowledge
    from stilla.trial.forecast import Fixed

"""Of the randomisation test."""

TITLE = Text(
    "Protocol of an N-of-1 trial: {dose} mg of magnesium a day and restless legs",
    "Protokoll för ett N-of-1-försök (N-of-1 trial): {dose} mg magnesium om dagen och restless legs",
)

_FORESEEN = Text(
    "In simulated trials with this design and analysis, a true benefit of {large} points was found to help in {power} "
    "% when it comes at once and in {slow} % when it comes over weeks; without any benefit {false} % said “helps”.",
    "I simulerade försök med detta upplägg och denna analys visade sig en verklig nytta på {large} poäng hjälpa i "
    "{power} % när den kommer genast och i {slow} % när den kommer över veckor; utan någon nytta sade {false} % "
    "”hjälper”.",
)


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the person decides."""

    language: Language
    outcome: Outcome
    mid: float
    mid_why: str
    design: Design
    product: Product
    blinding: Blinding
    secondary: tuple[Outcome, ...] = ()
    look: bool = False
    """Whether the holder of the key looks before the end."""
    answers: dict[str, str] = {}
    """To items of SPENT, by number."""


class Known(msgspec.Struct, frozen=True):
    """Where and when the protocol is made, and what is known of the nights before it."""

    id: str
    made: date
    software: Software
    nights: Nights = ASSUMED


def make(wishes: Wishes, known: Known, knowledge: Knowledge, size: Size | None, run: Run | None = None) -> Protocol:
    """The protocol, every item of SPENT answered.

    Args:
        wishes: what the person decides.
        known: id, day, program and run-in.
        knowledge: for sentences and its version.
        size: how much is simulated for thresholds, looks and forecast; None for none, and the protocol says so.
        run: seed and progress.

    Raises:
        BadInput: wishes that contradict each other, or an answer to an item that SPENT does not have.
    """
    asked = asked_for(known.nights, wishes.mid)
    run = run or Run(0, seed=2)
    whole, first = _told(wishes.product)
    plan = Protocol(
        id=known.id,
        made=known.made,
        language=wishes.language,
        title=TITLE.to(wishes.language).format(dose=f"{whole:g}"),
        dose_mg=whole,
        first_week_mg=first,
        product=wishes.product,
        outcome=wishes.outcome,
        mid=wishes.mid,
        mid_why=wishes.mid_why,
        design=wishes.design,
        scale=Scale(asked.priors.scale, "run-in" if known.nights.count else "assumed", known.nights.count),
        priors=asked.priors,
        thresholds=asked.thresholds,
        calibrated=False,
        blinding=wishes.blinding,
        software=known.software,
        knowledge=knowledge.version.name,
        spent={},
        secondary=wishes.secondary,
        sensitivity=KINDS,
    )  # everything that can be refused is refused before the long computation
    if size is not None:
        plan = _calibrated(plan, known.nights, size, run, look=wishes.look)
    return msgspec.structs.replace(plan, spent=fill(plan, wishes.answers, knowledge))


def _calibrated(plan: Protocol, nights: Nights, size: Size, run: Run, *, look: bool) -> Protocol:
    """The plan with the thresholds, looks and forecast of its very design."""
    asked = Asked(plan.mid, plan.outcome.better, plan.priors, plan.thresholds)
    found = fixed(plan.design, asked, size, run)
    looks = found.looks
    return msgspec.structs.replace(
        plan,
        thresholds=found.calibrated.thresholds,
        calibrated=True,
        looks=Looks(looks.after if look else (), looks.harm, looks.futile),
        forecast=_forecast(plan, asked, found, Run(size.trials, run.seed + 100, run.progress), nights),
    )


def _forecast(plan: Protocol, asked: Asked, found: Fixed, run: Run, nights: Nights) -> dict[str, Any]:
    """What was foreseen for the sealed thresholds, in figures and in a sentence."""
    summed: dict[str, Any] = {"false_helps": round(found.calibrated.worst, 4), "trials": run.trials}
    if not run.trials:
        return summed
    ready = msgspec.structs.replace(asked, thresholds=found.calibrated.thresholds)
    looked = {
        pace.id: outlook(plan.design, ready, truths(nights, pace), benefits(asked.mid), run).chances for pace in PACES
    }
    language = plan.language
    sentence = _FORESEEN.to(language).format(
        large=number(looked["quick"][-1].benefit, language),
        power=_percent(looked["quick"][-1], language),
        slow=_percent(looked["slow"][-1], language),
        false=_percent(looked["quick"][0], language),
    )
    chances = {pace: [_chance(each) for each in row] for pace, row in looked.items()}
    return summed | {"chances": chances, "sentence": sentence}


def _percent(chance: Chance, language: Language) -> str:
    """How often a case ends in "helps", in whole per cent; simulated never or always is not never or always."""
    share = round(100 * chance.share("helps"))
    if share in (0, 100):
        return Text("less than 1", "mindre än 1").to(language) if not share else Text("over 99", "över 99").to(language)
    return str(share)


def _chance(chance: Chance) -> dict[str, float]:
    shares = dict(zip(("helps", "not_enough", "worse", "not_settled"), chance.shares, strict=True))
    return {"benefit": chance.benefit, **{name: round(share, 4) for name, share in shares.items()}}


def simulated(size: Size) -> int:
    """How many invented trials `make` analyses, for a progress bar."""
    from stilla.analysis.forecast import UNSURE, nulls  # noqa: PLC0415  # only for the bar

    each = len(nulls(1.0))
    return (
        len(UNSURE) * each * size.nulls + each * max(size.nulls // 2, 1) + len(PACES) * len(benefits(1.0)) * size.trials
    )


def _told(product: Product) -> tuple[float, float]:
    """The dose and that of the first week as people say them: whole milligrams, from whole milligrams of powder."""
    whole = float(round(product.dose_mg))
    return whole, whole if whole <= LEAST_STEP_MG else float(round(product.first_week_mg))
