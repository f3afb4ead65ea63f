"""From what somebody typed to a medicine or a condition that the knowledge base knows, exactly or not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from stilla.person import Unrecognised
from stilla.text_search import nearest, plain, without_package

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge

_ATC = r"[a-z][0-9]{2}[a-z]{2}[0-9]{2}"
ICD10 = r"([a-z][0-9][0-9a-z])[.-]?([0-9a-z]{0,4})[†*+]?"


class Recognised(msgspec.Struct, frozen=True):
    """A name the knowledge base knows, with the codes it may stand for."""

    text: str
    codes: tuple[str, ...]


def medicine(text: str, knowledge: Knowledge) -> Recognised | Unrecognised:
    """A medicine by ATC code, generic name or brand, with or without its strength; else the nearest names.

    An ATC code that no list here holds is recognised only where some rule speaks of it.
    """
    if (found := known_medicine(text, knowledge)) is not None:
        return found
    names = knowledge.medicine_names
    alike = dict.fromkeys(names[each].shown for each in nearest(without_package(plain(text)), names))
    return Unrecognised("medicine", text.strip(), tuple(alike))


def known_medicine(text: str, knowledge: Knowledge) -> Recognised | None:
    """The same where it is known; None, and no search for names that look like it, where it is not."""
    names = knowledge.medicine_names
    key = plain(text)
    bare = without_package(key)
    for form in (key, bare, _without_maker(bare, knowledge.makers)):
        if (found := names.get(form)) is not None:
            return Recognised(text.strip(), found.atc)
    if re.fullmatch(_ATC, key) and _some_rule_speaks_of(key.upper(), knowledge):
        return Recognised(text.strip(), (key.upper(),))
    return None


def _without_maker(name: str, makers: frozenset[str]) -> str:
    """A plain name without the company that generic names carry on a box ("gabapentin sandoz")."""
    for words in (2, 1):
        head, tail = name.split()[:-words], name.split()[-words:]
        if head and " ".join(tail) in makers:
            return " ".join(head)
    return name


def _some_rule_speaks_of(code: str, knowledge: Knowledge) -> bool:
    from stilla.rules.tree import Takes  # noqa: PLC0415  # rarely needed

    return any(isinstance(atom, Takes) and atom.speaks_of(code) for atom in knowledge.checking.book.atoms)


def condition(text: str, knowledge: Knowledge) -> Recognised | Unrecognised:
    """A condition by slug, name or ICD-10 code; else the nearest names."""
    index = knowledge.condition_names
    key = plain(text)
    found = index.get(key) or index.get(key.replace(" ", "-"))
    if found is not None:
        return Recognised(text.strip(), found)
    if code := re.fullmatch(ICD10, key):
        digits = code[1] + code[2]
        # The most exact entry decides: N18.6 is end-stage disease, not only kidney disease.
        for length in range(len(digits), 0, -1):
            if slugs := knowledge.icd10_index.get(digits[:length]):
                return Recognised(text.strip(), slugs)
        return Unrecognised("condition", text.strip())
    return Unrecognised("condition", text.strip(), nearest(key, index))
