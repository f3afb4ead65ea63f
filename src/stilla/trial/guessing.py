"""When a guess of a period's capsules may be made: once, after the period, before anything is opened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stilla.errors import refuse
from stilla.trial.status import guesses_due

if TYPE_CHECKING:
    from stilla.diary.record import Record


def must_be_due(record: Record, period: int, night: date) -> None:
    """Refuse a guess that is not due.

    Args:
        record: the diary.
        period: which period, from 1.
        night: the date of the latest morning.

    Raises:
        BadInput: no such period, not over, guessed already, or the seal is open.
    """
    started, where = record.started, "--period"
    if started is None or period > started.periods:
        raise refuse(where, "There is no such period.", "Det finns ingen sådan period.")
    if record.opened or record.answered is not None:
        raise refuse(
            where,
            "The seal has been opened: it is too late to guess.",
            "Förseglingen är öppnad: det är för sent att gissa.",
        )
    if period in record.guesses:
        raise refuse(
            where,
            "This period has been guessed; the first guess stands.",
            "Perioden är redan gissad; den första gissningen gäller.",
        )
    over_by_stop = record.ended is not None and period == record.period(record.ended)
    if period not in guesses_due(record, night) and not over_by_stop:
        raise refuse(
            where,
            "This period is not over. Guess when it is: a guess in the middle changes what you notice.",
            "Perioden är inte slut. Gissa när den är det: en gissning mitt i ändrar vad du märker.",
        )
