"""Reminders as a calendar file: every day at the same local time, neutral in words, with an alarm, ending by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from stilla.text import Text
from stilla.timetable.clock import zone as zone_of
from stilla.timetable.room import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from icalendar import Calendar, Event

    from stilla.text import Language
    from stilla.timetable.clock import DatedTimetable

SUMMARY = Text("Reminder", "Påminnelse")
"""Neutral on purpose: a calendar is seen by others. No medicine, no illness."""

MORNING = Text("Diary", "Dagbok")
"""For the entry of the morning; neutral as well."""

DAYS = 56
"""Eight weeks, when the plan says to look back."""


class Daily(NamedTuple):
    """The same minute of every day, from a first day to a last one."""

    minute: int
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def calendar(  # noqa: PLR0913  # what, when, where, and on which days otherwise
    doses: Sequence[int],
    first: date,
    zone: str,
    language: Language,
    changes: Sequence[DatedTimetable] = (),
    *,
    last: date | None = None,
    morning: Daily | None = None,
) -> bytes:
    """An iCalendar file (RFC 5545).

    Args:
        doses: minutes after midnight, local time.
        first: the first day.
        zone: an IANA zone such as Europe/Stockholm; the clock time stays the same when clocks change.
        language: of the neutral summaries.
        changes: dates on which a dose is moved or skipped because the clocks change.
        last: the last day of the doses; `DAYS` days where it is not given.
        morning: the entry of the morning; None for none.
    """
    from icalendar import Calendar, Timezone  # noqa: PLC0415  # only where a file is written

    found = Calendar()
    found.add("prodid", "-//stilla//timetable//")
    found.add("version", "2.0")
    place = zone_of(zone)
    until = first + timedelta(days=DAYS - 1) if last is None else last
    latest = until if morning is None else max(until, morning.last)
    found.add_component(Timezone.from_tzinfo(place, first_date=first, last_date=latest + timedelta(days=2)))
    for dose in doses:
        _dose(found, Daily(dose, first, until), place, changes, language)
    if morning is not None and morning.days > 0:
        event = _event(morning.first, morning.minute, place, MORNING.to(language), mark="-morning")
        event.add("rrule", {"freq": "daily", "count": morning.days})
        found.add_component(event)
    ics: bytes = found.to_ical()
    return ics


def _dose(
    found: Calendar, daily: Daily, place: ZoneInfo, changes: Sequence[DatedTimetable], language: Language
) -> None:
    """One dose of every day, and the days on which it is moved or skipped."""
    if daily.days < 1:
        return
    event = _event(daily.first, daily.minute, place, SUMMARY.to(language))
    event.add("rrule", {"freq": "daily", "count": daily.days})
    for each in changes:
        for dose in each.doses:
            if dose.usual != daily.minute or dose.at == dose.usual or not daily.first <= each.day <= daily.last:
                continue
            event.add("exdate", datetime.combine(each.day, time(*divmod(daily.minute, 60)), place))
            if dose.at is not None:
                found.add_component(_event(each.day, dose.at, place, SUMMARY.to(language)))
    found.add_component(event)


def _event(day: date, minute: int, place: ZoneInfo, summary: str, mark: str = "") -> Event:
    """One reminder with its alarm."""
    from icalendar import Alarm, Event  # noqa: PLC0415  # only where a file is written

    event = Event()
    event.add("uid", f"{day.isoformat()}-{clock(minute).replace(':', '')}{mark}@stilla")
    event.add("dtstamp", datetime.combine(day, time(0), UTC))
    event.add("dtstart", datetime.combine(day, time(*divmod(minute, 60)), place))
    event.add("duration", timedelta(minutes=5))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event


def scanned(daily: Daily, summary: Text, language: Language) -> str:
    """One daily reminder as a calendar short enough for a QR code.

    The time is that of the telephone, without a zone, so that it stays right when the clocks change. What a telephone
    does with the daily repeat is its own: some keep it, some add only the first day.
    """
    start = f"{daily.first:%Y%m%d}T{daily.minute // 60:02d}{daily.minute % 60:02d}00"
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//stilla//", "BEGIN:VEVENT",
        f"UID:{start}@stilla", f"DTSTAMP:{daily.first:%Y%m%d}T000000Z", f"DTSTART:{start}", "DURATION:PT5M",
        f"RRULE:FREQ=DAILY;COUNT={daily.days}", f"SUMMARY:{summary.to(language)}",
        "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{summary.to(language)}", "TRIGGER:PT0M", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines)
