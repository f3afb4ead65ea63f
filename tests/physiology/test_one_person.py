"""One person with a plan: that the parts of the answer fit together, and lie in the right order."""

import numpy as np
import pytest
from virtual_people import KNOWLEDGE, twice_a_day

from stilla.errors import BadInput
from stilla.physiology.asked import MMOL_PER_MG, Dose, Person, Plan, forms_of
from stilla.physiology.simulate import diet_of, doses_of, inputs_of, mg_dl, simulate, spread_of

SPREAD = spread_of(KNOWLEDGE)


def of(egfr, plan=None, **given):
    return simulate(Person(egfr=egfr, **given), plan or Plan(()), KNOWLEDGE)


def once(mg, form="citrate", days=60, hour=20.0):
    return Plan((Dose(mg, form, hour),), days)


@pytest.mark.parametrize("days", [1, 3, 60])
def test_the_course_has_a_value_for_every_hour(days):
    found = of(60, once(200, days=days))
    assert found.hours == tuple(float(n) for n in range(24 * days + 1))
    assert len(found.serum) == len(found.urine) == 24 * days + 1
    assert found.urine[0] == 0
    assert np.all(np.diff(found.urine) > 0)
    assert found.serum[0] == pytest.approx(found.before.mean, abs=0.03)


def test_the_step_can_be_chosen():
    found = simulate(Person(egfr=60), once(200, days=2), KNOWLEDGE, step=0.25)
    assert len(found.hours) == 193
    assert found.serum[::4] == pytest.approx(of(60, once(200, days=2)).serum, rel=1e-6)


@pytest.mark.parametrize("egfr", [5, 15, 60, 90, 150])
@pytest.mark.parametrize("switches", [(), ("stasis",), ("thiazide",), ("obstruction",), ("stasis", "thiazide")])
def test_the_parts_of_an_answer_fit_together(egfr, switches):
    found = of(egfr, twice_a_day(400, days=60), switches=switches)
    for day in (found.before, found.after):
        assert day.lowest < day.mean < day.highest
        assert day.urine == pytest.approx(day.taken_up, rel=2e-3)
    assert found.rise == found.after.mean - found.before.mean > 0
    assert found.closed_form == pytest.approx(found.after.mean, abs=0.005)
    assert found.taken_mg == 400
    assert 0 < found.kept_share < 1
    assert found.kept_share == pytest.approx((found.after.taken_up - found.before.taken_up) / (400 * MMOL_PER_MG))
    assert found.half_way is not None
    assert 12 <= found.half_way < 24 * 60
    assert found.imbalance < 1e-6
    assert found.switches == switches


@pytest.mark.parametrize("egfr", [15, 60, 100])
def test_a_long_course_ends_where_it_is_said_to_settle(egfr):
    found = of(egfr, twice_a_day(400, days=300))
    assert np.mean(found.serum[-24:]) == pytest.approx(found.after.mean, abs=3e-4)
    middle = (found.before.mean + found.after.mean) / 2
    centre = round(found.half_way)
    assert np.mean(found.serum[centre - 12 : centre + 12]) >= middle
    assert np.mean(found.serum[centre - 13 : centre + 11]) < middle


def test_without_any_dose_nothing_rises():
    for plan in (Plan((), 5), once(0.0, days=5)):
        found = of(60, plan)
        assert found.rise == pytest.approx(0, abs=1e-9)
        assert found.half_way is None
        assert found.kept_share == 0
        assert found.taken_mg == 0
        assert found.closed_form == pytest.approx(found.before.mean, abs=0.002)
        assert np.ptp(found.serum[::24]) < 1e-4


def test_a_course_too_short_for_half_the_rise_says_nothing_of_it():
    assert of(15, once(200, days=2)).half_way is None
    assert of(60, once(200, days=1)).half_way is None


