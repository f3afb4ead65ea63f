"""The kinetics as SBML Level 3 Version 2, for other people's programs: equations, constants, doses as events.

Specification: Hucka et al., SBML Level 3 Version 2 Core. Amounts are species, flows are reactions, so that another
program balances the same masses; what is no amount is a parameter with a rate rule.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from stilla.physiology.expression import MATHML, number_mathml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stilla.physiology.doses import Events
    from stilla.physiology.specification import Specification

BODY = "person"
UNITS = {
    "mmol/h": (("mole", 1, -3, 1.0), ("second", -1, 0, 3600.0)),
    "mmol/L": (("mole", 1, -3, 1.0), ("litre", -1, 0, 1.0)),
    "L/h": (("litre", 1, 0, 1.0), ("second", -1, 0, 3600.0)),
    "1/h": (("second", -1, 0, 3600.0),),
    "1/mmol": (("mole", -1, -3, 1.0),),
    "mL/min/{1.73_m2}": (("litre", 1, -3, 1.0), ("second", -1, 0, 60.0), ("metre", -2, 0, 1.7300000**0.5)),
    "mmol": (("mole", 1, -3, 1.0),),
    "h": (("second", 1, 0, 3600.0),),
    "kg": (("kilogram", 1, 0, 1.0),),
    "m2": (("metre", 2, 0, 1.0),),
    "L": (("litre", 1, 0, 1.0),),
    "1": (("dimensionless", 1, 0, 1.0),),
}
"""UCUM unit → SBML's base units as (kind, exponent, scale, multiplier)."""


def sbml(spec: Specification, constants: Mapping[str, float], events: Events) -> str:
    """The model of one person with what is taken.

    Args:
        spec: the equations.
        constants: a number for each of `spec.constants`.
        events: what is added to which state, and when. What comes at 0 h is part of the start.
    """
    return "".join(f"{line}\n" for line in _lines(spec, constants, events))


def _lines(spec: Specification, constants: Mapping[str, float], events: Events) -> Iterator[str]:
    yield "<?xml version='1.0' encoding='UTF-8'?>"
    yield '<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2">'
    yield (
        f'<model id="stilla_{spec.model.id}" name="{escape(spec.model.name.en)}" substanceUnits="{_unit("mmol")}" '
        f'timeUnits="{_unit("h")}" extentUnits="{_unit("mmol")}" volumeUnits="{_unit("L")}">'
    )
    yield from _section("listOfUnitDefinitions", _units())
    yield from _section(
        "listOfCompartments",
        [f'<compartment id="{BODY}" spatialDimensions="3" size="1" units="{_unit("L")}" constant="true"/>'],
    )
    yield from _section("listOfSpecies", _species(spec))
    yield from _section("listOfParameters", _parameters(spec, constants))
    yield from _section("listOfInitialAssignments", _initial(spec, events))
    yield from _section("listOfRules", _rules(spec))
    yield from _section("listOfReactions", _reactions(spec))
    later = [(n, each) for n, each in enumerate(events.rows()) if each[0] > 0]
    if later:
        yield from _section("listOfEvents", (line for n, each in later for line in _event(n, *each)))
    yield "</model>"
    yield "</sbml>"


def _section(name: str, lines: Iterator[str] | list[str]) -> Iterator[str]:
    yield f"<{name}>"
    yield from lines
    yield f"</{name}>"


def _math(inside: str) -> str:
    return f'<math xmlns="{MATHML}">{inside}</math>'


def _unit(ucum: str) -> str:
    return f"unit_{list(UNITS).index(ucum)}"


def _units() -> Iterator[str]:
    for ucum, parts in UNITS.items():
        yield f'<unitDefinition id="{_unit(ucum)}" name="{escape(ucum)}"><listOfUnits>'
        for kind, exponent, scale, multiplier in parts:
            yield f'<unit kind="{kind}" exponent="{exponent}" scale="{scale}" multiplier="{multiplier!r}"/>'
        yield "</listOfUnits></unitDefinition>"


