"""Every sentence of the screen, in both languages: one module a journey, each with `WORDS`.

`Text` wants both languages, so an untranslated sentence cannot be written; a test finds those that no page uses and
those that a page uses and nobody wrote. Sentences with medical meaning are not here but in the knowledge base, where
they have sources.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stilla.text import Text


@cache
def of_journey(name: str) -> dict[str, Text]:
    """The sentences of one journey."""
    found: dict[str, Text] = import_module(f"{__name__}.{name}").WORDS
    return found


def word(key: str) -> Text:
    """A sentence by its key: `check.title` is `title` of the journey `check`.

    Raises:
        KeyError: nobody wrote it.
    """
    journey, _, name = key.partition(".")
    return of_journey(journey)[name]
