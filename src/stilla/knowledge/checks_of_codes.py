"""Checks of the codes of records: each means one thing, what it names exists, and its check digit is right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stilla.knowledge.codes import Codes
from stilla.knowledge.load import Fault, Loaded
from stilla.knowledge.schema import Condition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from stilla.knowledge.codes import CodeSystem

_MEANINGS = ("lab", "conditions", "asks", "answer", "states", "route", "closes", "nothing")
_SINGLE = ("lab", "factor", "answer", "route", "closes", "nothing", "form", "elemental_mg", "leaves")
"""Meanings of which a code has one: two entries must not differ."""

_PATTERNS: dict[CodeSystem, str] = {
    "loinc": r"(LA)?[1-9][0-9]{0,5}-[0-9]",
    "npu": r"(NPU|SWE|DNK|NOR)[0-9]{5}",
    "snomed": r"[1-9][0-9]{5,17}",
    "rxnorm": r"[1-9][0-9]{0,7}",
    "atc": r"[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}",
    "icd-10": r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?",
    "ips-absent": r"[a-z]+(-[a-z]+)*",
    "edqm-route": r"20[0-9]{6}",
    "hl7-route": r"[A-Z][A-Z0-9]*",
}

# Verhoeff's dihedral scheme: the group's table, its permutation, and what brings a digit back to 0.
_PRODUCT = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_PERMUTED = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def snomed_digit_is_right(code: str) -> bool:
    """Whether the last digit of a SNOMED CT identifier fits the others (Verhoeff).

    >>> snomed_digit_is_right("38341003"), snomed_digit_is_right("38341030")
    (True, False)
    """
    sum_so_far = 0
    for place, digit in enumerate(reversed(code)):
        sum_so_far = int(_PRODUCT[sum_so_far][int(_PERMUTED[place % len(_PERMUTED)][int(digit)])])
    return sum_so_far == 0


def loinc_digit_is_right(code: str) -> bool:
    """Whether the digit after the hyphen of a LOINC code fits those before it (Luhn, modulo 10).

    The letters of an answer (LA) count too; what they add depends on how many digits follow (found from known answers).

    >>> loinc_digit_is_right("19123-9"), loinc_digit_is_right("19132-9"), loinc_digit_is_right("LA33-6")
    (True, False, True)
    """
    number, _, digit = code.removeprefix("LA").partition("-")
    total = 0 if number == code.partition("-")[0] else (8 if len(number) % 2 else 5)
    for place, each in enumerate(reversed(number)):
        value = int(each) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value  # the sum of its two digits
    return (10 - total % 10) % 10 == int(digit)


_DIGITS: Mapping[str, Callable[[str], bool]] = {"loinc": loinc_digit_is_right, "snomed": snomed_digit_is_right}


def _codes(loaded: Loaded) -> Iterator[Codes]:
    for each in loaded.kinds["codes"].values():
        assert isinstance(each, Codes)
        yield each


def _conditions(loaded: Loaded) -> Iterator[Condition]:
    for each in loaded.kinds["conditions"].values():
        assert isinstance(each, Condition)
        yield each


def _fault(loaded: Loaded, kind: str, name: str, check: str, says: str) -> Fault:
    file, line = loaded.place(kind, name)
    return Fault(file, line, check, f"{name}: {says}")


def codes_mean_one_thing(loaded: Loaded) -> Iterator[Fault]:
    """An entry has one meaning, and no other entry contradicts it."""
    for each in _codes(loaded):
        if (found := _meanings(each)) and len(found) > 1:
            yield _fault(
                loaded, "codes", each.id, "two-meanings", f"gives {', '.join(found)}; one entry has one meaning"
            )
        if not found:
            yield _fault(loaded, "codes", each.id, "no-meaning", f"say one of {', '.join(_MEANINGS)}, atc, leaves")
        for says in _misplaced(each):
            yield _fault(loaded, "codes", each.id, "two-meanings", says)
    yield from _contradictions(loaded)


def _meanings(each: Codes) -> list[str]:
    """A product is one meaning, whatever is known of it; what a code leaves may stand beside its conditions."""
    found = [name for name in _MEANINGS if getattr(each, name)]
    if each.atc or each.form is not None or each.elemental_mg is not None:
        found.append("atc")
    if each.leaves is not None and "conditions" not in found:
        found.append("leaves")
    return found


def _misplaced(each: Codes) -> Iterator[str]:
    if each.factor != 1 and each.lab is None:
        yield "a factor belongs to a lab"
    if (each.form is not None or each.elemental_mg is not None) and not each.atc and each.system != "atc":
        yield "a form or an amount stands beside atc"


def _contradictions(loaded: Loaded) -> Iterator[Fault]:
    seen: dict[tuple[str, str], list[Codes]] = {}
    for each in _codes(loaded):
        for code in each.codes:
            others = seen.setdefault((each.system, code), [])
            for other in others:
                if says := _clash(each, other):
                    yield _fault(loaded, "codes", each.id, "contradiction", f"{code} is in {other.id} too: {says}")
            others.append(each)


def _clash(one: Codes, other: Codes) -> str:
    """What two entries of the same code say differently; empty where they go together."""
    if one is other:
        return "it stands twice"
    if one.nothing or other.nothing:
        return "nothing, and something"
    for name in _SINGLE:
        default = Codes.__struct_defaults__[Codes.__struct_fields__[-len(Codes.__struct_defaults__) :].index(name)]
        values = [getattr(each, name) for each in (one, other)]
        if values[0] != values[1] and default not in values:
            return f"{name} {values[0]} and {values[1]}"
    return ""


def codes_name_what_exists(loaded: Loaded) -> Iterator[Fault]:
    """Conditions and forms that are named exist, and so does what remains of a condition."""
    slugs, forms = loaded.kinds["conditions"], loaded.kinds["salts"]
    for each in _codes(loaded):
        for slug in (*each.conditions, *each.asks, *each.states, *(each.leaves or ())):
            if slug not in slugs:
                yield _fault(loaded, "codes", each.id, "unknown-conditions", f"{slug!r} is not in conditions/")
        if each.form is not None and each.form not in forms:
            yield _fault(loaded, "codes", each.id, "unknown-salts", f"{each.form!r} is not in salts/")
    for condition in _conditions(loaded):
        for slug in condition.remains:
            if slug not in slugs:
                yield _fault(loaded, "conditions", condition.id, "unknown-conditions", f"{slug!r} remains of nothing")
        if condition.lasts is not None and condition.lasts < 1:
            yield _fault(loaded, "conditions", condition.id, "range", "lasts a day at least")


def codes_are_well_formed(loaded: Loaded) -> Iterator[Fault]:
    """Each code has the form of its system, and its check digit is right: a slip of the finger shows."""
    for each in _codes(loaded):
        written: list[tuple[CodeSystem, str]] = [(each.system, code) for code in each.codes]
        for system, code in [*written, *(("atc", code) for code in each.atc)]:
            if says := _misspelt(system, code):
                yield _fault(loaded, "codes", each.id, *says)
        if not each.codes:
            yield _fault(loaded, "codes", each.id, "code-form", "lists no code")
    for condition in _conditions(loaded):
        for code in condition.snomed:
            if says := _misspelt("snomed", code):
                yield _fault(loaded, "conditions", condition.id, *says)


def _misspelt(system: CodeSystem, code: str) -> tuple[str, str] | None:
    if not re.fullmatch(_PATTERNS[system], code):
        return "code-form", f"{code!r} is not a code of {system}"
    if system in _DIGITS and not _DIGITS[system](code):
        return "check-digit", f"the check digit of {code} is wrong: a digit is mistyped"
    return None


CODE_CHECKS: dict[str, Callable[[Loaded], Iterator[Fault]]] = {
    "codes-mean-one-thing": codes_mean_one_thing,
    "codes-name-what-exists": codes_name_what_exists,
    "codes-are-well-formed": codes_are_well_formed,
}
