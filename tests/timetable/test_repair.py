"""A day that did not go as planned: only magnesium gives way, and never twice."""

from __future__ import annotations

import pytest
from generated_days import DAY, doses
from hypothesis import given, settings
from hypothesis import strategies as st

from stilla.errors import BadInput
from stilla.timetable.day import Separation, Wishes
from stilla.timetable.repair import MagnesiumDose, MedicineDose, RealDay, laid_out, repair
from stilla.timetable.solve import solve

LEVAXIN = Separation(420, "Levaxin", "levothyroxine", 240, 240)
GABAPENTIN = Separation(1260, "gabapentin", "gabapentin", 120, 120)
BEGINS, ENDS = 390, 1350


def day(now, medicines, *magnesium, apart=240):
    return RealDay(now, BEGINS, ENDS, tuple(medicines), magnesium, apart)


def gabapentin(**fields):
    return MedicineDose("gabapentin", "gabapentin", 120, 120, **fields)


@st.composite
def what_happened(draw, dose, now, make):
    """One planned dose as it may have gone: as planned, late, early, twice, missed, unknown, or still to come."""
    planned = dose.planned
    if planned > now:
        went = draw(st.sampled_from(["to come", "to come", "early"]))
    else:
        went = draw(
            st.sampled_from(["as planned", "late", "twice", "missed", *(["unknown"] if draw(st.booleans()) else [])])
        )
    if went in {"to come", "unknown"}:
        return [dose]
    if went == "missed":
        return [make(dose, None, missed=True)]
    earliest = planned if went != "early" else max(now - 300, planned - 300)
    taken = planned if went == "as planned" else draw(st.integers(min(earliest, now), now))
    again = [make(dose, draw(st.integers(taken, now)), extra=True)] if went == "twice" else []
    return [make(dose, taken), *again]


def _medicine(dose, taken, *, missed=False, extra=False):
    return MedicineDose(
        dose.medicine, dose.rule, dose.before, dose.after, None if extra else dose.planned, taken, missed
    )


def _magnesium(dose, taken, *, missed=False, extra=False):
    return MagnesiumDose(None if extra else dose.planned, taken, missed)


@st.composite
def real_days(draw):
    separations = draw(doses(4))
    wish = Wishes(draw(st.sampled_from([1, 2])), ENDS, BEGINS, apart=240)
    now = draw(st.integers(BEGINS, ENDS + 60))
    planned = [dose.at for dose in solve(separations, wish).doses] or [1140]
    medicines = [
        one for dose in laid_out(separations, (0, 1)) for one in draw(what_happened(dose, now, _medicine))
    ] + list(laid_out(separations, (-1,)))
    magnesium = [one for at in planned for one in draw(what_happened(MagnesiumDose(at), now, _magnesium))]
    around = [MagnesiumDose(at - DAY, at - DAY) for at in planned] + [MagnesiumDose(at + DAY) for at in planned]
    return RealDay(now, BEGINS, ENDS, tuple(medicines), (*magnesium, *around), wish.apart)


def really(dose):
    return dose.taken if dose.taken is not None else dose.planned


@settings(max_examples=1000)
@given(real_days())
def test_a_repaired_day_breaks_no_distance_and_never_doubles(real):
    found = repair(real)
    others = [really(each) for each in real.magnesium if each.taken is not None or (each.planned or 0) >= ENDS]
    for n, time in enumerate(found.times):
        assert max(real.now, real.begins) <= time < real.ends
        for dose in real.medicines:
            if not dose.missed:
                gap = time - really(dose)
                assert gap >= dose.before if gap >= 0 else -gap >= dose.after
                assert gap or not dose.after
        assert all(abs(time - other) >= real.apart for other in [*others, *found.times[:n]])
    taken = sum(each.taken is not None and each.taken >= BEGINS for each in real.magnesium)
    assert not found.times or taken + len(found.times) <= len(real.planned_today)


