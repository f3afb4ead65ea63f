"""An emergency opening, the same for every door: what the key shows, and that it is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.errors import BadInput, refuse
from stilla.interfaces.forms.trial_files import PeriodForm
from stilla.text import Text
from stilla.trial.emergency import emergency, moment_of, period_now

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stilla.store.trial import TrialStore
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Opened

ARMS = (Text("placebo", "placebo"), Text("magnesium {mg} mg", "magnesium {mg} mg"))
"""What a period held: 0 placebo, 1 active."""


def cannot_be_shown(error: BadInput) -> BadInput:
    """Why the key shows nothing, after what to do instead."""
    first = refuse(
        "",
        "The allocation cannot be shown. Ring 112; act as if magnesium was taken every day, and open the envelope.",
        "Fördelningen går inte att visa. Ring 112; utgå från att magnesium tagits varje dag, och öppna kuvertet.",
    )
    return BadInput([*first.problems, *error.problems])


def write_opening(
    store: TrialStore, who: str, why: str, clock: tuple[datetime, ZoneInfo], *, needed: bool
) -> BadInput | None:
    """Write the opening down. Where that cannot be and the order is needed, say why: care does not wait for a diary.

    Args:
        store: of the trial.
        who: opens.
        why: in their words.
        clock: the moment, aware, and the person's zone.
        needed: whether the order is to be shown from the key; an opened envelope is only noted.

    Raises:
        BadInput: the diary cannot be written, where nothing else was to be done.
    """
    moment, where = clock
    try:
        store.append(lambda events: emergency(events, who, why), moment_of(store.events(), moment), where)
    except BadInput as error:
        if not needed:
            raise
        return error
    return None


def period_of_now(store: TrialStore, clock: tuple[datetime, ZoneInfo]) -> int | None:
    """The period of the night that has begun; None where that cannot be told."""
    try:
        return period_now(store.events(), *clock)
    except BadInput:
        return None


def periods_of(plan: Protocol, opened: Opened) -> list[PeriodForm]:
    """What each kit holds."""
    nights = plan.design.nights
    return [
        PeriodForm(n + 1, n * nights + 1, (n + 1) * nights, code, bool(active))
        for n, (active, code) in enumerate(zip(opened.sequence, opened.codes, strict=True))
    ]
