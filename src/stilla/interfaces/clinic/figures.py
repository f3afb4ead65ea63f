"""What those who run the server may count: requests by page, status and time, and logins that failed. Nobody's name."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.urls import Resolver404, resolve
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Counter("stilla_requests_total", "Requests by page and status", ("page", "status"))
SECONDS = Histogram("stilla_request_seconds", "Seconds by page", ("page",), buckets=BUCKETS)
FAILED_LOGINS = Counter("stilla_failed_logins_total", "Logins that failed or were not tried", ("why",))


class Watched:
    """Counts each request under the pattern of its page: an address could name somebody."""

    def __init__(self, handle: Callable[[HttpRequest], HttpResponse]) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        began = time.perf_counter()
        response = self.handle(request)
        page = _page(request.path)
        REQUESTS.labels(page, str(response.status_code)).inc()
        SECONDS.labels(page).observe(time.perf_counter() - began)
        return response


def _page(path: str) -> str:
    try:
        return resolve(path).route or "start"
    except Resolver404:
        return "none"


def exposed() -> tuple[bytes, str]:
    """The figures of all workers, as Prometheus reads them, and their content type."""
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # published so
    return generate_latest(registry), CONTENT_TYPE_LATEST
