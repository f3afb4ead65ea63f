"""Write the kernel of the kinetics from its declaration: `python -m stilla.physiology.generate`.

The kernel is a file, so that its machine code is kept from one start to the next; a test holds it to the declaration.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from stilla.knowledge.store import load
from stilla.physiology.specification import specification

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.physiology.specification import Specification

KERNEL = Path(__file__).with_name("kernel.py")
SOFTPLUS = Path(__file__).with_name("softplus.py")
"""Compiled into the kernel, which holds its digest: numba keeps the machine code of a file until that file changes."""
CALLERS = tuple(Path(__file__).with_name(name) for name in ("course.py", "lanes.py"))
"""Files into whose machine code the kernel goes; for the same reason each holds a digest of the kernel."""
LANES = 8
"""People computed side by side: two registers of four doubles, or one of eight."""
UPTAKE = "Taken_up"
"""The state that says how much was taken up; what it does not need is left out of the shorter computation."""
_HEAD = '''"""The kinetics as arithmetic, written by `python -m stilla.physiology.generate` from the declaration.

Hours, mmol, litres. For one person: `v` constants and derived values, `y` states, both vectors. For `LANES` people
side by side: `w`, one vector in which each value and then each state has `LANES` places. (In two arrays they might
overlap, for all the compiler knows, and it would compute one person at a time.)
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np
from numba import njit

from stilla.physiology.softplus import at_most, size, softplus, softplus_of_one

