"""The log folded to what stands now: one answer a night, with those it replaced; doses, complaints, pauses.

The first answer of a night stands. Another one is refused unless it says that it replaces the first, which is kept.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

import msgspec

from stilla.diary.events import (
    Amended,
    Answered,
    Began,
    Body,
    Complaint,
    Dose,
    Event,
    Guess,
    Look,
    Medicine,
    Night,
    Opened,
    Paused,
    Resumed,
    Started,
    Stopped,
    Weekly,
)  # fmt: skip
from stilla.diary.nights import morning_of, period_of
from stilla.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable

State = Literal["empty", "run-in", "running", "paused", "stopped", "over", "answered"]
_Kept = TypeVar("_Kept", bound=Night | Dose | Weekly)
_Said = TypeVar("_Said", bound=Complaint | Medicine)


class Standing(msgspec.Struct, Generic[_Kept], frozen=True):
    """What stands for a night or a day: its entry, where it is in the log, and what it replaced, the oldest first."""

    number: int
    moment: datetime
    entry: _Kept
    earlier: tuple[_Kept, ...] = ()


class Noted(msgspec.Struct, Generic[_Said], frozen=True):
    """Something that was noted, and when."""

    number: int
    moment: datetime
    entry: _Said


class Pause(msgspec.Struct, frozen=True):
    """A time without capsules; `until` is None while it lasts."""

    since: datetime
    why: str
    by: str
    number: int
    until: datetime | None = None
    morning: date | None = None
    """The last morning before it began."""


class Record(msgspec.Struct, frozen=True):
    """Everything a diary says, as it stands after its last entry."""

    began: Began | None = None
    started: Started | None = None
    nights: dict[date, Standing[Night]] = {}
    doses: dict[date, Standing[Dose]] = {}
    weekly: dict[date, Standing[Weekly]] = {}
    complaints: tuple[Noted[Complaint], ...] = ()
    medicines: tuple[Noted[Medicine], ...] = ()
    guesses: dict[int, Guess] = {}
    pauses: tuple[Pause, ...] = ()
    stopped: Stopped | None = None
    opened: tuple[Opened, ...] = ()
    looks: tuple[Look, ...] = ()
    amended: tuple[Amended, ...] = ()
    answered: Answered | None = None
    disregarded: tuple[int, ...] = ()
    """Numbers of entries that cannot stand, such as a second answer for a night that replaces nothing."""
    entries: int = 0
    started_at: datetime | None = None
    ended: date | None = None
    """The last morning before the capsules ended, by a stop or by an emergency opening; None where neither was."""

    @property
    def first_night(self) -> date | None:
        """The first night of the diary."""
        return None if self.began is None else self.began.first_night

    @property
    def last_night(self) -> date | None:
        """The last night of the last period; None before the start."""
        if self.started is None:
            return None
        return self.started.first_night + timedelta(days=self.started.periods * self.started.nights - 1)

    @property
    def pause(self) -> Pause | None:
        """The pause that lasts now."""
        return next((each for each in self.pauses if each.until is None), None)

    def period(self, night: date) -> int | None:
        """The period of a night: 0 for the run-in and before the start, None after the last."""
        begun = self.started
        return 0 if begun is None else period_of(night, begun.first_night, begun.nights, begun.periods)

    def state(self, night: date) -> State:
        """Where the person stands when `night` is the last one that has ended."""
        if self.answered is not None:
            return "answered"
        if self.stopped is not None or self.opened:
            return "stopped"
        if self.last_night is not None and night >= self.last_night:
            return "over"
        if self.pause is not None:
            return "paused"
        if self.started is not None:
            return "running"
        return "empty" if self.began is None else "run-in"


def record_of(events: Iterable[Event]) -> Record:
    """What a log says. Entries that cannot stand are disregarded and listed, never dropped in silence."""
    fold = _Fold()
    for event in events:
        fold.take(event)
    return fold.record()


class _Fold:
    """Gathers the entries in order."""

    def __init__(self) -> None:
        self.single: dict[str, Body | None] = {"began": None, "started": None, "stopped": None, "answered": None}
        self.nights: dict[date, Standing[Night]] = {}
        self.doses: dict[date, Standing[Dose]] = {}
        self.weekly: dict[date, Standing[Weekly]] = {}
        self.guesses: dict[int, Guess] = {}
        self.lists: dict[str, list[object]] = {
            "complaints": [], "medicines": [], "opened": [], "looks": [], "amended": [],
        }  # fmt: skip
        self.pauses: list[Pause] = []
        self.disregarded: list[int] = []
        self.entries = 0
        self.started_at: datetime | None = None
        self.ended: date | None = None

    def take(self, event: Event) -> None:  # noqa: C901  # one case for each kind of event
        self.entries += 1
        match event.body:
            case Night():
                self._stands(event, event.body, event.body.night, self.nights)
            case Dose():
                self._stands(event, event.body, event.body.night, self.doses)
            case Weekly():
                self._stands(event, event.body, event.body.day, self.weekly)
            case Complaint():
                self.lists["complaints"].append(Noted(event.number, event.moment, event.body))
            case Medicine():
                self.lists["medicines"].append(Noted(event.number, event.moment, event.body))
            case Guess():
                self._guess(event, event.body)
            case Began() | Started() | Stopped() | Answered():
                self._once(event, event.body)
            case Paused() | Resumed():
                self._pause(event, event.body)
            case Opened():
                self.lists["opened"].append(event.body)
                if event.body.emergency:
                    self._end(event)
            case Look():
                self.lists["looks"].append(event.body)
            case Amended():
                self.lists["amended"].append(event.body)

    def _stands(self, event: Event, body: _Kept, day: date, kept: dict[date, Standing[_Kept]]) -> None:
        earlier: tuple[_Kept, ...] = ()
        standing = None
        if day in kept:
            standing, earlier = kept[day].number, (*kept[day].earlier, kept[day].entry)
        if body.replaces != standing:
            self.disregarded.append(event.number)
            return
        kept[day] = Standing(event.number, event.moment, body, earlier)

    def _guess(self, event: Event, body: Guess) -> None:
        if body.period in self.guesses:
            self.disregarded.append(event.number)
        self.guesses.setdefault(body.period, body)

    def _once(self, event: Event, body: Began | Started | Stopped | Answered) -> None:
        name = type(body).__name__.casefold()
        if self.single[name] is not None:
            self.disregarded.append(event.number)
            return
        self.single[name] = body
        if isinstance(body, Started):
            self.started_at = event.moment
        if isinstance(body, Stopped):
            self._end(event)

    def _end(self, event: Event) -> None:
        """The first end stands; what comes after it is no night of the trial."""
        if self.ended is None:
            self.ended = morning_of(datetime.fromisoformat(event.local))

    def _pause(self, event: Event, body: Paused | Resumed) -> None:
        lasts = bool(self.pauses) and self.pauses[-1].until is None
        # A rule may find a graver reason while it is paused already; the pause goes on for that one.
        if lasts and isinstance(body, Paused) and body.by == "rule":
            self.pauses[-1] = msgspec.structs.replace(self.pauses[-1], until=event.moment)
            lasts = False
        if isinstance(body, Paused) and not lasts:
            morning = morning_of(datetime.fromisoformat(event.local))
            self.pauses.append(Pause(event.moment, body.why, body.by, event.number, morning=morning))
        elif isinstance(body, Resumed) and lasts:
            self.pauses[-1] = msgspec.structs.replace(self.pauses[-1], until=event.moment)
        else:
            self.disregarded.append(event.number)

    def record(self) -> Record:
        return Record(
            **self.single,  # type: ignore[arg-type]  # each under its own name
            nights=dict(sorted(self.nights.items())),
            doses=dict(sorted(self.doses.items())),
            weekly=dict(sorted(self.weekly.items())),
            guesses=dict(sorted(self.guesses.items())),
            **{name: tuple(found) for name, found in self.lists.items()},  # type: ignore[arg-type]
            pauses=tuple(self.pauses),
            disregarded=tuple(self.disregarded),
            entries=self.entries,
            started_at=self.started_at,
            ended=self.ended,
        )


def placed(body: _Kept, record: Record, *, replace: bool, why: str = "") -> _Kept:
    """An answer, dose or total ready to be appended, naming what it replaces.

    Args:
        body: what to enter.
        record: the diary as it stands.
        replace: whether an earlier entry may be replaced.
        why: the reason for that.

    Raises:
        BadInput: there is one already and `replace` was not asked for.
    """
    standing, day = _standing(body, record)
    if standing is None:
        return body
    if not replace:
        raise refuse(
            day.isoformat(),
            "There is an entry already. [[To change it, say --replace --why REASON|You can replace it]]; the old "
            "one is kept.",
            "Det finns redan en anteckning. [[Ändra den med --replace --why ORSAK|Du kan ersätta den]]; den "
            "gamla sparas.",
        )
    return msgspec.structs.replace(body, replaces=standing, why=why)


def _standing(body: Night | Dose | Weekly, record: Record) -> tuple[int | None, date]:
    """The number of what stands where this would, and the day."""
    kept: Standing[Night] | Standing[Dose] | Standing[Weekly] | None
    match body:
        case Night():
            kept, day = record.nights.get(body.night), body.night
        case Dose():
            kept, day = record.doses.get(body.night), body.night
        case Weekly():
            kept, day = record.weekly.get(body.day), body.day
    return None if kept is None else kept.number, day
