"""What is asked of the model of magnesium in the body: typed words in, a checked question, then its whole answer.

The same for every door. What the model was not made for is refused with its range; what was not said has the usual
value and is told as an assumption, except kidney function and the dose, which are never assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stilla.errors import BadInput, Problem
from stilla.interfaces.asked.mechanism_words import DAYS_SHOWN, Typed, spread
from stilla.interfaces.asked.urgent import Heard, by_route, hear
from stilla.mechanism import watch_for
from stilla.physiology.asked import EGFR, Dose, Person, Plan, Switch, check, forms_of
from stilla.reading.magnesium import find_form
from stilla.text import Text, number, unmarked
from stilla.text_search import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from stilla.knowledge.store import Knowledge
    from stilla.physiology.nerve import Nerve
    from stilla.physiology.population import Explained, Population
    from stilla.physiology.simulate import Course

USUAL_FORM = "citrate"
USUAL_WEIGHT = 70.0
"""kg, as `stilla.physiology.asked.Person` has it."""
NOT_SAID = Text("Not pregnant, not on dialysis.", "Inte gravid, inte i dialys.")
"""Assumed where nobody said so."""
SWITCHES: tuple[Switch, ...] = ("stasis", "thiazide", "obstruction")


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a person file says already; typed words are stronger."""

    egfr: float | None = None
    doses: tuple[Dose, ...] | None = None
    """None where nothing is known of what is taken; empty where it is known to be nothing."""
    switches: tuple[Switch, ...] = ()
    assumptions: tuple[Text, ...] = ()
    about_egfr: tuple[Text, ...] = ()
    """What is to be known of the kidney value, where no other is typed."""
    about_doses: tuple[Text, ...] = ()
    """Assumptions that fall away where another dose is typed."""
    refused: tuple[Problem, ...] = ()
    """Why the model was not made for this person."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Whom and what to compute, within the model's range."""

    person: Person
    plan: Plan
    calcium: float | None = None
    """Ionised, mmol/L; None: the usual."""
    observed: float | None = None
    """A measured level, total, mmol/L."""
    people: int | None = None
    """How many to draw for the population; None: no population."""
    dynamic: bool = False
    """Whether each of them is followed day by day, instead of where they settle."""
    assumptions: tuple[Text, ...] = ()
    heard: Heard | None = None
    """Where a measured level sends the person, by the same rules as everywhere."""


class Answer(msgspec.Struct, frozen=True):
    """Everything that one question is answered with."""

    question: Question
    course: Course
    before: Nerve
    after: Nerve
    population: Population | None = None
    explained: Explained | None = None


def ask(
    words: Mapping[str, Any], knowledge: Knowledge, as_of: date, known: Known | None = None, days: int = DAYS_SHOWN
) -> Question:
    """Typed words as a question.

    Args:
        words: by the name of the flag: `dose`, `form`, `egfr`, `weight`, `diet`, `times`, `doses`, `days`, `calcium`,
            `observed`, `population` as text; `stasis`, `thiazide`, `obstruction`, `dynamic` as true or false. None or
            absent where nothing was said.
        knowledge: the forms of the model, and the rules that know where a dangerous level belongs.
        as_of: the day.
        known: what a person file says.
        days: how many, where nothing is said.

    Raises:
        BadInput: every problem at once, each with the model's range; first where to turn, if a level was measured.
    """
    typed, known = Typed(words), known or Known(assumptions=(NOT_SAID,))
    observed = typed.number("observed")
    heard = _heard(words, knowledge, as_of) if typed.said("observed") else None
    try:
        return msgspec.structs.replace(_question(typed, knowledge, known, days), observed=observed, heard=heard)
    except BadInput as error:
        if not typed.said("observed"):
            raise
        raise BadInput([*_turn(heard, observed, knowledge), *error.problems]) from error


def _heard(words: Mapping[str, Any], knowledge: Knowledge, as_of: date) -> Heard | None:
    """Where a level sends somebody; one like ">5 mmol/L" too, which the model cannot take. None where unreadable."""
    try:
        return hear(_level(words), knowledge, as_of)
    except BadInput:
        return None


def _level(words: Mapping[str, Any]) -> dict[str, Any]:
    """A measured level in the words of `stilla urgent`."""
    said = {"taken": None, "form": None, "sign": (), "age": None, "egfr": None, "condition": (), "take": ()}
    return {**said, "serum": words["observed"]}


