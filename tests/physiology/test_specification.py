"""How a declaration is checked: its names, their order, what flows may move, what a shorter computation needs."""

import pytest
from msgspec.structs import replace
from virtual_people import KNOWLEDGE, SPEC

from stilla.knowledge.kinds import Model, Parameter
from stilla.physiology import kernel
from stilla.physiology.specification import NotAModel, Specification

MODEL = KNOWLEDGE.kind("models", Model)["kinetics"]
PARAMETERS = SPEC.parameters


def changed(**fields):
    return Specification(replace(MODEL, **fields), PARAMETERS)


def with_one(kind, which, /, **fields):
    """The model with one entry changed."""
    return {kind: tuple(replace(each, **fields) if each.symbol == which else each for each in getattr(MODEL, kind))}


def test_the_declaration_hangs_together():
    assert SPEC.constants == kernel.CONSTANTS
    assert SPEC.values == kernel.VALUES
    assert SPEC.states == kernel.STATES
    assert set(SPEC.usual()) == set(SPEC.constants)


@pytest.mark.parametrize(
    ("kind", "symbol", "fields"),
    [
        ("derived", "Vm", {"is_": "Vm0 * nothing"}),
        ("derived", "Vm", {"is_": "Vm0 * C"}),
        ("derived", "Vm", {"is_": "Vm0 * Vm"}),
        ("assigned", "C", {"is_": "Ac / Vcentral"}),
        ("assigned", "C", {"is_": "excrete / Vc"}),
        ("flows", "excrete", {"rate": "GFR * spilt"}),
        ("flows", "excrete", {"rate": "infusion"}),
        ("states", "Ac", {"initial": "Vc * C"}),
        ("states", "H", {"rate": "C - somewhere"}),
    ],
)
def test_what_nothing_declares_is_named(kind, symbol, fields):
    with pytest.raises(NotAModel, match=f"{symbol} needs .* not declared before"):
        changed(**with_one(kind, symbol, **fields))


@pytest.mark.parametrize(
    ("kind", "symbol", "name"),
    [("derived", "Vm", "Km"), ("flows", "excrete", "C"), ("states", "L2", "L1"), ("assigned", "C", "egfr")],
)
def test_two_things_of_one_name_are_refused(kind, symbol, name):
    with pytest.raises(NotAModel, match=f"two things are called .*{name}"):
        changed(**with_one(kind, symbol, symbol=name))


@pytest.mark.parametrize("end", ["Taken_up", "Drip", "H", "C", "nowhere"])
@pytest.mark.parametrize("side", ["from_", "to"])
def test_a_flow_moves_only_amounts(side, end):
    with pytest.raises(NotAModel, match=f"excrete moves {end}, which is no amount"):
        changed(**with_one("flows", "excrete", **{side: end}))


def test_what_is_computed_stands_in_the_order_of_computing():
    with pytest.raises(NotAModel, match="which is not declared before it"):
        changed(derived=tuple(reversed(MODEL.derived)))


def test_an_equation_that_is_no_arithmetic_is_named():
    with pytest.raises(NotAModel, match="kinetics, excrete: "):
        changed(**with_one("flows", "excrete", rate="print(C)"))


def test_a_missing_parameter_is_missed():
    fewer = {symbol: each for symbol, each in PARAMETERS.items() if symbol != "tauH"}
    with pytest.raises(NotAModel, match="H needs tauH"):
        Specification(MODEL, fewer)


def test_uptake_needs_the_bowel_alone():
    bowel = {each.symbol for each in MODEL.states if each.part == "gut"} - {"S_never"}
    assert set(SPEC.needed(["Taken_up"])) == bowel | {"Taken_up"}


def test_the_level_needs_the_bowel_and_the_body_but_nothing_that_only_counts():
    assert set(SPEC.states) - set(SPEC.needed(["Ac"])) == {"S_never", "Urine", "Faeces", "Taken_up"}
    assert SPEC.needed(["S_fast"]) == ("S_fast",)


def test_every_flow_leaves_as_much_as_it_brings():
    signs = [(flow, sign) for state in SPEC.states for flow, sign in SPEC.change_of(state)]
    for flow in MODEL.flows:
        ends = sorted(sign for name, sign in signs if name == flow.symbol)
        assert ends == ([1] if flow.from_ is None else [-1, 1])


def test_the_digest_is_of_the_equations_and_not_of_the_numbers():
    assert changed(**with_one("flows", "excrete", rate="GFR * spill * 1.01")).digest != SPEC.digest
    assert changed(**with_one("flows", "excrete", to="Faeces")).digest != SPEC.digest
    assert changed(**with_one("derived", "Vm", is_="Vm0 * uptake")).digest != SPEC.digest
    assert changed(states=tuple(reversed(MODEL.states))).digest != SPEC.digest
    doubled: dict[str, Parameter] = {symbol: replace(each, value=each.value * 2) for symbol, each in PARAMETERS.items()}
    assert Specification(MODEL, doubled).digest == SPEC.digest


def test_every_range_holds_its_value():
    ranges = [(each.low, each.value, each.high) for each in PARAMETERS.values() if each.low is not None]
    assert len(ranges) > 20
    assert all(low <= value <= high for low, value, high in ranges)
