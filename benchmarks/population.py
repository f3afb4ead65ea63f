"""Deciding for a whole region, from facts to answers on disk, everybody and every unknown rule included.

Beside it: Spark on the same facts, where it is installed, and one person alone. `PEOPLE` and a folder to keep the
facts in may be given: `python benchmarks/population.py 1000000 /tmp/facts`.
"""

from __future__ import annotations

import importlib.util
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from population_facts import AS_OF, ours, sixty_four, write_facts
from stilla.findings import assess
from stilla.knowledge.store import load
from stilla.population.decide import Asked, decide
from stilla.population.duck import Duck
from stilla.records.facts import Row
from stilla.records.patient import Patient
from stilla.records.person import Context, person_of
from stilla.rules.atoms import Situation

if TYPE_CHECKING:
    from collections.abc import Callable

    from population_facts import Reading
    from stilla.population.engine import Engine

WHOLE: Asked = Asked(AS_OF, frozenset({"medicines", "conditions", "magnesium"}))
OPEN = Asked(AS_OF)
SPARK_PEOPLE = 100_000


def measure(reading: Reading, asked: Asked, facts: Path, engine: Engine, people: int) -> None:
    with TemporaryDirectory() as out:
        start, cpu = time.perf_counter(), time.process_time()
        found = decide(facts, Path(out), reading.knowledge, asked, engine, read=reading.read)
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    evidence = found.seconds["evidence"]
    lists = "whole lists" if asked.complete else "open lists"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = f"{cpu:6.1f}" if engine.name == "duckdb" else f"{'':6}"
    print(
        f"{engine.name:7} {reading.name:14} {lists:12} {people / (wall - evidence):10,.0f} {wall - evidence:8.2f} "
        f"{evidence:9.2f} {spent} {sum(found.patterns):9,} {peak:8,.0f}"
    )


def one_person() -> None:
    """Microseconds for the rules alone, and from rows to a whole assessment."""
    knowledge = load()
    order = {
        "resourceType": "MedicationRequest", "status": "active", "intent": "order",
        "medicationCodeableConcept": {"coding": [{"system": "http://www.whocc.no/atc", "code": "H03AA01"}]},
    }  # fmt: skip
    rows = [Row("MedicationRequest", order)]
    patient, context = (
        Patient("one", AS_OF.replace(year=1960), AS_OF.replace(year=1960), "female"),
        Context(knowledge, AS_OF),
    )
    person = person_of(patient, rows, context).person
    book = knowledge.checking.book

    def rules() -> object:
        return book.decide(book.pattern(Situation(person, AS_OF, knowledge.concepts)))

    for name, work in (
        ("the rules", rules),
        ("everything said", lambda: assess(person, knowledge, AS_OF)),
        ("from rows", lambda: assess(person_of(patient, rows, context).person, knowledge, AS_OF)),
    ):
        print(f"one person, {name:16} {_microseconds(work):8.1f} microseconds")


def _microseconds(work: Callable[[], object], times: int = 500) -> float:
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(times):
            work()
        best = min(best, time.perf_counter() - start)
    return 1e6 * best / times


def facts_of(folder: Path, people: int) -> Path:
    """The facts, made where they are not there yet."""
    facts = folder / str(people)
    if not (facts / "shapes.parquet").exists():
        with duckdb.connect() as connection:
            write_facts(facts, people, connection)
    return facts


def spark(folder: Path, readings: tuple[Reading, ...]) -> None:
    if importlib.util.find_spec("pyspark") is None:
        print("Spark is not installed.")
        return
    from stilla.population.spark import Spark  # noqa: PLC0415  # only where it is installed

    facts = facts_of(folder, SPARK_PEOPLE)
    with Spark() as engine:
        for reading in readings:
            measure(reading, OPEN, facts, engine, SPARK_PEOPLE)


def main(people: int, folder: Path) -> None:
    knowledge = load()
    readings = (sixty_four(knowledge), ours(knowledge))
    facts = facts_of(folder, people)
    print(f"{people:,} people with 26 records each; evidence is written after the answers and timed apart")
    print(f"{'':35} {'people/s':>10} {'seconds':>8} {'evidence':>9} {'CPU s':>6} {'patterns':>9} {'peak MB':>8}")
    for reading in readings:
        for asked in (WHOLE, OPEN):
            with Duck() as engine:
                measure(reading, asked, facts, engine, people)
    spark(folder, readings)
    one_person()


if __name__ == "__main__":
    given = sys.argv[1:]
    with TemporaryDirectory() as temporary:
        main(int(given[0]) if given else 1_000_000, Path(given[1] if len(given) > 1 else temporary))
