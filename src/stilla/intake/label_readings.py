"""What a claim can mean in mg of elemental magnesium. One reading: settled. Several that differ: it is asked back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.intake.label_servings import ALIKE, alike
from stilla.knowledge.salts import elemental_fraction
from stilla.text import Text, number

if TYPE_CHECKING:
    from stilla.intake.label_claims import Claim, Why
    from stilla.intake.label_names import Form
    from stilla.intake.label_tokens import Doubt, Token
    from stilla.knowledge.schema import Salt
    from stilla.knowledge.store import Knowledge

REFERENCES = (375.0, 420.0, 400.0)
"""mg a day that "100 %" stands for on a label: in the EU (source eu-1169-2011), in the USA now and until 2016 (source
consumerlab-dv16). They bring in a question or settle between readings; no amount is made from them."""

PERCENT_ROOM = 0.12
"""How far an amount may lie from its percent: labels round, also small percents to whole ones."""

MOST_SALT = 3000.0
"""mg of salt in a serving. "500 mg as gluconate" would need 8.5 g: then the 500 mg are more likely the salt's."""

MOST = 5000.0
"""mg of elemental magnesium in a serving; more is a slip of the pen or the amount in a whole package."""


class Reading(msgspec.Struct, frozen=True):
    """One thing the text can mean: mg of elemental magnesium per serving, and what that takes for granted."""

    elemental_mg: float
    assumes: Text


class Meaning(msgspec.Struct, frozen=True):
    """What one claim can mean, and why it is not settled where it is not."""

    readings: tuple[Reading, ...]
    settled: bool
    why: tuple[Why | Doubt | str, ...] = ()
    salt_mg: float | None = None
    """mg of salt, where the claim is of a salt."""


def meaning(claim: Claim, row: list[Token], knowledge: Knowledge) -> Meaning:
    """Everything a claim can mean."""
    token = row[claim.amount]
    amounts = token.mg or token.values
    doubts: list[Why | Doubt | str] = [*claim.why]
    if token.doubt:
        doubts.append(token.doubt)
    further = [mg for place in claim.also for mg in row[place].mg]
    if claim.also and all(alike(mg, amounts[0]) for mg in further):
        doubts.remove("second")
        further = []
    in_moles = token.unit in {"mmol", "meq"}
    if claim.kind == "element" or claim.named or in_moles:
        found = [_as_element(mg, claim, token, knowledge) for mg in (*amounts, *further)]
        if _is_implausible(claim, amounts[0], knowledge):
            doubts.append("form")
            found += _as_salt(amounts[0], claim, token, knowledge)
        salt = None
    else:
        found = [each for mg in (*amounts, *further) for each in _as_salt(mg, claim, token, knowledge)]
        salt = amounts[0] if len(amounts) == 1 else None
    options = _distinct(found)
    if any(mg <= 0 for mg in amounts):
        return Meaning((), settled=False, why=("zero",))
    agreeing = _agreeing(options, claim.percent)
    if claim.percent is not None and not agreeing:
        return Meaning(options, settled=False, why=(*doubts, "percent"), salt_mg=salt)
    if claim.percent is not None and len(agreeing) == 1 and set(doubts) <= {"thousands", "loose", "second", "times"}:
        return Meaning(agreeing, settled=True, salt_mg=salt)
    if any(each.elemental_mg > MOST for each in options):
        doubts.append("much")
    settled = len(options) == 1 and not doubts and (claim.kind == "element" or claim.named or in_moles or _known(claim))
    return Meaning(options, settled=settled, why=tuple(doubts), salt_mg=salt)


def _known(claim: Claim) -> bool:
    return bool(claim.forms) and all(claim.forms)


def _as_element(mg: float, claim: Claim, token: Token, knowledge: Knowledge) -> Reading:
    said = _said(mg, token)
    names = _names(claim.forms, knowledge)
    if claim.named:
        return Reading(mg, said.fill(of=Text("elemental magnesium, as the label says", "rent magnesium, som det står")))
    if token.unit in {"mmol", "meq"}:
        return (
            Reading(
                mg,
                said.fill(of=Text("magnesium; 1 mmol is 24.3 mg", "magnesium; 1 mmol är 24,3 mg")),
            )
            if claim.kind == "element"
            else Reading(
                mg, said.fill(of=Text("magnesium, as moles of a salt with one magnesium", "magnesium, räknat som mol"))
            )
        )
    if claim.afterwards or claim.bracketed:
        return Reading(
            mg,
            said.fill(
                of=Text(
                    f"magnesium itself; {names.en} is only what it is made from",
                    f"rent magnesium; {names.sv} är bara vad det kommer från",
                )
            ),
        )
    return Reading(mg, said.fill(of=Text("magnesium itself", "rent magnesium")))


