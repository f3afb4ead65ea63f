"""Every address of the app, journey by journey. A page that shows is GET; a page that writes is POST."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

JOURNEYS = (
    "start", "about", "today", "morning", "restless", "legs", "check", "plan", "reminders", "urgent", "label", "foods",
    "report", "article", "knowledge", "pharmacist", "sleep", "data", "mechanism", "trial", "nights", "trial_plan",
    "trial_seal", "trial_answer",
)  # fmt: skip
"""Modules of `pages`; each has `urlpatterns`. The last four import the analysis, and do it when somebody goes there."""

# A resolver by name imports its module when an address is first looked for in it, which `include` would do at once.
urlpatterns = [URLResolver(RoutePattern(""), f"stilla.interfaces.web.pages.{name}") for name in JOURNEYS]

handler404 = "stilla.interfaces.web.pages.start.missing"


def every_address() -> list[URLPattern]:
    """Every address with its page."""
    return [each for journey in urlpatterns for each in journey.url_patterns if isinstance(each, URLPattern)]
