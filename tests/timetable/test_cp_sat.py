"""The timetable against the same question put to OR-tools' CP-SAT, which knows nothing of how ours works."""

from __future__ import annotations

import pytest
from generated_days import DAY, doses, least_cost, wishes
from hypothesis import given, settings

from stilla.timetable.solve import solve

cp_model = pytest.importorskip("ortools.sat.python.cp_model")


def optimum(separations, wish):
    """The least total distance from the wished times; None where there is no timetable."""
    model = cp_model.CpModel()
    far_off = []
    slots = [model.new_int_var(0, 287, f"slot {n}") for n in range(wish.count)]
    for slot, target in zip(slots, wish.targets, strict=True):
        for each in separations:
            _keep(model, slot, each.at, each.before, each.after)
        if wish.bedtime is not None and wish.waketime is not None:
            asleep = (wish.waketime - wish.bedtime) % DAY
            # Awake is: at least the whole sleep after bedtime, round the day.
            _keep(model, slot, wish.bedtime, asleep, 0)
        gap = [abs(5 * n - target) for n in range(288)]
        far = model.new_int_var(0, DAY // 2, "far")
        model.add_element(slot, [min(each, DAY - each) for each in gap], far)
        far_off.append(far)
    if wish.count == 2:
        apart = cp_model.Domain.from_intervals([[-DAY + wish.apart, -wish.apart], [wish.apart, DAY - wish.apart]])
        model.add_linear_expression_in_domain(5 * slots[0] - 5 * slots[1], apart)
    model.minimize(sum(far_off))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def _keep(model, slot, at, before, after):
    """5 * slot - at, turned into the day, is at least `before` and leaves at least `after`."""
    turns = model.new_bool_var("turn")
    since = model.new_int_var(0, DAY - 1, "since")
    model.add(since == 5 * slot - at + DAY * turns)
    model.add(since >= before)
    if after:
        # The time until the dose is DAY - since, and 0 where they coincide.
        model.add(since >= 1)
        model.add(DAY - since >= after)


def agrees(separations, wish):
    times = tuple(dose.at for dose in solve(separations, wish).doses)
    assert (least_cost(times, wish) if times else None) == optimum(separations, wish)


@settings(max_examples=150)
@given(doses(6), wishes())
def test_the_optimum_is_that_of_cp_sat(separations, wish):
    agrees(separations, wish)


@pytest.mark.slow
@settings(max_examples=5000)
@given(doses(12), wishes())
def test_the_optimum_is_that_of_cp_sat_on_many_days(separations, wish):
    agrees(separations, wish)
