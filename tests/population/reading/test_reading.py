"""What is read of a folder is what the reader of one person says of each of its records."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from population.reading.made import Maker, expected, write
from stilla.errors import BadInput
from stilla.knowledge.store import Knowledge
from stilla.population.reading import Reading, gather, read, scan


def facts(folder: Path) -> tuple[Counter[Any], dict[str, Any]]:
    """The rows of facts, and the people."""
    with duckdb.connect() as db:

        def source(name: str) -> str:
            path = folder / f"{name}.parquet"
            return f"'{path}/*.parquet'" if path.is_dir() else f"'{path}'"

        rows: Counter[Any] = Counter()
        for place in ("medicines", "conditions", "labs"):
            own = "day, NULL, ahead, value, value_to" if place == "labs" else "first, last, FALSE, NULL, NULL"
            sql = f"""SELECT '{place}', p.id, s.text, {own}, r.ref FROM {source(place)} r
                JOIN {source("shapes")} s USING (shape) JOIN {source("persons")} p USING (n)"""
            rows.update(db.sql(sql).fetchall())
        people = db.sql(f"SELECT id, born_first, born_last, sex, dead FROM {source('persons')}").fetchall()
        return rows, {each[0]: each[1:] for each in people}


@pytest.mark.parametrize("by_type", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_a_population_is_read_as_each_of_its_people_is(
    seed: int,
    by_type: bool,  # noqa: FBT001  # a parameter of the test
    tmp_path: Path,
    knowledge: Knowledge,
) -> None:
    records = Maker(seed).records(400)
    write(records, tmp_path / "in", random.Random(seed), by_type=by_type)
    reading = read(tmp_path / "in", tmp_path / "out", knowledge=knowledge)
    rows, people = facts(tmp_path / "out")
    wanted, persons = expected(records, knowledge)
    assert rows - wanted == Counter()
    assert wanted - rows == Counter()
    assert people == {
        name: (None, None, None, False) if said is None else (said.born_first, said.born_last, said.sex, said.dead)
        for name, said in persons.items()
    }
    assert adds_up(reading, len(records))


def adds_up(reading: Reading, lines: int) -> bool:
    """Whether every record is used, or counted as ignored."""
    ignored = sum(sum(each.values()) for each in reading.ignored.values())
    return sum(reading.read.values()) == lines == sum(reading.used.values()) + ignored


def test_of_two_versions_the_newer_counts_whatever_it_is_about(tmp_path: Path, knowledge: Knowledge) -> None:
    write(versions("2020", "2021"), tmp_path / "in", random.Random(1), by_type=True)
    reading = read(tmp_path / "in", tmp_path / "out", knowledge=knowledge)
    assert not facts(tmp_path / "out")[0]
    assert reading.ignored == {"Observation": {"older-version": 1, "no-rule": 1}}
    write(versions("2021", "2020"), tmp_path / "in", random.Random(1), by_type=True)
    read(tmp_path / "in", tmp_path / "out", knowledge=knowledge)
    assert len(facts(tmp_path / "out")[0]) == 1


@pytest.mark.parametrize("dirt", [b"", b"\xef\xbb\xbf"], ids=["clean", "mended"])
@pytest.mark.parametrize(("known", "other", "rows"), [("2020", "2021", 0), ("2021", "2020", 1)])
def test_the_newer_version_counts_in_a_file_that_had_to_be_mended(  # two are fixtures
    known: str, other: str, rows: int, dirt: bytes, tmp_path: Path, knowledge: Knowledge
) -> None:
    lines = [json.dumps(each).encode() for each in versions(known, other)]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "Observation.ndjson").write_bytes(dirt + b"\n".join([*lines, b'{"x', b"\xff"]))
    reading = read(tmp_path / "in", tmp_path / "out", knowledge=knowledge)
    assert len(facts(tmp_path / "out")[0]) == rows
    assert sum(reading.set_aside.values()) == 2


@pytest.mark.parametrize(
    "line",
    [
        '{"id":"1","resourceType":"Observation",%s}',
        '{ "resourceType" :\t"Observation" , "id" : "1",%s}',
        '{"resourceType":"Observation","id":"\\u0031",%s}',
        '{"resourceType":"Observation",%s,"id":"1"}',
    ],
)
@pytest.mark.parametrize("code", ['"2601-3"', ' "2601-3"', '" 2601-3 "', '"2601\\u002d3"', '\t"\\u0032601-3"'])
@pytest.mark.parametrize("name", ["code", "\\u0063ode"])
def test_an_observation_is_found_however_it_is_written(
    line: str, code: str, name: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    own = f'"subject":{{"reference":"Patient/a"}},"code":{{"coding":[{{"system":"http://loinc.org","{name}":{code}}}]}}'
    passed = own.replace(code, '"8302-2"')
    newer = f'"meta":{{"lastUpdated":"2021-01-01T00:00:00Z"}},{passed}'
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "Observation.ndjson").write_text(line % own)
    reading = read(tmp_path / "in", tmp_path / "out", knowledge=knowledge)
    assert [row[-1] for row in facts(tmp_path / "out")[0]] == ["Observation/1"]
    assert reading.read == {"Observation": 1}
    older = f'"meta":{{"lastUpdated":"2020-01-01T00:00:00Z"}},{own}'
    (tmp_path / "in" / "Observation.ndjson").write_text(f"{line % newer}\n{line % older}\n")
    read(tmp_path / "in", tmp_path / "out", knowledge=knowledge)
    assert not facts(tmp_path / "out")[0]


def versions(known: str, other: str) -> list[dict[str, Any]]:
    """One observation twice: of magnesium, and of something else."""
    return [
        {
            "resourceType": "Observation",
            "id": "1",
            "meta": {"lastUpdated": f"{year}-01-01T00:00:00Z"},
            "subject": {"reference": "Patient/a"},
            "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        }
        for year, code in ((known, "2601-3"), (other, "8302-2"))
    ]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_spark_reads_what_duckdb_reads(tmp_path: Path, knowledge: Knowledge) -> None:
    pytest.importorskip("pyspark")
    records = Maker(7).records(600)
    write(records, tmp_path / "in", random.Random(7), by_type=True)
    (tmp_path / "in" / "Condition.bad.ndjson").write_bytes(b'\xef\xbb\xbf{"resourceType":"Condition"}\n{"x\n\xff\n')
    one = read(tmp_path / "in", tmp_path / "duck", knowledge=knowledge)
    other = read(tmp_path / "in", tmp_path / "spark", engine="spark", knowledge=knowledge)
    assert facts(tmp_path / "spark") == facts(tmp_path / "duck")
    assert (other.read, other.used, other.ignored) == (one.read, one.used, one.ignored)
    assert other.set_aside == one.set_aside


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_a_task_of_spark_that_fails_leaves_no_half_result(
    tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark")
    write(Maker(8).records(50), tmp_path / "in", random.Random(8), by_type=True)
    labs = "SELECT CAST(raise_error(id) AS BIGINT) AS n FROM persons"
    monkeypatch.setitem(gather.TABLES, "labs", labs)
    with pytest.raises(BadInput, match="could not be written: Spark") as refused:
        read(tmp_path / "in", tmp_path / "out", engine="spark", knowledge=knowledge)
    assert "d-1.2" not in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_an_engine_that_loses_a_record_is_not_believed(
    tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(Maker(9).records(200), tmp_path / "in", random.Random(9), by_type=True)
    whole = scan.rows
    monkeypatch.setattr(scan, "rows", lambda kind, codes: f"SELECT * FROM ({whole(kind, codes)}) r OFFSET 1")
    with pytest.raises(BadInput, match="records went in"):
        read(tmp_path / "in", tmp_path / "out", knowledge=knowledge)
    assert not (tmp_path / "out").exists()
