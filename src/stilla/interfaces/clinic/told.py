"""The answer of a trial at a clinic, and the report: computed from the database, with nothing in a folder."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

from django.http import Http404

from stilla.diary.nights import latest_morning
from stilla.interfaces.trial.answering import answer_given
from stilla.interfaces.web.pages.report import KINDS
from stilla.interfaces.web.pages.trial_plan import downloaded
from stilla.trial.opening import answered
from stilla.trial.protocol import read_protocol
from stilla.trial.summing import summary_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from stilla.interfaces.clinic.desk import ClinicDesk
    from stilla.interfaces.report.files import Ending
    from stilla.interfaces.trial.answering import AnswerGiven
    from stilla.report.of_trial import TrialGiven
    from stilla.report.value import Report
    from stilla.trial.protocol import Protocol

MOST = 8
"""Answers that a worker remembers: each takes seconds."""
_known: dict[tuple[str, str], AnswerGiven] = {}
_lock = threading.Lock()


def protocol_of(desk: ClinicDesk) -> Protocol | None:
    """The plan of a person's trial; None where there is none."""
    content = desk.papers.kept_papers.protocol
    return None if content is None else read_protocol(content)


def answer_of(desk: ClinicDesk) -> AnswerGiven | None:
    """The answer; computed and kept when somebody who may see it asks first after the opening; None before.

    Raises:
        BadInput: the trial has not started, or its diary does not hold.
        NotAllowed: this account may not see it.
    """
    opened, protocol = desk.papers.opened(), protocol_of(desk)
    if opened is None or protocol is None:
        return None
    sealed = protocol, opened.sequence
    key = desk.events[-1].hash, desk.language
    with _lock:  # whoever asks meanwhile waits for the same answer
        given = _known.get(key) or answer_given(desk.events, sealed, desk.zone, desk.language, desk.knowledge)
        _remember(key, given)
    if desk.record.answered is None:
        _keep(desk, given, sealed)
    return given


def _keep(desk: ClinicDesk, given: AnswerGiven, sealed: tuple[Protocol, tuple[int, ...]]) -> None:
    summary = summary_of(sealed[0], given.finished, given.record, sealed[1])
    desk.papers.keep_answer(given.content, summary)
    verdict, mark = given.finished.answer.verdict, given.mark
    added = desk.papers.append(lambda before: answered(before, verdict, mark), *desk.clock)
    if added:
        with _lock:
            _remember((added[-1].hash, desk.language), given)


def _remember(key: tuple[str, str], given: AnswerGiven) -> None:
    _known.pop(key, None)
    _known[key] = given
    while len(_known) > MOST:
        del _known[next(iter(_known))]


def report_download(desk: ClinicDesk, ending: str) -> HttpResponse:
    """The report as a file, with a name that tells nothing.

    Raises:
        Http404: there is no such kind of file.
    """
    from stilla.interfaces.report.files import content_of  # noqa: PLC0415  # only for a file

    kind = f".{ending}"
    if kind not in KINDS:
        raise Http404
    content = content_of(report_of(desk), cast("Ending", kind), desk.language, name_line=True)
    return downloaded(content, f"stilla-{desk.today.isoformat()}{kind}", KINDS[kind])


def report_of(desk: ClinicDesk) -> Report:
    """The report for the doctor, with the trial as far as it has come.

    Raises:
        BadInput: what is kept cannot be read.
        NotAllowed: this account may not see it.
    """
    from stilla.interfaces.report.making import make_report  # noqa: PLC0415  # numpy behind the trial
    from stilla.report.of_trial import trial_part  # noqa: PLC0415  # as above

    given = _trial_given(desk)
    part = None if given is None else trial_part(given, desk.knowledge)
    return make_report(desk.read, part, desk.today, desk.knowledge)


def _trial_given(desk: ClinicDesk) -> TrialGiven | None:
    from stilla.interfaces.trial.pictures import pictures_of  # noqa: PLC0415  # as above
    from stilla.report.of_trial import Over, TrialGiven  # noqa: PLC0415  # as above

    if not desk.events:
        return None
    night, protocol = latest_morning(*desk.clock), protocol_of(desk)
    if desk.record.started is None:
        return TrialGiven(desk.record, night, None, None)
    found, opened = answer_of(desk), desk.papers.opened()
    if found is None or opened is None or protocol is None:
        return TrialGiven(desk.record, night, protocol, None)
    record, sequence = found.record, opened.sequence
    kept = desk.papers.answer()
    pictures = tuple(pictures_of(found.finished, record, sequence, protocol, desk.zone))
    over = Over(found.finished, sequence, desk.zone, pictures, kept.summary if kept else None)
    return TrialGiven(record, night, protocol, over)
