"""A screen from end to end: records become facts, facts answers, answers counts; what it rests on is noted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from stilla.errors import BadInput, refuse
from stilla.knowledge.schema import Rule
from stilla.knowledge.store import Version
from stilla.person import MagnesiumUse
from stilla.population.decide import Decided, decide
from stilla.population.memory import peak_memory
from stilla.population.place import (
    FACTS,
    PROVENANCE,
    UNFINISHED,
    answers_of,
    clear,
    facts_in,
    publish,
    refuse_places,
    tidied,
)
from stilla.population.reading.result import Progress, Reading
from stilla.population.reduce import Asked
from stilla.population.safe_counts import HIDES, SMALLEST
from stilla.population.tally import Tally, tally
from stilla.population.told import write_missing, write_told
from stilla.records.facts import Closed
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.population.duck import Duck
    from stilla.population.spark import Spark

EngineName = Literal["duckdb", "spark"]

SET_ASIDE = "set-aside.ndjson.gz"


class Wished(msgspec.Struct, frozen=True):
    """What is asked of a folder of records, and how much the machine may give.

    `memory` is in bytes, None: most of what there is. `smallest` is the smallest cell of a count.
    """

    as_of: date
    complete: frozenset[Closed] = frozenset()
    proposed: MagnesiumUse | None = None
    engine: EngineName = "duckdb"
    master: str = "local[2]"
    smallest: int = SMALLEST
    memory: int | None = None
    threads: int | None = None
    ndjson: bool = False
    fresh: bool = False


class Screened(msgspec.Struct, frozen=True):
    """What a screen found, how long it took, and where it lies. `peak_memory` is in bytes, the times in seconds."""

    tally: Tally
    rules: tuple[Rule, ...]
    """The rules that hold of somebody."""

    wished: Wished
    knowledge: Version
    reading: Reading | None
    """How the records were read, now or when the facts were kept; None where the facts do not say."""

    kept: bool
    """Whether the facts were there already."""

    patterns: int
    reading_seconds: float
    deciding_seconds: float
    seconds: float
    peak_memory: int
    out: Path
    facts: Path

    @property
    def used(self) -> int:
        """Records that said something."""
        return 0 if self.reading is None else sum(self.reading.used.values())

    @property
    def ignored(self) -> int:
        """Records that no rule needs."""
        return 0 if self.reading is None else sum(sum(each.values()) for each in self.reading.ignored.values())

    @property
    def set_aside(self) -> int:
        """Lines that could not be read."""
        return 0 if self.reading is None else sum(self.reading.set_aside.values())

    @property
    def set_aside_file(self) -> Path:
        """Where those lines stand, with their place."""
        return self.facts / SET_ASIDE


class Provenance(msgspec.Struct, frozen=True):
    """What an answer rests on: the question, the knowledge, and the reading of the records (which names each file)."""

    as_of: date
    complete: tuple[str, ...]
    proposed: MagnesiumUse | None
    engine: EngineName
    knowledge: Version
    facts: str
    """The folder of facts: `facts`, or where kept ones lie."""

    reading: Reading | None
    decided: Decided


def run(  # noqa: PLR0913, PLR0917  # what a screen is asked, and who is told
    folder: Path,
    out: Path,
    wished: Wished,
    knowledge: Knowledge,
    told: Callable[[Progress], None] = lambda _: None,
    beside: Callable[[Screened], Mapping[str, bytes]] = lambda _: {},
) -> Screened:
    """Screen a folder of records, or of facts that an earlier screen kept.

    Args:
        folder: FHIR bulk export (NDJSON), or facts (see docs/population.md).
        out: where the answers go; made where it does not exist. An earlier screen's are replaced whole.
        wished: the question.
        knowledge: the rules.
        told: told how far the reading is.
        beside: summaries to lie beside the answers (`summary.html`, `summary.json`).

    Raises:
        BadInput: nothing to read there, or nowhere to write.
    """
    _refuse_smallest(wished.smallest)
    refuse_places(folder, out)
    work = out / UNFINISHED
    with _failing(out), tidied(work):
        clear(work, fresh=wished.fresh)
        made = _made(folder, work, wished, knowledge, told)
        told(Progress(0, 0, "counting"))
        write_missing(answers_of(work))
        if wished.ndjson:
            write_told(answers_of(work))
        screened = _screened(made, out, work, wished, knowledge)
        _write_provenance(answers_of(work), screened, made.decided)
        for name, content in beside(screened).items():
            (answers_of(work) / name).write_bytes(content)
        publish(work, out, made.facts)
    return screened


class _Made(NamedTuple):
    """What was read and decided, and how many seconds each took."""

    facts: Path
    reading: Reading | None
    decided: Decided
    reading_seconds: float
    deciding_seconds: float


def _made(folder: Path, work: Path, wished: Wished, knowledge: Knowledge, told: Callable[[Progress], None]) -> _Made:
    began = time.perf_counter()
    facts, reading = _facts(folder, work, wished, knowledge, told)
    read_at = time.perf_counter()
    told(Progress(0, 0, "deciding"))
    answers_of(work).mkdir(parents=True)
    asked = Asked(wished.as_of, wished.complete, wished.proposed)
    with _engine(wished, work) as engine:
        decided = decide(facts, answers_of(work), knowledge, asked, engine)
    return _Made(facts, reading, decided, read_at - began, time.perf_counter() - read_at)


def _screened(made: _Made, out: Path, work: Path, wished: Wished, knowledge: Knowledge) -> Screened:
    began = time.perf_counter()
    counts = tally(made.facts, answers_of(work), knowledge, wished.smallest)
    found = {each.rule for each in counts.rules}
    made_here = made.facts.is_relative_to(work)
    return Screened(
        tally=counts,
        rules=tuple(rule for rule in (*knowledge.checking.rules, *knowledge.timing.values()) if rule.id in found),
        wished=wished,
        knowledge=knowledge.version,
        reading=made.reading,
        kept=not made_here,
        patterns=sum(made.decided.patterns),
        reading_seconds=made.reading_seconds,
        deciding_seconds=made.deciding_seconds,
        seconds=made.reading_seconds + made.deciding_seconds + time.perf_counter() - began,
        peak_memory=peak_memory(),
        out=out,
        facts=out / FACTS if made_here else made.facts,
    )


def _refuse_smallest(smallest: int) -> None:
    if smallest == HIDES - 1:
        raise refuse(
            "--smallest-cell",
            "2 hides nobody: fewer than two is one. Ask for 3 or more, or for 0 (exact counts).",
            "2 döljer ingen: färre än två är en. Ange 3 eller mer, eller 0 (exakta antal).",
        )


_KEPT = Text("Earlier answers are as they were.", "Tidigare svar är som de var.")


@contextmanager
def _failing(out: Path) -> Iterator[None]:
    """What an engine cannot do, as a sentence; what it was told to break off, as that."""
    import duckdb  # noqa: PLC0415  # an extra

    try:
        yield
    except RuntimeError as error:
        if "interrupt" in str(error).casefold():  # DuckDB's word for Ctrl-C
            raise KeyboardInterrupt from None
        raise
    except duckdb.OutOfMemoryException as error:
        raise refuse(
            "--memory",
            f"There is too little memory, or too little room on the disk of {out}. {_KEPT.en}",
            f"Minnet räcker inte, eller platsen på disken för {out}. {_KEPT.sv}",
        ) from error
    except Exception as error:
        if not isinstance(error, duckdb.Error | OSError) and not _is_of_spark(error):
            raise
        raise _unfinished(out, error) from error


def _is_of_spark(error: Exception) -> bool:
    return type(error).__module__.startswith(("pyspark", "py4j"))


def _unfinished(out: Path, error: Exception) -> BadInput:
    """Only the kind of error is told: an engine's own words may quote a record."""
    why = getattr(error, "strerror", None) or type(error).__name__
    return refuse(
        str(out),
        f"The screen could not be finished ({why}): the disk, the rights, or facts of another version. {_KEPT.en}",
        f"Granskningen gick inte att avsluta ({why}): disken, behörigheten eller fakta av en annan version. {_KEPT.sv}",
    )


