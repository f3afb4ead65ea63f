"""The model's answer in words, the same for every door: what was computed, one sentence of meaning each, its limits.

Numbers of the model never read as certainty: a small chance is "less than 0.2 % in this model", never none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stilla import mechanism as meaning
from stilla.interfaces.words.mechanism_numbers import between, clock, days, level, moved, percent, size, with_unit
from stilla.physiology.asked import SWITCHES, forms_of
from stilla.pictures.words import num, said, two
from stilla.plan import Sentence, sentence
from stilla.quantity import MAGNESIUM_MOLAR_MASS
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.interfaces.asked.mechanism import Answer, Question
    from stilla.knowledge.store import Knowledge
    from stilla.physiology.nerve import Nerve
    from stilla.physiology.population import Chance, Explained, Population
    from stilla.pictures.picture import Picture
    from stilla.text import Language

UNUSUAL_SHIFT = 0.3
"""mV. From here on it is told that the nerve stood elsewhere than usual before the plan."""
CANNOT = (
    "mechanism-cannot-rls",
    "mechanism-cannot-benefit",
    "mechanism-cannot-stores",
    "mechanism-cannot-who",
    "mechanism-cannot-dose",
)


def whom(question: Question) -> Text:
    """For whom the model computed."""
    person = question.person
    switches = [SWITCHES[each] for each in person.switches]
    also = Text(*("".join(f", {each.to(language)} ({_NOT.to(language)})" for each in switches) for language in _BOTH))
    return said(
        "An adult with eGFR {egfr}\u00a0mL/min/1.73\u00a0m², {weight}\u00a0kg{also}.",
        "En vuxen med eGFR {egfr}\u00a0ml/min/1,73\u00a0m², {weight}\u00a0kg{also}.",
        egfr=num(person.egfr),
        weight=num(person.weight),
        also=also,
    )


_BOTH: tuple[Language, ...] = ("en", "sv")
_NOT = Text("not calibrated", "inte kalibrerat")


def what(question: Question, knowledge: Knowledge) -> Text:
    """What is taken every day: elemental magnesium, in all."""
    doses = question.plan.doses
    if not question.plan.mg:
        return Text("Food alone: 0\u00a0mg of magnesium added.", "Bara mat: 0\u00a0mg tillsatt magnesium.")
    forms = forms_of(knowledge)
    each = [
        said(
            "{mg}\u00a0mg as {form} at {at}",
            "{mg}\u00a0mg som {form} klockan {at}",
            mg=num(dose.mg),
            form=forms[dose.form].name,
            at=clock(dose.hour),
        )
        for dose in doses
    ]
    return said(
        "{mg}\u00a0mg of elemental magnesium a day in all: {each}; for {days}.",
        "{mg}\u00a0mg rent magnesium om dagen totalt: {each}; i {days}.",
        mg=num(question.plan.mg),
        each=Text(", ".join(one.en for one in each), ", ".join(one.sv for one in each)),
        days=days(question.plan.days),
    )


class Row(NamedTuple):
    """A line of the table: what, and its value in words."""

    name: Text
    value: Text


def rows(answer: Answer) -> tuple[Row, ...]:
    """The figures of the course."""
    course = answer.course
    before, after = course.before, course.after
    found = [
        Row(Text("Level before (food alone)", "Halt före (bara mat)"), level(before.mean)),
        Row(Text("Where it settles", "Där den stannar"), level(after.mean)),
    ]
    if course.taken_mg:
        found.append(Row(Text("Rise", "Ökning"), _rise(course.rise)))
    found += [
        Row(Text("Lowest within a day", "Lägst under ett dygn"), level(after.lowest)),
        Row(Text("Highest within a day", "Högst under ett dygn"), level(after.highest)),
        Row(Text("Taken up from food and plan", "Tas upp ur mat och plan"), _a_day(after.taken_up)),
    ]
    if course.taken_mg:
        share = with_unit(num(100 * course.kept_share, 0), Text("%", "%"))
        found.append(Row(Text("Of what is added, taken up", "Av det tillsatta tas upp"), share))
    if course.half_way is not None:
        found.append(
            Row(Text("Half of the rise is there after", "Halva ökningen har skett efter"), _hours(course.half_way))
        )
    return tuple(found)


def _rise(mmol: float) -> Text:
    return said(
        "{x}\u00a0mmol/L ({y}\u00a0mg/dL)",
        "{x}\u00a0mmol/l ({y}\u00a0mg/dl)",
        x=moved(mmol),
        y=moved(mmol * MAGNESIUM_MOLAR_MASS / 10),
    )


def _a_day(mmol: float) -> Text:
    return said(
        "{mg}\u00a0mg ({mmol}\u00a0mmol) a day",
        "{mg}\u00a0mg ({mmol}\u00a0mmol) om dagen",
        mg=num(mmol * MAGNESIUM_MOLAR_MASS, 0),
        mmol=num(mmol),
    )


def _hours(hours: float) -> Text:
    if hours < 48:
        return said("{n}\u00a0hours", "{n}\u00a0timmar", n=num(hours, 0))
    return said("{n}\u00a0days", "{n}\u00a0dygn", n=num(hours / 24, 1))


def cautions(question: Question, knowledge: Knowledge) -> tuple[Sentence, ...]:
    """What kidneys, bowel or amount say, whatever the level is; it stands before every figure."""
    return tuple(sentence(knowledge, name) for name in meaning.cautions(question.person, question.plan))


def band_says(answer: Answer, knowledge: Knowledge) -> Sentence:
    """What the level means: the highest of the day, since that is the one to fear."""
    return sentence(knowledge, f"mechanism-band-{meaning.band_of(answer.course.after.highest)}")


def level_says(answer: Answer, knowledge: Knowledge) -> tuple[Sentence, ...]:
    """Both, in this order."""
    return (*cautions(answer.question, knowledge), band_says(answer, knowledge))


def rise_says(answer: Answer, knowledge: Knowledge) -> Sentence:
    """How the level comes about, in one sentence."""
    course = answer.course
    if not course.taken_mg:
        return sentence(knowledge, "mechanism-food-alone")
    return _filled(
        "mechanism-rise",
        knowledge,
        share=with_unit(num(100 * course.kept_share, 0), Text("mg", "mg")),
        rise=size(course.rise),
    )


def _filled(name: str, knowledge: Knowledge, **values: Text) -> Sentence:
    """A sentence whose numbers are written differently in the two languages."""
    entry = knowledge.advice_entry(name)
    return Sentence(name, said(entry.text.en, entry.text.sv, **values), entry.certainty, entry.sources)


def switches_say(question: Question, knowledge: Knowledge) -> tuple[Sentence, ...]:
    """That it is not calibrated, beside each circumstance."""
    return tuple(
        _filled("mechanism-switch", knowledge, switch=_upper(SWITCHES[each])) for each in question.person.switches
    )


def _upper(text: Text) -> Text:
    return Text(text.en[:1].upper() + text.en[1:], text.sv[:1].upper() + text.sv[1:])


def nerve_figures(answer: Answer) -> Text:
    """A nerve in figures: what the plan changes; and where it stands, if that is not where it usually does."""
    before, after = answer.before, answer.after
    parts = []
    if answer.course.taken_mg:
        parts.append(
            said(
                "The gates in the nerve that start a signal move by {shift}. The stimulus it needs: {threshold}. The "
                "signal substance it releases onto muscle: {release}.",
                "Portarna i nerven som startar en signal flyttas {shift}. Retningen den behöver: {threshold}. "
                "Signalämnet den släpper ut på muskeln: {release}.",
                shift=_shift(
                    after.gate_shift_mv - before.gate_shift_mv,
                    after.gate_shift_low - before.gate_shift_low,
                    after.gate_shift_high - before.gate_shift_high,
                ),
                threshold=_threshold(before.threshold_ratio, after),
                release=_relative(before.release_ratio, after.release_ratio),
            )
        )
    if not parts or abs(before.gate_shift_mv) >= UNUSUAL_SHIFT:
        parts.append(
            said(
                "Compared with usual levels of magnesium and calcium its gates stand at {shift}, the stimulus at "
                "{threshold}, the signal substance at {release}.",
                "Jämfört med vanliga halter av magnesium och kalcium står portarna på {shift}, retningen på "
                "{threshold}, signalämnet på {release}.",
                shift=_shift(after.gate_shift_mv, after.gate_shift_low, after.gate_shift_high),
                threshold=_threshold(1.0, after),
                release=_relative(1.0, after.release_ratio),
            )
        )
    return Text(" ".join(each.en for each in parts), " ".join(each.sv for each in parts))


def _shift(middle: float, *ends: float) -> Text:
    """A shift in mV, with its range over what is not known of the gates."""
    low, high = (moved(each) for each in sorted(ends))
    shown = with_unit(moved(middle), Text("mV", "mV"))
    if low == high:
        return shown
    return said("{x} (may be {low} to {high})", "{x} (kan vara {low} till {high})", x=shown, low=low, high=high)


def _threshold(before: float | None, after: Nerve) -> Text:
    if after.fires_by_itself:
        return Text("none, it fires by itself", "ingen, den avger signaler av sig själv")
    if before is None or after.threshold_ratio is None:
        return Text("not known, outside the table", "inte känd, utanför tabellen")
    return _relative(before, after.threshold_ratio)


def _relative(before: float, after: float) -> Text:
    return with_unit(moved(100 * (after / before - 1), 1), Text("%", "%"))


def nerve_says(answer: Answer, knowledge: Knowledge) -> Sentence:
    """What that means, in one sentence."""
    level_after, calcium = answer.course.after.mean, answer.question.calcium
    return sentence(knowledge, meaning.nerve_says(answer.before, answer.after, level_after, calcium, knowledge))


def people_figures(many: Population) -> Text:
    """Where the levels of many people lie."""
    return said(
        "In this model the middle person (median) is at {median}; 95 of 100 people lie from {low} to "
        "{high}\u00a0mmol/L. The constants of the model may move the middle from {band_low} to {band_high}.",
        "I modellen ligger personen i mitten (medianen) på {median}; 95 av 100 personer ligger från {low} till "
        "{high}\u00a0mmol/l. Modellens konstanter kan flytta mitten från {band_low} till {band_high}.",
        median=level(many.median),
        low=two(many.low),
        high=two(many.high),
        band_low=two(many.median_band[0]),
        band_high=two(many.median_band[1]),
    )


def people_say(many: Population, knowledge: Knowledge) -> Sentence:
    """What such chances hold for."""
    return _filled("mechanism-chances", knowledge, count=num(many.count, 0))


def chance_says(chance: Chance, count: int) -> Text:
    """One chance with both of its doubts."""
    which = Text("below", "under") if chance.below else Text("at or above", "på eller över")
    return said(
        "{which} {level}: {chance} in this model (chance in the drawing: {drawn}; constants: {band})",
        "{which} {level}: {chance} i modellen (slumpen i dragningen: {drawn}; konstanter: {band})",
        which=which,
        level=level(chance.level),
        chance=percent(chance.probability, count),
        drawn=between(chance.low, chance.high, count),
        band=between(chance.band_low, chance.band_high, count),
    )


def watch(question: Question, knowledge: Knowledge) -> tuple[Sentence, ...]:
    """What a measured level asks for besides where it sends: the hospital if very low, and the signs to watch for."""
    if question.observed is None:
        return ()
    sent = question.heard is not None and bool(question.heard.found.advised)
    return tuple(sentence(knowledge, name) for name in meaning.watch_for(question.observed, sent=sent))


def explained_figures(found: Explained) -> Text:
    """A measured level against the model's people."""
    side = Text("so high or higher", "så hög eller högre")
    if found.observed < found.median:
        side = Text("so low or lower", "så låg eller lägre")
    return said(
        "Measured: {observed}. With this dose and these kidneys 95 of 100 people lie from {low} to {high}\u00a0mmol/L "
        "in this model. The chance of a level {side}: {chance} in this model.",
        "Uppmätt: {observed}. Med den här dosen och de här njurarna ligger 95 av 100 personer från {low} till "
        "{high}\u00a0mmol/l i modellen. Sannolikheten för en {side} halt: {chance} i modellen.",
        observed=level(found.observed),
        low=two(found.low),
        high=two(found.high),
        side=side,
        chance=percent(found.probability, found.count),
    )


def explained_says(found: Explained, knowledge: Knowledge) -> Sentence:
    """Whether that explains it, and what to look for where it does not."""
    return sentence(knowledge, meaning.explained_says(found))


def cannot(knowledge: Knowledge) -> tuple[Sentence, ...]:
    """What the model cannot claim."""
    return tuple(sentence(knowledge, name) for name in CANNOT)


def course_picture(answer: Answer) -> Picture:
    """The level over the days of the plan."""
    from stilla.pictures.serum_course import serum_course  # noqa: PLC0415  # only where it is drawn

    course = answer.course
    return serum_course(course.hours, course.serum, course.before.mean, course.after.mean)


def every(answer: Answer, knowledge: Knowledge) -> tuple[Sentence, ...]:
    """Every sentence of meaning, in the order in which it is told."""
    found = [*level_says(answer, knowledge), rise_says(answer, knowledge), *switches_say(answer.question, knowledge)]
    if answer.population is not None:
        found.append(people_say(answer.population, knowledge))
    if answer.explained is not None:
        found.append(explained_says(answer.explained, knowledge))
    found = [*watch(answer.question, knowledge), *found]
    return (*found, nerve_says(answer, knowledge), sentence(knowledge, "mechanism-model"), *cannot(knowledge))
