"""`stilla trial forecast`: before anything is taken, how likely is a clear answer?"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.errors import refuse
from stilla.interfaces.cli.options import at_a_terminal, json_option, language_option
from stilla.interfaces.cli.trial_options import trial_option
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from stilla.plan import Sentence
    from stilla.text import Language
    from stilla.trial.forecast import Nights, Prospect

_DESIGNS = ("8x21", "6x28", "8x14", "12x21")


@click.command()
@click.argument("person", required=False, type=click.Path(path_type=Path))
@trial_option
@click.option("--mid", type=float, default=1.0, show_default=True, help="The least difference that matters to you.")
@click.option("--sd", type=float, help="Standard deviation of a night.  [default: that of the run-in]")
@click.option("--mean", type=float, help="Mean of a night.  [default: that of the run-in]")
@click.option(
    "--design",
    "designs",
    multiple=True,
    type=click.Choice(_DESIGNS),
    help="Only this design; may be repeated.  [default: all four]",
)
@click.option(
    "--trials", type=click.IntRange(50, 20_000), default=300, show_default=True, help="Invented trials for each figure."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**31), default=1, show_default=True, help="The same seed, the same figures."
)
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Write the picture as .svg or .png.")
@json_option
@language_option
def forecast(lang: Language, trial: Path, *, as_json: bool, plot: Path | None, **flags: Any) -> None:
    """How likely is a clear answer? From your run-in nights, with the analysis that would give the answer.

    PERSON is not needed; it may be given so that the commands of a trial look alike.
    """
    from stilla.interfaces.words.forecast import forecast_picture, forecast_says  # noqa: PLC0415  # pictures
    from stilla.knowledge.store import load  # noqa: PLC0415  # only here
    from stilla.trial.forecast import DESIGNS, Size, asked_for, nights_of, work  # noqa: PLC0415  # numpy

    _positive(flags)
    nights = _stated(nights_of(_run_in(trial)), flags)
    asked = asked_for(nights, flags["mid"])
    names = flags["designs"] or tuple(DESIGNS)
    size = Size(flags["trials"], flags["trials"])
    with progress(work(names, size), Text("simulated trials", "simulerade försök").to(lang)) as told:
        prospects = _all(names, asked, nights, size, told, flags["seed"])
    knowledge = load()
    says = forecast_says(prospects, knowledge)
    if plot is not None:
        from stilla.pictures.draw import save  # noqa: PLC0415  # only where a file is written

        save(forecast_picture(prospects, flags["mid"]), plot, lang)
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.forecast import forecast_form  # noqa: PLC0415  # as above

        print_json(forecast_form(prospects, nights, flags["mid"], says, lang))
        return
    _render(prospects, nights, flags["mid"], says, lang)


def _run_in(folder: Path) -> list[float]:
    """The scores before the start of the trial; none where there is no diary."""
    from stilla.diary.record import record_of  # noqa: PLC0415  # only here
    from stilla.store.trial import TrialStore  # noqa: PLC0415  # as above
    from stilla.trial.run_in import run_in_scores  # noqa: PLC0415  # as above

    return run_in_scores(record_of(TrialStore(folder).events()))


def progress(total: int, what: str) -> AbstractContextManager[Callable[[int], object]]:
    """A progress bar on a terminal; nothing where nobody looks. Gives the function that is told of work done."""
    if not at_a_terminal():
        return nullcontext(lambda _: None)
    from contextlib import contextmanager  # noqa: PLC0415  # only at a terminal

    from rich.progress import Progress  # noqa: PLC0415  # as above

    @contextmanager
    def shown() -> Any:
        with Progress(transient=True) as bar:
            task = bar.add_task(what, total=total)
            yield lambda done: bar.advance(task, done)

    return shown()


def _positive(flags: dict[str, Any]) -> None:
    for name in ("mid", "sd"):
        value = flags[name]
        if value is not None and not 0 < value <= 10:
            raise refuse(f"--{name}", "Write a number above 0 and at most 10.", "Skriv ett tal över 0 och högst 10.")
    if flags["mean"] is not None and not 0 <= flags["mean"] <= 10:
        raise refuse("--mean", "Write a number from 0 to 10.", "Skriv ett tal från 0 till 10.")


def _stated(nights: Nights, flags: dict[str, Any]) -> Nights:
    """What was stated beats what the run-in says, and is then an assumption."""
    from stilla.trial.forecast import Nights as Known  # noqa: PLC0415  # numpy

    if flags["sd"] is None and flags["mean"] is None:
        return nights
    sd = nights.sd if flags["sd"] is None else flags["sd"]
    mean = nights.mean if flags["mean"] is None else flags["mean"]
    return Known(sd, mean, 0)


def _all(
    names: Sequence[str], asked: Any, nights: Nights, size: Any, told: Callable[[int], object], seed: int
) -> list[Prospect]:
    from stilla.analysis.forecast import Run  # noqa: PLC0415  # numpy
    from stilla.trial.forecast import forecast as one  # noqa: PLC0415  # as above

    return [one(name, asked, nights, size, Run(0, seed, told)) for name in names]


def _render(
    prospects: Sequence[Prospect], nights: Nights, mid: float, says: Sequence[Sentence], lang: Language
) -> None:
    from stilla.interfaces.cli.render_forecast import render_forecast  # noqa: PLC0415  # not for JSON
    from stilla.interfaces.words.forecast import forecast_picture  # noqa: PLC0415  # as above

    render_forecast(prospects, nights, forecast_picture(prospects, mid), says, lang)
