"""The pictures of a finished trial as files: its nights, the size of the effect, its chances, and the plan in time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from stilla.errors import refuse
from stilla.pictures.draw import save
from stilla.pictures.hundred_dots import hundred_dots
from stilla.pictures.nights import nights
from stilla.pictures.quantile_dots import quantile_dots
from stilla.pictures.timeline import timeline
from stilla.trial.protocol import FIRST_WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from stilla.diary.record import Record
    from stilla.pictures.picture import Picture
    from stilla.text import Language
    from stilla.trial.answer import Finished
    from stilla.trial.protocol import Protocol

HOME = ZoneInfo("Europe/Stockholm")
"""Where the person is taken to be when nobody says."""


class _Run(msgspec.Struct, frozen=True):
    """What a picture needs of a design; the run-in as it was, not as it was planned."""

    periods: int
    nights: int
    run_in: int


def save_pictures(  # noqa: PLR0913  # the trial, where its pictures go, and what only some callers know
    folder: Path,
    finished: Finished,
    record: Record,
    sequence: tuple[int, ...],
    language: Language,
    *,
    protocol: Protocol | None = None,
    where: ZoneInfo = HOME,
) -> tuple[Path, ...]:
    """Write `nights.svg`, `timeline.svg`, and, where there is enough for an answer, the dots of its effect.

    Args:
        folder: made where it is not there yet.
        finished: the answer.
        record: the diary; started.
        sequence: 1 active, 0 placebo, for each planned period.
        language: of all words.
        protocol: for the scale of the outcome and the first week; without it 0 to 10, and no first week is drawn.
        where: the person's zone, for the nights of a pause.

    Returns:
        The files, in the order written.

    Raises:
        BadInput: the folder or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refuse(
            folder.name,
            "The folder of the pictures cannot be made there. Choose a place that you may write to.",
            "Bildernas mapp går inte att skapa där. Välj en plats som du får skriva i.",
        ) from error
    written = []
    for name, picture in pictures_of(finished, record, sequence, protocol, where):
        save(picture, folder / f"{name}.svg", language)
        written.append(folder / f"{name}.svg")
    return tuple(written)


def pictures_of(
    finished: Finished, record: Record, sequence: tuple[int, ...], protocol: Protocol | None, where: ZoneInfo
) -> Iterator[tuple[str, Picture]]:
    """The pictures by name, as values: the same arguments as `save_pictures`."""
    found = finished.answer
    yield "nights", _nights(finished, record, sequence, protocol, where)
    if not found.too_little:  # otherwise the dots would draw what was believed before, as if the nights had said it
        yield "quantile-dots", quantile_dots(found.quantiles[2::5], found.mid, found.better)
        yield "hundred-dots", hundred_dots(found.p_benefit, found.p_mid, found.p_harm, found.mid)
    yield "timeline", _timeline(record, protocol)


def _nights(
    finished: Finished, record: Record, sequence: tuple[int, ...], protocol: Protocol | None, where: ZoneInfo
) -> Picture:
    """Every night from the first of the diary to the last that counts; one that was not answered is there as missing.

    Mornings are expected in a pause too, so those missing there are drawn like any others.
    """
    scale = (0.0, 10.0) if protocol is None else (protocol.outcome.low, protocol.outcome.high)
    return nights_between(record, _first(record), finished.last, where, scale=scale, sequence=sequence)


def nights_between(  # noqa: PLR0913  # which nights, and what only a finished trial knows of them
    record: Record,
    first: date,
    last: date,
    where: ZoneInfo,
    *,
    scale: tuple[float, float] = (0.0, 10.0),
    sequence: tuple[int, ...] = (),
) -> Picture:
    """The nights of a diary from one to another, those that were not answered too.

    Args:
        record: the diary.
        first: the first night.
        last: the last one.
        where: the person's zone, for the nights of a pause.
        scale: of the outcome.
        sequence: 1 active, 0 placebo, for each planned period; empty where that is not known or not to be shown.
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    entries = {n: record.nights[day].entry for n, day in enumerate(days, start=1) if day in record.nights}
    return nights(
        range(1, len(days) + 1),
        [entries[n].score if n in entries else None for n in range(1, len(days) + 1)],
        [record.period(day) or 0 for day in days],
        arms=[bool(each) for each in sequence] if sequence else None,
        recalled=[n for n, each in entries.items() if each.recalled],
        cannot=[n for n, each in entries.items() if each.cannot],
        pauses=_pauses(record, first, last, where),
        first=first,
        scale=scale,
    )


def _pauses(record: Record, first: date, last: date, where: ZoneInfo) -> list[tuple[float, float]]:
    """The nights without capsules, which are due in the evening: a pause on a day begins with the night after it."""
    spans = []
    for each in record.pauses:
        begins = each.since.astimezone(where).date() + timedelta(days=1)
        ends = last if each.until is None else each.until.astimezone(where).date()
        begins, ends = max(begins, first), min(ends, last)
        if begins <= ends:
            spans.append((float((begins - first).days + 1), float((ends - first).days + 1)))
    return spans


def _timeline(record: Record, protocol: Protocol | None) -> Picture:
    started, first = record.started, _first(record)
    assert started is not None  # there is no answer before the start
    run = _Run(started.periods, started.nights, (started.first_night - first).days)
    smaller = protocol is not None and protocol.first_week_mg < protocol.dose_mg
    return timeline(run, first=first, step=FIRST_WEEK if smaller else 0)


def _first(record: Record) -> date:
    assert record.started is not None
    return record.first_night or record.started.first_night
