"""What a medicine's record says: whether it is taken, what it is, how, and whether magnesium is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from stilla.names import known_medicine
from stilla.person import MagnesiumUse, MedicationStatement, Unrecognised
from stilla.reading.magnesium import find_form
from stilla.records.codings import ATC, codings_of, known_codes, shown, text, text_of
from stilla.records.dosage import daily_count, routes_of, times_of
from stilla.records.facts import Meaning
from stilla.records.products import bare_name, contents_of, route_of_name
from stilla.records.shape import is_opaque
from stilla.rules.atoms import matches

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.person import Route
    from stilla.records.facts import Closed, Shape, Standing

_T = TypeVar("_T")

_STATUS: Mapping[str, Mapping[str, Standing]] = {
    "MedicationRequest": {
        "active": "yes", "completed": "no", "stopped": "no", "cancelled": "no", "entered-in-error": "no",
        "draft": "no",
    },
    "MedicationStatement": {
        "active": "yes", "completed": "no", "entered-in-error": "no", "stopped": "no", "not-taken": "no",
    },
    "MedicationDispense": {
        "completed": "yes", "in-progress": "yes", "cancelled": "no", "entered-in-error": "no", "stopped": "no",
        "declined": "no",
    },
    "MedicationAdministration": {
        "in-progress": "yes", "completed": "yes", "not-done": "no", "entered-in-error": "no", "stopped": "no",
    },
}  # fmt: skip
"""What a status says; every other one, and none, says that it may be so."""

_ORDERS = frozenset(("order", "original-order", "reflex-order", "filler-order", "instance-order"))
_LONGEST_SUPPLY = 730
_DAYS_IN = {"d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7}
_WHOLE_ATC = 7
"""Characters of an ATC code that names a substance, and not a group."""
_ATC_GROUP = r"[A-Z](?:[0-9]{2}(?:[A-Z]{1,2})?)?"


class Product(NamedTuple):
    """What is known of a product from its codes and names."""

    name: str
    atc: tuple[str, ...] = ()
    whole: bool = False
    """Whether everything in it is known."""
    routes: frozenset[Route] = frozenset()
    form: str | None = None
    """The salt of magnesium, where a code says it."""
    elemental_mg: float | None = None
    closes: frozenset[Closed] = frozenset()


def medicine_meaning(shape: Shape, knowledge: Knowledge) -> Meaning:
    """What the shape of a medicine's record says."""
    kind = shape["resourceType"]
    product = _product_of(shape, knowledge)
    if _is_opaque(shape):
        return Meaning("maybe", unrecognised=_unrecognised(product, kind))
    standing, lasts = _standing(shape, kind, knowledge)
    if standing == "no":
        return Meaning("no", ignored="not-taken")
    if product.closes:
        return Meaning(standing, knowledge.spans["nothing-known"], closes=product.closes)
    if not product.atc and product.whole:
        return Meaning(standing, lasts, ignored="nothing-asked")
    if not product.atc:
        return Meaning(standing, lasts, unrecognised=_unrecognised(product, kind))
    medicine = MedicationStatement(
        product.name or ", ".join(product.atc), product.atc, _route(shape, product, knowledge), times_of(shape)
    )
    return Meaning(
        standing,
        lasts,
        medicine=medicine,
        magnesium=_magnesium(shape, product, medicine, knowledge),
        unrecognised=None if product.whole else _unrecognised(product, kind),
    )


def _unrecognised(product: Product, kind: str) -> Unrecognised:
    return Unrecognised("medicine", product.name or kind)


def _is_opaque(shape: Shape) -> bool:
    inside = shape.get("medication")
    return is_opaque(shape) or (isinstance(inside, Mapping) and is_opaque(inside))


def _standing(shape: Shape, kind: str, knowledge: Knowledge) -> tuple[Standing, int | None]:
    status = shape.get("status")
    standing = _STATUS[kind].get(status, "maybe") if isinstance(status, str) else "maybe"
    match kind:
        case "MedicationRequest":
            return _ordered(shape, standing), None
        case "MedicationDispense":
            days = _days_supplied(shape.get("daysSupply"))
            if days is None:
                return ("maybe" if standing == "yes" else standing), knowledge.spans["package"]
            return standing, days
        case "MedicationAdministration":
            return standing, None if status == "in-progress" else 1
    return standing, None


def _ordered(shape: Shape, standing: Standing) -> Standing:
    """An order that is not to be carried out is none; a plan or a proposal only may be carried out."""
    negated = shape.get("doNotPerform")
    if negated is True:
        return "no"
    plainly = negated is None or negated is False
    if standing == "yes" and not (plainly and text(shape.get("intent")) in _ORDERS):
        return "maybe"
    return standing


def _days_supplied(supply: object) -> int | None:
    """Whole days that a package lasts; None where it does not plainly say."""
    if not isinstance(supply, Mapping):
        return None
    value = supply.get("value")
    unit = text(supply.get("code")) or text(supply.get("unit"))
    if isinstance(value, bool) or not isinstance(value, int | float) or unit.casefold() not in _DAYS_IN:
        return None
    days = value * _DAYS_IN[unit.casefold()]
    return int(days) if 0 < days <= _LONGEST_SUPPLY else None


