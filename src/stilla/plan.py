"""Findings become a plan: `decide(...)` → `Stop | Ask | Try`.

The dose follows one rule (safety policy, section 3): the least of 200 mg and what is left of 250 mg of added magnesium
a day, half of it for the first week, none where under 50 mg is left. No authority changes it. A plan says `Try` only
where nothing stops, nothing asks, and nothing that could stop or ask is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.findings import BLOCKING, Assessment, Finding, OpenQuestion, separations, spaced
from stilla.knowledge.schema import Certainty
from stilla.text import Text
from stilla.timetable.day import Separation, Timetable, Wishes
from stilla.timetable.explain import asks, binding, distances, no_time, span
from stilla.timetable.room import clock, minutes
from stilla.timetable.solve import solve

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person
    from stilla.text import Language
    from stilla.timetable.day import Placed

REGIMEN_MG = 200.0
"""Elemental mg in the evening: the regimen with data in restless legs (source gorantla24)."""

UPPER_LEVEL_MG = 250.0
"""Elemental mg a day of added magnesium: the upper level of EFSA and Sweden (sources efsa-thr24, slv-mg)."""

LEAST_MG = 50.0
"""Elemental mg; a smaller dose is none (safety policy, section 3)."""

FIRST_WEEK_MG = 100.0
"""Elemental mg a day for the first week (design, section 6)."""


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of the plan, with what it rests on."""

    id: str
    text: Text
    certainty: Certainty
    sources: tuple[str, ...]


class Untimed(msgspec.Struct, frozen=True):
    """A medicine without a time, and the minutes it needs."""

    medicine: str
    before: int
    after: int

    def hours(self, language: Language) -> str:
        """The medicine with its hours, for a sentence."""
        name, before, after = self.medicine, span(self.before).to(language), span(self.after).to(language)
        if language == "sv":
            return f"{name}: minst {before} före magnesium eller {after} efter"
        return f"{name}: at least {before} before magnesium or {after} after it"


class Layout(msgspec.Struct, frozen=True):
    """When in the day, given the medicines whose times are known."""

    timetable: Timetable
    separations: tuple[Separation, ...]
    untimed: tuple[Untimed, ...]
    """Medicines with hours to keep whose times were not given: the day is laid out without them."""
    clashes: tuple[tuple[str, str, Separation], ...]
    """Magnesium taken already, its time, and the dose of a medicine that it comes too near."""
    barred: tuple[Finding, ...]
    """Findings that no distance in hours makes right. While there is one, there is no time."""
    unrecognised: tuple[str, ...]
    """Medicines nobody knows: whether a time keeps away from them cannot be told, so there is no time."""
    wishes: Wishes
    codes: dict[str, tuple[str, ...]]
    """The ATC codes of each medicine that keeps a distance, by its name."""


class Stop(msgspec.Struct, frozen=True):
    """Do not take magnesium. No dose, no times."""

    findings: tuple[Finding, ...]

    @property
    def because(self) -> tuple[Text, ...]:
        """What speaks against it, worst first."""
        return _against(self.findings)


class Ask(msgspec.Struct, frozen=True):
    """Ask, or find out, first. No dose."""

    findings: tuple[Finding, ...]
    questions: tuple[OpenQuestion, ...]
    why: tuple[Sentence, ...] = ()

    @property
    def because(self) -> tuple[Text, ...]:
        """What is to be asked about, worst first."""
        return (*_against(self.findings), *(each.text for each in self.why))


class Try(msgspec.Struct, frozen=True):
    """Nothing that was told speaks against trying this much, for now."""

    dose_mg: float
    form: str
    steps: tuple[Sentence, ...]
    why: tuple[Sentence, ...]
    forms: tuple[Sentence, ...]
    watch: tuple[Sentence, ...]
    findings: tuple[Finding, ...]

    @property
    def cited(self) -> tuple[str, ...]:
        """The sources of its sentences, each once."""
        sentences = (*self.steps, *self.why, *self.forms, *self.watch)
        return tuple(dict.fromkeys(name for each in sentences for name in each.sources))


Plan = Stop | Ask | Try


def _against(findings: tuple[Finding, ...]) -> tuple[Text, ...]:
    return tuple(each.rule.title for each in findings if each.level in BLOCKING)


def lay_out(found: Assessment, person: Person, wishes: Wishes) -> Layout:
    """The times that keep every distance, or what is in the way."""
    kept = separations(found.findings, person)
    untimed = dict.fromkeys(
        Untimed(each.text, round(60 * space.before_h), round(60 * space.after_h))
        for _, each, space in spaced(found.findings, person)
        if not each.times
    )
    clashes = tuple(
        (use.text, time, each)
        for use in person.magnesium
        for time in use.times
        for each in kept
        if each.forbidden >> minutes(time) & 1
    )
    barred = tuple(each for each in found.findings if each.rule.no_time)
    unrecognised = tuple(each.text for each in person.unrecognised if each.kind == "medicine")
    table = NO_TIMETABLE if barred or unrecognised else solve(kept, wishes)
    codes = {each.text: each.atc for each in person.medicines}
    return Layout(table, kept, tuple(untimed), clashes, barred, unrecognised, wishes, codes)


