"""When to pause, when to stop, when to ring: the safety policy's stop rules, acting on what the diary says.

Nothing here is blinded information: every rule is the same whatever the capsules hold, and none says which they are.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla import names
from stilla.diary.events import Dose, Paused, Stopped
from stilla.person import MedicationStatement, Person, Unrecognised
from stilla.rules.atoms import closure
from stilla.trial.admission import fluid_medicine
from stilla.trial.run_in import run_in_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.diary.events import Complaint
    from stilla.diary.record import Noted, Record
    from stilla.knowledge.store import Knowledge

Kind = Literal["stop", "pause", "call", "step-back", "recheck"]
Urgency = Literal["now", "today", "soon"]

NORMAL = timedelta(hours=48)
"""All must have been normal for so long before the capsules go on (safety policy, section 3)."""

WORSE = 3
"""Points above the run-in's mean (RLS facts 8.5)."""
WORSE_NIGHTS = 7
WORSE_ANSWERED = 5
"""Of these nights, so many must have a score: a week of which little is known decides nothing. Ours."""
HIGHEST = 10

PERSISTENT_NIGHTS = 3
PERSISTENT_WITHIN = 7
"""Diarrhoea noted on so many of so many nights is persistent. Ours."""

PAST = 4
"""Days; what was noticed so long ago is not happening now. Ours."""

SEVERE = 3

DIARRHOEA = frozenset({"diarrhoea"})
LOOSE = frozenset({"loose-stools"})
ILL = frozenset({"vomiting", "diarrhoea", "fever", "not-drinking", "dehydration"})
BOWEL = frozenset({"no-stool-3-days", "swollen-painful-belly", "rectal-bleeding", "bowel-obstruction"})
KIDNEY = frozenset({"ckd", "past-acute-kidney-injury"})
STOPPING = (
    ("trial-do-danger", frozenset[str](), frozenset({"danger-signs"})),
    ("trial-do-bowel", BOWEL, frozenset({"bowel-alarm"})),
    ("trial-do-kidney", KIDNEY, frozenset({"kidney-disease"})),
    ("trial-do-pregnancy", frozenset[str](), frozenset({"pregnancy"})),
)
"""What stops a trial at once: the sentence, the conditions, and the groups of conditions, the gravest first."""
MILD = frozenset({"nausea", "flushing", "light-headedness", "leg-cramps", "irritable-bowel", "insomnia"})
"""Noted without a rule of its own."""
NO_CONDITIONS = frozenset({"not-drinking", "headache", "other"})
"""What can be noted although it is no condition of the knowledge base."""

TICKED = frozenset({"new-medicine", "iron"})
"""What can be ticked for a night and is a medicine without a name."""

ENDED_BY_CHECK = frozenset({"medicine", "condition"})
"""Pauses that only a new check of the person ends."""


class Action(msgspec.Struct, frozen=True):
    """What to do now. `texts` are ids of sentences (`trial-do-…`), `why` the slug that is logged."""

    kind: Kind
    why: str
    urgency: Urgency | None
    texts: tuple[str, ...]


_ORDER = {"stop": 0, "pause": 1, "call": 2, "recheck": 3, "step-back": 4}
_URGENCIES = {"now": 0, "today": 1, "soon": 2, None: 3}


def due(record: Record, after: int, night: date, knowledge: Knowledge) -> tuple[Action, ...]:
    """What newly written entries call for, the most urgent first.

    Args:
        record: the diary with the new entries.
        after: the number of the last entry before them.
        night: the latest night that can have been answered.
        knowledge: for the groups of conditions and the medicines.
    """
    found = dict.fromkeys(_actions(record, after, night, knowledge))
    if record.started is None:
        found = dict.fromkeys(map(_without_capsules, found))
    return tuple(sorted(found, key=lambda each: (_URGENCIES[each.urgency], _ORDER[each.kind])))


def _without_capsules(action: Action) -> Action:
    """The same before there are capsules: nothing to pause or to stop, and as much to ring about."""
    if action.kind == "stop" and action.urgency == "now":
        return Action("call", action.why, "now", ("trial-do-danger-before",))
    if action.kind == "stop":
        return Action("call", action.why, "today", ("trial-do-before",))
    if action.why == "medicine":
        return Action("recheck", action.why, "soon", ("trial-do-medicine-before",))
    if action.why == "condition":
        return Action("recheck", action.why, "soon", ("trial-do-condition-before",))
    if action.kind in {"pause", "step-back"}:
        return Action("call", action.why, "soon", ("trial-do-other",))
    return action


