"""What a request lacks, fetched from the caller's own FHIR server with the token that the request brings.

Only from a server that the clinic has listed, over TLS, in the time and size that are set, and only what the token is
for. Whatever goes wrong, the key stays missing, and the card says what was not checked.
"""

from __future__ import annotations

import re
import ssl
import time
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import msgspec

from stilla.interfaces.cds_hooks.config import is_safe_address
from stilla.interfaces.cds_hooks.prefetch import next_page, wanting
from stilla.interfaces.cds_hooks.services import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stilla.interfaces.cds_hooks.config import Config
    from stilla.interfaces.cds_hooks.requests import Access, HookRequest
    from stilla.interfaces.cds_hooks.services import Key

MOST_PAGES = 10
_GRANTS = re.compile(r"(?:patient|user|system)/(\w+|\*)\.(\w+|\*)")
"""A SMART scope, of either release. One with a query gives only a part, and is not taken for the whole."""
_INCLUDED = {kind: f"{kind}:medication" for kind in ("MedicationRequest", "MedicationStatement")}
"""The medicine itself, where an order only refers to it."""


class _Cannot(Exception):
    """A server that does not give what was asked."""


class _Asking(msgspec.Struct):
    """What is left of time and size while one request is completed."""

    access: Access
    until: float
    bytes_left: int
    clock: Callable[[], float]

    @property
    def seconds(self) -> float:
        return self.until - self.clock()


def completed(
    request: HookRequest,
    queries: Mapping[Key, str],
    config: Config,
    received: float,
    clock: Callable[[], float] = time.monotonic,
) -> HookRequest:
    """The request with what could be fetched of what it lacks.

    Args:
        request: as it came.
        queries: the templates by key.
        config: which servers may be asked.
        received: when it came, by `clock`: the token's time runs from there.
        clock: seconds.
    """
    access = request.access
    if access is None or not _may_ask(access, request.patient, config):
        return request
    until = min(clock() + config.fetch_seconds, received + access.seconds)
    asking = _Asking(access, until, config.largest_request, clock)
    found: dict[str, Any] = {}
    for key in sorted(wanting(request.prefetch)):
        if _granted(access.scope, TYPES[key], search=key != "patient"):
            try:
                found[key] = _all_pages(asking, _query(queries[key], TYPES[key], request.patient))
            except (_Cannot, OSError, HTTPException):
                continue
    return msgspec.structs.replace(request, prefetch={**request.prefetch, **found})


def _may_ask(access: Access, patient: str, config: Config) -> bool:
    listed = {each.url.rstrip("/") for each in config.fhir}
    server = access.server.rstrip("/")
    return server in listed and is_safe_address(server) and access.seconds > 0 and access.patient in {"", patient}


def _granted(scope: str, kind: str, *, search: bool) -> bool:
    """Whether the token lets this type be read, or searched.

    >>> _granted("patient/Observation.read user/Patient.r", "Patient", search=True)
    False
    """
    needed = "s" if search else "r"
    for word in scope.split():
        grant = _GRANTS.fullmatch(word)
        if grant and grant[1] in {kind, "*"} and (grant[2] in {"read", "*"} or _allows(grant[2], needed)):
            return True
    return False


def _allows(letters: str, needed: str) -> bool:
    """Whether a scope of SMART 2 (some of c, r, u, d, s in this order) holds a letter."""
    return re.fullmatch("c?r?u?d?s?", letters) is not None and needed in letters


def _query(template: str, kind: str, patient: str) -> str:
    query = template.replace("{{context.patientId}}", patient)
    if kind in _INCLUDED:
        query = f"{query}&_include={_INCLUDED[kind]}"
    return quote(query, safe="/?=&,:_-.")


def _all_pages(asking: _Asking, query: str) -> dict[str, Any]:
    """A resource, or a search result with every page in one."""
    base = asking.access.server.rstrip("/")
    first = _get(asking, f"{base}/{query}")
    if first["resourceType"] != "Bundle":
        return first
    entries, page = list(first.get("entry") or ()), first
    for _ in range(MOST_PAGES):
        address = next_page(page)
        if address is None or ".." in address or not address.startswith((f"{base}/", f"{base}?")):
            break
        page = _get(asking, address)
        entries += page.get("entry") or ()
    return {**page, "entry": entries}


def _get(asking: _Asking, address: str) -> dict[str, Any]:
    """One answer of the server. A redirection is not followed: the token is for this server."""
    if asking.seconds <= 0:
        raise _Cannot
    parts = urlsplit(address)
    connection: HTTPConnection
    if parts.scheme == "https":
        connection = HTTPSConnection(
            parts.hostname or "", parts.port, timeout=asking.seconds, context=ssl.create_default_context()
        )
    else:
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=asking.seconds)
    try:
        connection.request(
            "GET",
            f"{parts.path}?{parts.query}" if parts.query else parts.path,
            headers={"Authorization": f"Bearer {asking.access.token}", "Accept": "application/fhir+json"},
        )
        answer = connection.getresponse()
        if answer.status != HTTPStatus.OK:
            raise _Cannot
        return _decoded(_body(answer, asking))
    finally:
        connection.close()


def _body(answer: Any, asking: _Asking) -> bytes:
    """The body, in pieces: a server that drips must not outlast the time."""
    pieces = []
    while piece := answer.read1(65_536):
        asking.bytes_left -= len(piece)
        if asking.bytes_left < 0 or asking.seconds <= 0:
            raise _Cannot
        pieces.append(piece)
    return b"".join(pieces)


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _Cannot from error
    if not isinstance(found, dict) or not isinstance(found.get("resourceType"), str):
        raise _Cannot
    if not isinstance(found.get("entry", []), list):
        raise _Cannot
    return found
