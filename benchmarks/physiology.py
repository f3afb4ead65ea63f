"""One person's 30 days against libRoadRunner and SciPy at equal accuracy, and many people's.

One person: 60 meals and 30 doses; every engine gives serum magnesium once an hour, after the event where there is one.
Each engine's error is the largest relative one of those 721 levels, against our engine at 1e-13. Each gets the loosest
of the same tolerances (relative; absolute: the same in mmol, or a hundredth) at which its error is below CLASS, and so
the engines run in turn. SciPy's LSODA starts anew at each event, with our kernel as its right-hand side, or with the
same arithmetic in plain Python; `odeint` is the same LSODA without Python between its steps. libRoadRunner has the
events inside its model, which is our SBML.
"""

from __future__ import annotations

import importlib
import importlib.util
import math
import statistics
import time
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.integrate import odeint, solve_ivp

from stilla.knowledge.store import load
from stilla.physiology import course, kernel
from stilla.physiology.doses import Taken
from stilla.physiology.kinetics import Kinetics, kinetics, repeated
from stilla.physiology.lanes import followed_levels, schedule, steady_levels, step_for
from stilla.physiology.sbml import sbml

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Engine = Callable[[float, float], tuple[float, Floats]]

CLASS = 1e-6
TOLERANCES = (1e-4, 3e-5, 1e-5, 5e-6, 3e-6, 2e-6, 1e-6, 5e-7, 3e-7, 1e-7, 3e-8, 1e-8)
RATIOS = (1.0, 0.01)
ROUNDS = 15
DAYS = 30
DAY = (Taken(7.0, "S_food", 6.2), Taken(13.0, "S_food", 6.2), Taken(21.0, "S_soluble", 8.2))
LEVEL = 0.85
TIMES = np.arange(24.0 * DAYS + 1)
MANY, MILLION, CHECKED = 20_000, 1_000_000, 100


class Case:
    """The one person, as arrays and as SBML."""

    def __init__(self, model: Kinetics) -> None:
        self.model = model
        self.v = model.person()
        self.y = model.start(self.v, LEVEL)
        self.events = repeated(DAY, DAYS)
        found = list(self.events.rows())
        self.hours = np.array([hour for hour, _, _ in found])
        self.targets = np.array([kernel.STATES.index(state) for _, state, _ in found])
        self.amounts = np.array([amount for _, _, amount in found])
        self.serum = kernel.STATES.index("Ac")
        self.volume = model.value(self.v, "Vc")

    def ours(self, rtol: float, atol: float) -> tuple[float, Floats]:
        y, out = self.y.copy(), np.empty((TIMES.size, self.y.size))
        start = time.perf_counter()
        count = course.run(self.v, y, self.hours, self.targets, self.amounts, TIMES, out, rtol, atol)
        spent = time.perf_counter() - start
        assert count > 0
        return spent, out[:, self.serum] / self.volume

    def lsoda(self, change: Callable[[float, Floats], Any], rtol: float, atol: float) -> tuple[float, Floats]:
        def part(at: float, y: Floats, inside: Floats) -> Floats:
            found = solve_ivp(change, (at, inside[-1]), y, method="LSODA", rtol=rtol, atol=atol, t_eval=inside)
            return np.asarray(found.y.T)

        return self._restarted(part)

    def odeint(self, change: Callable[[float, Floats], Any], rtol: float, atol: float) -> tuple[float, Floats]:
        def part(at: float, y: Floats, inside: Floats) -> Floats:
            return np.asarray(odeint(change, y, [at, *inside], rtol=rtol, atol=atol, tfirst=True)[1:])

        return self._restarted(part)

    def _restarted(self, part: Callable[[float, Floats, Floats], Floats]) -> tuple[float, Floats]:
        y, at, out = self.y.copy(), 0.0, np.empty((TIMES.size, self.y.size))
        start = time.perf_counter()
        out[0] = y
        for hour, target, amount in [*zip(self.hours, self.targets, self.amounts, strict=True), (TIMES[-1], 0, 0.0)]:
            first, last = int(at) + 1, int(hour) + 1
            out[first:last] = part(at, y, TIMES[first:last])
            y = out[last - 1].copy()
            y[target] += amount
            out[last - 1], at = y, hour
        return time.perf_counter() - start, out[:, self.serum] / self.volume

    def compiled(self, _: float, y: Floats) -> Floats:
        dy = np.empty(y.size)
        kernel.change(self.v, y, dy)
        return dy

    def plain(self) -> Callable[[float, Floats], list[float]]:
        """The kernel's own text, as Python runs it without a compiler."""
        change: Any = kernel.change.py_func
        spill = lambda x: max(x, 0.0) + math.log1p(math.exp(-abs(x)))  # noqa: E731
        function = type(change)(change.__code__, {**change.__globals__, "softplus_of_one": spill}, "change")
        v, dy = self.v.tolist(), [0.0] * self.y.size

        def right_hand_side(_: float, y: Floats) -> list[float]:
            function(v, y.tolist(), dy)
            return dy

        return right_hand_side

    def roadrunner(self) -> Engine:
        roadrunner = importlib.import_module("roadrunner")  # only where it is installed

        model = roadrunner.RoadRunner(sbml(self.model.spec, {**self.model.usual, "C0": LEVEL}, self.events))
        model.timeCourseSelections = ["time", "C"]

        def run(rtol: float, atol: float) -> tuple[float, Floats]:
            model.integrator.relative_tolerance, model.integrator.absolute_tolerance = rtol, atol
            model.reset()
            start = time.perf_counter()
            out = model.simulate(0, TIMES[-1], TIMES.size)
            return time.perf_counter() - start, np.array(out[:, 1])

        return run


