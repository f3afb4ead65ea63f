"""`stilla check`: may I take magnesium?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stilla.errors import refuse
from stilla.findings import assess
from stilla.interfaces.cli.options import (
    at_a_terminal,
    day_option,
    fhir_option,
    json_option,
    language_option,
    print_fhir,
)
from stilla.interfaces.cli.person_said import Said, person_said
from stilla.interfaces.cli.person_words import LISTS, RECORD_OPTIONS, person_options
from stilla.interfaces.known.answers import message_of, upper_level
from stilla.knowledge.store import load

if TYPE_CHECKING:
    from datetime import date

    from stilla.text import Language

EXIT_LEVELS = {"go": 0, "unknown": 5, "ask": 10, "stop": 20}
"""Exit status by verdict with --exit-level."""


@click.command()
@person_options
@click.option(
    "--authority",
    type=click.Choice(["se", "us", "uk"]),
    default="se",
    show_default=True,
    help="Whose upper level is shown. It never changes the answer.",
)
@click.option("--sources/--no-sources", default=True, help="Show the sources of each finding.")
@click.option("--exit-level", is_flag=True, help="Exit with the verdict: go 0, unknown 5, ask 10, stop 20.")
@json_option
@fhir_option
@day_option
@language_option
@click.pass_context
def check(
    ctx: click.Context,
    /,
    lang: Language,
    as_of: date,
    authority: str,
    *,
    as_json: bool,
    as_fhir: bool,
    exit_level: bool,
    sources: bool,
    **words: Any,
) -> int:
    """May I take magnesium? Findings worst first, open questions, and where it all comes from.

    PERSON is a TOML or JSON file, or a FHIR R4 record ("-" reads standard input); flags add to it or do without it.
    Run bare in a terminal it asks one question at a time. Exit status 3: something in a record could not be read.
    """
    knowledge = load()
    if not any(words[name] for name in (*LISTS, "person", "nothing_else")) and not _scalars(words):
        if as_json or as_fhir or not at_a_terminal():
            raise refuse(
                "",
                "Name a person file, or say something about the person: stilla check --age 61 --sex female",
                "Ange en personfil, eller säg något om personen: stilla check --age 61 --sex female",
            )
        from stilla.interfaces.cli.interview import interview  # noqa: PLC0415  # only when somebody sits there

        told = interview(knowledge, as_of, lang)
        read = Said(told.person, told.assumptions)
    else:
        read = person_said(words, knowledge, as_of)
    found = assess(read.person, knowledge, as_of)
    upper = upper_level(knowledge, authority, read.person.age)
    message = message_of(found, knowledge, read.person)
    if as_fhir:
        from stilla.interfaces.report.fhir import fhir_check  # noqa: PLC0415  # only for FHIR

        print_fhir(fhir_check(found, read.person, knowledge, lang))
    elif as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.check import check_form  # noqa: PLC0415

        print_json(check_form(found, message, read.assumptions, upper, lang))
    else:
        from stilla.interfaces.cli.render import render_check  # noqa: PLC0415  # not for JSON

        render_check(found, message, read.assumptions, upper, knowledge, lang, with_sources=sources)
    ctx.exit(EXIT_LEVELS[found.verdict] if exit_level else read.exit_status)


def _scalars(words: dict[str, Any]) -> bool:
    other = {*LISTS, *RECORD_OPTIONS, "person", "nothing_else"}
    return any(value is not None for name, value in words.items() if name not in other)
