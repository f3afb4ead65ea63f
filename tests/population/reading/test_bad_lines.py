"""Dirt in the files: it is set aside with its place and reason, and everything else is read."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from population.reading.test_reading import facts
from stilla.errors import BadInput
from stilla.knowledge.store import Knowledge
from stilla.population.reading import Limits, Progress, Reading, lines, read

GOOD = b'{"resourceType":"Condition","id":"%s","subject":{"reference":"Patient/a"},"code":{"text":"x"}}'
DIRT = {
    "not JSON": [b'{"resourceType":"Condition","id":', b"hello", b'{"resourceType":"Condition"} {"x":1}', b"\x00"],
    "not UTF-8": [b'{"resourceType":"Condition","id":"\xff"}', b'{"resourceType":"Condition","x":"\xc3"}'],
    "not a resource": [b"12", b"null", b'["x"]', b'{"id":"x"}', b'{"resourceType":5}'],
}


def aside(out: Path) -> list[dict[str, Any]]:
    with gzip.open(out / "set-aside.ndjson.gz") as opened:
        return [json.loads(line) for line in opened]


def conditions(out: Path) -> list[str]:
    """The records of conditions; not what stands for a line that could not be read, which has no id."""
    return sorted(ref for _, _, _, _, _, _, _, _, ref in facts(out)[0] if "/" in ref)


def good(*names: str) -> list[bytes]:
    return [GOOD % name.encode() for name in names]


ODD = (
    *(line for found in DIRT.values() for line in found), b"", b" \t\r", b"\xef\xbb\xbf" + GOOD % b"m",
    GOOD % b"r" + b"\r", GOOD % b"1" + b" " + GOOD % b"2", b'{"resourceType":"Condition","x":', b'{"y":1}}',
    b'{"resourceType":"Condition","x":[{}', b',{"y":1}]}', b'{"resourceType":"Condition","x":"' + b"y" * 300 + b'"}',
)  # fmt: skip
"""Lines that are bad, or that only seem to be good where the next is seen with them."""


@pytest.mark.parametrize("seed", range(4))
def test_lines_are_judged_alike_together_and_one_by_one(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, file = random.Random(seed), tmp_path / "Condition.ndjson"
    for _ in range(100):
        share = chance.choice([0, 0.03, 0.5])
        written = [
            chance.choice(ODD) if chance.random() < share else GOOD % b"%d" % number
            for number in range(chance.randrange(30))
        ]
        file.write_bytes(b"\n".join(written) + chance.choice([b"", b"\n"]))
        longest, faulty = chance.choice([200, 1 << 20]), chance.choice([{}, {"Condition/7": "why"}])
        judged = []
        for size, looks in ((chance.choice([1, 100, 1 << 16]), lines._is_clean), (1 << 16, lambda *_: False)):
            with monkeypatch.context() as patched, io.BytesIO() as rest:
                patched.setattr(lines, "_BLOCK", size)
                patched.setattr(lines, "_is_clean", looks)
                judged.append(([*lines.bad(file, "x", longest, faulty, rest)], rest.getvalue()))
        assert judged[0] == judged[1]


@pytest.mark.parametrize(("reason", "line"), [(why, line) for why, lines in DIRT.items() for line in lines])
def test_a_bad_line_is_set_aside_and_the_others_are_read(
    reason: str, line: bytes, tmp_path: Path, knowledge: Knowledge
) -> None:
    (tmp_path / "Condition.ndjson").write_bytes(b"\n".join([*good("1"), line, *good("2")]) + b"\n")
    reading = read(tmp_path, tmp_path / "out", knowledge=knowledge)
    (bad,) = aside(tmp_path / "out")
    assert (bad["file"], bad["line"]) == ("Condition.ndjson", 2)
    assert bad["reason"].startswith(reason)
    assert sum(reading.set_aside.values()) == 1
    assert conditions(tmp_path / "out") == ["Condition/1", "Condition/2"]


@pytest.mark.parametrize(("reason", "line"), [(why, line) for why, lines in DIRT.items() for line in lines])
def test_a_bad_line_among_observations_is_set_aside(
    reason: str, line: bytes, tmp_path: Path, knowledge: Knowledge
) -> None:
    fine = good("1")[0].replace(b"Condition", b"Observation")
    (tmp_path / "Observation.ndjson").write_bytes(b"\n".join([fine, line.replace(b"Condition", b"Observation"), fine]))
    reading = read(tmp_path, tmp_path / "out", knowledge=knowledge)
    (bad,) = aside(tmp_path / "out")
    assert (bad["line"], bad["reason"].startswith(reason)) == (2, True)
    assert reading.read == {"Observation": 2}


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + b"\n".join(good("1", "2")),
        b"\r\n".join(good("1", "2")) + b"\r\n",
        b"\n\n  \n" + b"\n\n".join(good("1", "2")) + b"\n\n",
        b"\n".join(good("1", "2")),
    ],
    ids=["mark", "crlf", "blank", "no-end"],
)
def test_what_is_only_unusual_is_read(content: bytes, tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "Condition.ndjson").write_bytes(content)
    assert not read(tmp_path, tmp_path / "out", knowledge=knowledge).set_aside
    assert conditions(tmp_path / "out") == ["Condition/1", "Condition/2"]


def test_the_end_that_is_missing_is_told(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "Condition.ndjson").write_bytes(b"\n".join(good("1", "2"))[:-20])
    read(tmp_path, tmp_path / "out", knowledge=knowledge)
    assert [each["line"] for each in aside(tmp_path / "out")] == [2]
    assert conditions(tmp_path / "out") == ["Condition/1"]


def test_a_line_that_is_too_long_is_never_held_whole(tmp_path: Path, knowledge: Knowledge) -> None:
    with (tmp_path / "Condition.ndjson").open("wb") as file:
        file.write(good("1")[0] + b'\n{"resourceType":"Condition","data":"')
        for _ in range(80):
            file.write(b"x" * (1 << 20))
        file.write(b'"}\n' + good("2")[0])
    read(tmp_path, tmp_path / "out", knowledge=knowledge, limits=Limits(memory="1GB"))
    (bad,) = aside(tmp_path / "out")
    assert (bad["line"], bad["reason"], len(bad["start"])) == (2, "longer than the limit", 200)
    assert conditions(tmp_path / "out") == ["Condition/1", "Condition/2"]


def test_compressed_files_and_subfolders_are_read(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    packed = gzip.compress(b"\n".join(good("1", "2")))
    (tmp_path / "in" / "deep" / "Condition.000.ndjson.gz").write_bytes(packed)
    (tmp_path / "in" / "odd name.ndjson").write_bytes(good("3")[0])
    assert not read(tmp_path / "in", tmp_path / "out", knowledge=knowledge).set_aside
    assert conditions(tmp_path / "out") == ["Condition/1", "Condition/2", "Condition/3"]


def test_of_a_torn_compressed_file_what_is_there_is_read(tmp_path: Path, knowledge: Knowledge) -> None:
    lines = b"\n".join(GOOD % os.urandom(8).hex().encode() for _ in range(500))
    (tmp_path / "Condition.ndjson.gz").write_bytes(gzip.compress(lines)[:-3000])
    reading = read(tmp_path, tmp_path / "out", knowledge=knowledge)
    assert any("ends early" in each["reason"] for each in aside(tmp_path / "out"))
    assert 0 < reading.used["Condition"] < 500


def test_a_value_of_the_wrong_kind_is_told_and_the_list_stays_open(tmp_path: Path, knowledge: Knowledge) -> None:
    line = b'{"resourceType":"Condition","id":"1","subject":{"reference":"Patient/a"},"code":"G25.8"}'
    (tmp_path / "Condition.ndjson").write_bytes(line)
    reading = read(tmp_path, tmp_path / "out", knowledge=knowledge)
    assert [(each["line"], each["reason"].split()[0]) for each in aside(tmp_path / "out")] == [(1, "code")]
    assert reading.used == {"Condition": 1}


def test_a_number_too_large_for_any_machine_is_not_known(tmp_path: Path, knowledge: Knowledge) -> None:
    code = '"code":{"coding":[{"system":"http://loinc.org","code":"2601-3"}]},"subject":{"reference":"Patient/a"}'
    line = f'{{"resourceType":"Observation","id":"1",{code},"valueQuantity":{{"value":1e400,"unit":"mmol/L"}}}}'
    (tmp_path / "Observation.ndjson").write_text(line)
    read(tmp_path, tmp_path / "out", knowledge=knowledge)
    assert [row[6] for row in facts(tmp_path / "out")[0]] == [None]


def test_an_empty_folder_is_refused(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(BadInput, match="no records"):
        read(tmp_path, tmp_path / "out", knowledge=knowledge)
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "Condition.ndjson").symlink_to(tmp_path / "gone")
    with pytest.raises(BadInput, match=r"Condition\.ndjson"):
        read(tmp_path, tmp_path / "out", knowledge=knowledge)


def test_something_else_is_never_replaced(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "Condition.ndjson").write_bytes(good("1")[0])
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary.txt").write_text("mine")
    with pytest.raises(BadInput, match="Something else"):
        read(tmp_path, tmp_path / "out", knowledge=knowledge)
    assert (tmp_path / "out" / "diary.txt").read_text() == "mine"


def test_what_stilla_wrote_is_no_record(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "Condition.ndjson").write_bytes(good("1")[0])
    (tmp_path / "out.part").mkdir()
    (tmp_path / "out.part" / "whole.ndjson").write_bytes(b"left by a run that was killed")
    for _ in range(2):
        reading = read(tmp_path, tmp_path / "out", knowledge=knowledge)
        assert [each.name for each in reading.sources] == ["Condition.ndjson"]


def test_files_of_no_interest_are_counted(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "Encounter.ndjson").write_bytes(b'{"resourceType":"Encounter","id":"1"}\n' * 3)
    reading = read(tmp_path, tmp_path / "out", knowledge=knowledge)
    assert reading.ignored == {"Encounter": {"type": 3}}
    assert reading.persons == 0


RUN = """
import sys
from pathlib import Path
from stilla.population.reading import read, Limits
source, out = map(Path, sys.argv[1:])
read(source, out, limits=Limits(portion=1, threads=1), progress=lambda p: print(p.now, flush=True))
"""


def test_a_full_disk_leaves_no_half_result(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "Condition.ndjson").write_bytes(b"\n".join(GOOD % os.urandom(30).hex().encode() for _ in range(20_000)))
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(source), str(tmp_path / "out")],
        capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )  # fmt: skip
    assert "BadInput" in done.stderr
    assert not (tmp_path / "out").exists()
    assert read(source, tmp_path / "out").used == {"Condition": 20_000}


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for n in range(6):
        (source / f"Condition.{n}.ndjson").write_bytes(b"\n".join(GOOD % b"%d-%d" % (n, m) for m in range(3_000)))
    with subprocess.Popen([sys.executable, "-c", RUN, str(source), str(out)], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        while b"Condition.3" not in running.stdout.readline():
            pass
        running.send_signal(signal.SIGKILL)
    assert not out.exists()
    (source / "Condition.1.ndjson").write_bytes(GOOD % b"other")
    reading = read(source, out, limits=Limits(portion=1, threads=1))
    assert reading.resumed == 2
    assert reading.used == {"Condition": 5 * 3_000 + 1}
    whole = facts(out)
    read(source, tmp_path / "again")
    assert whole == facts(tmp_path / "again")


def test_where_it_came_from_is_kept(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "Condition.ndjson").write_bytes(good("1")[0])
    told: list[Progress] = []
    reading = read(tmp_path, tmp_path / "out", knowledge=knowledge, progress=told.append)
    kept = msgspec.json.decode((tmp_path / "out" / "facts.json").read_bytes())
    assert kept["sources"] == [
        {"name": "Condition.ndjson", "bytes": len(good("1")[0]), "sha256": reading.sources[0].sha256}
    ]
    assert kept["engine_version"] == duckdb.__version__
    assert isinstance(reading, Reading)
    reached = [each.done for each in told]
    assert (reached[0], reached[-1]) == (0, reading.bytes)
    assert reached == sorted(reached)
    assert time.strptime(kept["day"], "%Y-%m-%d")


def test_a_line_that_cannot_be_read_leaves_open_the_lists_of_whom_it_names(tmp_path):
    records, facts = tmp_path / "records", tmp_path / "facts"
    records.mkdir()
    (records / "Patient.ndjson").write_text(
        "".join(json.dumps({"resourceType": "Patient", "id": name}) + "\n" for name in ("one", "other"))
    )
    broken = '{"resourceType": "MedicationRequest", "subject": {"reference": "Patient/one"}, "status": "act'
    (records / "MedicationRequest.ndjson").write_text(broken + "\n")
    reading = read(records, facts)
    assert reading.set_aside == {"not JSON": 1}
    assert "MedicationRequest" not in reading.used
    with duckdb.connect() as database:
        rows = database.execute(
            f"SELECT p.id, s.text FROM '{facts}/medicines.parquet' m JOIN '{facts}/persons.parquet' p USING (n)"
            f" JOIN '{facts}/shapes.parquet' s USING (shape)"
        ).fetchall()
    assert rows == [("one", '{"resourceType":"MedicationStatement"}')]
