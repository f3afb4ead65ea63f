"""The trial: where you are, the one thing to do now, guesses, and how to pause and to stop. Never how it is going."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from stilla.diary.entry import read_note
from stilla.diary.events import Paused, Resumed, Stopped
from stilla.diary.nights import latest_morning
from stilla.diary.record import record_of
from stilla.errors import BadInput
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.words.trial import STATE_WORDS, step_text
from stilla.trial import seal_files as files
from stilla.trial.capsules import capsule_time
from stilla.trial.guessing import guess_of, must_be_due
from stilla.trial.next_step import Folder, next_step
from stilla.trial.pausing import checked, must_be_able_to_pause, must_be_able_to_resume, must_have_started
from stilla.trial.stages import stages
from stilla.trial.status import guesses_due, status_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from stilla.diary.events import Body, Event
    from stilla.errors import Problem
    from stilla.interfaces.web.desk import Desk

BY_THE_PERSON = "person"
"""The reason in the log where the person gives none of the rules'."""

WHERE_TO = {
    "begin": ("/morning", "trial.do_morning"),
    "log": ("/morning", "trial.do_morning"),
    "protocol": ("/trial/forecast", "trial.do_forecast"),
    "helper": ("/trial/protocol", "trial.do_helper"),
    "start": ("/trial/start", "trial.do_start"),
    "guess": ("/trial/guess", "trial.do_guess"),
    "resume": ("/trial/resume", "trial.do_resume"),
    "check": ("/trial/resume", "trial.do_resume"),
    "answer": ("/trial/answer", "trial.do_answer"),
    "stopped": ("/trial/answer", "trial.do_answer"),
    "answered": ("/trial/answer", "trial.do_see_answer"),
}
"""A next step → the page that does it, and what its button says. The others are done away from the screen."""

STAGE_WORDS = {
    "run-in": ("trial.stage_run_in", "/morning"),
    "forecast": ("trial.stage_forecast", "/trial/forecast"),
    "protocol": ("trial.stage_protocol", "/trial/protocol"),
    "helper": ("trial.stage_helper", "/trial/protocol"),
    "start": ("trial.stage_start", "/trial/start"),
    "mornings": ("trial.stage_mornings", "/morning"),
    "guesses": ("trial.stage_guesses", "/trial/guess"),
    "answer": ("trial.stage_answer", "/trial/answer"),
}
PLACE_WORDS = {"done": ("✓", "trial.place_done"), "now": ("→", "trial.place_now"), "later": ("·", "trial.place_later")}

SURE = (("50", "trial.sure_50"), ("60", "trial.sure_60"), ("75", "trial.sure_75"), ("90", "trial.sure_90"))
"""How sure somebody is of a guess, in per cent."""


