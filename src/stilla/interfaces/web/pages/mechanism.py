"""How would it work: from a dose to the level in blood and to a nerve, in the model. Nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from stilla.errors import BadInput
from stilla.interfaces.asked.mechanism import Known, ask
from stilla.interfaces.asked.mechanism_person import known_of
from stilla.interfaces.asked.urgent import by_route
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.mechanism_answer import MODEL, SHADES, nerve, serum, usual_calcium
from stilla.interfaces.web.mechanism_form import (
    EXAMPLES,
    PICTURED,
    asked_of,
    dials,
    example,
    plain_fields,
    query_of,
    typed_in,
)
from stilla.interfaces.web.pictures import shown_picture
from stilla.interfaces.words import mechanism as words
from stilla.interfaces.words.mechanism_numbers import level
from stilla.physiology.asked import SWITCHES, forms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from stilla.errors import Problem
    from stilla.interfaces.asked.mechanism import Answer, Question
    from stilla.interfaces.web.desk import Desk
    from stilla.knowledge.schema import Source
    from stilla.knowledge.store import Knowledge

PEOPLE = "4000"
COUNTS = ("1", "2", "3", "4")
"""Doses a day that are offered as buttons; clock times give any number."""
PICTURES = {"serum": serum, "nerve": nerve}

WHOLE = "whole"
"""In an address: the page waits for its answer, since nothing fetches it afterwards."""


class _Asked:
    """What a request asks: the fields, the question or why there is none."""

    def __init__(self, request: HttpRequest, desk: Desk) -> None:
        sent = request.GET.copy()
        self.whole = sent.pop(WHOLE, None) is not None
        self.people = PEOPLE if sent.get("population") else ""
        self.first = not sent
        self.question: Question | None = None
        self.problems: Sequence[Problem] = ()
        self.known = _known(desk)
        self.refused = bool(self.known.refused)
        """Whether an answered fact is one for which the model was not made, so that nothing typed can help."""
        self.typed = typed_in(sent, self.known, usual_calcium(desk.knowledge), desk.language)
        if self.first and (self.refused or not self.typed["egfr"]):
            self.problems = self.known.refused
            return
        try:
            self.question = ask(asked_of(self.typed, self.people), desk.knowledge, desk.today, self.known)
        except BadInput as error:
            self.problems = error.problems

    @property
    def query(self) -> str:
        """All that was asked, as the end of an address."""
        return query_of({**self.typed, "population": self.people}, (*PICTURED, "observed", "population"))

    @property
    def needs_egfr(self) -> bool:
        """Whether nothing can be worked out before somebody gives a kidney value."""
        return not self.refused and not self.typed["egfr"] and self.known.egfr is None


def _known(desk: Desk) -> Known:
    """What was answered before, as far as it can be read."""
    try:
        return known_of(desk.read, desk.knowledge)
    except BadInput as error:
        return Known(refused=tuple(error.problems))


@require_GET
def mechanism(request: HttpRequest) -> HttpResponse:
    """The page; for a slider that was moved, the answer alone."""
    desk = desk_of(request)
    asked = _Asked(request, desk)
    partial = request.headers.get("HX-Request") == "true"
    waits = asked.question is not None and not MODEL.loaded and not partial and not asked.whole
    outcome: dict[str, Any] = {
        "problems": asked.problems,
        "partial": partial,
        "needs_egfr": asked.needs_egfr and not (partial and asked.typed["observed"]),  # where to turn comes first
        "waits": waits,
        "whole": f"/mechanism?{asked.query}&{WHOLE}=1",
        "examples": [(egfr, example(egfr)) for egfr in EXAMPLES],
    }
    if asked.question is not None:  # known before the model is loaded
        outcome |= _beforehand(asked.question, desk.knowledge)
    if asked.question is not None and not waits:
        outcome |= _answered(asked, asked.question, desk)
    if partial:  # a number half typed is no failed request
        return render(request, "mechanism/outcome.html", outcome)
    status = 400 if asked.problems and not asked.refused else 200
    return render(
        request, "mechanism/mechanism.html", _frame(asked, outcome.get("answer"), desk) | outcome, status=status
    )


def _frame(asked: _Asked, found: Answer | None, desk: Desk) -> dict[str, Any]:
    """The form, and what stands whatever the answer."""
    knowledge, typed = desk.knowledge, asked.typed
    return {
        "shown_at": "/mechanism" if asked.first else f"/mechanism?{asked.query}",
        "typed": typed,
        "dials": dials(typed, usual_calcium(knowledge)),
        "others": plain_fields(typed),
        "forms": [(slug, form.name) for slug, form in forms_of(knowledge).items()],
        "counts": COUNTS,
        "switches": [(name, text, bool(typed[name])) for name, text in SWITCHES.items()],
        "more_open": any(typed[name] for name in ("weight", "diet", "times", *SWITCHES)),
        "from_answers": asked.first and bool(asked.known.egfr or asked.known.doses),
        "kept_doses": bool(asked.known.doses),
        "people": PEOPLE,
        "here_again": f"/mechanism?{asked.query}",
        "is_model": knowledge.advice("mechanism-model"),
        "cannot": words.cannot(knowledge),
        "always": knowledge.advice("mechanism-always"),
        "sources": _sources(found, desk),
    }


def _sources(found: Answer | None, desk: Desk) -> list[Source]:
    """Where every sentence that is said comes from."""
    knowledge = desk.knowledge
    every = words.cannot(knowledge) if found is None else words.every(found, knowledge)
    return [knowledge.sources[name] for name in dict.fromkeys(name for each in every for name in each.sources)]


def _beforehand(question: Question, knowledge: Knowledge) -> dict[str, Any]:
    """What stands before every figure: where a measured level sends, then what kidneys, bowel or amount say."""
    heard = question.heard
    return {
        "sent": () if heard is None else by_route(heard.found),
        "watch": words.watch(question, knowledge),
        "cautions": words.cautions(question, knowledge),
    }


def _answered(asked: _Asked, question: Question, desk: Desk) -> dict[str, Any]:
    """The answer in words and pictures."""
    knowledge, found = desk.knowledge, MODEL.answer(question, desk.knowledge)
    query = f"?{query_of(asked.typed)}"
    drawn = [(name, draw(found, knowledge)) for name, draw in PICTURES.items()]
    return {
        "answer": found,
        "level": level(found.course.after.mean),
        "whom": words.whom(question),
        "what": words.what(question, knowledge),
        "band_says": words.band_says(found, knowledge),
        "switches_say": words.switches_say(question, knowledge),
        "rise_says": words.rise_says(found, knowledge),
        "rows": words.rows(found),
        "nerve_says": words.nerve_says(found, knowledge),
        "nerve_figures": words.nerve_figures(found),
        "pictures": [
            shown_picture(picture, f"/mechanism/{name}", desk.language, query=query, wide=True)
            for name, picture in drawn
        ],
        "assumptions": question.assumptions,
        **_of_many(found, knowledge),
    }


def _of_many(found: Answer, knowledge: Knowledge) -> dict[str, Any]:
    """What was asked of many virtual people, if it was."""
    many, explained = found.population, found.explained
    shown: dict[str, Any] = {}
    if many is not None:
        shown |= {
            "many": many,
            "people_say": words.people_say(many, knowledge),
            "people_figures": words.people_figures(many),
            "chances": [words.chance_says(each, many.count) for each in many.chances],
        }
    if explained is not None:
        shown |= {
            "explained": explained,
            "explained_figures": words.explained_figures(explained),
            "explained_says": words.explained_says(explained, knowledge),
        }
    return shown


@require_GET
def picture(request: HttpRequest, name: str, shade: str) -> HttpResponse:
    """A picture of the answer to the values in its address."""
    from stilla.pictures.quick import quick_svg  # noqa: PLC0415  # only where something is drawn

    desk = desk_of(request)
    question = _Asked(request, desk).question
    if question is None or name not in PICTURES or shade not in SHADES:
        raise Http404
    found = MODEL.answer(question, desk.knowledge)
    drawn = PICTURES[name](found, desk.knowledge)
    dark, width = SHADES[shade]
    return HttpResponse(
        quick_svg(drawn, desk.language, dark=dark, width=width), content_type="image/svg+xml; charset=utf-8"
    )


urlpatterns = [path("mechanism", mechanism), path("mechanism/<slug:name>/<slug:shade>.svg", picture)]
