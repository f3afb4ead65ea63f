"""How much memory this program has taken at most."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROCESSES = Path("/proc")


def peak_memory() -> int:
    """Bytes held at most by this program and by those it started (a Spark), added up.

    Read from Linux; elsewhere only this program's own, as far as the system tells.
    """
    told = dict(_told())
    own = str(os.getpid())
    if own not in told:
        return _own()
    family = {own}
    while added := {name for name, text in told.items() if name not in family and _field(text, "PPid") in family}:
        family |= added
    return sum(1024 * int(_field(told[name], "VmHWM") or 0) for name in family if name in told)


def _told() -> Iterator[tuple[str, str]]:
    """Every process by its number, with what Linux says of it."""
    for path in _PROCESSES.glob("[0-9]*/status"):
        with suppress(OSError):  # it has ended meanwhile
            yield path.parent.name, path.read_text()


def _field(status: str, name: str) -> str:
    found = re.search(rf"^{name}:\s*(\d+)", status, re.MULTILINE)
    return found[1] if found else ""


def _own() -> int:
    try:
        import resource  # noqa: PLC0415  # not on every system
    except ImportError:
        return 0
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
