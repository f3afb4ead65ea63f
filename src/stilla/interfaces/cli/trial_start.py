"""`stilla trial start`: check again, hold protocol and commitment together, and begin."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.diary.nights import night_of
from stilla.diary.record import record_of
from stilla.findings import assess
from stilla.interfaces.cli.options import Day, json_option, language_option
from stilla.interfaces.cli.person_said import person_said
from stilla.interfaces.cli.person_words import person_options
from stilla.interfaces.cli.render import render_assumptions, wrapped
from stilla.interfaces.cli.trial_admission import admission_options, admit, answers_of, assumptions_of, show_refusals
from stilla.interfaces.cli.trial_options import now_option, trial_option, zone_option
from stilla.interfaces.words.dates import night_words
from stilla.knowledge.store import load
from stilla.store.trial import TrialStore
from stilla.text import Text
from stilla.trial.capsules import capsule_time
from stilla.trial.starting import entries, first_night_of, must_be_able_to_start, start_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Body, Event
    from stilla.text import Language

REFUSED_STATUS = 2
STARTED = Text("The trial starts. First night: {night}.", "Försöket börjar. Första natten: {night}.")
CARD = Text(
    "Print the card and carry it: stilla trial card -o card.pdf.",
    "Skriv ut kortet och bär det: stilla trial card -o card.pdf.",
)


@click.command()
@person_options
@click.option(
    "--protocol", type=click.Path(dir_okay=False, path_type=Path), help="The plan.  [default: that of the folder]"
)
@click.option(
    "--commitment",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What the helper sent back.  [default: that of the folder]",
)
@click.option("--first-night", type=Day(), help="The date of its morning.  [default: the coming night]")
@admission_options
@trial_option
@now_option
@zone_option
@json_option
@language_option
@click.pass_context
def start(ctx: click.Context, /, lang: Language, trial: Path, now: datetime, zone: ZoneInfo, **words: Any) -> None:
    """Start the sealed trial, if nothing speaks against it. PERSON and its flags as for `stilla check`."""
    from stilla.interfaces.trial.starting import keep_papers, papers_of  # noqa: PLC0415  # the analysis comes with it

    knowledge, today = load(), now.astimezone(zone).date()
    store = TrialStore(trial)
    contents = _contents(words, trial)
    protocol, commitment = papers_of(contents)
    first_night = first_night_of(words["first_night"], night_of(now, zone), today)
    read = person_said(words, knowledge, today)
    found = assess(read.person, knowledge, today)
    record = record_of(store.events())
    must_be_able_to_start(record)
    admission, answers = admit(read.person, found, record, today, knowledge, answers_of(words), lang)
    assumptions = (*read.assumptions, *assumptions_of(words, knowledge))
    if admission.admitted:
        started = start_of((protocol, commitment), first_night, read.person, found, knowledge)

        def decide(events: tuple[Event, ...]) -> tuple[Body, ...]:
            must_be_able_to_start(record_of(events))
            return entries(admission, answers, started)

        keep_papers(contents, trial)
        store.append(decide, now, zone)
    if words["as_json"]:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.trial_diary import start_form  # noqa: PLC0415  # as above

        print_json(start_form(admission, first_night.isoformat() if admission.admitted else None, assumptions, lang))
    elif admission.admitted:
        night = night_words(first_night, lang)
        click.secho(STARTED.fill(night=night).to(lang), bold=True)
        click.echo(wrapped(knowledge.advice("trial-started").fill(night=night).to(lang)))
        if (at := capsule_time(read.person, found, knowledge)) is not None:
            click.secho(wrapped(knowledge.advice("trial-capsules-at").fill(time=at).to(lang)), bold=True)
        click.echo(CARD.to(lang))
        render_assumptions(assumptions, lang)
    else:
        show_refusals(admission, knowledge, lang)
        render_assumptions(assumptions, lang)
    ctx.exit(0 if admission.admitted else REFUSED_STATUS)


def _contents(words: dict[str, Any], folder: Path) -> dict[str, bytes]:
    """The bytes of protocol and commitment by name."""
    from stilla.trial.seal_files import COMMITMENT, PROTOCOL, read_file  # noqa: PLC0415  # the analysis comes with it

    return {
        PROTOCOL: read_file(words["protocol"] or folder / PROTOCOL),
        COMMITMENT: read_file(words["commitment"] or folder / COMMITMENT),
    }
