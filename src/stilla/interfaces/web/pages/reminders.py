"""Tonight: a calendar file or a printed sheet, in neutral words; and the diary to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from stilla.diary.nights import latest_morning
from stilla.errors import BadInput
from stilla.interfaces.asked.plan import time_of
from stilla.interfaces.asked.reminders import reminders_file, reminders_of, usual_morning
from stilla.interfaces.web import words
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.pages.plan import planning_of
from stilla.timetable.room import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest

    from stilla.errors import Problem
    from stilla.interfaces.asked.reminders import Reminders
    from stilla.interfaces.web.desk import Desk


def _found(desk: Desk) -> Reminders:
    return reminders_of(planning_of(desk), desk.record, desk.clock)


@require_GET
def reminders(request: HttpRequest) -> HttpResponse:
    """What there is to remind of, and the two forms."""
    return _page(request, ())


def _page(request: HttpRequest, problems: Sequence[Problem]) -> HttpResponse:
    desk = desk_of(request)
    found, usual = _found(desk), clock(usual_morning(desk.read.person))
    return render(
        request,
        "reminders/reminders.html",
        {
            "problems": problems,
            "found": found,
            "times": ", ".join(clock(each) for each in found.doses),
            "morning": request.GET.get("morning", usual),
            "yesterday": latest_morning(*desk.clock),
        },
        status=400 if problems else 200,
    )


def _file(request: HttpRequest, make: Callable[[Desk, Reminders, int | None], bytes], ending: str) -> HttpResponse:
    """A file to keep, with a name that tells nothing; or the page again, with what was wrong."""
    desk = desk_of(request)
    kind = {"ics": "text/calendar; charset=utf-8", "pdf": "application/pdf"}[ending]
    try:
        written = request.GET.get("morning", "").strip()
        content = make(desk, _found(desk), time_of("", written) if written else None)
    except BadInput as error:
        return _page(request, error.problems)
    name = words.word("reminders.file").to(desk.language)
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    )


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The calendar file."""
    return _file(request, lambda desk, found, morning: reminders_file(found, morning, desk.language), "ics")


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet to print."""
    from stilla.interfaces.paper.reminder_pages import reminders_pdf  # noqa: PLC0415  # Typst, only here

    def made(desk: Desk, found: Reminders, morning: int | None) -> bytes:
        never, address = desk.knowledge.advice("never-double"), request.build_absolute_uri("/morning")
        return reminders_pdf(found, morning, desk.language, never=never, address=address)

    return _file(request, made, "pdf")


urlpatterns = [
    path("reminders", reminders),
    path("reminders/calendar.ics", calendar),
    path("reminders/sheet.pdf", sheet),
]
