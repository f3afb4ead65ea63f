"""Every pause and stop of the safety policy acts on the diary, and says what to do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stilla.diary.events import Complaint, Medicine, Night, Opened, Paused, Resumed, Stopped
from stilla.diary.record import record_of
from stilla.errors import BadInput
from stilla.findings import assess
from stilla.reading.document import Written
from stilla.reading.person_file import Context, read_person
from stilla.trial.pausing import checked, must_be_able_to_pause, must_be_able_to_resume
from stilla.trial.stopping import due, events_of, needs_check, normal_from, worsened
from trial.trial_diaries import FIRST, TRIAL, kept, morning, run_in, started, written

DAY = TRIAL + timedelta(days=2)


def noted(knowledge, *new, fluid=False, start=True, before=(), day=DAY):
    """The actions and entries that follow when `new` is written."""
    base = [*run_in(), *([started(fluid=fluid)] if start else []), *before]
    record = kept(base, list(new))
    actions = due(record, len(base), day, knowledge)
    return actions, events_of(actions, record, day)


def first(actions):
    return (actions[0].kind, actions[0].urgency, actions[0].texts[0])


@pytest.mark.parametrize(
    "sign",
    ["marked-weakness", "fainting", "slow-or-irregular-pulse", "confusion", "trouble-breathing", "marked-drowsiness",
     "chest-pain", "convulsions"],
)  # fmt: skip
def test_a_danger_sign_stops_all_magnesium_and_says_112(knowledge, sign):
    actions, entries = noted(knowledge, Complaint(DAY, sign))
    assert first(actions) == ("stop", "now", "trial-do-danger")
    assert entries == (Stopped(sign, by="rule"),)
    text = knowledge.advice("trial-do-danger")
    assert "112" in text.en
    assert "112" in text.sv


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("no-stool-3-days", "trial-do-bowel"),
        ("swollen-painful-belly", "trial-do-bowel"),
        ("rectal-bleeding", "trial-do-bowel"),
        ("bowel-obstruction", "trial-do-bowel"),
        ("ckd", "trial-do-kidney"),
        ("dialysis", "trial-do-kidney"),
        ("past-acute-kidney-injury", "trial-do-kidney"),
        ("pregnancy", "trial-do-pregnancy"),
        ("trying-to-conceive", "trial-do-pregnancy"),
    ],
)
def test_what_stops_the_trial_and_asks_for_a_doctor_today(knowledge, what, text):
    actions, entries = noted(knowledge, Complaint(DAY, what, 1))
    assert first(actions) == ("stop", "today", text)
    assert entries == (Stopped(what, by="rule"),)


@pytest.mark.parametrize("what", ["vomiting", "diarrhoea", "fever", "not-drinking", "dehydration"])
def test_an_illness_pauses_until_all_is_normal(knowledge, what):
    actions, entries = noted(knowledge, Complaint(DAY, what, 1))
    assert first(actions)[0::2] == ("pause", "trial-do-ill")
    assert entries == (Paused("ill", by="rule"),)


@pytest.mark.parametrize("what", ["diarrhoea", "loose-stools"])
def test_diarrhoea_on_lithium_digoxin_or_a_diuretic_stops(knowledge, what):
    actions, entries = noted(knowledge, Complaint(DAY, what, 1), fluid=True)
    assert first(actions) == ("stop", "today", "trial-do-diarrhoea-medicine")
    assert entries == (Stopped(what, by="rule"),)


def test_where_the_medicines_are_not_known_diarrhoea_also_says_to_ring(knowledge):
    actions, entries = noted(knowledge, Complaint(DAY, "diarrhoea"), fluid=None)
    assert actions[0].texts == ("trial-do-ill", "trial-do-ill-unknown")
    assert actions[0].urgency == "today"
    assert entries == (Paused("ill", by="rule"),)


@pytest.mark.parametrize(("name", "kind"), [("Furix", "stop"), ("Alvedon", "pause"), ("Zzyzx", "pause")])
def test_a_medicine_that_came_later_counts_too(knowledge, name, kind):
    actions, _ = noted(knowledge, Complaint(DAY, "diarrhoea"), before=(Medicine(DAY, name),))
    assert actions[0].kind == kind
    assert ("trial-do-ill-unknown" in actions[0].texts) is (name == "Zzyzx")


def test_loose_stools_step_back_unless_severe(knowledge):
    assert first(noted(knowledge, Complaint(DAY, "loose-stools", 2))[0])[0] == "step-back"
    assert noted(knowledge, Complaint(DAY, "loose-stools", 2))[1] == ()
    assert first(noted(knowledge, Complaint(DAY, "loose-stools", 3))[0])[0] == "pause"


def test_diarrhoea_on_three_of_seven_nights_is_persistent(knowledge):
    earlier = [Complaint(DAY - timedelta(days=6), "diarrhoea"), Complaint(DAY - timedelta(days=1), "diarrhoea")]
    actions, entries = noted(knowledge, Complaint(DAY, "diarrhoea"), before=earlier)
    assert first(actions) == ("stop", "today", "trial-do-diarrhoea-persistent")
    assert entries == (Stopped("persistent-diarrhoea", by="rule"),)
    twice_one_night = [Complaint(DAY, "diarrhoea"), Complaint(DAY, "diarrhoea")]
    assert noted(knowledge, Complaint(DAY, "diarrhoea"), before=twice_one_night)[0][0].kind == "pause"
    too_old = [Complaint(DAY - timedelta(days=7), "diarrhoea"), earlier[1]]
    assert noted(knowledge, Complaint(DAY, "diarrhoea"), before=too_old)[0][0].kind == "pause"


@pytest.mark.parametrize("change", ["new", "dose"])
def test_a_new_medicine_pauses_until_the_check_is_run_again(knowledge, change):
    actions, entries = noted(knowledge, Medicine(DAY, "Ciproxin", change))
    assert first(actions) == ("pause", "today", "trial-do-medicine")
    assert entries == (Paused("medicine", by="rule"),)


def test_a_stopped_medicine_asks_for_the_check_but_does_not_pause(knowledge):
    actions, entries = noted(knowledge, Medicine(DAY, "Ciproxin", "stopped"))
    assert first(actions)[0] == "recheck"
    assert entries == ()


def test_a_night_of_illness_says_what_to_look_for(knowledge):
    actions, entries = noted(knowledge, Night(DAY, score=4, unusual=("ill",)))
    assert first(actions) == ("call", "soon", "trial-do-illness-note")
    assert entries == ()


def test_a_medicine_before_the_start_is_noted_for_the_four_weeks(knowledge):
    for change in ("new", "stopped"):
        actions, entries = noted(knowledge, Medicine(FIRST, "Levaxin", change), start=False, day=FIRST)
        assert actions[0].kind == "recheck"
        assert entries == ()


def test_a_medicine_that_was_stopped_makes_diarrhoea_no_safer(knowledge):
    both = (Medicine(DAY, "Furix"), Medicine(DAY, "Furix", "stopped"))
    assert noted(knowledge, Complaint(DAY, "diarrhoea"), before=both)[0][0].kind == "stop"


def test_a_second_illness_in_a_pause_writes_no_second_pause(knowledge):
    before = (Complaint(DAY, "fever"), Paused("ill", by="rule"))
    assert noted(knowledge, Complaint(DAY, "vomiting"), before=before)[1] == ()


def test_a_new_illness_on_paper_still_asks_for_the_check(knowledge):
    _, entries = noted(knowledge, Complaint(DAY, "asthma"), day=DAY + timedelta(days=5))
    assert entries == (Paused("condition", by="rule"),)


@pytest.mark.parametrize("tick", ["new-medicine", "iron"])
def test_a_medicine_that_is_only_ticked_pauses_too(knowledge, tick):
    _, entries = noted(knowledge, Night(DAY, score=4, unusual=(tick,)))
    assert entries == (Paused("medicine", by="rule"),)


def test_an_illness_nobody_checked_pauses_for_the_check(knowledge):
    _, entries = noted(knowledge, Complaint(DAY, "myasthenia-gravis"))
    assert entries == (Paused("condition", by="rule"),)


@pytest.mark.parametrize("what", ["headache", "other", "nausea", "light-headedness"])
def test_small_things_are_noted_and_change_nothing(knowledge, what):
    actions, entries = noted(knowledge, Complaint(DAY, what))
    assert first(actions) == ("call", "soon", "trial-do-other")
    assert entries == ()


def test_the_gravest_comes_first_and_one_entry_is_enough(knowledge):
    actions, entries = noted(
        knowledge, Complaint(DAY, "fever"), Medicine(DAY, "X"), Complaint(DAY, "fainting"), Complaint(DAY, "ckd")
    )
    assert [each.urgency for each in actions][:2] == ["now", "today"]
    assert entries == (Stopped("fainting", by="rule"),)


def test_before_the_start_nothing_is_paused_or_stopped_but_112_is_said(knowledge):
    actions, entries = noted(knowledge, Complaint(FIRST, "fainting"), start=False, day=FIRST)
    assert first(actions) == ("call", "now", "trial-do-danger-before")
    assert entries == ()
    for what in ("fever", "loose-stools", "pregnancy", "ckd", "asthma"):
        actions, entries = noted(knowledge, Complaint(FIRST, what), start=False, day=FIRST)
        assert actions[0].kind in {"call", "recheck"}
        assert "capsule" not in knowledge.advice(actions[0].texts[0]).en
        assert entries == ()


def test_after_the_stop_or_the_answer_no_rule_writes_again(knowledge):
    actions, entries = noted(knowledge, Complaint(DAY, "fainting"), before=(Stopped("x"),))
    assert actions[0].urgency == "now"
    assert entries == ()


def test_after_the_last_night_there_is_nothing_to_stop(knowledge):
    last = TRIAL + timedelta(days=19)
    actions, entries = noted(knowledge, Complaint(last, "fainting"), day=last)
    assert first(actions) == ("stop", "now", "trial-do-danger")
    assert entries == ()


def test_what_was_noted_on_paper_days_ago_is_not_happening_now(knowledge):
    actions, entries = noted(knowledge, Complaint(DAY, "fainting"), day=DAY + timedelta(days=4))
    assert first(actions) == ("stop", "today", "trial-do-danger-past")
    assert entries == (Stopped("fainting", by="rule"),)
    assert noted(knowledge, Complaint(DAY, "fever"), day=DAY + timedelta(days=4))[1] == ()


def week(scores, begin=TRIAL):
    return [Night(begin + timedelta(days=n), score=s) for n, s in enumerate(scores) if s is not None]


@pytest.mark.parametrize(
    ("scores", "stops"),
    [
        ([8] * 7, True),
        ([8, 8, 8, 7, 8, 8, 8], False),
        ([9, 8, 8, 7, 8, 8, 8], True),
        ([8, None, 8, None, 8, 8, 8], True),
        ([8, None, None, None, 8, 8, 8], False),
        ([10] * 6, False),
    ],
)
def test_seven_nights_three_points_above_the_run_in_stop_the_trial(knowledge, scores, stops):
    nights = week(scores)
    record = kept(run_in(5), started(), nights)
    last = TRIAL + timedelta(days=len(scores) - 1)
    assert worsened(record, last) is stops
    _, entries = noted(knowledge, nights[-1], before=nights[:-1], day=last)
    assert entries == ((Stopped("worse", by="rule"),) if stops else ())


def test_a_bad_run_in_leaves_room_for_the_rule_at_the_top_of_the_scale():
    last = TRIAL + timedelta(days=6)
    assert worsened(kept(run_in(8), started(), week([10] * 7)), last)
    assert not worsened(kept(run_in(8), started(), week([10] * 6 + [9])), last)


def test_the_run_in_itself_is_never_worse():
    assert not worsened(kept(run_in(5)), TRIAL)


class TestResume:
    def resume(self, knowledge, record, moment, *, normal=False, check=None):
        must_be_able_to_resume(record, moment, normal=normal, check=check, knowledge=knowledge)

    def paused(self, *bodies, why="ill"):
        return kept(run_in(), started(), list(bodies), Paused(why, by="rule"), first=morning(DAY))

    def test_48_hours_after_the_last_complaint_and_not_before(self, knowledge):
        record = self.paused(Complaint(DAY, "fever"))
        earliest = normal_from(record)
        assert earliest is not None
        with pytest.raises(BadInput, match="not before"):
            self.resume(knowledge, record, earliest - timedelta(minutes=1), normal=True)
        self.resume(knowledge, record, earliest, normal=True)

    def test_time_alone_is_not_enough(self, knowledge):
        record = self.paused(Complaint(DAY, "fever"))
        with pytest.raises(BadInput, match="--normal"):
            self.resume(knowledge, record, morning(DAY + timedelta(days=5)))

    def test_a_person_may_take_up_their_own_pause(self, knowledge):
        self.resume(knowledge, self.paused(why="person"), morning(DAY, 9))

    def checked(self, knowledge, **fields):
        values = {"age": 44, "sex": "male", "conditions": [], "medicines": [], "magnesium": []} | fields
        person = read_person(Written(values), Context(knowledge, DAY)).person
        return checked(person, assess(person, knowledge, DAY), knowledge)

    def test_a_new_medicine_needs_a_check_that_knows_of_it(self, knowledge):
        record = self.paused(Medicine(DAY, "Levaxin"), why="medicine")
        later = morning(DAY, 12)
        assert needs_check(record)
        with pytest.raises(BadInput, match="check must be run again"):
            self.resume(knowledge, record, later, normal=True)
        with pytest.raises(BadInput, match="not in the person file"):
            self.resume(knowledge, record, later, check=self.checked(knowledge))
        timed = [{"name": "Levaxin", "times": ["07:00"]}]
        self.resume(knowledge, record, later, check=self.checked(knowledge, medicines=timed))
        with pytest.raises(BadInput, match="no time of day"):
            self.resume(knowledge, record, later, check=self.checked(knowledge, medicines=["Levaxin"]))

    @pytest.mark.parametrize(("fields", "says"), [({"conditions": ["heart-block"]}, "stop"), ({"age": 70}, "missing")])
    def test_a_check_that_speaks_against_it_keeps_the_pause(self, knowledge, fields, says):
        record = self.paused(why="medicine")
        with pytest.raises(BadInput, match=says):
            self.resume(knowledge, record, morning(DAY, 12), check=self.checked(knowledge, **fields))

    def test_a_new_illness_must_be_in_the_person_file(self, knowledge):
        record = self.paused(Complaint(DAY, "asthma"), why="condition")
        with pytest.raises(BadInput, match="person file"):
            self.resume(knowledge, record, morning(DAY, 12), check=self.checked(knowledge))
        self.resume(knowledge, record, morning(DAY, 12), check=self.checked(knowledge, conditions=["asthma"]))

    def test_a_medicine_noted_during_a_pause_for_illness_needs_the_check_too(self):
        record = kept(run_in(), started(), Complaint(DAY, "fever"), Paused("ill"), Medicine(DAY, "Levaxin"))
        assert needs_check(record)

    @pytest.mark.parametrize("end", [Stopped("fever", by="rule"), Opened("x", "y", emergency=True)])
    def test_nothing_goes_on_after_the_stop_or_the_opening(self, knowledge, end):
        record = kept(run_in(), started(), Paused("person"), end)
        with pytest.raises(BadInput, match="over"):
            self.resume(knowledge, record, morning(date(2027, 1, 1)))

    def test_without_a_pause_there_is_nothing_to_resume(self, knowledge):
        with pytest.raises(BadInput, match="not paused"):
            self.resume(knowledge, kept(run_in(), started()), morning(DAY))

    def test_a_medicine_that_came_and_went_need_not_be_in_the_person_file(self, knowledge):
        record = self.paused(Medicine(DAY, "Levaxin"), Medicine(DAY, "levaxin", "stopped"), why="medicine")
        self.resume(knowledge, record, morning(DAY, 12), check=self.checked(knowledge))

    def test_a_pause_is_made_once(self):
        must_be_able_to_pause(kept(run_in(), started()))
        with pytest.raises(BadInput, match="paused already"):
            must_be_able_to_pause(kept(run_in(), started(), Paused("x")))
        with pytest.raises(BadInput, match="not started"):
            must_be_able_to_pause(kept(run_in()))


def test_a_check_that_ends_a_pause_does_not_bring_it_back(knowledge):
    """What was noted before is not acted on again when something else is written."""
    base = [*run_in(), started(), Medicine(DAY, "Levaxin"), Paused("medicine"), Resumed("checked")]
    events = written(base, Night(DAY, score=4))
    record = record_of(events)
    assert events_of(due(record, len(base), DAY, knowledge), record, DAY) == ()


def test_a_pause_for_illness_becomes_one_for_the_check_when_a_medicine_comes(knowledge):
    _, entries = noted(knowledge, Medicine(DAY, "Levaxin"), before=(Complaint(DAY, "fever"), Paused("ill")))
    assert entries == (Paused("medicine", by="rule"),)
    record = kept(run_in(), started(), Complaint(DAY, "fever"), Paused("ill", by="rule"), *entries)
    assert [each.why for each in record.pauses] == ["ill", "medicine"]
    assert needs_check(record)
    assert normal_from(record) is not None
