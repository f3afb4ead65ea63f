"""From a folder of bulk FHIR to a folder of facts. Either all of it is there in the end, or nothing."""

from __future__ import annotations

import gzip
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.errors import BadInput, refuse
from stilla.knowledge.store import load
from stilla.population.reading.fields import SHAPED
from stilla.population.reading.inputs import find, portions
from stilla.population.reading.lines import Bad, bad
from stilla.population.reading.portion import Done, Scan, read_done
from stilla.population.reading.provenance import Hashing, Source, key
from stilla.population.reading.result import Limits, Progress, Reading
from stilla.population.reading.shapes import observed_codes
from stilla.population.reading.together import Facts, Place, Together
from stilla.population.reading.watching import watched

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.population.reading.engine import Lines
    from stilla.population.reading.inputs import Input, Portion

Engine = Literal["duckdb", "spark"]
_LAYOUT = "4"
"""Part of every key: rows that an older Stilla left behind are not gone on with."""
_PROVENANCE = "facts.json"
_SET_ASIDE = "set-aside.ndjson.gz"


def read(  # noqa: PLR0913  # each has its default
    folder: Path,
    out: Path,
    *,
    engine: Engine = "duckdb",
    limits: Limits | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    knowledge: Knowledge | None = None,
) -> Reading:
    """Read every record below a folder once, and write the facts that deciding starts from.

    What an interrupted run had read is in a folder beside `out` and is not read again, unless the input has changed.

    Args:
        folder: bulk export, `Type.ndjson` and the like, plain or gzip.
        out: where the facts go; an earlier result there is replaced.
        engine: what reads.
        limits: what it may take.
        progress: is told how far it is.
        knowledge: says which observations a rule can ask about.

    Raises:
        BadInput: there is nothing to read, or the result cannot be written.
    """
    started = time.perf_counter()
    limits = limits or Limits()
    work = out.with_name(f"{out.name}.part")
    found = find(folder, (out, work))
    _refuse_foreign(out)
    try:
        work.mkdir(parents=True, exist_ok=True)
        with closing(_opened(engine, limits, work)) as running, Hashing() as hashing:
            job = _Job(running, limits, hashing, work, progress, knowledge or load())
            try:
                reading = job.run(found, started)
            except running.failing as error:
                raise _unwritable(out, running.why(error)) from error
        _put(work, out)
    except OSError as error:
        raise _unwritable(out, str(error)) from error
    return reading


