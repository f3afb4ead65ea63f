"""The reminders on paper: the times, some weeks to tick, and a QR code that carries each reminder itself."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import segno

from stilla.interfaces.asked.reminders import must_remind
from stilla.interfaces.drawn.calendar_file import MORNING, SUMMARY, scanned
from stilla.interfaces.paper.render import pdf
from stilla.interfaces.words.dates import day_words
from stilla.text import Text, printable
from stilla.timetable.room import clock

if TYPE_CHECKING:
    from datetime import date

    from stilla.interfaces.asked.reminders import Reminders
    from stilla.interfaces.drawn.calendar_file import Daily
    from stilla.text import Language

WEEKS, FEWER = 6, 4
"""On one sheet; fewer where more than two things are ticked each day."""

_WORDS = {
    "title": Text("Reminders", "Påminnelser"),
    "range": Text("From {first} to {last}.", "Från {first} till {last}."),
    "grid": Text("Tick what is done", "Bocka av det som är gjort"),
    "grid_first": Text(
        "Tick what is done, the first {weeks} weeks; then print a new sheet",
        "Bocka av det som är gjort, de första {weeks} veckorna; skriv sedan ut ett nytt blad",
    ),
    "code": Text(
        "Point the camera of a phone at the code: it adds this reminder to its calendar. No network is "
        "needed. Some phones add only the first day; then set it to repeat every day.",
        "Rikta telefonens kamera mot koden: den lägger in påminnelsen i kalendern. Inget nät behövs. En del telefoner "
        "lägger bara in första dagen; ställ då in att den upprepas varje dag.",
    ),
    "alt": Text(
        "QR code with a daily calendar reminder at {at}: {what}.",
        "QR-kod med en daglig kalenderpåminnelse kl. {at}: {what}.",
    ),
    "diary": Text(
        "The diary is on your computer: start Stilla there and choose This morning.",
        "Dagboken finns på din dator: starta Stilla där och välj I morse.",
    ),
    "address": Text("Its address there just now: {address}", "Adressen där just nu: {address}"),
}
_SHORT = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "sv": ("mån", "tis", "ons", "tor", "fre", "lör", "sön"),
}


def reminders_pdf(
    found: Reminders, morning: int | None, language: Language, *, never: Text, address: str = ""
) -> bytes:
    """The sheet as a tagged PDF, A4.

    Args:
        found: what to remind of.
        morning: minutes after midnight for the diary; None for no such row.
        language: of all words.
        never: the sentence on a missed dose; left out where there is none to take.
        address: of the page for the morning on this computer; empty where it is not known.

    Raises:
        BadInput: there is nothing to remind of.
    """
    must_remind(found, morning)
    daily = [each for each in found.at(morning) if each.days > 0]
    named = [(each, MORNING if n >= len(found.doses) else SUMMARY) for n, each in enumerate(daily)]
    weeks = WEEKS if len(named) <= 2 else FEWER
    first, last = min(each.first for each in daily), max(each.last for each in daily)
    return pdf(
        "reminders",
        {
            "lang": language,
            "title": _WORDS["title"].to(language),
            "range": _WORDS["range"]
            .fill(first=day_words(first, language), last=day_words(last, language))
            .to(language),
            "times": [{"at": clock(each.minute), "what": what.to(language)} for each, what in named],
            "never": never.to(language) if found.doses else "",
            "grid": _grid(first, last, weeks).to(language),
            "weeks": [_week(first + timedelta(weeks=n), named, language) for n in range(weeks)],
            "code": _WORDS["code"].to(language),
            "codes": [_code(each, what, language) for each, what in named],
            "diary": _WORDS["diary"].to(language),
            "address": _WORDS["address"].fill(address=printable(address)).to(language) if address else "",
        },
    )


def _grid(first: date, last: date, weeks: int) -> Text:
    """What stands over the boxes; where the days go on beyond them, that they do."""
    whole = last < first + timedelta(weeks=weeks)
    return _WORDS["grid"] if whole else _WORDS["grid_first"].fill(weeks=weeks)


def _week(first: date, named: list[tuple[Daily, Text]], language: Language) -> dict[str, object]:
    days = [first + timedelta(days=n) for n in range(7)]
    return {
        "days": [f"{_SHORT[language][day.weekday()]} {day.day}/{day.month}" for day in days],
        "rows": [
            {
                "name": f"{clock(each.minute)} {what.to(language)}",
                "ticks": [each.first <= day <= each.last for day in days],
            }
            for each, what in named
        ],
    }


def _code(daily: Daily, what: Text, language: Language) -> dict[str, str]:
    drawn = BytesIO()
    segno.make(scanned(daily, what, language), error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=4)
    at, word = clock(daily.minute), what.to(language)
    return {
        "svg": drawn.getvalue().decode(),
        "name": f"{at} {word}",
        "alt": _WORDS["alt"].fill(at=at, what=word).to(language),
    }
