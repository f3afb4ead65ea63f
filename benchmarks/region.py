"""An invented region screened by DuckDB, by Spark, and one person at a time: counts, times, memory, equal answers.

python benchmarks/region.py [people] [engines, such as duckdb,spark] [reference: all, or how many people in a hundred]
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from zlib import crc32

from stilla.findings import assess
from stilla.knowledge.store import Knowledge, load
from stilla.population.write import Told, expand
from stilla.records.bundle import gathered
from stilla.records.decoding import decoded
from stilla.records.person import Context, person_of
from stilla.rules.atoms import Situation

AS_OF = date(2026, 11, 23)
BUCKETS = 32
WHOLE = 100
OWNER = re.compile(rb'"(?:subject|patient)":\s*\{[^{}]*"reference":\s*"(?:[^"]*/)?Patient/([^"/]+)')
PATIENT = re.compile(rb'"resourceType":\s*"Patient"')
ID = re.compile(rb'"id":\s*"([^"]+)"')
STILLA = Path(sys.executable).parent / "stilla"


def main(people: int = 100_000, engines: str = "duckdb,spark", reference: int = 100) -> int:
    """Run all, print; 1 where an answer differs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        _run("synth", "--patients", str(people), "--seed", "1", "--as-of", str(AS_OF), "-o", str(folder / "records"))
        size = sum(each.stat().st_size for each in (folder / "records").rglob("*") if each.is_file())
        print(f"{people:,} invented people, {size / 1e9:.2f} GB, made in {time.perf_counter() - began:.0f} s")
        wanted = engines.split(",")
        for engine in wanted:
            _screen(folder, engine)
        answers = {engine: {each.id: each for each in expand(folder / engine)} for engine in wanted}
        first = answers[wanted[0]]
        different = sum(answers[engine] != first for engine in wanted[1:])
        for engine in wanted[1:]:
            same = sum(first.get(who) == told for who, told in answers[engine].items())
            print(f"{engine} and {wanted[0]}: {same:,} of {len(first):,} people have equal answers")
        if reference:
            different += _compare(folder / "records", first, reference)
    return int(different > 0)


def _screen(folder: Path, engine: str) -> None:
    began = time.perf_counter()
    told = json.loads(_run("screen", str(folder / "records"), "-o", str(folder / engine), "--engine", engine,
                           "--as-of", str(AS_OF), "--smallest-cell", "0", "--json"))  # fmt: skip
    verdicts = ", ".join(f"{verdict} {count['about']:,}" for verdict, count in told["verdicts"].items())
    taking = told["branches"][0]["people"]["about"]
    print(
        f"{engine}: {time.perf_counter() - began:.1f} s with the start, peak memory {told['peak_memory_mb']:,} MB, "
        f"{told['patterns']:,} patterns; {told['judged']['about']:,} judged: {verdicts}; {taking:,} take magnesium"
    )


def _run(*words: str) -> str:
    done = subprocess.run([str(STILLA), *words], capture_output=True, text=True, check=False)
    if done.returncode not in {0, 3}:
        raise SystemExit(done.stderr)
    return done.stdout


def _compare(records: Path, told: dict[str, Told], hundredth: int) -> int:
    """How many people another answer is given, one at a time, from the same files."""
    knowledge, began = load(), time.perf_counter()
    seen, elsewhere, different = set[str](), 0, Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        for bucket in _bucketed(records, Path(name), hundredth):
            for one in _one_by_one(bucket, knowledge):
                if one.id not in told:
                    elsewhere += 1  # named only by a record that no rule asks for
                    continue
                seen.add(one.id)
                for field in Told._fields[1:]:
                    different[field] += getattr(told[one.id], field) != getattr(one, field)
    seconds = time.perf_counter() - began
    if hundredth == WHOLE:
        different["people"] = len(told.keys() - seen)
    total = different.total()
    print(f"one at a time: {len(seen):,} people in {seconds:.0f} s; different answers: {total} {dict(different)}")
    print(f"  {elsewhere} more are named only by records that no rule asks for")
    return total


def _bucketed(records: Path, work: Path, hundredth: int) -> Iterator[bytes]:
    """The lines of so many people at a time, each with every Medication that a record may refer to."""
    with ExitStack() as stack:
        files = [stack.enter_context((work / f"{n}").open("wb")) for n in range(BUCKETS)]
        for file in sorted(records.glob("*.ndjson*")):
            with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
                for line in lines:
                    for n in _buckets(line, hundredth):
                        files[n].write(line.rstrip(b"\r\n") + b"\n")
    for n in range(BUCKETS):
        yield (work / f"{n}").read_bytes()


def _buckets(line: bytes, hundredth: int) -> Collection[int]:
    """Where a line belongs: with its person, or with everybody."""
    owner = ID.search(line) if PATIENT.search(line) else OWNER.search(line)
    if owner is None:
        return range(BUCKETS) if b'"Medication"' in line else ()
    mark = crc32(owner[1])
    return (mark % BUCKETS,) if mark // BUCKETS % 100 < hundredth else ()


def _one_by_one(content: bytes, knowledge: Knowledge) -> Iterator[Told]:
    records = gathered(decoded(content, "bucket.ndjson"))
    context, ruled = Context(knowledge, AS_OF), knowledge.checking
    for who, patient in records.patients.items():
        if patient.dead:
            continue
        person = person_of(patient, records.rows_by_patient[who], context).person
        found = assess(person, knowledge, AS_OF)
        decided = ruled.book.decide(ruled.book.pattern(Situation(person, AS_OF, knowledge.concepts)))
        hidden = {other for n, truth in decided if truth is True for other in ruled.rules[n].supersedes}
        yield Told(
            who,
            found.verdict,
            frozenset(each.rule.id for each in found.findings),
            frozenset(ruled.rules[n].id for n, truth in decided if truth is None) - hidden,
            frozenset(each.fact for each in found.questions),
        )


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(*(kind(each) for kind, each in zip((int, str, int), given, strict=False))))