def folder_of(desk: Desk) -> Folder:
    """Which files of the trial are there."""
    place = desk.trial.folder
    return Folder((place / files.PROTOCOL).exists(), (place / files.COMMITMENT).exists())


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where you are, and the one thing to do now."""
    desk = desk_of(request)
    night, folder = latest_morning(*desk.clock), folder_of(desk)
    step = next_step(desk.record, *desk.clock, folder)
    status = status_of(desk.record, night)
    place, button = WHERE_TO.get(step.do, ("", ""))
    return render(
        request,
        "trial/home.html",
        {
            "step": step_text(step, desk.knowledge),
            "place": place,
            "button": button,
            "state": STATE_WORDS[status.state],
            "status": status,
            "stages": [
                (*STAGE_WORDS[each.id], each.place, *PLACE_WORDS[each.place])
                for each in stages(desk.record, night, folder)
            ],
            "under_way": status.state in {"running", "paused"},
            "sealed": folder.protocol and status.state not in {"answered", "stopped"},
        },
    )


@require_http_methods(["GET", "POST"])
def guess(request: HttpRequest) -> HttpResponse:
    """The guess of each period that is over, one a page."""
    desk = desk_of(request)
    waiting = guesses_due(desk.record, latest_morning(*desk.clock))
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            _guessed(desk, request)
            return HttpResponseRedirect("/trial/guess" if len(waiting) > 1 else "/trial")
        except BadInput as error:
            problems = error.problems
    sent = request.POST
    return render(
        request,
        "trial/guess.html",
        {"waiting": waiting, "sures": SURE, "said": sent.get("guess"), "sure": sent.get("sure"), "problems": problems},
        status=400 if problems else 200,
    )


def _guessed(desk: Desk, request: HttpRequest) -> None:
    period = int(written) if (written := request.POST.get("period", "")).isdecimal() and len(written) < 4 else 0
    said = guess_of(period, request.POST.get("guess"), request.POST.get("sure"))

    def decide(events: tuple[Event, ...]) -> tuple[Body, ...]:
        must_be_due(record_of(events), period, latest_morning(*desk.clock))
        return (said,)

    desk.trial.append(decide, *desk.clock)


@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest) -> HttpResponse:
    """No capsules for now."""
    desk = desk_of(request)

    def decide(events: tuple[Event, ...]) -> tuple[Body, ...]:
        must_be_able_to_pause(record_of(events))
        return (Paused(BY_THE_PERSON, read_note(request.POST.get("why", ""))),)

    done = desk.record.pause is not None
    return _changed(request, decide, "trial/pause.html", {"done": done})


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """No more capsules: at any time, for any reason, and none need be given."""
    desk = desk_of(request)

    def decide(events: tuple[Event, ...]) -> tuple[Body, ...]:
        must_have_started(record_of(events))
        return (Stopped(BY_THE_PERSON, read_note(request.POST.get("why", ""))),)

    return _changed(request, decide, "trial/stop.html", {"done": desk.record.stopped is not None})


@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Capsules again: what was wrong is over, and the check of today speaks for it."""
    desk, said = desk_of(request), request.POST

    def decide(events: tuple[Event, ...]) -> tuple[Body, ...]:
        normal, anew = "normal" in said, "checked" in said
        check = checked(desk.read.person, desk.found, desk.knowledge) if anew else None
        must_be_able_to_resume(record_of(events), desk.now, normal=normal, check=check, knowledge=desk.knowledge)
        return (Resumed("checked" if anew else "normal" if normal else BY_THE_PERSON),)

    lasting = desk.record.pause
    at = capsule_time(desk.read.person, desk.found, desk.knowledge) if lasting is None else None
    step = next_step(desk.record, *desk.clock, folder_of(desk))
    return _changed(
        request,
        decide,
        "trial/resume.html",
        {
            "paused": lasting is not None,
            "step": step_text(step, desk.knowledge),
            "normal": "normal" in said,
            "checked": "checked" in said,
            "running": desk.record.state(latest_morning(*desk.clock)) == "running",
            "at": None if at is None else desk.knowledge.advice("trial-capsules-at").fill(time=at),
        },
    )


def _changed(request: HttpRequest, decide: Any, template: str, shown: dict[str, Any]) -> HttpResponse:
    """A page that enters something when it is sent, and says afterwards what that means."""
    desk = desk_of(request)
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            desk.trial.append(decide, *desk.clock)
            return HttpResponseRedirect(request.path)
        except BadInput as error:
            problems = error.problems
    started = desk.record.started is not None
    says = {name: desk.knowledge.advice(name) for name in SAID_AFTER}
    return render(
        request,
        template,
        {**shown, "why": request.POST.get("why", ""), "started": started, "says": says, "problems": problems},
        status=400 if problems else 200,
    )


SAID_AFTER = ("trial-paused-by-person", "trial-stopped-by-person", "trial-resumed")


urlpatterns = [
    path("trial", home),
    path("trial/guess", guess),
    path("trial/pause", pause),
    path("trial/resume", resume),
    path("trial/stop", stop),
]
