"""The sentence that goes with a verdict, the same at every door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.text import Text

if TYPE_CHECKING:
    from stilla.findings import Assessment
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person


def message_of(found: Assessment, knowledge: Knowledge, person: Person) -> Text:
    """What the verdict says to the person."""
    if found.verdict != "stop":
        return knowledge.advice(f"verdict-{found.verdict}")
    message = knowledge.advice(f"verdict-stop-{found.findings[0].rule.urgency}")
    if any(use.prescribed for use in person.magnesium):
        more = knowledge.advice("stop-prescribed")
        message = Text(f"{message.en} {more.en}", f"{message.sv} {more.sv}")
    return message
