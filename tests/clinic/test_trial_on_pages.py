"""A trial at a clinic from the first account to the answer, each step by whom it belongs to."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

from clinic.world import BEGAN, PASSPHRASE, ZONE, at, papers
from stilla.diary.events import Night
from stilla.trial.protocol import write_protocol
from stilla.trial.seal import allocate
from trial.sealed_examples import SECRET

WELL = b"""
age = 44
sex = "male"
conditions = ["restless-legs"]
medicines = ["Alvedon"]
magnesium = []
ferritin = {value = "120 ug/L", measured = 2026-10-01}
bedtime = 22:30:00
waketime = "06:30"
"""


def code_in(page):
    return page.text.split("/people/")[1].split('"')[0]


def test_a_clinic_begins_with_nobody(clinic):
    admin = clinic.browser("admin")
    before = set(clinic.world.administration().people())
    assert admin.post("/assignments/person").status == 303
    [code] = set(clinic.world.administration().people()) - before
    page = admin.post("/accounts", {"name": "cleo", "role": "participant"})
    first = page.text.split("First password for cleo: ")[1].split(" ")[0]
    cleo = clinic.served.browser()
    cleo.login("cleo", first)
    new = "another four words"
    cleo.post("/password", {"old": first, "new": new, "again": new})
    cleo.login("cleo", new)
    assert "not yet assigned" in cleo.get("/me").text
    number = clinic.world.administration().number_of("cleo")
    for account in (number, clinic.world.accounts["clinician", "a"], clinic.world.accounts["key-holder", "b"]):
        assert admin.post("/assignments/add", {"account": account, "code": code}).status == 303
    analyst = clinic.world.accounts["analyst", "a"]
    assert admin.post("/assignments/add", {"account": analyst, "code": code}).status == 400
    assert admin.post("/assignments/add", {"account": number, "code": clinic.world.codes["a"]}).status == 400
    clinician, holder = clinic.browser("clinician"), clinic.browser("key-holder", "b")
    assert clinician.post(f"/people/{code}/name", {"name": "Cleo Invented"}).status == 303
    assert clinician.post(f"/people/{code}/facts", files={"file": WELL}).status == 303
    assert clinician.post(f"/people/{code}/facts", files={"file": b"age = 440"}).status == 400
    value = {"what": "creatinine", "value": "88 umol/L", "measured": "2026-11-01"}
    assert clinician.post(f"/people/{code}/lab", value).status == 303
    assert clinician.post(f"/people/{code}/lab", {**value, "value": "88 bananas"}).status == 400
    page = clinician.get(f"/people/{code}").text
    assert "Cleo Invented" in page
    assert clinician.get(f"/people/{code}/report.pdf").content.startswith(b"%PDF")
    assert "no plan yet" in holder.get(f"/keys/{code}").text
    words = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "helper": "Karin 08-000"}
    assert holder.post(f"/keys/{code}/seal", words).status == 400
    plan = write_protocol(papers()[0])
    assert clinician.post(f"/people/{code}/plan", files={"file": b"{}"}).status == 400
    assert clinician.post(f"/people/{code}/plan", files={"file": plan}).status == 303
    assert clinician.post(f"/people/{code}/plan", files={"file": plan}).status == 400
    assert holder.post(f"/keys/{code}/seal", {**words, "again": "other words here"}).status == 400
    assert holder.post(f"/keys/{code}/seal", words).status == 303
    assert holder.post(f"/keys/{code}/seal", words).status == 400
    trial = cleo.get("/trial").text
    assert "Karin 08-000" in trial
    with clinic.world.root() as connection:
        kept = connection.execute("SELECT locked FROM stilla.trial_key ORDER BY trial DESC LIMIT 1").fetchone()[0]
    assert set(json.loads(kept)) >= {"cipher", "salt"}
    assert "secret" not in json.loads(kept)


def test_a_participant_keeps_a_diary_and_starts(clinic):
    world, participant = clinic.world, clinic.browser("participant")
    for n in range(1, 20):
        night = BEGAN + timedelta(days=n)
        world.trial("participant").append(lambda _, night=night: (Night(night, score=6),), at(night), ZONE)
    clinic.browser("clinician").post(f"/people/{world.codes['a']}/facts", files={"file": WELL})
    saved = participant.post("/morning/2026-11-22", {"answer": "save", "score": "5"})
    assert (saved.status, saved.to) == (303, "/morning/saved/22/22")
    assert participant.get(saved.to).status == 200
    assert participant.post("/morning/2026-11-22", {"answer": "save", "score": "6"}).status == 409
    replaced = participant.post("/morning/2026-11-22", {"answer": "replace", "score": "7", "why": "a slip"})
    assert replaced.status == 303
    standing = world.trial("participant").record().nights[BEGAN + timedelta(days=20)]
    assert (standing.entry.score, [each.score for each in standing.earlier]) == (7, [5])
    assert participant.post("/trial/start").status == 400
    asked = {
        name: "no" for name in participant.get("/trial/start").text.split('name="')[1:] for name in [name.split('"')[0]]
    }
    said = {**asked, "checked": "on", "night": "2026-11-24", "clinician": "", "csrfmiddlewaretoken": None}
    said.pop("csrfmiddlewaretoken")
    for name in ("language", "to", "despite"):
        said.pop(name, None)
    started = participant.post("/trial/start", said)
    assert (started.status, started.to) == (303, "/trial"), started.text
    assert world.trial("participant").record().started.protocol == papers()[0].digest
    assert participant.get("/trial/start").to == "/trial"


def test_the_seal_is_opened_at_the_end_and_not_before(clinic):
    world, code = clinic.world, clinic.world.codes["a"]
    participant, clinician = clinic.browser("participant"), clinic.browser("clinician")
    holder, analyst = clinic.browser("key-holder"), clinic.browser("analyst")
    world.start(stopped=False, nights=4)
    opening = {"passphrase": PASSPHRASE, "without": "on"}
    assert "nights are left" in holder.post(f"/keys/{code}/open", opening).text
    assert "no answer yet" in participant.get("/trial/answer").text
    assert not any(row.split(",")[3] for row in clinician.get(f"/people/{code}/nights.csv").text.splitlines()[1:])
    assert {each["arm"] for each in json.loads(analyst.get("/pooled/nights.json").text)} == {None}
    assert holder.post(f"/keys/{code}/packing", {"passphrase": "another four words"}).status == 400
    packed = holder.post(f"/keys/{code}/packing", {"passphrase": PASSPHRASE})
    with zipfile.ZipFile(io.BytesIO(packed.content)) as files:
        assert files.namelist() == ["emergency.pdf", "packing.pdf"]
    assert participant.post("/trial/stop", {"why": "enough"}).status == 302
    assert holder.post(f"/keys/{code}/open", {**opening, "passphrase": "another four words"}).status == 400
    opened = holder.post(f"/keys/{code}/open", opening)
    assert (opened.status, opened.to) == (303, f"/keys/{code}"), opened.text
    answer = participant.get("/trial/answer")
    assert answer.status == 200
    letters = "".join("PA"[each] for each in allocate(papers()[0], SECRET).sequence)
    assert letters in answer.text
    assert clinician.get(f"/people/{code}/answer").status == 200
    record = world.trial("participant").record()
    assert record.answered is not None
    assert len([each for each in world.trial("participant").events() if each.body == record.answered]) == 1
    given = json.loads(analyst.get("/pooled/answers.json").text)
    assert len(given) == 1
    assert given[0]["verdict"]
    nights = [each for each in json.loads(analyst.get("/pooled/nights.json").text) if each["period"]]
    assert {each["arm"] for each in nights} <= {"active", "placebo"}
    assert participant.post("/morning/2026-11-22", {"answer": "save", "score": "5"}).status == 400
    assert clinician.get(f"/people/{code}/report.pdf").content.startswith(b"%PDF")


def test_an_emergency_opening_is_noted_and_shown_to_who_cares(clinic):
    world, code = clinic.world, clinic.world.codes["b"]
    holder, clinician = clinic.browser("key-holder", "b"), clinic.browser("clinician", "b")
    world.start("b", stopped=False)
    assert holder.post(f"/keys/{code}/emergency", {"passphrase": PASSPHRASE, "why": ""}).status == 400
    shown = holder.post(f"/keys/{code}/emergency", {"passphrase": PASSPHRASE, "why": "admitted to hospital"})
    assert shown.status == 200
    assert "magnesium 200 mg" in shown.text
    opened = world.trial("participant", "b").record().opened
    assert [(each.emergency, each.why) for each in opened] == [(True, "admitted to hospital")]
    assert "opened in an emergency" in clinician.get(f"/people/{code}").text
    log = clinic.browser("admin").get("/audit").text
    assert "open-emergency" in log
    assert "hospital" not in log


RECORD = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1950-01-01"}},
        {
            "resource": {
                "resourceType": "Observation",
                "id": "o",
                "status": "final",
                "subject": {"reference": "Patient/p"},
                "code": {"coding": [{"system": "http://loinc.org", "code": "62238-1"}]},
                "effectiveDateTime": "2026-11-01",
                "valueQuantity": {
                    "value": 22,
                    "system": "http://unitsofmeasure.org",
                    "code": "mL/min/{1.73_m2}",
                    "unit": "mL/min/1.73m2",
                },
            }
        },
    ],
}


def test_a_fhir_record_is_looked_at_and_not_kept(shared):
    code, clinician = shared.world.codes["a"], shared.browser("clinician")
    before = shared.world.facts("clinician").read()
    shown = clinician.post(f"/people/{code}/facts", files={"file": json.dumps(RECORD).encode()})
    assert shown.status == 200
    assert "Nothing of the record was kept" in shown.text
    assert 'class="verdict stop"' in shown.text
    assert shared.world.facts("clinician").read() == before
    other = shared.world.codes["b"]
    assert clinician.post(f"/people/{other}/facts", files={"file": json.dumps(RECORD).encode()}).status == 403
    assert clinician.post(f"/people/{code}/facts", files={"file": b'{"resourceType": "Bundle"}'}).status == 400
