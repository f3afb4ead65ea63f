"""How a person's data are spoken of, at every door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.text import Text

if TYPE_CHECKING:
    from stilla.text import Language

ERASE = Text("erase", "radera")
"""What is typed to have everything removed."""


def size_of(count: int, language: Language) -> str:
    r"""Bytes for people.

    >>> size_of(12_345, "sv"), size_of(3_456_789, "en")
    ('12\xa0kB', '3.5\xa0MB')
    """
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))}\u00a0kB"
    said = f"{count / 1e6:.1f}"
    return f"{said.replace('.', ',') if language == 'sv' else said}\u00a0MB"