def test_an_ordinary_dose_moves_healthy_kidneys_little_and_weak_ones_more():
    healthy, weak = of(90, once(200)), of(15, once(200))
    assert 0.015 < healthy.rise < 0.04
    assert 0.045 < weak.rise < 0.09
    assert weak.rise > 2 * healthy.rise
    assert 0.83 < healthy.before.mean < 0.87
    assert 0.86 < healthy.after.mean < 0.90
    assert 0.86 < weak.before.mean < 0.94
    assert 0.92 < weak.after.mean < 1.02
    assert healthy.half_way < weak.half_way
    assert 0.05 < weak.kept_share < healthy.kept_share < 0.25


@pytest.mark.parametrize("egfr", [8, 40, 100])
def test_what_dissolves_whole_raises_more_than_what_does_not(egfr):
    rises = {form: of(egfr, once(300, form, 5)).rise for form in forms_of(KNOWLEDGE)}
    assert rises["citrate"] > rises["oxide"]
    assert rises["citrate"] > rises["enteric-coated"]
    assert rises["citrate"] == rises["lactate"] == rises["chloride"]
    assert min(rises.values()) > 0


@pytest.mark.parametrize("form", forms_of(KNOWLEDGE))
def test_a_dose_is_split_into_what_dissolves_and_what_never_does(form):
    known = forms_of(KNOWLEDGE)[form]
    parts = {each.state: each.mmol / (200 * MMOL_PER_MG) for each in doses_of(once(200, form), KNOWLEDGE)}
    whole = {known.state: 1.0}
    assert parts == pytest.approx(whole if known.share == 1 else {known.state: known.share, "S_never": 1 - known.share})


def test_divided_doses_are_taken_up_better():
    assert of(60, twice_a_day(400)).kept_share > of(60, once(400, hour=8.0)).kept_share


def test_the_usual_diet_falls_as_the_kidneys_fail():
    usual = [diet_of(Person(egfr=egfr), KNOWLEDGE) for egfr in (150, 30, 20, 10, 5)]
    assert usual[0] == usual[1] == SPREAD["diet"]
    assert usual[1] > usual[2] > usual[3] > usual[4] == SPREAD["diet_failing"]
    assert diet_of(Person(egfr=5, diet_mg=300), KNOWLEDGE) == 300 * MMOL_PER_MG


def test_a_richer_diet_gives_a_higher_level():
    levels = [of(40, diet_mg=mg).before.mean for mg in (10, 100, 300, 600, 1000)]
    assert levels == sorted(levels)
    assert levels[0] > 0.3


def test_circumstances_move_the_level_as_they_should():
    usual = of(40, once(400))
    assert of(40, once(400), switches=("thiazide",)).after.mean < usual.after.mean
    assert of(40, once(400), switches=("obstruction",)).after.mean > usual.after.mean + 0.05


def test_circumstances_multiply_and_one_named_twice_counts_once():
    both = inputs_of(Person(egfr=40, switches=("stasis", "obstruction")), KNOWLEDGE)
    assert both["stasis"] == SPREAD["stasis_factor"] * SPREAD["obstruction_colon"]
    assert both["block"] == SPREAD["obstruction_small"]
    once_ = inputs_of(Person(egfr=40, switches=("stasis",)), KNOWLEDGE)
    assert inputs_of(Person(egfr=40, switches=("stasis", "stasis")), KNOWLEDGE) == once_


def test_midnight_at_either_end_of_the_day_is_the_same_in_the_long_run():
    late, early = (of(40, once(200, hour=hour)) for hour in (24.0, 0.0))
    assert late.rise == pytest.approx(early.rise, abs=1e-4)
    assert max(late.imbalance, early.imbalance) < 1e-9


@pytest.mark.parametrize("doses", [12])
def test_the_most_that_may_be_asked_is_answered(doses):
    plan = Plan(tuple(Dose(5000 / doses, "citrate", 24 * n / doses) for n in range(doses)), 400)
    found = of(5, plan, weight=35, diet_mg=1000, switches=("stasis", "obstruction"))
    assert np.isfinite(found.serum).all()
    assert found.imbalance < 1e-6
    assert 1.5 < found.after.mean < 40


def test_what_is_asked_is_checked_first():
    with pytest.raises(BadInput):
        of(2, once(1e6, "gold"))


def test_units_of_the_laboratory():
    assert mg_dl(1.0) == pytest.approx(2.43, abs=0.005)