class Chosen(NamedTuple):
    """An engine with the tolerance it needs."""

    name: str
    run: Callable[[], tuple[float, Floats]]
    rtol: float
    atol: float
    error: float


def chosen(name: str, engine: Engine, exact: Floats) -> Chosen:
    """With the loosest tolerance that keeps to the class; of the two ratios of the absolute one, the quicker."""
    found = []
    for ratio in RATIOS:
        for rtol in TOLERANCES:
            error = float(np.abs(engine(rtol, ratio * rtol)[1] / exact - 1).max())
            if error < CLASS:
                spent = min(engine(rtol, ratio * rtol)[0] for _ in range(3))
                found.append((spent, Chosen(name, partial(engine, rtol, ratio * rtol), rtol, ratio * rtol, error)))
                break
    return min(found, key=lambda each: each[0])[1]


def met(well: bool) -> str:  # noqa: FBT001
    return "met" if well else "NOT MET"


def one_person(case: Case) -> None:
    engines: dict[str, Engine] = {"Stilla": case.ours}
    if importlib.util.find_spec("roadrunner") is not None:
        engines["libRoadRunner (CVODE, SBML)"] = case.roadrunner()
    else:
        print("libRoadRunner is not here: pip install libroadrunner")
    plain = case.plain()
    engines["LSODA, solve_ivp, our kernel"] = partial(case.lsoda, case.compiled)
    engines["LSODA, solve_ivp, plain Python"] = partial(case.lsoda, plain)
    engines["LSODA, odeint, our kernel"] = partial(case.odeint, case.compiled)
    engines["LSODA, odeint, plain Python"] = partial(case.odeint, plain)
    exact = case.ours(1e-13, 1e-14)[1]
    ready = [chosen(name, engine, exact) for name, engine in engines.items()]
    times: dict[str, list[float]] = {each.name: [] for each in ready}
    for _ in range(ROUNDS):  # in turn, so that a slow moment hits all alike
        for each in ready:
            times[each.name].append(each.run()[0])
    ours = statistics.median(times["Stilla"])
    print(f"One person, {DAYS} days, {case.hours.size} events, serum hourly: median of {ROUNDS}, error below {CLASS:g}")
    print(f"{'':34}{'ms':>8}{'ratio':>8}{'error':>10}{'rtol':>10}{'atol':>10}")
    for each in ready:
        spent = statistics.median(times[each.name])
        print(
            f"{each.name:34}{1000 * spent:8.2f}{spent / ours:8.1f}{each.error:10.1e}{each.rtol:10.0e}{each.atol:10.0e}"
        )
    usual = statistics.median(case.ours(course.RTOL, course.ATOL)[0] for _ in range(ROUNDS))
    error = np.abs(case.ours(course.RTOL, course.ATOL)[1] / exact - 1).max()
    print(f"{'Stilla at its usual tolerance':34}{1000 * usual:8.2f}{usual / ours:8.1f}{error:10.1e}")
    print(f"under 3 ms: {met(usual < 3e-3 and ours < 3e-3)}")
    for peer, least in (("libRoadRunner (CVODE, SBML)", 10), ("LSODA, solve_ivp, our kernel", 50)):
        if peer in times:
            print(f"at least {least} x {peer}: {met(statistics.median(times[peer]) >= least * ours)}")


