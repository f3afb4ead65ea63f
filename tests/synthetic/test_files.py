"""A region on disk: the same bytes every time, every clean line valid, every faulty one written down."""

from __future__ import annotations

import gzip
import importlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stilla.errors import BadInput
from stilla.knowledge.store import Knowledge
from stilla.synthetic import part as parts
from stilla.synthetic.cases import CASES
from stilla.synthetic.dirt import FAULTS, HARMLESS, TWICE
from stilla.synthetic.lines import Press
from stilla.synthetic.part import BLOCKS, Order, write_part
from stilla.synthetic.people import BLOCK
from stilla.synthetic.region_files import MANIFEST, write_region

TODAY = date(2026, 11, 22)


def order(patients: int, **more: Any) -> Order:
    return Order(patients, more.pop("seed", 5), TODAY, **more)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def by_patient(folder: Path) -> dict[str, Counter[bytes]]:
    """Every line of every person."""
    found: dict[str, Counter[bytes]] = {}
    for file in folder.glob("*.ndjson"):
        for line in file.read_bytes().splitlines(keepends=True):
            if (at := line.find(b"/p")) > 0 or (at := line.find(b'"p')) > 0:
                found.setdefault(line[at + 1 : at + 9].decode(errors="replace").strip('"'), Counter())[line] += 1
    return found


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    write_region(order(BLOCK, dirt=0), folder, knowledge)
    return folder


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    folder = tmp_path_factory.mktemp("dirty")
    write_region(order(BLOCK, dirt=0.05), folder, knowledge)
    return folder


def test_the_same_order_gives_the_same_bytes(tmp_path: Path, dirty: Path, knowledge: Knowledge) -> None:
    write_region(order(BLOCK, dirt=0.05), tmp_path, knowledge)
    assert contents(tmp_path) == contents(dirty)
    write_region(order(BLOCK, dirt=0.05, seed=6), tmp_path, knowledge, force=True)
    assert contents(tmp_path) != contents(dirty)


def test_a_person_is_the_same_in_a_smaller_region(tmp_path: Path, dirty: Path, knowledge: Knowledge) -> None:
    write_region(order(700, dirt=0.05), tmp_path, knowledge)
    few, many = by_patient(tmp_path), by_patient(dirty)
    people = [f"p{number:07d}" for number in range(1, 701)]
    assert {each: few[each] for each in people} == {each: many[each] for each in people}
    assert f"p{701:07d}" not in few


@pytest.mark.slow
def test_two_processes_write_what_one_writes(tmp_path: Path, knowledge: Knowledge) -> None:
    people = BLOCKS * BLOCK + 3
    told: list[int] = []
    written = write_region(order(people), tmp_path, knowledge, told=told.append)
    assert sum(told) == written.patients == people
    alone = tmp_path / "alone"
    (alone / parts.PLANTED).mkdir(parents=True)
    press = Press(knowledge, 5, TODAY, "sv")
    for number in (0, 1):
        for name in write_part(press, order(people), alone, number).files:
            assert (alone / name).read_bytes() == (tmp_path / name).read_bytes()
    assert len((tmp_path / "Patient.001.ndjson").read_bytes().splitlines()) == 3


def test_every_clean_line_is_json_about_somebody_who_exists(clean: Path) -> None:
    patients = {json.loads(line)["id"] for line in (clean / "Patient.000.ndjson").read_bytes().splitlines()}
    assert len(patients) == BLOCK
    ids = set()
    for file in clean.glob("*.ndjson"):
        for line in file.read_bytes().splitlines():
            record = json.loads(line)
            assert record["resourceType"] == file.name.split(".")[0]
            ids.add((record["resourceType"], record["id"]))
            if "subject" in record:
                assert record["subject"]["reference"].removeprefix("Patient/") in patients
    lines = json.loads((clean / MANIFEST).read_bytes())["files"]
    assert len(ids) == sum(each["lines"] for name, each in lines.items() if not name.startswith("_planted"))
    assert not list(clean.glob("*.again.*"))
    assert not (clean / "_planted" / "dirt.000.ndjson").exists()


