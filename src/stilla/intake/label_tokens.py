"""A label's text as a row of tokens: words, numbers with their units, marks, and where a row or a sentence ends.

Everything here is one pass over the text, however long it is.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Literal

import msgspec

from stilla.quantity import MAGNESIUM_MOLAR_MASS

Doubt = Literal["", "thousands", "range", "times", "negative", "bound"]
"""Why a number may mean something other than what stands there."""


class Token(msgspec.Struct, frozen=True):
    """A piece of the text. `kind`: word, number, mark, break (comma, line end) or stop (sentence end)."""

    kind: Literal["word", "number", "mark", "break", "stop"]
    text: str
    values: tuple[float, ...] = ()
    """What the number can be; more than one where it can be read in several ways."""
    unit: str = ""
    doubt: Doubt = ""

    @property
    def mg(self) -> tuple[float, ...]:
        """The readings in mg of magnesium, or none where the unit is not one of amount."""
        factor = MILLIGRAMS.get(self.unit)
        return () if factor is None else tuple(value * factor for value in self.values)


MILLIGRAMS = {"mg": 1.0, "g": 1000.0, "ug": 0.001, "mmol": MAGNESIUM_MOLAR_MASS, "meq": MAGNESIUM_MOLAR_MASS / 2}
"""mg of magnesium in one of each unit."""

_UNITS = {
    "mg": "mg mgs milligram milligrams milligramm",
    "g": "g gram grams gramm gr",
    "ug": "µg μg ug mcg mikrogram microgram micrograms",
    "mmol": "mmol millimol",
    "meq": "meq mekv",
    "ml": "ml milliliter",
    "l": "l liter litre",
    "kg": "kg",
    "cl": "cl",
    "dl": "dl",
    "iu": "iu ie",
    "kcal": "kcal kj cal",
    "ppm": "ppm cfu",
    "%": "procent percent",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()} | {"%": "%"}
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}

_INVISIBLE = "[\u00ad\u200b-\u200d\u2060\ufeff®™©]|\\((?:[rR]|[tT][mM]|[cC])\\)"
_CELL = r"<t[dh]\b[^<>]*>"
_BLOCK = r"<(?:br|p|tr|li|div|h[1-6])\b[^<>]*>"
_TAG = r"</?[a-zA-Z!][^<>]*>"
_SYMBOL = r"(?<![0-9])(?<![0-9][ \u00a0])\bMg(?:2\+|²⁺|\+\+)?(?![\w(])"
_B6 = r"\b(b)[- ](6|12|1|2|3)\b(?! ?(?:mg|g|µg|mcg|ug|[0-9.,]))"
_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_UNIT_WORDS = "|".join(sorted((word for word in _UNIT_OF if word != "%"), key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?P<minus>(?<![^\s:=(])[-−](?=[0-9]))?(?P<number>{_NUMBER})"
    rf"(?:\s?(?:(?P<percent>%)|(?P<unit>{_UNIT_WORDS})(?![^\W_])))?"
    r"|(?P<word>[^\W\d_][^\W_]*(?:['’][^\W_]+)*)"
    r"|(?P<leader>\.{2,}|…+|_+|-{2,})"
    r"|(?P<stop>\.(?=\s|$)(?!\s(?:per\b|\(|of\b|av\b|elemental))|[;!?•]|\n\s*\n)"
    r"|(?P<break>[,\n|]|\*)"
    r"|(?P<hyphen>(?<=[^\W\d_])-(?=[^\W\d_]))"
    r"|(?P<mark>[^\s\w])"
)
_THOUSANDS = r"[1-9][0-9]{0,2}[.,][0-9]{3}"
_GROUPED = (
    r"[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+"
    r"|[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})+"
)
_LONGEST = 15
"""Digits. A longer number is a code, not an amount."""


def cleaned(text: str) -> str:
    """The text without HTML and invisible characters, in one case.

    >>> cleaned("<b>Magnesium</b>&nbsp;375&nbsp;mg").split()
    ['magnesium', '375', 'mg']
    """
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = re.sub(_TAG, " ", re.sub(_BLOCK, "\n", re.sub(_CELL, "|", text)))
    text = re.sub(_INVISIBLE, "", text)
    text = re.sub(_SYMBOL, "mgelement", text)
    text = re.sub(r"[ \t\r]+", " ", text).lower()
    return re.sub(_B6, r"\1\2", text).replace("mg(oh)2", "mgoh2")


def tokens(text: str) -> list[Token]:
    """The tokens of a cleaned text.

    >>> [(each.text, each.mg) for each in tokens("magnesium 0,3 g")]
    [('magnesium', ()), ('0,3', (300.0,))]
    """
    found: list[Token] = []
    glued: list[bool] = []
    end = -1
    for match in _TOKEN.finditer(text):
        kind, said = match.lastgroup, match[0]
        if kind == "hyphen":
            end = match.end()
            continue
        if match["number"] is not None:
            token = _number(match)
        elif said in _FRACTIONS:
            token = Token("number", said, (_FRACTIONS[said],))
        elif kind == "word":
            token = Token("word", said)
        elif kind == "leader":
            token = Token("mark", ":")
        elif kind == "stop":
            token = Token("stop", said)
        elif kind == "break":
            token = Token("break", said)
        else:
            token = Token("mark", said)
        glued.append(_thin_space(text, end, match.start()))
        found.append(token)
        end = match.end()
    return _joined(found, glued)


def _thin_space(text: str, end: int, start: int) -> bool:
    return start == end + 1 and text[end] in "\u00a0\u202f\u2009"


def _number(match: re.Match[str]) -> Token:
    said = match["number"]
    unit = "%" if match["percent"] else _UNIT_OF.get(match["unit"] or "", "")
    values, doubt = _values(said)
    return Token("number", said, values, unit, "negative" if match["minus"] and values else doubt)


def _values(said: str) -> tuple[tuple[float, ...], Doubt]:
    if len(said) > _LONGEST:
        return (), ""
    if said.isdigit():
        return (float(said),), ""
    if re.fullmatch(_THOUSANDS, said):
        return (float(said.replace(",", "").replace(".", "")), float(said.replace(",", "."))), "thousands"
    if re.fullmatch(_GROUPED, said):
        last = max(said.rfind("."), said.rfind(","))
        whole = said.count(said[last]) > 1
        digits = said.replace(",", "").replace(".", "")
        return (float(digits) if whole else float(f"{digits[: last - len(said) + 1]}.{said[last + 1 :]}"),), ""
    if said.count(",") + said.count(".") > 1:
        return (), ""
    return (float(said.replace(",", ".")),), ""


_DASHES = ("-", "–", "—", "−")
_TO = frozenset({"to", "till", "or", "eller", "à", *_DASHES})
_MULTIPLIED = frozenset({"x", "×", "*"})
_BOUNDS = frozenset({"<", ">", "≤", "≥"})


def _joined(found: list[Token], glued: list[bool]) -> list[Token]:
    """Numbers that belong together made one: 1 000, 200-400, 2 x 150, <5."""
    result: list[Token] = []
    for token, thin in zip(found, glued, strict=True):
        if token.kind == "number" and result:
            joined = _with_before(result, token, thin=thin)
            if joined is not None:
                result.append(joined)
                continue
        result.append(token)
    return result


def _with_before(before: list[Token], token: Token, *, thin: bool) -> Token | None:
    """The number together with what stands before it (which is taken away), or None where they stand alone."""
    last = before[-1]
    if last.kind == "number":
        if _is_thousands(last, token):
            before.pop()
            joined = float(last.text + token.text)
            sure = thin or token.text.startswith("0")
            values = (joined,) if sure else (joined, token.values[0])
            return Token("number", f"{last.text} {token.text}", values, token.unit, "" if sure else "thousands")
        return None
    if last.text in _BOUNDS:
        before.pop()
        return msgspec.structs.replace(token, doubt="bound")
    if len(before) < 2 or before[-2].kind != "number" or before[-2].unit or not token.values:
        return None
    first = before[-2]
    if not first.values:
        return None
    if last.text in _TO:
        del before[-2:]
        said = f"{first.text}-{token.text}"
        return Token("number", said, (first.values[0], token.values[0]), token.unit, "range")
    if last.text in _MULTIPLIED and token.unit:
        del before[-2:]
        product = first.values[0] * token.values[0]
        return Token("number", f"{first.text} × {token.text}", (token.values[0], product), token.unit, "times")
    return None


def _is_thousands(first: Token, second: Token) -> bool:
    return (
        not first.unit
        and not first.doubt
        and first.text.isdigit()
        and len(first.text) <= 3
        and not first.text.startswith("0")
        and second.text.isdigit()
        and len(second.text) == 3
        and bool(second.unit)
        and second.unit != "%"
    )
