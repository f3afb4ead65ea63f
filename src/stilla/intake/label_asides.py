"""What a label says beside its contents, put aside before it is read: reference intakes, limits, what it is without.

"Recommended daily intake of magnesium: 350 mg" is no amount in the product. Where a sentence is put aside wrongly the
reader asks; it never makes an amount.
"""

from __future__ import annotations

import re

_REST = r"(?:[^.;\n]|\.(?=[0-9]))*"
"""To the end of the sentence."""
_INTAKE = r"(?:intake|limit|level|allowance|intag|gräns\w*|dagsintag|behov\w*)"
_WHICH = r"(?:recommended|adequate|reference|upper|tolerable|daily|rekommenderat|rekommenderad|övre|dagligt|högsta)"
_OF = r"(?:of|for|för|av)"
_ASIDES = re.compile(
    "|".join(
        (
            rf"\b{_WHICH}\s+(?:\w+\s+){{0,2}}{_INTAKE}\s+{_OF}\s+magnesium\b{_REST}",
            rf"\b(?:dri|rdi|nrv|rda|drv|ri)\s+{_OF}\s+magnesium\b{_REST}",
            rf"\b(?:needs?|requires?|behöver)\s+(?:\w+\s+){{0,2}}[0-9]{{1,6}} ?mg\s+(?:of\s+)?magnesium\b{_REST}",
            rf"\b(?:dagsbehov\w*|behov\w*|requirements?)\s+{_OF}\s+magnesium\b{_REST}",
            rf"\b(?:utan|without|free\s+(?:from|of)|fri(?:tt)?\s+från)\s+magnesium\b{_REST}",
        )
    )
)
_ELEMENTAL = r"(?:elemental|elementärt|elementar)"
_AMOUNT = r"(?<![0-9.,])[0-9]{1,6}(?:[.,][0-9]{1,3}){0,2} ?mg"


def prepared(text: str) -> str:
    """A cleaned text without asides, and with the common ways of writing "elemental" in one form.

    >>> prepared("recommended daily intake of magnesium: 350 mg. one tablet: magnesium 100 mg")
    '. one tablet: magnesium 100 mg'
    >>> prepared("magnesium oxide 400 mg (241.3 mg elemental)")
    'magnesium oxide 400 mg (241.3 mg elemental magnesium)'
    """
    text = re.sub(r"\b[ld]-(?=[a-zà-ö]{4})", "", text)  # "l-theanine" is one name
    text = re.sub(rf"({_AMOUNT})\s+{_ELEMENTAL}(?!\w|\s+(?:magnesium|mg))", r"\1 elemental magnesium", text)
    text = re.sub(
        rf"\(\s*{_ELEMENTAL}\s+magnesium\s*:?\s*({_AMOUNT})\s*\)",
        r"(\1 elemental magnesium)",
        text,
    )
    return re.sub(_ASIDES, "", text)
