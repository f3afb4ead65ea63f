"""`stilla reminders`: the evening and the morning, as a calendar file or a sheet to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.diary.record import record_of
from stilla.errors import refuse
from stilla.interfaces.cli.options import language_option
from stilla.interfaces.cli.person_said import names_somebody, person_said
from stilla.interfaces.cli.person_words import person_options
from stilla.interfaces.cli.trial_options import now_option, trial_option, zone_option
from stilla.knowledge.store import load
from stilla.text import Text

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stilla.interfaces.asked.reminders import Reminders
    from stilla.text import Language

_WRITTEN = Text("The reminders are written: {path}", "Påminnelserna är skrivna: {path}")
_NO_MORNING = "none"


@click.command()
@person_options
@trial_option
@click.option(
    "--morning",
    metavar="07:00|none",
    help="When the diary is asked for.  [default: getting up, where a diary runs; else none]",
)
@click.option("--doses", type=click.Choice(["1", "2"]), default="1", show_default=True, help="Doses a day.")
@click.option("--prefer", help="The time you would like for the dose (19:30).")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A calendar file (.ics) or a sheet to print (.pdf).",
)
@zone_option
@now_option
@language_option
def reminders(lang: Language, trial: Path, out: Path, now: datetime, zone: ZoneInfo, **words: Any) -> None:
    """Reminders in neutral words, which end with the trial. PERSON and flags as for `stilla plan`."""
    from stilla.interfaces.asked.reminders import reminders_file  # noqa: PLC0415  # not for --help
    from stilla.store.trial import TrialStore  # noqa: PLC0415  # as above

    if out.suffix.casefold() not in {".ics", ".pdf"}:
        raise refuse(
            "--out", "Write a name that ends in .ics or .pdf.", "Skriv ett namn som slutar på .ics eller .pdf."
        )
    record = record_of(TrialStore(trial).events())
    found, morning = _found(words, record, (now, zone))
    if out.suffix.casefold() == ".ics":
        content = reminders_file(found, morning, lang)
    else:
        from stilla.interfaces.paper.reminder_pages import reminders_pdf  # noqa: PLC0415  # Typst, only here

        content = reminders_pdf(found, morning, lang, never=load().advice("never-double"))
    try:
        out.write_bytes(content)
    except OSError as error:
        raise refuse(str(out), "This file cannot be written.", "Filen går inte att skriva.") from error
    click.echo(_WRITTEN.fill(path=out).to(lang))


def _found(words: dict[str, Any], record: Any, clock: tuple[datetime, ZoneInfo]) -> tuple[Reminders, int | None]:
    """What there is to remind of, and when in the morning."""
    from stilla.diary.nights import latest_morning  # noqa: PLC0415  # as above
    from stilla.interfaces.asked.plan import Wished, make_plan, time_of  # noqa: PLC0415  # not for --help
    from stilla.interfaces.asked.reminders import MORNINGS, reminders_of, usual_morning  # noqa: PLC0415  # as above

    knowledge, today = load(), clock[0].astimezone(clock[1]).date()
    asked = {name: words.pop(name) for name in ("morning", "doses", "prefer")}
    planning = person = None
    if names_somebody(words):
        read = person_said(words, knowledge, today)
        wished = Wished(2 if asked["doses"] == "2" else 1, time_of("--prefer", asked["prefer"]), zone=str(clock[1]))
        planning, person = make_plan(read, knowledge, today, wished), read.person
    found = reminders_of(planning, record, clock)
    if asked["morning"] is None:
        asks = record.state(latest_morning(*clock)) in MORNINGS
        return found, usual_morning(person) if asks else None
    return found, None if asked["morning"] == _NO_MORNING else time_of("--morning", asked["morning"])
