"""`stilla trial analyse`: any trial of one, run anywhere, from a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from stilla.errors import refuse
from stilla.interfaces.cli.options import json_option, language_option
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.analysis.answer import Sealed
    from stilla.analysis.asked import Asked
    from stilla.analysis.series import Series
    from stilla.text import Language

SET_ASIDE = 3
"""Exit status: done, but lines were set aside."""
MANY = 0.05
"""Share of lines set aside above which the answer carries a warning."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--outcome", required=True, help="Column of the outcome; empty where it is missing.")
@click.option("--treatment", required=True, help="Column of the treatment.")
@click.option("--active", required=True, metavar="VALUE", help="The value that means active.")
@click.option("--time", help="Column of the time: days, dates, or dates with a time of day.  [default: row order]")
@click.option("--period", help="Column of the period.  [default: runs of equal treatment]")
@click.option("--covariate", multiple=True, help="Column measured before the treatment of its row; may be repeated.")
@click.option("--better", type=click.Choice(["lower", "higher"]), required=True, help="Which outcomes are better.")
@click.option("--mid", type=float, required=True, help="Minimal important difference, on the scale of the outcome.")
@click.option("--low", type=float, help="Least value of the scale; smaller ones are set aside.")
@click.option("--high", type=float, help="Largest value of the scale; larger ones are set aside.")
@click.option("--sd", type=float, help="Standard deviation expected of one row.  [default: that of the outcomes]")
@click.option(
    "--kind",
    type=click.Choice(["gaussian", "binary", "ordinal", "count", "duration"]),
    default="gaussian",
    show_default=True,
    help="What the outcome is.",
)
@click.option(
    "--half-lives",
    default="0,1,3,7,14",
    show_default=True,
    metavar="DAYS",
    help="Half-lives of wash-in and wash-out held possible, all alike; 0 alone for none.",
)
@click.option(
    "--design",
    type=click.Choice(["balanced", "pairs", "counterbalanced", "free", "daily"]),
    help="How the order of the periods was drawn.  [default: any order of the periods]",
)
@click.option("--most-alike", type=int, default=3, show_default=True, help="Periods alike in a row, when balanced.")
@click.option("--same-time", type=click.Choice(["refuse", "mean"]), default="refuse", show_default=True)
@click.option("--blinded/--unblinded", default=False, show_default=True, help="Whether the person was blinded.")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Write the nights as .svg or .png.")
@json_option
@language_option
def analyse(file: Path, lang: Language, *, as_json: bool, blinded: bool, plot: Path | None, **flags: Any) -> int:
    r"""The exact answer of a trial of one, from a CSV with one row a day, dose or measurement.

    \b
    stilla trial analyse diary.csv --outcome score --treatment arm --active magnesium \\
        --time date --better lower --mid 1
    """
    from stilla.analysis.answer import answer  # noqa: PLC0415  # numpy, and only here
    from stilla.knowledge.store import load  # noqa: PLC0415  # as above
    from stilla.reading.trial_table import Columns, read_table  # noqa: PLC0415  # as above
    from stilla.trial.said import says  # noqa: PLC0415  # as above

    _check_scale(flags)
    table = read_table(
        file,
        Columns(
            flags["outcome"],
            flags["treatment"],
            flags["active"],
            flags["time"],
            flags["period"],
            flags["covariate"],
            flags["low"],
            flags["high"],
            average=flags["same_time"] == "mean",
        ),
    )
    knowledge = load()
    asked = _asked(table.trial, flags)
    if flags["kind"] == "gaussian":
        found = answer(table.trial, asked, _sealed(table.trial, flags))
    else:
        from stilla.analysis.other_outcomes import answer_other  # noqa: PLC0415  # as above

        scale = flags["low"], flags["high"]
        found = answer_other(table.trial, asked, flags["kind"], _sealed(table.trial, flags), scale=scale)
    notes = (*_many_aside(len(table.set_aside), len(table.trial.y)), *found.notes)
    sentences = says(found, knowledge, blinded=blinded, own=False)
    if plot is not None:
        _draw(plot, table.trial, lang)
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.trial_analysis import trial_form  # noqa: PLC0415  # as above

        told = msgspec.structs.replace(found, notes=notes)
        print_json(trial_form(told, [each.text for each in sentences], (), table.set_aside, lang))
    else:
        from stilla.interfaces.cli.render_answer import render_answer, render_sources_of  # noqa: PLC0415  # not for JSON

        render_answer(found, sentences, notes, table.set_aside, lang)
        render_sources_of(sentences, knowledge, lang)
    return SET_ASIDE if table.set_aside else 0


