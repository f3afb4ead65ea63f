"""What Stilla is, what it is not, which parts reckon with a person's health, and how to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from stilla import __version__
from stilla.interfaces.web.desk import desk_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LIMITS = ("about-not-for", "about-prescribed", "about-no-promise")
STOPS = ("urgent-watch", "plan-stop-danger", "plan-stop-bowel", "plan-pause")
PERSONAL = (
    ("about.check", "about.check_does"),
    ("about.legs", "about.legs_does"),
    ("about.urgent", "about.urgent_does"),
    ("about.plan", "about.plan_does"),
    ("about.trial", "about.trial_does"),
    ("about.report", "about.report_does"),
    ("about.mechanism", "about.mechanism_does"),
)
"""Parts that reckon with what a person says of their health, for a purpose that can be medical."""
PLAIN = (
    ("about.diary", "about.diary_does"),
    ("about.reminders", "about.reminders_does"),
    ("about.foods", "about.foods_does"),
    ("about.label", "about.label_does"),
    ("about.sleep", "about.sleep_does"),
    ("about.knowledge", "about.knowledge_does"),
)
"""Parts that keep, show or look up, and judge nobody."""


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """The page."""
    knowledge = desk_of(request).knowledge
    cited = (name for each in (*LIMITS, *STOPS, "about-for") for name in knowledge.advice_entry(each).sources)
    return render(
        request,
        "about/about.html",
        {
            "for_whom": knowledge.advice("about-for"),
            "limits": [knowledge.advice(each) for each in LIMITS],
            "stops": [knowledge.advice(each) for each in STOPS],
            "personal": PERSONAL,
            "plain": PLAIN,
            "software": __version__,
            "sources": [knowledge.sources[name] for name in dict.fromkeys(cited)],
        },
    )


urlpatterns = [path("about", about)]
