"""What the manifest says was planted, held against the reader for one person."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from stilla.errors import BadInput
from stilla.findings import assess
from stilla.knowledge.store import Knowledge
from stilla.person import Person
from stilla.records.bundle import read_records
from stilla.records.meaning import meaning_of
from stilla.records.person import Context, person_of
from stilla.synthetic.lines import Press
from stilla.synthetic.medicine_shapes import STANDINGS, STYLES
from stilla.synthetic.part import Order
from stilla.synthetic.people import BLOCK
from stilla.synthetic.region_files import MANIFEST, write_region

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module", params=[0.0, 0.03], ids=["clean", "dirty"])
def region(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    folder = tmp_path_factory.mktemp("region")
    write_region(Order(2 * BLOCK, 11, TODAY, request.param), folder, knowledge)
    return folder


@pytest.fixture(scope="module")
def people(region: Path, knowledge: Knowledge) -> dict[str, Person]:
    """Everybody who was drawn, as the reader sees them."""
    content = b"".join(file.read_bytes() for file in sorted(region.glob("*.ndjson")))
    records = read_records(content, "all.ndjson")
    context = Context(knowledge, TODAY)
    cases = {json.loads(line)["patient"] for line in (region / "_planted/people.000.ndjson").read_bytes().splitlines()}
    found = {}
    for who, patient in records.patients.items():
        if who not in cases and who.startswith("p0"):
            try:
                found[who] = person_of(patient, records.rows_by_patient.get(who, ()), context).person
            except BadInput:
                continue  # somebody who has died is not judged
    return found


@pytest.mark.slow
def test_a_reader_finds_what_was_surely_planted_and_no_more_than_possibly(
    region: Path, people: dict[str, Person], knowledge: Knowledge
) -> None:
    counts = json.loads((region / MANIFEST).read_bytes())["counts"]
    taking = {who for who, each in people.items() if any(use.route in {None, "oral"} for use in each.magnesium)}
    low = set()
    for who, each in people.items():
        if any(value.code == "egfr" for value in each.observations):
            rules = {finding.rule.id for finding in assess(each, knowledge, TODAY).findings}
            low |= {who} if "egfr-below-30" in rules else set()
    for name, found in (("magnesium", taking), ("egfr-below-30", low), ("both", taking & low)):
        surely, possibly = counts[f"surely {name}"], counts[f"possibly {name}"]
        assert surely <= len(found) <= surely + possibly, name
    assert counts["possibly magnesium"] < counts["surely magnesium"]
    assert counts["surely magnesium"] > 60
    assert counts["surely egfr-below-30"] > 3


def test_every_medicine_is_read_as_what_it_is(knowledge: Knowledge) -> None:
    press = Press(knowledge, 1, TODAY, "sv")
    shapes = press.medicines.of["request"]
    entries = list(press.region.medicines.values())
    for number, entry in enumerate(entries):
        if entry.told != "request":
            continue
        for place, coding in enumerate(entry.codings):
            for style, name in enumerate(STYLES):
                if name in {"referenced", "contained"}:
                    continue
                at = shapes.starts[number] + (place * len(STYLES) + style) * len(STANDINGS)
                fields = json.loads(b"{" + shapes.tails[at])
                meaning = meaning_of({"resourceType": "MedicationRequest", **fields}, knowledge)
                if name == "text-only" and meaning.medicine is None:
                    continue
                assert meaning.medicine is not None, (coding.code, name)
                # An old code stands for the new one too, a name for every code it may be.
                assert coding.code in meaning.medicine.atc or name == "text-only"
                assert meaning.standing == "yes"
