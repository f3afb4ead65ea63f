"""Which dose, which form, when in the day; or the exact rule in the way, and what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stilla.errors import BadInput, Problem
from stilla.findings import wishes_of
from stilla.interfaces.asked.check import Said
from stilla.interfaces.asked.plan import Wished, make_plan, planning_form, time_of
from stilla.interfaces.asked.today import Told, doses_of_today, repaired, told
from stilla.interfaces.asked.urgent import COUNTRIES
from stilla.interfaces.drawn.day_strip import TITLE, reading, table
from stilla.interfaces.drawn.day_svg import svg
from stilla.interfaces.forms.plan import today_form
from stilla.interfaces.known.answers import upper_level
from stilla.interfaces.web.desk import desk_of
from stilla.plan import in_the_way, sentence
from stilla.text import Text
from stilla.timetable.explain import on_that_date
from stilla.timetable.nudge import nudge
from stilla.timetable.room import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, QueryDict

    from stilla.interfaces.asked.plan import Planning
    from stilla.interfaces.web.desk import Desk
    from stilla.store.home import Kept

AUTHORITIES = ("se", "uk", "us")
WAYS = {"earlier": -1, "later": 1}
DAY_FIELDS = ("bedtime", "waketime")


def planning_of(desk: Desk) -> Planning:
    """The plan of the person of this app, today."""
    kept = desk.kept
    wished = Wished(kept.doses, time_of("", kept.prefer), zone=kept.zone)
    return make_plan(desk.read, desk.knowledge, desk.today, wished)


@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """The plan, with its day."""
    return _page(request, ())


def _page(request: HttpRequest, problems: Sequence[Problem], typed: QueryDict | None = None) -> HttpResponse:
    desk = desk_of(request)
    planning, knowledge = planning_of(desk), desk.knowledge
    layout, person = planning.layout, desk.read.person
    form = planning_form(planning, person, desk.language)
    unknown = ", ".join(layout.unrecognised) if layout is not None else ""
    untimed = "; ".join(form.timetable.untimed) if form.timetable is not None else ""
    return render(
        request,
        "plan/plan.html",
        {
            "problems": problems,
            "shown_at": "/plan",
            "planning": planning,
            "form": form,
            "because": getattr(planning.plan, "because", ()),
            "in_the_way": () if layout is None else in_the_way(layout),
            "unrecognised": sentence(knowledge, "plan-unrecognised", names=unknown).text if unknown else None,
            "untimed": sentence(knowledge, "plan-untimed", names=untimed).text if untimed else None,
            "if_yes": sentence(knowledge, "plan-if-yes").text,
            "strip": planning.day if _drawn(planning) else None,
            "table": () if planning.day is None else table(planning.day),
            "strip_title": TITLE,
            "strip_reading": None if planning.day is None else reading(planning.day),
            "changes": [text for each in planning.changes for text in on_that_date(each)],
            "uppers": [(COUNTRIES[each], upper_level(knowledge, each, person.age)) for each in AUTHORITIES],
            "sources": [knowledge.sources[name] for name in getattr(planning.plan, "cited", ())],
            "day": _day_typed(desk, typed),
            "kept": desk.kept,
        },
        status=400 if problems else 200,
    )


def _drawn(planning: Planning) -> bool:
    """Whether there is a day to draw: none while no time can be laid out at all."""
    layout = planning.layout
    return layout is not None and not layout.barred and not layout.unrecognised


def _day_typed(desk: Desk, typed: QueryDict | None) -> dict[str, str]:
    """The times of the day as they were just written, else as they are kept."""
    facts = desk.kept.facts
    kept = {**{name: str(facts.get(name, "")) for name in DAY_FIELDS}, "meals": ", ".join(facts.get("meals", ()))}
    return kept if typed is None else {name: typed.get(name, "") for name in kept}


@require_GET
def strip(request: HttpRequest, shape: str, tone: str) -> HttpResponse:
    """The day as a picture."""
    desk = desk_of(request)
    planning = planning_of(desk)
    if planning.day is None or not _drawn(planning):
        raise Http404
    drawn = svg(planning.day, desk.language, narrow=shape == "narrow", dark=tone == "dark", caption=False)
    return HttpResponse(drawn, content_type="image/svg+xml")


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """A dose earlier or later, as far as every distance is kept; else what is in the way."""
    desk = desk_of(request)
    layout = planning_of(desk).layout
    which, way = request.POST.get("dose", ""), WAYS.get(request.POST.get("way", ""))
    doses = () if layout is None else layout.timetable.doses
    if layout is None or way is None or which not in {str(n) for n in range(len(doses))}:
        raise Http404
    moved = nudge(layout.separations, layout.wishes, int(which), way)
    preferred = moved.preferred
    if preferred is None:
        return _page(request, [Problem(Text("", ""), moved.says or Text("", ""))])
    desk.change(lambda kept: msgspec.structs.replace(kept, prefer=clock(preferred)))
    return HttpResponseRedirect("/plan#day")


@require_POST
def wish(request: HttpRequest) -> HttpResponse:
    """No wish of one's own any more: the time is chosen by meals and bed time."""
    desk_of(request).change(lambda kept: msgspec.structs.replace(kept, prefer=None))
    return HttpResponseRedirect("/plan#day")


