"""When the capsules may be paused, and when they may go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from stilla import names
from stilla.errors import BadInput, Problem, refuse
from stilla.findings import wishes_of
from stilla.person import Unrecognised
from stilla.plan import plan_for
from stilla.rules.atoms import closure
from stilla.text import Text
from stilla.trial.capsules import capsule_time
from stilla.trial.stopping import TICKED, is_new_condition, needs_check, normal_from

if TYPE_CHECKING:
    from stilla.diary.record import Record
    from stilla.findings import Assessment, Verdict
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person


class Checked(msgspec.Struct, frozen=True):
    """What a new check says: its verdict, whether the capsules have a time, and what it knew of."""

    verdict: Verdict
    has_time: bool
    at: str | None
    """When the capsules are taken from now on, 21:30."""
    codes: frozenset[str]
    conditions: frozenset[str]


def checked(person: Person, found: Assessment, knowledge: Knowledge) -> Checked:
    """What a check of the person means for the capsules."""
    layout = plan_for(found, person, knowledge, wishes_of(person)).layout
    fits = layout is not None and bool(layout.timetable.doses) and not layout.untimed
    codes = frozenset(code for each in person.medicines for code in each.atc)
    at = capsule_time(person, found, knowledge) if fits else None
    return Checked(found.verdict, fits, at, codes, closure(person.conditions, knowledge.concepts))


def must_have_started(record: Record) -> None:
    """Refuse where there are no capsules to stop.

    Raises:
        BadInput: not started, or stopped or answered already.
    """
    if record.started is None:
        raise refuse("", "The trial has not started.", "Försöket har inte startat.")
    if record.stopped is not None or record.answered is not None:
        raise refuse("", "The trial is over already.", "Försöket är redan avslutat.")


def must_be_able_to_pause(record: Record) -> None:
    """Refuse where nothing can be paused.

    Raises:
        BadInput: as in `must_have_started`, or paused already.
    """
    must_have_started(record)
    if record.pause is not None:
        raise refuse("", "It is paused already.", "Det är redan uppehåll.")


def must_be_able_to_resume(
    record: Record, moment: datetime, *, normal: bool, check: Checked | None, knowledge: Knowledge
) -> None:
    """Refuse while something speaks against the capsules.

    Args:
        record: the diary.
        moment: now, aware.
        normal: whether the person says that all has been normal for 48 hours.
        check: a check of the person as they are today, where there is one.
        knowledge: for the sentences and the names.

    Raises:
        BadInput: not paused, stopped for good, ill within 48 hours, a check that is missing or speaks against it.
    """
    must_have_started(record)
    if record.opened:
        raise refuse(
            "", "The seal has been opened; the capsules are over.", "Förseglingen är öppnad; kapslarna är slut."
        )
    if record.pause is None:
        raise refuse("", "It is not paused.", "Det är inget uppehåll.")
    _must_be_well(record, moment, knowledge, normal=normal)
    if needs_check(record) and check is None:
        raise _said(knowledge, "trial-resume-check")
    if check is not None:
        _must_be_clear(record, check, knowledge)


def _must_be_well(record: Record, moment: datetime, knowledge: Knowledge, *, normal: bool) -> None:
    lasting = record.pause
    assert lasting is not None
    earliest = normal_from(record)
    ill = earliest is not None and (lasting.why == "ill" or earliest > lasting.since)
    if not ill or earliest is None:
        return
    if moment < earliest:
        local = earliest.astimezone(moment.tzinfo)
        raise _said(knowledge, "trial-resume-early", moment=f"{local:%Y-%m-%d %H:%M}")
    if not normal:
        raise _said(knowledge, "trial-resume-say")


def _must_be_clear(record: Record, check: Checked, knowledge: Knowledge) -> None:
    """The check must say go, have a time, and know of every medicine that was noted as new."""
    if check.verdict != "go":
        raise _said(knowledge, f"trial-refuse-{check.verdict}")
    if not check.has_time:
        raise _said(knowledge, "trial-refuse-no-time")
    _must_be_named(record)
    stopped = {each.entry.name.casefold() for each in record.medicines if each.entry.change == "stopped"}
    for each in record.medicines:
        known = names.medicine(each.entry.name, knowledge)
        if each.entry.name.casefold() in stopped:
            continue
        if isinstance(known, Unrecognised) or not set(known.codes) & check.codes:
            raise refuse(
                each.entry.name,
                "This medicine was noted in the diary but is not in the [[person file|check]]. Put it there first.",
                "Läkemedlet är antecknat i dagboken men saknas i [[personfilen|kontrollen]]. Skriv in det där först.",
            )
    for noted in record.complaints:
        what = noted.entry.what
        if is_new_condition(what, knowledge) and what not in check.conditions:
            raise refuse(
                knowledge.conditions[what].name,
                "This was noted in the diary but is not in the [[person file|check]]. Put it there first.",
                "Det här är antecknat i dagboken men saknas i [[personfilen|kontrollen]]. Skriv in det där först.",
            )


def _must_be_named(record: Record) -> None:
    """Refuse while a medicine is only ticked: a check that does not know which one has not seen it."""
    assert record.started is not None
    for night, answer in record.nights.items():
        ticked = TICKED & set(answer.entry.unusual)
        named = any(each.entry.day >= night - timedelta(days=1) for each in record.medicines)
        if ticked and night >= record.started.first_night and not named:
            raise refuse(
                night.isoformat(),
                "A new medicine or iron is ticked for this night, but not which. Name it[[: "
                "stilla trial log --medicine NAME| on the morning's page]].",
                "Nytt läkemedel eller järn är markerat för den natten, men inte vilket. Ange det[[: "
                "stilla trial log --medicine NAMN| på morgonens sida]].",
            )


def _said(knowledge: Knowledge, name: str, **values: str) -> BadInput:
    text = knowledge.advice(name)
    return BadInput([Problem(Text("", ""), text.fill(**values) if values else text)])