def _turn(heard: Heard | None, observed: float | None, knowledge: Knowledge) -> list[Problem]:
    """Where to turn with a measured level, although the model has no answer; signs to watch for in any case."""
    nowhere = Text("", "")
    sent = () if heard is None else by_route(heard.found)
    problems = [Problem(each.rule.title, each.rule.do) for place in sent for each in place.advised]
    watched = ("urgent-watch",) if observed is None else watch_for(observed, sent=True)
    return [*problems, *(Problem(nowhere, knowledge.advice(name)) for name in watched)]


def _question(typed: Typed, knowledge: Knowledge, known: Known, days: int) -> Question:
    if known.refused:
        raise BadInput(known.refused)
    assumed: list[Text] = list(known.assumptions)
    egfr = _egfr(typed, known)
    if not typed.said("egfr"):
        assumed += known.about_egfr
    weight, diet = typed.number("weight"), typed.number("diet")
    doses = _doses(typed, knowledge, known, assumed)
    shown, people, calcium = typed.number("days"), typed.number("population"), typed.number("calcium")
    dynamic = bool(typed.words.get("dynamic"))
    if dynamic and not typed.said("population"):
        typed.add("dynamic", "Needs --population.", "Behöver --population.")
    typed.finish()
    assert egfr is not None
    switches = tuple(name for name in SWITCHES if typed.words.get(name) or name in known.switches)
    person = Person(egfr=egfr, weight=weight or USUAL_WEIGHT, diet_mg=diet, switches=switches)
    plan = Plan(doses, int(shown or days))
    check(person, plan, knowledge)
    assumed += _usual(person, weight, knowledge)
    return Question(
        person=person,
        plan=plan,
        calcium=calcium,
        people=None if people is None else int(people),
        dynamic=dynamic,
        assumptions=tuple(assumed),
    )


def _egfr(typed: Typed, known: Known) -> float | None:
    if typed.said("egfr"):
        return typed.number("egfr")
    if known.egfr is None:
        typed.add(
            "egfr",
            "The kidney value (eGFR) is needed: the kidneys decide where the level settles, so none is assumed. A "
            "blood test for creatinine gives it.[[ Example: --egfr 72|]]",
            "Njurvärdet (eGFR) behövs: njurarna avgör var halten hamnar, så inget värde antas. Ett blodprov på "
            "kreatinin ger det.[[ Exempel: --egfr 72|]]",
        )
    return known.egfr


def _doses(typed: Typed, knowledge: Knowledge, known: Known, assumed: list[Text]) -> tuple[Dose, ...]:
    """What is taken in a day: what was typed, else what the person file says."""
    if not typed.said("dose"):
        assumed += known.about_doses
        if known.doses is None:
            typed.add(
                "dose",
                "Say how much magnesium a day, in all[[: --dose 200 (mg)|]]. With 0 the answer is for food alone.",
                "Ange hur mycket magnesium om dagen, totalt[[: --dose 200 (mg)|]]. Med 0 gäller svaret bara maten.",
            )
        unused = [name for name in ("form", "times", "doses") if typed.said(name)]
        for name in unused:
            typed.add(name, "Goes with --dose only.", "Hör ihop med --dose.")
        return known.doses or ()
    total, hours, form = typed.number("dose"), typed.hours(), _form(typed, knowledge)
    typed.problems += _form_problems(form, knowledge)
    if known.doses:
        assumed.append(
            Text(
                "The magnesium in [[the person file|your answers]] is left out: the typed dose replaces it.",
                "Magnesiumet i [[personfilen|dina svar]] räknas inte med: den angivna dosen ersätter det.",
            )
        )
    if not total:
        return ()
    assumed += _usual_doses(typed, hours)
    hours = hours or spread(1)
    return tuple(Dose(total / len(hours), form, hour) for hour in hours)


def _usual_doses(typed: Typed, hours: tuple[float, ...] | None) -> list[Text]:
    found = []
    if hours is None:
        found.append(Text("One dose a day, at 20:00.", "En dos om dagen, klockan 20:00."))
    if not typed.said("form"):
        found.append(
            Text(
                "Taken as citrate, a soluble form. In the model only hydroxide gives a higher level.",
                "Räknat som citrat, en lättlöslig form. I modellen ger bara hydroxid en högre halt.",
            )
        )
    return found


