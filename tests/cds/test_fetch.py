"""What a request lacks is fetched only where, with what and as long as it may be; else it stays unknown."""

from __future__ import annotations

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from cds.asking import MAGNESIUM_OXIDE, bundle, cards, desk, egfr, patient, prefetch, statement, told, without
from stilla.interfaces.cds_hooks.config import FhirServer

ALL = "patient/*.read"
PART = without(prefetch(statements=[statement(MAGNESIUM_OXIDE)]), "observations")
UNKNOWN = [("warning", "not-checked")]


class Fhir(BaseHTTPRequestHandler):
    """A FHIR server with one patient, whose kidneys are weak."""

    def do_GET(self):
        server = self.server
        server.asked.append((unquote(self.path), self.headers.get("Authorization")))
        kind = self.path.removeprefix("/fhir/").partition("?")[0].partition("/")[0]
        status, headers, body = server.answer(kind, self.path)
        time.sleep(server.slow)
        with suppress(ConnectionError):  # the client may have gone
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_):
        pass


def held(kind, _path):
    found = {
        "Patient": patient(),
        "Observation": bundle(egfr(24)),
        "MedicationStatement": bundle(statement(MAGNESIUM_OXIDE)),
    }
    return 200, {}, json.dumps(found.get(kind, bundle())).encode()


@pytest.fixture
def fhir():
    with ThreadingHTTPServer(("127.0.0.1", 0), Fhir) as server:
        server.asked, server.answer, server.slow = [], held, 0
        server.url = f"http://127.0.0.1:{server.server_address[1]}/fhir"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def answered(knowledge, fhir, given=PART, *, listed=None, **fields):
    access = {"access_token": "tok", "token_type": "Bearer", "expires_in": 300, "scope": ALL, "subject": "s"}
    servers = (FhirServer(fhir.url),) if listed is None else listed
    at = desk(knowledge, fhir=servers, fetch_seconds=fields.pop("seconds", 2.0), **fields.pop("config", {}))
    server = fields.pop("server", fhir.url)
    return told(cards(knowledge, given=given, at=at, fhirServer=server, fhirAuthorization=access | fields))


def test_what_is_missing_is_fetched_with_the_token(knowledge, fhir):
    assert answered(knowledge, fhir) == [("warning", "egfr-below-30")]
    ((path, authorization),) = fhir.asked
    assert path.startswith("/fhir/Observation?patient=p&code=http://loinc.org|")
    assert authorization == "Bearer tok"


def test_without_any_prefetch_everything_is_fetched(knowledge, fhir):
    assert answered(knowledge, fhir, given={}) == [("warning", "egfr-below-30")]
    kinds = ("Patient/p", "MedicationRequest", "MedicationStatement", "Condition", "Observation")
    assert {path.partition("?")[0] for path, _ in fhir.asked} == {f"/fhir/{each}" for each in kinds}


@pytest.mark.parametrize(
    "held_back",
    [
        {"listed": ()},
        {"listed": (FhirServer("http://127.0.0.1:9/fhir"),)},
        {"expires_in": 0},
        {"expires_in": -5},
        {"scope": "patient/Patient.read patient/Condition.rs"},
        {"scope": "patient/Observation.write"},
        {"scope": "patient/Observation.rs?category=x"},
        {"patient": "somebody-else"},
    ],
    ids=str,
)
def test_without_leave_nothing_is_asked(knowledge, fhir, held_back):
    assert answered(knowledge, fhir, **held_back) == UNKNOWN
    assert fhir.asked == []


def test_what_came_is_not_asked_for_again(knowledge, fhir):
    assert answered(knowledge, fhir, given=PART | {"observations": None}) == UNKNOWN
    assert fhir.asked == []


@pytest.mark.parametrize("scope", ["user/Observation.read", "system/*.*", "patient/Observation.rs", "user/*.cruds"])
def test_scopes_of_both_releases_are_understood(knowledge, fhir, scope):
    assert answered(knowledge, fhir, scope=scope) == [("warning", "egfr-below-30")]


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b"{}"),
        (401, {}, b"{}"),
        (302, {"Location": "http://127.0.0.1:9/"}, b"{}"),
        (200, {}, b"<html>"),
        (200, {}, b"[]"),
        (200, {}, b'{"resourceType": 1}'),
        (200, {}, b'{"resourceType": "Bundle", "entry": 1}'),
        (200, {}, b'{"resourceType": "OperationOutcome", "issue": []}'),
    ],
    ids=str,
)
def test_a_server_that_fails_leaves_it_unknown(knowledge, fhir, answer):
    fhir.answer = lambda *_: answer
    assert answered(knowledge, fhir) == UNKNOWN


def test_a_slow_server_is_not_waited_for(knowledge, fhir):
    fhir.slow = 0.6
    began = time.monotonic()
    assert answered(knowledge, fhir, seconds=0.1) == UNKNOWN
    assert time.monotonic() - began < 0.6


def test_a_flood_is_not_read(knowledge, fhir):
    fhir.answer = lambda *_: (200, {}, json.dumps(bundle(egfr(24))).encode() + b" " * 200_000)
    assert answered(knowledge, fhir, config={"largest_request": 100_000}) == UNKNOWN


def test_every_page_is_read_and_none_elsewhere(knowledge, fhir):
    def paged(_, path):
        first = bundle(link=[{"relation": "next", "url": f"{fhir.url}/Observation?page=2"}])
        away = bundle(egfr(24), link=[{"relation": "next", "url": "http://127.0.0.1:9/fhir/x"}])
        return 200, {}, json.dumps(away if "page=2" in path else first).encode()

    fhir.answer = paged
    assert answered(knowledge, fhir) == [("warning", "egfr-below-30")]
    assert len(fhir.asked) == 2
