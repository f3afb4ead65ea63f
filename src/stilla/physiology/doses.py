"""What is taken, and when: a day's food and doses as events of the kinetics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator


class Taken(msgspec.Struct, frozen=True):
    """An amount that enters a state at a clock time of every day, or at an hour since the start."""

    hour: float
    state: str
    mmol: float


class Events(msgspec.Struct, frozen=True):
    """Everything that is added, in order of time."""

    taken: tuple[Taken, ...] = ()

    def rows(self) -> Iterator[tuple[float, str, float]]:
        """Hour, state, amount."""
        for each in self.taken:
            yield float(each.hour), each.state, float(each.mmol)