def test_clean_lines_are_fhir_r4(clean: Path) -> None:
    spared = {f"p{number:07d}" for number, case in enumerate(CASES, 1) if not case.valid}
    for file in clean.glob("*.ndjson"):
        lines = file.read_bytes().splitlines()
        for line in [*lines[:120], *lines[120 :: max(1, len(lines) // 60)]]:
            record = json.loads(line)
            kind = record["resourceType"]
            if record.get("subject", {}).get("reference", "").removeprefix("Patient/") in spared:
                continue
            model = getattr(importlib.import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)
            model.model_validate(record)


def test_nobody_has_a_name(clean: Path) -> None:
    for line in (clean / "Patient.000.ndjson").read_bytes().splitlines():
        record = json.loads(line)
        assert set(record) <= {"resourceType", "id", "meta", "gender", "birthDate", "deceasedBoolean", "active"}
        assert record["meta"]["tag"][0]["code"] == "HTEST"
    assert b"invented" in (clean / "README.txt").read_bytes()


def test_the_manifest_counts_what_is_there(dirty: Path) -> None:
    manifest = json.loads((dirty / MANIFEST).read_bytes())
    files = {name: body for name, body in contents(dirty).items() if name not in {MANIFEST, "README.txt"}}
    assert set(files) == set(manifest["files"])
    for name, body in files.items():
        assert manifest["files"][name] == {"bytes": len(body), "lines": body.count(b"\n")}
    dirt = [json.loads(line) for line in files["_planted/dirt.000.ndjson"].splitlines()]
    assert Counter(each["kind"] for each in dirt) == manifest["dirt"]
    assert set(manifest["dirt"]) == set(FAULTS)
    people = [json.loads(line) for line in files["_planted/people.000.ndjson"].splitlines()]
    assert len(people) == manifest["counts"]["planted people"]
    assert manifest["counts"]["drawn people"] + len(people) == BLOCK


def test_every_faulty_line_is_where_it_is_said_to_be(dirty: Path, clean: Path) -> None:
    known = {line for file in clean.glob("*.ndjson") for line in file.read_bytes().split(b"\n")}
    files = {file.name: file.read_bytes().split(b"\n") for file in dirty.glob("*.ndjson")}
    said = [json.loads(line) for line in (dirty / "_planted" / "dirt.000.ndjson").read_bytes().splitlines()]
    for each in said:
        line = files[each["file"]][each["line"] - 1]
        assert (line not in known) == (each["kind"] != "twice"), each
        if each["kind"] in {"malformed", "not-utf8"}:
            with pytest.raises(ValueError, match=r"."):
                json.loads(line)
    faulty = {(each["file"], each["line"]) for each in said}
    for name, lines in files.items():
        for number, line in enumerate(lines, 1):
            assert line in known or (name, number) in faulty
    assert set(FAULTS) > TWICE | HARMLESS


def test_medicines_and_conditions_are_counted_as_the_files_have_them(clean: Path) -> None:
    counts = json.loads((clean / MANIFEST).read_bytes())["counts"]
    planted = {json.loads(line)["patient"] for line in (clean / "_planted/people.000.ndjson").read_bytes().splitlines()}
    taking = set()
    for line in (clean / "MedicationRequest.000.ndjson").read_bytes().splitlines():
        record = json.loads(line)
        who = record["subject"]["reference"].removeprefix("Patient/")
        if record["status"] == "active" and who not in planted and b"etformin" in line:
            taking.add(who)
    # One that is named in a Medication of its own carries its name in the reference.
    assert len(taking) == counts["takes metformin"]
    having = set()
    for line in (clean / "Condition.000.ndjson").read_bytes().splitlines():
        record = json.loads(line)
        who = record["subject"]["reference"].removeprefix("Patient/")
        active = record.get("clinicalStatus", {}).get("coding", [{}])[0].get("code") == "active"
        confirmed = record["verificationStatus"]["coding"][0]["code"] == "confirmed"
        if active and confirmed and who not in planted and "hypertoni" in record["code"]["text"]:
            having.add(who)
    assert len(having) == counts["has high-blood-pressure"]


def test_gzip_holds_the_same_lines(tmp_path: Path, clean: Path, knowledge: Knowledge) -> None:
    write_region(order(BLOCK, dirt=0, zipped=True), tmp_path, knowledge)
    packed = sorted(tmp_path.glob("*.ndjson.gz"))
    assert len(packed) >= 7
    for file in packed:
        assert gzip.decompress(file.read_bytes()) == (clean / file.name.removesuffix(".gz")).read_bytes()


def test_records_speak_the_language_that_was_asked_for(tmp_path: Path, knowledge: Knowledge) -> None:
    write_region(order(300, dirt=0, lang="en"), tmp_path, knowledge)
    text = (tmp_path / "Condition.000.ndjson").read_text(encoding="utf-8")
    assert "Hypertension" in text
    assert "hypertoni" not in text


def test_a_full_folder_is_left_alone(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="not empty"):
        write_region(order(3), tmp_path, knowledge)
    assert contents(tmp_path) == {"diary.txt": b"mine"}


def test_force_replaces_a_region_and_nothing_else(tmp_path: Path, knowledge: Knowledge) -> None:
    write_region(order(300, dirt=0.2), tmp_path, knowledge)
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    write_region(order(3, dirt=0), tmp_path, knowledge, force=True)
    manifest = json.loads((tmp_path / MANIFEST).read_bytes())
    assert set(contents(tmp_path)) == {*manifest["files"], MANIFEST, "README.txt", "diary.txt"}


@pytest.mark.parametrize("wrong", [{"patients": 0}, {"patients": 10**7}, {"dirt": 1.5}, {"dirt": -0.1}, {"seed": -1}])
def test_an_order_that_makes_no_sense_is_refused(wrong: dict[str, Any], tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(BadInput, match="--"):
        write_region(order(**{"patients": 10, **wrong}), tmp_path / "new", knowledge)
    assert not (tmp_path / "new").exists()


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Files that cannot grow beyond 60 kB, as on a disk that is nearly full."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(
    tmp_path: Path, knowledge: Knowledge, *, zipped: bool
) -> None:
    with pytest.raises(BadInput, match="cannot be written here"):
        write_region(order(BLOCK, zipped=zipped), tmp_path, knowledge)
    assert contents(tmp_path) == {}
