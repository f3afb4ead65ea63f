"""What a capsule of the trial is made of: from elemental magnesium a night to milligrams of powder in each capsule.

The dose goes by elemental magnesium, never by the weight of the salt: 200 mg of magnesium as citrate are 1.2 g of
powder, so one dose is several capsules. Their number is even, so that the first week can be half the dose with as many.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.errors import BadInput, Problem, refuse
from stilla.knowledge.salts import elemental_fraction
from stilla.text import Text, number, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.intake.label import Label
    from stilla.knowledge.schema import Salt
    from stilla.knowledge.store import Knowledge

Size = Literal["00", "0", "1", "2"]

CAPSULE_ML: dict[Size, float] = {"00": 0.95, "0": 0.68, "1": 0.50, "2": 0.37}
"""mL that a capsule holds, about (source unc-capsules). Larger ones are hard to swallow and are not offered."""

LIGHT, DENSE = 0.6, 0.9
"""g/mL, assumed: a light powder decides what fits, a dense one what a capsule could hold at most."""

MOST_CAPSULES = 8
"""Capsules a night. More is a burden that ends trials."""

LEAST_STEP_MG = 100.0
"""Elemental mg; up to this dose there is no smaller first week (as in the plan)."""

LEAST_MG, MOST_MG = 50.0, 200.0
"""Elemental mg a night: a smaller dose is none, a larger one is not offered (safety policy, section 3)."""

ROUNDING = 0.02
"""Share by which the capsules of a dose may miss it."""

ROUGH = 0.05
"""Share by which a maker's rounded declaration may differ from the formula."""


