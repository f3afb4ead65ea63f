"""Who is inside, and which role a page is for. The database refuses as well; this says so before it is asked."""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django import conf
from django.core.exceptions import DisallowedHost
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render

from stilla.errors import BadInput, refuse
from stilla.interfaces.clinic.desk import ClinicDesk, clinic_desk
from stilla.interfaces.clinic.office import LARGEST_RECORD
from stilla.interfaces.web.application import LARGEST_FORM
from stilla.interfaces.web.gate import Refusals as HomeRefusals
from stilla.interfaces.web.gate import read_form
from stilla.store.clinic.accounts import Door as Accounts
from stilla.store.clinic.accounts import Inside, mark_of
from stilla.store.clinic.database import Actor, Database, Deed, NotAllowed
from stilla.text import said_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from stilla.interfaces.clinic.office import Office
    from stilla.text import Language

    Page = Callable[..., HttpResponse]

COOKIE = "__Host-stilla"
LANGUAGE = "stilla_language"
LOG = logging.getLogger(__name__)
WITHOUT_SESSION = ("/healthz", "/readyz", "/metrics", "/cds/")
"""Where nobody logs in."""
_databases: dict[str, Database] = {}


def office_of() -> Office:
    """The clinic of this process."""
    return cast("Office", conf.settings.STILLA_OFFICE)


def database_of() -> Database:
    """Its database."""
    address = office_of().database
    return _databases.setdefault(address, Database(address))


class Door:
    """Knows whose browser it is; keeps nothing in the browser's memory and shows nothing to another site."""

    def __init__(self, handle: Callable[[HttpRequest], HttpResponse]) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponseBadRequest()
        with said_at("app"):
            response = self._answer(request)
        response["Cache-Control"] = "no-store"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(WITHOUT_SESSION):
            return self.handle(request)
        asked = cast("Any", request)
        try:
            asked.inside = _inside(request)
        except BadInput as error:
            asked.inside = None
            _sit(request)
            return render(request, "start/refused.html", {"problems": error.problems}, status=503)
        _sit(request)
        if request.method == "POST":
            try:
                _must_be_small(request)
                read_form(request)
            except BadInput as error:
                return render(request, "start/refused.html", {"problems": error.problems}, status=400)
        return self.handle(request)


def _must_be_small(request: HttpRequest) -> None:
    """Refuse what is too large before a byte of it is read: only clinicians send files, and none goes to a disk.

    Raises:
        BadInput: it is.
    """
    inside = inside_of(request)
    largest = LARGEST_RECORD if inside is not None and inside.role == "clinician" else 0
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest + LARGEST_FORM:
        raise refuse("", "This is too large. Nothing was saved.", "Det här är för stort. Inget sparades.")


def _inside(request: HttpRequest) -> Inside | None:
    token = request.COOKIES.get(COOKIE, "")
    return Accounts(database_of()).inside(token) if token else None


def _sit(request: HttpRequest) -> None:
    """Put the desk of the request there."""
    inside = inside_of(request)
    actor = None if inside is None else Actor(inside.account, inside.role, mark_of(request.COOKIES[COOKIE]))
    cast("Any", request).desk = ClinicDesk(
        database_of(),
        actor,
        None if inside is None else inside.code,
        office_of().clock,
        language_of(request),
    )


def inside_of(request: HttpRequest) -> Inside | None:
    """Whose browser it is; None for one outside."""
    return cast("Inside | None", getattr(request, "inside", None))


def language_of(request: HttpRequest) -> Language:
    """The language chosen; else that of the browser."""
    chosen = request.COOKIES.get(LANGUAGE) or request.headers.get("Accept-Language", "").casefold().lstrip()
    return "sv" if chosen.startswith("sv") else "en"


def only(*roles: str) -> Callable[[Page], Page]:
    """A page for accounts of these roles; the others are refused, and the log says so."""

    def wrap(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            inside = inside_of(request)
            if inside is None:
                return HttpResponseRedirect("/login", status=303)
            if inside.must_change:
                return HttpResponseRedirect("/password", status=303)
            if inside.role not in roles:
                deed = Deed("open", "page", str(kwargs.get("code", "")))
                database_of().note(clinic_desk(request).actor, deed, "refused")
                return refused(request)
            return page(request, *args, **kwargs)

        guarded.roles = roles  # type: ignore[attr-defined]  # a test goes through every page
        return guarded

    return wrap


def refused(request: HttpRequest) -> HttpResponse:
    """This page is not for this account, or not about a person that it may meet. Which of the two is not said."""
    return render(request, "entrance/refused.html", status=403)


class Refusals(HomeRefusals):
    """As at home; and what the database does not allow."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal nobody else caught."""
        if isinstance(error, NotAllowed):
            return refused(request)
        return super().process_exception(request, error)


def around(request: HttpRequest) -> dict[str, Any]:
    """What every page shows besides its own: the language, the place, and whose browser it is."""
    shown_at = request.get_full_path() if request.method == "GET" else request.path
    return {
        "language": language_of(request),
        "desk": getattr(request, "desk", None),
        "inside": inside_of(request),
        "here": request.path,
        "shown_at": shown_at,
    }
