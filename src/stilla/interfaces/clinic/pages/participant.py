"""The participant: the check, the mornings, the own trial. The pages are those of the home app, on the own person."""

from __future__ import annotations

from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods

from stilla.diary.nights import latest_morning, night_of
from stilla.diary.record import record_of
from stilla.errors import BadInput, refuse
from stilla.interfaces.clinic.desk import clinic_desk
from stilla.interfaces.clinic.door import only
from stilla.interfaces.clinic.told import answer_of, report_download
from stilla.interfaces.trial.starting import papers_of
from stilla.interfaces.web.now import now_of
from stilla.interfaces.web.pages.report import report as report_page
from stilla.interfaces.web.pages.trial_seal import offered_nights, wished_day
from stilla.interfaces.web.protocol_form import admission_of, answers_of, open_questions
from stilla.interfaces.words.trial import STATE_WORDS
from stilla.trial import seal_files as files
from stilla.trial.seal import read_commitment
from stilla.trial.starting import entries, first_night_of, must_be_able_to_start, start_of
from stilla.trial.status import status_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse

    from stilla.diary.events import Body, Event
    from stilla.errors import Problem
    from stilla.interfaces.clinic.desk import ClinicDesk
    from stilla.trial.admission import Admission

    Page = Callable[..., HttpResponse]

FROM_HOME = ("check", "morning", "nights")
"""Journeys of the home app that are the same here."""
OF_THE_TRIAL = ("trial/guess", "trial/pause", "trial/resume", "trial/stop")
"""Pages of its journey `trial` that are."""


def own(page: Page) -> Page:
    """A page about the participant's own person; before one is assigned it says so."""

    @wraps(page)
    def about(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if clinic_desk(request).code is None:
            return render(request, "participant/nobody.html")
        return page(request, *args, **kwargs)

    return only("participant")(about)


@own
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """What to do now."""
    return render(request, "participant/me.html", {"now": now_of(clinic_desk(request))})


@own
@require_GET
def trial(request: HttpRequest) -> HttpResponse:
    """How far the trial has come, and the promise that fixes its order without telling it."""
    desk = clinic_desk(request)
    papers = desk.papers.kept_papers
    status = status_of(desk.record, latest_morning(*desk.clock))
    return render(
        request,
        "participant/trial.html",
        {
            "status": status,
            "state": STATE_WORDS[status.state],
            "planned": papers.protocol is not None,
            "promise": None if papers.commitment is None else read_commitment(papers.commitment),
            "opened": desk.papers.opened() is not None,
        },
    )


@own
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The check again, plan and promise held together, and the first night."""
    desk = clinic_desk(request)
    problems: Sequence[Problem] = ()
    admission: Admission | None = None
    if desk.record.started is not None:
        return HttpResponseRedirect("/trial", status=303)
    if request.method == "POST":
        try:
            admission = _begin(request, desk)
            if admission.admitted:
                return HttpResponseRedirect("/trial", status=303)
        except BadInput as error:
            problems = error.problems
    shown = {
        "nights": offered_nights(desk),
        "sent": request.POST,
        "sealed": True,
        "promised": True,
        "questions": open_questions(desk),
        "admission": admission,
        "sources": desk.knowledge.sources,
        "problems": problems,
    }
    return render(request, "trial/start.html", shown, status=400 if problems or admission is not None else 200)


def _begin(request: HttpRequest, desk: ClinicDesk) -> Admission:
    papers, sent = desk.papers.kept_papers, request.POST
    if papers.protocol is None or papers.commitment is None:
        raise refuse(
            "",
            "The trial cannot start yet: your clinic has not planned and sealed it.",
            "Försöket kan inte starta än: kliniken har inte planerat och förseglat det.",
        )
    agreed = papers_of({files.PROTOCOL: papers.protocol, files.COMMITMENT: papers.commitment})
    first = first_night_of(wished_day(sent.get("night", "")), night_of(*desk.clock), desk.today)
    must_be_able_to_start(desk.record)
    admission, answers = admission_of(sent, desk), answers_of(sent)
    if not admission.admitted:
        return admission
    begun = start_of(agreed, first, desk.read.person, desk.found, desk.knowledge)

    def decide(events: tuple[Event, ...]) -> tuple[Body, ...]:
        must_be_able_to_start(record_of(events))
        return entries(admission, answers, begun)

    desk.papers.append(decide, *desk.clock)
    return admission


@own
@require_GET
def answer(request: HttpRequest) -> HttpResponse:
    """The answer, once the key-holder has opened the seal."""
    found = answer_of(clinic_desk(request))
    return render(request, "participant/answer.html", {"found": found})


def _of_home(journey: str, names: Sequence[str] = ()) -> list[URLPattern]:
    """Pages of the home app, for the own person."""
    found = import_module(f"stilla.interfaces.web.pages.{journey}").urlpatterns
    return [
        URLPattern(each.pattern, own(each.callback), each.default_args, each.name)
        for each in found
        if not names or str(each.pattern) in names
    ]


@own
@require_GET
def report_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The report for the doctor as a file."""
    return report_download(clinic_desk(request), ending)


urlpatterns = [
    path("me", me),
    path("report", own(report_page)),
    path("report.<slug:ending>", report_file),
    path("trial", trial),
    path("trial/start", start),
    path("trial/answer", answer),
    *(page for journey in FROM_HOME for page in _of_home(journey)),
    *_of_home("trial", OF_THE_TRIAL),
]
