"""Work that takes seconds, done beside the requests: one piece at a time, so that a thread is always left to answer.

A page shows how far it has come and asks again by itself; what was found is kept as long as the server runs.
"""

from __future__ import annotations

import threading
from contextvars import copy_context
from typing import TYPE_CHECKING, Any

from stilla.errors import BadInput, Problem, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST_KEPT = 8
"""Results that are remembered; the oldest is forgotten first."""


class Work:
    """One piece: how much of it there is, how much is done, and what came of it.

    Args:
        total: steps, as they are counted.
        do: computes; it is given the function that is told of steps done.
    """

    def __init__(self, total: int, do: Callable[[Callable[[int], object]], Any]) -> None:
        self.total, self.done = total, 0
        self.result: Any = None
        self.problems: tuple[Problem, ...] = ()
        self.over = False
        self.failed = False
        self._do = do

    @property
    def per_cent(self) -> int:
        """Whole per cent done."""
        return min(100, 100 * self.done // max(self.total, 1))

    def run(self) -> None:
        """Do it."""
        try:
            self.result = self._do(self._told)
        except BadInput as error:
            self.problems = tuple(error.problems)
        except Exception:  # noqa: BLE001  # a thread has nobody above it; the page says that it failed
            self.failed = True
        finally:
            self.over = True

    def _told(self, steps: int) -> None:
        self.done += steps


class Bench:
    """Where work is done, one piece at a time."""

    def __init__(self) -> None:
        self._pieces: dict[Hashable, Work] = {}
        self._lock = threading.Lock()

    def piece(self, key: Hashable) -> Work | None:
        """The last piece under a key: under way, or over."""
        return self._pieces.get(key)

    def begin(self, key: Hashable, work: Work) -> None:
        """Begin a piece.

        Raises:
            BadInput: another one is under way.
        """
        with self._lock:
            if any(not each.over for each in self._pieces.values()):
                raise refuse(
                    "",
                    "Stilla is computing something already. Wait until that is done.",
                    "Stilla räknar redan på något. Vänta tills det är klart.",
                )
            self._pieces.pop(key, None)
            self._pieces[key] = work
            while len(self._pieces) > MOST_KEPT:
                del self._pieces[next(iter(self._pieces))]
        threading.Thread(target=copy_context().run, args=(work.run,), daemon=True).start()

    def forget(self, key: Hashable) -> None:
        """Forget what was found."""
        with self._lock:
            self._pieces.pop(key, None)


BENCH = Bench()
"""The bench of this server."""
