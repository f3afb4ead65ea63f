"""The kernel is what the declaration says: as a file, and in every number against the slow way."""

import numpy as np
import pytest
from virtual_people import MODEL, SPEC, slow_change, slow_values, somebody

from stilla.physiology import generate, kernel
from stilla.physiology.generate import CALLERS, KERNEL, made_for, source

AGAIN = "python -m stilla.physiology.generate"
LANES = kernel.LANES


def test_the_kernel_is_what_the_declaration_writes():
    assert KERNEL.read_text(encoding="utf-8") == source(SPEC), AGAIN


@pytest.mark.parametrize("caller", CALLERS, ids=lambda file: file.name)
def test_who_calls_the_kernel_carries_its_digest(caller):
    text = caller.read_text(encoding="utf-8")
    assert text == made_for(text, KERNEL.read_text(encoding="utf-8")), AGAIN


def test_writing_it_writes_these_files_and_changes_nothing(tmp_path, monkeypatch):
    copies = [tmp_path / each.name for each in (KERNEL, *CALLERS)]
    for copy, file in zip(copies, (KERNEL, *CALLERS), strict=True):
        copy.write_text(file.read_text(encoding="utf-8").replace('MADE_FOR = "', 'MADE_FOR = "old'), encoding="utf-8")
    monkeypatch.setattr(generate, "KERNEL", copies[0])
    monkeypatch.setattr(generate, "CALLERS", tuple(copies[1:]))
    generate.main()
    for copy, file in zip(copies, (KERNEL, *CALLERS), strict=True):
        assert copy.read_text(encoding="utf-8") == file.read_text(encoding="utf-8"), AGAIN


def drawn(chance):
    """Somebody with constants moved about, and states that a day may bring or an absurd one."""
    usual = {symbol: value * chance.uniform(0.7, 1.4) for symbol, value in SPEC.usual().items()}
    constants = usual | somebody(chance) | {"C0": chance.uniform(0.3, 2)}
    states = {
        symbol: float(chance.choice([0.0, chance.uniform(0, 30), chance.uniform(0, 300)])) for symbol in SPEC.states
    }
    states |= {"H": chance.uniform(-0.2, 0), "Drip": chance.uniform(0, 5)}
    return constants, states


@pytest.mark.parametrize("seed", range(25))
def test_one_person_s_numbers_are_those_of_the_expressions(seed):
    constants, states = drawn(np.random.default_rng(seed))
    values, v = slow_values(constants), MODEL.person(**constants)
    assert v == pytest.approx([values[symbol] for symbol in SPEC.values], rel=1e-13)
    y = MODEL.start(v, constants["C0"])
    begun = [each.value(values) for each in SPEC.initial.values()]
    assert y == pytest.approx(begun, rel=1e-13, abs=1e-15)
    dy = np.empty(y.size)
    kernel.change(v, np.array([states[symbol] for symbol in SPEC.states]), dy)
    slow = slow_change(values, states)
    assert dy == pytest.approx([slow[symbol] for symbol in SPEC.states], rel=1e-9, abs=1e-10)


def slow_step(values, states, h):
    """One step of classical Runge-Kutta."""
    slopes = []
    for ahead in (0.0, 0.5, 0.5, 1.0):
        last = slopes[-1] if slopes else dict.fromkeys(states, 0.0)
        slopes.append(slow_change(values, {symbol: y + ahead * h * last[symbol] for symbol, y in states.items()}))
    return {
        symbol: y + h / 6 * sum(weight * k[symbol] for weight, k in zip((1, 2, 2, 1), slopes, strict=True))
        for symbol, y in states.items()
    }


def test_eight_people_s_numbers_are_those_of_the_expressions():
    chance = np.random.default_rng(1)
    people = [drawn(chance) for _ in range(LANES)]
    values = [slow_values(constants) for constants, _ in people]
    w = np.zeros((len(SPEC.values) + len(SPEC.states)) * LANES)
    given, states = w[: len(SPEC.values) * LANES].reshape(-1, LANES), w[len(SPEC.values) * LANES :].reshape(-1, LANES)
    given[: len(SPEC.constants)] = [[constants[symbol] for constants, _ in people] for symbol in SPEC.constants]
    kernel.derive_lanes(w)
    assert given == pytest.approx(np.array([[each[symbol] for each in values] for symbol in SPEC.values]), rel=1e-13)
    kernel.begin_lanes(w)
    begun = [[each.value(known) for known in values] for each in SPEC.initial.values()]
    assert states == pytest.approx(np.array(begun), rel=1e-13, abs=1e-15)
    states[:] = [[each[symbol] for _, each in people] for symbol in SPEC.states]
    before = states.copy()
    kernel.march(w, 0.05, 1)
    ahead = [slow_step(known, each, 0.05) for known, (_, each) in zip(values, people, strict=True)]
    slow = np.array([[each[symbol] for each in ahead] for symbol in SPEC.states])
    assert states == pytest.approx(slow, rel=1e-10, abs=1e-10)
    states[:] = before
    kernel.march_gut(w, 0.05, 1)
    moved = SPEC.needed([generate.UPTAKE])
    for n, symbol in enumerate(SPEC.states):
        assert states[n] == pytest.approx(slow[n] if symbol in moved else before[n], rel=1e-10, abs=1e-10)
