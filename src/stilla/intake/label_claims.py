"""Which amount belongs to which name: the claims a label makes about magnesium.

An amount belongs to the name before it ("magnesium 250 mg") or after it ("250 mg magnesium"); what stands around it
decides. Where that does not settle it, the claim says so and nobody guesses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from stilla.intake.label_row import CLOSERS, FURTHEST, MOST_BETWEEN, Row, is_known
from stilla.intake.label_words import CONNECTORS, FILLERS, FROM, LINKS, QUALIFIERS, TOTAL

if TYPE_CHECKING:
    from stilla.intake.label_names import Form, Named

Why = Literal["shared", "loose", "owned", "second", "unit", "inside"]
"""Why an amount may not be this one's: another name shares it, words stand between, another name stands before it, a
second amount follows, it has no unit, or it stands among the forms in a bracket."""


class Claim(msgspec.Struct, frozen=True):
    """An amount that the label gives for magnesium or for a salt of it."""

    kind: Literal["element", "salt"]
    amount: int
    """Its place in the row of tokens."""
    forms: tuple[Form, ...] = ()
    why: tuple[Why, ...] = ()
    also: tuple[int, ...] = ()
    """Places of further amounts in the same row."""
    named: bool = False
    """Whether the amount is called elemental in so many words."""
    afterwards: bool = False
    """Whether the form is named only after the amount ("500 mg (as oxide)")."""
    bracketed: bool = False
    """Whether the form stands in a bracket without "as" ("magnesium (citrate)")."""
    total: bool = False
    percent: float | None = None
    """Percent of a reference intake that stands beside the amount."""
    share: float | None = None
    """Percent of magnesium in the salt, where the label says it."""


class _Ahead(NamedTuple):
    amount: int
    forms: tuple[Form, ...]
    why: tuple[Why, ...]
    bracketed: bool
    crossed: bool


class _Walk:
    """What was passed on the way from a name to an amount."""

    def __init__(self) -> None:
        self.forms: tuple[Form, ...] = ()
        self.linked = self.bracketed = self.crossed = False
        self.loose = 0

    def arrived(self, amount: int) -> _Ahead:
        """The walk's end at an amount."""
        return _Ahead(amount, self.forms, ("loose",) if self.loose else (), self.bracketed, self.crossed)


class _Choice(NamedTuple):
    amount: int
    why: tuple[Why, ...] = ()
    also: tuple[int, ...] = ()


