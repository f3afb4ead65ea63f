"""The model asked from the app: answers are kept a moment, since a page and its pictures ask the same."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from stilla.interfaces.asked.mechanism import answer
from stilla.interfaces.words.mechanism import course_picture
from stilla.knowledge.models import Parameter

if TYPE_CHECKING:
    from stilla.interfaces.asked.mechanism import Answer, Question
    from stilla.knowledge.store import Knowledge
    from stilla.physiology.asked import Person, Plan
    from stilla.pictures.picture import Picture

MOST_KEPT = 8
"""Answers that are remembered; the oldest is forgotten first."""

SHADES = {"light": (False, 580), "dark": (True, 580), "light-narrow": (False, 340), "dark-narrow": (True, 340)}
"""As for every picture; narrower, since these stand beside the form, and letters must not shrink."""

_Key = tuple["Person", "Plan", float | None, float | None, int | None]


class Model:
    """The model of this server. It is loaded, and compiled where it never was, by its first answer."""

    def __init__(self) -> None:
        self.loaded = False
        self._kept: dict[_Key, Answer] = {}
        self._lock = threading.Lock()

    def answer(self, question: Question, knowledge: Knowledge) -> Answer:
        """The answer; one that was given a moment ago is not worked out again."""
        key = question.person, question.plan, question.calcium, question.observed, question.people
        found = self._kept.get(key)
        if found is None:
            found = answer(question, knowledge)
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
        self.loaded = True
        return found


MODEL = Model()


def usual_calcium(knowledge: Knowledge) -> float:
    """Ionised calcium where none is given, mmol/L."""
    return knowledge.kind("parameters", Parameter)["excitability-reference-calcium"].value


def serum(found: Answer, _knowledge: Knowledge) -> Picture:
    """The level in blood over the days shown."""
    return course_picture(found)


def nerve(found: Answer, knowledge: Knowledge) -> Picture:
    """The nerve before and after."""
    from stilla.pictures.nerve_shift import nerve_shift  # noqa: PLC0415  # as above

    calcium = found.question.calcium
    calcium = usual_calcium(knowledge) if calcium is None else calcium
    return nerve_shift(found.course.before.mean, found.course.after.mean, calcium)