class _Said(msgspec.Struct, frozen=True):
    en: str
    sv: str

    def fill(self, of: Text) -> Text:
        return Text(f"The {self.en} are {of.en}.", f"{self.sv} är {of.sv}.")


def _said(mg: float, token: Token) -> _Said:
    if token.unit in {"mmol", "meq"}:
        return _Said(f"{token.text} {token.unit}", f"{token.text} {token.unit}")
    return _Said(f"{number(mg, 'en')} mg", f"{number(mg, 'sv')} mg")


def _as_salt(mg: float, claim: Claim, token: Token, knowledge: Knowledge) -> list[Reading]:
    """The amount as each salt the name may stand for; and as elemental, where labels use that name so."""
    said = _said(mg, token)
    salts = [knowledge.salts[slug] for form in claim.forms for slug in form]
    if claim.share is not None and _is_possible(claim.share / 100, salts):
        share = Text(number(claim.share, "en"), number(claim.share, "sv"))
        of = Text(f"the salt, with {share.en} % magnesium", f"saltet, med {share.sv} % magnesium")
        return [Reading(_rounded(mg * claim.share / 100), said.fill(of))]
    options = [_of_salt(mg, said, salt) for salt in salts if salt.formula is not None]
    if not _is_plainly_the_salt(claim, salts):
        options.append(Reading(mg, said.fill(Text("magnesium itself", "rent magnesium"))))
    return options


def _is_possible(share: float, salts: list[Salt]) -> bool:
    """Whether a salt can hold so large a share of magnesium, as far as its formula is known."""
    shares = [elemental_fraction(salt.formula) for salt in salts if salt.formula is not None]
    return 0 < share <= (1 + ALIKE) * max(shares, default=0)


def _rounded(mg: float) -> float:
    """Three significant digits: the weight of a salt on a label is not known more exactly."""
    return float(f"{mg:.3g}")


def _of_salt(mg: float, said: _Said, salt: Salt) -> Reading:
    assert salt.formula is not None
    share = elemental_fraction(salt.formula)
    percent = Text(f"{100 * share:.1f}", f"{100 * share:.1f}".replace(".", ","))
    name = Text(salt.name.en[:1].lower() + salt.name.en[1:], salt.name.sv[:1].lower() + salt.name.sv[1:])
    return Reading(
        _rounded(mg * share),
        said.fill(Text(f"{name.en}, {percent.en} % magnesium", f"{name.sv}, {percent.sv} % magnesium")),
    )


def _is_plainly_the_salt(claim: Claim, salts: list[Salt]) -> bool:
    """Whether the amount can only be the salt's: one salt by that name, and a mineral (no carbon) such as the oxide.

    Amounts of organic salts ("magnesium citrate 200 mg") are as often the magnesium's, so they are asked back.
    """
    if len(claim.forms) != 1 or len(salts) != 1 or "inside" in claim.why:
        return False
    formula = salts[0].formula
    return formula is not None and ("C" not in formula.replace("Cl", "") or "." in formula)


def _names(forms: tuple[Form, ...], knowledge: Knowledge) -> Text:
    known = [knowledge.salts[form[0]].name for form in forms if form]
    if not known:
        return Text("the salt", "saltet")
    en = ", ".join(dict.fromkeys(each.en.split(" (")[0].lower() for each in known))
    return Text(en, ", ".join(dict.fromkeys(each.sv.split(" (")[0].lower() for each in known)))


def _is_implausible(claim: Claim, mg: float, knowledge: Knowledge) -> bool:
    """Whether "500 mg (as gluconate)" would need more salt than a serving can hold."""
    if claim.named or not _known(claim):
        return False
    formulas = [knowledge.salts[slug].formula for form in claim.forms for slug in form]
    shares = [elemental_fraction(each) for each in formulas if each is not None]
    return bool(shares) and mg / max(shares) > MOST_SALT


def _agreeing(options: tuple[Reading, ...], percent: float | None) -> tuple[Reading, ...]:
    """The readings that fit the percent of a reference intake beside them."""
    if percent is None:
        return ()
    expected = [percent * reference / 100 for reference in REFERENCES]
    rounding = max(REFERENCES) * 0.01
    return tuple(
        each
        for each in options
        if any(abs(each.elemental_mg - mg) <= max(PERCENT_ROOM * mg, rounding) for mg in expected)
    )


def _distinct(options: list[Reading]) -> tuple[Reading, ...]:
    """Readings that differ by more than rounding, in the order given; of those alike the first speaks."""
    found: list[Reading] = []
    for each in options:
        if not any(alike(each.elemental_mg, other.elemental_mg) for other in found):
            found.append(each)
    return tuple(found)
