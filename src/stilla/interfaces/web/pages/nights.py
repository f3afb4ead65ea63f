"""Every night, a month at a time: what stands, what it replaced, and what is missing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from stilla.diary.entry import UNUSUAL
from stilla.diary.nights import is_recalled, latest_morning, noon
from stilla.interfaces.trial.pictures import nights_between
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.morning_fields import answer_text
from stilla.interfaces.web.pictures import drawn, shown_picture
from stilla.text import Text
from stilla.trial.noticed import name_of
from stilla.trial.status import is_blinded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from stilla.diary.events import Dose
    from stilla.diary.record import Record, Standing
    from stilla.interfaces.web.desk import Desk
    from stilla.knowledge.store import Knowledge
    from stilla.pictures.picture import Picture

DRAWN = 56
"""Nights in a picture: more could not be told apart on a telephone."""

TAKEN = {
    "yes": Text("taken", "tagna"),
    "no": Text("not taken", "inte tagna"),
    "late": Text("taken late", "tagna sent"),
}


class Month(NamedTuple):
    """The nights of a month that a diary has, and the months around it that it has too."""

    first: date
    last: date
    before: date | None
    after: date | None


class Row(NamedTuple):
    """A night as it is shown."""

    night: date
    open: bool
    """Whether it can still be answered in time."""
    answer: Text | None
    """None where it is missing."""
    late: bool
    replaced: list[tuple[Text, str]]
    """What stood before, the oldest first, each with why it was replaced."""
    sleep: float | None
    dose: Text | None
    unusual: list[Text]
    noticed: list[Text]
    note: str


@require_GET
def latest(request: HttpRequest) -> HttpResponse:
    """The month of the latest night."""
    desk = desk_of(request)
    return _page(request, latest_morning(*desk.clock))


@require_GET
def of_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month."""
    return _page(request, _in(year, month))


def _in(year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except (ValueError, OverflowError):
        raise Http404 from None


def _page(request: HttpRequest, day: date) -> HttpResponse:
    desk = desk_of(request)
    if desk.record.began is None:
        return render(request, "nights/empty.html")
    month = _month(desk, day)
    years = range(desk.record.began.first_night.year, latest_morning(*desk.clock).year + 1)
    shown: dict[str, Any] = {
        "month": month,
        "rows": list(_rows(desk.record, month, desk.knowledge, desk)),
        "years": [(year, _start_in(desk, year)) for year in years],
        "blinded": is_blinded(desk.record),
    }
    found = _picture(desk, month)
    if found is not None:
        shown["picture"] = shown_picture(found, f"/nights/{month.first:%Y-%m}", desk.language)
    return render(request, "nights/month.html", shown)


def _ends(desk: Desk) -> tuple[date, date]:
    """The first night of the diary and the latest that can have been answered."""
    first, last = desk.record.first_night, latest_morning(*desk.clock)
    if first is None:
        raise Http404
    return first, max(first, last, *desk.record.nights)


def _month(desk: Desk, day: date) -> Month:
    first, last = _ends(desk)
    begin = day.replace(day=1)
    following = (begin + timedelta(days=32)).replace(day=1)
    if following <= first or begin > last:
        raise Http404
    before = begin - timedelta(days=1)
    return Month(
        max(begin, first),
        min(following - timedelta(days=1), last),
        before if before >= first else None,
        following if following <= last else None,
    )


def _start_in(desk: Desk, year: int) -> date:
    return max(desk.record.first_night or date(year, 1, 1), date(year, 1, 1))


def _rows(record: Record, month: Month, knowledge: Knowledge, desk: Desk) -> Iterator[Row]:
    """The nights of a month, the latest first."""
    noticed: dict[date, list[Text]] = {}
    for each in record.complaints:
        noticed.setdefault(each.entry.night, []).append(name_of(each.entry.what, knowledge))
    for back in range((month.last - month.first).days + 1):
        night = month.last - timedelta(days=back)
        if noon(night, desk.zone) is not None:
            yield _row(record, night, noticed.get(night, []), in_time=not is_recalled(night, *desk.clock))


def all_rows(desk: Desk) -> list[Row]:
    """Every night of the diary, the latest first; none where there is no diary."""
    if desk.record.began is None:
        return []
    return list(_rows(desk.record, Month(*_ends(desk), None, None), desk.knowledge, desk))


def _row(record: Record, night: date, noticed: list[Text], *, in_time: bool) -> Row:
    standing, dose = record.nights.get(night), _dose(record.doses.get(night))
    if standing is None:
        return Row(
            night, in_time, None, late=False, replaced=[], sleep=None, dose=dose, unusual=[], noticed=noticed, note=""
        )
    entry = standing.entry
    newer = (*standing.earlier, entry)[1:]
    return Row(
        night,
        in_time,
        answer_text(entry),
        entry.recalled,
        [(answer_text(old), by.why) for old, by in zip(standing.earlier, newer, strict=True)],
        None if entry.sleep_minutes is None else entry.sleep_minutes / 60,
        dose,
        [UNUSUAL.get(each, Text(each, each)) for each in entry.unusual],
        noticed,
        entry.note,
    )


def _dose(standing: Standing[Dose] | None) -> Text | None:
    if standing is None:
        return None
    word, at = TAKEN[standing.entry.taken], standing.entry.at
    return word if at is None else Text(f"{word.en}, {at}", f"{word.sv}, {at}")


def _picture(desk: Desk, month: Month) -> Picture | None:
    """The nights up to the end of a month; none while the trial is blinded, and none of nights after its last."""
    if is_blinded(desk.record):
        return None
    last = min(month.last, desk.record.last_night or month.last)
    first = max(desk.record.first_night or last, last - timedelta(days=DRAWN - 1))
    return nights_between(desk.record, first, last, desk.zone) if first <= last and month.first <= last else None


@require_GET
def picture(request: HttpRequest, year: int, month: int, shade: str) -> HttpResponse:
    """The picture of a month."""
    desk = desk_of(request)
    found = _picture(desk, _month(desk, _in(year, month))) if desk.record.began is not None else None
    if found is None:
        raise Http404
    return drawn(found, desk.language, shade)


urlpatterns = [
    path("nights", latest),
    path("nights/<int:year>-<int:month>", of_month),
    path("nights/<int:year>-<int:month>/<slug:shade>.svg", picture),
]
