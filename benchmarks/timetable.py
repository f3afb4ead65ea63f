"""The timetable of 12 medicines and two doses, against the same question put to OR-tools' CP-SAT in the same run.

CP-SAT is asked in two ways, with one worker, which is the quickest for models as small as these:
as constraints (what `solve` is given: each separation says how far), and as domains (the free times of each
separation worked out in Python beforehand, which is most of the answer). Building the model belongs to the question,
since every person's day is another one; the time of its solver alone is shown beside it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from typing import TYPE_CHECKING, NamedTuple

from ortools.sat.python import cp_model

from stilla.timetable.day import Separation, Wishes
from stilla.timetable.solve import solve

if TYPE_CHECKING:
    from collections.abc import Callable

    Keep = Callable[[cp_model.CpModel, cp_model.IntVar, Separation], None]

CASES = 400
DAY = 1440
HOURS = [(0.5, 4), (1, 1), (1, 2), (2, 2), (2, 4), (2, 6), (3, 3), (4, 2), (4, 4), (4, 6)]
"""Distances as they stand in the rules, hours before and after."""


def some_day(chance: random.Random) -> tuple[list[Separation], Wishes]:
    """12 medicines, one to three doses each. Most share their times, as people's medicines do."""
    together = chance.sample(range(6 * 60, 23 * 60, 30), 2)
    separations = []
    for n in range(12):
        before, after = chance.choice(HOURS)
        for _ in range(chance.choice([1, 1, 2, 3])):
            at = chance.choice(together) if chance.random() < 0.95 else chance.randrange(DAY)
            separations.append(Separation(at, f"medicine {n}", f"rule {n}", round(60 * before), round(60 * after)))
    return separations, Wishes(2, bedtime=22 * 60 + 30, waketime=6 * 60 + 30, meals=(450, 720, 1080))


def circular(one: int, other: int) -> int:
    return min((one - other) % DAY, (other - one) % DAY)


def modelled(separations: list[Separation], wishes: Wishes, keep: Keep) -> cp_model.CpModel:
    model = cp_model.CpModel()
    assert wishes.bedtime is not None
    assert wishes.waketime is not None
    asleep = Separation(wishes.bedtime, "sleep", "sleep", (wishes.waketime - wishes.bedtime) % DAY, 0)
    slots, far_off = [], []
    for target in wishes.targets:
        slot = model.new_int_var(0, 287, "")
        for each in (*separations, asleep):
            keep(model, slot, each)
        far = model.new_int_var(0, DAY // 2, "")
        model.add_element(slot, [circular(5 * n, target) for n in range(288)], far)
        slots.append(slot)
        far_off.append(far)
    apart = cp_model.Domain.from_intervals([[-DAY + wishes.apart, -wishes.apart], [wishes.apart, DAY - wishes.apart]])
    model.add_linear_expression_in_domain(5 * slots[0] - 5 * slots[1], apart)
    model.minimize(sum(far_off))
    return model


def as_constraints(model: cp_model.CpModel, slot: cp_model.IntVar, each: Separation) -> None:
    since = model.new_int_var(each.before, DAY - max(each.after, 1), "")
    model.add(since == 5 * slot - each.at + DAY * model.new_bool_var(""))


def as_domains(model: cp_model.CpModel, slot: cp_model.IntVar, each: Separation) -> None:
    allowed = [n for n in range(288) if kept(5 * n, each)]
    model.add_linear_expression_in_domain(slot, cp_model.Domain.from_values(allowed))


def kept(at: int, each: Separation) -> bool:
    return (at - each.at) % DAY >= each.before and (each.at - at) % DAY >= each.after


def ours(separations: list[Separation], wishes: Wishes) -> int | None:
    times = [dose.at for dose in solve(separations, wishes).doses]
    if not times:
        return None
    evening, morning = wishes.targets
    return min(circular(times[0], a) + circular(times[1], b) for a, b in ((evening, morning), (morning, evening)))


class Timed(NamedTuple):
    """One day: whether it has a timetable, and the seconds each took."""

    possible: bool
    ours: float
    building: dict[str, float]
    solving: dict[str, float]


def compared(separations: list[Separation], wishes: Wishes, solver: cp_model.CpSolver) -> Timed:
    start = time.perf_counter()
    best = ours(separations, wishes)
    mine = time.perf_counter() - start
    building, solving = {}, {}
    for name, keep in WAYS.items():
        start = time.perf_counter()
        model = modelled(separations, wishes, keep)
        building[name] = time.perf_counter() - start
        start = time.perf_counter()
        status = solver.solve(model)
        solving[name] = time.perf_counter() - start
        assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
        assert best == (round(solver.objective_value) if status == cp_model.OPTIMAL else None), separations
    return Timed(best is not None, mine, building, solving)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    cases = parser.parse_args().cases
    chance, solver = random.Random(20261122), cp_model.CpSolver()
    solver.parameters.num_workers = 1
    timed = [compared(*some_day(chance), solver) for _ in range(cases)]
    print(f"12 medicines with one to three doses, two doses of magnesium; equal optimum: {cases} of {cases} days")
    for title, days in (
        ("days with a timetable", [each for each in timed if each.possible]),
        ("days without one (ours says why)", [each for each in timed if not each.possible]),
        ("all days", timed),
    ):
        mine = statistics.median(each.ours for each in days)
        worst = max(each.ours for each in days)
        print(f"{title}: {len(days)}")
        print(f"  stilla                  median {1000 * mine:7.2f} ms, worst {1000 * worst:.2f} ms (aim: under 20 ms)")
        for name in WAYS:
            both = statistics.median(each.building[name] + each.solving[name] for each in days)
            alone = statistics.median(each.solving[name] for each in days)
            print(
                f"  CP-SAT, {name:15} median {1000 * both:7.2f} ms, {both / mine:5.1f} x   "
                f"(its solver alone {1000 * alone:6.2f} ms, {alone / mine:5.1f} x)"
            )


WAYS: dict[str, Keep] = {"as constraints": as_constraints, "as domains": as_domains}

if __name__ == "__main__":
    main()
