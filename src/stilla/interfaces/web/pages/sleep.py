"""Sleep from a device: a file in, looked at first, and what nights it gives. Never part of the answer of a trial."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast, get_args

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stilla.diary.sleep import FAULTS
from stilla.errors import BadInput
from stilla.interfaces.asked.sleep import import_sleep
from stilla.interfaces.forms.sleep import import_form
from stilla.interfaces.web import words
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.held import held
from stilla.reading.sleep.item import DateIs, DateOrder, How, Mapping
from stilla.reading.sleep.preview import preview
from stilla.store.sleep import SleepStore

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse, QueryDict

    from stilla.diary.sleep_nights import DeviceNight
    from stilla.errors import Problem
    from stilla.interfaces.web.desk import Desk
    from stilla.interfaces.web.held import File
    from stilla.reading.sleep.preview import Preview

COLUMNS = tuple((name, f"sleep.column_{name}") for name in Mapping.__struct_fields__)
ORDERS = tuple((name, f"sleep.order_{name}") for name in get_args(DateOrder))
ENDS = tuple((name, f"sleep.is_{name}") for name in get_args(DateIs))
ASIDE = 10
"""Records set aside that are shown with their place."""


@require_GET
def sleep(request: HttpRequest) -> HttpResponse:
    """The nights of the latest month, and what was imported."""
    return _page(request)


@require_GET
def of_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The nights of one month."""
    return _page(request, month=(year, month))


def _page(
    request: HttpRequest,
    problems: tuple[Problem, ...] = (),
    month: tuple[int, int] | None = None,
    **more: str,
) -> HttpResponse:
    desk = desk_of(request)
    store = SleepStore(desk.folder)
    found = store.sleep(desk.zone)
    months = sorted({(night.year, night.month) for night in found.nights})
    if month is not None and month not in months:
        raise Http404
    shown = month or (months[-1] if months else None)
    at = 0 if shown is None else months.index(shown)
    nights = [each for night, each in found.nights.items() if (night.year, night.month) == shown]
    about = {
        "problems": problems,
        "note": desk.knowledge.advice("sleep-device-secondary"),
        "nights": [_night(each, desk) for each in reversed(nights)],
        "month": None if shown is None else date(*shown, 1),
        "before": date(*months[at - 1], 1) if at else None,
        "after": date(*months[at + 1], 1) if at + 1 < len(months) else None,
        "imports": [(each, each.moment.astimezone(desk.zone)) for each in reversed(store.imports())],
    }
    return render(request, "sleep/sleep.html", about | more, status=400 if problems else 200)


def _night(night: DeviceNight, desk: Desk) -> dict[str, Any]:
    """A night in hours and in the person's zone."""

    def hours(minutes: int | None) -> float | None:
        return None if minutes is None else minutes / 60

    def clock(moment: datetime) -> str:
        return f"{moment.astimezone(desk.zone):%H:%M}"

    return {
        "night": night.night,
        "between": None if night.begin is None or night.end is None else f"{clock(night.begin)}–{clock(night.end)}",
        "asleep": hours(night.asleep),
        "in_bed": hours(night.in_bed),
        "awakenings": night.awakenings,
        "sources": night.sources,
    }


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A file, held until it was looked at."""
    try:
        token = held.hold(request.FILES.get("file"))
    except BadInput as error:
        return _page(request, error.problems, shown_at="/sleep")
    return HttpResponseRedirect(f"/sleep/read/{token}", status=303)


@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, token: str) -> HttpResponse:
    """What a file holds and what its first rows become; then the import, and what it did."""
    desk, file = desk_of(request), held.file(token)
    if file is None:
        return HttpResponseRedirect("/sleep")
    sent = request.POST if request.method == "POST" else None
    try:
        found = preview(file.path, file.name, _how(desk, sent))
        if sent is None and found.header:
            # What the names suggest is shown filled in, and used only when the person sends it.
            return _columns(
                request, found, file, dict(zip(Mapping.__struct_fields__, _names(found.suggested), strict=True))
            )
        if sent is None or sent.get("do") != "import" or found.asks:
            return _columns(request, found, file, {} if sent is None else sent.dict())
        added, sieve = import_sleep(SleepStore(desk.folder), file.path, file.name, _how(desk, sent))
    except BadInput as error:
        return _page(request, error.problems)
    held.drop(token)
    store = SleepStore(desk.folder)
    form = import_form(file.name, "", added, sieve, store.sleep(desk.zone), desk.language)
    faults = [(count, FAULTS[fault]) for fault, count in sorted(sieve.faults.items())]
    return render(request, "sleep/done.html", {"form": form, "faults": faults, "aside": form.set_aside_first[:ASIDE]})


def _names(mapping: Mapping) -> tuple[str, ...]:
    return tuple(getattr(mapping, name) for name in Mapping.__struct_fields__)


def _how(desk: Desk, sent: QueryDict | None) -> How:
    """How the file is to be read, as far as was said."""
    if sent is None:
        return How(desk.zone, desk.now)
    columns = {name: sent.get(name, "") for name in Mapping.__struct_fields__}
    order, end = sent.get("dates"), sent.get("date_is")
    return How(
        desk.zone,
        desk.now,
        mapping=Mapping(**columns) if any(columns.values()) else None,
        dates=cast("DateOrder", order) if order in get_args(DateOrder) else None,
        date_is=cast("DateIs", end) if end in get_args(DateIs) else None,
        person=sent.get("who", "").strip() or None,
    )


def _columns(request: HttpRequest, found: Preview, file: File, chosen: dict[str, Any]) -> HttpResponse:
    """The first rows, and for a table which column is what."""
    desk = desk_of(request)
    rows = [(row, None if row.night is None else _night(row.night, desk)) for row in found.rows]
    about = {
        "found": found,
        "kind": words.word(f"sleep.kind_{found.kind.replace('-', '_')}"),
        "file": file,
        "rows": rows,
        "becomes": any(row.night or row.nap or row.aside for row in found.rows),
        "asks": found.asks if request.method == "POST" else (),
        "columns": [(name, key, chosen.get(name, "")) for name, key in COLUMNS],
        "orders": ORDERS,
        "ends": ENDS,
        "chosen": chosen,
        "several": bool(chosen.get("person")),
    }
    return render(request, "sleep/read.html", about, status=400 if about["asks"] else 200)


@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """An import taken out; records that another file held as well stay."""
    try:
        SleepStore(desk_of(request).folder).forget(number)
    except BadInput as error:
        return _page(request, error.problems, shown_at="/sleep")
    return HttpResponseRedirect("/sleep", status=303)


urlpatterns = [
    path("sleep", sleep),
    path("sleep/<int:year>-<int:month>", of_month),
    path("sleep/send", send),
    path("sleep/read/<slug:token>", read),
    path("sleep/forget/<int:number>", forget),
]
