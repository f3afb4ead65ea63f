"""Search results of several pages: one page alone is not the whole list."""

from __future__ import annotations

from stilla.text import Text

GOES_ON = Text(
    "This is one page of a longer list, and the next page is not here. What it says is not known.",
    "Det här är en sida av en längre lista, och nästa sida är inte med. Vad som står på den är inte känt.",
)


def goes_on(link: object) -> bool:
    """Whether the links of a Bundle name a next page.

    >>> goes_on([{"relation": "self", "url": "?page=1"}, {"relation": "next", "url": "?page=2"}])
    True
    """
    return isinstance(link, list) and any(isinstance(each, dict) and each.get("relation") == "next" for each in link)
