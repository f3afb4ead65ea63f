"""What is named on a label: the element, its salts, excipients, and other nutrients that own amounts of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.intake.label_tokens import cleaned, tokens
from stilla.intake.label_words import (
    CONNECTORS,
    ELEMENT,
    FATTY,
    NOT_A_SALT,
    NUTRIENTS,
    OF,
    OTHERS,
    PRODUCT_ENDINGS,
    SALT_ENDINGS,
)

if TYPE_CHECKING:
    from stilla.intake.label_tokens import Token
    from stilla.knowledge.store import Knowledge

Form = tuple[str, ...]
"""The salts a name may stand for, by id, the plain form first. Empty: a salt nobody here knows."""

UNKNOWN_FORM: Form = ()


class Named(msgspec.Struct, frozen=True):
    """A name in the row of tokens, from `start` up to `end`.

    `whole`: it says magnesium itself; a bare "oxide" does not, and counts only where the context asks for a form.
    """

    kind: Literal["element", "salt", "excipient", "other"]
    start: int
    end: int
    forms: tuple[Form, ...] = ()
    whole: bool = True
    other: str = ""


class Lexicon:
    """The names of salts as the knowledge base has them, laid out for one pass over tokens."""

    def __init__(self, knowledge: Knowledge) -> None:
        whole: dict[tuple[str, ...], list[str]] = {}
        bare: dict[tuple[str, ...], list[str]] = {}
        for slug, salt in knowledge.salts.items():
            for name in salt.synonyms:
                words = _key(name)
                whole.setdefault(words, []).append(slug)
                if salt.formula is not None and (rest := _without_element(words)):
                    bare.setdefault(rest, []).append(slug)
        self._whole = _by_first_word(whole)
        self._bare = _by_first_word(bare)

    def named(self, row: list[Token]) -> list[Named]:
        """Every name in the row, left to right, none overlapping."""
        found: list[Named] = []
        position = 0
        while position < len(row):
            token = row[position]
            name = self._at(row, position) if token.kind == "word" else None
            if name is None:
                position += 1
            else:
                found.append(name)
                position = name.end
        return found

    def _at(self, row: list[Token], position: int) -> Named | None:
        word = row[position].text
        if (hit := _longest(self._whole, row, position)) is not None:
            end, slugs = hit
            if _is_fatty(row, end):
                return Named("excipient", position, end + 1)
            return self._extended(row, position, end, (slugs,))
        if word in ELEMENT:
            return self._element(row, position)
        if word.startswith("magnesium"):
            if _word(row, position + 1) in OF and _word(row, position + 2) in _FATTY_ACIDS:
                return Named("excipient", position, position + 3)
            return self._compound(position, word.removeprefix("magnesium"))
        if (hit := _longest(self._bare, row, position)) is not None:
            end, slugs = hit
            if _of_magnesium(row, end):
                return Named("salt", position, end + 2, (slugs,))
            return Named("salt", position, end, (slugs,), whole=False)
        if _of_magnesium(row, position + 1):
            return Named("excipient" if word in FATTY else "salt", position, position + 3, (UNKNOWN_FORM,))
        return _other(row, position)

    def _element(self, row: list[Token], position: int) -> Named:
        """The element, or a salt of it that the lexicon lacks ("magnesium ascorbate")."""
        if (hit := _longest(self._bare, row, position + 1)) is not None:
            return self._extended(row, position, hit[0], (hit[1],))
        following = _word(row, position + 1)
        if following in _SALTS and _word(row, position + 2) in OF and _word(row, position + 3) in _FATTY_ACIDS:
            return Named("excipient", position, position + 4)
        if following in FATTY:
            return Named("excipient", position, position + 2)
        if not _is_salt_word(following) and following not in _MIXED:
            return Named("element", position, position + 1)
        end = position + 2
        while _is_salt_word(_word(row, end)) or _word(row, end) in _MIXED:
            end += 1
        return self._extended(row, position, end, (UNKNOWN_FORM,))

    def _compound(self, position: int, ending: str) -> Named | None:
        if ending.startswith(tuple(FATTY)):
            return Named("excipient", position, position + 1)
        if ending in PRODUCT_ENDINGS:
            return Named("element", position, position + 1)
        if ending.endswith(SALT_ENDINGS):
            return Named("salt", position, position + 1, (UNKNOWN_FORM,))
        return None

    def _extended(self, row: list[Token], start: int, end: int, forms: tuple[Form, ...]) -> Named:
        """A salt with what follows it: more salts ("magnesium oxide/citrate"), or words that make it another salt."""
        while end < len(row):
            connected = row[end].text in CONNECTORS
            if connected:
                hit = _longest(self._bare, row, end + 1) or _longest(self._whole, row, end + 1)
                if hit is None or _is_fatty(row, hit[0]) or _of_magnesium(row, hit[0]):
                    break
                end, forms = hit[0], (*forms, hit[1])
            else:
                word = _word(row, end)
                if word not in _CHELATE:
                    if not _is_salt_word(word):
                        break
                    forms = (*forms[:-1], UNKNOWN_FORM)
                end += 1
        return Named("salt", start, end, forms)


_SALTS = frozenset({"salt", "salts", "salter"})
_FATTY_ACIDS = frozenset({"fatty", "fettsyror", "edible", "ätliga"})
_CHELATE = frozenset({"chelate", "chelates", "kelat"})
_MIXED = frozenset({"amino", "aminosyra", "aminosyrakelat", "complex", "komplex", "acid", "acids"}) | _CHELATE


def _key(name: str) -> tuple[str, ...]:
    return tuple(each.text for each in tokens(cleaned(name)))


def _without_element(words: tuple[str, ...]) -> tuple[str, ...]:
    if words[0] == "magnesium":
        return words[1:]
    rest = words[0].removeprefix("magnesium")
    return (rest, *words[1:]) if len(words[0]) > len(rest) > 2 else ()


def _by_first_word(names: dict[tuple[str, ...], list[str]]) -> dict[str, list[tuple[tuple[str, ...], Form]]]:
    index: dict[str, list[tuple[tuple[str, ...], Form]]] = {}
    for words, slugs in sorted(names.items(), key=lambda each: -len(each[0])):
        index.setdefault(words[0], []).append((words, tuple(dict.fromkeys(slugs))))
    return index


def _longest(
    index: dict[str, list[tuple[tuple[str, ...], Form]]], row: list[Token], position: int
) -> tuple[int, Form] | None:
    if position >= len(row):
        return None
    for words, slugs in index.get(row[position].text, ()):
        end = position + len(words)
        if end <= len(row) and all(row[position + n].text == word for n, word in enumerate(words)):
            return end, slugs
    return None


def _word(row: list[Token], position: int) -> str:
    return row[position].text if position < len(row) and row[position].kind == "word" else ""


def _is_salt_word(word: str) -> bool:
    return len(word) > 4 and word.endswith(SALT_ENDINGS) and word not in NOT_A_SALT


def _is_fatty(row: list[Token], position: int) -> bool:
    return _word(row, position) in FATTY


def _of_magnesium(row: list[Token], position: int) -> bool:
    """Whether "de magnésium" stands here: the salt's name came before it."""
    return _word(row, position) in {"de", "di"} and _word(row, position + 1) in ELEMENT


def _other(row: list[Token], position: int) -> Named | None:
    for slug, words in _OTHERS.get(row[position].text, ()):
        if all(position + n < len(row) and row[position + n].text == each for n, each in enumerate(words)):
            return Named("other", position, position + len(words), other=slug)
    if row[position].text in NUTRIENTS:
        return Named("other", position, position + 1)
    return None


_OTHERS: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
for _slug, _names in OTHERS.items():
    for _words in _names:
        _OTHERS.setdefault(_words[0], []).append((_slug, _words))
