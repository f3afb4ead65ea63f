"""A plan as text: the answer, the day, what to do, when to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from stilla.interfaces.cli.plan_today import render_today
from stilla.interfaces.cli.render import (
    heading,
    render_assumptions,
    render_names,
    render_questions,
    render_sources,
    wrapped,
)
from stilla.interfaces.cli.render_foods import render_sum
from stilla.interfaces.drawn.day_strip import COLOURS as STRIP_COLOURS
from stilla.interfaces.drawn.day_strip import lines
from stilla.interfaces.words.levels import COLOURS, SYMBOLS, VERDICT_WORDS
from stilla.plan import Ask, Layout, Plan, Sentence, Stop, Try, in_the_way, own_magnesium, reasons, sentence
from stilla.text import Text, number
from stilla.timetable.explain import on_that_date, why
from stilla.timetable.room import clock

if TYPE_CHECKING:
    from stilla.intake.food_day import Day as FoodDay
    from stilla.intake.reference import Against
    from stilla.interfaces.asked.plan import Planning
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language
    from stilla.timetable.picture import Day
    from stilla.today import Today

HEADINGS = {
    "dose": Text("Dose", "Dos"),
    "form": Text("Form", "Form"),
    "day": Text("When in the day", "När på dygnet"),
    "food": Text("From food", "Från maten"),
    "watch": Text("Step back, pause, stop", "Trappa ner, gör uppehåll, sluta"),
    "reasons": Text("Because of", "På grund av"),
    "see": Text(
        "We act on at most {mg} mg of added magnesium a day. More: stilla check",
        "Vi håller oss till högst {mg} mg tillsatt magnesium om dagen. Mer: stilla check",
    ),
}


class Plain(NamedTuple):
    """Everything that is shown."""

    planning: Planning
    today: Today | None = None
    diet: tuple[FoodDay, Against | None] | None = None


def render_plan(shown: Plain, knowledge: Knowledge, language: Language) -> None:
    """The plan in a terminal."""
    planning = shown.planning
    plan, verdict = planning.plan, planning.verdict
    click.secho(f"{SYMBOLS[verdict]} {VERDICT_WORDS[verdict].to(language)}", fg=COLOURS[verdict], bold=True)
    click.echo(wrapped(planning.message.to(language), "  "))
    if isinstance(plan, Try):
        _sentences("dose", (*plan.steps, *plan.why), language)
        _sentences("form", plan.forms, language)
    else:
        _reasons(plan, language)
    if planning.layout is not None and planning.day is not None:
        _day(planning.layout, planning.day, plan, knowledge, language)
        for text in (text for each in planning.changes for text in on_that_date(each)):
            click.echo(wrapped(text.to(language), "    ", "  - "))
    if shown.today is not None:
        render_today(shown.today, language)
    if shown.diet is not None:
        heading(HEADINGS["food"].to(language))
        names = ("foods-ask", "foods-uncertainty", "foods-reference")
        render_sum(*shown.diet, [sentence(knowledge, name).text for name in names], language)
    if isinstance(plan, Try):
        _sentences("watch", plan.watch, language)
        render_sources({name: knowledge.sources[name] for name in plan.cited}, language)
    if isinstance(plan, Ask) and plan.questions:
        render_questions(plan.questions, knowledge, language)
    render_names(planning.found, knowledge, language)
    render_assumptions(planning.assumptions, language)
    click.echo()
    click.secho(HEADINGS["see"].fill(mg=number(planning.upper.acts_on_mg, language)).to(language), dim=True)


def _sentences(name: str, sentences: tuple[Sentence, ...], language: Language) -> None:
    heading(HEADINGS[name].to(language))
    for each in sentences:
        click.echo(wrapped(each.text.to(language), "    ", "  - "))


def _reasons(plan: Stop | Ask, language: Language) -> None:
    if plan.because:
        heading(HEADINGS["reasons"].to(language))
        for reason in plan.because:
            click.echo(wrapped(reason.to(language), "    ", "  - "))


def _day(layout: Layout, day: Day, plan: Plan, knowledge: Knowledge, language: Language) -> None:
    heading(HEADINGS["day"].to(language))
    if isinstance(plan, Ask) and layout.timetable.doses:
        click.echo(wrapped(sentence(knowledge, "plan-if-yes").text.to(language), "  "))
    for line in () if layout.barred or layout.unrecognised else lines(day, language):
        click.echo("  " + "".join(click.style(text, fg=STRIP_COLOURS.get(kind)) for text, kind in line))
    for dose in layout.timetable.doses:
        said = why(dose).to(language) if reasons(layout, dose) else clock(dose.at)
        click.echo(wrapped(said, "         ", "  "))
    for text in in_the_way(layout):
        click.echo(wrapped(text.to(language), "    ", "  - "))
    if layout.unrecognised:
        unknown = ", ".join(layout.unrecognised)
        click.echo(wrapped(sentence(knowledge, "plan-unrecognised", names=unknown).text.to(language), "    ", "  - "))
    for text in own_magnesium(layout, knowledge):
        click.echo(wrapped(text.to(language), "    ", "  - "))
    if layout.untimed:
        names = "; ".join(each.hours(language) for each in layout.untimed)
        click.echo(wrapped(sentence(knowledge, "plan-untimed", names=names).text.to(language), "    ", "  - "))