@require_POST
def the_day(request: HttpRequest) -> HttpResponse:
    """Bed time, time of getting up, meals, and how many doses."""
    desk, sent = desk_of(request), request.POST

    def changed(kept: Kept) -> Kept:
        facts = {name: value for name, value in kept.facts.items() if name not in {*DAY_FIELDS, "meals"}}
        facts |= {name: sent[name].strip() for name in DAY_FIELDS if sent.get(name, "").strip()}
        meals = [each.strip() for each in sent.get("meals", "").replace(";", ",").split(",") if each.strip()]
        facts |= {"meals": meals} if meals else {}
        read = Said(facts, kept.open_lists, kept.passed).read(desk.knowledge, desk.today)
        two = sent.get("doses") == "2"
        wishes_of(read.person, 2 if two else 1, None)  # refuses a day that has no length
        return msgspec.structs.replace(kept, facts=facts, doses=2 if two else 1)

    try:
        desk.change(changed)
    except BadInput as error:
        return _page(request, error.problems, sent)
    return HttpResponseRedirect("/plan#day")


@require_http_methods(["GET", "POST"])
def today(request: HttpRequest) -> HttpResponse:
    """A dose late, early, twice or not at all: the rest of this day. Nothing of it is kept."""
    desk = desk_of(request)
    layout = planning_of(desk).layout
    doses = () if layout is None else doses_of_today(layout)
    sent = request.POST
    rows = [
        {"n": n, "name": each.name, "at": clock(each.at), "how": sent.get(f"how-{n}", ""), "other": sent.get(f"at-{n}")}
        for n, each in enumerate(doses)
    ]
    shown: dict[str, Any] = {
        "rows": rows,
        "names": list(dict.fromkeys(each.name for each in doses)),
        "extra": sent.get("extra", ""),
        "extra_at": sent.get("extra_at", ""),
        "rest": "rest" in sent,
        "now": f"{desk.now:%H:%M}",
        "hows": HOWS,
        "none": not (layout is not None and layout.timetable.doses),
    }
    if request.method == "POST":
        try:
            said = [told(_told(sent, n, each.name, each.at)) for n, each in enumerate(doses)]
            said.append(
                told(Told(sent.get("extra", ""), None, "other" if sent.get("extra") else "", sent.get("extra_at", "")))
            )
            minute = 60 * desk.now.hour + desk.now.minute
            known = [each for each in said if each is not None]
            done = repaired(layout, desk.today, minute, known, desk.kept.zone, rest="rest" in sent)
        except BadInput as error:
            shown["problems"] = error.problems
        else:
            shown["today"] = today_form(done, desk.language)
    return render(request, "plan/today.html", shown, status=400 if "problems" in shown else 200)


def _told(sent: QueryDict, n: int, name: str, at: int) -> Told:
    how = sent.get(f"how-{n}", "")
    other = sent.get(f"at-{n}", "")
    # A time that was written counts, also where the list above it was left alone.
    if how == "planned":
        return Told(name, at, "planned")
    if how == "missed":
        return Told(name, at, "missed")
    return Told(name, at, "other" if how == "other" or other.strip() else "", other)


HOWS = (
    ("", "plan.how_unsaid"),
    ("planned", "plan.how_planned"),
    ("other", "plan.how_other"),
    ("missed", "plan.how_missed"),
)

urlpatterns = [
    path("plan", plan),
    path("plan/day-<slug:shape>-<slug:tone>.svg", strip),
    path("plan/move", move),
    path("plan/wish", wish),
    path("plan/day", the_day),
    path("plan/today", today),
]
