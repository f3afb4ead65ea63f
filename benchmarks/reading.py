"""How fast bulk FHIR becomes facts, beside a plain read of the same files, pysimdjson and orjson, in the same run.

The export is made up: people with conditions, medicines, and many observations, of which few are of tests that a rule
asks about, as in real life. All readers but the plain one parse every line and pick the same fields.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import orjson
import simdjson

from stilla.knowledge.store import load
from stilla.population.reading import Limits, read
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
    best = (float("inf"), 0.0)
    for _ in range(times):
        start, cpu = time.perf_counter(), time.process_time()
        what()
        best = min(best, (time.perf_counter() - start, time.process_time() - cpu))
    return best


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


def report(folder: Path, files: list[Path], size: float, asked: argparse.Namespace) -> None:
    ours = timed(lambda: read(folder, folder.parent / "out", engine=asked.engine, limits=Limits()), asked.times)
    reading = read(folder, folder.parent / "out", engine=asked.engine)
    used = sum(reading.used.values())
    print(f"records: {sum(reading.read.values()):,} read, {used:,} used; {reading.shapes:,} shapes")
    rows: list[tuple[str, tuple[float, float]]] = [(f"stilla ({asked.engine}), NDJSON to facts, SHA-256", ours)]
    asked_for = Wished(as_of=date(2026, 11, 23), engine=asked.engine)
    whole = timed(lambda: run(folder, folder.parent / "found", asked_for, load(), lambda _: None), asked.times)
    rows.append(("stilla, NDJSON to findings", whole))
    rows.append(("plain read of the files", timed(lambda: plain(files), asked.times)))
    rows.append(("pysimdjson, parse and pick", timed(lambda: with_simdjson(files), 1)))
    rows.append(("orjson, parse and pick", timed(lambda: with_orjson(files), 1)))
    for what, (wall, cpu) in rows:
        ratio = wall / ours[0]
        print(
            f"{what:45} {size / wall:7.0f} MB/s {size / cpu:7.0f} MB/s a core-second   ours is {ratio:5.2f} x as fast"
        )


if __name__ == "__main__":
    main()
