"""Restless now: dark, one button, no clock. Nothing is asked and nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from stilla.interfaces.web.desk import desk_of
from stilla.knowledge.kinds import NonDrug
from stilla.trial.status import is_blinded

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

AT_NIGHT = ("stretching-and-distraction", "heat", "massage", "cold")
"""Care without medicines that can be had in the middle of a night, one press each."""


@require_GET
def restless(request: HttpRequest, pressed: int = 0) -> HttpResponse:
    """As many of the sentences as were asked for, the newest one alone in sight."""
    desk = desk_of(request)
    if pressed > len(AT_NIGHT):
        raise Http404
    care = desk.knowledge.kind("nondrug", NonDrug)
    return render(
        request,
        "restless/restless.html",
        {
            "care": care[AT_NIGHT[pressed - 1]] if pressed else None,
            "following": pressed + 1 if pressed < len(AT_NIGHT) else 0,
            "trial": is_blinded(desk.record),
        },
    )


urlpatterns = [path("restless", restless), path("restless/<int:pressed>", restless)]
