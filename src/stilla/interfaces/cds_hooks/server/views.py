"""Words in, one call, words out. An answer is JSON or a page without script; no failure shows anything of anybody."""

from __future__ import annotations

import logging
import traceback
from functools import wraps
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import conf
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from stilla.interfaces.cds_hooks.answer import encoded, language_asked
from stilla.interfaces.cds_hooks.feedback import read_feedback, store
from stilla.interfaces.cds_hooks.refused import Refused
from stilla.interfaces.cds_hooks.requests import too_large
from stilla.interfaces.cds_hooks.server.page import POLICY, page_of
from stilla.interfaces.cds_hooks.services import SERVICES, discovery

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from stilla.interfaces.cds_hooks.server.application import Running
    from stilla.interfaces.cds_hooks.services import Service
    from stilla.text import Language

    View = Callable[..., HttpResponse]

LOG = logging.getLogger(__name__)
OWN_ADDRESSES = "/cds-services"
"""Where the endpoints begin, wherever they are mounted: a token is for what comes from here on."""
_ALLOWED_HEADERS = "Authorization, Content-Type, Accept-Language"
_PREFLIGHT_SECONDS = "600"


def running() -> Running:
    """What this server runs with."""
    found: Running = conf.settings.STILLA_CDS
    return found


def language_of(request: HttpRequest) -> Language:
    """The language a client asks for, else the clinic's."""
    return language_asked(request.headers.get("Accept-Language", ""), running().desk.config.language)


def endpoint(*methods: str) -> Callable[[View], View]:
    """A view of the service: who calls is checked, and a refusal or a failure becomes an OperationOutcome."""

    def around(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, **parts: str) -> HttpResponse:
            response = _answered(request, view, methods, parts)
            _allow_origin(request, response, methods)
            response["Cache-Control"] = "no-store"
            response["Content-Language"] = language_of(request)
            response["Vary"] = "Origin, Accept-Language"
            response["X-Content-Type-Options"] = "nosniff"
            return response

        return answered

    return around


def _answered(request: HttpRequest, view: View, methods: tuple[str, ...], parts: dict[str, str]) -> HttpResponse:
    try:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        path = OWN_ADDRESSES + request.path.rpartition(OWN_ADDRESSES)[2]
        headers = {name.casefold(): value for name, value in request.headers.items()}
        running().trust.check(headers, request.META.get("REMOTE_ADDR", ""), path)
        return view(request, **parts) if request.method in methods else _refusal(_not_allowed(), request, methods)
    except Refused as refused:
        return _refusal(refused, request, methods)
    except Exception as error:  # noqa: BLE001  # the last door: a failure tells nothing of anybody
        places = [f"{Path(each.filename).name}:{each.lineno}" for each in traceback.extract_tb(error.__traceback__)]
        LOG.error("A request failed: %s at %s", type(error).__name__, " ".join(places[-5:]))  # noqa: TRY400
        return _refusal(_failed(), request, methods)


def _refusal(refused: Refused, request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    response = _json(refused.outcome(language_of(request)), refused.status)
    if refused.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    if refused.status == HTTPStatus.METHOD_NOT_ALLOWED:
        response["Allow"] = ", ".join((*methods, "OPTIONS"))
    return response


def _failed() -> Refused:
    return Refused(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "exception",
        "",
        "Something failed here. Nothing was checked.",
        "Något gick fel här. Inget kontrollerades.",
    )


def _not_allowed() -> Refused:
    return Refused(
        HTTPStatus.METHOD_NOT_ALLOWED, "not-supported", "", "Another method is expected.", "En annan metod väntades."
    )


def _allow_origin(request: HttpRequest, response: HttpResponse, methods: tuple[str, ...]) -> None:
    """Let a page of a listed origin call, and no other."""
    origin = request.headers.get("Origin", "")
    if origin and origin in running().desk.config.origins:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Methods"] = ", ".join((*methods, "OPTIONS"))
        response["Access-Control-Allow-Headers"] = _ALLOWED_HEADERS
        response["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS


@endpoint("GET")
def services(request: HttpRequest) -> HttpResponse:
    """Discovery."""
    return _json(discovery(running().desk.knowledge, language_of(request)))


@endpoint("POST")
def service(request: HttpRequest, name: str) -> HttpResponse:
    """Decision support: cards."""
    asked = _service(name)
    return _json(running().desk.answer(_body(request), asked, language_of(request)))


@endpoint("POST")
def feedback(request: HttpRequest, name: str) -> HttpResponse:
    """What a user did with cards."""
    desk = running().desk
    kept = read_feedback(_body(request), _service(name), desk.knowledge)
    if desk.config.feedback:
        store(kept, Path(desk.config.feedback))
    return _json({"received": len(kept)})


def _service(name: str) -> Service:
    found = SERVICES.get(name)
    if found is None:
        raise Refused(
            HTTPStatus.NOT_FOUND, "not-found", "", "There is no such service.", "Det finns ingen sådan tjänst."
        )
    return found


def _body(request: HttpRequest) -> bytes:
    """The body, if it is JSON and not too large. A page elsewhere cannot send JSON without asking first."""
    limit = running().desk.config.largest_request
    if (request.content_type or "") not in {"application/json", "application/fhir+json"}:
        raise Refused(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-supported", "", "Send application/json.", "Skicka application/json."
        )
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        raise too_large(limit)
    try:
        return request.body
    except RequestDataTooBig as error:
        raise too_large(limit) from error


def knowledge(request: HttpRequest, name: str) -> HttpResponse:
    """The page that a card leads to: one rule with its sources. Nothing of any patient, and no script."""
    language = language_of(request)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED)
    page = page_of(name, running().desk.knowledge, language)
    response = HttpResponse(page or "", status=HTTPStatus.OK if page else HTTPStatus.NOT_FOUND)
    response["Content-Type"] = "text/html; charset=utf-8"
    response["Content-Security-Policy"] = POLICY
    response["Content-Language"] = language
    response["Vary"] = "Accept-Language"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _json(value: Any, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    body = encoded(value)
    headers = {"Content-Length": str(len(body))}
    return HttpResponse(body, content_type="application/json", status=status, headers=headers)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that is none."""
    del exception
    refused = Refused(HTTPStatus.NOT_FOUND, "not-found", "", "Nothing is here.", "Här finns inget.")
    return _refusal(refused, request, ())
