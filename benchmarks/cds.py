"""The CDS Hooks service under load on loopback, beside a bare Django view that parses the same request.

Both run under gunicorn with two workers, one after the other and then again in the other order, and are driven by the
same threads over kept connections. Every number is measured in this run; the driver shares the cores with the server.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STILLA = str(Path(sys.executable).with_name("stilla"))
WORKERS = 2
CLIENTS = int(os.environ.get("CDS_CLIENTS", "4"))
SECONDS = float(os.environ.get("CDS_SECONDS", "6"))
SERVICE = "/cds-services/stilla-magnesium-order-sign"
AIM_MS = 30
PEER = """
import json
import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

@csrf_exempt
def service(request, name):
    json.loads(request.body)
    return HttpResponse(b'{"cards": []}', content_type="application/json")

settings.configure(SECRET_KEY="bare", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], DATABASES={},
                   INSTALLED_APPS=[], DATA_UPLOAD_MAX_MEMORY_SIZE=10_000_000, LOGGING_CONFIG=None)
django.setup()
urlpatterns = [path("cds-services/<slug:name>", service)]
application = WSGIHandler()
"""


def request_of(size: int) -> bytes:
    """An invented order-sign request of about so many bytes: magnesium ordered for somebody with a long record."""
    patient = {"reference": "Patient/load"}
    observations: list[dict[str, Any]] = [_observation(n, patient) for n in range(12)]
    conditions: list[dict[str, Any]] = []
    asked = {
        "hook": "order-sign",
        "hookInstance": "1d2e0f4e-3a6c-4f2e-8d67-5f6a8b1c2d3e",
        "context": {
            "userId": "Practitioner/load",
            "patientId": "load",
            "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": _order("A12CC10", "draft", patient)}]},
        },
        "prefetch": {
            "patient": {"resourceType": "Patient", "id": "load", "gender": "female", "birthDate": "1951-03-02"},
            "medicationRequests": _bundle(
                [_order(code, "active", patient) for code in ("N02BF01", "H03AA01", "C03CA01", "C10AA05", "N05CF01")]
            ),
            "medicationStatements": _bundle([]),
            "conditions": _bundle(conditions),
            "observations": _bundle(observations),
        },
    }  # fmt: skip
    while len(json.dumps(asked)) < size:
        for _ in range(max(1, (size - len(json.dumps(asked))) // 1200)):
            conditions.append(_condition(len(conditions), patient))
            observations.append(_observation(len(observations), patient))
        for key, held in (("conditions", conditions), ("observations", observations)):
            asked["prefetch"][key] = _bundle(held)  # type: ignore[index]
    return json.dumps(asked).encode()


def _bundle(resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": each} for each in resources]}


def _order(code: str, status: str, patient: dict[str, str]) -> dict[str, Any]:
    concept = {"coding": [{"system": "http://www.whocc.no/atc", "code": code}]}
    return {"resourceType": "MedicationRequest", "id": f"{status}-{code}", "status": status, "intent": "order",
            "medicationCodeableConcept": concept, "subject": patient, "authoredOn": "2026-02-01"}  # fmt: skip


def _condition(n: int, patient: dict[str, str]) -> dict[str, Any]:
    code = ("I10", "E11.9", "M17.0", "G25.8", "F32.1", "K21.9", "H52.4", "L20.9")[n % 8]
    return {"resourceType": "Condition", "id": f"c{n}", "subject": patient, "recordedDate": f"{2000 + n % 26}-05-04",
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": code}],
                     "text": f"An invented problem, written {n}"}}  # fmt: skip


def _observation(n: int, patient: dict[str, str]) -> dict[str, Any]:
    code, unit = (("62238-1", "mL/min/{1.73_m2}"), ("2276-4", "ug/L"), ("2601-3", "mmol/L"))[n % 3]
    value = (72.0, 88.0, 0.82)[n % 3]
    return {"resourceType": "Observation", "id": f"o{n}", "status": "final", "subject": patient,
            "effectiveDateTime": f"{2026 - n % 20}-0{1 + n % 9}-11T08:30:00+01:00",
            "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "valueQuantity": {"value": value, "code": unit, "system": "http://unitsofmeasure.org"}}  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, folder: str) -> Iterator[int]:
    program = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        program.terminate()
        program.wait(20)


def drive(port: int, body: bytes, seconds: float) -> tuple[list[float], int]:
    """Milliseconds of every answer, and how many failed."""
    taken: list[float] = []
    failed = [0]
    until = time.monotonic() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        own: list[float] = []
        while time.monotonic() < until:
            began = time.perf_counter()
            try:
                connection.request("POST", SERVICE, body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                content = answer.read()
                if answer.status != 200 or b'"cards"' not in content:
                    failed[0] += 1
            except (OSError, http.client.HTTPException):
                failed[0] += 1
                connection.close()
            own.append(1000 * (time.perf_counter() - began))
        connection.close()
        taken.extend(own)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return taken, failed[0]


def figures(taken: list[float], failed: int, seconds: float) -> dict[str, float]:
    cuts = statistics.quantiles(taken, n=100)
    return {"rps": len(taken) / seconds, "p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "failed": failed}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "bare.py").write_text(PEER, encoding="utf-8")
        programs = {
            "stilla": lambda port: [STILLA, "cds", "serve", "--port", str(port), "--workers", str(WORKERS)],
            "bare Django": lambda port: [
                sys.executable, "-m", "gunicorn", "bare:application", "--bind", f"127.0.0.1:{port}", "--workers",
                str(WORKERS), "--worker-class", "gthread", "--threads", "4", "--keep-alive", "15",
            ],
        }  # fmt: skip
        bodies = {"50 kB": request_of(50_000), "1 MB": request_of(1_000_000)}
        found: dict[tuple[str, str], list[dict[str, float]]] = {}
        for names in (list(programs), list(reversed(programs))):
            for name in names:
                port = free_port()
                with serving(programs[name](port), port, folder):
                    for size, body in bodies.items():
                        drive(port, body, 1)  # the first requests read the knowledge in each worker
                        found.setdefault((name, size), []).append(figures(*drive(port, body, SECONDS), SECONDS))
    report(found, bodies)


def report(found: dict[tuple[str, str], list[dict[str, float]]], bodies: dict[str, bytes]) -> None:
    print(f"{WORKERS} workers, {CLIENTS} clients on kept connections, {SECONDS:g} s twice, {os.cpu_count()} cores")
    print(f"{'':24}{'requests/s':>11}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'failed':>8}")
    means = {}
    for (name, size), rounds in sorted(found.items(), key=lambda each: (each[0][1], each[0][0])):
        means[name, size] = {key: statistics.mean(each[key] for each in rounds) for key in rounds[0]}
        m = means[name, size]
        print(f"{name + ', ' + size:24}{m['rps']:11.0f}{m['p50']:9.1f}{m['p95']:9.1f}{m['p99']:9.1f}{m['failed']:8.0f}")
    for size, body in bodies.items():
        ours, bare = means["stilla", size], means["bare Django", size]
        ratio, slower = ours["rps"] / bare["rps"], ours["p95"] / bare["p95"]
        print(f"{size} ({len(body)} bytes): {ratio:.2f} of the bare view's requests/s, p95 {slower:.1f} times")
    p95 = means["stilla", "50 kB"]["p95"]
    print(f"aim: p95 under {AIM_MS} ms for small requests: {'met' if p95 < AIM_MS else 'NOT met'} ({p95:.1f} ms)")


if __name__ == "__main__":
    main()
