"""Pictures on a page: each under its own address, light and dark, with its numbers beside it. Drawn once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec
from django.http import Http404, HttpResponse

if TYPE_CHECKING:
    from stilla.pictures.picture import Picture
    from stilla.text import Language, Text

SHADES = {"light": (False, 720), "dark": (True, 720), "light-narrow": (False, 420), "dark-narrow": (True, 420)}
"""How a picture is asked for: whether it is dark, and how wide it is drawn: on a telephone letters must not shrink."""
MOST_KEPT = 64
"""Drawings that are kept; each has some tens of kilobytes."""

_DRAWN: dict[tuple[bytes, str, str], bytes] = {}
_LOCK = threading.Lock()


class ShownPicture(msgspec.Struct, frozen=True):
    """What a template needs of a picture."""

    title: Text
    reading: Text
    light: str
    """Its addresses."""
    dark: str
    light_narrow: str
    dark_narrow: str
    header: list[str]
    rows: list[list[str]]
    wide: bool
    """Whether it is drawn as wide as the page: a picture of time."""


def shown_picture(
    picture: Picture, address: str, language: Language, *, query: str = "", wide: bool = False
) -> ShownPicture:
    """A picture for a template.

    Args:
        picture: what is drawn.
        address: of its page's pictures; `/light.svg` and the others of `SHADES` are added.
        language: of the numbers.
        query: what follows its addresses, where the picture depends on it: `?egfr=90`.
        wide: whether it takes the whole width of the page.
    """
    header, *rows = picture.table.words(language)
    light, dark, *narrow = (f"{address}/{shade}.svg{query}" for shade in SHADES)
    return ShownPicture(picture.title, picture.reading, light, dark, narrow[0], narrow[1], header, rows, wide)


def drawn(picture: Picture, language: Language, shade: str) -> HttpResponse:
    """A picture as an answer; drawn once for each language and shade.

    Raises:
        Http404: there is no such shade.
    """
    if shade not in SHADES:
        raise Http404
    from stilla.diary.canonical import sha256  # noqa: PLC0415  # only here
    from stilla.pictures.draw import svg  # noqa: PLC0415  # the drawing engine, only where something is drawn

    key = sha256(msgspec.msgpack.encode(picture)).encode(), language, shade
    found = _DRAWN.get(key)
    if found is None:
        dark, width = SHADES[shade]
        found = svg(picture, language, dark=dark, width=width, caption=False).encode()
        with _LOCK:
            _DRAWN[key] = found
            while len(_DRAWN) > MOST_KEPT:
                del _DRAWN[next(iter(_DRAWN))]
    return HttpResponse(found, content_type="image/svg+xml; charset=utf-8")
