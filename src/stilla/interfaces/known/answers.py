"""What goes with a verdict at every door: its sentence, and an authority's upper level beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.knowledge.schema import Intake
from stilla.plan import Ask
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.findings import Assessment
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person
    from stilla.plan import Plan
    from stilla.text import Language


def message_of(found: Assessment, knowledge: Knowledge, person: Person) -> Text:
    """What the verdict says to the person."""
    if found.verdict == "go" and any(each.rule.id == NO_ROOM for each in found.findings):
        return knowledge.advice("verdict-go-no-room")
    if found.verdict != "stop":
        return knowledge.advice(f"verdict-{found.verdict}")
    message = knowledge.advice(f"verdict-stop-{found.findings[0].rule.urgency}")
    # Somebody who takes magnesium may have it on prescription, unless they said no.
    if any(use.prescribed is not False for use in person.magnesium):
        more = knowledge.advice("stop-prescribed")
        message = Text(f"{message.en} {more.en}", f"{message.sv} {more.sv}")
    return message


def plan_message(plan: Plan, found: Assessment, person: Person, knowledge: Knowledge) -> Text:
    """What a plan says; where nothing but the amount speaks against it, that."""
    if isinstance(plan, Ask) and plan.why:
        return plan.why[0].text
    return message_of(found, knowledge, person)


_MEASURED = {
    "egfr": Text("eGFR", "eGFR"),
    "magnesium": Text("magnesium", "magnesium"),
    "ferritin": Text("ferritin", "ferritin"),
    "tsat": Text("TSAT", "TSAT"),
    "age": Text("age", "ålder"),
}


def fact_words(fact: str, value: str, knowledge: Knowledge, language: Language) -> str:
    """A fact that made a rule hold, as people say it."""
    if fact == "conditions":
        return knowledge.conditions[value].name.to(language) if value in knowledge.conditions else value
    return f"{_MEASURED[fact].to(language)} {value}" if fact in _MEASURED else value


NO_ROOM = "added-magnesium-above-200"
"""The rule that says that what is taken already leaves no room."""

ACTS_ON_MG = 250.0
"""mg a day of added magnesium: the upper level of EFSA and Sweden, the lowest found (added-magnesium-above-250)."""
_ADULT = 40.0
"""Years; whose level is shown where the age is not known."""
_OLDEST = 999.0


class UpperLevel(msgspec.Struct, frozen=True):
    """An authority's upper level for added magnesium, beside the one Stilla acts on. mg a day."""

    authority: str
    mg: float | None
    acts_on_mg: float
    source: str


def upper_level(knowledge: Knowledge, authority: str, age: float | None) -> UpperLevel:
    """The upper level of an authority for added magnesium at an age. The dose never follows it."""
    years = _ADULT if age is None else age
    for intake in knowledge.kind("intakes", Intake).values():
        fits = intake.authority == authority and intake.kind in {"UL", "guidance"}
        if fits and intake.age_from <= years < (intake.age_to or _OLDEST) and intake.life_stage in {"any", "none"}:
            return UpperLevel(authority, intake.mg, ACTS_ON_MG, intake.sources[0])
    return UpperLevel(authority, None, ACTS_ON_MG, "")
