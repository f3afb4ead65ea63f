"""Food: look a food up, write what was eaten, and see the gap and the smallest change that closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stilla.errors import BadInput
from stilla.intake.food_day import read_day
from stilla.intake.measures import measure_name
from stilla.intake.reference import whose_of
from stilla.interfaces.asked.foods import against_reference, better_day, index_of
from stilla.interfaces.drawn.intake_bar import TITLE, bar_of, reading, svg
from stilla.interfaces.forms.foods import food_form
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.words.foods import REACHED as REACHED_WORDS
from stilla.interfaces.words.foods import per_100_g, short, source_name, span
from stilla.store.place import FOODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from stilla.errors import Problem
    from stilla.intake.food_day import Day
    from stilla.intake.foods import Edible, Index
    from stilla.intake.reference import Against, Whose
    from stilla.interfaces.web.desk import Desk

AUTHORITY: Final = "se"


def index(desk: Desk) -> Index:
    """All foods of this home."""
    return index_of(desk.knowledge, desk.folder / FOODS)


def whose(desk: Desk) -> Whose:
    """Whose reference intake."""
    return whose_of(AUTHORITY, desk.read.person)


@require_GET
def foods(request: HttpRequest) -> HttpResponse:
    """The day, and a search."""
    desk, query = desk_of(request), request.GET.get("q", "").strip()
    found, problems = _found(query, desk)
    if request.headers.get("HX-Request") == "true":
        return render(request, "foods/found.html", {"query": query, "found": found, "problems": problems})
    return _page(request, desk.kept.foods, problems, query=query, found=found)


def _found(query: str, desk: Desk) -> tuple[list[dict[str, Any]], Sequence[Problem]]:
    if not query:
        return [], ()
    try:
        hits = index(desk).search(query)
    except BadInput as error:
        return [], error.problems
    return [{"food": hit.food, "per_100_g": per_100_g(hit.food, desk.language)} for hit in hits], ()


def _page(request: HttpRequest, text: str, problems: Sequence[Problem] = (), **more: Any) -> HttpResponse:
    desk = desk_of(request)
    shown = {"text": text, "problems": problems, **_day(desk), **more}
    return render(request, "foods/foods.html", shown, status=400 if problems else 200)


def _kept_day(desk: Desk) -> tuple[Day, Against | None] | None:
    """What was eaten, as it is kept, beside the reference; None where nothing was written."""
    if not desk.kept.foods.strip():
        return None
    day = read_day(desk.kept.foods, index(desk))
    return day, against_reference(day, whose(desk), desk.knowledge)


def _day(desk: Desk) -> dict[str, Any]:
    """The kept day in words."""
    kept = _kept_day(desk)
    if kept is None:
        return {}
    day, compared = kept
    items = [
        {
            "food": each.food,
            "grams": short(each.grams, desk.language),
            "mg": span(each.mg, each.low, each.high, desk.language),
            "share": round(100 * day.share(each)),
            "assumes": each.assumes,
        }
        for each in day.eaten
    ]
    shown = {
        "day": day,
        "items": items,
        "total": span(day.mg, day.low, day.high, desk.language),
        "uncertainty": desk.knowledge.advice("foods-uncertainty"),
        "about_reference": desk.knowledge.advice("foods-reference"),
    }
    return shown if compared is None else shown | against(day, compared, desk)


def against(day: Day, compared: Against, desk: Desk) -> dict[str, Any]:
    """A day beside its reference, in words."""
    reference, bar = compared.reference, bar_of(day, compared)
    return {
        "bar": bar,
        "bar_title": TITLE,
        "bar_reading": reading(bar),
        "reached": REACHED_WORDS[compared.reached],
        "percent": "–".join(dict.fromkeys(str(round(each)) for each in (compared.percent_low, compared.percent_high))),
        "assumes": reference.assumes,
        "reference_low": short(reference.low, desk.language),
        "reference_high": short(reference.high, desk.language),
        "missing": short(compared.missing_mg, desk.language),
        "sources": [desk.knowledge.sources[name] for name in reference.sources],
    }


@require_POST
def eaten(request: HttpRequest) -> HttpResponse:
    """What was eaten, kept as it was written; refused where an amount is none."""
    desk, text = desk_of(request), request.POST.get("text", "")
    try:
        if text.strip():
            read_day(text, index(desk))
        desk.change(lambda kept: msgspec.structs.replace(kept, foods=text.strip()))
    except BadInput as error:
        return _page(request, text, error.problems, shown_at="/foods")
    return HttpResponseRedirect("/foods#day")


@require_GET
def food(request: HttpRequest, key: str) -> HttpResponse:
    """One food."""
    desk = desk_of(request)
    every = index(desk)
    if key not in every.by_key:
        raise Http404
    found = every.get(key)
    return render(
        request,
        "foods/food.html",
        {
            "food": found,
            "form": food_form(found, desk.language),
            "per_100_g": per_100_g(found, desk.language),
            "figures": [(source_name(each.table), each) for each in found.figures],
            "known_sources": desk.knowledge.sources,
            "portions": [_portion(measure, grams, found, desk) for measure, grams in found.portions.items()],
            "uncertainty": desk.knowledge.advice("foods-uncertainty"),
        },
    )


def _portion(measure: str, grams: float, found: Edible, desk: Desk) -> dict[str, Any]:
    """What one measure weighs and holds; nothing of what it holds where that is not known."""
    holds = None
    if found.low is not None and found.high is not None:
        low, high = (value * grams / 100 for value in (found.low, found.high))
        holds = span(None if found.mg is None else found.mg * grams / 100, low, high, desk.language)
    return {"name": measure_name(measure), "grams": short(grams, desk.language), "holds": holds}


@require_http_methods(["GET", "POST"])
def gap(request: HttpRequest) -> HttpResponse:
    """The smallest change of the kept day; other foods that are eaten are named in a form and not kept."""
    desk = desk_of(request)
    if not desk.kept.foods.strip():
        return HttpResponseRedirect("/foods")
    text = request.POST.get("also", "")
    shown: dict[str, Any] = {"also": text}
    also = [line.strip() for line in text.splitlines() if line.strip()]
    try:
        better = better_day(desk.kept.foods, also, whose(desk), desk.knowledge, index(desk))
    except BadInput as error:
        # A day that cannot be read whole has no gap: that is an answer to looking, and a refusal of what was sent.
        return render(request, "foods/gap.html", shown | {"problems": error.problems}, status=400 if also else 200)
    shown |= {
        "change": better.change,
        "cautions": [desk.knowledge.advice(name) for name in ("foods-ask", "foods-never-more", "foods-uncertainty")],
        **against(better.day, better.compared, desk),
    }
    return render(request, "foods/gap.html", shown)


@require_GET
def bar(request: HttpRequest, shape: str, tone: str) -> HttpResponse:
    """The kept day beside its reference, as a picture."""
    desk = desk_of(request)
    kept = _kept_day(desk)
    if kept is None or kept[1] is None or shape not in {"wide", "narrow"} or tone not in {"light", "dark"}:
        raise Http404
    drawn = svg(bar_of(kept[0], kept[1]), desk.language, narrow=shape == "narrow", dark=tone == "dark")
    return HttpResponse(drawn, content_type="image/svg+xml")


urlpatterns = [
    path("foods", foods),
    path("foods/day", eaten),
    path("foods/gap", gap),
    path("foods/bar-<slug:shape>-<slug:tone>.svg", bar),
    path("foods/food/<str:key>", food),
]
