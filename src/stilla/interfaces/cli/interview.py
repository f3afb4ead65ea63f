"""One question at a time, for somebody sitting at a terminal. "I don't know" is always possible.

The questions come from the rules: what is asked next is what the assessment still lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stilla.errors import BadInput
from stilla.interfaces.asked.check import LABS, LISTS, Said
from stilla.interfaces.asked.legs import following_legs, legs_answers, legs_questions
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.words.taken import read_magnesium_word, read_medicine_word

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from stilla.criteria import Answer, Answers
    from stilla.findings import OpenQuestion
    from stilla.knowledge.store import Knowledge
    from stilla.reading.person_file import Read
    from stilla.text import Language

SAID = {
    "how": {"en": "Enter = I don't know. Ctrl-C = stop.", "sv": "Enter = vet inte. Ctrl-C = avbryt."},
    "answer": {"en": "Answer (Enter = I don't know)", "sv": "Svar (Enter = vet inte)"},
    "members": {
        "en": "Numbers with commas, 0 = none of these",
        "sv": "Nummer med komma emellan, 0 = inget av dessa",
    },
    "list": {
        "en": "One a line (Levaxin@07:00); empty line = that was all, 0 = none",
        "sv": "En per rad (Levaxin@07:00); tom rad = det var alla, 0 = inga",
    },
    "value": {
        "en": "Value, and day if you know it (eGFR 72 2026-09-01; or creatinine 88umol/L 2026-09-01)",
        "sv": "Värde, och dag om du vet (eGFR 72 2026-09-01; eller kreatinin 88umol/L 2026-09-01)",
    },
    "which": {
        "en": "Is that the eGFR or the creatinine? Write for example: eGFR 72, or: creatinine 88 umol/L.",
        "sv": "Är det eGFR eller kreatinin? Skriv till exempel: eGFR 72, eller: kreatinin 88 umol/L.",
    },
    "yes": {"en": "y/n/?", "sv": "j/n/?"},
    "yes-again": {"en": "Please answer yes, no, or ? for I don't know.", "sv": "Svara ja, nej, eller ? för vet inte."},
    "again": {"en": "Please answer with numbers from the list.", "sv": "Svara med nummer ur listan."},
}


class _Interview:
    def __init__(self, knowledge: Knowledge, as_of: date, language: Language) -> None:
        self.knowledge, self.as_of, self.language = knowledge, as_of, language
        self.so_far = Said({"conditions": [], "no_conditions": [], "unsure": []})

    def read(self) -> Read:
        return self.so_far.read(self.knowledge, self.as_of)

    def next_question(self) -> OpenQuestion | None:
        """What to ask now; nothing more in an emergency."""
        found = self.so_far.assess(self.knowledge, self.as_of)
        return None if self.so_far.is_emergency(found) else self.so_far.following(found)

    def ask(self, question: OpenQuestion) -> None:
        click.echo()
        click.secho(wrapped(question.text.to(self.language)), bold=True)
        if question.hint is not None:
            click.echo(wrapped(question.hint.to(self.language)))
        if question.members:
            self._members(question)
        elif question.fact in LISTS:
            self._list(question.fact)
        else:
            self._value(question.fact)

    def _members(self, question: OpenQuestion) -> None:
        for n, slug in enumerate(question.members, start=1):
            click.echo(f"  {n}. {self.knowledge.conditions[slug].name.to(self.language)}")
        while True:
            typed = click.prompt(self._said("members"), default="", show_default=False).replace(",", " ").split()
            if all(each.isascii() and each.isdigit() and int(each) <= len(question.members) for each in typed):
                break
            click.echo(self._said("again"))
        if not typed:
            self.so_far = self.so_far.unsure(question.fact, question.members)
            return
        chosen = {question.members[int(each) - 1] for each in typed if int(each) > 0}
        self.so_far = self.so_far.with_members(question.fact, question.members, chosen, self.knowledge)

    def _list(self, fact: str) -> None:
        read_one: Callable[[str], Any] = read_medicine_word if fact == "medicines" else read_magnesium_word
        found: list[Any] = []
        while typed := click.prompt(self._said("list"), default="", show_default=False).strip():
            if typed == "0":
                self.so_far = self.so_far.with_list(fact, found)
                return
            if self._accepted(self.so_far.with_list(fact, [*found, read_one(typed)])):
                found.append(read_one(typed))
        self.so_far = self.so_far.with_list(fact, found) if found else self.so_far.unsure(fact)

    def _value(self, fact: str) -> None:
        prompt = self._said("value") if fact in LABS else self._said("answer")
        while typed := click.prompt(prompt, default="", show_default=False).strip():
            if fact == "egfr" and _is_bare(typed):
                click.echo(wrapped(self._said("which")))
                continue
            said = self.so_far.with_fields(fact, _field(fact, typed))
            if self._accepted(said):
                self.so_far = said
                return
        self.so_far = self.so_far.unsure(fact)

    def _accepted(self, said: Said) -> bool:
        try:
            said.read(self.knowledge, self.as_of)
        except BadInput as error:
            for problem in error.problems:
                click.echo(wrapped(problem.says.to(self.language)))
            return False
        return True

    def _said(self, name: str) -> str:
        return SAID[name][self.language]


def _field(fact: str, typed: str) -> dict[str, Any]:
    if fact not in LABS:
        return {fact: typed}
    typed = typed.casefold().removeprefix("creatinine").removeprefix("kreatinin").removeprefix("egfr").strip(" :=")
    value, _, day = typed.rpartition(" ")
    if not (value and day[:4].isdigit() and "-" in day):
        value, day = typed, ""
    field = "creatinine" if fact == "egfr" and any(unit in value.casefold() for unit in ("mol", "mg")) else LABS[fact]
    return {field: {"value": value, "measured": day} if day else value}


def _is_bare(typed: str) -> bool:
    """A number without a word or a unit: it could be the eGFR or the creatinine."""
    return typed.split(maxsplit=1)[0].replace(",", "").replace(".", "").isdigit() and not any(
        unit in typed.casefold() for unit in ("mol", "mg", "ml")
    )


def interview(knowledge: Knowledge, as_of: date, language: Language) -> Read:
    """Ask until nothing is missing that the person knows, or until there is an emergency."""
    talk = _Interview(knowledge, as_of, language)
    click.echo(wrapped(knowledge.advice("purpose").to(language)))
    click.echo(SAID["how"][language])
    while (question := talk.next_question()) is not None:
        talk.ask(question)
    click.echo()
    return talk.read()


def ask_about_legs(knowledge: Knowledge, language: Language, irls: int | None) -> Answers:
    """Red flags first, then the criteria, then what looks like restless legs. An emergency ends the questions."""
    click.echo(SAID["how"][language])
    questions = legs_questions(knowledge)
    said: dict[str, str] = {}
    while (question := following_legs(said, questions)) is not None:
        said[question.id] = _yes(question.text.to(language), language)
    return legs_answers(said, irls, questions)


YES = {"y", "yes", "j", "ja"}
NO = {"n", "no", "nej"}
UNSURE = {"", "?", "not sure", "don't know", "i don't know", "vet inte", "vet ej", "jag vet inte"}


def _yes(question: str, language: Language) -> Answer:
    click.echo()
    while True:
        prompt = f"{wrapped(question)} [{SAID['yes'][language]}]"
        typed = click.prompt(prompt, default="?", show_default=False).strip().casefold()
        if typed in YES:
            return "yes"
        if typed in NO:
            return "no"
        if typed in UNSURE:
            return "unsure"
        click.echo(SAID["yes-again"][language])