def _facts(
    folder: Path, work: Path, wished: Wished, knowledge: Knowledge, told: Callable[[Progress], None]
) -> tuple[Path, Reading | None]:
    """The facts of a folder and how they were read: those that are in it, or those read from its records."""
    if kept := facts_in(folder):
        return kept, _read_before(kept)
    from stilla.population.reading import Limits, read  # noqa: PLC0415  # not where facts are given

    facts = work / FACTS
    limits = Limits(memory=_words(wished.memory), threads=wished.threads or 0, master=wished.master)
    reading = read(folder, facts, engine=wished.engine, limits=limits, progress=told, knowledge=knowledge)
    return facts, reading


def _read_before(facts: Path) -> Reading | None:
    """How kept facts were read, as far as they say."""
    try:
        return msgspec.json.decode((facts / "facts.json").read_bytes(), type=Reading)
    except (OSError, msgspec.MsgspecError):
        return None


def _engine(wished: Wished, out: Path) -> Duck | Spark:
    if wished.engine == "spark":
        from stilla.population.spark import Spark  # noqa: PLC0415  # an extra

        return Spark(wished.master, spill=out)
    from stilla.population.duck import Duck  # noqa: PLC0415  # an extra

    return Duck(wished.threads or 0, _words(wished.memory), out)


def _words(memory: int | None) -> str:
    """Bytes in words of the engines."""
    return "" if memory is None else f"{memory // 1_000_000}MB"


def _write_provenance(answers: Path, screened: Screened, decided: Decided) -> None:
    wished = screened.wished
    noted = Provenance(
        as_of=wished.as_of,
        complete=tuple(sorted(wished.complete)),
        proposed=wished.proposed,
        engine=wished.engine,
        knowledge=screened.knowledge,
        facts=str(screened.facts) if screened.kept else FACTS,
        reading=screened.reading,
        decided=decided,
    )
    (answers / PROVENANCE).write_bytes(msgspec.json.format(msgspec.json.encode(noted), indent=2))
