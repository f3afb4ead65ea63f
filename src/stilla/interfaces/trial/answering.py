"""Opening the seal and giving the answer, the same for every door: first the log, then the key, then the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stilla.analysis.design import labels
from stilla.diary.canonical import digest, pretty
from stilla.diary.record import record_of
from stilla.interfaces.forms.trial_answer import TrialAnswerForm, trial_answer_form
from stilla.text import said_at
from stilla.trial import seal_files as files
from stilla.trial.answer import Finished, finish
from stilla.trial.opening import answered, opened
from stilla.trial.report_items import cent_of
from stilla.trial.said import sentences
from stilla.trial.seal import write_key
from stilla.trial.strict import read_json
from stilla.trial.summing import summary_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Event
    from stilla.diary.record import Record
    from stilla.knowledge.store import Knowledge
    from stilla.plan import Sentence
    from stilla.store.trial import TrialStore
    from stilla.text import Language
    from stilla.trial.cent import Reported
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Key


class AnswerGiven(NamedTuple):
    """An answer with everything that is said of it."""

    finished: Finished
    record: Record
    spoken: tuple[Sentence, ...]
    items: tuple[Reported, ...]
    form: TrialAnswerForm

    @property
    def content(self) -> bytes:
        """The answer's file."""
        return pretty(self.form)

    @property
    def mark(self) -> str:
        """The digest of that file, as it goes into the diary."""
        return digest(read_json(self.content, files.ANSWER))


def reveal(store: TrialStore, key: Key, who: str, clock: tuple[datetime, ZoneInfo]) -> None:
    """Write the opening into the diary, then put the key beside it: in this order, so that nobody reads it unlogged.

    Args:
        store: of the trial.
        key: that opens the seal, unlocked.
        who: opens.
        clock: the moment, aware, and the person's zone.

    Raises:
        BadInput: the diary cannot be written.
    """
    store.append(lambda events: opened(events, who), *clock)
    if not (store.folder / files.KEY).exists():
        files.write_new(store.folder / files.KEY, write_key(key), private=True)


def keep_answer(
    store: TrialStore,
    sealed: tuple[Protocol, tuple[int, ...]],
    clock: tuple[datetime, ZoneInfo],
    language: Language,
    knowledge: Knowledge,
) -> AnswerGiven:
    """Compute the answer, put it and its summary beside the diary, and its digest into it.

    The same answer again changes nothing. `summary.json` is written only where something could be pooled.

    Args:
        store: of the trial, opened.
        sealed: the plan, and what the key opened.
        clock: the moment, aware, and the person's zone.
        language: of the answer's file.
        knowledge: for the sentences.

    Raises:
        BadInput: the trial has not started, or nothing can be written.
    """
    given = answer_given(store.events(), sealed, clock[1], language, knowledge)
    files.write_again(store.folder / files.ANSWER, given.content)
    store.append(lambda before: answered(before, given.finished.answer.verdict, given.mark), *clock)
    summary = summary_of(sealed[0], given.finished, given.record, sealed[1])
    if summary is not None:
        files.write_again(store.folder / files.SUMMARY, summary)
    return given


def answer_given(
    events: Sequence[Event],
    sealed: tuple[Protocol, tuple[int, ...]],
    where: ZoneInfo,
    language: Language,
    knowledge: Knowledge,
) -> AnswerGiven:
    """Compute the answer; nothing is written.

    Args:
        events: the diary.
        sealed: the plan, and what the key opened.
        where: the person's zone.
        language: of the answer's file.
        knowledge: for the sentences.

    Raises:
        BadInput: the trial has not started.
    """
    protocol, sequence = sealed
    record = record_of(events)
    finished = finish(record, events, protocol, sequence, where)
    spoken = sentences(finished, protocol, knowledge)
    items = cent_of(protocol, record, finished, sequence, where=where)
    with said_at("terminal"):  # the file is the same whichever door made it: its digest goes into the diary
        form = trial_answer_form(finished, protocol, labels(sequence), (spoken, items), language)
    return AnswerGiven(finished, record, spoken, items, form)
