"""What a report holds: the worst first, nothing lost, nothing assumed, and no effect before the answer."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from report.report_examples import (
    ASKS,
    LAST,
    STOPS,
    WELL,
    bodies,
    finished,
    known,
    report_of,
    write_finished,
    write_trial,
)
from stilla.diary.canonical import pretty
from stilla.diary.events import Complaint, Opened, Stopped
from stilla.errors import BadInput
from stilla.interfaces.forms.report import report_form
from stilla.interfaces.trial.pictures import HOME
from stilla.knowledge.schema import LEVELS
from stilla.report.of_trial import Over, TrialGiven, trial_part
from stilla.text import Text
from trial import finished_trial

RUNNING = finished_trial.FIRST + timedelta(days=59)


def _values(report, fact):
    return next((each for each in (*report.facts, *report.iron) if each.fact == fact), None)


@pytest.mark.parametrize("name", ["well", "asks", "stops", "nothing"])
def test_every_finding_is_there_once_worst_first(name, knowledge, person):
    from stilla.findings import assess  # noqa: PLC0415  # beside the report's own way to it

    fields = {"well": WELL, "asks": ASKS, "stops": STOPS, "nothing": {}}[name]
    report = known(name)
    found = assess(person(**fields).person, knowledge, report.as_of)
    assert [each.rule for each in report.findings] == [each.rule.id for each in found.findings]
    assert [LEVELS.index(each.level) for each in report.findings] == sorted(
        LEVELS.index(each.level) for each in report.findings
    )
    parts = [each for part in ("assessment", "aggravators", "iron") for each in report.part(part)]
    assert sorted(each.rule for each in parts) == sorted(each.rule for each in report.findings)
    assert all(each.part == "assessment" for each in report.findings if each.level in {"stop", "ask", "space"})
    assert {each.fact for each in report.missing} == {each.fact for each in found.questions}


def test_what_was_not_said_is_open_and_what_was_said_to_be_nothing_is_not():
    nothing, well = known("nothing"), known("well")
    for fact in ("age", "sex", "egfr", "conditions", "medicines", "magnesium", "ferritin", "tsat"):
        assert _values(nothing, fact).open, fact
        assert _values(nothing, fact).values == (), fact
    assert not _values(well, "magnesium").open
    assert _values(well, "magnesium").values == ()
    assert not _values(well, "medicines").open
    assert _values(well, "tsat").open


def test_a_value_keeps_its_unit_and_day_in_both_languages():
    ferritin = _values(known("well"), "ferritin").values[0]
    assert ferritin == Text("120\xa0µg/L (2026-10-01)", "120\xa0µg/l (2026-10-01)")


def test_a_name_that_nobody_knows_stays_in_the_report():
    report = report_of(**{**WELL, "medicines": ["Grunkolin"], "conditions": ["restless-legs", "blåbenen"]})
    assert {each.text for each in report.unrecognised} == {"Grunkolin", "blåbenen"}
    assert "Grunkolin" in _values(report, "medicines").values[0].en
    assert len(report.unrecognised_advice) == 2


def test_iron_and_aggravating_medicines_are_asked_about_and_nothing_is_recommended():
    ids = [each.id for each in known("asks").discuss]
    assert ids.index("report-ask-iron") < ids.index("report-ask-aggravators")
    assert ids[-1] == "report-ask-treatments"
    assert "Sertralin" in next(each for each in known("asks").discuss if each.id == "report-ask-aggravators").text.sv
    low = [each.id for each in known("stops").discuss]
    assert low[:2] == ["report-ask-now", "report-ask-may"]  # bowel obstruction cannot wait
    assert "report-ask-iron-low" in low
    assert "report-ask-iron-other" in low
    assert "report-ask-iron" not in low


def test_a_sign_of_danger_is_the_first_thing_to_bring_up():
    report = report_of(**{**WELL, "signs": ["fainting"]})
    assert report.discuss[0].id == "report-ask-now"
    assert report.discuss[0].text.en.endswith(report.findings[0].do.en)


def test_a_stop_has_neither_dose_nor_time():
    plan = known("stops").plan
    assert (plan.decision, plan.dose_mg, plan.times) == ("stop", None, ())
    assert known("well").plan.dose_mg == 200


def test_every_source_that_is_cited_is_listed_with_its_certainty():
    for name in ("well", "asks", "stops"):
        report = known(name)
        listed = {each.id: each.certainty for each in report.sources}
        for each in (*report.findings, *report.plan.first, *report.plan.more, *report.discuss):
            for source in each.sources:
                assert each.certainty in listed[source]


def test_no_name_and_no_number_of_a_person_is_asked_for():
    assert not {"name", "number", "born"} & set(report_form(known("asks"), "sv").__struct_fields__)


def test_a_blinded_trial_tells_the_same_whatever_the_nights_were(tmp_path):
    reports = []
    for score in (0, 9, None):
        folder = write_trial(tmp_path / str(score), bodies(60, score=score))
        reports.append(report_of(folder, RUNNING, **WELL))
    assert reports[0] == reports[1] == reports[2]
    trial = reports[0].trial
    assert (trial.state, trial.blinding) == ("running", "helper")
    assert (trial.figures, trial.pictures, trial.cent, trial.summary) == (None, (), (), None)
    said = " ".join(each.text.en for each in trial.first)
    assert "Period 5 of 8" in said
    assert "the last night is 28 Mar 2027" in said
    assert "Treat me as if I take it" in said
    assert "not shown before the answer" in said


def test_beside_a_trial_no_dose_is_planned(tmp_path):
    report = report_of(write_trial(tmp_path, bodies(60)), RUNNING, **WELL)
    assert report.plan.dose_mg is None
    assert report.plan.times == ()
    assert [each.id for each in report.plan.first] == ["report-plan-in-trial"]


def test_a_trial_that_a_rule_stopped_warns_before_everything_and_shows_no_effect(tmp_path):
    folder = write_trial(tmp_path, [*bodies(30), Stopped("persistent-diarrhoea", by="rule")])
    report = report_of(folder, RUNNING, **WELL)
    assert report.trial.state == "stopped"
    assert report.trial.warning.id == "trial-stopped-harm"
    assert report.trial.figures is None
    assert report.plan.dose_mg is None
    assert any("diarrhoea that went on" in each.text.en for each in report.trial.first)


def test_a_trial_opened_in_an_emergency_and_not_answered_shows_no_effect(tmp_path):
    folder = write_trial(tmp_path, [*bodies(30), Opened("Maria", "fell ill", emergency=True)])
    trial = report_of(folder, RUNNING, **WELL).trial
    assert (trial.state, trial.figures, trial.pictures) == ("stopped", None, ())


def test_the_run_in_is_told_without_a_plan_file(tmp_path):
    folder = write_trial(tmp_path, bodies(0)[:10])
    (folder / "protocol.json").unlink()
    trial = report_of(folder, finished_trial.BEGAN + timedelta(days=8), **WELL).trial
    assert (trial.state, trial.blinding, trial.figures) == ("run-in", None, None)


def test_a_finished_trial_tells_its_answer_with_pictures_and_every_item():
    trial, answer = finished().trial, finished_trial.whole().finished.answer
    assert trial.state == "finished"
    assert trial.figures.verdict == answer.verdict
    assert trial.figures.p_mid == pytest.approx(answer.p_mid, abs=1e-9)
    assert [name for name, _ in trial.pictures] == ["hundred-dots", "quantile-dots", "nights"]
    assert len(trial.cent) == 44
    assert trial.summary is not None


@pytest.mark.parametrize(
    ("changes", "warning", "planned"),
    [
        ({"verdict": "helps"}, None, None),
        ({"verdict": "not_settled"}, None, None),
        ({"verdict": "not_enough"}, None, "report-plan-after-trial"),
        ({"verdict": "worse"}, "trial-worse", "report-plan-after-trial"),
    ],
)
def test_an_answer_against_it_comes_before_any_plan(changes, warning, planned, knowledge):
    over = finished_trial.whole()
    answered = msgspec.structs.replace(over.finished, answer=msgspec.structs.replace(over.finished.answer, **changes))
    part = trial_part(
        TrialGiven(over.record, LAST, over.plan, Over(answered, finished_trial.ORDER, HOME, (), None)), knowledge
    )
    assert (None if part.warning is None else part.warning.id) == warning
    assert (None if part.instead_of_plan is None else part.instead_of_plan.id) == planned


def test_a_stop_for_harm_is_said_before_the_figures(knowledge):
    over = finished_trial.stopped()
    part = trial_part(
        TrialGiven(over.record, LAST, over.plan, Over(over.finished, finished_trial.ORDER, HOME, (), None)), knowledge
    )
    assert part.warning.id == "trial-stopped-harm"
    assert part.first[0].id == "trial-stopped-harm"
    assert part.instead_of_plan.id == "report-plan-after-trial"
    assert part.figures.mean is None  # one night says nothing


def _refused(folder, as_of=LAST) -> str:
    with pytest.raises(BadInput) as raised:
        report_of(folder, as_of, **WELL)
    return " ".join(each.sentence("en") for each in raised.value.problems)


def test_a_folder_without_a_diary_is_refused(tmp_path):
    assert "no diary" in _refused(tmp_path)


def test_a_plan_or_answer_that_does_not_fit_the_diary_is_refused(tmp_path):
    folder = write_finished(tmp_path)
    (folder / "answer.json").write_bytes(pretty({"sequence": "PAAPAPPA"}))
    assert "does not fit the diary" in _refused(folder)
    (folder / "answer.json").write_bytes(b"{")
    assert "answer.json" in _refused(folder)
    (folder / "answer.json").unlink()
    assert "no such file" in _refused(folder)
    (folder / "protocol.json").write_bytes(pretty(finished_trial.plan(mid=2.0)))
    assert "does not fit the diary" in _refused(folder)
    (folder / "protocol.json").write_bytes(b"")
    assert "protocol.json" in _refused(folder)


def test_a_summary_of_another_trial_is_refused(tmp_path):
    folder = write_finished(tmp_path)
    own = (folder / "summary.json").read_bytes()
    plan = finished_trial.plan()
    (folder / "summary.json").write_bytes(own.replace(plan.digest.encode(), b"0" * 64))
    assert "does not fit the diary" in _refused(folder)
    (folder / "summary.json").write_bytes(b"\xff")
    assert "summary.json" in _refused(folder)
    (folder / "summary.json").unlink()
    assert report_of(folder, LAST, **WELL).trial.summary is None


def test_a_damaged_diary_is_refused(tmp_path):
    folder = write_trial(tmp_path, bodies(3))
    (folder / "diary.sqlite").write_bytes(b"not a database" * 100)
    assert "diary.sqlite" in _refused(folder)


def test_the_same_facts_give_the_same_report():
    assert report_of(**ASKS) == known("asks")


@pytest.mark.parametrize(("days", "told"), [(0, True), (29, True), (45, False)])
def test_a_grave_sign_of_the_diary_comes_before_the_verdict_of_the_check(tmp_path, days, told):
    """The check knows nothing of the diary: chest pain noted this week must not stand under "nothing against it"."""
    noted = Complaint(night=RUNNING - timedelta(days=days), what="chest-pain", severity=3)
    mild = Complaint(night=RUNNING, what="loose-stools", severity=1)
    folder = write_trial(tmp_path / "trial", [*bodies(60), noted, mild])
    report = report_of(folder, RUNNING, **WELL)
    warning = report.trial.warning
    assert (warning is not None and "Chest pain" in warning.text.en) is told
    if told:
        assert "Bröstsmärta" in warning.text.sv
        assert "oose" not in warning.text.en
