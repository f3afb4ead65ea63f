"""Meanings of shapes that were read before. Few shapes serve many records, of one person and of the next."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from stilla.records.meaning import meaning_of

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.records.facts import Meaning, Shape

MOST = 20_000
"""Shapes kept for one knowledge base. When there are more, all are forgotten: what a shape means can be read again."""

_READ: WeakKeyDictionary[Knowledge, dict[bytes, Meaning]] = WeakKeyDictionary()


def recalled_meaning(shape: Shape, knowledge: Knowledge) -> Meaning:
    """The same as `meaning_of`, read once for shapes that are written alike."""
    try:
        written = msgspec.json.encode(shape)
    except (TypeError, ValueError, OverflowError, RecursionError):
        return meaning_of(shape, knowledge)
    read = _READ.setdefault(knowledge, {})
    meaning = read.get(written)
    if meaning is None:
        if len(read) >= MOST:
            read.clear()
        meaning = read[written] = meaning_of(shape, knowledge)
    return meaning
