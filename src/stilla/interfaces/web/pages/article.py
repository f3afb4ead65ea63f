"""The popular article, statement by statement: what it says, what the evidence says, and where the app answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from stilla.interfaces.known.answered import answers_of
from stilla.interfaces.known.pages import link
from stilla.interfaces.web import words
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.pages.knowledge import rests_on
from stilla.interfaces.words.knowledge import CODES, NOT_BUILT
from stilla.interfaces.words.knowledge import KINDS as KIND_WORDS
from stilla.knowledge.kinds import Claim

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from stilla.interfaces.web.desk import Desk
    from stilla.text import Text

NAMES = {
    "/legs": "common.legs",
    "/check": "common.check",
    "/plan": "common.plan",
    "/trial": "common.trial",
    "/foods": "common.foods",
    "/report": "common.report",
    "/urgent": "common.urgent",
    "/label": "label.title",
    "/mechanism": "mechanism.title",
}
"""Pages that answer a statement, and what they are called."""


def name_of(address: str) -> Text:
    """What a page that answers is called."""
    return words.word(NAMES[address]) if address in NAMES else KIND_WORDS[address.rpartition("/")[2]][0]


def _claims(desk: Desk) -> dict[int, Claim]:
    claims = sorted(desk.knowledge.kind("claims", Claim).values(), key=lambda each: each.number)
    return {each.number: each for each in claims}


@require_GET
def article(request: HttpRequest) -> HttpResponse:
    """Every statement with its verdict."""
    return render(request, "knowledge/article.html", {"claims": _claims(desk_of(request)).values(), "codes": CODES})


@require_GET
def statement(request: HttpRequest, number: int) -> HttpResponse:
    """One statement."""
    desk = desk_of(request)
    claims = _claims(desk)
    if number not in claims:
        raise Http404
    each = claims[number]
    answers = answers_of(each.answered_by)
    shown: dict[str, Any] = {
        "claim": each,
        "verdict": CODES["verdict"][each.verdict],
        "pages": [(address, name_of(address)) for address in answers.pages],
        "commands": answers.commands,
        "is_open": answers.not_built,
        "not_built": NOT_BUILT,
        "evidence": [link("evidence", name, desk.knowledge) for name in each.evidence],
        "before": claims.get(number - 1),
        "after": claims.get(number + 1),
        "count": len(claims),
        **rests_on(each, desk),
    }
    return render(request, "knowledge/statement.html", shown)


urlpatterns = [path("knowledge/article", article), path("knowledge/article/<int:number>", statement)]
