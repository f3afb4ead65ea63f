"""Every address of the app, journey by journey. A page that shows is GET; a page that writes is POST."""

from __future__ import annotations

from importlib import import_module

JOURNEYS = (
    "start", "about", "today", "morning", "nights", "restless", "legs", "check", "plan", "reminders", "urgent", "label",
    "foods", "trial", "trial_plan", "trial_seal", "trial_answer", "report", "article", "knowledge",
    "pharmacist", "sleep", "data",
)  # fmt: skip
"""Modules of `pages`; each has `urls`."""

urlpatterns = [each for name in JOURNEYS for each in import_module(f"stilla.interfaces.web.pages.{name}").urls]

handler404 = "stilla.interfaces.web.pages.start.missing"
