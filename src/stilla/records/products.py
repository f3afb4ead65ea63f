"""From the name of a product, as code systems write it, to what is in it and how it is taken.

"24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet": the strength and the words of a form are taken
away, and nothing else. What could be a second medicine stays, so that such a name is not recognised.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stilla.names import known_medicine
from stilla.text_search import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.knowledge.store import Knowledge
    from stilla.person import Route

_LONGEST = 300
_UNIT = r"(?:mi[kc]rograms?|milligrams?|grams?|mg|mcg|ug|µg|g|ml|unt|iu|ie|ku|meq|mmol|mol|%|percent|hr|h|actuat|day)"
_STRENGTH = rf"[0-9][0-9.,]*\s?{_UNIT}(?:\s?/\s?(?:[0-9][0-9.,]*\s?)?{_UNIT})?"
_LEADING = rf"(?:(?:abuse-deterrent|nda[0-9]+|{_STRENGTH})\s+)+"
_FORM_WORDS = (
    "oral|tablets?|tabs?|caplets?|capsules?|caps?|extended|delayed|release|chewable|disintegrating|effervescent|"
    "coated|film|enteric|er|xr|sr|cr|xl|ec|dr|odt|"
    "solution|suspension|syrup|elixir|drops?|powder|granules?|packet|lozenge|gum|wafer|film|strip|sublingual|buccal|"
    "injection|injectable|prefilled|syringe|auto-injector|cartridge|pen|injector|vial|implant|drug|"
    "topical|cream|ointment|gel|lotion|foam|shampoo|patch|transdermal|system|ophthalmic|otic|nasal|mucosal|spray|"
    "inhaler|inhalation|inhalant|metered|dose|dry|nebuliser|nebulizer|rectal|suppository|enema|vaginal|ring|insert|"
    "intrauterine|pack|for|the|per|product|tablett|tabletter|kapsel|kapslar|depottablett|depottabletter|"
    "filmdragerad|filmdragerade|brustablett|veckotablett|enterokapsel|enterokapslar|enterotablett|enterotabletter|"
    "hård|hårda|mjuk|mjuka|lösning|mixtur|injektionsvätska|infusion|infusionsvätska|"
    "ögondroppar|kräm|salva|plåster"
)
_ENDING = rf"(?:[\s,]+(?:{_STRENGTH}|(?:{_FORM_WORDS})(?![\w-])))+$"
_BRAND = r"\s*\[([^\[\]]+)\]"
_MARKS = "[®™©]"
_ASIDE = r"\s*\(([^()]+)\)"
"""What stands in round brackets: record systems put a brand there ("digoxin (LANOXIN) 125 mcg tablet")."""
_BETWEEN = r"\s+/\s+|\s*;\s*|\s+\+\s+"
_SALTS = frozenset(
    (
        "hydrochloride", "dihydrochloride", "hydrobromide", "sodium", "disodium", "potassium", "calcium", "magnesium",
        "sulfate", "sulphate", "succinate", "tartrate", "bitartrate", "maleate", "fumarate", "hemifumarate",
        "mesylate", "besylate", "tosylate", "acetate", "phosphate", "citrate", "bromide", "nitrate", "propionate",
        "monohydrate", "dihydrate", "trihydrate", "hemihydrate", "anhydrous", "tromethamine", "axetil", "medoxomil",
        "cilexetil", "human", "regular", "porcine",
    )
)  # fmt: skip
"""Last words that name a salt or an origin, where the medicine is known by the name before them."""
_ITS_OWN = ("magnesium", "calcium", "aluminum", "aluminium", "iron", "ferrous", "ferric", "sodium", "potassium", "zinc")
"""First words of products in which the salt is the medicine."""

MAGNESIUM = ("A12CC",)
"""ATC: magnesium as a mineral, whichever salt."""

_ROUTE_WORDS: tuple[tuple[str, Route], ...] = (
    (r"\bvaginal|\bintrauterine|\bvagitori", "vaginal"),
    (r"\brectal\b|\brektal|suppositor|\benema|\bklysma", "rectal"),
    (r"\bophthalmic|\botic\b|\b(?:ögon|öron)(?:\b|droppar|salva|gel)|\b(?:eye|ear) drop", "eye"),
    (r"\boftalm|\bocular|\bokulär", "eye"),
    (r"\binhal|\bmetered dose|\bnebuli|\bnasalt?\b|\bnäs(?:a|an|spray|droppar|gel|salva)?\b", "inhaled"),
    (
        r"\btopical|\btransdermal|\bcream\b|\bointment|\blotion|\bshampoo|kräm\b|(?<!ögon|öron)(?<!näs)salva\b|plåster\b|\bkutan",
        "dermal",
    ),
    (r"\bdermal|\bcutaneous", "dermal"),
    (
        r"\binjec|injek|\bprefilled|\binfusi|\bintravenous|\bintravenös|\bsubcutaneous|\bsubkutan|\bdrug implant",
        "parenteral",
    ),
    (r"\bintramus[ck]ul|\bparenteral", "parenteral"),
    (r"\b(?:per)?oral|tablet|\btabs?\b|capsule|\bcaps?\b|\bcaplet|kapsel|kapslar|\bchewable|mixtur|\bsyrup", "oral"),
)
"""Whole words or their beginnings: an antibiotic is not otic, and surgery of the bowel no suppository."""


class Contents(NamedTuple):
    """The medicines that a name may stand for; `whole` where every part of the name is known."""

    atc: tuple[str, ...]
    whole: bool


def contents_of(name: str, knowledge: Knowledge) -> Contents:
    """What a product's name says is in it; several ingredients count all of them.

    An ingredient that nobody knows leaves the product not wholly known.
    """
    name = re.sub(_MARKS, "", name[:_LONGEST])
    brands = re.findall(_BRAND, name)
    body = re.sub(_BRAND, " ", name).strip()
    branded = [code for brand in brands for code in _known(brand, knowledge)]
    if found := _known(body, knowledge):
        return Contents(_once([*found, *branded]), whole=True)
    asides = {each: _known(each, knowledge) for each in re.findall(_ASIDE, body)}
    aside = [code for codes in asides.values() for code in codes]
    if asides and (found := _known(re.sub(_ASIDE, " ", body).strip(), knowledge)):
        whole = all(codes or _is_form(each) for each, codes in asides.items())
        return Contents(_once([*found, *branded, *aside]), whole=whole)
    parts = _parts(body)
    read = [_known(part, knowledge) for part in parts]
    codes = [code for part, known in zip(parts, read, strict=True) for code in known or _some_magnesium(part)]
    return Contents(_once([*codes, *branded, *aside]), whole=bool(branded) or (bool(read) and all(read)))


def _some_magnesium(name: str) -> tuple[str, ...]:
    """The group of all magnesium, for a product that calls itself so and that nobody knows more exactly."""
    return MAGNESIUM if re.match(r"magnesium(?!\s?stearat)", plain(name)) else ()


def _once(codes: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _parts(body: str) -> list[str]:
    parts = re.split(_BETWEEN, body)
    if len(parts) == 1 and "/" in body and not any(each.isdigit() for each in body):
        parts = body.split("/")
    return [part for part in parts if part.strip()]


def _known(name: str, knowledge: Knowledge) -> tuple[str, ...]:
    for form in _forms(plain(name)):
        found = known_medicine(form, knowledge)
        if found is not None:
            return found.codes
    return ()


def bare_name(name: str) -> str:
    """A name without its strength, form and brand.

    >>> bare_name("magnesium oxide 400 MG Oral Tablet [Mag-Ox]")
    'magnesium oxide'
    """
    return _bare(plain(re.sub(_BRAND, " ", name[:_LONGEST])))


def _bare(name: str) -> str:
    return re.sub(_ENDING, "", re.sub(rf"^{_LEADING}", "", name)).strip(" ,")


def _is_form(words: str) -> bool:
    """Whether there is nothing in it but a strength and the words of a form."""
    return not _bare(f" {plain(words)}")


def _forms(name: str) -> Iterator[str]:
    """A name as it is, then with less and less of what is not the medicine."""
    yield name
    bare = _bare(name)
    if bare != name:
        yield bare
    if bare.startswith(_ITS_OWN):
        return
    words = bare.replace(",", " ").split()
    while len(words) > 1 and words[-1] in _SALTS:
        words.pop()
        yield " ".join(words)


def route_of_name(name: str) -> Route | None:
    """The route that a product's name or form tells; None where it tells none, or two.

    >>> route_of_name("timolol 5 MG/ML Ophthalmic Solution"), route_of_name("digoxin 0.125 MG")
    ('eye', None)
    """
    key = plain(name[:_LONGEST])
    found = {route for words, route in _ROUTE_WORDS if re.search(words, key)}
    return found.pop() if len(found) == 1 else None
