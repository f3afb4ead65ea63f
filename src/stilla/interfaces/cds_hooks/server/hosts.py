"""A request must name this server: a page that made its own name point here gets nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import DisallowedHost
from django.http import HttpResponseBadRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class KnownHosts:
    """Refuses a foreign Host before anything else."""

    def __init__(self, handle: Callable[[HttpRequest], HttpResponse]) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or none."""
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponseBadRequest()
        return self.handle(request)