class Reader(Row):
    """One label's tokens and names, and the walks along them."""

    def claims(self) -> list[Claim]:
        """Every claim about magnesium, in the order of the text; an amount is claimed once."""
        found: dict[int, Claim] = {}
        as_form: set[int] = set()
        for name in self.names:
            if name.kind not in {"element", "salt"} or not name.whole:
                continue
            claim = self._element(name, as_form) if name.kind == "element" else self._salt(name, as_form)
            if claim is None:
                continue
            there = found.get(claim.amount)
            if there is None or (there.kind == "salt" and claim.kind == "element"):
                found[claim.amount] = claim
        second = {each for claim in found.values() for each in claim.also}
        return [claim for place, claim in found.items() if place not in second or not claim.why]

    def _element(self, name: Named, as_form: set[int]) -> Claim | None:
        ahead, behind = self._ahead(name, as_form), self._behind(name.start)
        by_symbol = self.row[name.start].text == "mgelement" or self.elemental_before(name.start)
        if behind is not None and self.owner(behind) == "salt" and not by_symbol:
            behind = None
        choice = self._choose(name, ahead, behind)
        if choice is None:
            return None
        place = choice.amount
        chosen = ahead if ahead is not None and ahead.amount == place else None
        forms = chosen.forms if chosen else ()
        trailing = () if forms else self._forms_after(max(place + 1, name.end), as_form)
        return self._claim(
            Claim(
                "element",
                place,
                forms=forms or trailing,
                why=choice.why,
                also=choice.also,
                afterwards=bool(trailing),
                bracketed=chosen.bracketed if chosen else False,
                total=name.start > 0 and self.row[name.start - 1].text in TOTAL,
                named=self.elemental_before(name.start),
            )
        )

    def _salt(self, name: Named, as_form: set[int]) -> Claim | None:
        ahead, behind = self._ahead(name, set()), self._behind(name.start)
        choice = self._choose(name, ahead, behind)
        if choice is None:
            return None
        inside: tuple[Why, ...] = ("inside",) if name.start in as_form else ()
        share = self.share_between(name.end, choice.amount)
        return self._claim(
            Claim("salt", choice.amount, forms=name.forms, why=(*choice.why, *inside), also=choice.also, share=share)
        )

    def _choose(self, name: Named, ahead: _Ahead | None, behind: int | None) -> _Choice | None:
        """The amount before or after the name, whichever the neighbours leave to it."""
        if behind is None:
            return None if ahead is None else self._after(name, ahead)
        owner = "" if self.is_of(name.start) else self.owner(behind)
        if owner == "salt" and name.kind == "element":
            owner = ""
        if ahead is None or "loose" in ahead.why:
            return _Choice(behind, ("owned",) if owner else ())
        to_next = self.named_after(ahead.amount)
        if owner:
            return _Choice(behind, ("owned",)) if ahead.crossed and to_next else _Choice(ahead.amount, ahead.why)
        if ahead.crossed or to_next:
            return _Choice(behind)
        return _Choice(behind, ("second",), (ahead.amount,))

    def _after(self, name: Named, ahead: _Ahead) -> _Choice | None:
        if ahead.crossed and self.named_after(ahead.amount):
            return None
        shared: tuple[Why, ...] = ("shared",) if self._shares(name) else ()
        owned: tuple[Why, ...] = ("owned",) if self._belongs_to_next(ahead.amount) else ()
        return _Choice(ahead.amount, (*ahead.why, *shared, *owned))

    def _claim(self, claim: Claim) -> Claim:
        """The claim with what stands right after its amount."""
        token = self.row[claim.amount]
        also = (*claim.also, *self.further(claim.amount))
        why = claim.why if token.mg else (*claim.why, "unit")
        percent, share = self.percent(claim.amount + 1)
        return msgspec.structs.replace(
            claim,
            why=(*why, "second") if also and "second" not in why else why,
            also=also,
            named=claim.named or self.elemental_after(claim.amount + 1),
            percent=percent,
            share=share if share is not None else claim.share,
        )

    def _ahead(self, name: Named, as_form: set[int]) -> _Ahead | None:
        """The first amount after a name, over brackets, forms and words that name nothing."""
        walk = _Walk()
        position: int | None = name.end
        for _ in range(FURTHEST):
            if position is None or position >= len(self.row):
                return None
            token = self.row[position]
            if token.kind == "number":
                if token.mg or self.is_bare(position):
                    return walk.arrived(position)
                position = position + 1 if token.unit in {"%", ""} else None
            elif position in self.closing:
                only = self.only_amount(position)
                if only is not None and not walk.crossed:
                    return walk.arrived(only)
                position = self._over_bracket(position, walk, as_form)
            else:
                position = self._over(name, position, walk, as_form)
        return None

    def _over_bracket(self, opening: int, walk: _Walk, as_form: set[int]) -> int:
        inside = self._forms_in(opening, as_form)
        walk.bracketed = walk.bracketed or (bool(inside) and self.row[opening + 1].text not in LINKS)
        walk.forms += inside
        return self.closing[opening] + 1

    def _over(self, name: Named, position: int, walk: _Walk, as_form: set[int]) -> int | None:
        """The place after a word, a mark or a line's end; None where the walk ends there."""
        token, at = self.row[position], self.at.get(position)
        if token.kind == "stop" or token.text in CLOSERS or (token.kind == "break" and walk.crossed):
            return None
        if token.kind == "break":
            walk.crossed = True
        elif at is not None:
            if at.kind != "salt" or not walk.linked or name.kind != "element":
                return None
            as_form.add(at.start)
            walk.forms += at.forms
            return at.end
        elif token.kind == "word":
            walk.linked = walk.linked or token.text in FROM or self.is_form_of(position)
            if walk.crossed and token.text not in FILLERS:
                return None
            walk.loose += not is_known(token.text)
        return position + 1 if walk.loose <= MOST_BETWEEN else None

    def _behind(self, start: int) -> int | None:
        """The amount right before a name, over words like "of" and "elemental"."""
        position = start - 1
        while position >= 0 and self.row[position].kind == "word" and self.row[position].text in QUALIFIERS:
            position -= 1
        if position >= 1 and self.row[position].text == "(":
            position -= 1
        return position if position >= 0 and self.row[position].mg else None

    def _belongs_to_next(self, amount: int) -> bool:
        """Whether another nutrient stands right after the amount and has none of its own."""
        following = self.at.get(amount + 1)
        if following is None or following.kind != "other":
            return False
        return self._ahead(following, set()) is None

    def _shares(self, name: Named) -> bool:
        """Whether a nutrient without an amount of its own stands right before: "calcium & magnesium 500 mg"."""
        position = name.start
        while position > 0 and (self.row[position - 1].text in CONNECTORS or self.row[position - 1].text in {"-", "–"}):
            position -= 1
        before = self.until.get(position)
        return before is not None and before.kind == "other" and self._behind(before.start) is None

    def _forms_after(self, position: int, as_form: set[int]) -> tuple[Form, ...]:
        """Forms named after the amount: "500 mg (as oxide)", "500 mg as gluconate"."""
        while position < len(self.row) and (
            self.row[position].unit == "%" or self.text(position) in {"elemental", "%"}
        ):
            position += 1
        for _ in range(2):
            if position in self.closing:
                if inside := self._forms_in(position, as_form):
                    return inside
                position = self.closing[position] + 1
        if self.text(position) not in FROM | {"i", "in"}:
            return ()
        while self.text(position) in LINKS:
            position += 1
        at = self.at.get(position)
        if at is None or at.kind != "salt":
            return ()
        as_form.add(at.start)
        return at.forms

    def _forms_in(self, opening: int, as_form: set[int]) -> tuple[Form, ...]:
        found: tuple[Form, ...] = ()
        position = opening + 1
        while position < self.closing[opening]:
            at = self.at.get(position)
            if at is not None and at.kind == "salt":
                as_form.add(at.start)
                found += at.forms
            position = at.end if at is not None else position + 1
        return found