'''
_DECORATOR = '@njit(cache=True, nogil=True, fastmath={"contract", "arcp"}, error_model="numpy")'


def source(spec: Specification) -> str:
    """The kernel as Python."""
    return "\n".join([_HEAD, *_names(spec), *_functions(spec)]) + "\n"


def _names(spec: Specification) -> Iterable[str]:
    yield f'DIGEST = "{spec.digest}"'
    yield f'SOFTPLUS = "{_digest(SOFTPLUS.read_text(encoding="utf-8"))}"'
    yield f"LANES = {LANES}"
    for name, symbols in (("CONSTANTS", spec.constants), ("VALUES", spec.values), ("STATES", spec.states)):
        yield f"{name} = ("
        yield from (f'    "{each}",' for each in symbols)
        yield ")"


def _functions(spec: Specification) -> Iterable[str]:
    for name, lanes in (("derive", False), ("derive_lanes", True)):
        given = "w" if lanes else "v"
        yield from _function(name, given, "Fill in the derived values.", _derive(spec, lanes=lanes), lanes=lanes)
    for name, lanes in (("begin", False), ("begin_lanes", True)):
        given = "w" if lanes else "v, y"
        yield from _function(name, given, "Fill in the states at the start.", _begin(spec, lanes=lanes), lanes=lanes)
    yield from _function("change", "v, y, dy", "Fill in the derivatives.", _change(spec))
    march = _march(spec, spec.states)
    yield from _loop("march", "Classical Runge-Kutta for all people at once, in equal steps.", march)
    short = _march(spec, spec.needed([UPTAKE]))
    yield from _loop("march_gut", "The same for what uptake from the bowel needs, and nothing else.", short)


def _function(name: str, given: str, says: str, lines: Iterable[str], *, lanes: bool = False) -> Iterable[str]:
    yield from ("", "", _DECORATOR, f"def {name}({given}):", f'    """{says}"""')
    if lanes:
        yield "    for j in range(LANES):"
    yield from (f"{'        ' if lanes else '    '}{line}" for line in lines)


def _loop(name: str, says: str, lines: Iterable[str]) -> Iterable[str]:
    yield from ("", "", _DECORATOR, f"def {name}(w, hours, steps):", f'    """{says}"""')
    yield from ("    h = hours / steps", "    for _ in range(steps):", "        for j in range(LANES):")
    yield from (f"            {line}" for line in lines)


def _value(index: int, *, lanes: bool) -> str:
    return f"w[{index * LANES} + j]" if lanes else f"v[{index}]"


def _state(spec: Specification, index: int, *, lanes: bool) -> str:
    return f"w[{(len(spec.values) + index) * LANES} + j]" if lanes else f"y[{index}]"


def _named(symbols: Iterable[str], prefix: str) -> dict[str, str]:
    return {symbol: f"{prefix}{symbol}" for symbol in symbols}


def _load(spec: Specification, used: set[str], *, lanes: bool) -> Iterable[str]:
    for index, symbol in enumerate(spec.values):
        if symbol in used:
            yield f"v_{symbol} = {_value(index, lanes=lanes)}"


def _derive(spec: Specification, *, lanes: bool) -> Iterable[str]:
    names = _named(spec.values, "v_")
    used = {name for each in spec.derived.values() for name in each.names} - set(spec.derived)
    yield from _load(spec, used, lanes=lanes)
    first = len(spec.constants)
    for n, (symbol, each) in enumerate(spec.derived.items()):
        yield f"v_{symbol} = {each.python(names.__getitem__)}"
        yield f"{_value(first + n, lanes=lanes)} = v_{symbol}"


def _begin(spec: Specification, *, lanes: bool) -> Iterable[str]:
    names = _named(spec.values, "v_")
    yield from _load(spec, {name for each in spec.initial.values() for name in each.names}, lanes=lanes)
    for index, each in enumerate(spec.initial.values()):
        yield f"{_state(spec, index, lanes=lanes)} = {each.python(names.__getitem__)}"


def _equations(spec: Specification, states: Iterable[str], prefix: str) -> tuple[list[str], set[str]]:
    """Assigned values, flows and derivatives of some states, called `prefix` + symbol; and which values they use."""
    moving = tuple(states)
    flows = [flow for state in moving for flow, _ in spec.change_of(state)]
    flows += [name for state in moving if state in spec.rates for name in spec.rates[state].names if name in spec.flows]
    wanted = set(flows)
    rates = {state: spec.rates[state] for state in moving if state in spec.rates}
    used = {name for flow in wanted for name in spec.flows[flow].names} | {n for e in rates.values() for n in e.names}
    for symbol, each in reversed(spec.assigned.items()):
        if symbol in used:
            used |= set(each.names)
    names = (
        _named(spec.values, "v_") | _named(spec.states, prefix) | _named(spec.assigned, "g_") | _named(spec.flows, "f_")
    )
    lines = [f"g_{a} = {e.python(names.__getitem__)}" for a, e in spec.assigned.items() if a in used]
    lines += [f"f_{f} = {e.python(names.__getitem__)}" for f, e in spec.flows.items() if f in wanted]
    for state in moving:
        change = "".join(f" {'+' if sign > 0 else '-'} f_{flow}" for flow, sign in spec.change_of(state))
        rate = rates[state].python(names.__getitem__) if state in rates else change.removeprefix(" + ").strip() or "0.0"
        lines.append(f"d_{state} = {rate}")
    return lines, used


def _change(spec: Specification) -> Iterable[str]:
    lines, used = _equations(spec, spec.states, "y_")
    yield from _load(spec, used, lanes=False)
    yield from (f"y_{state} = y[{n}]" for n, state in enumerate(spec.states) if state in used)
    yield from (line.replace("softplus(", "softplus_of_one(") for line in lines)
    yield from (f"dy[{n}] = d_{state}" for n, state in enumerate(spec.states))


def _march(spec: Specification, states: tuple[str, ...]) -> Iterable[str]:
    place = {state: n for n, state in enumerate(spec.states)}
    lines, used = _equations(spec, states, "t_")
    yield from _load(spec, used, lanes=True)
    for state in states:
        yield f"y_{state} = {_state(spec, place[state], lanes=True)}"
        yield f"t_{state} = y_{state}"
    for stage, (ahead, weight) in enumerate((("0.5 * h", 1), ("0.5 * h", 2), ("h", 2), (None, 1))):
        yield from lines
        for state in states:
            yield f"a_{state} = d_{state}" if stage == 0 else f"a_{state} += {float(weight)} * d_{state}"
            if ahead:
                yield f"t_{state} = y_{state} + {ahead} * d_{state}"
    for state in states:
        yield f"{_state(spec, place[state], lanes=True)} = y_{state} + h / 6.0 * a_{state}"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def made_for(caller: str, kernel: str) -> str:
    """The text of a file that calls the kernel, with the digest of this kernel in it."""
    return re.sub(r'^MADE_FOR = ".*"$', f'MADE_FOR = "{_digest(kernel)}"', caller, count=1, flags=re.MULTILINE)


def main() -> None:
    """Write the kernel, and its digest where it is called."""
    kernel = source(specification(load()))
    KERNEL.write_text(kernel, encoding="utf-8")
    for caller in CALLERS:
        caller.write_text(made_for(caller.read_text(encoding="utf-8"), kernel), encoding="utf-8")


if __name__ == "__main__":
    main()
