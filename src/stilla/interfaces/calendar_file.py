"""Reminders as a calendar file: every day at the same local time, neutral in words, with an alarm, ending by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from stilla.text import Text
from stilla.timetable.clock import zone as zone_of
from stilla.timetable.room import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from icalendar import Event

    from stilla.text import Language
    from stilla.timetable.clock import DatedTimetable

SUMMARY = Text("Reminder", "Påminnelse")
"""Neutral on purpose: a calendar is seen by others. No medicine, no illness."""

DAYS = 56
"""Eight weeks, when the plan says to look back."""


def calendar(
    doses: Sequence[int], first: date, zone: str, language: Language, changes: Sequence[DatedTimetable] = ()
) -> bytes:
    """An iCalendar file (RFC 5545).

    Args:
        doses: minutes after midnight, local time.
        first: the first day.
        zone: an IANA zone such as Europe/Stockholm; the clock time stays the same when clocks change.
        language: of the neutral summary.
        changes: dates on which a dose is moved or skipped because the clocks change.
    """
    from icalendar import Calendar, Timezone  # noqa: PLC0415  # only where a file is written

    found = Calendar()
    found.add("prodid", "-//stilla//timetable//")
    found.add("version", "2.0")
    place = zone_of(zone)
    last = first + timedelta(days=DAYS)
    found.add_component(Timezone.from_tzinfo(place, first_date=first, last_date=last + timedelta(days=1)))
    moved = {(each.usual, day.day): each.at for day in changes for each in day.doses if each.at != each.usual}
    for dose in doses:
        event = _event(first, dose, place, language)
        event.add("rrule", {"freq": "daily", "count": DAYS})
        for (usual, day), at in moved.items():
            if usual == dose:
                event.add("exdate", datetime.combine(day, time(*divmod(dose, 60)), place))
                if at is not None:
                    found.add_component(_event(day, at, place, language))
        found.add_component(event)
    ics: bytes = found.to_ical()
    return ics


def _event(day: date, minute: int, place: ZoneInfo, language: Language) -> Event:
    """One reminder with its alarm."""
    from icalendar import Alarm, Event  # noqa: PLC0415  # only where a file is written

    event = Event()
    event.add("uid", f"{day.isoformat()}-{clock(minute).replace(':', '')}@stilla")
    event.add("dtstamp", datetime.combine(day, time(0), UTC))
    event.add("dtstart", datetime.combine(day, time(*divmod(minute, 60)), place))
    event.add("duration", timedelta(minutes=5))
    event.add("summary", SUMMARY.to(language))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", SUMMARY.to(language))
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event
