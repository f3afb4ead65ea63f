"""A region from its records to its answers, and what becomes of a folder of answers."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from stilla.errors import BadInput
from stilla.knowledge.store import Knowledge
from stilla.population import screening
from stilla.population.place import ANSWERS, FACTS, UNFINISHED
from stilla.population.screening import Screened, Wished
from stilla.population.tally import TAKING, VERDICTS, counted
from stilla.population.write import Told, expand
from stilla.synthetic.part import Order
from stilla.synthetic.region_files import write_region

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    folder = tmp_path_factory.mktemp("region")
    write_region(Order(300, 5, TODAY, 0.02), folder, knowledge)
    return folder


@pytest.fixture(scope="module")
def screened(records: Path, tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Screened:
    return screen(records, tmp_path_factory.mktemp("screen") / "out", knowledge, ndjson=True)


def screen(folder: Path, out: Path, knowledge: Knowledge, **how: Any) -> Screened:
    wished = Wished(TODAY, threads=1, **how)
    return screening.run(folder, out, wished, knowledge, beside=lambda _: {"summary.json": b"{}"})


def everybody(out: Path) -> dict[str, Told]:
    return {each.id: each for each in expand(out)}


@pytest.mark.parametrize("complete", [(), ("medicines",), ("conditions", "medicines")])
def test_every_planted_case_is_told_what_it_must_be(
    complete: tuple[Any, ...], records: Path, screened: Screened, tmp_path: Path, knowledge: Knowledge
) -> None:
    told = everybody(screen(screened.out, tmp_path, knowledge, complete=frozenset(complete)).out)
    lines = (records / "_planted/people.000.ndjson").read_bytes().splitlines()
    cases = [case for case in map(json.loads, lines) if tuple(case["complete"]) == complete]
    assert len(cases) > 5
    for case in cases:
        if case["dead"]:
            assert case["patient"] not in told
            continue
        found = told[case["patient"]]
        assert set(case["found"]) <= found.true, case
        assert not set(case["not_found"]) & found.true, case
        assert set(case["open"]) <= found.open, case
        assert not set(case["settled"]) & (found.true | found.open), case


def test_what_is_counted_is_what_everybody_was_told(screened: Screened, knowledge: Knowledge) -> None:
    exact = counted(screened.facts, screened.out, knowledge)
    told = everybody(screened.out)
    with duckdb.connect() as database:
        query = f"SELECT id, takes_magnesium FROM '{screened.out}/people.parquet'"
        taking = dict(database.execute(query).fetchall())
    assert taking.keys() == told.keys()
    word = {True: "yes", None: "unknown", False: "no"}
    verdicts = Counter((word[taking[who]], each.verdict) for who, each in told.items())
    assert exact.verdicts == {t: {v: verdicts[t, v] for v in VERDICTS} for t in TAKING}
    rules = Counter(rule for each in told.values() for rule in each.true)
    of_takers = Counter(rule for who, each in told.items() if taking[who] for rule in each.true)
    assert {each.name: (each.people, each.taking) for each in exact.rules} == {
        rule: (count, of_takers[rule]) for rule, count in rules.items()
    }
    missing = Counter(fact for each in told.values() if each.verdict == "unknown" for fact in each.missing)
    assert {each.name: each.people for each in exact.missing} == missing


def test_each_missing_number_is_a_list_of_facts(screened: Screened) -> None:
    with duckdb.connect() as database:
        people, missing = screened.out / "people.parquet", screened.out / "missing.parquet"
        query = f"SELECT id, facts FROM '{people}' JOIN '{missing}' USING (missing)"
        found = database.execute(query).fetchall()
    assert {who: frozenset(facts) for who, facts in found} == {
        who: each.missing for who, each in everybody(screened.out).items()
    }


@pytest.mark.parametrize("number", [0, 1])
def test_the_questions_in_the_documentation_are_answered(number: int, screened: Screened) -> None:
    page = (Path(__file__).parents[2] / "docs/population.md").read_text(encoding="utf-8")
    query = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)[number]
    with duckdb.connect() as database:
        found = {row[0] for row in database.execute(query.replace("OUT/", f"{screened.out}/")).fetchall()}
    told = everybody(screened.out)
    egfr = {who for who, each in told.items() if each.verdict == "unknown" and "egfr" in each.missing}
    assert found
    assert found == egfr if number else all(told[who].verdict == "stop" for who in found)


def test_people_in_words_are_everybody(screened: Screened) -> None:
    lines = [json.loads(line) for line in (screened.out / "people.ndjson").read_bytes().splitlines()]
    told = everybody(screened.out)
    assert {line["id"]: (line["verdict"], set(line["findings"])) for line in lines} == {
        who: (each.verdict, set(each.true)) for who, each in told.items()
    }


def test_it_says_what_it_rests_on(screened: Screened, records: Path, knowledge: Knowledge) -> None:
    said = json.loads((screened.out / "provenance.json").read_bytes())
    assert (said["as_of"], said["facts"]) == ("2026-11-22", FACTS)
    assert said["knowledge"]["fingerprint"] == knowledge.version.fingerprint
    sizes = {each["name"]: each["bytes"] for each in said["reading"]["sources"]}
    assert sizes["Patient.000.ndjson"] == (records / "Patient.000.ndjson").stat().st_size
    assert all(len(each["sha256"]) == 64 for each in said["reading"]["sources"])
    assert screened.set_aside > 0
    assert screened.set_aside_file.exists()


def test_facts_that_were_kept_are_not_read_again_and_give_the_same(
    screened: Screened, tmp_path: Path, knowledge: Knowledge
) -> None:
    again = screen(screened.facts, tmp_path / "out", knowledge)
    assert again.kept
    assert (again.used, again.ignored, again.set_aside) == (screened.used, screened.ignored, screened.set_aside)
    assert again.tally == screened.tally
    assert everybody(again.out) == everybody(screened.out)
    assert not (again.out / FACTS).exists()


def test_a_second_screen_replaces_the_first_whole(records: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    out = tmp_path / "out"
    screen(records, out, knowledge, ndjson=True)
    (out / "mine.txt").write_text("x")
    second = screen(out, out, knowledge, complete=frozenset({"medicines"}))
    assert second.facts == out / FACTS
    assert {each.name for each in out.iterdir()} == {*ANSWERS, FACTS, "mine.txt"} - {"people.ndjson", "summary.html"}


def test_a_screen_that_is_broken_off_changes_nothing(
    records: Path, screened: Screened, tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    screen(screened.facts, out, knowledge)
    before = {each.name: each.read_bytes() for each in out.iterdir() if each.is_file()}
    for failure, seen in (
        (KeyboardInterrupt(), KeyboardInterrupt),
        (OSError(28, "No space left"), BadInput),
        (duckdb.OutOfMemoryException("too much"), BadInput),
        (RuntimeError("Query interrupted"), KeyboardInterrupt),
    ):

        def fail(*_: object, error: BaseException = failure) -> None:
            raise error

        with monkeypatch.context() as patched:
            patched.setattr(screening, "tally", fail)
            with pytest.raises(seen):
                screen(records, out, knowledge)
        assert {each.name: each.read_bytes() for each in out.iterdir() if each.is_file()} == before
        assert not (out / FACTS).exists()
        assert not (out / UNFINISHED).exists()
    screen(records, out, knowledge)
    assert not (out / UNFINISHED).exists()
    assert (out / FACTS).exists()


def test_broken_off_while_taking_its_place_it_says_that_it_is_not_whole(
    screened: Screened, tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    screen(screened.facts, out, knowledge)
    whole = Path.replace

    def fail(path: Path, to: Path) -> Path:
        if path.parent.name == "answers" and path.name == "findings.parquet":
            raise KeyboardInterrupt
        return whole(path, to)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fail)
        with pytest.raises(KeyboardInterrupt):
            screen(screened.facts, out, knowledge)
    assert {each.name for each in out.iterdir()} == {"people.parquet", "missing.parquet", UNFINISHED}
    screen(screened.facts, out, knowledge)
    assert not (out / UNFINISHED).exists()
    assert (out / "provenance.json").exists()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda at: (at / "nothing", at / "out"), "no such folder"),
        (lambda at: (at / "file.ndjson", at / "out"), "This is a file"),
        (lambda at: (at / "empty", at / "out"), "no records"),
        (lambda at: (at / "records", at / "records"), "cannot go into"),
        (lambda at: (at / "records", at / "records/within/out"), "cannot go into"),
        (lambda at: (at / "records", at / "taken"), "Something else is here"),
    ],
)
def test_places_that_cannot_be_are_refused_and_nothing_is_made(
    make: Any, says: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    for name in ("empty", "records", "taken/facts"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("file.ndjson", "records/Patient.ndjson", "taken/facts/mine.txt"):
        (tmp_path / name).write_text('{"resourceType":"Patient","id":"a"}\n')
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadInput, match=says):
        screen(*make(tmp_path), knowledge)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_smallest_cell_of_two_hides_nobody(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(BadInput, match="fewer than two is one"):
        screen(tmp_path, tmp_path / "out", knowledge, smallest=2)


def test_facts_that_are_no_facts_are_refused(tmp_path: Path, knowledge: Knowledge) -> None:
    for table in ("persons", "medicines", "conditions", "labs", "shapes"):
        (tmp_path / f"{table}.parquet").write_bytes(b"PAR1 nothing")
    with pytest.raises(BadInput, match="could not be finished"):
        screen(tmp_path, tmp_path / "out", knowledge)


def test_facts_without_word_of_how_they_were_read_are_used(
    screened: Screened, tmp_path: Path, knowledge: Knowledge
) -> None:
    facts = tmp_path / "facts"
    facts.mkdir()
    for each in screened.facts.glob("*.parquet"):
        (facts / each.name).write_bytes(each.read_bytes())
    (facts / "facts.json").write_bytes(b"{}")
    found = screen(facts, tmp_path / "out", knowledge)
    assert found.reading is None
    assert (found.used, found.set_aside) == (0, 0)
    assert msgspec.structs.replace(found.tally) == screened.tally
