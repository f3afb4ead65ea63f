"""From a person that was read, and perhaps the folder of a trial, to a report: the same for every door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.analysis.summary import read_summary
from stilla.diary.canonical import digest
from stilla.diary.events import Answered
from stilla.diary.nights import zone_named
from stilla.diary.record import record_of
from stilla.errors import refuse
from stilla.findings import assess, wishes_of
from stilla.interfaces.known.answers import message_of
from stilla.interfaces.trial.pictures import pictures_of
from stilla.plan import plan_for
from stilla.report.compose import Given, compose
from stilla.report.of_trial import Over, TrialGiven, trial_part
from stilla.report.value import TrialPart
from stilla.store.trial import TrialStore
from stilla.trial import seal_files as files
from stilla.trial.answer import finish
from stilla.trial.protocol import read_protocol
from stilla.trial.strict import read_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from stilla.diary.events import Event
    from stilla.diary.record import Record
    from stilla.errors import BadInput
    from stilla.knowledge.store import Knowledge
    from stilla.reading.person_file import Read
    from stilla.report.value import Report
    from stilla.timetable.day import Wishes
    from stilla.trial.protocol import Protocol


def make_report(
    read: Read, trial: Path | TrialPart | None, as_of: date, knowledge: Knowledge, wishes: Wishes | None = None
) -> Report:
    """The report of a person on a day, in both languages.

    Args:
        read: the person, and what was assumed in reading them.
        trial: the folder of their trial, or what `tell` made of it before; None where there is none to tell of.
        as_of: the day. It is also the latest night of an unfinished trial.
        knowledge: the rules and sentences.
        wishes: of the person's day; those of the person alone where not given.

    Raises:
        BadInput: the folder holds no diary, or its files are damaged or do not fit each other.
    """
    person = read.person
    found = assess(person, knowledge, as_of)
    told = trial if trial is None or isinstance(trial, TrialPart) else tell(trial, as_of, knowledge)
    planned = plan_for(found, person, knowledge, wishes or wishes_of(person))
    return compose(
        Given(person, read.assumptions, found, message_of(found, knowledge, person), planned, told), knowledge
    )


def tell(folder: Path, as_of: date, knowledge: Knowledge) -> TrialPart:
    """The trial of a folder as a part of a report.

    For a finished trial this computes the answer, which takes seconds; it is the same until the diary changes.

    Raises:
        BadInput: as `read_trial`.
    """
    return trial_part(read_trial(folder, as_of), knowledge)


def read_trial(folder: Path, as_of: date) -> TrialGiven:
    """A trial as its folder tells it; with the answer, computed anew, only where it has been opened and given.

    Args:
        folder: of the person's trial.
        as_of: the latest night that can have been answered.

    Raises:
        BadInput: no diary; a file that is missing, damaged, or does not fit the diary.
    """
    events = TrialStore(folder).events()
    if not events:
        raise refuse(str(folder), "There is no diary here.", "Det finns ingen dagbok här.")
    record = record_of(events)
    if record.started is None:
        return TrialGiven(record, as_of, None, None)
    protocol = read_protocol(files.read_file(folder / files.PROTOCOL))
    if protocol.digest != record.started.protocol:
        raise _unfitting(files.PROTOCOL)
    over = None if record.answered is None else _over(folder, events, record, protocol)
    return TrialGiven(record, as_of, protocol, over)


def _over(folder: Path, events: Sequence[Event], record: Record, protocol: Protocol) -> Over:
    """The answer, from the order that was kept in `answer.json`, whose digest stands in the diary."""
    kept = read_json(files.read_file(folder / files.ANSWER), files.ANSWER)
    last, said = next((each, each.body) for each in reversed(events) if isinstance(each.body, Answered))
    letters = str(kept.get("sequence", "")) if isinstance(kept, dict) else ""
    if said.answer != digest(kept) or len(letters) != protocol.design.periods:
        raise _unfitting(files.ANSWER)
    where = zone_named(last.zone)
    sequence = tuple(int(letter == "A") for letter in letters)
    finished = finish(record, events, protocol, sequence, where)
    if finished.answer.verdict != said.verdict:
        raise _unfitting(files.ANSWER)
    pictures = tuple(pictures_of(finished, record, sequence, protocol, where))
    return Over(finished, sequence, where, pictures, summary_kept(folder / files.SUMMARY, protocol))


def summary_kept(path: Path, protocol: Protocol) -> bytes | None:
    """The summary as it lies there, read strictly and of this very trial; None where nothing could be pooled.

    Raises:
        BadInput: damaged, or of another trial.
    """
    if not path.exists():
        return None
    content = files.read_file(path)
    if read_summary(content, path.name).protocol != protocol.digest:
        raise _unfitting(path.name)
    return content


def _unfitting(name: str) -> BadInput:
    return refuse(
        name,
        "This file does not fit the diary. [[See what was changed with: stilla trial verify FOLDER|The check of "
        "the files says what was changed.]]",
        "Den här filen stämmer inte med dagboken. [[Se vad som har ändrats med: stilla trial verify "
        "MAPP|Filkontrollen visar vad som har ändrats.]]",
    )
