"""Who may come in.

A server on this computer can be asked by any program or web site on it: binding to 127.0.0.1 is not enough. Only the
browser that was opened with the start token gets an answer.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from django import conf
from django.core.exceptions import BadRequest, DisallowedHost, SuspiciousOperation
from django.http import Http404, HttpResponseBadRequest, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

from stilla.errors import BadInput, refuse
from stilla.interfaces.web.desk import Desk
from stilla.interfaces.web.weekly import weekly
from stilla.text import said_at, unmarked

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, QueryDict

    Handler = Callable[[HttpRequest], HttpResponse]

COOKIE = "stilla"
ENTRANCE = "/start/"
LOG = logging.getLogger(__name__)
ELSEWHERE = {"cross-site", "same-site"}
"""Who a browser says is asking. A cookie knows no port: what another program shows on this computer is of one site."""


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
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()  # a foreign Host is refused before anything else
        except DisallowedHost:
            return HttpResponseBadRequest()
        home = conf.settings.STILLA
        inside = _same(request.COOKIES.get(COOKIE, ""), home.session)
        if request.path.startswith(ENTRANCE) and request.method == "GET":
            return self._enter(request, inside=inside)
        if not inside or request.headers.get("Sec-Fetch-Site") in ELSEWHERE:
            return render(request, "start/closed.html", status=403)
        if request.method == "POST":
            try:
                read_form(request)
            except BadInput as error:
                return render(request, "start/refused.html", {"problems": error.problems}, status=400)
        request.desk = Desk(home, request.headers.get("Accept-Language", ""))  # type: ignore[attr-defined]
        if request.method == "POST":
            weekly.look(home.folder, home.clock())
        return self.handle(request)

    def _enter(self, request: HttpRequest, *, inside: bool) -> HttpResponse:
        home = conf.settings.STILLA
        fits = _same(request.path.removeprefix(ENTRANCE), home.token)
        if not inside and (self.spent or not fits):
            return render(request, "start/closed.html", status=403)
        self.spent = self.spent or fits
        response = HttpResponseRedirect("/")
        response.set_cookie(COOKIE, home.session, httponly=True, samesite="Strict")
        return response


def _same(sent: str, ours: str) -> bool:
    """Compared in the same time whatever was sent; as bytes, since letters beyond ASCII are refused as text."""
    return secrets.compare_digest(sent.encode(errors="replace"), ours.encode())


def read_form(request: HttpRequest) -> None:
    """Read the form before anything asks for it: Django fails again on the page that says that it failed.

    Raises:
        BadInput: too large, or no form.
    """
    try:
        request.POST = _unmarked(request.POST)  # type: ignore[assignment]  # a QueryDict, as it was
    except (BadRequest, MultiPartParserError, SuspiciousOperation, OSError) as error:
        raise refuse(
            "",
            "This form cannot be read: it is too long or broken. Nothing was saved.",
            "Formuläret går inte att läsa: det är för långt eller trasigt. Inget sparades.",
        ) from error


def _unmarked(sent: QueryDict) -> QueryDict:
    """What was typed, with nothing in it that stands for the words of a door."""
    found = sent.copy()
    for name, values in sent.lists():
        found.setlist(name, [unmarked(each) for each in values])
    return found


class Refusals:
    """What cannot be read becomes a sentence, and a failure of ours a page that tells nothing of the person."""

    def __init__(self, handle: Handler) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        response = self.handle(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
            # Where only a form is taken there is nothing to see; an empty page would look like a failure.
            return render(request, "start/missing.html", status=response.status_code)
        return response

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