@settings(max_examples=500)
@given(real_days())
def test_as_many_doses_as_can_be_are_kept(real):
    found = repair(real)
    if found.unsettled:
        assert found.times == ()
        assert found.asks
        return
    left = [each.planned for each in real.planned_today if each.taken is None]
    taken = sum(each.taken is not None and each.taken >= BEGINS for each in real.magnesium)
    most = max(0, min(len(left), len(real.planned_today) - taken))
    others = [really(each) for each in real.magnesium if each.taken is not None or (each.planned or 0) >= ENDS]
    fine = [
        time
        for time in range(-(-max(real.now, BEGINS) // 5) * 5, ENDS, 5)
        if all(abs(time - other) >= real.apart for other in others)
        and all(
            (time - really(dose) >= dose.before if time >= really(dose) else really(dose) - time >= dose.after)
            and (time != really(dose) or not dose.after)
            for dose in real.medicines
            if not dose.missed
        )
    ]
    two = any(b - a >= real.apart for a in fine for b in fine)
    assert len(found.times) == min(most, 2 if two else 1 if fine else 0)


@given(real_days())
def test_every_planned_dose_gets_an_answer_with_a_reason_in_both_languages(real):
    found = repair(real)
    assert [move.planned for move in found.moves] == [each.planned for each in real.planned_today if each.taken is None]
    assert all(move.why.en != move.why.sv for move in found.moves)
    assert {move.to for move in found.moves if move.to is not None} == set(found.times)


def test_a_day_that_went_as_planned_stays_as_planned():
    found = repair(day(1000, laid_out([GABAPENTIN]), MagnesiumDose(1140)))
    assert [(move.planned, move.to, move.why.en) for move in found.moves] == [(1140, 1140, "As planned.")]
    assert found.notes == ()


def test_a_planned_time_off_the_five_minutes_stays_where_it_is():
    assert repair(day(1000, laid_out([GABAPENTIN]), MagnesiumDose(1138))).times == (1138,)


def test_a_medicine_taken_late_moves_magnesium():
    late = [MedicineDose("Levaxin", "levothyroxine", 240, 240, planned=420, taken=600)]
    found = repair(day(600, late, MagnesiumDose(720)))
    assert found.times == (840,)
    assert found.moves[0].why.sv.startswith("En annan tid")


def test_a_medicine_taken_early_moves_magnesium_to_the_other_side_of_it():
    found = repair(day(1080, [gabapentin(planned=1260, taken=1080)], MagnesiumDose(1110)))
    assert found.times == (1200,)


def test_a_medicine_taken_twice_keeps_its_distance_to_both_and_the_pharmacist_is_asked():
    twice = [gabapentin(planned=900, taken=900), gabapentin(taken=1050)]
    found = repair(day(1050, twice, MagnesiumDose(1080)))
    assert found.times == (1170,)
    assert any("Ask a pharmacist" in note.en and "gabapentin" in note.en for note in found.notes)


def test_a_missed_medicine_holds_nothing_back_but_is_spoken_of():
    found = repair(day(1100, [gabapentin(planned=1020, missed=True)], MagnesiumDose(1110)))
    assert found.times == (1110,)
    assert "missed dose of gabapentin" in found.notes[0].en


def test_a_medicine_of_which_nobody_said_a_word_is_asked_for_and_nothing_is_placed():
    found = repair(day(1100, [gabapentin(planned=1020)], MagnesiumDose(1110)))
    assert found.times == ()
    assert found.unsettled == (gabapentin(planned=1020),)
    assert "Have you taken gabapentin" in found.asks[0].en


def test_magnesium_of_which_nobody_said_a_word_is_never_repeated():
    found = repair(day(1200, [], MagnesiumDose(1140)))
    assert found.times == ()
    assert "magnesium" in found.asks[0].sv


def test_missed_magnesium_is_taken_later_the_same_day_or_skipped():
    assert repair(day(1200, [], MagnesiumDose(1140, missed=True))).times == (1200,)
    blocked = repair(day(1200, laid_out([GABAPENTIN]), MagnesiumDose(1140, missed=True)))
    assert blocked.times == ()
    assert blocked.moves[0].why.en.startswith("Skip this dose: no time before bedtime keeps the distance to gabapentin")
    over = repair(day(1360, [], MagnesiumDose(1140, missed=True)))
    assert "day is over" in over.moves[0].why.en


def test_magnesium_taken_twice_in_the_morning_skips_the_evening():
    found = repair(day(600, [], MagnesiumDose(480, taken=480), MagnesiumDose(taken=590), MagnesiumDose(1140)))
    assert found.times == ()
    assert "Never take a double dose" in found.moves[0].why.en


def test_more_magnesium_than_planned_is_spoken_of():
    found = repair(day(1200, [], MagnesiumDose(1140, taken=1140), MagnesiumDose(taken=1190)))
    assert found.moves == ()
    assert "Take no more of any kind today" in found.notes[0].en


def test_yesterdays_magnesium_taken_this_morning_is_todays():
    found = repair(day(500, [], MagnesiumDose(-300, taken=480), MagnesiumDose(1140)))
    assert found.times == ()


def test_magnesium_taken_late_keeps_the_next_dose_apart():
    found = repair(day(900, [], MagnesiumDose(480, taken=895), MagnesiumDose(1080)))
    assert found.times == (1135,)


def test_two_doses_that_no_longer_both_fit_leave_the_one_in_its_place():
    found = repair(day(1100, [], MagnesiumDose(480, missed=True), MagnesiumDose(1140), apart=300))
    assert found.times == (1140,)
    assert "other magnesium" in found.moves[0].why.en


def test_tomorrows_magnesium_stays_and_keeps_tonights_apart():
    missed, tomorrow = MagnesiumDose(1140, missed=True), MagnesiumDose(DAY + 480)
    assert repair(day(1300, [], missed, tomorrow, apart=720)).times == ()
    assert repair(day(1200, [], missed, tomorrow, apart=720)).times == (1200,)


def test_magnesium_taken_too_near_a_medicine_never_delays_the_medicine():
    found = repair(day(1250, laid_out([GABAPENTIN]), MagnesiumDose(1140, taken=1250)))
    assert found.times == ()
    assert "Take gabapentin as prescribed; do not delay, skip or repeat it" in found.notes[0].en


def test_tomorrow_mornings_medicine_holds_back_tonight():
    early = Separation(0, "early", "early", 0, 240)
    found = repair(day(1200, laid_out([early]), MagnesiumDose(1140, missed=True)))
    assert found.times == ()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: day(600, [gabapentin(planned=700, taken=650)]),
        lambda: day(600, [gabapentin(planned=700, missed=True)]),
        lambda: day(600, [gabapentin(planned=500, taken=500, missed=True)]),
        lambda: day(600, [gabapentin()]),
        lambda: day(600, [], MagnesiumDose(700), MagnesiumDose(800), MagnesiumDose(900)),
        lambda: RealDay(600, 700, 700, (), ()),
    ],
)
def test_a_day_that_cannot_be_is_refused(wrong):
    with pytest.raises(BadInput):
        wrong()
