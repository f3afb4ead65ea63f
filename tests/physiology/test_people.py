"""Virtual people: drawn with a seed, alike in what is known, spread as the knowledge base says."""

import numpy as np
import pytest
from virtual_people import KNOWLEDGE, MODEL, twice_a_day

from stilla.physiology import kernel
from stilla.physiology.asked import MMOL_PER_MG, Dose, Person, Plan
from stilla.physiology.people import NEVER, Spread, draw

COUNT = 20_000
SPREAD = Spread(KNOWLEDGE)


def people_of(count=COUNT, plan=None, seed=1, spread=None, **given):
    person = Person(**({"egfr": 30.0} | given))
    return draw(person, plan or twice_a_day(400), KNOWLEDGE, MODEL, count, np.random.default_rng(seed), spread)


def of(people, symbol):
    return people.constants[kernel.CONSTANTS.index(symbol)]


def without(**values):
    """The spread with some of it changed."""
    spread = Spread(KNOWLEDGE)
    spread.values = spread.values | values
    return spread


def test_the_same_seed_draws_the_same_people():
    one, again, other = people_of(50), people_of(50), people_of(50, seed=2)
    for field in ("constants", "amounts", "adherence", "assay"):
        assert np.array_equal(getattr(one, field), getattr(again, field))
        assert not np.array_equal(getattr(one, field), getattr(other, field))
    assert one.day == again.day


def test_what_is_known_is_the_same_for_all_and_what_nothing_spreads_is_usual():
    people = people_of(200, weight=82.0)
    assert set(of(people, "egfr")) == {30.0}
    assert set(of(people, "weight")) == {82.0}
    spread = {"gfr_ratio", "injury", "keep", "uptake", "stasis", "egfr", "weight"}
    for symbol in set(kernel.CONSTANTS) - spread:
        assert set(of(people, symbol)) == {MODEL.usual[symbol]}


def test_a_diet_that_is_known_is_not_drawn():
    food = [n for n, regular in enumerate(people_of(1).day.regular) if regular]
    own = people_of(500, diet_mg=300.0)
    assert np.ptp(own.amounts[food], axis=1) == pytest.approx(0)
    assert own.amounts[food].sum(axis=0) == pytest.approx(300 * MMOL_PER_MG)
    drawn = people_of(egfr=90.0).amounts[food].sum(axis=0)
    assert np.mean(drawn) == pytest.approx(SPREAD["diet"], rel=0.01)
    assert np.std(np.log(drawn)) == pytest.approx(SPREAD["diet_cv"], rel=0.03)


def test_what_differs_differs_as_much_as_is_known():
    people = people_of(spread=without(low_muscle_share=0.0, ppi_share=0.0))
    assert np.mean(of(people, "gfr_ratio")) == pytest.approx(1, abs=0.01)
    assert np.std(np.log(of(people, "gfr_ratio"))) == pytest.approx(SPREAD["gfr_logsd"], rel=0.03)
    assert np.mean(of(people, "uptake")) == pytest.approx(1, abs=0.01)
    assert np.std(np.log(of(people, "uptake"))) == pytest.approx(SPREAD["uptake_cv"], rel=0.03)
    assert np.mean(people.adherence) == pytest.approx(SPREAD["adherence"], abs=0.01)
    assert people.assay.mean(axis=1) == pytest.approx([0, 0], abs=0.03)
    assert people.assay.std(axis=1) == pytest.approx([1, 1], abs=0.03)


def test_shares_are_those_of_the_knowledge_base():
    people = people_of()
    assert np.mean(of(people, "injury") < 1) == pytest.approx(SPREAD["injury_share"], abs=0.002)
    assert set(of(people, "injury")) == {1.0, SPREAD["injury_ratio"]}
    assert np.mean(of(people, "stasis") > 1) == pytest.approx(SPREAD["stasis_share"], abs=0.01)


def test_thresholds_differ_more_where_kidneys_fail():
    bare = without(thiazide_share=0.0, diabetes_share=0.0, diabetes_share_whole=0.0)
    spreads = [np.std(of(people_of(egfr=egfr, spread=bare), "keep")) for egfr in (110.0, 60.0, 30.0, 10.0)]
    assert spreads == sorted(spreads)
    assert spreads[0] == pytest.approx(SPREAD["keep_sd"], rel=0.03)
    assert spreads[-1] == pytest.approx(SPREAD["keep_sd"] + SPREAD["keep_sd_weak"] * 100 / 110, rel=0.03)


