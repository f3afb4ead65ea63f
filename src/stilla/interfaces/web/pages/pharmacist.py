"""For the pharmacist and the doctor: medicines and kidney value in, one screen out. No name, nothing kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from stilla.errors import BadInput
from stilla.interfaces.asked.counter import LETTERS, UNITS, Typed, at_the_counter
from stilla.interfaces.drawn.day_strip import reading, table
from stilla.interfaces.drawn.day_svg import svg
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.words.dates import full_date

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse, QueryDict

    from stilla.interfaces.asked.counter import Counter
    from stilla.interfaces.web.desk import Desk

PAGE = "pharmacist/page.html"


def typed_of(form: QueryDict) -> Typed:
    """The form as it was sent."""
    texts = {name: form.get(name, "") for name in Typed.__struct_fields__}
    ticked = {name: name in form for name in ("whole", "no_magnesium")}
    return msgspec.convert(texts | ticked, Typed)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; sent, the answer above it. An answer has no address: what was typed is in no history."""
    desk = desk_of(request)
    shown: dict[str, Any] = {"typed": Typed(), "units": UNITS, "letters": LETTERS.items()}
    if request.method != "POST":
        return render(request, PAGE, shown)
    shown["typed"] = typed = typed_of(request.POST)
    try:
        answer = at_the_counter(typed, desk.knowledge, desk.today, desk.language)
    except BadInput as error:
        return render(request, PAGE, shown | {"problems": error.problems}, status=400)
    return render(request, PAGE, shown | _answer(answer, desk))


def _answer(answer: Counter, desk: Desk) -> dict[str, Any]:
    version, day = desk.knowledge.version, answer.planning.day
    shown = {
        "answer": answer,
        "read": full_date(version.read, desk.language),
        "as_of": full_date(desk.today, desk.language),
        "unrecognised_advice": desk.knowledge.advice("unrecognised-medicine"),
        "no_rule_advice": desk.knowledge.advice("no-rule-known"),
    }
    if day is None or not answer.drawn:
        return shown
    # Made here and escaped there. It stands in the page because an answer without an address has no picture with one.
    drawn = mark_safe(svg(day, desk.language, caption=False))  # noqa: S308
    return shown | {"strip": drawn, "strip_reading": reading(day), "strip_table": table(day)}


urlpatterns = [path("pharmacist", page)]
