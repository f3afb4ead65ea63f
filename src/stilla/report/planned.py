"""The plan in the lines that a doctor reads: dose, form and times, or what is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.plan import Ask, Stop, Try, own_magnesium, reasons
from stilla.report.lines import LANGUAGES, line
from stilla.report.value import Line, PlanPart
from stilla.text import Text
from stilla.timetable.explain import asks, binding, no_time, why
from stilla.timetable.room import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.knowledge.store import Knowledge
    from stilla.plan import Layout, Planned

_NO_DOSE = {
    "stop": Text("No dose: magnesium is not for now.", "Ingen dos: magnesium är inte aktuellt nu."),
    "ask": Text("No dose before the answer is there.", "Ingen dos innan svaret finns."),
}


def plan_part(planned: Planned, knowledge: Knowledge) -> PlanPart:
    """The plan of a report."""
    plan = planned.plan
    layout = planned.layout
    times = () if layout is None else tuple(clock(each.at) for each in layout.timetable.doses)
    day = () if layout is None else tuple(_day(layout, knowledge, asked=not isinstance(plan, Try)))
    notes = tuple(Line(each) for each in planned.notes)
    match plan:
        case Try():
            first = (*map(Line.of, plan.steps), *day, Line.of(plan.forms[0]))
            more = (*map(Line.of, (*plan.forms[1:], *plan.why, *plan.watch)), *notes)
            return PlanPart("try", plan.dose_mg, plan.form, times, first, more)
        case Ask():
            no_dose = tuple(map(Line.of, plan.why)) or (Line(_NO_DOSE["ask"]),)
            return PlanPart("ask", None, None, times, (*no_dose, *day), notes)
        case Stop():
            return PlanPart("stop", None, None, (), (Line(_NO_DOSE["stop"]),), notes)


def _day(layout: Layout, knowledge: Knowledge, *, asked: bool) -> Iterator[Line]:
    """The times and why they are those, or the rule in the way and whom to ask."""
    if layout.timetable.doses and asked:
        yield line(knowledge, "plan-if-yes")
    for dose in layout.timetable.doses:
        yield Line(why(dose) if reasons(layout, dose) else Text(clock(dose.at), clock(dose.at)))
    if layout.unrecognised:
        yield line(knowledge, "plan-unrecognised", names=", ".join(layout.unrecognised))
    for each in layout.barred:
        yield Line(each.rule.do, each.rule.id, each.rule.certainty, each.rule.sources)
    none = None if layout.barred or layout.unrecognised else no_time(layout.timetable, layout.wishes)
    if none is not None:
        yield from (Line(each) for each in (none, *binding(layout.timetable), *asks(layout.timetable, layout.codes)))
    own = line(knowledge, "plan-own-magnesium")
    yield from (msgspec.structs.replace(own, text=each) for each in own_magnesium(layout, knowledge))
    if layout.untimed:
        names = Text(*("; ".join(each.hours(language) for each in layout.untimed) for language in LANGUAGES))
        yield line(knowledge, "plan-untimed", names=names)
