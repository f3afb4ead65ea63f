"""The node: against NEURON, in its step, and in what a shift does; and the table that is looked up."""

import json
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from stilla.errors import BadInput
from stilla.knowledge.models import Parameter
from stilla.knowledge.store import load
from stilla.physiology import tabulate
from stilla.physiology.nerve_constants import MODEL, usual_constants
from stilla.physiology.node import STEP, at_rest, fires_by_itself, respond, threshold_current, threshold_currents
from stilla.physiology.threshold_table import FILE, read_table, table_for, written

NODE = usual_constants().node
ORACLE = json.loads((Path(__file__).parent / "oracles" / "node.json").read_text(encoding="utf-8"))
SAME = 2e-5
"""Relative, at a tenth of the step: what both methods leave over. NEURON halves its threshold to 1e-6."""
STEPPED = 2e-3
"""Relative, at the step that is used: its own error, see `test_the_step_is_short_enough`."""


def test_the_other_program_was_given_the_constants_that_we_have():
    parameters = load().kind("parameters", Parameter).values()
    ours = {each.symbol: each.value for each in parameters if each.model == MODEL}
    assert len(ORACLE["constants"]) == 41
    assert {name: ours[name] for name in ORACLE["constants"]} == ORACLE["constants"]


@pytest.mark.parametrize("at", range(len(ORACLE["shifts_mv"])))
def test_rest_and_threshold_are_those_of_another_program(at):
    shift, threshold = ORACLE["shifts_mv"][at], ORACLE["threshold_ma_per_cm2"][at]
    assert at_rest(shift, NODE)[0] == pytest.approx(ORACLE["rest_mv"][at], abs=1e-6)
    assert threshold_current(shift, NODE, step=STEP / 10) == pytest.approx(threshold, rel=3 * SAME)
    assert threshold_current(shift, NODE) == pytest.approx(threshold, rel=STEPPED)


@pytest.mark.parametrize("stimulus", ["strong", "sustained"])
@pytest.mark.parametrize("which", [0, 1])
def test_impulses_come_when_they_come_in_another_program(stimulus, which):
    given = ORACLE[stimulus]
    how = {"current": given["current"], "pulse": given["pulse"], "duration": given["duration"]}
    theirs = np.array(given["spikes_ms"][which])
    exact = np.array(respond(given["shifts_mv"][which], NODE, step=STEP / 10, **how).spikes)
    used = np.array(respond(given["shifts_mv"][which], NODE, **how).spikes)
    assert exact.size == used.size == theirs.size >= 1
    assert np.abs(exact - theirs).max() < 0.002
    assert np.abs(used / theirs - 1).max() < 0.012


@pytest.mark.parametrize("shift", [-2.8, -1.0, 0.0, 5.0, 10.0])
def test_the_step_is_short_enough(shift):
    assert threshold_current(shift, NODE) == pytest.approx(threshold_current(shift, NODE, step=STEP / 10), rel=2e-3)


def test_a_step_twice_as_long_is_not():
    assert threshold_current(-2.8, NODE, step=2 * STEP) != pytest.approx(
        threshold_current(-2.8, NODE, step=STEP / 10), rel=2e-3
    )


def test_one_impulse_just_above_the_threshold_and_none_below():
    threshold = threshold_current(0.0, NODE)
    assert len(respond(0.0, NODE, current=threshold * 1.001, pulse=NODE.pulse).spikes) == 1
    assert not respond(0.0, NODE, current=threshold * 0.999, pulse=NODE.pulse).spikes


def test_it_is_silent_at_the_usual_levels_and_fires_far_below():
    assert not fires_by_itself(0.0, NODE)
    assert not fires_by_itself(5.0, NODE)
    assert fires_by_itself(-4.0, NODE)


def test_without_the_load_it_fires_at_the_usual_levels():
    """Why the load is there: the published node alone is no resting nerve."""
    assert not respond(0.0, NODE, duration=100).spikes
    bare = replace(NODE, g_load=0.0)
    assert len(respond(0.0, bare, current=0.05, pulse=0.5, duration=100).spikes) > 10


def test_a_larger_load_moves_the_onset_down():
    assert fires_by_itself(-4.0, replace(NODE, g_load=0.05))
    assert not fires_by_itself(-4.0, replace(NODE, g_load=0.08))


def test_the_table_was_made_from_the_constants_that_we_have():
    assert read_table().digest == NODE.digest, "python -m stilla.physiology.tabulate"


def test_another_constant_is_another_digest_and_the_table_refuses():
    other = replace(NODE, g_load=0.05)
    assert other.digest != NODE.digest
    with pytest.raises(BadInput, match="tabulate"):
        table_for(other.digest)


def test_a_few_rows_computed_again():
    table = read_table()
    rows = [0, 40, 60, 71, 110, 160, 226]
    again = threshold_currents(table.shifts[rows], NODE)
    assert np.array_equal(np.isnan(again), np.isnan(table.thresholds[rows]))
    assert again == pytest.approx(table.thresholds[rows], rel=1e-5, nan_ok=True)


@pytest.mark.slow
def test_the_whole_table_computed_again():
    assert written(tabulate.tabulated(NODE)) == FILE.read_text(encoding="utf-8")


def test_the_onset_is_found_closely(monkeypatch):
    monkeypatch.setattr(tabulate, "fires_by_itself", lambda shift, _node: shift < -3.3)
    low, high = tabulate.onset(NODE)
    assert low < -3.3 <= high < low + 2e-4


def test_between_rows_the_table_is_close_to_the_node():
    table = read_table()
    for shift in (-2.55, -0.4, 0.09, 3.33, 7.07):
        assert float(table.threshold(shift)) == pytest.approx(threshold_current(shift, NODE), rel=2e-3)


def test_thresholds_grow_with_the_shift_and_firing_is_below_one_point():
    table = read_table()
    quiet = ~np.isnan(table.thresholds)
    assert np.all(np.diff(table.thresholds[quiet]) > 0)
    assert np.all(np.diff(table.shifts) > 0)
    assert np.all(table.shifts[~quiet] < table.shifts[quiet].min())
    assert len(table.shifts) > 200


def test_outside_the_table_nothing_is_known():
    table = read_table()
    assert not table.covers(-9.0)
    assert not table.covers(21.0)
    assert np.isnan(table.threshold([-9.0, 21.0, -5.0])).all()
    assert not table.fires(-9.0)
    assert table.fires(table.onset)
    assert table.fires(table.onset + 5e-5)
