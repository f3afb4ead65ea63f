"""The morning: five controls, one button. What stands is never lost, and nothing here shows how it is going."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from stilla.diary.nights import is_recalled, must_have_been, nights_meant
from stilla.errors import BadInput, refuse
from stilla.interfaces.asked.morning import RECALLED, calm, enter, morning_of, says, to_do
from stilla.interfaces.web import words
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.morning_fields import answer_text, fields, unchanged, words_of
from stilla.interfaces.web.now import now_of
from stilla.trial.entering import had_capsules, must_be_sealed, rules_of
from stilla.trial.noticed import though_refused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from stilla.diary.record import Record
    from stilla.errors import Problem
    from stilla.interfaces.web.desk import Desk
    from stilla.text import Text

EARLIER = 7
"""Nights back that the page offers to answer."""


@require_GET
def this_morning(request: HttpRequest) -> HttpResponse:
    """The night that is meant; in the small hours it is asked which."""
    desk = desk_of(request)
    meant = nights_meant(*desk.clock, desk.record.nights)
    if len(meant) > 1:
        return render(request, "morning/which.html", {"nights": meant})
    return _opened(request, meant[0])


@require_http_methods(["GET", "POST"])
def of_night(request: HttpRequest, written: str) -> HttpResponse:
    """The morning after one night."""
    try:
        night = date.fromisoformat(written)
    except ValueError:
        raise Http404 from None
    if request.method != "POST":
        return _opened(request, night)
    desk = desk_of(request)
    how = request.POST.get("answer")
    said = words_of(request.POST, night)
    try:
        if how in {"replace", "noted"}:
            said = unchanged(said, desk.record, also_answer=how == "noted")
        if how == "noted" and not says(said):
            raise _nothing()
        morning = morning_of(said, desk.knowledge, desk.language, must_answer=how != "noted")
        added, _ = enter(desk.trial, morning, desk.clock, desk.knowledge)
    except BadInput as error:
        return _refused(request, night, error, said, asked=how in {"save", "cannot"})
    return HttpResponseRedirect(f"/morning/saved/{added[0].number}/{added[-1].number}", status=303)


def _nothing() -> BadInput:
    text = words.word("morning.nothing")
    return refuse("", text.en, text.sv)


def _opened(request: HttpRequest, night: date) -> HttpResponse:
    """The form, or what stands for the night already."""
    desk = desk_of(request)
    must_have_been(night, *desk.clock, desk.record.first_night)
    standing = desk.record.nights.get(night)
    if standing is not None and "change" not in request.GET:
        about = {**_about(desk, night), "answer": answer_text(standing.entry), "earlier": _earlier(desk, night)}
        return render(request, "morning/stands.html", about)
    return _form(request, night)


def _refused(request: HttpRequest, night: date, error: BadInput, said: dict[str, Any], *, asked: bool) -> HttpResponse:
    """The form as it was sent, with why; where another answer came first, that one beside it instead."""
    desk = desk_of(request)
    warnings = tuple(desk.knowledge.advice(name) for name in though_refused(said["side_effect"], desk.knowledge))
    first = asked and night in desk.record.nights
    return _form(request, night, () if first else error.problems, warnings, status=409 if first else 400)


def _form(
    request: HttpRequest,
    night: date,
    problems: tuple[Problem, ...] = (),
    warnings: tuple[Text, ...] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    desk = desk_of(request)
    sent = request.POST if request.method == "POST" else None
    shown = fields(desk.record, night, sent, desk.knowledge, desk.language)
    about = {**_about(desk, night), "problems": problems, "warnings": warnings, "earlier": _earlier(desk, night)}
    shown["sent"] = sent is not None
    shown["open_noticed"] = shown["open_noticed"] or "note" in request.GET
    return render(request, "morning/form.html", {**shown, **about, "resent": sent is not None}, status=status)


def _about(desk: Desk, night: date) -> dict[str, Any]:
    """What stands around the form."""
    record = desk.record
    standing = record.nights.get(night)
    return {
        "night": night,
        "first": record.began is None,
        "own_words": None if record.began is None else record.began.words,
        "capsules": had_capsules(record, night),
        "late": is_recalled(night, *desk.clock),
        "late_says": RECALLED,
        "closed": _closed(record),
        "standing": standing,
        "standing_answer": None if standing is None else answer_text(standing.entry),
        "written": None if standing is None else standing.moment.astimezone(desk.zone),
    }


def _closed(record: Record) -> tuple[Problem, ...]:
    """Why no answer can be given any more; empty where one can."""
    try:
        must_be_sealed(record)
    except BadInput as error:
        return error.problems
    return ()


def _earlier(desk: Desk, night: date) -> list[date]:
    """The nights of the last week that were not answered."""
    first, today = desk.record.first_night, desk.today
    back = (today - timedelta(days=each) for each in range(EARLIER + 1))
    return [each for each in back if each not in desk.record.nights and each != night and each >= (first or today)]


@require_GET
def saved(request: HttpRequest, first: int, last: int) -> HttpResponse:
    """One calm line, what the stop rules ask for, and what comes next. Never a trend."""
    desk = desk_of(request)
    added = desk.events[first - 1 : last] if first else ()
    if not added or len(added) != last - first + 1:
        raise Http404
    word, night, late = calm(added)
    actions = to_do(rules_of(desk.events, first, last, desk.knowledge), desk.knowledge)
    about = {
        "urgent": [advice for urgency, advice in actions if urgency == "now"],
        "actions": [each for each in actions if each[0] != "now"],
        "now": now_of(desk),
    }
    said = {"word": word, "night": night, "late": late, "late_says": RECALLED}
    return render(request, "morning/saved.html", {**said, **about})


urlpatterns = [
    path("morning", this_morning),
    path("morning/saved/<int:first>/<int:last>", saved),
    path("morning/<slug:written>", of_night),
]
