"""The engine for one person: against SciPy, at events, in its balance, as the tolerance falls, and with bad numbers."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import DOP853, solve_ivp

from stilla.knowledge.store import load
from stilla.physiology import course, generate
from stilla.physiology.dop853 import BETWEEN, ERRORS, STAGES, A
from stilla.physiology.generate import KERNEL, made_for
from stilla.physiology.kernel import STATES, change
from stilla.physiology.kinetics import kinetics
from stilla.physiology.softplus import FAR, softplus, softplus_of_one

MODEL = kinetics(load())
PLACE = {state: n for n, state in enumerate(STATES)}
AMOUNTS = [n for n, state in enumerate(STATES) if MODEL.spec.state[state].unit == "mmol" and state != "Taken_up"]
"""All that matter is in: what leaves one enters another."""
NONE = (np.array([]), np.array([], dtype=np.int64), np.array([]))


def rows(*events):
    hours, states, amounts = zip(*sorted(events), strict=True)
    return np.array(hours, dtype=float), np.array([PLACE[each] for each in states]), np.array(amounts, dtype=float)


def meals(days, food=6.2, dose=8.2, salt="S_soluble"):
    day = ((7, "S_food", food), (13, "S_food", food), (21, salt, dose))
    return rows(*((24 * n + hour, state, amount) for n in range(days) for hour, state, amount in day))


def ran(v, events, times, rtol=course.RTOL, atol=course.ATOL, level=0.85):
    y = MODEL.start(v, level)
    out = np.full((len(times), len(STATES)), np.nan)
    count = course.run(v, y, *events, np.asarray(times, dtype=float), out, rtol, atol)
    return count, out, y


def slope(v, y):
    dy = np.empty(len(STATES))
    change(v, y, dy)
    return dy


def by_scipy(v, events, times, method, level=0.85):
    """The same course, restarted at every event."""
    y, found, at = MODEL.start(v, level), [], times[0]
    for hour, target, amount in [*zip(*events, strict=True), (times[-1], 0, 0.0)]:
        inside = times[(times >= at) & (times < hour)]
        if hour > at:
            part = solve_ivp(
                lambda _, z: slope(v, z), (at, hour), y, method=method, rtol=1e-10, atol=1e-12, t_eval=[*inside, hour]
            )
            found.extend(part.y.T[:-1])
            y, at = part.y[:, -1].copy(), hour
        y[target] += amount
    return np.array([*found, y])


def test_the_numbers_of_the_method_are_those_of_scipy():
    assert np.array_equal(A[:12, :12], DOP853.A)
    assert np.array_equal(A[12, :12], DOP853.B)
    assert np.array_equal(A[13:], DOP853.A_EXTRA)
    assert np.array_equal(ERRORS[:, :STAGES], [DOP853.E3, DOP853.E5])
    assert np.array_equal(BETWEEN, DOP853.D)


def test_the_machine_code_is_made_for_this_kernel():
    kernel = KERNEL.read_text(encoding="utf-8")
    for caller in generate.CALLERS:
        text = caller.read_text(encoding="utf-8")
        assert made_for(text, kernel) == text
        assert made_for(text, kernel + "#") != text


@given(st.floats(-1e6, 1e6))
def test_the_two_ways_to_the_softplus_agree(x):
    exact = np.logaddexp(0.0, x)
    assert softplus_of_one(x) == pytest.approx(exact, rel=1e-15, abs=1e-13)
    assert softplus(x) == pytest.approx(exact, rel=1e-15, abs=1e-13)


@pytest.mark.parametrize("x", [FAR, -FAR, np.nextafter(FAR, 0), np.nextafter(-FAR, 0), np.inf, -np.inf, 0.0, -0.0])
def test_the_table_ends_where_it_should(x):
    assert softplus_of_one(x) == pytest.approx(np.logaddexp(0.0, x), abs=1e-13)


def test_no_number_stays_no_number():
    assert np.isnan(softplus_of_one(np.nan))


SALTS = ["S_fast", "S_soluble", "S_slow", "S_coated", "S_food"]


def somebody(seed):
    """A person, and what they take in three days."""
    chance = np.random.default_rng(seed)
    v = MODEL.person(
        egfr=chance.uniform(5, 140),
        weight=chance.uniform(35, 160),
        stasis=chance.uniform(1, 3),
        osm=chance.uniform(0, 0.02),
    )
    count = chance.integers(1, 9)
    hours, amounts = chance.integers(0, 71 * 12, count) / 12, chance.uniform(0.1, 60, count)
    return v, tuple(zip(hours, chance.choice(SALTS, count), amounts, strict=True))


@pytest.mark.parametrize("seed", range(20))
def test_anybody_agrees_with_scipy(seed):
    (v, added), times = somebody(seed), np.linspace(0.0, 72.0, 37)
    events = rows(*added)
    theirs = by_scipy(v, events, times, "LSODA")
    count, ours, y = ran(v, events, times)
    assert count > 0
    assert ours == pytest.approx(theirs, rel=3e-6, abs=1e-4)
    assert ours[:, PLACE["Ac"]] == pytest.approx(theirs[:, PLACE["Ac"]], rel=3e-6)
    assert np.array_equal(y, ours[-1])
    assert ours[:, AMOUNTS].min() > -course.ATOL


def test_an_implicit_method_says_the_same():
    v, times = MODEL.person(egfr=20.0), np.linspace(0.0, 48.0, 25)
    theirs = by_scipy(v, meals(2, dose=40.0), times, "Radau")
    assert ran(v, meals(2, dose=40.0), times)[1] == pytest.approx(theirs, rel=1e-6, abs=1e-5)


@pytest.mark.parametrize(("egfr", "dose", "salt"), [(100, 8.2, "S_soluble"), (15, 40, "S_fast"), (45, 20, "S_slow")])
def test_the_error_falls_with_the_tolerance(egfr, dose, salt):
    v = MODEL.person(egfr=float(egfr), gH=0.0)  # without the bend that the kidneys' saving has at the usual level
    wrong, counts = errors(v, meals(10, dose=dose, salt=salt))
    assert counts == sorted(counts)
    assert all(later < earlier / 5 for earlier, later in pairwise(wrong))
    assert wrong[-1] < 1e-9


@pytest.mark.parametrize("egfr", [100.0, 45.0, 15.0])
def test_a_bend_in_the_equations_costs_little(egfr):
    wrong, _ = errors(MODEL.person(egfr=egfr), meals(10))
    assert wrong[0] < 1e-4
    assert wrong[1] < 3e-6
    assert max(wrong[2:]) < 1e-7


@pytest.mark.parametrize("egfr", [100.0, 45.0, 15.0])
def test_the_usual_tolerance_keeps_serum_to_a_millionth(egfr):
    v, times = MODEL.person(egfr=egfr), np.linspace(0, 720, 721)
    exact, found = (ran(v, meals(30), times, *each)[1][:, PLACE["Ac"]] for each in ((1e-13, 1e-14), ()))
    assert found == pytest.approx(exact, rel=1e-6)


def errors(v, events):
    """The largest of serum, relative, and the evaluations, at ever smaller tolerances."""
    times, wrong, counts = np.linspace(0, 240, 241), [], []
    exact = ran(v, events, times, 1e-13, 1e-14)[1][:, PLACE["Ac"]]
    for tolerance in (1e-4, 1e-6, 1e-8, 1e-10):
        count, out, _ = ran(v, events, times, tolerance, tolerance)
        counts.append(count)
        wrong.append(np.abs(out[:, PLACE["Ac"]] / exact - 1).max())
    return wrong, counts


def test_what_does_not_count_in_the_error_is_what_nothing_depends_on():
    v, chance = MODEL.person(), np.random.default_rng(6)
    y = chance.uniform(0.1, 5.0, len(STATES))
    other = y.copy()
    other[[PLACE[each] for each in course.FOLLOWING]] += 3.0
    assert np.array_equal(slope(v, y), slope(v, other))


def test_what_does_not_count_in_the_error_is_right_all_the_same():
    v, times = MODEL.person(), np.linspace(0, 720, 721)
    exact, found = (ran(v, meals(30), times, *tolerance)[1] for tolerance in ((1e-13, 1e-14), ()))
    for state in course.FOLLOWING:
        assert found[:, PLACE[state]] == pytest.approx(exact[:, PLACE[state]], abs=1e-5, rel=2e-7)


def test_at_an_event_the_state_is_that_after_it():
    v = MODEL.person()
    _, out, _ = ran(v, rows((0.0, "S_food", 3.0), (5.0, "S_food", 2.0), (5.0, "S_fast", 1.0)), [0.0, 4.999999, 5.0])
    assert out[0, PLACE["S_food"]] == 3.0
    assert out[2, PLACE["S_food"]] == pytest.approx(out[1, PLACE["S_food"]] + 2.0, abs=1e-4)
    assert out[2, PLACE["S_fast"]] == 1.0


def test_what_came_before_the_start_and_comes_after_the_end_is_passed_over():
    v, times = MODEL.person(), [10.0, 20.0]
    _, with_them, _ = ran(v, rows((9.999, "S_food", 50.0), (12.0, "S_food", 1.0), (20.001, "S_food", 50.0)), times)
    _, without, _ = ran(v, rows((12.0, "S_food", 1.0)), times)
    assert np.array_equal(with_them, without)


def test_the_same_state_is_read_however_often_it_is_asked_for():
    v = MODEL.person()
    _, seldom, _ = ran(v, meals(3), [0.0, 72.0])
    _, often, _ = ran(v, meals(3), np.linspace(0, 72, 2001))
    assert np.array_equal(seldom[-1], often[-1])


@pytest.mark.parametrize("seed", range(25))
def test_matter_is_neither_made_nor_lost(seed):
    (v, added), times, drip = somebody(seed), np.linspace(0.0, 72.0, 73), 3.0 * (seed % 2)
    events = rows(*added, (0.0, "Drip", drip))
    _, out, _ = ran(v, events, times)
    total = out[:, AMOUNTS].sum(axis=1)
    given_so_far = [events[2][(events[0] <= t) & (events[1] != PLACE["Drip"])].sum() + drip * t for t in times]
    body = MODEL.start(v, 0.85)[AMOUNTS].sum()
    assert total == pytest.approx(body + np.array(given_so_far), rel=1e-9)


def test_a_year_without_intake_stays_finite_and_positive():
    for egfr in (5.0, 30.0, 100.0):
        count, out, _ = ran(MODEL.person(egfr=egfr), NONE, np.linspace(0, 365 * 24, 366))
        assert count > 0
        assert np.isfinite(out).all()
        assert (out[:, [PLACE["Ac"], PLACE["Af"], PLACE["Ab"]]] > 0).all()
        assert (np.diff(out[:, PLACE["Ac"]]) < 0).all()


@pytest.mark.parametrize("symbol", ["egfr", "GFR", "Vc", "Km", "kd_food", "threshold"])
def test_a_constant_that_is_no_number_ends(symbol):
    v = MODEL.person()
    v[MODEL.spec.values.index(symbol)] = np.nan
    count, out, _ = ran(v, meals(1), [0.0, 24.0])
    assert count < 0 or (
        symbol == "egfr" and np.isfinite(out).all()
    )  # eGFR counts only through what is derived from it


@pytest.mark.parametrize(
    ("hour", "amount", "times"),
    [
        (1.0, np.nan, [0, 24]),
        (1.0, np.inf, [0, 24]),
        (np.nan, 1.0, [0, 24]),
        (1.0, 1.0, [0, np.nan]),
        (1.0, 1.0, [np.nan, 24]),
        (1.0, 1.0, [0, np.inf]),
    ],
)
def test_an_event_or_time_that_is_no_number_ends(hour, amount, times):
    events = np.array([hour]), np.array([PLACE["S_food"]]), np.array([amount])
    assert ran(MODEL.person(), events, times)[0] < 0


@pytest.mark.parametrize("tolerance", [(np.nan, 1e-7), (1e-7, np.nan), (0.0, 0.0)])
def test_a_tolerance_that_cannot_be_kept_ends(tolerance):
    assert ran(MODEL.person(), meals(1), [0.0, 24.0], *tolerance)[0] < 0


@pytest.mark.parametrize("amount", [1e3, 1e6])
def test_an_absurd_dose_is_computed_all_the_same(amount):
    count, out, _ = ran(MODEL.person(), rows((1.0, "S_fast", amount)), np.linspace(0, 240, 241))
    assert count > 0
    assert np.isfinite(out).all()
    assert out[:, AMOUNTS].min() > -course.ATOL - course.RTOL * amount


def test_a_course_of_no_length_is_its_start():
    v = MODEL.person()
    count, out, y = ran(v, rows((3.0, "S_food", 2.0)), [3.0])
    assert count == 0
    assert np.array_equal(out[0], y)
    assert y[PLACE["S_food"]] == 2.0
