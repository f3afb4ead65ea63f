"""Earlier or later: every distance is kept, the way is kept, and what is in the way is in the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.timetable.day import Separation, Wishes
from stilla.timetable.nudge import BY, nudge
from stilla.timetable.room import DAY
from stilla.timetable.solve import solve

NIGHT = {"bedtime": 22 * 60 + 30, "waketime": 6 * 60 + 30}
LEVAXIN = Separation(7 * 60, "Levaxin", "levothyroxine", 240, 240)
GABAPENTIN = Separation(21 * 60, "gabapentin", "gabapentin", 120, 120)

doses = st.lists(
    st.builds(
        Separation,
        at=st.integers(0, DAY - 1),
        medicine=st.sampled_from("abcd"),
        rule=st.just("r"),
        before=st.integers(0, 300),
        after=st.integers(0, 300),
    ),
    max_size=4,
)
wishes = st.builds(
    Wishes, count=st.sampled_from((1, 2)), bedtime=st.sampled_from((None, 1350, 60)), waketime=st.just(390)
)


@given(doses, wishes, st.sampled_from((-1, 1)), st.integers(0, 1))
def test_a_moved_dose_keeps_every_distance_and_goes_the_way_it_was_asked(separations, wished, way, which):
    placed = solve(separations, wished).doses
    if which >= len(placed):
        return
    moved = nudge(separations, wished, which, way)
    if moved.at is None:
        assert moved.says is not None
        assert moved.preferred is None
        return
    assert not any(each.forbidden >> moved.at & 1 for each in separations)
    assert wished.awake >> moved.at & 1
    begun, now = ((each - wished.dawn) % DAY for each in (placed[which].at, moved.at))
    assert way * (now - begun) >= BY
    again = solve(separations, Wishes(wished.count, wished.bedtime, wished.waketime, preferred=moved.preferred))
    assert again.doses[which].at == moved.at


def test_it_steps_over_what_is_in_the_way():
    noon = Separation(12 * 60, "iron", "iron", 120, 120)
    wished = Wishes(**NIGHT, preferred=14 * 60)
    assert nudge([noon], wished, 0, -1).at == 10 * 60


def test_what_is_named_forbids_the_next_step():
    wished = Wishes(**NIGHT)
    found = nudge([LEVAXIN, GABAPENTIN], wished, 0, 1)
    assert found.blocked_by == (GABAPENTIN,)
    assert "gabapentin 21:00" in found.says.sv


@pytest.mark.parametrize(("preferred", "way"), [(6 * 60 + 30, -1), (22 * 60 + 25, 1)])
def test_the_ends_of_the_day_are_named(preferred, way):
    found = nudge([], Wishes(**NIGHT, preferred=preferred), 0, way)
    assert found.at is None
    assert not found.blocked_by
    assert "day" in found.says.en
