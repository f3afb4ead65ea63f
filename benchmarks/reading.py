"""How fast bulk FHIR becomes facts and findings, beside other readers of the same files, in the same run.

The export is made up: people with conditions, medicines, and many observations, of which few are of tests that a rule
asks about, as in real life. pysimdjson, orjson and DuckDB parse every line and pick the same fields; none of them asks
what the fields mean. Time of the processor is compared: on a machine that does other things too, the clock says little.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from operator import itemgetter
from pathlib import Path

import duckdb
import orjson
import simdjson

from stilla.knowledge.store import load
from stilla.population.reading import read
from stilla.population.screening import Wished, run

BLOCK = 4_000
PICKED = ("resourceType", "id", "status", "code", "subject", "effectiveDateTime", "valueQuantity")
ASKED = ("2601-3", "33914-3", "2160-0", "2276-4")
TAG = {"tag": [{"system": "https://example.org/tags", "code": "benchmark"}], "lastUpdated": "2026-01-01T00:00:00Z"}


class Maker:
    """Makes lines, always the same ones."""

    def __init__(self, people: int) -> None:
        self.chance = random.Random(20261123)
        self.people = [self.id() for _ in range(people)]

    def id(self) -> str:
        return str(uuid.UUID(int=self.chance.getrandbits(128)))

    def day(self) -> str:
        return f"{self.chance.randint(2005, 2026)}-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"

    def base(self, kind: str) -> dict[str, object]:
        somebody = {"reference": f"Patient/{self.chance.choice(self.people)}"}
        visit = {"reference": f"Encounter/{self.id()}"}
        return {"resourceType": kind, "id": self.id(), "subject": somebody, "encounter": visit, "meta": TAG}

    def concept(self, system: str, code: str) -> dict[str, object]:
        name = f"The name of the code {code} as it is displayed"
        return {"coding": [{"system": system, "code": code, "display": name}], "text": name}

    def observation(self) -> dict[str, object]:
        code = self.chance.choice(ASKED) if self.chance.random() < 0.07 else f"{self.chance.randint(50_000, 50_400)}-1"
        at = f"{self.day()}T10:03:19+01:00"
        category = self.concept("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")
        quantity = {"value": self.chance.random() * 100, "unit": "mg/dL", "system": "http://unitsofmeasure.org"}
        measured = {"effectiveDateTime": at, "issued": at, "valueQuantity": {**quantity, "code": "mg/dL"}}
        code_of = self.concept("http://loinc.org", code)
        return {**self.base("Observation"), "status": "final", "category": [category], "code": code_of, **measured}

    def condition(self) -> dict[str, object]:
        status = self.concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active")
        code = self.concept(
            "http://hl7.org/fhir/sid/icd-10", f"N{self.chance.randint(10, 20)}.{self.chance.randint(0, 9)}"
        )
        return {**self.base("Condition"), "clinicalStatus": status, "code": code, "onsetDateTime": self.day()}

    def request(self) -> dict[str, object]:
        code = self.concept("http://www.whocc.no/atc", f"N03AX{self.chance.randint(10, 30)}")
        said = {"status": "active", "intent": "order", "medicationCodeableConcept": code, "authoredOn": self.day()}
        return {**self.base("MedicationRequest"), **said, "dosageInstruction": [{"text": "one tablet twice a day"}]}

    def patients(self) -> Iterator[dict[str, object]]:
        for each in self.people:
            yield {"resourceType": "Patient", "id": each, "gender": "female", "birthDate": self.day(), "meta": TAG}


def make(folder: Path, size: int) -> None:
    """An export of about `size` bytes: blocks of lines written again and again under new ids."""
    maker = Maker(max(100, size // 30_000))
    lines = "".join(json.dumps(each, separators=(",", ":")) + "\n" for each in maker.patients())
    (folder / "Patient.ndjson").write_text(lines)
    for kind, one, share in (
        ("Observation", maker.observation, 0.8),
        ("Condition", maker.condition, 0.1),
        ("MedicationRequest", maker.request, 0.1),
    ):
        block = [json.dumps(one(), separators=(",", ":")) for _ in range(BLOCK)]
        with (folder / f"{kind}.ndjson").open("w") as file:
            number = 0
            while file.tell() < share * size:
                file.writelines(again(line, number) for line in block)
                number += 1


def again(line: str, number: int) -> str:
    at = line.index('"id":"') + 6
    return f"{line[:at]}{number:06x}{line[at + 6 :]}\n"


def plain(files: list[Path]) -> None:
    for file in files:
        with file.open("rb", buffering=0) as opened:
            while opened.read(1 << 22):
                pass


def with_simdjson(files: list[Path]) -> None:
    parser = simdjson.Parser()
    for file in files:
        with file.open("rb") as opened:
            for line in opened:
                found = parser.parse(line)
                for name in PICKED:
                    value = found.get(name)
                    if isinstance(value, simdjson.Object):
                        value = value.mini
                    del value
                del found


def with_orjson(files: list[Path]) -> None:
    for file in files:
        with file.open("rb") as opened:
            for line in opened:
                found = orjson.loads(line)
                for name in PICKED:
                    found.get(name)


def timed(what: Callable[[], object], times: int) -> tuple[float, float]:
    """Seconds and seconds of processor time, of the quickest try."""
    best = (float("inf"), float("inf"))
    for _ in range(times):
        start, cpu = time.perf_counter(), time.process_time()
        what()
        best = min(best, (time.perf_counter() - start, time.process_time() - cpu), key=itemgetter(1))
    return best


def hashed(files: list[Path]) -> None:
    for file in files:
        with file.open("rb") as opened:
            hashlib.file_digest(opened, "sha256")


def newlines(files: list[Path]) -> None:
    for file in files:
        with file.open("rb", buffering=0) as opened:
            while block := opened.read(1 << 22):
                block.count(b"\n")


def typed(files: list[Path]) -> None:
    """DuckDB's own reader on the fields that a lab value is made of, declared: the least that any SQL has to do."""
    concept = "STRUCT(coding STRUCT(code VARCHAR)[])"
    kinds = {
        "resourceType": "VARCHAR", "id": "VARCHAR", "status": "VARCHAR", "code": concept,
        "subject": "STRUCT(reference VARCHAR)", "effectiveDateTime": "VARCHAR",
        "valueQuantity": "STRUCT(value DOUBLE, code VARCHAR)",
    }  # fmt: skip
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items())
    counts = ", ".join(f"count({name})" for name in kinds)
    names = ", ".join(f"'{each}'" for each in files)
    with duckdb.connect(config={"threads": os.cpu_count() or 1, "preserve_insertion_order": False}) as db:
        db.sql(
            f"SELECT {counts} FROM read_json([{names}], format = 'newline_delimited', columns = {{{columns}}})"
        ).fetchall()


