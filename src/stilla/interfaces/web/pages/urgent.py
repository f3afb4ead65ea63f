"""Too much magnesium, or feared: the numbers first, then where to turn. Nothing is kept and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from stilla.errors import BadInput
from stilla.interfaces.asked.urgent import (
    COUNTRIES,
    UNKNOWN,
    WHEN,
    by_route,
    hear,
    readings_text,
    risks_asked,
    signs_asked,
)
from stilla.interfaces.web.desk import desk_of
from stilla.knowledge.schema import Turn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse, QueryDict

    from stilla.interfaces.asked.urgent import Heard
    from stilla.interfaces.web.desk import Desk

FIRST = ("emergency", "poison-centre", "health-line")
"""Whose numbers stand first on the page, before any question."""
GROUPS = {"danger-signs": "urgent.danger", "bowel-alarm": "urgent.bowel", "mild-signs": "urgent.mild"}


@require_http_methods(["GET", "POST"])
def urgent(request: HttpRequest) -> HttpResponse:
    """The numbers and the questions; after them, where to turn."""
    desk = desk_of(request)
    if request.method == "GET":
        return _page(request, desk, {})
    try:
        heard = hear(_words(request.POST), desk.knowledge, desk.today)
    except BadInput as error:
        return _page(request, desk, {"problems": error.problems}, status=400)
    return _page(request, desk, _answer(heard, desk))


def _words(form: QueryDict) -> dict[str, Any]:
    """What was written and ticked, in the words of `stilla urgent`."""
    names = [each.strip() for each in form.get("product", "").split(",") if each.strip()]
    return {
        "taken": _with_unit(form, "taken", "taken_unit"),
        "pieces": form.get("pieces", "").strip(),
        "form": form.get("form", ""),
        "sign": form.getlist("sign"),
        "serum": _with_unit(form, "serum", "serum_unit"),
        "age": form.get("age", "").strip(),
        "egfr": form.get("egfr", "").strip(),
        "condition": form.getlist("condition"),
        "take": names,
    }


def _with_unit(form: QueryDict, name: str, unit: str) -> str:
    """A number with the unit beside it, unless one was written with the number."""
    written = form.get(name, "").strip()
    return f"{written} {form.get(unit, '')}".strip() if written[-1:].isdigit() else written


def _answer(heard: Heard, desk: Desk) -> dict[str, Any]:
    knowledge = desk.knowledge
    quiet = {"urgent-nothing": knowledge.advice("urgent-nothing"), "urgent-say-more": None}
    return {
        "heard": heard,
        "sent": by_route(heard.found),
        "quiet": None if heard.quiet is None else quiet[heard.quiet],
        "unknown": UNKNOWN.fill(names=", ".join(heard.unrecognised)) if heard.unrecognised else None,
        "readings": None if heard.reading is None else readings_text(heard.reading),
        "sources": heard.found.sources.values(),
    }


def _page(request: HttpRequest, desk: Desk, said: Mapping[str, Any], status: int = 200) -> HttpResponse:
    knowledge, sent = desk.knowledge, request.POST
    routes = knowledge.kind("routes", Turn)
    return render(
        request,
        "urgent/urgent.html",
        {
            "routes": [routes[name] for name in FIRST],
            "watch": knowledge.advice("urgent-watch"),
            "groups": [(GROUPS[group], conditions) for group, conditions in signs_asked(knowledge)],
            "risks": risks_asked(knowledge),
            "salts": knowledge.salts.values(),
            "signs_sent": sent.getlist("sign"),
            "conditions_sent": sent.getlist("condition"),
            "typed": {name: sent.get(name, "") for name in TYPED},
            "countries": COUNTRIES,
            "when": WHEN,
            **said,
        },
        status=status,
    )


TYPED = ("taken", "taken_unit", "pieces", "form", "product", "serum", "serum_unit", "age", "egfr")

urlpatterns = [path("urgent", urgent)]
