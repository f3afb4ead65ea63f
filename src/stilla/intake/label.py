"""The label reader: the text of a product in Swedish or English → elemental magnesium per serving and per day.

It never guesses silently: where two readings differ by more than 5 % and the text does not settle it, the amount stays
open and one question is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from stilla.intake.label_asides import prepared
from stilla.intake.label_claims import Reader
from stilla.intake.label_names import Lexicon
from stilla.intake.label_others import Other, others_of
from stilla.intake.label_questions import per_day_question, question_of
from stilla.intake.label_readings import Reading, meaning
from stilla.intake.label_servings import DAY_UNIT, Base, Servings, alike, servings
from stilla.intake.label_tokens import cleaned, tokens
from stilla.intake.label_words import DAY, LITRE, NUMBERS, UNITS

if TYPE_CHECKING:
    from stilla.intake.label_claims import Claim
    from stilla.intake.label_names import Named
    from stilla.intake.label_readings import Meaning
    from stilla.intake.label_tokens import Token
    from stilla.knowledge.store import Knowledge
    from stilla.text import Text

MOST_CLAIMS = 60
"""A text that speaks of magnesium amounts more often is not a label."""


class Label(msgspec.Struct, frozen=True):
    """What a label says about magnesium.

    `elemental_mg` is per serving (`per`), None where it must be asked back. `forms` are ids of salts; the first of each
    name's candidates. `question` is None where nothing is open.
    """

    elemental_mg: float | None = None
    readings: tuple[Reading, ...] = ()
    forms: tuple[str, ...] = ()
    per: Base | None = None
    per_day_mg: float | None = None
    absorption: str | None = None
    others: tuple[Other, ...] = ()
    question: Text | None = None
    declared: bool = False
    """Whether the text gives any amount for magnesium."""


class _Decided(msgspec.Struct, frozen=True):
    mg: float | None
    readings: tuple[Reading, ...]
    claim: Claim | None = None
    why: tuple[str, ...] = ()
    day_mg: float | None = None


def read_label(text: str, knowledge: Knowledge, per_day: float | None = None) -> Label:
    """What a label says. Never raises, whatever the text.

    Args:
        text: the label, HTML or not.
        knowledge: for the salts and their formulas.
        per_day: servings a day, where the person says so; it counts before the label's own instruction.

    >>> from stilla.knowledge.store import load
    >>> read_label("Magnesiumcitrat 500 mg, varav magnesium 80 mg", load()).elemental_mg
    80.0
    """
    said = prepared(cleaned(text))
    row = tokens(said)
    names = _lexicon(knowledge).named(row)
    speaks = any(each.kind in {"element", "salt"} and each.whole for each in names)
    claims = Reader(row, names).claims() if speaks else []
    taken = servings(row) if claims or speaks else Servings()
    others = others_of(row, names, knowledge)
    forms = _forms(claims, names)
    if not claims:
        return Label(
            forms=tuple(forms) if speaks else (),
            absorption=_absorption(forms, knowledge),
            others=others,
            question=question_of("nothing" if not speaks else "no-amount", names),
        )
    decided = _decide(claims[:MOST_CLAIMS], row, taken, knowledge)
    per = taken.of(decided.claim.amount, row) if decided.claim is not None else None
    if decided.mg is not None and per is not None and (per.is_concentration or per.count <= 0 or per.open):
        decided = _Decided(None, decided.readings, decided.claim, ("zero-servings" if per.count <= 0 else "stuff",))
    if decided.mg is not None and decided.claim is not None and _is_cut_off(row, decided.claim.amount):
        decided = _Decided(None, decided.readings, decided.claim, ("stuff",))
    if per is not None and per.unit == DAY_UNIT and re.search(r"[0-9] ?ml\b", said):
        # "5 ml holds 100 mg, take 15 ml a day": which of the volumes the amount is for is not plain.
        decided = _Decided(None, decided.readings, decided.claim, ("stuff",))
    daily = _per_day(decided, per, taken, per_day)
    question = question_of(decided.why[0] if decided.why else "readings", names) if decided.mg is None else None
    if decided.mg is not None and daily is None and taken.dose is not None:
        question = per_day_question(decided.mg)
    return Label(
        elemental_mg=decided.mg,
        readings=decided.readings,
        forms=tuple(forms),
        per=per,
        per_day_mg=daily,
        absorption=_absorption(forms, knowledge),
        others=others,
        question=question,
        declared=True,
    )


def _is_cut_off(row: list[Token], amount: int) -> bool:
    """Whether a slash follows the amount and then nothing it could be per: "14 mg/ Sodium"."""
    if amount + 1 >= len(row) or row[amount + 1].text != "/":
        return False
    after = row[amount + 2] if amount + 2 < len(row) else None
    if after is None or (after.kind == "number" and (after.unit == "%" or after.mg)):
        return after is None
    if after.kind == "number":
        return not after.unit and (amount + 3 >= len(row) or row[amount + 3].text not in UNITS)
    return after.text not in UNITS and after.text not in DAY and after.text not in NUMBERS and after.text not in LITRE


@lru_cache(maxsize=4)
def _lexicon(knowledge: Knowledge) -> Lexicon:
    return Lexicon(knowledge)


def _forms(claims: list[Claim], names: list[Named]) -> list[str]:
    """Ids of the salts named: those of the claims, else any the text names whole."""
    forms = [form for claim in claims for form in claim.forms]
    if not any(forms):
        forms += [form for name in names if name.kind == "salt" and name.whole for form in name.forms]
    return list(dict.fromkeys(form[0] for form in forms if form))


def _absorption(forms: list[str], knowledge: Knowledge) -> str | None:
    classes = {knowledge.salts[slug].absorption for slug in forms}
    if not classes:
        return None
    return classes.pop() if len(classes) == 1 else "mixed"


def _decide(claims: list[Claim], row: list[Token], taken: Servings, knowledge: Knowledge) -> _Decided:
    """One amount for all claims, or the readings."""
    claims = [_one_rate(claim, row, taken) for claim in claims]
    meant = [(claim, meaning(claim, row, knowledge)) for claim in claims]
    meant = _per_serving(meant, row, taken)
    totals = [each for each in meant if each[0].total]
    elements = totals or [each for each in meant if each[0].kind == "element" or each[0].named]
    weak = {"loose", "owned", "unit", "zero"}
    firm = [each for each in elements if not weak & set(each[1].why)]
    elements = firm or elements
    salts = [each for each in meant if each[0].kind == "salt" and not each[0].named]
    if firm:
        return _of_elements(elements, salts, row, taken)
    plain = [each for each in salts if not weak & set(each[1].why)]
    if plain:
        return _of_salts(plain)
    return _asked(elements + salts)


def _one_rate(claim: Claim, row: list[Token], taken: Servings) -> Claim:
    """Without further amounts that are the same for another count ("300 mg per 2 tablets (150 mg per tablet)")."""
    if not claim.also or not taken.same_rate((claim.amount, *claim.also), row):
        return claim
    why = tuple(each for each in claim.why if each != "second")
    return msgspec.structs.replace(claim, also=(), why=why)


_Meant = list[tuple["Claim", "Meaning"]]


def _per_serving(meant: _Meant, row: list[Token], taken: Servings) -> _Meant:
    """Without amounts per 100 g where the label also says them per serving."""
    bases = [taken.of(claim.amount, row) for claim, _ in meant]
    served = [each for each, base in zip(meant, bases, strict=True) if base is None or not base.is_concentration]
    return served or meant


def _of_elements(elements: _Meant, salts: _Meant, row: list[Token], taken: Servings) -> _Decided:
    first, one = elements[0]
    open_ones = [each for each in elements if not each[1].settled]
    if open_ones:
        return _asked(open_ones + [each for each in elements if each[1].settled])
    mg = one.readings[0].elemental_mg
    different = [each for each in elements if not alike(each[1].readings[0].elemental_mg, mg)]
    if different and not taken.same_rate(tuple(claim.amount for claim, _ in elements), row):
        return _asked(elements, ("several",))
    weighed = [m.salt_mg for _, m in salts if m.salt_mg is not None and m.why != ("loose",)]
    if weighed and sum(weighed) < mg and not any(alike(each, mg) for each in weighed):
        return _asked(elements + salts, ("more-than-salt",))
    day = [m for claim, m in elements if (b := taken.of(claim.amount, row)) is not None and b.unit == DAY_UNIT]
    return _Decided(mg, one.readings, first, day_mg=day[0].readings[0].elemental_mg if day else None)


def _of_salts(salts: _Meant) -> _Decided:
    """Salts only: the same one said twice is one; several settled ones are a sum."""
    unique: _Meant = []
    for claim, meant in salts:
        if not any(c.forms == claim.forms and m.salt_mg == meant.salt_mg for c, m in unique):
            unique.append((claim, meant))
    if len(unique) == 1 and unique[0][1].settled:
        return _Decided(unique[0][1].readings[0].elemental_mg, unique[0][1].readings, unique[0][0])
    return _asked(unique, ("several",) if len(unique) > 1 else ())


def _asked(meant: _Meant, why: tuple[str, ...] = ()) -> _Decided:
    readings: list[Reading] = []
    for _, each in meant:
        for reading in each.readings:
            if not any(alike(reading.elemental_mg, other.elemental_mg) for other in readings):
                readings.append(reading)
    whys = why or tuple(dict.fromkeys(str(reason) for _, each in meant for reason in each.why))
    return _Decided(None, tuple(readings), meant[0][0] if meant else None, whys)


def _per_day(decided: _Decided, per: Base | None, taken: Servings, servings_a_day: float | None) -> float | None:
    """Mg a day: from the person's servings, the label's amount per day, or its instruction."""
    if decided.mg is None:
        return None
    if servings_a_day is not None:
        return decided.mg * servings_a_day
    if decided.day_mg is not None:
        return decided.day_mg
    if per is not None and per.unit == DAY_UNIT:
        return decided.mg
    dose = taken.dose
    if dose is None or dose.count <= 0:
        return None
    if per is None:
        return decided.mg if dose.count == 1 else None
    return decided.mg / per.count * dose.count if per.unit == dose.unit else None