def events_of(actions: tuple[Action, ...], record: Record, night: date) -> tuple[Paused | Stopped, ...]:
    """What the rules write into the log: at most one entry, and none while there are no capsules to take.

    Args:
        actions: what newly written entries call for.
        record: the diary with them.
        night: the latest night that can have been answered.
    """
    if record.state(night) not in {"running", "paused"}:
        return ()
    stops = [each for each in actions if each.kind == "stop"]
    if stops:
        return (Stopped(stops[0].why, by="rule"),)
    pauses = [each for each in actions if each.kind == "pause"]
    # A pause that only a check can end outlasts one that ends by itself.
    pauses.sort(key=lambda each: each.why not in ENDED_BY_CHECK)
    if not pauses:
        return ()
    lasting = record.pause
    if lasting is None or (pauses[0].why in ENDED_BY_CHECK and lasting.why not in ENDED_BY_CHECK):
        return (Paused(pauses[0].why, by="rule"),)
    return ()


def normal_from(record: Record) -> datetime | None:
    """When the capsules may go on after an illness, if nothing more is noted; None where nothing was noted."""
    ill = [each.moment for each in record.complaints if each.entry.what in ILL | LOOSE]
    lasting = record.pause
    began = [lasting.since] if lasting is not None and lasting.why == "ill" else []
    latest = max([*ill, *began], default=None)
    return None if latest is None else latest + NORMAL


def needs_check(record: Record) -> bool:
    """Whether only a new check ends the pause: one for a medicine or a condition, however it began."""
    lasting = record.pause
    if lasting is None:
        return False
    return lasting.why in ENDED_BY_CHECK or any(
        each.moment >= lasting.since and each.entry.change != "stopped" for each in record.medicines
    )


def _actions(record: Record, after: int, night: date, knowledge: Knowledge) -> Iterator[Action]:
    for complaint in record.complaints:
        if complaint.number > after:
            past = (night - complaint.entry.night).days >= PAST
            yield from _past(complaint, knowledge) if past else _complaint(complaint, record, knowledge)
    for change in record.medicines:
        if change.number > after:
            yield (
                Action("recheck", "medicine-stopped", "soon", ("trial-do-medicine-stopped",))
                if change.entry.change == "stopped"
                else Action("pause", "medicine", "today", ("trial-do-medicine",))
            )
    for answer in record.nights.values():
        if answer.number > after and "ill" in answer.entry.unusual:
            yield Action("call", "illness", "soon", ("trial-do-illness-note",))
        # A medicine that is only ticked and not named is still one that the check did not see.
        if answer.number > after and TICKED & set(answer.entry.unusual):
            yield Action("pause", "medicine", "today", ("trial-do-medicine",))
    if any(each.number > after and _while_none(each.entry, record) for each in record.doses.values()):
        yield Action("call", "taken-in-pause", "today", ("trial-do-taken",))
    if any(each.number > after for each in record.nights.values()) and worsened(record, night):
        yield Action("stop", "worse", "today", ("trial-do-worse",))


def _while_none(dose: Dose, record: Record) -> bool:
    """Whether capsules were taken on an evening after they were stopped, or after a pause that lasts began."""
    since = [record.ended, None if record.pause is None else record.pause.morning]
    return dose.taken != "no" and any(each is not None and dose.night > each for each in since)


def _past(noted: Noted[Complaint], knowledge: Knowledge) -> Iterator[Action]:
    """Something noted days afterwards, from paper perhaps: grave things still stop, but are not happening now."""
    what = noted.entry.what
    for text, kinds, groups in STOPPING:
        if _is_among(what, kinds, groups, knowledge):
            yield Action("stop", what, "today", ("trial-do-danger-past" if text == "trial-do-danger" else text,))
            return
    if is_new_condition(what, knowledge):
        yield Action("pause", "condition", "today", ("trial-do-condition",))
    else:
        yield Action("call", what, "soon", ("trial-do-other",))


