"""docs/validation.md: what the model of magnesium in the body says where something was measured, hits and misses alike.

    python -m calibration.validation

Everything in the tables is computed here; the words around them are in `calibration/validation.txt`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import roadrunner
from scipy.integrate import solve_ivp

from stilla.knowledge.kinds import Parameter, Target
from stilla.knowledge.store import load
from stilla.physiology import kernel
from stilla.physiology.asked import Dose, Person, Plan
from stilla.physiology.doses import Events
from stilla.physiology.kinetics import Kinetics, kinetics, repeated
from stilla.physiology.kinetics_checks import KINETICS_CHECKS, MG_DL, OLDER, mean_serum
from stilla.physiology.nerve_checks import NERVE_CHECKS
from stilla.physiology.nerve_constants import usual_constants
from stilla.physiology.people import draw
from stilla.physiology.population import EACH_SET, population
from stilla.physiology.population_checks import POPULATION_CHECKS, Virtual
from stilla.physiology.sbml import sbml
from stilla.physiology.simulate import doses_of, food_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stilla.knowledge.store import Knowledge

HERE = Path(__file__).parent
OUT = HERE.parent / "docs" / "validation.md"
WORDS = HERE / "validation.txt"
PEOPLE = 200
DAYS = 10
SEED = 20261122
EGFR = (90, 60, 45, 30, 20, 15, 10, 5)
MG = (0, 100, 200, 300, 400, 600, 1000)
COUNT = 4000


def figure(value: float) -> str:
    return f"{value:.3g}"


def inside(target: Target, value: float) -> bool:
    return target.low <= value <= target.high


def rows(knowledge: Knowledge) -> list[tuple[Target, float | None, float]]:
    """Every target with what the first version and this one say."""
    first, now = kinetics(knowledge, first_version=True), kinetics(knowledge)
    before = Virtual(first, knowledge, first_version=True)
    after = Virtual(now, knowledge)
    nerve = usual_constants()
    found = []
    for each in knowledge.kind("targets", Target).values():
        if each.model == "kinetics":
            check = KINETICS_CHECKS[each.id]
            found.append((each, check(first), check(now)))
        elif each.model == "population":
            found.append((each, POPULATION_CHECKS[each.id](before), POPULATION_CHECKS[each.id](after)))
        else:
            found.append((each, None, NERVE_CHECKS[each.id](nerve)))
    return found


def target_table(found: Iterable[tuple[Target, float | None, float]]) -> list[str]:
    lines = [
        "| what | published | accepted | first version | now | unit | used | source |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for target, before, now in found:
        marks = [
            "–" if value is None else f"{figure(value)} {'✓' if inside(target, value) else '✗'}"
            for value in (before, now)
        ]
        accepted = f"{figure(target.low)} to {figure(target.high)}"
        used = "calibration" if target.role == "calibration" else "check"
        name = f"{target.group.en}: {target.name.en}"
        lines.append(
            f"| {name} | {figure(target.value)} | {accepted} | {marks[0]} | {marks[1]} | {target.unit} | {used} | "
            f"{', '.join(target.sources)} |"
        )
    return lines


def count_table(found: Sequence[tuple[Target, float | None, float]]) -> list[str]:
    lines = ["| | targets | inside, first version | inside, now |", "| --- | --- | --- | --- |"]
    for model in ("kinetics", "population", "excitability"):
        for role in ("calibration", "check"):
            these = [each for each in found if each[0].model == model and each[0].role == role]
            before = "–" if model == "excitability" else str(sum(inside(t, b) for t, b, _ in these if b is not None))
            lines.append(f"| {model}, {role} | {len(these)} | {before} | {sum(inside(t, n) for t, _, n in these)} |")
    return lines


def mechanism_table(found: Sequence[tuple[Target, float | None, float]], knowledge: Knowledge) -> list[str]:
    """Each mechanism with its checks: targets that chose nothing."""
    lines = [
        "| mechanism | basis | sources | its checks: first version → now (accepted) |",
        "| --- | --- | --- | --- |",
    ]
    parameters = {each.symbol: each for each in knowledge.kind("parameters", Parameter).values()}
    for symbol in dict.fromkeys(target.mechanism for target, _, _ in found if target.mechanism):
        each = parameters[symbol]
        checks = "; ".join(
            f"{t.name.en}: {'–' if b is None else figure(b)} → {figure(n)} ({figure(t.low)} to {figure(t.high)})"
            for t, b, n in found
            if t.mechanism == symbol
        )
        name = f"{each.name.en} (`{symbol}` {figure(each.value)})"
        lines.append(f"| {name} | {each.basis} | {', '.join(each.sources)} | {checks} |")
    return lines


def others(knowledge: Knowledge) -> dict[str, str]:
    """The same equations in other programs: largest relative difference in serum over people who were drawn."""
    k = kinetics(knowledge)
    plan = Plan((Dose(200, "citrate", 8.0), Dose(300, "oxide", 20.0)), DAYS)
    rng = np.random.default_rng(SEED)
    times = np.linspace(0.0, 24.0 * DAYS, 24 * DAYS + 1)
    worst_sbml = worst_lsoda = 0.0
    for n in range(PEOPLE):
        person = Person(egfr=float(rng.uniform(5, 120)), weight=float(rng.uniform(45, 110)))
        people = draw(person, plan, knowledge, k, 1, rng)
        constants = dict(zip(kernel.CONSTANTS, people.constants[:, 0].tolist(), strict=True))
        given = repeated([*food_of(person, knowledge), *doses_of(plan, knowledge)], DAYS)
        v = k.person(**constants)
        ours = k.serum(v, k.run(v, k.start(v, constants["C0"]), given, times))
        worst_sbml = max(worst_sbml, float(np.max(np.abs(in_roadrunner(k, constants, given, times) / ours - 1))))
        if n % 10 == 0:
            worst_lsoda = max(worst_lsoda, abs(in_lsoda(k, v, constants, given, times) / ours[-1] - 1))
    return {
        "people": str(PEOPLE),
        "days": str(DAYS),
        "sbml": f"{worst_sbml:.1e}",
        "lsoda": f"{worst_lsoda:.1e}",
        "roadrunner": roadrunner.__version__.split(";")[0],
    }


def in_roadrunner(k: Kinetics, constants: dict[str, float], given: Events, times: np.ndarray) -> np.ndarray:
    runner = roadrunner.RoadRunner(sbml(k.spec, constants, given))
    runner.integrator.relative_tolerance = 1e-9
    runner.integrator.absolute_tolerance = 1e-11
    runner.timeCourseSelections = ["time", "C"]
    return np.asarray(runner.simulate(times[0], times[-1], times.size))[:, 1]


def in_lsoda(k: Kinetics, v: np.ndarray, constants: dict[str, float], given: Events, times: np.ndarray) -> float:
    y = k.start(v, constants["C0"])
    place = {symbol: n for n, symbol in enumerate(kernel.STATES)}

    def slope(_: float, now: np.ndarray) -> np.ndarray:
        out = np.empty(now.size)
        kernel.change(v, now, out)
        return out

    at = 0.0
    for hour, state, amount in [*given.rows(), (times[-1], None, 0.0)]:
        if hour > at:
            y = solve_ivp(slope, (at, hour), y, method="LSODA", rtol=1e-9, atol=1e-11).y[:, -1].copy()
            at = hour
        if state is not None:
            y[place[state]] += amount
    return float(y[place["Ac"]] / k.value(v, "Vc"))


def risk_table(knowledge: Knowledge) -> list[str]:
    """Per cent of virtual adults at 3.0 mg/dL or more, once settled; citrate in two doses a day."""
    lines = ["| eGFR | " + " | ".join(f"{mg} mg" for mg in MG) + " |", "| --- |" + " --- |" * len(MG)]
    for egfr in EGFR:
        cells = []
        for mg in MG:
            doses = (Dose(mg / 2, "citrate", 8.0), Dose(mg / 2, "citrate", 20.0)) if mg else ()
            found = population(Person(egfr=egfr), Plan(doses), knowledge, count=COUNT)
            chance = next(each for each in found.chances if each.level > 1.2 and not each.below)
            least = 100 * found.least
            said = f"< {least:.2g}" if chance.probability < found.least else f"{100 * chance.probability:.2g}"
            cells.append(f"{said} ({_band(chance.band_low)} to {_band(chance.band_high)})")
        lines.append(f"| {egfr} | " + " | ".join(cells) + " |")
    return lines


def _band(share: float) -> str:
    """Per cent; what fewer than one in the people of a set showed is given as a bound."""
    return f"< {100 / EACH_SET:.2g}" if share < 1 / EACH_SET else f"{100 * share:.2g}"


def report() -> str:
    knowledge = load()
    found = rows(knowledge)
    tables = {
        "counts": count_table(found),
        "kinetics": target_table(each for each in found if each[0].model == "kinetics"),
        "population": target_table(each for each in found if each[0].model == "population"),
        "nerve": target_table(each for each in found if each[0].model == "excitability"),
        "mechanisms": mechanism_table(found, knowledge),
        "risk": risk_table(knowledge),
    }
    gaps = {name: "\n".join(lines) for name, lines in tables.items()} | others(knowledge)
    first = kinetics(knowledge, first_version=True)
    gaps |= {"dialysis_first": figure(mean_serum(first, 5.0, OLDER) / MG_DL)}
    gaps |= {"knowledge": knowledge.version.name, "count": f"{COUNT:,}"}
    text = WORDS.read_text(encoding="utf-8")
    for name, value in gaps.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def main() -> None:
    OUT.write_text(report(), encoding="utf-8")


if __name__ == "__main__":
    main()
