"""`stilla foods`: search, a day's magnesium, the smallest change that closes the gap, and the full official tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from stilla.errors import BadInput, Problem, refuse
from stilla.interfaces.cli.json_out import print_json
from stilla.interfaces.cli.options import day_option, json_option, language_option
from stilla.interfaces.forms.foods import day_form, import_form, improve_form, search_form, show_form
from stilla.knowledge.store import load
from stilla.store.foods import FoodStore
from stilla.store.place import FOODS, data_folder
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from stilla.intake.food_day import Day
    from stilla.intake.food_import import Imported
    from stilla.intake.foods import Index
    from stilla.intake.reference import Against, Authority, LifeStage, Whose
    from stilla.kidney import Sex
    from stilla.text import Language

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def said(name: str) -> Text:
    """A sentence of the knowledge base."""
    return load().advice_entry(name).text


@click.group(context_settings=CONTEXT)
def foods() -> None:
    """Magnesium in food: search, a day, what would close the gap, and the official tables."""


def whose_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--age`, `--sex`, `--life-stage`, `--authority`: whose reference intake."""
    for option in (
        click.option("--authority", type=click.Choice(["se", "eu", "us", "uk"]), default="se", show_default=True),
        click.option("--life-stage", type=click.Choice(["none", "pregnant", "lactating"]), help="Pregnant?"),
        click.option("--sex", type=click.Choice(["female", "male"]), help="The reference intake differs by sex."),
        click.option("--age", help="Age in years."),
    ):
        command = option(command)
    return command


def load_index() -> Index:
    """All foods: the built-in table, then what was imported."""
    from stilla.interfaces.asked.foods import index_of  # noqa: PLC0415  # not for --help

    return index_of(load(), data_folder() / FOODS)


@foods.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="At most so many.")
@json_option
@language_option
def search(lang: Language, query: tuple[str, ...], limit: int, *, as_json: bool) -> None:
    """Foods by name, Swedish or English, also misspelt: spenat, spnat, pumpkin seeds."""
    asked = " ".join(query)
    hits = load_index().search(asked, limit)
    if as_json:
        print_json(search_form(asked, hits, lang))
        return
    from stilla.interfaces.cli.render_foods import render_hits  # noqa: PLC0415  # not for JSON

    render_hits(hits, lang)


@foods.command()
@click.argument("key", metavar="ID")
@json_option
@language_option
def show(lang: Language, key: str, *, as_json: bool) -> None:
    """One food: what the tables say, and what a portion weighs."""
    food = load_index().get(key)
    if as_json:
        print_json(show_form(food, lang))
        return
    from stilla.interfaces.cli.render_foods import render_food  # noqa: PLC0415  # not for JSON

    render_food(food, said("foods-uncertainty"), lang)


@foods.command()
@click.argument("text", nargs=-1, required=True)
@whose_options
@json_option
@language_option
def day(lang: Language, text: tuple[str, ...], *, as_json: bool, **words: Any) -> None:
    """A day's magnesium: "2 dl havregryn, 1 banan, 30 g pumpafrön"."""
    from stilla.intake.food_day import read_day  # noqa: PLC0415  # not for search

    whose = _whose(words)
    found = read_day(" ".join(text), load_index())
    compared = against_reference(found, whose)
    if as_json:
        print_json(day_form(found, compared, said("foods-uncertainty"), lang))
        return
    from stilla.interfaces.cli.render_foods import render_day  # noqa: PLC0415  # not for JSON

    render_day(found, compared, [said("foods-uncertainty"), said("foods-reference")], lang)


@foods.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--also", multiple=True, metavar="FOOD", help='Another food you eat ("almonds", "30 g mandlar").')
@whose_options
@json_option
@language_option
def improve(lang: Language, text: tuple[str, ...], also: tuple[str, ...], *, as_json: bool, **words: Any) -> None:
    """The smallest change of a day that reaches the reference intake, from foods you eat."""
    from stilla.interfaces.asked.foods import better_day  # noqa: PLC0415  # not for search

    better = better_day(" ".join(text), also, _whose(words), load(), load_index())
    cautions = [said(name) for name in ("foods-ask", "foods-never-more", "foods-uncertainty")]
    if as_json:
        shown = day_form(better.day, better.compared, said("foods-uncertainty"), lang)
        print_json(improve_form(better.change, shown, cautions, lang))
        return
    from stilla.interfaces.cli.render_foods import render_improvement  # noqa: PLC0415  # not for JSON

    render_improvement(better.change, better.day, better.compared, cautions, lang)


@foods.command(name="import")
@click.argument("path", type=click.Path(path_type=Path))
@json_option
@day_option
@language_option
def import_(lang: Language, as_of: date, path: Path, *, as_json: bool) -> None:
    """Livsmedelsverket's XLSX or CSV, or USDA FoodData Central's CSV folder, ZIP or JSON, into your own store."""
    from stilla.store.food_files import read_foods_file  # noqa: PLC0415  # only here

    store = FoodStore(data_folder() / FOODS)
    outcome = store.add(_with_progress(read_foods_file(path), path.name), path.name, as_of)
    form = import_form(outcome, path.name, str(store.file))
    if as_json:
        print_json(form)
        return
    from stilla.interfaces.cli.render_foods import render_import  # noqa: PLC0415  # not for JSON

    render_import(form, lang)


def _with_progress(read: Iterable[Imported], name: str) -> Iterator[Imported]:
    """The same foods, with a bar on standard error where somebody watches."""
    if not sys.stderr.isatty():
        yield from read
        return
    from rich.console import Console  # noqa: PLC0415  # only at a terminal
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415  # as above

    from stilla.text import printable  # noqa: PLC0415  # as above

    columns = (
        SpinnerColumn(), TextColumn("{task.description}", markup=False), TextColumn("{task.completed}"),
        TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(printable(name), total=None)
        for food in read:
            progress.advance(task)
            yield food


def _whose(words: dict[str, Any]) -> Whose:
    from stilla.intake.reference import Whose  # noqa: PLC0415  # not for search
    from stilla.quantity import AGE, Unreadable, read_quantity  # noqa: PLC0415  # as above

    age = None
    if words["age"] is not None:
        try:
            read = read_quantity(words["age"], AGE)
        except Unreadable as error:
            raise BadInput([Problem(Text("--age", "--age"), error.says)]) from error
        if read.low != read.high:
            raise refuse("--age", "Write one age in years, for example 61.", "Skriv en ålder i år, till exempel 61.")
        age = read.low
    return Whose(
        cast("Authority", words["authority"]),
        age,
        cast("Sex | None", words["sex"]),
        cast("LifeStage | None", words["life_stage"]),
    )


def against_reference(found: Day, whose: Whose) -> Against | None:
    """A day's food beside a reference intake, or None where the authority states none."""
    from stilla.interfaces.asked import foods as foods_asked  # noqa: PLC0415  # not for search

    return foods_asked.against_reference(found, whose, load())
