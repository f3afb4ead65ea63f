"""A sentence of the knowledge base as a line of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.report.value import Line
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language

LANGUAGES: tuple[Language, ...] = ("en", "sv")


def line(knowledge: Knowledge, name: str, **gaps: Text | str) -> Line:
    """The sentence, each gap filled with the words of its own language, and what it rests on."""
    entry = knowledge.advice_entry(name)
    english = {gap: each.en if isinstance(each, Text) else each for gap, each in gaps.items()}
    swedish = {gap: each.sv if isinstance(each, Text) else each for gap, each in gaps.items()}
    text = Text(entry.text.en.format(**english), entry.text.sv.format(**swedish)) if gaps else entry.text
    return Line(text, name, entry.certainty, entry.sources)
