"""`stilla plan`: which dose, which form, when in the day; or why not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from stilla.errors import refuse
from stilla.findings import assess, wishes_of
from stilla.interfaces.answers import plan_message, upper_level
from stilla.interfaces.cli.options import day_option, json_option, language_option
from stilla.interfaces.cli.person_words import merged, person_options
from stilla.interfaces.cli.plan_today import read_today, time_of, today_options
from stilla.knowledge.store import load
from stilla.plan import Layout, own_magnesium, plan_for, sentence
from stilla.reading.person_file import Context, read_person
from stilla.timetable.picture import Day, day
from stilla.timetable.room import minutes
from stilla.today import clock_changes

if TYPE_CHECKING:
    from datetime import date

    from stilla.intake.food_day import Day as FoodDay
    from stilla.intake.reference import Against, Authority
    from stilla.person import Person
    from stilla.text import Language

SOON = 14
"""Days ahead in which a change of the clocks is worth a word today."""


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
    **words: Any,
) -> None:
    """Dose, form, steps and time of day, or what to ask first. PERSON and flags as for `stilla check`."""
    knowledge = load()
    read = read_person(merged(words), Context(knowledge, as_of, flags=words["person"] is None))
    person = read.person
    found = assess(person, knowledge, as_of)
    wishes = wishes_of(person, 2 if doses == "2" else 1, time_of("prefer", prefer))
    planned = plan_for(found, person, knowledge, wishes)
    decided, layout = planned.plan, planned.layout
    assumptions = read.assumptions + planned.notes
    today = read_today(words, layout, as_of, zone)
    changes = () if layout is None else clock_changes(layout, as_of, SOON, zone)
    shown = None if layout is None else _picture(layout, person)
    _write(svg, ics, shown, _Reminders(layout, zone, as_of + timedelta(days=1)), lang)
    eaten = None if diet is None else _eaten(diet, person, authority)
    clashes = () if layout is None else own_magnesium(layout, knowledge)
    message, upper = plan_message(decided, found, person, knowledge), upper_level(knowledge, authority, person.age)
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.foods_form import day_form  # noqa: PLC0415  # as above
        from stilla.interfaces.plan_form import plan_form  # noqa: PLC0415  # as above

        print_json(
            plan_form(
                decided,
                layout,
                found,
                person,
                message=message,
                assumptions=assumptions,
                upper=upper,
                language=lang,
                today=today,
                changes=changes,
                clashes=clashes,
                diet=None if eaten is None else day_form(*eaten, sentence(knowledge, "foods-uncertainty").text, lang),
            )
        )
        return
    from stilla.interfaces.cli.render_plan import Plain, render_plan  # noqa: PLC0415  # not for JSON

    render_plan(
        Plain(decided, layout, shown, found, message, upper, today, changes, eaten, assumptions), knowledge, lang
    )


def _eaten(diet: str, person: Person, authority: Authority) -> tuple[FoodDay, Against | None]:
    """What somebody eats, beside the reference intake of that person."""
    from stilla.intake.food_day import read_day  # noqa: PLC0415  # only where a diet is given
    from stilla.intake.reference import whose_of  # noqa: PLC0415  # as above
    from stilla.interfaces.cli.foods import against_reference, load_index  # noqa: PLC0415  # as above

    found = read_day(diet, load_index())
    return found, against_reference(found, whose_of(authority, person))


def _picture(layout: Layout, person: Person) -> Day:
    kept = [(each.medicine, each.at, each.before, each.after) for each in layout.separations]
    bed, wake = (None if time is None else minutes(time) for time in (person.bedtime, person.waketime))
    return day(kept, [each.at for each in layout.timetable.doses], bed, wake)


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
        from stilla.interfaces.day_strip import svg as drawn  # noqa: PLC0415  # only where a file is written

        _save(svg, drawn(shown, lang).encode())
    if ics is not None:
        from stilla.interfaces.calendar_file import DAYS, calendar  # noqa: PLC0415  # only where a file is written

        _, zone, first = reminders
        changes = clock_changes(reminders.layout, first, DAYS, zone)
        _save(ics, calendar(shown.doses, first, zone, lang, changes))


def _save(path: str, content: bytes) -> None:
    try:
        with open(path, "wb") as opened:  # noqa: PTH123  # as everywhere at this door
            opened.write(content)
    except OSError as error:
        raise refuse(path, "This file cannot be written.", "Filen går inte att skriva.") from error
