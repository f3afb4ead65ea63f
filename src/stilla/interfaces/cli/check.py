"""`stilla check`: may I take magnesium?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stilla.errors import refuse
from stilla.findings import assess
from stilla.interfaces.cli.options import at_a_terminal, day_option, json_option, language_option
from stilla.interfaces.cli.person_words import LISTS, merged, person_options
from stilla.interfaces.known.answers import message_of, upper_level
from stilla.knowledge.store import load
from stilla.reading.person_file import Context, read_person

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
    exit_level: bool,
    sources: bool,
    **words: Any,
) -> int:
    """May I take magnesium? Findings worst first, open questions, and where it all comes from.

    PERSON is a TOML or JSON file ("-" reads standard input); flags add to it or do without it. Run bare in a terminal
    it asks one question at a time.
    """
    knowledge = load()
    if not any(words[name] for name in (*LISTS, "person", "nothing_else")) and not _scalars(words):
        if as_json or not at_a_terminal():
            raise refuse(
                "",
                "Name a person file, or say something about the person: stilla check --age 61 --sex female",
                "Ange en personfil, eller säg något om personen: stilla check --age 61 --sex female",
            )
        from stilla.interfaces.cli.interview import interview  # noqa: PLC0415  # only when somebody sits there

        read = interview(knowledge, as_of, lang)
    else:
        read = read_person(merged(words), Context(knowledge, as_of, flags=words["person"] is None))
    found = assess(read.person, knowledge, as_of)
    upper = upper_level(knowledge, authority, read.person.age)
    message = message_of(found, knowledge, read.person)
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.check import check_form  # noqa: PLC0415

        print_json(check_form(found, message, read.assumptions, upper, lang))
    else:
        from stilla.interfaces.cli.render import render_check  # noqa: PLC0415  # not for JSON

        render_check(found, message, read.assumptions, upper, knowledge, lang, with_sources=sources)
    ctx.exit(EXIT_LEVELS[found.verdict] if exit_level else 0)


def _scalars(words: dict[str, Any]) -> bool:
    return any(value is not None for name, value in words.items() if name not in {*LISTS, "person", "nothing_else"})
