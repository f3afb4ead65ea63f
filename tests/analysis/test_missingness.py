"""Nights without an outcome, and the shift that would change the verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.analysis.design import Design
from stilla.analysis.missingness import Night, missingness, tipping_point
from stilla.errors import BadInput

EIGHT = Design("balanced", 8, 3)
SEQUENCE = (1, 0, 0, 1, 1, 0, 1, 0)


def trial(**states):
    """Three nights a period, all in time and taken but for those named p1n2=..., as Night fields."""
    usual = {"state": "in_time", "taken": "yes"}
    return [Night(p, **(usual | states.get(f"p{p}n{n}", {}))) for p in range(1, 9) for n in range(1, 4)]


def test_nights_are_counted_by_arm():
    found = missingness(
        trial(
            p1n1={"state": "late"},
            p1n2={"state": "missing", "taken": "unknown"},
            p2n1={"state": "cannot", "taken": "no"},
            p4n3={"taken": "late"},
        ),
        EIGHT,
        SEQUENCE,
    )
    assert (found.active.expected, found.comparator.expected) == (12, 12)
    assert (found.active.in_time, found.active.late, found.active.cannot, found.active.missing) == (10, 1, 0, 1)
    assert (found.active.taken, found.active.taken_late, found.active.taken_unknown) == (10, 1, 1)
    assert (found.comparator.cannot, found.comparator.not_taken) == (1, 1)
    assert found.active.without_score == found.comparator.without_score == 1
    assert (found.difference, found.p) == (0.0, 1.0)
    assert (found.sequences, found.exact) == (62, True)


def test_nights_lost_in_one_arm_only_are_as_unlikely_as_the_design_can_say():
    lost = {f"p{period}n2": {"state": "missing"} for period in (1, 4, 5, 7)}
    found = missingness(trial(**lost), EIGHT, SEQUENCE)
    assert found.difference == pytest.approx(1 / 3)
    assert found.p == 2 / 62


def test_a_recalled_night_has_an_outcome():
    late = {f"p{period}n2": {"state": "late"} for period in (1, 4, 5, 7)}
    found = missingness(trial(**late), EIGHT, SEQUENCE)
    assert (found.p, found.why) == (1.0, None)


def test_a_trial_stopped_in_its_first_period_compares_nothing():
    found = missingness([Night(1, "missing")] * 3, EIGHT, SEQUENCE)
    assert found.p is None
    assert found.difference is None
    assert found.why == "empty-arm"
    assert found.comparator.expected == 0


def test_no_night_at_all():
    found = missingness([], EIGHT, SEQUENCE)
    assert (found.p, found.why, found.active.expected) == (None, "empty-arm", 0)


@pytest.mark.parametrize("period", [-1, 9])
def test_a_night_of_no_period_is_refused(period):
    with pytest.raises(BadInput):
        missingness([Night(period, "in_time")], EIGHT, SEQUENCE)


@given(st.integers(1, 130), st.integers(1, 130))
def test_the_smallest_shift_of_the_grid_is_found_on_either_side(up, down):
    def verdict_at(shift):
        return "worse" if shift > 0.05 * up - 0.01 else "helps" if shift < -0.05 * down + 0.01 else "not_settled"

    asked = []
    found = tipping_point(lambda shift: asked.append(shift) or verdict_at(shift), 0.05, 5.0)
    assert found.verdict == "not_settled"
    assert (found.up, found.up_verdict) == ((round(0.05 * up, 12), "worse") if up <= 100 else (None, None))
    assert (found.down, found.down_verdict) == ((round(-0.05 * down, 12), "helps") if down <= 100 else (None, None))
    assert max(map(abs, asked)) <= found.limit == 5.0
    assert len(asked) <= 1 + 2 * 15


def test_the_nearer_shift_is_the_smallest():
    assert tipping_point(lambda shift: str(shift > 0.25), 0.1, 1).smallest == 0.3
    assert tipping_point(lambda shift: str(abs(shift) > 0.25), 0.1, 1).smallest == -0.3
    assert tipping_point(lambda _: "helps", 0.1, 1).smallest is None


def test_the_verdict_is_that_at_the_shift_and_not_the_one_further_on():
    found = tipping_point(lambda shift: "helps" if shift < 0.5 else "not_enough" if shift < 0.65 else "worse", 0.1, 2)
    assert (found.up, found.up_verdict) == (0.5, "not_enough")


def test_no_step_within_the_limit_means_none_was_looked_at():
    found = tipping_point(str, 0.5, 0.1)
    assert (found.up, found.down, found.limit) == (None, None, 0.0)
