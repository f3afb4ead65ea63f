"""A trial as FHIR: what is told while it is blind, and what once it has been answered."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest

from exchange.exchange_persons import TODAY
from exchange.fhir_rules import must_be_valid, one, resources
from report.report_examples import LAST, WELL, bodies, known_things, write_finished, write_trial
from stilla.diary.events import Complaint, Stopped
from stilla.diary.record import record_of
from stilla.diary.sleep_nights import DeviceNight
from stilla.exchange.diary import whole_diary
from stilla.exchange.evidence import effect
from stilla.exchange.identifiers import Names
from stilla.exchange.report import Checked, Told, report_document
from stilla.exchange.trial import Trial
from stilla.exchange.writing import Writing
from stilla.findings import assess, wishes_of
from stilla.interfaces.report.fhir import fhir_report
from stilla.interfaces.report.making import read_trial
from stilla.plan import plan_for
from stilla.reading.document import Written
from stilla.reading.person_file import Context, read_person
from stilla.text import Text
from trial import finished_trial

RUNNING = finished_trial.FIRST + timedelta(days=40)
COUNT = 8 * finished_trial.NIGHTS


def _document(folder, as_of=TODAY, language="en"):
    return _written(None if folder is None else read_trial(folder, as_of), as_of, language)


def _written(given, as_of, language):
    knowledge = known_things()
    read = read_person(Written(WELL), Context(knowledge, as_of))
    found = json.loads(fhir_report(read, given, as_of, knowledge, language))
    must_be_valid(found)
    return found


@lru_cache(maxsize=1)
def _answered():
    """The finished trial, computed once."""
    with TemporaryDirectory() as folder:
        return read_trial(write_finished(Path(folder)), LAST)


@lru_cache(maxsize=2)
def _finished(language):
    return _written(_answered(), LAST, language)


def _under_way(tmp_path, nights, as_of=RUNNING, entries=None, **more):
    folder = tmp_path / "trial"
    folder.mkdir(parents=True)
    return _document(write_trial(folder, entries or bodies(nights, **more)), as_of)


def test_the_page_lies_inside_whole():
    found = _document(None)
    paper = one(found, "DocumentReference")["content"][0]["attachment"]
    content = base64.b64decode(paper["data"])
    assert content.startswith(b"%PDF-")
    assert paper["size"] == len(content)
    assert base64.b64decode(paper["hash"]) == hashlib.sha1(content).digest()
    assert paper["contentType"] == "application/pdf"
    assert not resources(found, "ResearchStudy")


def test_the_same_report_is_the_same_bytes():
    assert _document(None) == _document(None)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_finished_trial_is_told_whole(language):
    found = _finished(language)
    over = finished_trial.whole().finished.answer
    study, subject = one(found, "ResearchStudy"), one(found, "ResearchSubject")
    assert (study["status"], subject["status"]) == ("completed", "off-study")
    assert study["objective"][0]["name"] == "the crawling in my legs"
    effect_ = _coded(found, "effect")
    assert effect_["valueQuantity"]["value"] == over.effect.mean
    parts = {each["code"]["coding"][0]["code"]: each for each in effect_["component"]}
    ends = parts["credible-interval-95"]["valueRange"]
    assert (ends["low"]["value"], ends["high"]["value"]) == (over.effect.lo, over.effect.hi)
    assert parts["p-benefit"]["valueQuantity"]["value"] == over.p_benefit
    assert parts["order"]["valueString"] == "APPAPAAP"
    assert effect_["interpretation"][0]["coding"][0]["code"] == over.verdict


def test_every_answered_night_is_there_and_no_other():
    nights = [each for each in resources(_finished("en"), "Observation") if _code(each) == "night-rating"]
    record = finished_trial.whole().record
    assert [each["effectiveDateTime"] for each in nights] == [night.isoformat() for night in record.nights]
    for each, standing in zip(nights, record.nights.values(), strict=True):
        assert each.get("valueInteger") == standing.entry.score
        assert ("dataAbsentReason" in each) == standing.entry.cannot
        assert bool(each.get("note")) == standing.entry.recalled


def _code(resource) -> str:
    return resource["code"]["coding"][0]["code"]


def _coded(bundle, code):
    (found,) = (each for each in resources(bundle, "Observation") if _code(each) == code)
    return found


SILENT = ("effect", "night-rating", "order", "credible-interval-95")


@pytest.mark.parametrize(
    ("nights", "as_of", "status"),
    [(1, finished_trial.FIRST, "active"), (41, RUNNING, "active"), (COUNT, LAST, "closed-to-accrual-and-intervention")],
)
def test_a_blind_trial_tells_no_night_no_order_and_no_effect(tmp_path, nights, as_of, status):
    found = _under_way(tmp_path, nights, as_of)
    assert one(found, "ResearchStudy")["status"] == status
    said = json.dumps(_without_page(found))
    assert not [code for code in SILENT if f'"{code}"' in said]
    assert "crawling" not in said
    assert not re.search(r"\b[AP]{8}\b", said)
    assert "assignedArm" not in said
    assert "actualArm" not in said


def test_nothing_written_of_a_blind_trial_depends_on_what_was_answered(tmp_path):
    low, high = (_under_way(tmp_path / name, 41, score=score) for name, score in (("a", 1), ("b", 9)))
    assert _anonymous(low) == _anonymous(high)


def _without_page(bundle):
    return {
        **bundle, "entry": [each for each in bundle["entry"] if each["resource"]["resourceType"] != "DocumentReference"]
    }  # fmt: skip


def _anonymous(bundle) -> str:
    """The document without its page, every name replaced by the place where it first stands."""
    said = json.dumps(_without_page(bundle))
    names: dict[str, str] = {}
    return re.sub(r"urn:uuid:[0-9a-f-]{36}", lambda found: names.setdefault(found[0], f"#{len(names)}"), said)


def test_whoever_treats_the_person_is_told_to_reckon_with_magnesium(tmp_path):
    found = _under_way(tmp_path, 41)
    assert "Treat me as if I take it" in one(found, "ResearchStudy")["description"]
    assert "Treat me as if I take it" in one(found, "ResearchSubject")["text"]["div"]


def test_no_dose_is_planned_beside_a_trial(tmp_path):
    plan = one(_under_way(tmp_path, 41), "CarePlan")
    assert not any("dailyAmount" in each["detail"] for each in plan["activity"])
    assert any("dailyAmount" in each["detail"] for each in one(_document(None), "CarePlan")["activity"])


def _danger_sign() -> str:
    return next(slug for slug, each in known_things().conditions.items() if each.group == "danger-signs")


def test_harm_noted_comes_before_all_else(tmp_path):
    entries = [*bodies(41), Complaint(RUNNING, _danger_sign(), 3)]
    sections = one(_under_way(tmp_path, 41, entries=entries), "Composition")["section"]
    assert sections[0]["code"]["coding"][0]["code"] == "warning"


def test_harm_noted_before_the_start_is_told_too(tmp_path):
    start = finished_trial.BEGAN + timedelta(days=5)
    entries = [each for each in bodies(0) if type(each).__name__ in {"Began", "Night"}][:6]
    entries.append(Complaint(start, _danger_sign(), 3))
    folder = tmp_path / "run-in"
    folder.mkdir()
    found = _document(write_trial(folder, entries), start)
    assert one(found, "Composition")["section"][0]["code"]["coding"][0]["code"] == "warning"
    assert not resources(found, "ResearchStudy")


def test_a_trial_that_was_stopped_is_closed_and_tells_nothing(tmp_path):
    found = _under_way(tmp_path, 41, entries=[*bodies(41), Stopped("harm")])
    assert one(found, "ResearchStudy")["status"] == "closed-to-accrual-and-intervention"
    assert one(found, "ResearchSubject")["status"] == "off-study"
    assert not [each for each in resources(found, "Observation") if _code(each) == "effect"]


def _writing() -> Writing:
    return Writing(known_things(), "en", TODAY, Names("x"), "Patient/1")


def test_too_few_nights_give_no_figure():
    over = finished_trial.over(nights=20, stop=Stopped("own-choice"))
    trial = Trial(over.record, over.plan, over.finished.last, answered=True)
    assert over.finished.answer.too_little
    said = effect(over.finished, finished_trial.ORDER, trial, _writing()).resource
    assert "valueQuantity" not in said
    assert said["dataAbsentReason"]
    assert not {"credible-interval-95", "p-benefit"} & {each["code"]["coding"][0]["code"] for each in said["component"]}


def test_a_stop_for_harm_is_said_before_the_figure():
    over = finished_trial.whole()
    over = over._replace(finished=msgspec.structs.replace(over.finished, stopped_for_harm=True))
    trial = Trial(over.record, over.plan, over.finished.last, answered=True)
    said = effect(over.finished, finished_trial.ORDER, trial, _writing()).resource
    harm = known_things().advice("trial-stopped-harm").en
    assert said["note"][0]["text"] == harm
    assert said["text"]["div"].index(harm[:20]) < said["text"]["div"].index("Effect of")
    assert said["component"][0]["valueBoolean"] is True


def test_a_diary_that_is_moved_is_whole_but_for_its_notes():
    record = finished_trial.whole().record
    night = date(2026, 12, 1)
    device = {night: _device(night)}
    said = [each.resource for each in whole_diary(record, _writing(), device)]
    kinds = [_code(each) for each in said]
    assert kinds.count("night-rating") == sum(
        each.entry.cannot or each.entry.score is not None for each in record.nights.values()
    )
    assert kinds.count("capsules") == len(record.doses)
    assert kinds.count("side-effect") == len(record.complaints)
    assert kinds.count("irls-total") == len(record.weekly)
    (slept,) = (each for each in said if _code(each) == "93832-4")
    assert slept["valueQuantity"] == {"value": 400, "unit": "min", "system": "http://unitsofmeasure.org", "code": "min"}
    names = [each.name for each in whole_diary(record, _writing(), device)]
    assert len(set(names)) == len(names)


def _device(night: date) -> DeviceNight:
    fields = dict.fromkeys(DeviceNight.__struct_fields__)
    return DeviceNight(**{**fields, "night": night, "asleep": 400, "sources": ("ring",)})


def test_a_document_that_is_spoilt_is_found_out():
    found = json.loads(json.dumps(_document(None)))
    one(found, "GuidanceResponse")["status"] = "certain"
    with pytest.raises(AssertionError):
        must_be_valid(found)
    found = json.loads(json.dumps(_document(None)))
    one(found, "CarePlan")["subject"]["reference"] = "urn:uuid:00000000-0000-5000-8000-000000000000"
    with pytest.raises((AssertionError, KeyError)):
        must_be_valid(found)
    found = json.loads(json.dumps(_document(None)))
    one(found, "CarePlan")["mood"] = "good"
    with pytest.raises(ValueError, match="mood"):
        must_be_valid(found)


def test_an_effect_that_is_known_is_not_told_before_the_answer():
    knowledge, over = known_things(), finished_trial.whole()
    read = read_person(Written(WELL), Context(knowledge, LAST)).person
    found = assess(read, knowledge, LAST)
    trial = Trial(over.record, over.plan, LAST, answered=False)
    told = Told(trial, over.finished, finished_trial.ORDER)
    checked, planned = Checked(read, found, NO_ONE), plan_for(found, read, knowledge, wishes_of(read))
    said = report_document(checked, planned, told, None, knowledge=knowledge, language="en")
    must_be_valid(said)
    assert not [code for code in SILENT if f'"{code}"' in json.dumps(said)]


NO_ONE = Text("-", "-")


def test_no_diary_gives_nothing():
    assert list(whole_diary(record_of([]), _writing())) == []
