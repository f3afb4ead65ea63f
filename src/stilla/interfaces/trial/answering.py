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
    from datetime import datetime
    from zoneinfo import ZoneInfo

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
    protocol, sequence = sealed
    events = store.events()
    record = record_of(events)
    finished = finish(record, events, protocol, sequence, clock[1])
    spoken = sentences(finished, protocol, knowledge)
    items = cent_of(protocol, record, finished, sequence, where=clock[1])
    with said_at("terminal"):  # the file is the same whichever door made it: its digest goes into the diary
        form = trial_answer_form(finished, protocol, labels(sequence), (spoken, items), language)
    content = pretty(form)
    mark = digest(read_json(content, files.ANSWER))
    files.write_again(store.folder / files.ANSWER, content)
    store.append(lambda before: answered(before, finished.answer.verdict, mark), *clock)
    summary = summary_of(protocol, finished, record, sequence)
    if summary is not None:
        files.write_again(store.folder / files.SUMMARY, summary)
    return AnswerGiven(finished, record, spoken, items, form)
