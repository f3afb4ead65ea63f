"""An emergency opening, at any hour: what is written, and which period it is now. It never waits for a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.diary.events import Opened, Started
from stilla.diary.nights import night_of, period_of
from stilla.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Body, Event

_WHO, _WHY = 200, 500


def emergency(events: Sequence[Event], who: str, why: str) -> tuple[Body, ...]:
    """What is entered when somebody opens the allocation in an emergency.

    Raises:
        BadInput: there is no diary to write it in.
    """
    if not events:
        raise refuse("", "There is no diary in this folder.", "Det finns ingen dagbok i mappen.")
    return (Opened(" ".join(who.split())[:_WHO], " ".join(why.split())[:_WHY], emergency=True),)


def moment_of(events: Sequence[Event], now: datetime) -> datetime:
    """When it is written down: a clock that is behind the last entry keeps nobody from an emergency opening."""
    return max(now, events[-1].moment) if events else now


def period_now(events: Sequence[Event], now: datetime, where: ZoneInfo) -> int | None:
    """The period of the night that has begun, or of the last one where it is morning.

    Returns:
        None before the first night and after the last, and where the clock is behind the last entry: it is wrong, and
        so would the period be.
    """
    started = next((each.body for each in events if isinstance(each.body, Started)), None)
    if started is None or now < events[-1].moment:
        return None
    return period_of(night_of(now, where), started.first_night, started.nights, started.periods) or None