def _form(typed: Typed, knowledge: Knowledge) -> str:
    return form_of(str(typed.words["form"]), knowledge) if typed.said("form") else USUAL_FORM


def _form_problems(form: str, knowledge: Knowledge) -> tuple[Problem, ...]:
    """What the model has against a form, so that it is told together with what is wrong with the numbers."""
    try:
        check(Person(egfr=EGFR[1]), Plan((Dose(0.0, form, 0.0),)), knowledge)
    except BadInput as error:
        return error.problems
    return ()


def form_of(name: str, knowledge: Knowledge) -> str:
    """The id of a form by its id or any of its names; a name nobody knows as it was typed, for the model to refuse.

    >>> from stilla.knowledge.store import load
    >>> form_of("Magnesiumcitrat", load()), form_of("brustablett eller lösning", load()), form_of("oxid", load())
    ('citrate', 'effervescent', 'oxide')
    """
    key = plain(name)
    for slug, form in forms_of(knowledge).items():
        names = [name for each in (form.name.en, form.name.sv) for name in (each, each.split(",")[0])]
        if key in {slug, plain(slug), *map(plain, names)}:
            return slug
    return find_form(name, knowledge) or unmarked(name.strip()[:40])


def _usual(person: Person, weight: float | None, knowledge: Knowledge) -> list[Text]:
    """What was not said of the person, and is therefore the usual."""
    found = []
    if weight is None:
        found.append(Text("Weight 70 kg.", "Vikt 70 kg."))
    if person.diet_mg is None:
        from stilla.physiology.simulate import diet_of  # noqa: PLC0415  # numpy, only for an answer
        from stilla.quantity import MAGNESIUM_MOLAR_MASS  # noqa: PLC0415  # as above

        mg = round(diet_of(person, knowledge) * MAGNESIUM_MOLAR_MASS)
        found.append(
            Text(
                f"The usual diet at this kidney function: {number(mg, 'en')} mg of magnesium a day in food.",
                f"Den vanliga kosten vid den här njurfunktionen: {number(mg, 'sv')} mg magnesium om dagen i maten.",
            )
        )
    return found


def answer(question: Question, knowledge: Knowledge, progress: Callable[[int, int], None] | None = None) -> Answer:
    """The whole answer of the model.

    Args:
        question: from `ask`.
        knowledge: the constants.
        progress: told how many people of the population are done, and of how many.
    """
    from stilla.physiology.nerve import nerve  # noqa: PLC0415  # numpy and compiled code, only for an answer
    from stilla.physiology.simulate import simulate  # noqa: PLC0415  # as above

    person, plan, calcium = question.person, question.plan, question.calcium
    course = simulate(person, plan, knowledge)
    many = explained = None
    if question.people is not None:
        from stilla.physiology.population import population  # noqa: PLC0415  # only where people are asked for

        many = population(person, plan, knowledge, count=question.people, dynamic=question.dynamic, progress=progress)
    if question.observed is not None:
        from stilla.physiology.population import explain  # noqa: PLC0415  # only where a level was measured

        explained = explain(person, plan, question.observed, knowledge)
    before, after = (nerve(day.mean, calcium) for day in (course.before, course.after))
    return Answer(question, course, before, after, many, explained)


def as_sbml(question: Question, knowledge: Knowledge) -> str:
    """The person of a question as SBML: from an empty bowel at the level of food alone, food and doses as events.

    Args:
        question: from `ask`; its plan says for how many days.
        knowledge: the constants.
    """
    from stilla.physiology import sbml, simulate  # noqa: PLC0415  # numpy, only for an answer
    from stilla.physiology.kinetics import kinetics, repeated  # noqa: PLC0415  # as above

    person, plan = question.person, question.plan
    k = kinetics(knowledge)
    inputs = simulate.inputs_of(person, knowledge)
    v = k.person(**inputs)
    food = simulate.food_of(person, knowledge)
    level = float(k.steady(v, k.taken_up(v, food)))
    constants = {**k.usual, **inputs, "C0": level}
    return sbml.sbml(k.spec, constants, repeated([*food, *simulate.doses_of(plan, knowledge)], plan.days))