class Product(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The active capsules of a trial."""

    made_from: Literal["powder", "ready"]
    salt: str
    """Id in the knowledge base; empty where a ready-made product does not say."""
    name: Text
    """The salt, or the product as its label says it."""
    capsules: int
    """A dose; the same number every night, active and placebo."""
    elemental_mg: float
    """Magnesium in one active capsule."""
    first_week: int
    """How many of the capsules of a dose are active in the first week of an active period."""
    fraction: float | None = None
    """Grams of magnesium in a gram of the powder."""
    fraction_from: Literal["formula", "declared"] | None = None
    powder_mg: float | None = None
    """Powder in one active capsule."""
    size: Size | None = None
    filler: Literal["microcrystalline-cellulose"] = "microcrystalline-cellulose"

    def __post_init__(self) -> None:
        """Refuse a product that would give another dose than it says."""
        problems = list(_problems(self))
        if problems:
            raise BadInput(problems)

    @property
    def dose_mg(self) -> float:
        """Elemental mg in a full dose."""
        return self.capsules * self.elemental_mg

    @property
    def first_week_mg(self) -> float:
        """Elemental mg in a dose of the first week of an active period."""
        return self.first_week * self.elemental_mg

    @property
    def brimful_mg(self) -> float | None:
        """Elemental mg a dose could hold were every capsule filled to the brim with dense powder."""
        if self.size is None or self.fraction is None:
            return None
        return self.capsules * CAPSULE_ML[self.size] * DENSE * 1000 * self.fraction


def _problems(product: Product) -> Iterator[Problem]:
    def problem(field: str, en: str, sv: str) -> Problem:
        return Problem(Text(field, field), Text(en, sv))

    if not 1 <= product.capsules <= MOST_CAPSULES:
        yield problem("capsules", f"1 to {MOST_CAPSULES} a night.", f"1 till {MOST_CAPSULES} per natt.")
    if not 0 < product.first_week <= product.capsules:
        yield problem("first_week", "At least 1, at most all capsules.", "Minst 1, högst alla kapslar.")
    if not (math.isfinite(product.elemental_mg) and product.elemental_mg > 0):
        yield problem("elemental_mg", "More than 0 mg.", "Mer än 0 mg.")
        return
    if product.dose_mg > MOST_MG * (1 + ROUNDING):
        yield problem(
            "elemental_mg",
            f"{product.dose_mg:g} mg of magnesium a night is more than {MOST_MG:g} mg.",
            f"{number(product.dose_mg, 'sv')} mg magnesium per natt är mer än {MOST_MG:g} mg.",
        )
    if product.made_from == "powder":
        if product.fraction is None or product.powder_mg is None or product.size is None:
            yield problem(
                "product",
                "A powder needs fraction, powder_mg and size.",
                "Ett pulver behöver fraction, powder_mg och size.",
            )
        elif not math.isclose(product.fraction * product.powder_mg, product.elemental_mg, rel_tol=ROUNDING):
            yield problem(
                "powder_mg",
                "The powder does not hold the magnesium that elemental_mg says.",
                "Pulvret innehåller inte det magnesium som elemental_mg säger.",
            )


def allowed(wished: float | None, most: float) -> float:
    """Mg a day of the trial: what is wished for, never above what the plan of this person allows.

    Raises:
        BadInput: more than that.
    """
    if wished is None:
        return most
    if wished > most:
        raise refuse(
            "--dose",
            f"Your plan allows at most {most:g} mg of magnesium a day.",
            f"Din plan tillåter högst {most:g} mg magnesium om dagen.",
        )
    return wished


def powder(
    salt: str,
    dose_mg: float,
    knowledge: Knowledge,
    *,
    declared: float | None = None,
    size: Size | None = None,
) -> Product:
    """Capsules filled with a weighed powder.

    Args:
        salt: id or name of a salt that is offered, or of its hydrate.
        dose_mg: elemental mg a night.
        knowledge: for the salts and their formulas.
        declared: percent of magnesium that the pack of the powder declares; the formula's share where not given.
        size: of the capsules; the fewest capsules, then the smallest, where not given.

    Raises:
        BadInput: an unsuitable salt, an impossible declaration, a dose outside the limits, too many capsules.
    """
    _must_be_a_dose(dose_mg)
    chosen = _salt(salt, knowledge)
    assert chosen.formula is not None  # `_salt` refuses those without
    fraction = elemental_fraction(chosen.formula)
    if declared is not None:
        _must_be_plausible(declared / 100, chosen, knowledge)
        fraction = declared / 100
    step = dose_mg > LEAST_STEP_MG
    best = _fewest(dose_mg / fraction, size, even=step)
    if best is None:
        raise refuse(
            "--product",
            f"{dose_mg:g} mg of magnesium as {chosen.name.en} would be more than {MOST_CAPSULES} capsules a night. "
            "Choose a salt with more magnesium in it, or larger capsules.",
            f"{number(dose_mg, 'sv')} mg magnesium som {chosen.name.sv} skulle bli fler än {MOST_CAPSULES} kapslar "
            "per natt. Välj ett salt med mer magnesium i, eller större kapslar.",
        )
    count, fitting = best
    powder_mg = math.floor(dose_mg / fraction / count)  # whole milligrams, never above the dose
    return Product(
        made_from="powder",
        salt=chosen.id,
        name=chosen.name,
        capsules=count,
        elemental_mg=round(powder_mg * fraction, 2),
        first_week=count // 2 if step else count,
        fraction=round(fraction, 5),
        fraction_from="formula" if declared is None else "declared",
        powder_mg=powder_mg,
        size=fitting,
    )


def _fewest(powder_mg: float, size: Size | None, *, even: bool) -> tuple[int, Size] | None:
    """Capsules and size for an amount of powder: the fewest, then the smallest."""
    found: list[tuple[int, float, Size]] = []
    for each in CAPSULE_ML if size is None else (size,):
        count = math.ceil(powder_mg / (1000 * LIGHT * CAPSULE_ML[each]))
        count += count % 2 if even else 0
        if count <= MOST_CAPSULES:
            found.append((count, CAPSULE_ML[each], each))
    if not found:
        return None
    count, _, fitting = min(found)
    return count, fitting


def ready(label: Label, text: str, dose_mg: float, knowledge: Knowledge) -> Product:
    """Capsules of a product as it is sold; a pharmacy has to make the placebo that matches it.

    Args:
        label: what was read from the label.
        text: the label itself, for the name.
        dose_mg: elemental mg a night; a whole number of capsules must give it, an even one where it is stepped up.
        knowledge: for the salts.

    Raises:
        BadInput: the amount is unknown, the form is not suited, something else is in it, or no number of capsules
            gives the dose.
    """
    _must_be_a_dose(dose_mg)
    mg = label.elemental_mg
    if mg is None or mg <= 0 or (label.per is not None and label.per.is_concentration):
        raise refuse(
            "--product",
            "How much magnesium is in one capsule is not plain from this text. Write the name of a salt, or what the "
            "label says of one capsule[[; see stilla label|]].",
            "Hur mycket magnesium det är i en kapsel framgår inte av texten. Skriv namnet på ett salt, eller vad "
            "etiketten säger om en kapsel[[; se stilla label|]].",
        )
    if any(form.startswith("orotate") for form in label.forms):
        raise _orotate()
    if label.others or any(not _offered(knowledge.salts[form], knowledge) for form in label.forms):
        raise refuse(
            "--product",
            "This product holds something else too, or a salt that is not offered. The trial could not tell which of "
            "them did what. Choose a product with one of the salts of the plan and nothing else that acts.",
            "Produkten innehåller också något annat, eller ett salt som inte erbjuds. Försöket skulle inte kunna säga "
            "vad som gjorde vad. Välj en produkt med ett av planens salter och inget annat som verkar.",
        )
    shown = printable(" ".join(text.split()))[:80]
    each = mg / label.per.count if label.per is not None and label.per.count > 0 else mg
    step = dose_mg > LEAST_STEP_MG
    count = round(dose_mg / each)
    fits = count >= 1 and math.isclose(count * each, dose_mg, rel_tol=ROUNDING) and count <= MOST_CAPSULES
    if not fits or (step and count % 2):
        wish = dose_mg / 2 if step else dose_mg
        raise refuse(
            "--product",
            f"With {each:g} mg a capsule, no suitable number of capsules gives {dose_mg:g} mg"
            + (" with half of it in the first week" if step else "")
            + f". A product with {wish:g} mg a capsule does, or a powder.",
            f"Med {number(each, 'sv')} mg per kapsel ger inget lämpligt antal kapslar {number(dose_mg, 'sv')} mg"
            + (" med halva dosen första veckan" if step else "")
            + f". En produkt med {number(wish, 'sv')} mg per kapsel gör det, eller ett pulver.",
        )
    return Product(
        made_from="ready",
        salt=label.forms[0] if label.forms else "",
        name=Text(shown, shown),
        capsules=count,
        elemental_mg=round(each, 2),
        first_week=count // 2 if step else count,
    )


def _must_be_a_dose(dose_mg: float) -> None:
    if not LEAST_MG <= dose_mg <= MOST_MG:
        raise refuse(
            "--dose",
            f"A dose in the trial is {LEAST_MG:g} to {MOST_MG:g} mg of magnesium a day.",
            f"En dos i försöket är {LEAST_MG:g} till {MOST_MG:g} mg magnesium om dagen.",
        )


def _salt(written: str, knowledge: Knowledge) -> Salt:
    """The salt that is meant, where it may be used."""
    from stilla.text_search import plain  # noqa: PLC0415  # only while a protocol is written

    wanted = plain(written)
    if "orotat" in wanted:
        raise _orotate()
    salts = knowledge.salts
    named = [
        each
        for each in salts.values()
        if wanted in {plain(name) for name in (each.id, each.name.en, each.name.sv, *each.synonyms)}
    ]
    usable = [each for each in named if each.formula and _offered(each, knowledge)]
    if usable:
        return usable[0]
    known = ", ".join(each.id for each in salts.values() if each.formula and _offered(each, knowledge))
    if named:
        raise refuse(
            "--product",
            f"{named[0].name.en} is not offered in the trial. Offered: {known}.",
            f"{named[0].name.sv} erbjuds inte i försöket. Erbjuds: {known}.",
        )
    raise refuse(
        "--product",
        f"“{written[:40]}” is not a salt that is known here. Offered: {known}. "
        "Or write what the label says of one capsule.",
        f"”{written[:40]}” är inte ett känt salt. Erbjuds: {known}. Eller skriv vad etiketten säger om en kapsel.",
    )


def _offered(salt: Salt, knowledge: Knowledge) -> bool:
    """Whether a salt is offered, itself or as the hydrate of one that is."""
    base, _, water = salt.id.rpartition("-")
    parent = knowledge.salts.get(base)
    return salt.offered or (water.endswith("hydrate") and parent is not None and parent.offered)


def _must_be_plausible(share: float, salt: Salt, knowledge: Knowledge) -> None:
    """A declared share is that of one of the salts that go by the same name."""
    family = {name.casefold() for name in salt.synonyms}
    shares = [
        elemental_fraction(each.formula)
        for each in knowledge.salts.values()
        if each.formula and family & {name.casefold() for name in each.synonyms}
    ]
    low, high = min(shares) * (1 - ROUGH), max(shares) * (1 + ROUGH)
    if not low <= share <= high:
        raise refuse(
            "--declared",
            f"{100 * share:g} % of magnesium is not possible for {salt.name.en}: "
            f"{100 * low:.1f} to {100 * high:.1f} %. "
            "Give the magnesium in 100 g of the powder, not the amount in a spoon.",
            f"{number(100 * share, 'sv')} % magnesium är inte möjligt för {salt.name.sv}: "
            f"{number(100 * low, 'sv')} till {number(100 * high, 'sv')} %. "
            "Ange hur mycket magnesium det är i 100 g pulver, inte i ett skedmått.",
        )


def _orotate() -> BadInput:
    return refuse("--product", "Magnesium orotate is not offered.", "Magnesiumorotat erbjuds inte.")
