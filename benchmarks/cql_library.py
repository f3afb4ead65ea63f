"""Our rules as a CQL library in its compiled form (ELM, HL7), for the peer that runs CQL. Never part of Stilla.

It states what a rule means a second time, in another language, for plain records: active orders with ATC codes, active
conditions, final observations in canonical units, lists that are whole. That is enough to compare answers and speed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from stilla.person import DANGER, LabCode
from stilla.rules.tree import (
    Age,
    All,
    AnyOf,
    Atom,
    Bounds,
    Dose,
    Has,
    IsSex,
    Lab,
    Node,
    NoneOf,
    Stated,
    Takes,
    UsesMagnesium,
)

Expression = dict[str, Any]

SYSTEM = "urn:hl7-org:elm-types:r1"
FHIR = "http://hl7.org/fhir"
ATC = "http://www.whocc.no/atc"
ICD = "http://hl7.org/fhir/sid/icd-10"
LOINC = "http://loinc.org"
LAB_CODES = {"egfr": "98979-8", "magnesium": "2601-3", "ferritin": "2276-4", "tsat": "2502-3"}
ADULT = 18

_UNKNOWN: Expression = {"type": "As", "asType": f"{{{SYSTEM}}}Boolean", "operand": {"type": "Null"}}
_FALSE: Expression = {"type": "Literal", "valueType": f"{{{SYSTEM}}}Boolean", "value": "false"}


class Library:
    """Trees → ELM. `medicines` and `conditions` say which codes of the records an atom stands for."""

    def __init__(
        self,
        as_of: date,
        medicines: Mapping[str, tuple[str, ...]],
        magnesium: Iterable[str],
        conditions: Mapping[str, frozenset[str]],
    ) -> None:
        self.as_of = as_of
        self.medicines = medicines
        """Code of a medicine in the records → the ATC codes it stands for."""
        self.magnesium = list(magnesium)
        """Those that are magnesium."""
        self.conditions = conditions
        """Code of a condition in the records → the conditions it counts as."""
        self.sets: dict[tuple[str, tuple[str, ...]], str] = {}

    def compile(self, trees: Mapping[str, Node]) -> tuple[Expression, Expression]:
        """The library with one definition for each tree, and its value sets."""
        definitions = [
            _define("Patient", {"type": "SingletonFrom", "operand": _retrieve("Patient")}),
            *(_define(name, self.expression(tree)) for name, tree in trees.items()),
        ]
        library = {
            "identifier": {"id": "Stilla", "version": "1"},
            "schemaIdentifier": {"id": "urn:hl7-org:elm", "version": "r1"},
            "usings": {
                "def": [
                    {"localIdentifier": "System", "uri": SYSTEM},
                    {"localIdentifier": "FHIR", "uri": FHIR, "version": "4.0.1"},
                ]
            },
            "valueSets": {"def": [{"name": name, "id": name, "accessLevel": "Public"} for name in self.sets.values()]},
            "statements": {"def": definitions},
        }
        expanded = {
            name: {"1": [{"code": code, "system": system, "version": "1"} for code in codes]}
            for (system, codes), name in self.sets.items()
        }
        return {"library": library}, expanded

    def expression(self, tree: Node) -> Expression:
        """What a tree means, in CQL's three values, which are Kleene's too."""
        match tree:
            case All() | AnyOf() | NoneOf():
                either = _joined("And" if isinstance(tree, All) else "Or", map(self.expression, tree.of))
                return _not(either) if isinstance(tree, NoneOf) else either
            case Stated():
                return {"type": "IsTrue", "operand": self.expression(tree.of)}
        return self.atom(tree)

    def atom(self, tree: Atom) -> Expression:
        """What an atom means."""
        match tree:
            case Takes():
                return self.takes(tree)
            case Has():
                return self.has(tree.conditions)
            case Lab():
                return self.lab(tree)
            case Age():
                return _within(self.age(), tree.bounds)
            case IsSex():
                return _equal(_value(_property("gender", {"type": "ExpressionRef", "name": "Patient"})), tree.sex)
            case UsesMagnesium():
                return self.uses(tree)
            case Dose():
                none = _within(_number(0), tree.bounds)
                return {"type": "If", "condition": self._ordered(self.magnesium), "then": _UNKNOWN, "else": none}
        raise ValueError(f"{tree} is not translated")

    def uses(self, atom: UsesMagnesium) -> Expression:
        """Magnesium of which the records here tell neither form nor amount, nor who decided on it; it is swallowed."""
        if atom.route not in {None, "oral"}:
            return _FALSE
        taken = self._ordered(self.magnesium)
        if not atom.form and atom.prescribed is None:
            return taken
        return {"type": "If", "condition": taken, "then": _UNKNOWN, "else": _FALSE}

    def takes(self, atom: Takes) -> Expression:
        """An active order of one of these, which is swallowed."""
        if atom.route not in {"oral", "any"}:
            return _FALSE
        codes = [code for code, stands in self.medicines.items() if any(atom.speaks_of(each) for each in stands)]
        return self._ordered(codes)

    def _ordered(self, codes: list[str]) -> Expression:
        active = _equal(_value(_scoped("status")), "active")
        return self._exists("MedicationRequest", "medication", ATC, codes, active)

    def has(self, conditions: Iterable[str]) -> Expression:
        """An active condition that counts as one of these."""
        wanted = set(conditions)
        codes = [code for code, slugs in self.conditions.items() if slugs & wanted]
        status = {
            "type": "Exists",
            "operand": {
                "type": "Query",
                "source": [{"alias": "S", "expression": _property("coding", _scoped("clinicalStatus"))}],
                "relationship": [],
                "where": _equal(_value({"type": "Property", "path": "code", "scope": "S"}), "active"),
            },
        }
        return self._exists("Condition", "code", ICD, codes, status)

    def lab(self, atom: Lab) -> Expression:
        """The latest value within bounds; null where there is none, or where it may not be used."""
        value = _value(_value(_property("value", self._latest(atom.code))))
        usable: list[Expression] = []
        if atom.code == "egfr":
            usable += [_not(_within(self.age(), Bounds(below=ADULT))), _not(self.has(("pregnancy",)))]
        if atom.within_months is not None:
            usable.append(self._recent(atom.code, atom.within_months))
        usable += [_not(self.has(atom.unless))] if atom.unless else []
        asked = _within(value, atom.bounds)
        if not usable:
            return asked
        return {"type": "If", "condition": _joined("And", usable), "then": asked, "else": _UNKNOWN}

    def age(self) -> Expression:
        """Completed years on the day."""
        born = _value(_property("birthDate", {"type": "ExpressionRef", "name": "Patient"}))
        return {"type": "CalculateAgeAt", "precision": "Year", "operand": [born, _day(self.as_of)]}

    def _latest(self, code: LabCode) -> Expression:
        number = _value(_value(_named("value")))
        when = _value(_named("effective"))
        tests = self._retrieved("Observation", "code", LOINC, [LAB_CODES[code]])
        danger = "desc" if DANGER[code] == "low" else "asc"
        return {
            "type": "Last",
            "source": {
                "type": "Query",
                "source": [{"alias": "R", "expression": tests}],
                "relationship": [],
                "where": _equal(_value(_scoped("status")), "final"),
                "sort": {
                    "by": [
                        {"type": "ByExpression", "direction": "asc", "expression": when},
                        {"type": "ByExpression", "direction": danger, "expression": number},
                    ]
                },
            },
        }

    def _recent(self, code: LabCode, months: int) -> Expression:
        measured = {"type": "DateFrom", "operand": _value(_property("effective", self._latest(code)))}
        earliest = {
            "type": "Subtract",
            "operand": [_day(self.as_of), {"type": "Quantity", "value": months, "unit": "months"}],
        }
        return {"type": "SameOrAfter", "precision": "Day", "operand": [measured, earliest]}

    def _exists(self, kind: str, path: str, system: str, codes: list[str], where: Expression) -> Expression:
        return {
            "type": "Exists",
            "operand": {
                "type": "Query",
                "source": [{"alias": "R", "expression": self._retrieved(kind, path, system, codes)}],
                "relationship": [],
                "where": where,
            },
        }

    def _retrieved(self, kind: str, path: str, system: str, codes: list[str]) -> Expression:
        key = system, tuple(sorted(codes))
        name = self.sets.setdefault(key, f"urn:set:{len(self.sets)}")
        return _retrieve(kind) | {"codeProperty": path, "codes": {"type": "ValueSetRef", "name": name}}


def _define(name: str, expression: Expression) -> Expression:
    return {"name": name, "context": "Patient", "accessLevel": "Public", "expression": expression}


def _retrieve(kind: str) -> Expression:
    return {"type": "Retrieve", "dataType": f"{{{FHIR}}}{kind}"}


def _property(path: str, source: Expression) -> Expression:
    return {"type": "Property", "path": path, "source": source}


def _scoped(path: str) -> Expression:
    return {"type": "Property", "path": path, "scope": "R"}


def _named(name: str) -> Expression:
    return {"type": "IdentifierRef", "name": name}


def _value(source: Expression) -> Expression:
    return _property("value", source)


def _equal(left: Expression, right: str) -> Expression:
    literal = {"type": "Literal", "valueType": f"{{{SYSTEM}}}String", "value": right}
    return {"type": "Equal", "operand": [left, literal]}


def _not(operand: Expression) -> Expression:
    return {"type": "Not", "operand": operand}


def _joined(kind: str, parts: Iterable[Expression]) -> Expression:
    first, *rest = parts
    for part in rest:
        first = {"type": kind, "operand": [first, part]}
    return first


def _number(value: float) -> Expression:
    return {"type": "Literal", "valueType": f"{{{SYSTEM}}}Decimal", "value": str(float(value))}


def _day(day: date) -> Expression:
    parts = {"year": day.year, "month": day.month, "day": day.day}
    literals = {
        name: {"type": "Literal", "valueType": f"{{{SYSTEM}}}Integer", "value": str(value)}
        for name, value in parts.items()
    }
    return {"type": "Date", **literals}


def _within(value: Expression, bounds: Bounds) -> Expression:
    kinds = {"below": "Less", "at_least": "GreaterOrEqual", "above": "Greater", "at_most": "LessOrEqual"}
    parts = [
        {"type": kind, "operand": [value, _number(getattr(bounds, name))]}
        for name, kind in kinds.items()
        if getattr(bounds, name) is not None
    ]
    return _joined("And", parts)
