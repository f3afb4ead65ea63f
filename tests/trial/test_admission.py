"""Who may start: every refusal of the safety policy, section 4, and that what is not known is never "no"."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from stilla.diary.events import Medicine, Night
from stilla.findings import assess
from stilla.reading.document import Written
from stilla.reading.person_file import Context, read_person
from stilla.trial.admission import Answers, acts_on_legs, fluid_medicine, may_start
from trial.trial_diaries import FIRST, kept, run_in, started

TODAY = date(2026, 11, 15)
NONE = Answers(changes="no", magnesium="no", low_magnesium="no", diarrhoea="no", surgery="no", shift_work="no")
WELL = {
    "age": 44,
    "sex": "male",
    "conditions": ["restless-legs"],
    "medicines": ["Alvedon"],
    "magnesium": [],
    "ferritin": {"value": "120 ug/L", "measured": "2026-10-01"},
}


def person_of(knowledge, fields, today=TODAY):
    return read_person(Written(fields), Context(knowledge, today)).person


def admission(knowledge, *, record=None, answers=NONE, today=TODAY, checked=None, without=(), **fields):
    values = {name: value for name, value in (WELL | fields).items() if name not in without}
    person = person_of(knowledge, values, today)
    found = assess(person, knowledge, checked or today)
    return may_start(person, found, kept(run_in()) if record is None else record, today, knowledge, answers)


def refused(*args, **kwargs) -> set[str]:
    return {each.id for each in admission(*args, **kwargs).refusals}


def test_somebody_well_with_a_whole_run_in_may_start(knowledge):
    found = admission(knowledge)
    assert found.admitted, found.refusals
    assert (found.verdict, found.questions, found.deviations) == ("go", (), ())


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"age": 17}, "under-18"),
        ({"conditions": ["dialysis"]}, "dialysis"),
        ({"conditions": ["bariatric-surgery"]}, "bariatric"),
        ({"sex": "female", "conditions": ["pregnancy"]}, "pregnancy"),
        ({"sex": "female", "conditions": ["breastfeeding"]}, "pregnancy"),
        ({"conditions": ["diarrhoea"]}, "diarrhoea"),
        ({"conditions": ["planned-anaesthesia"]}, "surgery"),
        ({"conditions": ["hypomagnesaemia"]}, "low-magnesium"),
        ({"conditions": ["iron-deficiency"]}, "ferritin-low"),
        ({"serum_magnesium": {"value": "0.6 mmol/L", "measured": "2026-11-01"}}, "low-magnesium"),
        ({"magnesium": [{"mg": "100 mg"}]}, "recent-magnesium"),
        ({"magnesium": [{"mg": "100 mg", "prescribed": True}]}, "prescribed-magnesium"),
        ({"medicines": [{"name": "Gabapentin", "times": ["21:00"]}]}, "gabapentin"),
        ({"medicines": [{"name": "gabapentin enacarbil", "times": ["17:00"]}]}, "gabapentin"),
        ({"medicines": [{"name": "Madopark", "times": ["07:00"]}]}, "levodopa"),
        ({"medicines": ["Novaluzid"]}, "recent-magnesium"),
        ({"medicines": [{"name": "raltegravir", "times": ["08:00"]}]}, "ask"),
        ({"medicines": ["Levaxin"]}, "untimed"),
        ({"conditions": ["heart-block"]}, "stop"),
        ({"magnesium": [{"mg": "210 mg"}]}, "no-room"),
        ({"conditions": ["myasthenia-gravis"]}, "stop"),
        ({"age": 61}, "unknown"),
        ({"medicines": ["Zzyzx"]}, "unknown"),
        ({"ferritin": {"value": "75 ug/L", "measured": "2026-10-01"}}, "ferritin-low"),
        ({"ferritin": {"value": "20 ug/L", "measured": "2020-10-01"}}, "ferritin-low"),
        ({"ferritin": {"value": "120 ug/L", "measured": "2025-11-01"}}, "ferritin-old"),
        ({"ferritin": "120 ug/L"}, "ferritin-old"),
        ({"ferritin": {"value": "<100 ug/L", "measured": "2026-10-01"}}, "ferritin-untested"),
        ({"transferrin_saturation": {"value": "15 %", "measured": "2026-10-01"}}, "ferritin-low"),
    ],
)  # fmt: skip
def test_each_reason_of_the_policy_refuses(knowledge, fields, reason):
    assert reason in refused(knowledge, **fields)


@pytest.mark.parametrize("missing", ["age", "sex", "conditions", "medicines", "magnesium"])
def test_what_a_person_file_does_not_say_is_never_no(knowledge, missing):
    assert "unknown" in refused(knowledge, without=(missing,)) or missing == "sex"


def test_untested_iron_refuses(knowledge):
    assert "ferritin-untested" in refused(knowledge, without=("ferritin",))


def test_a_woman_of_44_who_did_not_say_is_asked_about_pregnancy(knowledge):
    assert refused(knowledge, sex="female", without=("conditions",)) >= {"unknown"}


def test_gabapentin_goes_with_a_clinician_and_is_written_down(knowledge):
    fields = {"medicines": [{"name": "Gabapentin", "times": ["21:00"]}], "bedtime": "23:30", "waketime": "07:00"}
    found = admission(knowledge, answers=msgspec.structs.replace(NONE, clinician="Dr A"), **fields)
    assert found.admitted, found.refusals
    assert found.deviations == ("gabapentin-with-clinician",)
    blank = msgspec.structs.replace(NONE, clinician="  ")
    assert "gabapentin" in refused(knowledge, answers=blank, **fields)


@pytest.mark.parametrize("field", ["changes", "magnesium", "diarrhoea", "shift_work"])
def test_an_open_question_refuses_until_it_is_answered_no(knowledge, field):
    unsaid = admission(knowledge, answers=msgspec.structs.replace(NONE, **{field: None}))
    assert [each.id for each in unsaid.refusals] == [f"open-{field}"]
    assert [each.field for each in unsaid.questions] == [field]
    yes = admission(knowledge, answers=msgspec.structs.replace(NONE, **{field: "yes"}))
    assert not yes.admitted
    assert yes.questions == ()


def test_what_the_person_file_says_of_surgery_and_low_magnesium_is_not_asked_again(knowledge):
    unsaid = msgspec.structs.replace(NONE, surgery=None, low_magnesium=None)
    assert admission(knowledge, answers=unsaid).admitted
    asked = admission(knowledge, answers=unsaid, without=("conditions",))
    assert {each.field for each in asked.questions} == {"surgery", "low_magnesium"}


@pytest.mark.parametrize(("days", "old"), [(0, False), (30, False), (31, True), (-1, True)])
def test_the_check_is_of_the_last_thirty_days(knowledge, days, old):
    assert ("check-old" in refused(knowledge, checked=TODAY - timedelta(days=days))) is old


@pytest.mark.parametrize(
    ("name", "day", "refuses"),
    [("Sifrol", 12, True), ("Duroferon", 12, True), ("okänt piller", 12, True), ("Alvedon", 12, False)],
)
def test_a_medicine_noted_in_the_diary_within_four_weeks(knowledge, name, day, refuses):
    record = kept(run_in(), Medicine(date(2026, 11, day), name, "dose"))
    assert ("changes" in refused(knowledge, record=record)) is refuses
    later = TODAY + timedelta(days=26)
    assert "changes" not in refused(knowledge, record=record, today=later, checked=later)


def test_the_run_in_needs_fourteen_nights_with_eleven_answers_in_time(knowledge):
    answered = [n for n in range(14) if n not in {3, 7, 9}]
    nights = [Night(FIRST + timedelta(days=n), score=5) for n in answered]
    start = run_in(nights=0)
    assert admission(knowledge, record=kept(start, nights)).admitted
    assert "run-in" in refused(knowledge, record=kept(start, nights[:-1]))
    late = [msgspec.structs.replace(nights[0], recalled=True), *nights[1:]]
    assert "run-in" in refused(knowledge, record=kept(start, late))
    cannot = [Night(nights[0].night, cannot=True), *nights[1:]]
    assert "run-in" in refused(knowledge, record=kept(start, cannot))
    assert "run-in" in refused(knowledge, record=kept())
    thirteen = date(2026, 11, 13)
    assert "run-in" in refused(knowledge, record=kept(run_in(nights=13)), today=thirteen, checked=thirteen)


def test_a_run_in_that_ended_more_than_thirty_days_ago_does_not_count(knowledge):
    """The latest fourteen nights with eleven answers are those to the 17th."""
    assert "run-in" not in refused(knowledge, today=date(2026, 12, 17))
    assert "run-in" in refused(knowledge, today=date(2026, 12, 18))


@pytest.mark.parametrize("scores", [[2] * 14, [10, 0] * 7])
def test_legs_too_calm_refuse_unless_it_is_let_through_and_written_down(knowledge, scores):
    nights = [Night(FIRST + timedelta(days=n), score=score) for n, score in enumerate(scores)]
    record = kept(run_in(nights=0), nights)
    assert refused(knowledge, record=record) == {"few-symptoms"}
    through = admission(knowledge, record=record, answers=msgspec.structs.replace(NONE, despite_few_symptoms=True))
    assert through.admitted
    assert through.deviations == ("few-symptoms",)


def test_nothing_else_can_be_let_through(knowledge):
    anything = Answers(clinician="x", despite_few_symptoms=True)
    assert {"levodopa", "dialysis", "ferritin-untested"} <= refused(
        knowledge, answers=anything, without=("ferritin",), conditions=["dialysis"], medicines=["Madopark"]
    )


def test_every_refusal_has_both_languages_and_a_source(knowledge):
    found = admission(knowledge, record=kept(), answers=Answers(), age=12, medicines=["Madopark", "Gabapentin"])
    assert len(found.refusals) > 8
    for each in found.refusals:
        assert each.text.en
        assert each.text.sv
        assert "{" not in each.text.en + each.text.sv
        assert all(source in knowledge.sources for source in each.sources)
        assert each.sources


def test_diarrhoea_is_dangerous_with_what_the_rule_names(knowledge):
    def fluid(**fields):
        return fluid_medicine(person_of(knowledge, fields), TODAY, knowledge)

    assert fluid(medicines=["Furix"]) is True
    assert fluid(medicines=["Lithionit"]) is True
    assert fluid(medicines=["Alvedon"]) is False
    assert fluid() is None
    assert fluid(medicines=["Zzyzx"]) is None


@pytest.mark.parametrize(
    ("name", "acts"),
    [("Sifrol", True), ("pregabalin", True), ("sertralin", True), ("Duroferon", True), ("Zzyzx", True),
     ("Alvedon", False), ("Levaxin", True), ("penicillin V", False)],
)  # fmt: skip
def test_which_medicines_act_on_the_legs(knowledge, name, acts):
    assert acts_on_legs(name, knowledge) is acts


def test_the_run_in_ends_where_the_trial_begins(knowledge):
    record = kept(run_in(), started(), Night(date(2026, 11, 16), score=9))
    assert "run-in" not in refused(knowledge, record=record)