def people(model: Kinetics, count: int) -> Floats:
    """Constants of many: kidneys, weight, threshold, uptake and bowel as they vary."""
    chance = np.random.default_rng(20261122)
    constants = np.repeat(np.array([[model.usual[each]] for each in model.spec.constants]), count, axis=1)
    for symbol, values in (
        ("egfr", chance.uniform(10, 120, count)),
        ("weight", chance.normal(75, 12, count).clip(40, 130)),
        ("keep", chance.normal(1, 0.085, count).clip(0.7, 1.3)),
        ("uptake", chance.lognormal(-0.08, 0.4, count)),
        ("stasis", np.where(chance.random(count) < 0.15, 2.5, 1.0)),
    ):
        constants[model.spec.constants.index(symbol)] = values
    return constants


def many(model: Kinetics) -> None:
    day = schedule([(each, each.state == "S_food") for each in DAY])
    constants = people(model, MANY)
    amounts = np.repeat(np.array([[each.mmol] for each in DAY]), MANY, axis=1)
    everything = np.ones((DAYS, len(DAY), 1))
    checked = [exactly(model, constants[:, n]) for n in range(CHECKED)]
    followed_levels(constants[:, :64], day, amounts[:, :64], lambda _: everything, DAYS)  # compiles
    print(f"Many people, {DAYS} days, {DAYS * len(DAY)} events, on all processors")
    for step in (None, 0.5, 0.25):
        start = time.perf_counter()
        levels, _ = followed_levels(constants, day, amounts, lambda _: everything, DAYS, step=step)
        rate = MANY / (time.perf_counter() - start)
        errors = np.abs(levels[:, :CHECKED].T - checked).max(axis=1)
        limit = "" if step == 0.25 else f"   4,000 or more: {met(rate >= 4000)}"
        print(
            f"  steps of {step or step_for(constants, day, amounts):.2f} h{'' if step else ' (its own choice)':17}: "
            f"{rate:6.0f} people a second, error in mmol/L: median {np.median(errors):.1e}, largest of {CHECKED} "
            f"{errors.max():.1e}{limit}"
        )
    million = people(model, MILLION)
    start = time.perf_counter()
    steady_levels(million, day, np.repeat(amounts[:, :1], MILLION, axis=1))
    spent = time.perf_counter() - start
    print(f"  steady state of {MILLION:,}: {spent:.1f} s   under 60 s: {met(spent < 60)}")


def exactly(model: Kinetics, constants: Floats) -> Floats:
    """Levels at midnight from the adaptive engine."""
    v = model.person(**dict(zip(model.spec.constants, constants, strict=True)))
    y = model.start(v, float(constants[model.spec.constants.index("C0")]))
    out = model.run(v, y, repeated(DAY, DAYS), 24.0 * np.arange(DAYS + 1, dtype=np.float64))
    return model.serum(v, out)[1:]


def main() -> None:
    model = kinetics(load())
    one_person(Case(model))
    many(model)


if __name__ == "__main__":
    main()
