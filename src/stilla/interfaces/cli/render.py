"""Answers as text that reads well in a terminal: worst first, one thing to do each."""

from __future__ import annotations

import os
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from stilla.interfaces.known.answers import fact_words
from stilla.interfaces.words.levels import (
    CERTAINTY_WORDS,
    COLOURS,
    LABELS,
    LEVEL_WORDS,
    SYMBOLS,
    VERDICT_WORDS,
    hours,
)
from stilla.text import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stilla.findings import Assessment, Finding, OpenQuestion
    from stilla.interfaces.known.answers import UpperLevel
    from stilla.knowledge.schema import Source
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language, Text

WIDEST = 96
"""Characters. Longer lines are hard to read."""
NARROWEST = 40
USUAL = 88
"""Where there is no terminal, as in a pipe."""


def width() -> int:
    """How wide text may be here."""
    try:
        columns = int(os.environ.get("COLUMNS", "")) or os.get_terminal_size(sys.stdout.fileno()).columns
    except (AttributeError, OSError, ValueError):
        columns = USUAL
    return max(NARROWEST, min(WIDEST, columns))


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """A paragraph within the width, later lines indented."""
    return textwrap.fill(
        text,
        width(),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def label(name: str, language: Language) -> str:
    """A label of the interface."""
    return LABELS[name].to(language)


def heading(text: str) -> None:
    """A heading with a blank line above it."""
    click.echo()
    click.secho(text, bold=True)


def render_check(
    found: Assessment,
    message: Text,
    assumptions: Iterable[Text],
    upper: UpperLevel,
    knowledge: Knowledge,
    language: Language,
    *,
    with_sources: bool,
) -> None:
    """The answer of `stilla check`."""
    verdict = found.verdict
    click.secho(f"{SYMBOLS[verdict]} {VERDICT_WORDS[verdict].to(language)}", fg=COLOURS[verdict], bold=True)
    click.echo(wrapped(message.to(language), "  "))
    for finding in found.findings:
        _finding(finding, knowledge, language)
    if found.questions and verdict != "stop":
        render_questions(found.questions, knowledge, language)
    if found.could_become_stop and found.verdict in {"ask", "unknown"}:
        heading(label("could_stop", language))
        click.echo(wrapped("; ".join(dict.fromkeys(each.to(language) for each in found.could_become_stop)) + ".", "  "))
    render_names(found, knowledge, language)
    render_assumptions(assumptions, language)
    if with_sources and found.sources:
        render_sources(found.sources, language)
    _foot(found, upper, knowledge, language)


def render_assumptions(assumptions: Iterable[Text], language: Language) -> None:
    """What was taken for granted, each said aloud."""
    for position, each in enumerate(assumptions):
        if position == 0:
            heading(label("assumed", language))
        click.echo(wrapped(each.to(language), "    ", "  - "))


def _finding(finding: Finding, knowledge: Knowledge, language: Language) -> None:
    rule = finding.rule
    click.echo()
    mark = f"{SYMBOLS[rule.level]} {LEVEL_WORDS[rule.level].to(language)}"
    click.echo(
        f"{click.style(mark, fg=COLOURS[rule.level], bold=True)}  {click.style(rule.title.to(language), bold=True)}"
    )
    if finding.why:
        click.echo(
            wrapped(
                ", ".join(fact_words(fact.fact, fact.value.to(language), knowledge, language) for fact in finding.why),
                "    ",
                f"  {label('because', language)} ",
            )
        )
    click.echo(wrapped(rule.why.to(language), "  "))
    click.echo(wrapped(rule.do.to(language), "    ", "  → "))
    if rule.space is not None:
        before = LABELS["hours_before"].fill(h=hours(rule.space.before_h, language)).to(language)
        after = LABELS["hours_after"].fill(h=hours(rule.space.after_h, language)).to(language)
        click.echo(wrapped(f"{before}, {after}", "    ", "  ↔ "))
    cited = ", ".join(f"[{name}]" for name in rule.sources)
    certainty = CERTAINTY_WORDS[rule.certainty].to(language)
    click.secho(wrapped(f"{label('certainty', language)}: {certainty}. {cited}", "    ", "  "), dim=True)


def render_questions(questions: Iterable[OpenQuestion], knowledge: Knowledge, language: Language) -> None:
    """What is still to find out, each with the worst that could come of it."""
    heading(label("questions", language))
    for question in questions:
        _question(question, knowledge, language)


def _question(question: OpenQuestion, knowledge: Knowledge, language: Language) -> None:
    level = LEVEL_WORDS[question.could_become].to(language).lower()
    could = f"({label('could', language)}: {level})"
    click.echo(
        wrapped(f"{question.text.to(language)} {could}", "    ", "  ? ").replace(could, click.style(could, dim=True))
    )
    if question.members:
        names = "; ".join(knowledge.conditions[slug].name.to(language) for slug in question.members)
        click.secho(wrapped(f"{names}.", "      "), dim=True)


def render_names(found: Assessment, knowledge: Knowledge, language: Language) -> None:
    """Names nobody knows, and medicines without a rule."""
    if found.unrecognised:
        heading(label("unrecognised", language))
        for each in found.unrecognised:
            like = f" ({label('nearest', language)}: {', '.join(each.nearest)})" if each.nearest else ""
            click.echo(wrapped(f"{each.text}{like}", "    ", "  ? "))
        for kind in dict.fromkeys(each.kind for each in found.unrecognised):
            click.echo(wrapped(knowledge.advice(f"unrecognised-{kind}").to(language), "  "))
    if found.no_rule_known:
        heading(label("no_rule", language))
        names = ", ".join(
            f"{each.name.to(language)} ({label('searched', language)} {each.searched})" for each in found.no_rule_known
        )
        click.echo(wrapped(f"{names}. {knowledge.advice('no-rule-known').to(language)}", "  "))


def render_sources(sources: Mapping[str, Source], language: Language) -> None:
    """The sources of an answer, one a line, with the day each was read."""
    heading(label("sources", language))
    for name, source in sources.items():
        address = f" {source.address}" if source.address else ""
        second_hand = f"{label('second_hand', language)}, " if source.seen == "secondary" else ""
        line = f"[{name}] {source.title}.{address} ({second_hand}{label('read', language)} {source.read})"
        click.secho(wrapped(line, "    ", "  "), dim=True)


def _foot(found: Assessment, upper: UpperLevel, knowledge: Knowledge, language: Language) -> None:
    click.echo()
    per_day = label("day", language)
    figure = f"{number(upper.mg, language)} mg {per_day}" if upper.mg is not None else label("none_said", language)
    acts_on = f"{label('acts_on', language)} {number(upper.acts_on_mg, language)} mg"
    click.secho(wrapped(f"{label('upper', language)}: {figure} ({upper.authority.upper()}). {acts_on}."), dim=True)
    version = found.knowledge
    rules = f"{version.rules} {label('rules', language)}"
    click.secho(
        f"{label('knowledge', language)} {version.name}, {rules}, {label('as_of', language)} {found.as_of}.", dim=True
    )
    click.secho(wrapped(knowledge.advice("purpose").to(language)), dim=True)
