"""Where a screen's answers go: beside each other whole, or not at all.

Everything is made in a hidden folder within that of the answers. Only when all of it is there does it take the place of
what an earlier screen left, `provenance.json` last: a folder without it holds no whole answer.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from stilla.errors import refuse
from stilla.population.decide import TABLES

FACTS = "facts"
"""The folder, within that of the answers, where the facts stay: a later screen can begin with them."""

PROVENANCE = "provenance.json"
UNFINISHED = ".unfinished"
ANSWERS = (
    "people.parquet", "missing.parquet", "findings.parquet", "evidence.parquet", "answers.parquet", "layout.json",
    "people.ndjson", "summary.html", "summary.json", PROVENANCE,
)  # fmt: skip
"""All that a screen leaves beside its facts."""

_OF_FACTS = "facts.json"
_EARLIER = "earlier"


def holds_facts(folder: Path) -> bool:
    """Whether a folder holds facts, not records."""
    return all((folder / f"{name}.parquet").exists() for name in TABLES)


def facts_in(folder: Path) -> Path | None:
    """The facts that an earlier screen kept: the folder itself, or within its answers."""
    return next((each for each in (folder, folder / FACTS) if holds_facts(each)), None)


def refuse_places(folder: Path, out: Path) -> None:
    """Refuse a folder with nothing to read, or a place for the answers that would spoil something.

    Raises:
        BadInput: either of them cannot be used.
    """
    if not folder.exists():
        raise refuse(str(folder), "There is no such folder.", "Mappen finns inte.")
    if not folder.is_dir():
        raise refuse(
            str(folder), "This is a file. Name the folder it lies in.", "Det här är en fil. Ange mappen den ligger i."
        )
    if out.resolve().is_relative_to(folder.resolve()) and not facts_in(folder):
        raise refuse(
            "--out",
            "The answers cannot go into the folder of the records. Name another.",
            "Svaren kan inte läggas i mappen med journalerna. Ange en annan.",
        )
    kept = out / FACTS
    if kept.exists() and not (kept / _OF_FACTS).exists() and not holds_facts(kept):
        raise refuse(
            str(kept),
            "Something else is here already. Name another folder for the answers.",
            "Här finns redan något annat. Ange en annan mapp för svaren.",
        )


def clear(work: Path, *, fresh: bool) -> None:
    """Take away what a run that was ended by force left in the hidden folder; what it had read, only if `fresh`."""
    remove((work,) if fresh else (work / FACTS, answers_of(work), work / _EARLIER))


def answers_of(work: Path) -> Path:
    """Where answers are made."""
    return work / "answers"


@contextmanager
def tidied(work: Path) -> Iterator[None]:
    """Whatever breaks off what is done inside: answers about people are not left lying about, only what was read."""
    try:
        yield
    except BaseException:
        remove((work / FACTS, answers_of(work)))
        if work.is_dir() and not any(work.iterdir()):
            work.rmdir()
        raise


def publish(work: Path, out: Path, facts: Path) -> None:
    """Put what was made in its place, instead of what was there. Nothing but names changes until all is there.

    Args:
        work: the hidden folder.
        out: the folder of answers.
        facts: those the answers were decided from; taken along where they were made here.
    """
    kept = out / FACTS
    (work / _EARLIER).mkdir()
    _move((PROVENANCE, *ANSWERS), out, work / _EARLIER)
    if facts.resolve() != kept.resolve():
        _move((FACTS,), out, work / _EARLIER)
    _move((FACTS,), work, out)
    _move(ANSWERS, answers_of(work), out)
    remove((work,))


def _move(names: Iterable[str], source: Path, to: Path) -> None:
    for name in names:
        if (each := source / name).exists():
            each.replace(to / name)


def remove(paths: Iterable[Path]) -> None:
    """Take files and folders away, where they are there."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
