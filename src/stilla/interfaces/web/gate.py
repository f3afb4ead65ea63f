"""Who may come in.

A server on this computer can be asked by any program or web site on it: binding to 127.0.0.1 is not enough. Only the
browser that was opened with the start token gets an answer.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from django import conf
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from stilla.errors import BadInput
from stilla.interfaces.web.desk import Desk
from stilla.interfaces.web.weekly import weekly
from stilla.text import said_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Handler = Callable[[HttpRequest], HttpResponse]

COOKIE = "stilla"
ENTRANCE = "/start/"
LOG = logging.getLogger(__name__)


class Gate:
    """The start token once, then its cookie; nothing is kept by the browser or shown to another site."""

    def __init__(self, handle: Handler) -> None:
        self.handle = handle
        self.spent = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or the door."""
        with said_at("app"):
            response = self._answer(request)
        response["Cache-Control"] = "no-store"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        request.get_host()  # a foreign Host is refused before anything else
        home = conf.settings.STILLA
        inside = secrets.compare_digest(request.COOKIES.get(COOKIE, ""), home.session)
        if request.path.startswith(ENTRANCE) and request.method == "GET":
            return self._enter(request, inside=inside)
        if not inside:
            return render(request, "start/closed.html", status=403)
        request.desk = Desk(home, request.headers.get("Accept-Language", ""))  # type: ignore[attr-defined]
        if request.method == "POST":
            weekly.look(home.folder, home.clock())
        return self.handle(request)

    def _enter(self, request: HttpRequest, *, inside: bool) -> HttpResponse:
        home = conf.settings.STILLA
        fits = secrets.compare_digest(request.path.removeprefix(ENTRANCE), home.token)
        if not inside and (self.spent or not fits):
            return render(request, "start/closed.html", status=403)
        self.spent = self.spent or fits
        response = HttpResponseRedirect("/")
        response.set_cookie(COOKIE, home.session, httponly=True, samesite="Strict")
        return response


class Refusals:
    """What cannot be read becomes a sentence, and a failure of ours a page that tells nothing of the person."""

    def __init__(self, handle: Handler) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        return self.handle(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal nobody else caught."""
        if isinstance(error, Http404):
            return None  # Django shows `start.missing`
        if isinstance(error, BadInput):
            return render(request, "start/refused.html", {"problems": error.problems}, status=400)
        places = [f"{Path(each.filename).name}:{each.lineno}" for each in traceback.extract_tb(error.__traceback__)]
        # Where it happened and what kind; the words of an error may hold what somebody wrote.
        LOG.error("A page failed: %s at %s", type(error).__name__, " ".join(places[-5:]))
        return render(request, "start/failed.html", {"kind": type(error).__name__}, status=500)


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not sent from a page of this app."""
    del reason
    return render(request, "start/foreign.html", status=403)
