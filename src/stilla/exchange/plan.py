"""The plan as a CarePlan: a draft and a proposal, never an order. Amounts are elemental magnesium.

An activity has no `kind`: each of FHIR's kinds names a request, and nobody has made one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.exchange import words
from stilla.exchange.codings import concept, own, quantity, reference, times_of_day
from stilla.exchange.writing import Entry, Writing
from stilla.knowledge.schema import Salt
from stilla.plan import FIRST_WEEK_MG, Ask, Stop, Try, in_the_way, own_magnesium
from stilla.timetable.room import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.exchange.codings import Element
    from stilla.findings import Assessment
    from stilla.plan import Layout, Planned
    from stilla.text import Text

_WEEK = 7
"""Days of the first step."""
_HALVED = "plan-then-two"
"""The step whose amount is taken in two halves."""


def care_plan(planned: Planned, found: Assessment, instead: Text | None, writing: Writing) -> Entry:
    """The plan of a person.

    Args:
        planned: the plan and its day.
        found: what it rests on.
        instead: why no dose may be planned now (a trial goes on, or spoke against it); None where one may.
        writing: for whom and how.
    """
    plan = planned.plan
    decision = "stop" if isinstance(plan, Stop) else "ask" if instead is not None or isinstance(plan, Ask) else "try"
    activities = list(_activities(planned, found, instead, writing))
    said = [each["detail"]["description"] for each in activities]
    more = [writing.say(each.text) for each in plan.watch] if isinstance(plan, Try) else []
    notes = [*more, *_notes(planned, writing)] if decision == "try" else []
    title = writing.say(words.PLAN[decision])
    return Entry(
        writing.names.of("plan"),
        writing.resource(
            "CarePlan",
            [title, *said, *notes, writing.say(words.NOT_ORDER)],
            status="draft",
            intent="proposal",
            title=title,
            description=writing.say(words.NOT_ORDER),
            subject=writing.about,
            created=writing.as_of.isoformat(),
            author=writing.author,
            supportingInfo=[reference(writing.names.of("guidance"))],
            activity=activities,
            note=[{"text": each} for each in notes],
        ),
    )


def _notes(planned: Planned, writing: Writing) -> Iterator[str]:
    """What was laid out otherwise than wished, and medicines that come too near or have no time."""
    yield from map(writing.say, planned.notes)
    layout = planned.layout
    if layout is None:
        return
    yield from map(writing.say, own_magnesium(layout, writing.knowledge))
    if layout.untimed:
        names = "; ".join(each.hours(writing.language) for each in layout.untimed)
        yield writing.say(writing.knowledge.advice("plan-untimed")).format(names=names)


def _activities(planned: Planned, found: Assessment, instead: Text | None, writing: Writing) -> Iterator[Element]:
    plan = planned.plan
    if isinstance(plan, Stop):
        yield _activity(words.STOP, "no-magnesium", writing, doNotPerform=True)
        yield from (_activity(each, "ask", writing) for each in plan.because)
    elif instead is not None:
        yield _activity(instead, "ask", writing)
    elif isinstance(plan, Ask):
        names = (writing.knowledge.advice(f"unrecognised-{each.kind}") for each in found.unrecognised)
        asked = dict.fromkeys((*plan.because, *(each.text for each in plan.questions), *_no_time(planned), *names))
        yield from (_activity(each, "ask", writing) for each in asked)
    else:
        yield from _steps(plan, planned, writing)
        yield from (_activity(each, "ask", writing) for each in _no_time(planned))


def _no_time(planned: Planned) -> tuple[Text, ...]:
    return () if planned.layout is None else in_the_way(planned.layout)


def _steps(plan: Try, planned: Planned, writing: Writing) -> Iterator[Element]:
    """One activity for each step of the dose: the first week, and what follows."""
    mg = writing.say(words.MG_ELEMENTAL)
    for index, each in enumerate(plan.steps):
        first = len(plan.steps) > 1 and index == 0
        amount = FIRST_WEEK_MG if first else plan.dose_mg
        doses = 2 if each.id == _HALVED else 1
        yield _activity(
            each.text,
            each.id,
            writing,
            productCodeableConcept=_product(plan.form, writing),
            scheduledTiming=_timing(planned.layout, doses, _WEEK if first else None),
            dailyAmount=quantity(amount, mg, "mg"),
            quantity=quantity(amount / doses, mg, "mg"),
        )


def _timing(layout: Layout | None, doses: int, days: int | None) -> Element | None:
    """The times, where they are settled: as many as there are doses, and no medicine whose own time is not known."""
    if layout is None or layout.untimed or len(layout.timetable.doses) != doses:
        return None
    return times_of_day((clock(each.at) for each in layout.timetable.doses), days)


def _product(form: str, writing: Writing) -> Element:
    salt = writing.knowledge.kind("salts", Salt).get(form)
    name = form if salt is None else writing.say(salt.name)
    return concept(writing.say(words.SUPPLEMENT).format(form=name), own("salt", form))


def _activity(text: Text, code: str, writing: Writing, **more: object) -> Element:
    said = writing.say(text)
    given = {name: value for name, value in more.items() if value is not None}
    return {
        "detail": {"code": concept(said, own("answer", code)), "status": "not-started", **given, "description": said}
    }
