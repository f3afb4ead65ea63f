"""The published JSON of `stilla plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.findings import spoken_of
from stilla.interfaces.forms.check import KnowledgeForm, QuestionForm, knowledge_form
from stilla.interfaces.forms.foods import FoodDayForm
from stilla.interfaces.known.answers import UpperLevel
from stilla.plan import Ask, Layout, Plan, Sentence, Try, reasons
from stilla.text import Text
from stilla.timetable.explain import asks
from stilla.timetable.room import clock

if TYPE_CHECKING:
    from stilla.findings import Assessment
    from stilla.person import Person
    from stilla.text import Language
    from stilla.timetable.clock import DatedTimetable
    from stilla.today import Today

PLAN_VERSION = "1.0"


class PlacedForm(msgspec.Struct, frozen=True):
    """A time for magnesium, and how far it lies from each medicine with a rule."""

    at: str
    why: list[str]


class BlockedForm(msgspec.Struct, frozen=True):
    """A dose of a medicine whose distance is in the way; hours before and after, null where none is enough.

    `at` is null where its time is not known.
    """

    medicine: str
    at: str | None
    rule: str
    before_h: float | None
    after_h: float | None


class TimetableForm(msgspec.Struct, frozen=True):
    """When in the day. `untimed`: medicines with hours to keep whose times were not given.

    `unrecognised`: medicines nobody knows; while there are any, there are no times.
    """

    doses: list[PlacedForm]
    blocked_by: list[BlockedForm]
    ask_pharmacist: list[str]
    asleep_only: bool
    untimed: list[str]
    unrecognised: list[str]


class DatedForm(msgspec.Struct, frozen=True):
    """A dose at another clock time than usual; `at` is null where it is skipped."""

    usual: str
    at: str | None


class ClockChangeForm(msgspec.Struct, frozen=True):
    """A date on which the clocks change and a dose with them."""

    date: str
    doses: list[DatedForm]


class MoveForm(msgspec.Struct, frozen=True):
    """What becomes of a dose of magnesium today; `at` is null where it is skipped, or not known yet."""

    planned: str
    at: str | None
    why: str


class TodayForm(msgspec.Struct, frozen=True):
    """The rest of today. With `questions` nothing is placed until they are answered."""

    now: str
    date: str
    """The date on which this day of the person began."""
    magnesium: list[MoveForm]
    questions: list[str]
    notes: list[str]


class IntakeForm(msgspec.Struct, frozen=True):
    """Added magnesium taken already, elemental mg a day; `known` is false where an amount is not."""

    added_mg: float
    known: bool


class PlanForm(msgspec.Struct, frozen=True):
    """The answer of `stilla plan`. `timetable` is null with `stop`; `dose_mg` and `form` are null unless `try`.

    `today` is null unless the time now was given. `clock_changes`: dates of the coming days on which a dose moves.
    `diet` is null unless what is eaten was given; food never counts against the upper level.
    """

    version: str
    decision: Literal["stop", "ask", "try"]
    message: str
    dose_mg: float | None
    form: str | None
    steps: list[str]
    why: list[str]
    forms: list[str]
    watch: list[str]
    timetable: TimetableForm | None
    today: TodayForm | None
    clock_changes: list[ClockChangeForm]
    intake: IntakeForm
    diet: FoodDayForm | None
    upper_level: UpperLevel
    findings: list[str]
    questions: list[QuestionForm]
    unrecognised: list[str]
    assumptions: list[str]
    as_of: str
    knowledge: KnowledgeForm


def plan_form(  # noqa: PLR0913  # everything that is printed
    plan: Plan,
    layout: Layout | None,
    found: Assessment,
    person: Person,
    *,
    message: Text,
    assumptions: tuple[Text, ...],
    upper: UpperLevel,
    language: Language,
    today: Today | None = None,
    changes: tuple[DatedTimetable, ...] = (),
    diet: FoodDayForm | None = None,
    clashes: tuple[Text, ...] = (),
) -> PlanForm:
    """A plan as published JSON, in one language."""
    added = person.added_magnesium()

    def said(sentences: tuple[Sentence, ...]) -> list[str]:
        return [each.text.to(language) for each in sentences]

    return PlanForm(
        version=PLAN_VERSION,
        decision="try" if isinstance(plan, Try) else "ask" if isinstance(plan, Ask) else "stop",
        message=message.to(language),
        dose_mg=plan.dose_mg if isinstance(plan, Try) else None,
        form=plan.form if isinstance(plan, Try) else None,
        steps=said(plan.steps) if isinstance(plan, Try) else [],
        why=said(plan.why) if isinstance(plan, Try | Ask) else [],
        forms=said(plan.forms) if isinstance(plan, Try) else [],
        watch=said(plan.watch) if isinstance(plan, Try) else [],
        timetable=None if layout is None else timetable_form(layout, person, clashes, language),
        today=None if today is None else today_form(today, language),
        clock_changes=[
            ClockChangeForm(
                each.day.isoformat(),
                [DatedForm(clock(dose.usual), None if dose.at is None else clock(dose.at)) for dose in each.doses],
            )
            for each in changes
        ],
        intake=IntakeForm(added.low, added.low == added.high),
        diet=diet,
        upper_level=upper,
        findings=[each.rule.id for each in found.findings],
        questions=[
            QuestionForm(each.fact, each.text.to(language), each.could_become, list(each.members))
            for each in found.questions
        ],
        unrecognised=[each.text for each in found.unrecognised],
        assumptions=[each.to(language) for each in assumptions],
        as_of=found.as_of.isoformat(),
        knowledge=knowledge_form(found.knowledge),
    )


def timetable_form(layout: Layout, person: Person, clashes: tuple[Text, ...], language: Language) -> TimetableForm:
    """A timetable as published JSON."""
    table = layout.timetable
    blocked = [
        BlockedForm(each.medicine, clock(each.at), each.rule, each.before / 60, each.after / 60)
        for each in table.blocked_by
    ]
    barred = [
        BlockedForm(medicine.text, time, each.rule.id, None, None)
        for each, medicine in spoken_of(layout.barred, person)
        for time in medicine.times or (None,)
    ]
    ask = [each.rule.do for each in layout.barred] or asks(table, layout.codes)
    return TimetableForm(
        doses=[
            PlacedForm(clock(each.at), [text.to(language) for text in reasons(layout, each)]) for each in table.doses
        ],
        blocked_by=barred or blocked,
        ask_pharmacist=[text.to(language) for text in (*ask, *clashes)],
        asleep_only=table.asleep_only,
        untimed=[each.hours(language) for each in layout.untimed],
        unrecognised=list(layout.unrecognised),
    )


def today_form(today: Today, language: Language) -> TodayForm:
    """The rest of a day as published JSON."""
    return TodayForm(
        now=clock(today.now),
        date=today.day.isoformat(),
        magnesium=[
            MoveForm(
                clock(today.clocks[each.planned]),
                None if each.to is None else clock(today.clocks[each.to]),
                each.why.to(language),
            )
            for each in today.repaired.moves
        ],
        questions=[each.to(language) for each in today.repaired.asks],
        notes=[each.to(language) for each in today.repaired.notes],
    )
