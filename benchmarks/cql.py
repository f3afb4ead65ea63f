"""The same people and the same 64 rules by our engine and by cql-execution (npm): answers compared, speeds printed.

python benchmarks/cql.py [people for ours] [of them for the peer]. Needs Node.js; the peer is installed beside
(`make bench` does it).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from cql_library import ATC, ICD, LAB_CODES, LOINC, Library
from population_facts import _TESTS, AS_OF, CONDITIONS, LABS, MEDICINES, Reading, ours, sixty_four, write_facts
from stilla.findings import hidden_by
from stilla.knowledge.store import load
from stilla.population.decide import decide
from stilla.population.duck import Duck
from stilla.population.reduce import Asked
from stilla.population.write import expand
from stilla.records.facts import Meaning
from stilla.rules.atoms import closure

PEER = Path(__file__).parent / "peers" / "cql"
MODULES = Path(os.environ.get("PEERS_NODE", ".venv-peers/cql"))


class Answers(NamedTuple):
    """Rules that hold of somebody, and rules that are open."""

    true: frozenset[str]
    open: frozenset[str]


class Speed(NamedTuple):
    """People, and the seconds they took, by the clock and of the processor."""

    people: int
    seconds: float
    processor: float


def main(people: int = 1_000_000, sample: int = 1_000) -> int:
    """Run both, compare, print; 1 where an answer differs."""
    knowledge = load()
    different = _compare(sixty_four(knowledge), people, sample)
    different += _compare(_without_creatinine(ours(knowledge)), sample, sample)
    return int(different > 0)


def _compare(reading: Reading, people: int, sample: int) -> int:
    """How many of the sample get another answer from the peer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with duckdb.connect() as connection:
            write_facts(folder / "facts", people, connection)
            listed = _write_bundles(folder, connection, sample)
        speed = _run_ours(folder, reading, people)
        found = _our_answers(folder, listed)
        _write_library(folder, reading)
        theirs, peer = _run_theirs(folder, reading)
    different = sum(found[who] != theirs[who] for who in found)
    rate, peer_rate = speed.people / speed.seconds, peer.people / peer.seconds
    busy, peer_busy = speed.people / speed.processor, peer.people / peer.processor
    print(f"{reading.name}: {people:,} people by Stilla (DuckDB), {peer.people:,} of them by cql-execution")
    print(f"  Stilla         {rate:12,.0f} people/s   {busy:12,.0f} a processor second")
    print(f"  cql-execution  {peer_rate:12,.1f} people/s   {peer_busy:12,.1f} a processor second")
    print(f"  ratio          {rate / peer_rate:12,.0f}            {busy / peer_busy:12,.0f}")
    true, still_open = (sum(len(each[n]) for each in found.values()) for n in (0, 1))
    print(f"  {len(found):,} people compared: {true:,} findings, {still_open:,} open rules, {different} people differ")
    return different


def _without_creatinine(reading: Reading) -> Reading:
    """The library knows no equation for the kidneys, so nobody has a creatinine."""
    creatinine = MEDICINES + CONDITIONS + _TESTS.index("creatinine")
    nothing = Meaning("no", ignored="not-asked")
    return reading._replace(read=lambda shape: nothing if shape["number"] == creatinine else reading.read(shape))


def _run_ours(folder: Path, reading: Reading, people: int) -> Speed:
    (folder / "out").mkdir()
    asked = Asked(AS_OF, frozenset({"medicines", "conditions", "magnesium"}))
    began, processor = time.perf_counter(), time.process_time()
    with Duck() as engine:
        decide(folder / "facts", folder / "out", reading.knowledge, asked, engine, read=reading.read)
    return Speed(people, time.perf_counter() - began, time.process_time() - processor)


def _our_answers(folder: Path, listed: set[str]) -> dict[str, Answers]:
    return {each.id: Answers(each.true, each.open) for each in expand(folder / "out") if each.id in listed}


