"""Today: the one thing to do now. No streak, no score, nothing of how it is going."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from stilla.diary.nights import latest_morning
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.now import next_dose, now_of
from stilla.interfaces.web.pages.plan import planning_of
from stilla.interfaces.web.weekly import weekly
from stilla.trial.status import status_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from stilla.interfaces.web.desk import Desk


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What to do now; on a first visit the welcome."""
    desk = desk_of(request)
    if desk.kept.changed is None and desk.record.began is None:
        return HttpResponseRedirect("/welcome")
    shown = _beginning(desk) if desk.record.began is None else _diary(desk)
    return render(request, "today/today.html", {**shown, "backup_problems": weekly.problems})


def _beginning(desk: Desk) -> dict[str, Any]:
    """Before any diary: the check, the plan, the diary, in this order."""
    return {
        "beginning": True,
        "question": desk.said.following(desk.found),
        "begun": bool(desk.said.facts or desk.said.passed),
        "verdict": desk.found.verdict,
        "dose": next_dose(planning_of(desk), desk.now),
    }


def _diary(desk: Desk) -> dict[str, Any]:
    """With a diary: the step of it, and how far it has come."""
    found = status_of(desk.record, latest_morning(*desk.clock))
    return {"now": now_of(desk), "status": found, "without": desk.knowledge.advice("trial-run-in-without")}


urlpatterns = [path("", today)]
