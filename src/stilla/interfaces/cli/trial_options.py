"""Options that the commands of a trial share: where it is kept, and what the clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.diary.nights import zone_named
from stilla.errors import refuse
from stilla.store.place import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

HOME = "Europe/Stockholm"
"""The zone where none is given."""

FOLDER = "trial"
"""The folder of the trial within the person's data."""


def trial_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--trial DIR`; by default the folder `trial` in the person's data."""
    return click.option(
        "--trial",
        type=click.Path(file_okay=False, path_type=Path),
        default=lambda: data_folder() / FOLDER,
        show_default="your data folder",
        help="The folder of the trial.",
    )(command)


def zone_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--zone NAME`, the person's time zone; gives a `ZoneInfo`."""
    return click.option(
        "--zone",
        default=HOME,
        show_default=True,
        callback=_zone,
        is_eager=True,
        help="Time zone of the person.",
    )(command)


def now_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--now MOMENT`; gives an aware moment in the zone of `--zone`, by default that of the clock."""
    return click.option(
        "--now",
        metavar="MOMENT",
        callback=_moment,
        help="What the clock shows (2026-11-22T07:30), for trying out.  [default: the clock]",
    )(command)


def _zone(ctx: click.Context, param: click.Parameter, value: str) -> ZoneInfo:
    del ctx, param
    return zone_named(value)


def _moment(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime:
    del param
    where: ZoneInfo = ctx.params.get("zone") or zone_named(HOME)
    if value is None:
        return datetime.now(where)
    return read_moment(value, where, "--now")


def read_moment(written: str, where: ZoneInfo, flag: str) -> datetime:
    """A moment as it was written, in a zone; with an offset where the clock shows it twice.

    Args:
        written: 2026-11-22T07:30, a space for the T, or with an offset (+01:00).
        where: the zone of the clock on the wall.
        flag: where it was written, for the sentence.

    Raises:
        BadInput: no moment, one that the clock never shows, or one that it shows twice.
    """
    try:
        found = datetime.fromisoformat(written.strip())
    except ValueError:
        found = None
    # A day alone is a date, and half past seven in a far year is a slip of the pen.
    if found is None or len(written.strip()) < len("2026-11-22T07:30") or not 2000 <= found.year < 2200:
        raise refuse(
            flag,
            f"“{written[:40]}” is not a moment. Write for example 2026-11-22T07:30.",
            f"”{written[:40]}” är ingen tidpunkt. Skriv till exempel 2026-11-22T07:30.",
        )
    if found.tzinfo is not None:
        return found.astimezone(where)
    readings = [found.replace(tzinfo=where, fold=fold) for fold in (0, 1)]
    first, second = (each.astimezone(UTC) for each in readings)
    if first.astimezone(where).replace(tzinfo=None) != found:
        raise refuse(
            flag,
            "The clocks were put forward, and this time did not come that night.",
            "Klockan ställdes fram, och den tiden fanns inte den natten.",
        )
    if first != second:
        offsets = ", ".join(_offset(each.utcoffset() or timedelta()) for each in readings)
        raise refuse(
            flag,
            f"The clocks were put back, and this time came twice. Add which one you mean: {offsets}.",
            f"Klockan ställdes tillbaka, och den tiden kom två gånger. Skriv vilken du menar: {offsets}.",
        )
    return readings[0]


def _offset(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"
