"""How many records were used, and why the others were not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from stilla.records.meaning import meaning_of

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.records.bundle import Records


class Tally(msgspec.Struct, frozen=True):
    """Resources by type: those a rule can use, and the others by reason."""

    read: dict[str, int]
    used: dict[str, int]
    ignored: dict[tuple[str, str], int]
    set_aside: int

    @property
    def total(self) -> int:
        """All resources."""
        return sum(self.read.values())

    @property
    def not_used(self) -> int:
        """Resources that nothing was taken from."""
        return sum(self.ignored.values())


def tally(records: Records, knowledge: Knowledge) -> Tally:
    """What became of every resource that was read."""
    reasons: dict[str, str] = {}
    for number, row in enumerate(row for rows in records.rows_by_patient.values() for row in rows):
        own = "/" in row.reference
        if row.reference:
            name = row.reference if own else f"{row.reference}#{number}"
            reasons[name] = _better(reasons.get(name), meaning_of(row.shape, knowledge).ignored)
    ignored = Counter(records.ignored)
    used: Counter[str] = Counter()
    for name, reason in reasons.items():
        kind = name.partition("/")[0].partition("#")[0]
        if reason:
            ignored[kind, reason] += 1
        else:
            used[kind] += 1
    for kind in ("Patient", "Medication"):  # these have no rows of their own
        used[kind] = records.read.get(kind, 0) - sum(n for (of, _), n in ignored.items() if of == kind)
    return Tally(dict(records.read), {kind: n for kind, n in used.items() if n}, dict(ignored), records.set_aside_count)


def _better(before: str | None, reason: str) -> str:
    """A resource with several rows is used where one of them is."""
    return reason if before is None or not reason else before