def _product_of(shape: Shape, knowledge: Knowledge) -> Product:
    """The product of a record: what it names itself, and the Medication it points to."""
    found = _named(shape.get("medicationCodeableConcept"), knowledge)
    inside = shape.get("medication")
    if isinstance(inside, Mapping):
        found = _either(found, _medication(inside, knowledge))
    return found


def _medication(resource: Mapping[str, Any], knowledge: Knowledge) -> Product:
    """A Medication: its code, or the active substances in it. One entered in error is nothing that anybody knows."""
    product = _named(resource.get("code"), knowledge)
    if resource.get("status") == "entered-in-error":
        return Product(product.name)
    listed = resource.get("ingredient")
    parts = [
        _named(
            each.get("itemCodeableConcept") if isinstance(each, Mapping) and not is_opaque(each) else None, knowledge
        )
        for each in (listed if isinstance(listed, list) else ())
        if not (isinstance(each, Mapping) and each.get("isActive") is False)
    ]
    if parts:
        product = product._replace(
            name=product.name or " / ".join(each.name for each in parts if each.name),
            atc=_once(product.atc, *(each.atc for each in parts)),
            whole=product.whole or all(each.whole for each in parts),
        )
    form = route_of_name(shown(resource.get("form")))
    return product if form is None else product._replace(routes=product.routes | {form})


def _either(one: Product, other: Product) -> Product:
    return Product(
        one.name or other.name,
        _once(one.atc, other.atc),
        one.whole or other.whole,
        one.routes | other.routes,
        one.form or other.form,
        one.elemental_mg if other.elemental_mg in {None, one.elemental_mg} else None,
        one.closes | other.closes,
    )


def _once(*codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for each in codes for code in each))


def _named(concept: object, knowledge: Knowledge) -> Product:
    """What a CodeableConcept names: by its codes, or else by its words."""
    codings = codings_of(concept)
    name = shown(concept)
    if not codings and not name:
        return Product("")
    entries = [*known_codes(codings, knowledge)]
    coded = [code for each in codings if each.system == ATC for code in _atc(each.code, knowledge)]
    product = Product(
        name,
        _once(*(each.atc for each in entries), tuple(coded)),
        whole=any(each.atc or each.nothing for each in entries) or any(len(code) == _WHOLE_ATC for code in coded),
        routes=frozenset(each.route for each in entries if each.route is not None) or _routes_of_words(concept),
        form=_only(each.form for each in entries),
        elemental_mg=_only(each.elemental_mg for each in entries),
        closes=frozenset(each.closes for each in entries if each.closes is not None),
    )
    return product if product.whole or product.closes else _by_words(product, concept, knowledge)


def _atc(code: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The code, where some list or rule knows it; a group stands for itself, as something not wholly known."""
    code = code.upper()
    if len(code) < _WHOLE_ATC:
        return (code,) if re.fullmatch(_ATC_GROUP, code) else ()
    found = known_medicine(code, knowledge)
    return () if found is None else found.codes


def _words(concept: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (*(each.display for each in codings_of(concept)), text_of(concept)))))


def _by_words(product: Product, concept: object, knowledge: Knowledge) -> Product:
    """The same with what the displays and the text name."""
    read = [contents_of(each, knowledge) for each in _words(concept)]
    return product._replace(
        atc=_once(product.atc, *(each.atc for each in read)), whole=any(each.whole for each in read)
    )


def _routes_of_words(concept: object) -> frozenset[Route]:
    return frozenset(route for each in _words(concept) if (route := route_of_name(each)) is not None)


def _only(values: Iterable[_T | None]) -> _T | None:
    """The one value that is given; None where several differ."""
    found = {each for each in values if each is not None}
    return found.pop() if len(found) == 1 else None


def _route(shape: Shape, product: Product, knowledge: Knowledge) -> Route | None:
    """The route that all that speaks of one agrees on. Where anything says by mouth, it is swallowed."""
    routes = product.routes | routes_of(shape, knowledge)
    if len(routes) == 1:
        return next(iter(routes))
    return "oral" if "oral" in routes else None


def _magnesium(
    shape: Shape, product: Product, medicine: MedicationStatement, knowledge: Knowledge
) -> MagnesiumUse | None:
    """The magnesium in it; its amount only where that of a piece and the number of pieces a day are both plain."""
    if product.form is None and not matches(knowledge.contains_magnesium, medicine):
        return None
    count = None if product.elemental_mg is None else daily_count(shape)
    ordered = shape["resourceType"] == "MedicationRequest" and not shape.get("reportedBoolean")
    return MagnesiumUse(
        medicine.text,
        None if count is None or product.elemental_mg is None else product.elemental_mg * count,
        product.form or find_form(bare_name(medicine.text), knowledge),
        medicine.route,
        True if ordered else None,
        medicine.times,
    )
