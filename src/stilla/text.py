"""Words in the two languages of Stilla. A sentence with medical meaning always exists in both."""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

Language = Literal["en", "sv"]
Door = Literal["terminal", "app"]

DOOR: ContextVar[Door] = ContextVar("door", default="terminal")
"""Where sentences are said now. The app sets it for each request."""

_EITHER = re.compile(r"\[\[(.*?)\|(.*?)\]\]", re.DOTALL)
"""What is typed at a terminal, and what the app says instead: `Answer[[: stilla trial log --score 5|]].`"""

_OPENING = re.compile(r"\[(?=\[)")


class Text(msgspec.Struct, frozen=True):
    """The same sentence in English and in Swedish."""

    en: str
    sv: str

    def to(self, language: Language) -> str:
        """The sentence in one language.

        >>> Text("yes", "ja").to("sv")
        'ja'
        """
        said = self.sv if language == "sv" else self.en
        return at_door(said) if "[[" in said else said

    def fill(self, **values: object) -> Text:
        """Both sentences with their named gaps filled.

        >>> Text("at {hour}", "klockan {hour}").fill(hour="07:00").sv
        'klockan 07:00'
        """
        return Text(self.en.format(**values), self.sv.format(**values))


def at_door(said: str, door: Door | None = None) -> str:
    """A sentence as it is said at a door, by default the one that is open now.

    >>> at_door("Answer[[: stilla trial log --score 5|]]."), at_door("Answer[[: stilla trial log --score 5|]].", "app")
    ('Answer: stilla trial log --score 5.', 'Answer.')
    """
    which = 1 if (door or DOOR.get()) == "terminal" else 2
    return _EITHER.sub(lambda found: found[which], said)


@contextmanager
def said_at(door: Door) -> Iterator[None]:
    """All sentences inside are said at a door."""
    before = DOOR.set(door)
    try:
        yield
    finally:
        DOOR.reset(before)


def unmarked(text: str) -> str:
    """Text that somebody else wrote, so that nothing in it is taken for what one door says and the other does not.

    >>> at_door(unmarked("[[[Levaxin|]]"), "app")
    '[ [ [Levaxin|]]'
    """
    return _OPENING.sub("[ ", text)


def printable(text: str) -> str:
    r"""Text that somebody else wrote, without control characters: it may stand in a terminal.

    >>> printable("a\x1b[2Jb")
    'a?[2Jb'
    """
    return "".join(each if each.isprintable() or each == "\n" else "?" for each in text)


def number(value: float, language: Language) -> str:
    """A number as people write it: no trailing zeros, a comma in Swedish, and nothing small written as zero.

    >>> number(0.5, "sv"), number(72.0, "en"), number(61.728, "en"), number(0.0012, "sv")
    ('0,5', '72', '61.73', '0,0012')
    """
    small = 0 < abs(value) < 0.005
    digits = f"{value:.2g}" if small else f"{value:.2f}".rstrip("0").rstrip(".")
    return digits.replace(".", ",") if language == "sv" else digits


def encoding_of(start: bytes) -> str:
    r"""The encoding of a text file by its beginning: UTF-8, UTF-16 by its mark, or else the old Western one.

    >>> encoding_of("å".encode("utf-16")), encoding_of("rökt\n".encode()), encoding_of(b"r\xf6kt\n")
    ('utf-16', 'utf-8-sig', 'cp1252')
    """
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        # The block may end inside a letter.
        start[: start.rfind(b"\n") + 1 or None].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
