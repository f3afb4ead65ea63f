"""`stilla simulate` as text: for whom, the figures, the curve, what each means, and what the model cannot claim."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from stilla.interfaces.asked.urgent import by_route
from stilla.interfaces.cli.render import heading, render_assumptions, width, wrapped
from stilla.interfaces.words import mechanism as words
from stilla.pictures.draw import manner, terminal
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.interfaces.asked.mechanism import Answer, Question
    from stilla.interfaces.words.mechanism import Row
    from stilla.knowledge.store import Knowledge
    from stilla.plan import Sentence
    from stilla.text import Language

_HEADS = {
    "model": Text("Model output, no advice", "En modells svar, inget råd"),
    "measured": Text("The measured level", "Den uppmätta halten"),
    "means": Text("What the level means", "Vad halten betyder"),
    "nerve": Text("A nerve at that level, in this model", "En nerv vid den halten, i modellen"),
    "people": Text("Many people with this plan, in this model", "Många personer med den här planen, i modellen"),
    "cannot": Text("What the model cannot claim", "Vad modellen inte kan påstå"),
}


def render_simulate(answer: Answer, knowledge: Knowledge, language: Language) -> None:
    """Print an answer; where a measured level needs help, that first."""
    question = answer.question
    _measured(answer, knowledge, language)
    click.secho(_HEADS["model"].to(language), bold=True)
    click.echo(wrapped(knowledge.advice("mechanism-model").to(language), "  "))
    for each in words.cautions(question, knowledge):
        click.secho(wrapped(each.text.to(language), "  "), fg="yellow", bold=True)
    click.echo()
    click.echo(wrapped(words.whom(question).to(language)))
    click.echo(wrapped(words.what(question, knowledge).to(language)))
    _sentences(words.switches_say(question, knowledge), language)
    render_assumptions(question.assumptions, language)
    click.echo()
    _table(words.rows(answer), language)
    click.echo()
    shown = manner(sys.stdout, os.environ)
    click.echo(terminal(words.course_picture(answer), language, width(), **shown), nl=False)
    heading(_HEADS["means"].to(language))
    _sentences((words.band_says(answer, knowledge), words.rise_says(answer, knowledge)), language)
    _people(answer, knowledge, language)
    heading(_HEADS["nerve"].to(language))
    click.echo(wrapped(words.nerve_figures(answer).to(language), "  "))
    _sentences([words.nerve_says(answer, knowledge)], language)
    heading(_HEADS["cannot"].to(language))
    for each in words.cannot(knowledge):
        click.echo(wrapped(each.text.to(language), "    ", "  - "))


def render_beside(question: Question, knowledge: Knowledge, language: Language) -> None:
    """On standard error, beside a table or a file: where to turn, that it is a model, what kidneys or bowel say."""
    sent = () if question.heard is None else by_route(question.heard.found)
    turns = [f"{each.rule.title.to(language)}: {each.rule.do.to(language)}" for to in sent for each in to.advised]
    sentences = (*words.watch(question, knowledge), *words.cautions(question, knowledge))
    says = [knowledge.advice("mechanism-model"), *(each.text for each in sentences)]
    for text in (*turns, *(each.to(language) for each in says)):
        click.echo(wrapped(text), err=True)


def _sentences(sentences: Iterable[Sentence], language: Language) -> None:
    for each in sentences:
        click.echo(wrapped(each.text.to(language), "  "))


def _table(rows: tuple[Row, ...], language: Language) -> None:
    """Two columns where they fit, else one below the other."""
    names = [each.name.to(language) for each in rows]
    values = [each.value.to(language) for each in rows]
    longest = max(map(len, names))
    narrow = longest + max(map(len, values)) + 4 > width()
    for name, value in zip(names, values, strict=True):
        click.echo(f"  {name}\n    {value}" if narrow else f"  {name:<{longest}}  {value}")


def _people(answer: Answer, knowledge: Knowledge, language: Language) -> None:
    many = answer.population
    if many is None:
        return
    heading(_HEADS["people"].to(language))
    _sentences([words.people_say(many, knowledge)], language)
    click.echo(wrapped(words.people_figures(many).to(language), "  "))
    for each in many.chances:
        click.echo(wrapped(words.chance_says(each, many.count).to(language), "    ", "  - "))


def _measured(answer: Answer, knowledge: Knowledge, language: Language) -> None:
    """Where to turn, by the rules of `stilla urgent`; then whether dose and kidneys can explain the level."""
    heard, explained = answer.question.heard, answer.explained
    if heard is None or explained is None:
        return
    if heard.found.advised:
        from stilla.interfaces.cli.render_urgent import render_urgent  # noqa: PLC0415  # only where it is needed

        render_urgent(heard, knowledge, language)
        click.echo()
    else:
        for each in words.watch(answer.question, knowledge):
            click.secho(wrapped(each.text.to(language)), fg="red", bold=True)
    click.secho(_HEADS["measured"].to(language), bold=True)
    click.echo(wrapped(words.explained_figures(explained).to(language), "  "))
    _sentences([words.explained_says(explained, knowledge)], language)
    click.echo()
