"""People, days and slow arithmetic that the tests of the kinetics share."""

import numpy as np

from stilla.knowledge.store import load
from stilla.physiology.asked import Dose, Plan
from stilla.physiology.doses import Taken
from stilla.physiology.kinetics import kinetics, repeated
from stilla.physiology.kinetics_checks import meals

KNOWLEDGE = load()
MODEL = kinetics(KNOWLEDGE)
SPEC = MODEL.spec
SALTS = ("S_fast", "S_soluble", "S_slow", "S_coated")
MATTER = [symbol for symbol in SPEC.states if symbol not in SPEC.rates]
"""Amounts: what leaves one enters another."""


def somebody(chance):
    """The inputs of a person of whom nothing is usual."""
    return {
        "egfr": chance.uniform(5, 150),
        "weight": chance.uniform(35, 200),
        "gfr_ratio": chance.lognormal(0, 0.2),
        "injury": chance.choice([0.5, 1.0], p=[0.1, 0.9]),
        "keep": chance.uniform(0.8, 1.2),
        "stasis": chance.choice([1.0, 2.0, 3.0]),
        "block": chance.choice([1.0, 6.0], p=[0.8, 0.2]),
        "uptake": chance.lognormal(0, 0.4),
    }


def some_day(chance, most_mmol=25.0, doses=1):
    """Food, and doses of any kind."""
    taken = [
        Taken(float(chance.uniform(0, 24)), str(chance.choice(SALTS)), float(chance.uniform(0, most_mmol / doses)))
        for _ in range(doses)
    ]
    return sorted([*meals(chance.uniform(4, 20)), *taken], key=lambda each: each.hour)


def mean_level(v, y, day):
    """Over a day, mmol/L."""
    states = MODEL.run(v, y.copy(), repeated(day, 1), np.linspace(0.0, 24.0, 97))
    return float(np.mean(MODEL.serum(v, states)[:-1]))


def twice_a_day(mg, form="citrate", days=1):
    """A plan of two doses; none where there is nothing to take."""
    return Plan((Dose(mg / 2, form, 8.0), Dose(mg / 2, form, 20.0)) if mg else (), days)


def slow_values(constants):
    """Constants and derived values of somebody, by the expressions themselves."""
    values = dict(constants)
    for symbol, each in SPEC.derived.items():
        values[symbol] = each.value(values)
    return values


def slow_change(values, states):
    """Every derivative, by the expressions themselves."""
    known = values | states
    for symbol, each in SPEC.assigned.items():
        known[symbol] = each.value(known)
    flows = {symbol: each.value(known) for symbol, each in SPEC.flows.items()}
    known |= flows
    return {
        state: SPEC.rates[state].value(known)
        if state in SPEC.rates
        else sum(sign * flows[flow] for flow, sign in SPEC.change_of(state))
        for state in SPEC.states
    }