def _species(spec: Specification) -> Iterator[str]:
    for each in spec.model.states:
        if each.symbol not in spec.rates:
            yield (
                f'<species id="{each.symbol}" name="{escape(each.name.en)}" compartment="{BODY}" '
                f'substanceUnits="{_unit("mmol")}" hasOnlySubstanceUnits="true" boundaryCondition="false" '
                'constant="false"/>'
            )


def _parameters(spec: Specification, constants: Mapping[str, float]) -> Iterator[str]:
    model = spec.model
    units = {each.symbol: (each.unit, each.name.en) for each in model.inputs}
    units |= {symbol: (each.unit, each.name.en) for symbol, each in spec.parameters.items()}
    for symbol in spec.constants:
        unit, name = units[symbol]
        yield _parameter(symbol, unit, name, f' value="{float(constants[symbol])!r}" constant="true"')
    for value in model.derived:
        yield _parameter(value.symbol, value.unit, value.name.en, ' constant="true"')
    for value in model.assigned:
        yield _parameter(value.symbol, value.unit, value.name.en, ' constant="false"')
    for state in model.states:
        if state.symbol in spec.rates:
            yield _parameter(state.symbol, state.unit, state.name.en, ' constant="false"')


def _parameter(symbol: str, unit: str, name: str, rest: str) -> str:
    return f'<parameter id="{symbol}" name="{escape(name)}" units="{_unit(unit)}"{rest}/>'


def _initial(spec: Specification, events: Events) -> Iterator[str]:
    for symbol, each in spec.derived.items():
        yield f'<initialAssignment symbol="{symbol}">{_math(each.mathml())}</initialAssignment>'
    first = dict.fromkeys(spec.states, 0.0)
    for hour, state, amount in events.rows():
        if hour == 0:
            first[state] += amount
    for symbol, each in spec.initial.items():
        taken = (
            f"<apply><plus/>{each.mathml()}{number_mathml(first[symbol])}</apply>" if first[symbol] else each.mathml()
        )
        yield f'<initialAssignment symbol="{symbol}">{_math(taken)}</initialAssignment>'


def _rules(spec: Specification) -> Iterator[str]:
    for symbol, each in spec.assigned.items():
        yield f'<assignmentRule variable="{symbol}">{_math(each.mathml())}</assignmentRule>'
    for symbol, each in spec.rates.items():
        yield f'<rateRule variable="{symbol}">{_math(each.mathml())}</rateRule>'


def _reactions(spec: Specification) -> Iterator[str]:
    for flow in spec.model.flows:
        yield f'<reaction id="{flow.symbol}" name="{escape(flow.name.en)}" reversible="false">'
        ends = {end for end in (flow.from_, flow.to) if end is not None}
        for tag, end in (("listOfReactants", flow.from_), ("listOfProducts", flow.to)):
            if end is not None:
                yield f'<{tag}><speciesReference species="{end}" stoichiometry="1" constant="true"/></{tag}>'
        amounts = set(spec.states) - set(spec.rates)
        others = [name for name in spec.flows[flow.symbol].names if name in amounts - ends]
        if others:
            yield "<listOfModifiers>"
            yield from (f'<modifierSpeciesReference species="{name}"/>' for name in others)
            yield "</listOfModifiers>"
        yield f"<kineticLaw>{_math(spec.flows[flow.symbol].mathml())}</kineticLaw></reaction>"


def _event(n: int, hour: float, state: str, amount: float) -> Iterator[str]:
    time = '<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time">t</csymbol>'
    yield f'<event id="taken_{n}" useValuesFromTriggerTime="false">'
    yield (
        '<trigger initialValue="false" persistent="true">'
        f"{_math(f'<apply><geq/>{time}{number_mathml(hour)}</apply>')}</trigger>"
    )
    more = _math(f"<apply><plus/><ci>{state}</ci>{number_mathml(amount)}</apply>")
    yield f'<listOfEventAssignments><eventAssignment variable="{state}">{more}</eventAssignment>'
    yield "</listOfEventAssignments>"
    yield "</event>"
