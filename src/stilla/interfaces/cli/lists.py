"""`stilla article` and `stilla evidence`: tables from the knowledge base."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.json_out import print_json
from stilla.interfaces.cli.options import json_option, language_option
from stilla.interfaces.forms.check import ClaimForm, EvidenceForm, sources_of
from stilla.interfaces.known.answered import answers_of
from stilla.interfaces.words.knowledge import CODES, NOT_BUILT
from stilla.interfaces.words.levels import CERTAINTY_WORDS
from stilla.knowledge.kinds import Claim, Evidence
from stilla.knowledge.store import load

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language


def _sources(names: tuple[str, ...], knowledge: Knowledge) -> str:
    return "; ".join(f"{knowledge.sources[n].title} {knowledge.sources[n].address}".strip() for n in names)


@click.command()
@json_option
@language_option
def article(lang: Language, *, as_json: bool) -> None:
    """The popular article's 22 statements: what the evidence says, and what answers each."""
    knowledge = load()
    claims = sorted(knowledge.kind("claims", Claim).values(), key=lambda each: each.number)
    if as_json:
        forms = [
            ClaimForm(
                each.number, each.subject.to(lang), each.says.to(lang), each.verdict, each.answer.to(lang),
                list(each.answered_by), list(each.evidence), each.certainty,
                sources_of(each.sources, knowledge.sources),
            )
            for each in claims
        ]  # fmt: skip
        print_json(forms)
        return
    from stilla.interfaces.cli.render import wrapped  # noqa: PLC0415  # not for JSON

    for each in claims:
        click.echo()
        click.secho(f"{each.number}. {each.subject.to(lang)}", bold=True)
        said = {"en": "The article says", "sv": "Artikeln säger"}[lang]
        click.echo(wrapped(f"{said}: {each.says.to(lang)}", "   "))
        click.secho(
            wrapped(
                f"{CODES['verdict'][each.verdict].to(lang).upper()} ({CERTAINTY_WORDS[each.certainty].to(lang)})", "   "
            ),
            fg="yellow",
            bold=True,
        )
        click.echo(wrapped(each.answer.to(lang), "   "))
        answers = answers_of(each.answered_by)
        answered = ", ".join((*answers.commands, *([NOT_BUILT.to(lang)] if answers.not_built else [])))
        click.secho(wrapped(f"→ {answered}", "     ", "   "), fg="cyan")
        click.secho(wrapped(_sources(each.sources, knowledge), "   "), dim=True)


@click.command()
@click.option("--topic", help="Only one topic (rls, iron, placebo, cramps, …).")
@json_option
@language_option
def evidence(lang: Language, topic: str | None, *, as_json: bool) -> None:
    """Every study: how many people, which design, which dose, what came out, how sure."""
    knowledge = load()
    studies = [each for each in knowledge.kind("evidence", Evidence).values() if topic in {None, each.topic}]
    if not studies:
        topics = ", ".join(sorted({each.topic for each in knowledge.kind("evidence", Evidence).values()}))
        raise click.UsageError(f"No study has the topic “{topic}”. Topics: {topics}.")
    if as_json:
        forms = [
            EvidenceForm(
                each.id, each.title.to(lang), each.year, each.topic, each.design.to(lang), each.n, each.dose.to(lang),
                each.dose_mg, each.duration.to(lang), each.result.to(lang), each.problems.to(lang), each.certainty,
                sources_of(each.sources, knowledge.sources),
            )
            for each in studies
        ]  # fmt: skip
        print_json(forms)
        return
    from stilla.interfaces.cli.render import wrapped  # noqa: PLC0415  # not for JSON

    words = {
        "en": ("people", "weaknesses", "certainty"),
        "sv": ("personer", "svagheter", "tillförlitlighet"),
    }[lang]
    for each in studies:
        click.echo()
        click.secho(wrapped(f"{each.title.to(lang)}" + (f" ({each.year})" if each.year else "")), bold=True)
        n = f"{each.n} {words[0]}. " if each.n is not None else ""
        click.echo(wrapped(f"{n}{each.design.to(lang)} {each.dose.to(lang)} {each.duration.to(lang)}", "  "))
        click.echo(wrapped(each.result.to(lang), "    ", "  → "))
        click.echo(wrapped(f"{words[1]}: {each.problems.to(lang)}", "  "))
        click.secho(
            wrapped(
                f"{words[2]}: {CERTAINTY_WORDS[each.certainty].to(lang)}. {_sources(each.sources, knowledge)}",
                "  ",
            ),
            dim=True,
        )
