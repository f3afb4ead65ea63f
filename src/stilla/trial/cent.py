"""Every item of CENT in a report: present, not applicable because, or missing. None is left out silently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.text import Text
from stilla.trial.lists import items

if TYPE_CHECKING:
    from collections.abc import Mapping

State = Literal["present", "not-applicable", "missing"]


class Reported(msgspec.Struct, frozen=True):
    """An item of the report."""

    id: str
    asks: Text
    state: State
    text: Text | None
    """What the report says, or why the item does not apply; None where it is missing."""


def cent(report_facts: Mapping[str, Text], not_applicable: Mapping[str, Text] | None = None) -> tuple[Reported, ...]:
    """All 44 parts of CENT, in order.

    Args:
        report_facts: what the report says, by number of the item (`17a.2`).
        not_applicable: further reasons why an item does not apply, beside those of a single trial.

    Raises:
        KeyError: a number that CENT does not have.
    """
    reasons = not_applicable or {}
    known = {each.id for each in items("cent")}
    if unknown := (set(report_facts) | set(reasons)) - known:
        raise KeyError(*sorted(unknown))
    found = []
    for item in items("cent"):
        said, reason = report_facts.get(item.id), reasons.get(item.id, item.because)
        if said is not None and said.en.strip() and said.sv.strip():
            found.append(Reported(item.id, item.asks, "present", said))
        elif reason is not None:
            found.append(Reported(item.id, item.asks, "not-applicable", reason))
        else:
            found.append(Reported(item.id, item.asks, "missing", None))
    return tuple(found)
