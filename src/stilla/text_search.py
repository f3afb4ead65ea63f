"""Names as people type them: compared without case and spacing, offered when misspelt, never chosen for anybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACE = r"[\s\u00a0]+"
_STRENGTH = r"\s[0-9][0-9.,/]*\s*(mg|g|ug|mcg|µg|μg|mikrogram|microgram|ml|ie|iu|e|mmol|%|procent)?\b.*$"
_ALIKE = 70.0
"""Of 100; below it two names are not worth showing as alike."""
_OFFERED = 3


def plain(name: str) -> str:
    """A name in the form that is compared.

    >>> plain("  Levaxin\u00a0 "), plain("MAGNESIUM Citrate")
    ('levaxin', 'magnesium citrate')
    """
    return re.sub(_SPACE, " ", name.strip()).casefold().replace("®", "")


def without_strength(name: str) -> str:
    """A plain name without the strength and package that follow it on a box.

    >>> without_strength("levaxin 100 mikrogram tabletter")
    'levaxin'
    """
    return re.sub(_STRENGTH, "", name).strip()


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that look most like this one, best first; often none.

    >>> nearest("gabapentn", ["gabapentin", "pregabalin", "levaxin"])
    ('gabapentin',)
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # needed only for what nobody recognises

    found = process.extract(plain(name), list(known), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_OFFERED)
    return tuple(each for each, _, _ in found)
