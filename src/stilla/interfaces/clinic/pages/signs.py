"""Signs of life for those who run the server: whether it lives, whether it is ready, and figures without names."""

from __future__ import annotations

import secrets
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from stilla.errors import BadInput
from stilla.interfaces.clinic import figures
from stilla.interfaces.clinic.door import database_of, office_of
from stilla.store.clinic.database import DOORKEEPER
from stilla.store.clinic.schema import must_be_current

if TYPE_CHECKING:
    from django.http import HttpRequest

FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP")
"""A request with one of these came through a proxy: that it comes from this computer says nothing then."""


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this worker lives and its database answers."""
    del request
    try:
        with database_of().asked(DOORKEEPER) as connection:
            connection.execute("SELECT 1")
    except BadInput:
        return JsonResponse({"status": "failing", "database": "no answer"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether this worker can serve: the database has the form that it knows."""
    del request
    try:
        must_be_current(database_of().connection())
    except BadInput:
        return JsonResponse({"status": "not ready"}, status=503)
    return JsonResponse({"status": "ready"})


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for this computer or whoever has the token; for others there is no such page."""
    if not (_has_token(request) or _is_from_here(request)):
        raise Http404
    content, kind = figures.exposed()
    return HttpResponse(content, content_type=kind)


def _has_token(request: HttpRequest) -> bool:
    token = office_of().metrics_token
    sent = request.headers.get("Authorization", "")
    return bool(token) and secrets.compare_digest(sent.encode(errors="replace"), f"Bearer {token}".encode())


def _is_from_here(request: HttpRequest) -> bool:
    if any(name in request.headers for name in (*FORWARDED, office_of().tls_header)):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