class Planned(msgspec.Struct, frozen=True):
    """A plan and its day. `layout` is None where there is no dose that a time could be for."""

    plan: Plan
    layout: Layout | None
    notes: tuple[Text, ...]
    """What was laid out otherwise than wished."""


def plan_for(found: Assessment, person: Person, knowledge: Knowledge, wishes: Wishes) -> Planned:
    """The plan and the day for it; one dose, said aloud, where two were wished and do not fit."""
    layout = lay_out(found, person, wishes)
    notes: tuple[Text, ...] = ()
    if wishes.count == 2 and not layout.timetable.doses:
        layout = lay_out(found, person, msgspec.structs.replace(wishes, count=1))
        notes = (sentence(knowledge, "plan-one-fits").text,) if layout.timetable.doses else ()
    plan = decide(found, person, knowledge, layout.wishes.count)
    nothing_to_add = isinstance(plan, Ask) and bool(plan.why)
    return Planned(plan, None if isinstance(plan, Stop) or nothing_to_add else layout, notes)


def reasons(layout: Layout, placed: Placed) -> tuple[Text, ...]:
    """Why a dose stands where it does. Nothing, where a medicine without a time may lie anywhere near."""
    return () if layout.untimed and not placed.why else distances(placed)


def in_the_way(layout: Layout) -> tuple[Text, ...]:
    """Why there is no time, and what to ask; nothing where there is one, or where a name has to be known first."""
    if layout.barred:
        return tuple(text for each in layout.barred for text in (each.rule.why, each.rule.do))
    none = None if layout.unrecognised else no_time(layout.timetable, layout.wishes)
    return () if none is None else (none, *binding(layout.timetable), *asks(layout.timetable, layout.codes))


NO_TIMETABLE = Timetable((), (), asleep_only=False, free=())
"""Nothing to lay out: no distance in hours would make it right."""


def dose(added: float) -> float | None:
    """Elemental mg a day that may be added to what is taken already; None where too little is left.

    >>> dose(0), dose(100), dose(200), dose(201)
    (200.0, 150.0, 50.0, None)
    """
    left = min(REGIMEN_MG, UPPER_LEVEL_MG - added)
    return left if left >= LEAST_MG else None


def decide(found: Assessment, person: Person, knowledge: Knowledge, doses: Literal[1, 2] = 1) -> Plan:
    """What the assessment means for taking magnesium, in one or two doses a day."""
    if found.verdict == "stop":
        return Stop(found.findings)
    if found.verdict != "go":
        return Ask(found.findings, found.questions)
    added = person.added_magnesium()
    amount = dose(added.high)
    if amount is None:
        return Ask(found.findings, found.questions, (sentence(knowledge, "plan-no-room"),))
    return Try(
        dose_mg=amount,
        form="citrate",
        steps=_steps(amount, knowledge, doses),
        why=_sentences(knowledge, "plan-why-dose", "plan-with-food"),
        forms=_sentences(knowledge, "plan-form-citrate", "plan-form-bisglycinate", "plan-form-avoid"),
        watch=_sentences(knowledge, *WATCH),
        findings=found.findings,
    )


WATCH = (
    "plan-step-back", "plan-pause", "plan-stop-bowel", "plan-stop-medicine", "plan-stop-danger", "plan-never-double",
    "plan-eight-weeks",
)  # fmt: skip
"""When to step back, pause and stop, in the order in which it matters least to most, then when to look back."""


def _steps(amount: float, knowledge: Knowledge, doses: Literal[1, 2]) -> tuple[Sentence, ...]:
    if amount <= FIRST_WEEK_MG:
        return (sentence(knowledge, "plan-only", amount),)
    return sentence(knowledge, "plan-first-week", FIRST_WEEK_MG), sentence(
        knowledge, "plan-then" if doses == 1 else "plan-then-two", amount
    )


def sentence(knowledge: Knowledge, name: str, mg: float | None = None, **values: str) -> Sentence:
    """A sentence of the knowledge base, with its amount and names filled in."""
    entry = knowledge.advice_entry(name)
    amount = {} if mg is None else {"mg": f"{mg:g}"}
    filled = entry.text.fill(**amount, **values) if amount or values else entry.text
    return Sentence(name, filled, entry.certainty, entry.sources)


def own_magnesium(layout: Layout, knowledge: Knowledge) -> tuple[Text, ...]:
    """What is to be said of magnesium that is taken already and comes too near a medicine."""
    return tuple(
        sentence(
            knowledge, "plan-own-magnesium", product=use, time=time, medicine=each.medicine, at=clock(each.at)
        ).text
        for use, time, each in layout.clashes
    )


def _sentences(knowledge: Knowledge, *names: str) -> tuple[Sentence, ...]:
    return tuple(sentence(knowledge, name) for name in names)
