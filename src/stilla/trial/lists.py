"""The two lists of items that a trial of one answers: SPENT for its protocol, CENT for its report."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from stilla.text import Text

_DATA = Path(__file__).parent / "data"


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One item: what it asks for, who answers it, and what stands there where nobody says more."""

    id: str
    asks: Text
    fill: Literal["auto", "ask", "both", "none"]
    starred: bool = False
    """Changed for trials of one."""
    says: Text | None = None
    """With gaps that the protocol fills."""
    because: Text | None = None
    """Why it does not apply, where it does not."""


@lru_cache(maxsize=2)
def items(name: Literal["spent", "cent"]) -> tuple[Item, ...]:
    """The items of a list in their order.

    >>> len(items("spent")), len(items("cent"))
    (53, 44)
    """
    return msgspec.yaml.decode((_DATA / f"{name}.yaml").read_bytes(), type=tuple[Item, ...])
