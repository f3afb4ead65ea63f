"""May I take magnesium: one question a page, then the answer with what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stilla.errors import BadInput, refuse
from stilla.interfaces.asked.check import LISTS, OPEN_LISTS
from stilla.interfaces.forms.check import check_form
from stilla.interfaces.known.answers import message_of, upper_level
from stilla.interfaces.web import words
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.question_form import (
    answers_of,
    fields_of_value,
    named,
    open_question,
    rows_of,
    shown_question,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from stilla.findings import OpenQuestion
    from stilla.interfaces.asked.check import Said
    from stilla.interfaces.web.desk import Desk


@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """What was answered, and where to go on."""
    desk = desk_of(request)
    return render(
        request,
        "check/begin.html",
        {"next": desk.said.following(desk.found), "answered": answers_of(desk.said, desk.knowledge)},
    )


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, fact: str) -> HttpResponse:
    """One question; what was answered before can be changed."""
    desk = desk_of(request)
    if fact not in desk.knowledge.questions:
        raise Http404
    asked = open_question(desk.said, fact, desk.knowledge, desk.today)
    if asked is None:
        return HttpResponseRedirect("/check")
    if request.method == "POST" and request.POST.get("answer") != "more":
        try:
            desk.change_said(lambda said: _answered(said, asked, request.POST, desk))
        except BadInput as error:
            return _page(request, asked, error.problems)
        return HttpResponseRedirect(_onward(desk))
    return _page(request, asked, ())


def _onward(desk: Desk) -> str:
    """Where to go after an answer: the next question, or the answer when there is none or it cannot wait."""
    following = desk.said.following(desk.found)
    if following is None or desk.said.is_emergency(desk.found):
        return "/check/answer"
    return f"/check/question/{following.fact}"


def _answered(said: Said, asked: OpenQuestion, form: QueryDict, desk: Desk) -> Said:
    """The answers with this one."""
    how, fact = form.get("answer"), asked.fact
    if how == "unsure":
        return said.unsure(fact, asked.members)
    if asked.members:
        chosen = set(form.getlist("member")) & set(asked.members) if how == "chosen" else set()
        if how == "chosen" and not chosen:
            raise _nothing("choose_one")
        return said.with_members(fact, asked.members, chosen, desk.knowledge)
    if fact in LISTS:
        rows = rows_of(fact, form) if how == "list" else []
        if how == "list" and not rows:
            raise _nothing("write_name")
        return said.with_list(fact, rows)
    fields = fields_of_value(fact, form)
    if not fields:
        raise _nothing("write_value")
    return said.with_fields(fact, fields)


def _nothing(key: str) -> BadInput:
    text = words.word(f"check.{key}")
    return refuse("", text.en, text.sv)


def _page(request: HttpRequest, asked: OpenQuestion, problems: Any) -> HttpResponse:
    desk = desk_of(request)
    shown = shown_question(asked, desk.said, desk.knowledge, request.POST if request.method == "POST" else None)
    passed = [each for each in desk.said.passed if each != asked.fact]
    before = desk.said.passed.index(asked.fact) if asked.fact in desk.said.passed else len(passed)
    left = sum(each.fact not in desk.said.passed for each in desk.found.questions if each.fact != asked.fact)
    return render(
        request,
        "check/question.html",
        {
            **shown,
            "question": asked,
            "problems": problems,
            "number": before + 1,
            "left": left,
            "back": f"/check/question/{passed[before - 1]}" if before else "/check",
        },
        status=400 if problems else 200,
    )


@require_GET
def answer(request: HttpRequest) -> HttpResponse:
    """The verdict, why, what to do, whom to ask, and what is still open."""
    desk = desk_of(request)
    found, person = desk.found, desk.read.person
    upper = upper_level(desk.knowledge, "se", person.age)
    message = message_of(found, desk.knowledge, person)
    form = check_form(found, message, desk.read.assumptions, upper, desk.language)
    kinds = dict.fromkeys(each.kind for each in found.unrecognised)
    return render(
        request,
        "check/answer.html",
        {
            "form": form,
            "asks": {each.fact: named(each.members, desk.knowledge) for each in found.questions if each.members},
            "unrecognised_advice": [desk.knowledge.advice(f"unrecognised-{kind}") for kind in kinds],
            "no_rule_advice": desk.knowledge.advice("no-rule-known"),
        },
    )


@require_POST
def over(request: HttpRequest) -> HttpResponse:
    """The answers of the check taken away; nothing else."""
    desk_of(request).change(lambda kept: msgspec.structs.replace(kept, facts={}, open_lists=OPEN_LISTS, passed=()))
    return HttpResponseRedirect("/check")


urlpatterns = [
    path("check", begin),
    path("check/question/<slug:fact>", question),
    path("check/answer", answer),
    path("check/over", over),
]
