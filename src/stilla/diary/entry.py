"""What somebody types in the morning, read strictly: a slip of the finger is a sentence, never a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from stilla.errors import refuse
from stilla.quantity import Unreadable, read_number
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.diary.events import Severity

HIGHEST = 10
"""The top of every 0–10 scale."""
IRLS_HIGHEST = 40
LONGEST_NOTE = 500
"""Characters of a note."""
LONGEST_WORDS = 200
LONGEST_SLEEP = 24 * 60
"""Minutes."""
LONGEST_LATENCY = 12 * 60
MOST_AWAKENINGS = 50
MOST_OWN = 20
LARGEST_OWN = 1e6

UNUSUAL = {
    "late-coffee": Text("coffee or tea late", "kaffe eller te sent"),
    "alcohol": Text("alcohol", "alkohol"),
    "travel": Text("travel", "resa"),
    "time-zone": Text("another time zone", "annan tidszon"),
    "ill": Text("ill", "sjuk"),
    "iron": Text("iron", "järn"),
    "new-medicine": Text("a new medicine", "nytt läkemedel"),
    "exercise": Text("hard exercise", "hård träning"),
    "long-sitting": Text("sat still for long", "satt still länge"),
    "menstruation": Text("menstruation", "mens"),
    "other": Text("something else", "något annat"),
}
"""What can make a night differ from others for reasons of its own (RLS facts 8.4)."""

_LENGTH = r"(?:(\d{1,2})\s*(?:h|t|tim|timmar|hours?)\s*)?(?:(\d{1,3})\s*(?:m|min|minuter|minutes?)?)?"
_CLOCKED = r"(\d{1,2}):(\d{2})"
_DECIMAL = r"(\d{1,2}[.,]\d{1,2})\s*(?:h|t|tim|timmar|hours?)"
_OWN = r"[^\W\d_][\w -]{0,39}"


def read_whole(text: str, highest: int, where: str) -> int:
    """A whole number from 0.

    Raises:
        BadInput: anything else.

    >>> read_whole(" 6 ", 10, "--score")
    6
    """
    typed = text.strip()
    if re.fullmatch(r"[0-9]{1,3}", typed) and int(typed) <= highest:
        return int(typed)
    raise refuse(
        where,
        f"“{typed[:20]}” is not a whole number from 0 to {highest}.",
        f"”{typed[:20]}” är inte ett heltal från 0 till {highest}.",
    )


def read_length(text: str, longest: int, where: str) -> int:
    """A length of time in minutes: 6h20, 6:20, 6 tim 20 min, 6,5h, 380min.

    Raises:
        BadInput: anything else, a bare number among them, which could be hours or minutes.

    >>> read_length("6h20", 1440, "--sleep"), read_length("6,5 h", 1440, "--sleep"), read_length("45 min", 720, "")
    (380, 390, 45)
    """
    typed = text.strip().casefold()
    minutes = None
    if found := re.fullmatch(_CLOCKED, typed, re.ASCII):
        minutes = 60 * int(found[1]) + int(found[2]) if int(found[2]) < 60 else None
    elif found := re.fullmatch(_DECIMAL, typed, re.ASCII):
        minutes = round(60 * float(found[1].replace(",", ".")))
    elif not typed.isdigit() and (found := re.fullmatch(_LENGTH, typed, re.ASCII)) and (found[1] or found[2]):
        rest = int(found[2] or 0)
        minutes = 60 * int(found[1] or 0) + rest if rest < 60 or not found[1] else None
    if minutes is None or minutes > longest:
        raise refuse(
            where,
            f"“{typed[:20]}” is not a length of time up to {longest // 60} hours. Write for example 6h20 or 45min.",
            f"”{typed[:20]}” är inte en tid på högst {longest // 60} timmar. Skriv till exempel 6h20 eller 45min.",
        )
    return minutes


def read_unusual(text: str, where: str = "--unusual") -> str:
    """A word for what was unusual, as its slug: by slug or by its word in either language.

    Raises:
        BadInput: a word that is none of them.

    >>> read_unusual("alkohol")
    'alcohol'
    """
    typed = text.strip().casefold()
    for slug, words in UNUSUAL.items():
        if typed in {slug, slug.replace("-", " "), words.en, words.sv}:
            return slug
    known_en = ", ".join(UNUSUAL)
    known_sv = ", ".join(f"{slug} ({words.sv})" for slug, words in UNUSUAL.items())
    raise refuse(
        where,
        f"“{typed[:30]}” is none of: {known_en}. For anything else: [[other, and --note|other]].",
        f"”{typed[:30]}” är inget av: {known_sv}. För annat: [[other, och --note|något annat]].",
    )


def read_own(text: str, where: str = "--own") -> tuple[str, float]:
    """A measure of one's own, NAME=VALUE.

    Raises:
        BadInput: no name, no number, or one that could be read in two ways.

    >>> read_own("steps=8000")
    ('steps', 8000.0)
    """
    name, equals, value = (each.strip() for each in text.partition("="))
    if not equals or not re.fullmatch(_OWN, name):
        raise refuse(where, "Write a name and a number: steps=8000.", "Skriv ett namn och ett tal: steg=8000.")
    try:
        amount = read_number(value)
    except Unreadable as error:
        raise refuse(where, error.says.en, error.says.sv) from error
    if amount > LARGEST_OWN:
        raise refuse(where, "At most 1 000 000.", "Högst 1 000 000.")
    return name, amount


def read_severity(text: str, where: str = "--side-effect") -> Severity:
    """How bad, 1 mild, 2 moderate, 3 severe; a word in either language will do.

    Raises:
        BadInput: anything else.
    """
    words = {"1": 1, "2": 2, "3": 3, "mild": 1, "lindrig": 1, "lätt": 1, "moderate": 2, "måttlig": 2, "severe": 3,
             "svår": 3}  # fmt: skip
    found = words.get(text.strip().casefold())
    if found is None:
        raise refuse(
            where,
            "How bad is 1 (mild), 2 (moderate) or 3 (severe): loose-stools:2.",
            "Hur svårt är 1 (lindrig), 2 (måttlig) eller 3 (svår): lös mage:2.",
        )
    return cast("Severity", found)


def read_note(text: str, where: str = "--note", longest: int = LONGEST_NOTE) -> str:
    """A short note on one line.

    Raises:
        BadInput: too long, or with characters that no line holds.
    """
    note = text.strip()
    if len(note) > longest or not note.isprintable():
        raise refuse(
            where,
            f"Write at most {longest} characters on one line; this has {len(note)}.",
            f"Skriv högst {longest} tecken på en rad; det här har {len(note)}.",
        )
    return note