def _write_library(folder: Path, reading: Reading) -> None:
    concepts = reading.knowledge.concepts
    meanings = [reading.read({"number": number}) for number in range(MEDICINES + CONDITIONS + LABS)]
    magnesium = [str(n) for n, each in enumerate(meanings) if each.magnesium is not None]
    medicines = {str(n): each.medicine.atc for n, each in enumerate(meanings[:MEDICINES]) if each.medicine is not None}
    conditions = {
        str(MEDICINES + n): closure(each.present, concepts)
        for n, each in enumerate(meanings[MEDICINES : MEDICINES + CONDITIONS])
        if each.present
    }
    ruled = reading.knowledge.checking
    trees = {rule.id: tree for rule, tree in zip(ruled.rules, ruled.trees, strict=True)}
    library, sets = Library(AS_OF, medicines, magnesium, conditions).compile(trees)
    for name, content in (("library", library), ("sets", sets), ("definitions", list(trees))):
        (folder / f"{name}.json").write_text(json.dumps(content))


def _run_theirs(folder: Path, reading: Reading) -> tuple[dict[str, Answers], Speed]:
    files = [str(folder / name) for name in ("library.json", "sets.json", "bundles.ndjson", "definitions.json")]
    done = subprocess.run(
        ["node", str((PEER / "run.js").resolve()), *files],
        env=os.environ | {"NODE_PATH": str((MODULES / "node_modules").resolve())},
        capture_output=True,
        text=True,
        check=True,
    )
    rules = {rule.id: rule for rule in reading.knowledge.checking.rules}
    answers = {}
    for who, told in map(json.loads, done.stdout.splitlines()):
        hidden = hidden_by(rules[name] for name in told["true"])
        answers[who] = Answers(frozenset(told["true"]) - hidden, frozenset(told["open"]) - hidden)
    return answers, Speed(**json.loads(done.stderr.splitlines()[-1]))


def _write_bundles(folder: Path, connection: duckdb.DuckDBPyConnection, sample: int) -> set[str]:
    """The first people's facts as FHIR: active orders, active conditions, final values.

    Those who have both kinds of list: where a list is absent it is unknown to us, and empty to CQL.
    """
    entries: dict[int, list[dict[str, Any]]] = {n: [] for n in range(sample)}
    facts = folder / "facts"
    for n, born, sex in connection.execute(
        f"SELECT n, born_first, sex FROM '{facts}/persons.parquet' WHERE n < {sample}"
    ).fetchall():
        entries[n].append({"resourceType": "Patient", "id": f"patient-{n}", "birthDate": str(born), "gender": sex})
    for n, shape, ref in _rows(connection, facts / "medicines.parquet", "shape, ref", sample):
        code = {"coding": [{"system": ATC, "code": str(shape)}]}
        entries[n].append(_about(n, ref) | {"status": "active", "intent": "order", "medicationCodeableConcept": code})
    active = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
    for n, shape, ref in _rows(connection, facts / "conditions.parquet", "shape, ref", sample):
        code = {"coding": [{"system": ICD, "code": str(shape)}]}
        entries[n].append(_about(n, ref) | {"clinicalStatus": active, "code": code})
    for n, shape, day, value, ref in _rows(connection, facts / "labs.parquet", "shape, day, value, ref", sample):
        test = shape - MEDICINES - CONDITIONS
        name = LAB_CODES.get(_TESTS[test], str(test)) if test < len(_TESTS) else str(test)
        entries[n].append(
            _about(n, ref)
            | {
                "status": "final",
                "code": {"coding": [{"system": LOINC, "code": name}]},
                "effectiveDateTime": str(day),
                "valueQuantity": {"value": value},
            }
        )
    with (folder / "bundles.ndjson").open("w") as written:
        for each in entries.values():
            bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in each]}
            written.write(json.dumps(bundle) + "\n")
    kinds = {f"patient-{n}": {one["resourceType"] for one in each} for n, each in entries.items()}
    return {who for who, has in kinds.items() if has >= {"MedicationRequest", "Condition"}}


def _rows(connection: duckdb.DuckDBPyConnection, file: Path, columns: str, sample: int) -> list[tuple[Any, ...]]:
    return connection.execute(f"SELECT n, {columns} FROM '{file}' WHERE n < {sample}").fetchall()


def _about(n: int, ref: str) -> dict[str, Any]:
    kind, name = ref.split("/")
    return {"resourceType": kind, "id": name, "subject": {"reference": f"Patient/patient-{n}"}}


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