def test_no_threshold_is_absurd():
    keep = of(people_of(spread=without(keep_sd=2.0)), "keep")
    assert (keep.min(), keep.max()) == pytest.approx((0.4, 1.6), abs=1e-12)


def test_a_thiazide_that_is_known_is_everybody_s():
    bare = without(keep_sd=0.0, keep_sd_weak=0.0, diabetes_share=0.0)
    factor = SPREAD["thiazide_keep"]
    assert of(people_of(spread=bare, switches=("thiazide",)), "keep") == pytest.approx(factor)
    some = of(people_of(spread=bare), "keep")
    assert np.mean(some == factor) == pytest.approx(SPREAD["thiazide_share"], abs=0.01)
    assert set(some) == {1.0, factor}


def test_diabetes_is_commoner_where_kidneys_are_weak():
    bare = without(keep_sd=0.0, keep_sd_weak=0.0, thiazide_share=0.0)
    weak, whole = (np.mean(of(people_of(egfr=egfr, spread=bare), "keep") < 1) for egfr in (59.0, 60.0))
    assert weak == pytest.approx(SPREAD["diabetes_share"], abs=0.015)
    assert whole == pytest.approx(SPREAD["diabetes_share_whole"], abs=0.01)


def test_a_slow_bowel_that_is_known_is_everybody_s():
    assert set(of(people_of(switches=("stasis",)), "stasis")) == {SPREAD["stasis_factor"]}
    blocked = people_of(100, switches=("obstruction",))
    assert set(of(blocked, "stasis")) == {SPREAD["obstruction_colon"]}
    assert set(of(blocked, "block")) == {SPREAD["obstruction_small"]}


def test_a_thiazide_says_nothing_of_the_bowel():
    slow = np.mean(of(people_of(switches=("thiazide",)), "stasis") > 1)
    assert slow == pytest.approx(SPREAD["stasis_share"], abs=0.01)


@pytest.mark.parametrize("form", ["citrate", "oxide", "enteric-coated", "hydroxide"])
def test_a_dose_is_whole_whatever_dissolves(form):
    people = people_of(300, Plan((Dose(365.0, form, 8.0),)))
    doses = [n for n, regular in enumerate(people.day.regular) if not regular]
    assert people.amounts[doses].sum(axis=0) == pytest.approx(365 * MMOL_PER_MG)
    never = [n for n in doses if kernel.STATES[people.day.states[n]] == NEVER]
    if form in {"oxide", "enteric-coated"}:
        shares = 1 - people.amounts[never[0]] / (365 * MMOL_PER_MG)
        assert (shares.min(), shares.max()) == pytest.approx((0.2, 0.6), abs=0.01)
    else:
        assert never == []


def test_events_stand_in_order_of_time():
    plan = Plan((Dose(100, "oxide", 22.0), Dose(100, "citrate", 0.0), Dose(100, "sulfate", 12.0)))
    day = people_of(4, plan).day
    assert list(day.hours) == sorted(day.hours)
    assert sum(day.regular) == 3


def test_forgotten_doses_lower_what_is_taken_and_not_what_is_eaten():
    people = people_of(100)
    food = np.array(people.day.regular)
    assert np.array_equal(people.usual[food], people.amounts[food])
    assert people.usual[~food] == pytest.approx(people.amounts[~food] * people.adherence)
    given = people_of(100, spread=without(adherence=1.0))
    assert np.array_equal(given.usual, given.amounts)


def test_the_first_version_s_people_differed_otherwise():
    first = Spread(KNOWLEDGE, first_version=True)
    assert set(first.values) == set(SPREAD.values)
    differ = {symbol for symbol in first.values if first[symbol] != SPREAD[symbol]}
    assert {"keep_sd", "keep_sd_weak", "low_muscle_share", "injury_share", "diabetes_share", "within_cv"} <= differ
    assert first["keep_sd"] > SPREAD["keep_sd"]
    assert first["injury_share"] == first["low_muscle_share"] == 0
