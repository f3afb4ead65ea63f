"""One page for the doctor: what it will hold, and the files. A file is made when it is asked for; none is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from stilla.findings import wishes_of
from stilla.interfaces.asked.plan import time_of
from stilla.interfaces.web import words
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.trial_kept import trial_given

if TYPE_CHECKING:
    from django.http import HttpRequest

    from stilla.interfaces.report.files import Ending
    from stilla.interfaces.web.desk import Desk
    from stilla.report.value import Report
    from stilla.timetable.day import Wishes

KINDS = {".pdf": "application/pdf", ".html": "text/html; charset=utf-8", ".json": "application/json"}


def _made(desk: Desk) -> Report:
    from stilla.interfaces.report.making import make_report  # noqa: PLC0415  # numpy behind the trial
    from stilla.report.of_trial import trial_part  # noqa: PLC0415  # as above

    given = trial_given(desk)
    part = None if given is None else trial_part(given, desk.knowledge)
    return make_report(desk.read, part, desk.today, desk.knowledge, _wishes(desk))


def _wishes(desk: Desk) -> Wishes:
    return wishes_of(desk.read.person, desk.kept.doses, time_of("", desk.kept.prefer))


@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """What it holds, and what is missing for it."""
    desk = desk_of(request)
    return render(
        request,
        "report/report.html",
        {"answered": bool(desk.said.passed or desk.kept.facts), "diary": bool(desk.events), "found": desk.found},
    )


@require_GET
def file(request: HttpRequest, ending: str) -> HttpResponse:
    """The report as a file, with a name that tells nothing."""
    from stilla.interfaces.report.files import content_of  # noqa: PLC0415  # only for a file

    kind = f".{ending}"
    if kind not in KINDS:
        raise Http404
    desk = desk_of(request)
    content = content_of(_made(desk), cast("Ending", kind), desk.language, name_line="name" in request.GET)
    return _download(content, KINDS[kind], kind, desk)


@require_GET
def fhir(request: HttpRequest) -> HttpResponse:
    """The report as a FHIR document, its page as PDF inside."""
    from stilla.interfaces.report.fhir import fhir_report  # noqa: PLC0415  # only for a file

    desk = desk_of(request)
    content = fhir_report(desk.read, trial_given(desk), desk.today, desk.knowledge, desk.language, wishes=_wishes(desk))
    return _download(content, "application/fhir+json", ".fhir.json", desk)


def _download(content: bytes, kind: str, ending: str, desk: Desk) -> HttpResponse:
    name = f"{words.word('report.file').to(desk.language)}-{desk.today.isoformat()}{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


urlpatterns = [path("report", report), path("report.fhir.json", fhir), path("report.<slug:ending>", file)]
