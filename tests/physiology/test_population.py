"""Many people with one plan: chances and their two doubts, directions, and whether a measured level is explained."""

import math

import numpy as np
import pytest
from virtual_people import KNOWLEDGE, twice_a_day

from stilla.errors import BadInput
from stilla.physiology.asked import BANDS, Dose, Person, Plan
from stilla.physiology.population import HIGHEST, UNLIKELY, Explained, Population, explain, population, wilson
from stilla.physiology.sets import sets_of

COUNT = 1000


def of(egfr, mg=0, count=COUNT, *, days=1, dynamic=False, seed=7, switches=()):
    plan = twice_a_day(mg, days=days)
    return population(Person(egfr=egfr, switches=switches), plan, KNOWLEDGE, count=count, seed=seed, dynamic=dynamic)


def share(found, level):
    return next(each.probability for each in found.chances if each.level == level)


@pytest.fixture(scope="module")
def some():
    return {
        (egfr, mg): of(egfr, mg) for egfr, mg in ((90, 0), (60, 0), (60, 400), (30, 0), (30, 1000), (10, 0), (10, 1000))
    }


def test_the_same_seed_gives_the_same_answer():
    assert of(30, 400) == of(30, 400)
    assert of(30, 400) != of(30, 400, seed=8)
    assert of(30, 400, days=5, dynamic=True) == of(30, 400, days=5, dynamic=True)


def test_every_chance_lies_in_its_interval(some):
    for found in some.values():
        assert [each.level for each in found.chances] == list(BANDS)
        assert [each.below for each in found.chances] == [True, False, False, False, False]
        for each in found.chances:
            assert 0 <= each.low <= each.probability <= each.high <= 1
            assert each.low < each.high
            assert 0 <= each.band_low <= each.band_high <= 1


def test_higher_levels_are_rarer(some):
    for found in some.values():
        above = [each.probability for each in found.chances if not each.below]
        assert above == sorted(above, reverse=True)


def test_the_middle_lies_in_the_middle(some):
    for found in some.values():
        assert 0 < found.low < found.median < found.high < HIGHEST
        low, high = found.median_band
        assert low < found.median < high
        assert high - low < 0.6


def test_more_magnesium_makes_high_levels_commoner(some):
    assert share(some[30, 1000], 1.03) > share(some[30, 0], 1.03) + 0.05
    assert share(some[10, 1000], 1.03) > share(some[10, 0], 1.03) + 0.2
    assert share(some[10, 1000], 1.23) > share(some[10, 0], 1.23) + 0.05
    assert some[60, 400].median > some[60, 0].median
    assert share(some[30, 1000], 0.75) < share(some[30, 0], 0.75)


def test_weaker_kidneys_make_high_levels_commoner(some):
    assert share(some[10, 0], 1.03) > share(some[30, 0], 1.03) > share(some[90, 0], 1.03)
    assert share(some[10, 1000], 1.03) > share(some[30, 1000], 1.03) + 0.1


def test_a_blocked_bowel_raises_everybody():
    blocked, usual = (of(30, 400, count=200, switches=switches) for switches in (("obstruction",), ()))
    assert blocked.median > usual.median + 0.05


def test_the_least_chance_follows_the_count(some):
    assert some[90, 0].least == pytest.approx(3 / COUNT)
    assert share(some[90, 0], 2.0) == 0
    top = some[90, 0].chances[-1]
    assert top.high == pytest.approx(0.00383, abs=1e-4)


@pytest.mark.parametrize("egfr", [45, 15])
def test_day_by_day_ends_where_it_settles(egfr):
    long, steady = of(egfr, 400, 400, days=300, dynamic=True), of(egfr, 400, 400)
    assert (long.dynamic, steady.dynamic) == (True, False)
    assert long.median == pytest.approx(steady.median, abs=0.015)
    assert (long.low, long.high) == pytest.approx((steady.low, steady.high), abs=0.03)


def test_the_first_day_is_not_yet_where_it_settles():
    rises = [of(10, 1000, 400, days=days, dynamic=True).median for days in (1, 5, 20, 80)]
    assert rises == sorted(rises)
    assert rises[-1] > rises[0] + 0.1


def test_progress_reaches_the_end():
    for dynamic in (False, True):
        told = []
        population(
            Person(egfr=60),
            twice_a_day(400, days=2),
            KNOWLEDGE,
            count=5000,
            dynamic=dynamic,
            progress=lambda *done, told=told: told.append(done),
        )
        assert told[-1] == (5000, 5000)
        assert told == sorted(told)


@pytest.mark.parametrize(
    ("observed", "explained"), [(2.1, False), (1.5, False), (0.9, True), (0.85, True), (0.4, False), (0.0, False)]
)
def test_what_dose_and_kidneys_can_explain(observed, explained):
    found = explain(Person(egfr=60), twice_a_day(400), observed, KNOWLEDGE)
    assert isinstance(found, Explained)
    assert found.explained is explained
    assert found.explained == (found.probability >= UNLIKELY)
    assert 0 <= found.probability <= 1
    assert found.low < found.median < found.high
    assert found.observed == observed
    assert found.count == pytest.approx(4000, rel=0.02)


def test_the_middle_is_as_likely_as_not():
    middle = explain(Person(egfr=60), twice_a_day(400), 0.85, KNOWLEDGE).median
    assert explain(Person(egfr=60), twice_a_day(400), middle, KNOWLEDGE).probability == pytest.approx(0.5, abs=0.01)


def test_the_same_level_is_explained_in_one_and_not_in_another():
    assert not explain(Person(egfr=90), Plan(()), 1.4, KNOWLEDGE).explained
    assert explain(Person(egfr=8), twice_a_day(1000), 1.4, KNOWLEDGE).explained


@pytest.mark.parametrize("count", [1, 400, 4000])
def test_wilson_is_the_formula_and_keeps_within_bounds(count):
    for found in range(0, count + 1, max(count // 7, 1)):
        low, high = wilson(found / count, count)
        assert 0 <= low <= found / count <= high <= 1
        for bound in {low, high} - {0.0, 1.0}:  # each bound is a share from which what was found is 1.96 SD away
            assert abs(found / count - bound) == pytest.approx(1.96 * math.sqrt(bound * (1 - bound) / count), rel=1e-6)
    assert wilson(0.0, count)[1] > 0
    assert wilson(1.0, count)[0] < 1


def test_constants_that_fit_about_as_well_are_many_and_differ():
    sets = sets_of(KNOWLEDGE)
    assert len(sets) == 64
    assert np.std([each.usual["T0"] for each in sets]) > 0.005
    assert all(np.isfinite(list(each.usual.values())).all() and min(each.usual.values()) >= 0 for each in sets)


@pytest.mark.parametrize("ask", [population, lambda *given: explain(*given[:2], 0.9, given[2])])
def test_outside_the_model_is_refused(ask):
    with pytest.raises(BadInput) as caught:
        ask(Person(egfr=3, weight=2), Plan((Dose(1e6, "gold", 8.0),)), KNOWLEDGE)
    assert len(caught.value.problems) == 5


def test_it_says_whom_it_counted(some):
    found = some[60, 400]
    assert isinstance(found, Population)
    assert (found.count, found.seed) == (COUNT, 7)