def _many_aside(aside: int, used: int) -> tuple[Text, ...]:
    """A warning where so many lines were set aside that the answer may be about the others only."""
    if aside <= MANY * (aside + used):
        return ()
    return (
        Text(
            f"{aside} of {aside + used} lines were set aside. If they differ from the others, this answer is wrong: "
            "mend them first.",
            f"{aside} av {aside + used} rader lades åt sidan. Om de skiljer sig från de andra är svaret fel: rätta dem "
            "först.",
        ),
    )


def _check_scale(flags: dict[str, Any]) -> None:
    positive = ("mid", "sd")
    for name in positive:
        value = flags[name]
        if value is not None and not 0 < value < float("inf"):
            raise refuse(f"--{name}", "Write a number above zero.", "Skriv ett tal över noll.")
    low, high = flags["low"], flags["high"]
    if low is not None and high is not None and not low < high:
        raise refuse("--low", "The least value must lie below the largest.", "Det minsta värdet måste vara mindre.")
    # A benefit that nobody can have would be "not enough" whatever the data. Of yes and no it is in nights a week.
    if flags["kind"] != "binary" and low is not None and high is not None and flags["mid"] >= high - low:
        raise refuse(
            "--mid",
            f"The difference that matters must be smaller than the scale, {high - low:g}.",
            f"Skillnaden som spelar roll måste vara mindre än skalan, {high - low:g}.",
        )


def _half_lives(text: str) -> tuple[float, ...]:
    try:
        found = tuple(dict.fromkeys(float(each) for each in text.split(",")))
        if not found or not all(0 <= each <= 365 for each in found) or len(found) > 20:
            raise ValueError  # noqa: TRY301  # one sentence for all
    except ValueError:
        raise refuse(
            "--half-lives",
            "Write days from 0 to 365 with commas between, for example 0,1,3,7,14.",
            "Skriv dagar från 0 till 365 med komma emellan, till exempel 0,1,3,7,14.",
        ) from None
    return found


def _asked(trial: Series, flags: dict[str, Any]) -> Asked:
    from stilla.analysis.api import usual_question  # noqa: PLC0415  # numpy, and only here

    halves = _half_lives(flags["half_lives"])
    return usual_question(trial, flags["mid"], flags["better"], sd=flags["sd"], half_lives=halves)


def _sealed(trial: Series, flags: dict[str, Any]) -> Sealed | None:
    """The declared design with the sequence as it was run; None where none was declared."""
    if flags["design"] is None:
        return None
    import numpy as np  # noqa: PLC0415  # not at the start of other commands

    from stilla.analysis.answer import Sealed  # noqa: PLC0415  # as above
    from stilla.analysis.api import as_run  # noqa: PLC0415  # as above
    from stilla.analysis.design import Design  # noqa: PLC0415  # as above

    if flags["period"] is None:
        raise refuse(
            "--design",
            "A design needs --period: without it, two periods alike in a row cannot be told apart.",
            "Ett upplägg behöver --period: utan det går två lika perioder i rad inte att skilja åt.",
        )
    rows = int(np.median(np.unique(trial.period, return_counts=True)[1]))
    design = Design(
        flags["design"], len(np.unique(trial.period)), max(1, min(200, rows)), most_alike=flags["most_alike"]
    )
    return Sealed(design, as_run(trial, design))


def _draw(path: Path, trial: Series, language: Language) -> None:
    """The rows as marks with their periods."""
    import numpy as np  # noqa: PLC0415  # only where a file is written

    from stilla.pictures.draw import save  # noqa: PLC0415  # as above
    from stilla.pictures.nights import nights  # noqa: PLC0415  # as above

    daily = bool(np.all(trial.time == np.round(trial.time)))
    arms = [bool(trial.active[trial.period == k][0] > 0.5) for k in np.unique(trial.period)]
    picture = nights(
        trial.time.tolist(),
        trial.y.tolist(),
        trial.period.tolist(),
        arms=arms,
        scale=None,
        unit="night" if daily else "measurement",
    )
    save(picture, path, language)
