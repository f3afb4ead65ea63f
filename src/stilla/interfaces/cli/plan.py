"""`stilla plan`: which dose, which form, when in the day; or why not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from stilla.errors import refuse
from stilla.interfaces.asked.plan import Wished, make_plan, planning_form, time_of
from stilla.interfaces.cli.options import day_option, fhir_option, json_option, language_option, print_fhir
from stilla.interfaces.cli.person_said import person_said
from stilla.interfaces.cli.person_words import person_options
from stilla.interfaces.cli.plan_today import read_today, today_options
from stilla.knowledge.store import load
from stilla.plan import Layout, sentence
from stilla.today import clock_changes

if TYPE_CHECKING:
    from datetime import date

    from stilla.intake.food_day import Day as FoodDay
    from stilla.intake.reference import Against, Authority
    from stilla.person import Person
    from stilla.text import Language
    from stilla.timetable.picture import Day


@click.command()
@person_options
@click.option(
    "--doses", type=click.Choice(["1", "2"]), default="1", show_default=True, help="Doses of magnesium a day."
)
@click.option("--prefer", help="The time you would like (19:30).")
@click.option(
    "--authority",
    type=click.Choice(["se", "us", "uk"]),
    default="se",
    show_default=True,
    help="Whose upper level is shown. It never changes the dose.",
)
@click.option(
    "--diet", metavar="FOODS", help='What you eat in a day ("2 dl havregryn, 1 banan"): the gap to the reference.'
)
@click.option("--svg", type=click.Path(dir_okay=False, writable=True), help="Write the day as a picture.")
@click.option(
    "--ics",
    type=click.Path(dir_okay=False, writable=True),
    help="Write reminders as a calendar file, in neutral words.",
)
@click.option("--zone", default="Europe/Stockholm", show_default=True, help="Time zone of the person.")
@today_options
@json_option
@fhir_option
@day_option
@language_option
def plan(
    lang: Language,
    as_of: date,
    authority: Authority,
    doses: str,
    *,
    prefer: str | None,
    diet: str | None,
    svg: str | None,
    ics: str | None,
    zone: str,
    as_json: bool,
    as_fhir: bool,
    **words: Any,
) -> int:
    """Dose, form, steps and time of day, or what to ask first. PERSON and flags as for `stilla check`."""
    knowledge = load()
    read = person_said(words, knowledge, as_of)
    wished = Wished(2 if doses == "2" else 1, time_of("--prefer", prefer), authority, zone)
    planning = make_plan(read, knowledge, as_of, wished)
    today = read_today(words, planning.layout, as_of, zone)
    _write(svg, ics, planning.day, _Reminders(planning.layout, zone, as_of + timedelta(days=1)), lang)
    if as_fhir:
        from stilla.interfaces.report.fhir import fhir_plan  # noqa: PLC0415  # only for FHIR

        print_fhir(fhir_plan(planning.planned, planning.found, read.person, knowledge, lang))
        return read.exit_status
    eaten = None if diet is None else _eaten(diet, read.person, authority)
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.foods import day_form  # noqa: PLC0415  # as above

        food = None if eaten is None else day_form(*eaten, sentence(knowledge, "foods-uncertainty").text, lang)
        print_json(planning_form(planning, read.person, lang, today, food))
        return read.exit_status
    from stilla.interfaces.cli.render_plan import Plain, render_plan  # noqa: PLC0415  # not for JSON

    render_plan(Plain(planning, today, eaten), knowledge, lang)
    return read.exit_status


def _eaten(diet: str, person: Person, authority: Authority) -> tuple[FoodDay, Against | None]:
    """What somebody eats, beside the reference intake of that person."""
    from stilla.intake.food_day import read_day  # noqa: PLC0415  # only where a diet is given
    from stilla.intake.reference import whose_of  # noqa: PLC0415  # as above
    from stilla.interfaces.cli.foods import against_reference, load_index  # noqa: PLC0415  # as above

    found = read_day(diet, load_index())
    return found, against_reference(found, whose_of(authority, person))


class _Reminders(NamedTuple):
    layout: Layout | None
    zone: str
    first: date


def _write(svg: str | None, ics: str | None, shown: Day | None, reminders: _Reminders, lang: Language) -> None:
    """The files asked for; refused where there is nothing to draw or to remind of."""
    if svg is None and ics is None:
        return
    if shown is None or reminders.layout is None or (ics is not None and not shown.doses):
        raise refuse(
            "",
            "There is no time for magnesium, so there is nothing to write.",
            "Det finns ingen tid för magnesium, så det finns inget att skriva.",
        )
    if svg is not None:
        from stilla.interfaces.drawn.day_svg import svg as drawn  # noqa: PLC0415  # only where a file is written

        _save(svg, drawn(shown, lang).encode())
    if ics is not None:
        from stilla.interfaces.drawn.calendar_file import DAYS, calendar  # noqa: PLC0415  # only where a file is written

        _, zone, first = reminders
        changes = clock_changes(reminders.layout, first, DAYS, zone)
        _save(ics, calendar(shown.doses, first, zone, lang, changes))


def _save(path: str, content: bytes) -> None:
    try:
        with open(path, "wb") as opened:  # noqa: PTH123  # as everywhere at this door
            opened.write(content)
    except OSError as error:
        raise refuse(path, "This file cannot be written.", "Filen går inte att skriva.") from error
