"""The first page, the language, and the pages for when there is no page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from stilla.interfaces.web.desk import desk_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from stilla.store.home import Kept
    from stilla.text import Language

REASONS = (("check", "start.why_check"), ("try", "start.why_try"), ("doctor", "start.why_doctor"))


@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Two questions: which language, and why the person is here."""
    desk = desk_of(request)
    if request.method == "POST":
        language, why = request.POST.get("language"), request.POST.get("why")

        def chosen(kept: Kept) -> Kept:
            return msgspec.structs.replace(
                kept,
                language=cast("Language", language) if language in {"sv", "en"} else kept.language,
                why=why if why in dict(REASONS) else kept.why,
            )

        desk.change(chosen)
        return HttpResponseRedirect("/legs" if desk.kept.why == "try" else "/check")
    return render(request, "start/welcome.html", {"reasons": REASONS, "kept": desk.kept})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The other language, and back to where the person was."""
    chosen, back = request.POST.get("language"), request.POST.get("to", "/")
    if chosen in {"sv", "en"}:
        desk_of(request).change(lambda kept: msgspec.structs.replace(kept, language=cast("Language", chosen)))
    return HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    del exception
    return render(request, "start/missing.html", status=404)


urlpatterns = [path("welcome", welcome), path("language", language)]
