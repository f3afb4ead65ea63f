"""Is it restless legs: one question a page, then what the answers fit. Never a diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stilla.criteria import picture
from stilla.diary.entry import IRLS_HIGHEST, read_whole
from stilla.errors import BadInput, refuse
from stilla.interfaces.asked.legs import cannot_wait, following_legs, legs_answers, legs_message, legs_questions
from stilla.interfaces.asked.urgent import COUNTRIES, WHEN
from stilla.interfaces.web import words
from stilla.interfaces.web.desk import desk_of
from stilla.knowledge.kinds import Criterion

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from stilla.interfaces.asked.legs import LegsQuestion
    from stilla.interfaces.web.desk import Desk

ANSWER_WORDS = {"yes": "common.yes", "no": "common.no", "unsure": "common.dont_know", "earlier": "legs.earlier"}
PART_WORDS = {"flags": "legs.part_flags", "criteria": "legs.part_criteria", "mimics": "legs.part_mimics"}


@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """What was answered, and where to go on."""
    desk = desk_of(request)
    questions, said = legs_questions(desk.knowledge), desk.kept.legs
    answered = [(each, ANSWER_WORDS[said[each.id]]) for each in questions if each.id in said]
    return render(
        request,
        "legs/begin.html",
        {"next": following_legs(said, questions), "answered": answered, "irls": desk.kept.irls, "most": IRLS_HIGHEST},
    )


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, name: str) -> HttpResponse:
    """One question; what was answered before can be changed."""
    desk = desk_of(request)
    questions = legs_questions(desk.knowledge)
    asked = next((each for each in questions if each.id == name), None)
    if asked is None:
        raise Http404
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        if answer not in asked.answers:
            choose = words.word("legs.choose")
            return _page(request, asked, questions, refuse("", choose.en, choose.sv))
        new = name not in desk.kept.legs
        desk.change(lambda kept: msgspec.structs.replace(kept, legs={**kept.legs, name: answer}))
        return HttpResponseRedirect(_onward(desk, questions, new=new))
    return _page(request, asked, questions, None)


def _onward(desk: Desk, questions: tuple[LegsQuestion, ...], *, new: bool) -> str:
    """The next question; after the last new one the total, else the answer."""
    following = following_legs(desk.kept.legs, questions)
    if following is not None:
        return f"/legs/question/{following.id}"
    return "/legs/severity" if new and not cannot_wait(desk.kept.legs, questions) else "/legs/answer"


def _page(
    request: HttpRequest, asked: LegsQuestion, questions: tuple[LegsQuestion, ...], error: BadInput | None
) -> HttpResponse:
    place = questions.index(asked)
    before = f"/legs/question/{questions[place - 1].id}" if place else "/legs"
    return render(
        request,
        "legs/question.html",
        {
            "question": asked,
            "part": PART_WORDS[asked.part],
            "choices": [(each, ANSWER_WORDS[each]) for each in asked.answers],
            "chosen": desk_of(request).kept.legs.get(asked.id),
            "number": place + 1,
            "of": len(questions),
            "back": before,
            "problems": error.problems if error else (),
        },
        status=400 if error else 200,
    )


@require_http_methods(["GET", "POST"])
def severity(request: HttpRequest) -> HttpResponse:
    """The total of a questionnaire of one's own, where there is one. Only the number; nobody is asked its items."""
    desk = desk_of(request)
    typed = request.POST.get("total", "").strip()
    problems: tuple[object, ...] = ()
    if request.method == "POST":
        try:
            total = read_whole(typed, IRLS_HIGHEST, "") if typed else None
            desk.change(lambda kept: msgspec.structs.replace(kept, irls=total))
        except BadInput as error:
            problems = error.problems
        else:
            return HttpResponseRedirect("/legs/answer")
    return render(
        request,
        "legs/severity.html",
        {"problems": problems, "typed": typed if problems else desk.kept.irls, "most": IRLS_HIGHEST},
        status=400 if problems else 200,
    )


@require_GET
def answer(request: HttpRequest) -> HttpResponse:
    """What the answers fit, what speaks against it, what is open, and what comes first."""
    desk = desk_of(request)
    knowledge, kept = desk.knowledge, desk.kept
    questions = legs_questions(knowledge)
    found = picture(legs_answers(kept.legs, kept.irls, questions), knowledge)
    cited = dict.fromkeys(name for each in knowledge.kind("criteria", Criterion).values() for name in each.sources)
    return render(
        request,
        "legs/answer.html",
        {
            "found": found,
            "message": legs_message(found, knowledge),
            "next": following_legs(kept.legs, questions),
            "irls": kept.irls,
            "why_mimics": knowledge.advice("rls-why-mimics"),
            "sources": [knowledge.sources[name] for name in cited],
            "countries": COUNTRIES,
            "when": WHEN,
        },
    )


@require_POST
def over(request: HttpRequest) -> HttpResponse:
    """These answers taken away; nothing else."""
    desk_of(request).change(lambda kept: msgspec.structs.replace(kept, legs={}, irls=None))
    return HttpResponseRedirect("/legs")


urlpatterns = [
    path("legs", begin),
    path("legs/question/<slug:name>", question),
    path("legs/severity", severity),
    path("legs/answer", answer),
    path("legs/over", over),
]
