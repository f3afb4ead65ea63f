"""What is in this product: a label pasted, its readings, and what is asked back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from stilla.errors import BadInput
from stilla.intake.label import read_label
from stilla.interfaces.asked.label import ABSORPTION, OTHER_NAMES, SHOWN_UNITS, as_product, label_text, servings
from stilla.interfaces.forms.label import label_form
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.words.knowledge import CODES

if TYPE_CHECKING:
    from django.http import HttpRequest

    from stilla.interfaces.asked.check import Said
    from stilla.interfaces.web.desk import Desk

PAGE = "label/label.html"


@require_http_methods(["GET", "POST"])
def label(request: HttpRequest) -> HttpResponse:
    """The form; sent, what the label says. Nothing is kept."""
    if request.method != "POST":
        return render(request, PAGE)
    return _read(request)


def _read(request: HttpRequest) -> HttpResponse:
    desk, text, per_day = desk_of(request), request.POST.get("text", ""), request.POST.get("per_day", "")
    shown: dict[str, Any] = {"text": text, "per_day": per_day}
    try:
        found = read_label(label_text(text), desk.knowledge, servings(per_day))
    except BadInput as error:
        return render(request, PAGE, shown | {"problems": error.problems}, status=400)
    form = label_form(found, desk.knowledge, desk.language)
    shown |= {
        "form": form,
        "salts": [(each, desk.knowledge.salts[each]) for each in found.forms],
        "absorption": None if form.absorption is None else ABSORPTION[form.absorption],
        "authorities": CODES["authority"],
        "others": [
            {"name": OTHER_NAMES[each.name], "amount": each.amount, "unit": _unit(each.unit), "note": each.note}
            for each in form.others
        ],
    }
    return render(request, PAGE, shown)


def _unit(name: str | None) -> str:
    return SHOWN_UNITS.get(name or "", name or "")


@require_POST
def use(request: HttpRequest) -> HttpResponse:
    """The product put among what the person takes; the list stays as open as it was."""
    desk, text = desk_of(request), request.POST.get("text", "")
    try:
        desk.change_said(lambda said: _with_product(said, text, desk))
    except BadInput as error:
        return render(request, PAGE, {"text": text, "problems": error.problems, "shown_at": "/label"}, status=400)
    return HttpResponseRedirect("/check/question/magnesium")


def _with_product(said: Said, text: str, desk: Desk) -> Said:
    products = [*said.facts.get("magnesium", ()), as_product(text, desk.knowledge)]
    return msgspec.structs.replace(said, facts={**said.facts, "magnesium": products})


urlpatterns = [path("label", label), path("label/use", use)]
