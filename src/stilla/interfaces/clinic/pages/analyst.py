"""The analyst: nights and answers of everybody under codes, without dates or words."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from stilla.diary.cells import csv_of
from stilla.interfaces.clinic.desk import clinic_desk
from stilla.interfaces.clinic.door import database_of, only
from stilla.interfaces.web.pages.trial_plan import downloaded
from stilla.store.clinic.pooled import pooled

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from stilla.store.clinic.pooled import Kind

ONLY = only("analyst")
KINDS = ("nights", "answers")
ENDINGS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@ONLY
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The files there are."""
    return render(request, "analyst/pooled.html", {"kinds": KINDS, "endings": list(ENDINGS)})


@ONLY
@require_GET
def file(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """One of them."""
    if kind not in KINDS or ending not in ENDINGS:
        raise Http404
    found = pooled(database_of(), clinic_desk(request).actor, cast("Kind", kind))
    content = (
        csv_of(found.columns, found.rows)
        if ending == "csv"
        else msgspec.json.encode([dict(zip(found.columns, row, strict=True)) for row in found.rows])
    )
    return downloaded(content, f"stilla-{kind}.{ending}", ENDINGS[ending])


urlpatterns = [path("pooled", start), path("pooled/<slug:kind>.<slug:ending>", file)]
