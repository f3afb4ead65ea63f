"""What reading is asked for, what it tells on the way, and what it answers."""

from __future__ import annotations

import os

import msgspec

from stilla.population.reading.provenance import Source


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much the reading may take."""

    memory: str = ""
    """What the engine may use, such as "8GB"; by default 60 % of the machine's memory."""
    threads: int = 0
    """0 takes every core."""
    longest_line: int = 64 << 20
    """Bytes of a line; a longer one is set aside."""
    portion: int = 2_000_000_000
    """Bytes of input that are read in one go, and need not be read again after an interruption."""
    master: str = "local[2]"
    """Where Spark runs."""

    def megabytes(self) -> str:
        """The memory in words of the engines."""
        if self.memory:
            return self.memory
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        return f"{int(0.6 * whole / 1e6)}MB"


class Progress(msgspec.Struct, frozen=True):
    """How far it is: bytes of input, and which file or step comes now."""

    done: int
    total: int
    now: str


class Reading(msgspec.Struct, frozen=True):
    """What was read, and what became of it. Counts are of records, by type."""

    engine: str
    read: dict[str, int]
    used: dict[str, int]
    ignored: dict[str, dict[str, int]]
    """By type and reason: `type`, `no-rule`, `no-person`, `nobody`, `not-active`, `older-version`."""
    set_aside: dict[str, int]
    """Lines, by reason. They stand in `set-aside.ndjson.gz` with their place."""
    persons: int
    shapes: int
    sources: tuple[Source, ...]
    seconds: float
    resumed: int = 0
    """Portions that an interrupted run had read already."""

    @property
    def bytes(self) -> int:
        """The size of the input."""
        return sum(each.bytes for each in self.sources)
