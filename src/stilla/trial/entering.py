"""From what somebody says in the morning to entries of the diary, with what the stop rules add.

Everything is decided on the diary as it stands under the writer's lock, so that two programs cannot both be first.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

import msgspec

from stilla.diary import chain
from stilla.diary.events import Began, Body, Complaint, Dose, Medicine, Night, Severity, Taken, Weekly
from stilla.diary.nights import is_recalled, latest_morning, must_have_been, usual_night, zone_named
from stilla.diary.record import placed, record_of
from stilla.errors import refuse
from stilla.text import Language, Text
from stilla.trial.stopping import Action, due, events_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Event
    from stilla.diary.record import Record
    from stilla.knowledge.store import Knowledge

OUTCOME = Text(
    "the worst urge to move or discomfort in the legs from yesterday evening to getting up",
    "det värsta behovet av att röra benen, eller obehaget i dem, från i går kväll tills jag steg upp",
)
"""The outcome where nobody words their own."""


class Morning(msgspec.Struct, frozen=True):
    """Everything said at once. `answer` is None where only something else is noted; its night is filled in."""

    night: date | None = None
    answer: Night | None = None
    taken: Taken | None = None
    taken_at: str | None = None
    complaints: tuple[tuple[str, Severity], ...] = ()
    irls_total: int | None = None
    medicines: tuple[tuple[str, Literal["new", "stopped", "dose"]], ...] = ()
    replace: bool = False
    why: str = ""
    words: str = ""
    language: Language = "en"


def entries(said: Morning, record: Record, moment: datetime, where: ZoneInfo) -> tuple[Body, ...]:
    """The entries that say it.

    Args:
        said: what somebody says.
        record: the diary as it stands.
        moment: now, aware.
        where: the person's zone.

    Raises:
        BadInput: a night to come, one before the first, one answered already, capsules before there are any.
    """
    today = moment.astimezone(where).date()
    asks = said.answer is not None or said.taken is not None
    # What was noticed is never asked back for its night: it may be urgent.
    night = said.night or (usual_night(moment, where, record.nights) if asks else today)
    first = record.first_night
    must_have_been(night, moment, where, first)
    found: list[Body] = []
    if first is None:
        found.append(Began(said.words or OUTCOME.to(said.language), said.language, night))
    elif said.words:
        must_be_first_words(record)
    if asks:
        must_be_sealed(record)
    if said.answer is not None:
        found.append(_night(said, said.answer, night, record, moment, where))
    if said.taken is not None:
        _had_capsules(night, record)
        dose = Dose(night, said.taken, said.taken_at)
        found.append(placed(dose, record, replace=said.replace, why=said.why))
    found += [Complaint(night, what, severity) for what, severity in said.complaints]
    if said.irls_total is not None:
        found.append(placed(Weekly(today, said.irls_total), record, replace=said.replace, why=said.why))
    found += [Medicine(today, name, change) for name, change in said.medicines]
    return tuple(found)


def must_be_first_words(record: Record) -> None:
    """Refuse another wording of the outcome than the first.

    Raises:
        BadInput: the diary has begun.
    """
    if record.began is not None:
        raise refuse(
            "--words",
            "The wording is chosen with the first entry and stays the same.",
            "Formuleringen väljs med den första anteckningen och ändras inte.",
        )


def with_rules(
    events: Sequence[Event], bodies: Sequence[Body], moment: datetime, where: ZoneInfo, knowledge: Knowledge
) -> tuple[tuple[Body, ...], tuple[Action, ...]]:
    """The entries with what the stop rules write after them, and what to do now.

    Args:
        events: the diary before them.
        bodies: what is entered.
        moment: now, aware.
        where: the person's zone.
        knowledge: for the rules.
    """
    record = record_of((*events, *chain.following(events, bodies, moment, where)))
    morning = latest_morning(moment, where)
    actions = due(record, len(events), morning, knowledge)
    return (*bodies, *events_of(actions, record, morning)), actions


def _night(  # noqa: PLR0913, PLR0917  # an answer, its night, and what it is held against
    said: Morning, answer: Night, night: date, record: Record, moment: datetime, where: ZoneInfo
) -> Night:
    written = moment if answer.entered is None else datetime.fromisoformat(answer.entered)
    recalled = is_recalled(night, written, where)
    filled = msgspec.structs.replace(answer, night=night, recalled=recalled)
    return placed(filled, record, replace=said.replace, why=said.why)


def had_capsules(record: Record, night: date) -> bool:
    """Whether capsules of the trial belong to the evening before a night: none before the start or after the end."""
    return bool(record.period(night)) and (record.ended is None or night <= record.ended)


def _had_capsules(night: date, record: Record) -> None:
    started = record.started
    if started is None or record.period(night) == 0:
        raise refuse(
            "--taken",
            "There were no capsules of the trial before this night.",
            "Det fanns inga kapslar i försöket före den natten.",
        )
    if record.period(night) is None:
        raise refuse(
            "--taken", "The last period was over before this night.", "Den sista perioden var slut före den natten."
        )


def rules_of(events: Sequence[Event], first: int, last: int, knowledge: Knowledge) -> tuple[Action, ...]:
    """What entries written together called for when they were written: the same as `with_rules` said then.

    Args:
        events: the diary.
        first: the number of the first of them, from 1.
        last: the number of the last.
        knowledge: for the rules.
    """
    until = events[:last]
    if not 1 <= first <= last or len(until) < last:
        return ()
    said = [each for each in until if each.number < first or getattr(each.body, "by", "person") != "rule"]
    at = until[-1]
    return due(record_of(said), first - 1, latest_morning(at.moment, zone_named(at.zone)), knowledge)


LATELY = timedelta(hours=48)
"""How long the first page goes on saying what a sign calls for: as long as all should have been normal again."""


def still_called_for(events: Sequence[Event], now: datetime, knowledge: Knowledge) -> tuple[Action, ...]:
    """What entries of the last 48 hours called for at once or the same day. Nobody said yet that it is over.

    Args:
        events: the diary.
        now: the moment, with its zone.
        knowledge: for the rules.
    """
    # Entries stand in the order of the clock, so nothing before the first old one is late; years of them are not read.
    late = [each.number for each in takewhile(lambda each: now - each.moment <= LATELY, reversed(events))]
    if not late:
        return ()
    found = rules_of(events, late[-1], late[0], knowledge)
    return tuple(each for each in found if each.urgency in {"now", "today"})


def must_be_sealed(record: Record) -> None:
    """Refuse answers given or changed by somebody who may know the order: they are none of a blinded trial.

    Raises:
        BadInput: the seal has been opened.
    """
    if record.opened or record.answered is not None:
        raise refuse(
            "",
            "The seal has been opened, so the answers end here. Complaints and medicines can still be noted.",
            "Förseglingen är öppnad, så svaren slutar här. Besvär och läkemedel kan fortfarande antecknas.",
        )