def report(folder: Path, files: list[Path], size: float, asked: argparse.Namespace) -> None:
    """The ladder, from what a disk can give to what a screen takes."""
    out = folder.parent / "out"
    reading = read(folder, out, engine=asked.engine)
    used = sum(reading.used.values())
    print(f"records: {sum(reading.read.values()):,} read, {used:,} used; {reading.shapes:,} shapes")
    wished = Wished(as_of=date(2026, 11, 23), engine=asked.engine)
    steps: list[tuple[str, Callable[[], object], int]] = [
        ("plain read of the files", lambda: plain(files), asked.times),
        ("count of newlines", lambda: newlines(files), asked.times),
        ("SHA-256", lambda: hashed(files), asked.times),
        ("DuckDB, 7 declared fields", lambda: typed(files), asked.times),
        (f"stilla ({asked.engine}), NDJSON to facts", lambda: read(folder, out, engine=asked.engine), asked.times),
        (
            f"stilla ({asked.engine}), NDJSON to findings",
            lambda: run(folder, folder.parent / "found", wished, load(), lambda _: None),
            asked.times,
        ),
        ("pysimdjson, parse and pick", lambda: with_simdjson(files), 1),
        ("orjson, parse and pick", lambda: with_orjson(files), 1),
    ]
    taken = {name: timed(what, times) for name, what, times in steps}
    ours = next(each for name, each in taken.items() if name.endswith("facts"))
    print(f"{'':38}{'MB/s':>8}{'MB/core-s':>11}{'core-s/GB':>11}{'facts are':>12}")
    for name, (wall, cpu) in taken.items():
        ratio = cpu / ours[1]
        print(f"{name:38}{size / wall:8.0f}{size / cpu:11.0f}{1e3 * cpu / size:11.2f}{ratio:9.2f} x as fast")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=800, help="megabytes of input")
    parser.add_argument("--times", type=int, default=3, help="tries, of which the quickest counts")
    parser.add_argument("--engine", default="duckdb", choices=["duckdb", "spark"])
    parser.add_argument("--folder", type=Path, help="where the input is made; a temporary folder by default")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name) / "in"
        folder.mkdir()
        make(folder, asked.size * 1_000_000)
        files = sorted(folder.iterdir())
        size = sum(each.stat().st_size for each in files) / 1e6
        print(f"{size:.0f} MB in {len(files)} files, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        report(folder, files, size, asked)


if __name__ == "__main__":
    main()
