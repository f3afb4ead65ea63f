"""Names as people type them: compared without case and spacing, offered when misspelt, never chosen for anybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACE = r"[\s\u00a0]+"
_UNIT = r"(?:mg|g|ug|mcg|µg|μg|mikrogram|microgram|ml|ie|iu|e|mmol|%|procent)"
_PER = rf"\s?/\s?(?:[0-9][0-9.,]*\s?)?{_UNIT}?(?:h|timme|dos|dose|dygn)?"
_AMOUNT = rf"[0-9][0-9.,]*\s?{_UNIT}?(?:{_PER})*"
_FORM = (
    r"(?:(?:filmdragerade?|dragerade?|munsönderfallande|hårda|mjuka|film-coated|coated|oral|hard|chewable) ?)?"
    r"(?:tabletter|tablett|tablets|tablet|tabl|kapslar|kapsel|capsules|capsule|kaps|depottabletter|depottablett|"
    r"depotkapslar|depotkapsel|enterotabletter|enterotablett|enterokapslar|brustabletter|brustablett|tuggtabletter|"
    r"tuggtablett|lösning|mixtur|solution|droppar|drops|plåster|patch)"
)
_PACKAGE = rf"(?: {_FORM})?(?: \(?{_AMOUNT}\)?)?(?: {_FORM})?"
_ALIKE = 70.0
"""Of 100; below it two names are not worth showing as alike."""
_OFFERED = 3


def plain(name: str) -> str:
    """A name in the form that is compared: composed letters, one case, single spaces.

    >>> plain("  Levaxin\u00a0 "), plain("MAGNESIUM Citrate")
    ('levaxin', 'magnesium citrate')
    """
    if not name.isascii():
        from unicodedata import normalize  # noqa: PLC0415  # most names need none

        name = normalize("NFC", name)
    return re.sub(_SPACE, " ", name.replace("®", "").strip()).casefold()


def without_package(name: str) -> str:
    """A plain name without the strength and form that follow it on a box, and nothing else.

    What could be a second medicine is never taken away, so that such a name stays unrecognised.

    >>> without_package("levaxin 100 mikrogram tabletter"), without_package("alvedon 500 mg och tivicay 50 mg")
    ('levaxin', 'alvedon 500 mg och tivicay')
    """
    found = re.fullmatch(rf"(.+?){_PACKAGE}", name)
    return found[1] if found else name


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that look most like this one, best first; often none.

    >>> nearest("gabapentn", ["gabapentin", "pregabalin", "levaxin"])
    ('gabapentin',)
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # needed only for what nobody recognises

    found = process.extract(plain(name), list(known), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_OFFERED)
    return tuple(each for each, _, _ in found)
