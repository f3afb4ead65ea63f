"""How far a portion is, told from a thread beside its reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

import msgspec

from stilla.population.reading.result import Progress

if TYPE_CHECKING:
    from stilla.population.reading.engine import Lines

_EVERY = 0.5
"""Seconds between two looks."""


@contextmanager
def watched(engine: Lines, tell: Callable[[Progress], None], start: Progress, size: int) -> Iterator[None]:
    """Tell again and again how much of the next `size` bytes after `start` is read, as far as the engine knows."""
    over = Event()
    watcher = Thread(target=_watch, args=(engine, tell, start, size, over), name="progress", daemon=True)
    tell(start)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _watch(engine: Lines, tell: Callable[[Progress], None], start: Progress, size: int, over: Event) -> None:
    furthest = start.done
    while not over.wait(_EVERY):
        reached = start.done + int(engine.share() * size)
        if reached > furthest:
            furthest = reached
            tell(msgspec.structs.replace(start, done=reached))