def _complaint(noted: Noted[Complaint], record: Record, knowledge: Knowledge) -> Iterator[Action]:
    what = noted.entry.what
    for text, kinds, groups in STOPPING:
        if _is_among(what, kinds, groups, knowledge):
            yield Action("stop", what, "now" if text == "trial-do-danger" else "today", (text,))
            return
    if what in LOOSE | ILL:
        yield from _fluids(noted, record, knowledge)
    elif is_new_condition(what, knowledge):
        yield Action("pause", "condition", "today", ("trial-do-condition",))
    else:
        yield Action("call", what, "soon", ("trial-do-other",))


def is_new_condition(what: str, knowledge: Knowledge) -> bool:
    """Whether this is an illness that was not there at the check: what it means is then for the rules to say."""
    if what in LOOSE | ILL | MILD | NO_CONDITIONS:
        return False
    return not stops_at_once(what, knowledge)


def stops_at_once(what: str, knowledge: Knowledge) -> bool:
    """Whether this alone ends a trial: a danger sign, a bowel alarm, a new kidney problem, pregnancy."""
    return any(_is_among(what, kinds, groups, knowledge) for _, kinds, groups in STOPPING)


def _is_among(what: str, kinds: frozenset[str], groups: frozenset[str], knowledge: Knowledge) -> bool:
    """Whether something is one of these conditions, also counts as one, or is asked about with them."""
    known = knowledge.conditions.get(what)
    return bool(closure(frozenset({what}), knowledge.concepts) & kinds) or (known is not None and known.group in groups)


def _fluids(noted: Noted[Complaint], record: Record, knowledge: Knowledge) -> Iterator[Action]:
    """Loose stools and the illnesses in which fluid is lost."""
    what = noted.entry.what
    stools = what in LOOSE | DIARRHOEA
    dangerous = _fluid_medicine(record, noted.entry.night, knowledge) if stools else False
    if dangerous is True:
        yield Action("stop", what, "today", ("trial-do-diarrhoea-medicine",))
        return
    if what in DIARRHOEA and _is_persistent(record, noted.entry.night):
        yield Action("stop", "persistent-diarrhoea", "today", ("trial-do-diarrhoea-persistent",))
        return
    if what in ILL or noted.entry.severity == SEVERE:
        unknown = ("trial-do-ill-unknown",) if stools and dangerous is None else ()
        yield Action("pause", "ill", "today" if unknown else "soon", ("trial-do-ill", *unknown))
        return
    unknown = ("trial-do-ill-unknown",) if dangerous is None else ()
    yield Action("step-back", what, "today" if unknown else "soon", ("trial-do-step-back", *unknown))


def _fluid_medicine(record: Record, on: date, knowledge: Knowledge) -> bool | None:
    """What the start said of the medicines, and those that came after it."""
    found = [None if record.started is None else record.started.fluid_medicine]
    for change in record.medicines:
        known = names.medicine(change.entry.name, knowledge)
        if change.entry.change == "stopped":
            continue  # it may still be in the body, so what was known before it stopped counts on
        if isinstance(known, Unrecognised):
            found.append(None)
        else:
            alone = Person(medicines=(MedicationStatement(known.text, known.codes),), medicines_complete=True)
            found.append(fluid_medicine(alone, on, knowledge))
    return True if True in found else None if None in found else False


def _is_persistent(record: Record, night: date) -> bool:
    within = {
        each.entry.night
        for each in record.complaints
        if each.entry.what in DIARRHOEA and 0 <= (night - each.entry.night).days < PERSISTENT_WITHIN
    }
    return len(within) >= PERSISTENT_NIGHTS


def worsened(record: Record, night: date) -> bool:
    """Whether the last seven nights, all after the start, were at least three points above the run-in's mean.

    Where the run-in leaves less than three points of room, seven nights at the top of the scale count.
    """
    mean = run_in_mean(record)
    if record.started is None or mean is None:
        return False
    nights = [night - timedelta(days=back) for back in range(WORSE_NIGHTS)]
    answers = [record.nights[each].entry.score for each in nights if each in record.nights]
    scores = [each for each in answers if each is not None]
    if nights[-1] < record.started.first_night or len(scores) < WORSE_ANSWERED:
        return False
    return sum(scores) / len(scores) >= min(mean + WORSE, HIGHEST)
