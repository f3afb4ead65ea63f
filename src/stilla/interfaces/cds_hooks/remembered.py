"""What a server keeps in mind for a short while: tokens that were used, and cards that were shown.

Only digests, in a block of memory that every worker shares when it is made before they start. No file, no name.
"""

from __future__ import annotations

import mmap
import os
import tempfile
import threading
import time
import weakref
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DIGEST = 16
_SLOT = _DIGEST + 8
_PROBED = 64
"""Slots looked at for one digest. A table as full as that remembers nothing more, and says so."""


class Remembered:
    """A table of digests with the time each may be forgotten.

    Args:
        slots: how many are kept at once.
        key: mixed into every digest.
        clock: seconds since 1970.
    """

    def __init__(self, slots: int = 65_536, key: bytes = b"", clock: Callable[[], float] = time.time) -> None:
        self._slots = slots
        self._memory = mmap.mmap(-1, (slots + 1) * _SLOT)
        self._key = blake2b(key).digest()
        self._clock = clock
        self._lock = threading.Lock()
        self._file = _lock_file()
        if self._file is not None:
            weakref.finalize(self, os.close, self._file)

    def holds(self, *words: str) -> bool:
        """Whether it was told of this, and the time is not over."""
        digest = self._digest(words)
        with self._alone():
            return self._find(digest) is not None

    def add(self, seconds: float, *words: str) -> bool:
        """Keep something in mind; False where it is known already, or where there is no room for it."""
        digest = self._digest(words)
        with self._alone():
            if self._find(digest) is not None:
                return False
            free = self._free(digest)
            if free is None:
                return False
            until = int(self._clock() + seconds) + 1
            self._memory[free : free + _SLOT] = digest + until.to_bytes(8, "big")
        return True

    def _digest(self, words: tuple[str, ...]) -> bytes:
        said = blake2b(digest_size=_DIGEST, key=self._key)
        for word in words:
            encoded = word.encode(errors="surrogatepass")
            said.update(len(encoded).to_bytes(8, "big") + encoded)
        return said.digest()

    def _places(self, digest: bytes) -> Iterator[int]:
        start = int.from_bytes(digest[:8], "big")
        for step in range(_PROBED):
            yield (start + step) % self._slots * _SLOT

    def _find(self, digest: bytes) -> int | None:
        for place in self._places(digest):
            if self._memory[place : place + _DIGEST] == digest and not self._is_over(place):
                return place
        return None

    def _free(self, digest: bytes) -> int | None:
        return next((place for place in self._places(digest) if self._is_over(place)), None)

    def _is_over(self, place: int) -> bool:
        return int.from_bytes(self._memory[place + _DIGEST : place + _SLOT], "big") <= self._clock()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time: threads by the lock, processes by the file, which a worker that dies lets go."""
        with self._lock, _held(self._file):
            yield


def _lock_file() -> int | None:
    """A nameless file to lock; None where a server is one process anyway."""
    try:
        import fcntl  # noqa: F401, PLC0415  # not on every system
    except ImportError:
        return None
    with tempfile.TemporaryFile() as made:
        return os.dup(made.fileno())


@contextmanager
def _held(file: int | None) -> Iterator[None]:
    if file is None:
        yield
        return
    import fcntl  # noqa: PLC0415  # as above

    fcntl.lockf(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN)