class _Job:
    """One run: portion by portion, then everything together."""

    def __init__(  # noqa: PLR0913, PLR0917  # made in one place
        self,
        engine: Lines,
        limits: Limits,
        hashing: Hashing,
        work: Path,
        progress: Callable[[Progress], None],
        knowledge: Knowledge,
    ) -> None:
        self.engine = engine
        self.limits = limits
        self.hashing = hashing
        self.work = work
        self.tell = progress
        self.knowledge = knowledge
        self.codes = sorted(observed_codes(knowledge))
        self.scan = Scan(engine, self.codes, limits.longest_line)
        self.resumed = 0

    def run(self, found: Sequence[Input], started: float) -> Reading:
        """Everything that was found, as facts."""
        total, done_bytes = sum(each.bytes for each in found), 0
        parts = [*portions(found, self.limits.portion)]
        read = []
        for part in parts:
            with watched(self.engine, self.tell, Progress(done_bytes, total, part.files[0].name), part.bytes):
                read.append((part, *self._portion(part)))
            done_bytes += part.bytes
        self.tell(Progress(total, total, "together"))
        facts = self.work / "facts"
        shutil.rmtree(facts, ignore_errors=True)
        facts.mkdir()
        places = [Place(place, done.kinds, done.files(part, place)) for part, place, done in read]
        unread = [about for _, _, done in read for each in done.bad for about in each.about]
        together = Together(self.engine, self.knowledge, self.codes, self.limits.longest_line, facts)
        made = together.write(places, unread)
        set_aside = self._set_aside(read, made, facts)
        reading = self._reading(read, made, set_aside, found)
        reading = msgspec.structs.replace(reading, seconds=round(time.perf_counter() - started, 3))
        self._write_provenance(reading, facts)
        return reading

    def _portion(self, part: Portion) -> tuple[Path, Done]:
        """A portion as rows, from an earlier run where its input is the same."""
        place = self.work / "portions" / key(part.kind, *(each.name for each in part.files))
        self.hashing.start(part.files)
        before = read_done(place)
        if before is not None and before.key == self._key(part):
            self.resumed += 1
            return place, before
        done = self.scan.read(part, place)
        return place, self.scan.finish(place, done, self._key(part))

    def _key(self, part: Portion) -> str:
        """What the rows of a portion depend on."""
        files = [f"{each.name}:{self.hashing.of(each)}" for each in part.files]
        longest = str(self.limits.longest_line)
        return key(_LAYOUT, self.engine.name, self.engine.version, longest, part.kind, *self.codes, *files)

    def _set_aside(self, read: Sequence[tuple[Portion, Path, Done]], made: Facts, facts: Path) -> Counter[str]:
        """Write the lines that were not used, or not wholly; how many there are, by reason."""
        count: Counter[str] = Counter()
        with gzip.open(facts / _SET_ASIDE, "wb") as written:
            for each in self._all_bad(read, made):
                count[each.reason] += 1
                written.write(msgspec.json.encode(each) + b"\n")
        return count

    def _all_bad(self, read: Sequence[tuple[Portion, Path, Done]], made: Facts) -> Iterator[Bad]:
        for number, (part, _, done) in enumerate(read):
            faulty = {name: fault for portion, name, fault in made.faults if portion == number}
            if not faulty:
                yield from done.bad
                continue
            for file in part.files:
                yield from bad(file.path, file.name, self.limits.longest_line, faulty)

    def _reading(
        self,
        read: Sequence[tuple[Portion, Path, Done]],
        made: Facts,
        set_aside: Counter[str],
        found: Sequence[Input],
    ) -> Reading:
        count: Counter[str] = Counter()
        for _, _, done in read:
            count.update(done.read)
        ignored = made.ignored
        for kind, n in count.items():
            if kind not in SHAPED:
                ignored[kind] = Counter(type=n)
            elif rest := n - made.used[kind] - sum(ignored.get(kind, Counter()).values()):
                ignored.setdefault(kind, Counter())["no-rule"] += rest
        sources = tuple(Source(each.name, each.bytes, self.hashing.of(each)) for each in found)
        return Reading(
            engine=self.engine.name,
            read=dict(count),
            used=dict(made.used),
            ignored={kind: dict(reasons) for kind, reasons in ignored.items()},
            set_aside=dict(set_aside),
            persons=made.persons,
            shapes=made.shapes,
            sources=sources,
            seconds=0,
            resumed=self.resumed,
        )

    def _write_provenance(self, reading: Reading, facts: Path) -> None:
        made = {
            "stilla": version("stilla"),
            "engine_version": self.engine.version,
            "knowledge": self.knowledge.version.name,
            "day": datetime.now(UTC).date(),
        }
        content = msgspec.to_builtins(reading) | msgspec.to_builtins(made)
        (facts / _PROVENANCE).write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n")


def _opened(engine: Engine, limits: Limits, work: Path) -> Lines:
    if engine == "spark":
        from stilla.population.reading.spark import SparkLines  # noqa: PLC0415  # Spark is loaded only here

        return SparkLines(limits.master, limits.megabytes().lower().replace("b", ""))
    from stilla.population.reading.duck import DuckLines  # noqa: PLC0415  # DuckDB is loaded only here

    return DuckLines(limits.threads, limits.megabytes(), work)


def _refuse_foreign(out: Path) -> None:
    if out.exists() and not (out.is_dir() and ((out / _PROVENANCE).exists() or not any(out.iterdir()))):
        raise refuse(
            str(out),
            "Something else is here already. Name a new folder.",
            "Här finns redan något annat. Ange en ny mapp.",
        )


def _put(work: Path, out: Path) -> None:
    """The facts in their place, and nothing of the work left behind."""
    if out.exists():
        shutil.rmtree(out)
    (work / "facts").replace(out)
    shutil.rmtree(work)


def _unwritable(out: Path, why: str) -> BadInput:
    return refuse(
        str(out),
        f"The facts could not be written: {why}. What was read so far is kept for the next try.",
        f"Det gick inte att skriva: {why}. Det som hunnit läsas finns kvar till nästa försök.",
    )
