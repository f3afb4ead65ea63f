"""The small parts that the pages of a report are made of, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.interfaces.words import report as words
from stilla.interfaces.words.levels import LEVEL_WORDS, SYMBOLS
from stilla.pictures.picture import Picture
from stilla.text import Language, Text

if TYPE_CHECKING:
    from stilla.report.value import Found, Known, Line, Missing


class Point(msgspec.Struct, frozen=True):
    """One point: a sign with its word, a few words that stand out, a sentence, and a smaller note."""

    lead: str
    text: str = ""
    note: str = ""
    mark: str = ""
    word: str = ""
    """What the sign means; a sign never stands for something that is not said."""
    level: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """Words and address."""


class Section(msgspec.Struct, frozen=True):
    """A heading, its points, how many more there are elsewhere, and pictures by name."""

    id: str
    heading: str
    points: tuple[Point, ...]
    more: str = ""
    headline: Point | None = None
    """The answer in a word, before the points."""
    pictures: tuple[tuple[str, Picture], ...] = ()
    dense: bool = False
    """Reference matter, set smaller and in columns."""


class Pages(msgspec.Struct, frozen=True):
    """A report in one language, ready to be set: what is read in 30 seconds, and everything in full."""

    language: Language
    title: str
    subject: str
    as_of: str
    you: str
    name: str
    question: str
    verdict: str
    verdict_symbol: str
    verdict_word: str
    message: str
    warning: str
    """Harm in a trial; it is read before the message."""
    front: tuple[Section, ...]
    part_two: str
    back: tuple[Section, ...]
    purpose: str


def point(line: Line, language: Language) -> Point:
    """A sentence."""
    return Point("", line.text.to(language))


def fact(known: Known, language: Language, most: int, more: Text, longest: int) -> Point:
    """What was said of one thing, at most so many values of it, each clipped; or that it was not said.

    Args:
        known: the values, and whether there may be others.
        language: of the words.
        most: values to name.
        more: how to say where the rest is.
        longest: letters of a value.
    """
    said = [clipped(each.to(language), longest) for each in known.values[:most]]
    left = len(known.values) - most
    if left > 0:
        said.append(more.fill(n=left).to(language))
    if known.open and known.values:
        said.append(words.OTHERS_NOT_SAID.to(language))
    if not said:
        measured = known.fact in {"ferritin", "tsat", "egfr"}
        unknown = words.NOT_MEASURED if measured else words.NOT_SAID
        said = [(unknown if known.open else words.NONE).to(language)]
    return Point(words.FACTS[known.fact].to(language), "; ".join(said))


def finding(found: Found, language: Language, *, act: bool) -> Point:
    """A finding: its level in sign and word, its title with the facts behind it, and what to do."""
    because = "; ".join(each.to(language) for each in found.because)
    note = f"{words.BECAUSE.to(language)} {because}" if because else ""
    return Point(
        found.title.to(language),
        found.do.to(language) if act else "",
        note,
        SYMBOLS[found.level],
        LEVEL_WORDS[found.level].to(language),
        found.level,
    )


def missing(question: Missing, language: Language, *, whole: bool) -> Point:
    """An open question and what could come of it; with `whole` also the illnesses it asks about."""
    level = LEVEL_WORDS[question.could_become].to(language).lower()
    names = "; ".join(each.to(language) for each in question.members) if whole else ""
    could = words.COULD.fill(level=level).to(language)
    return Point("", question.text.to(language), f"{could}. {names}" if names else could, "?", level="unknown")


def clipped(text: str, most: int) -> str:
    """A text of at most so many letters, a sign at its end where there is more.

    >>> clipped("gabapentin", 6), clipped("iron", 6)
    ('gabap…', 'iron')
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
