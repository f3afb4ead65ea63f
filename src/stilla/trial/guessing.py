"""When a guess of a period's capsules may be made: once, after the period, before anything is opened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from stilla.diary.entry import read_whole
from stilla.diary.events import Guess
from stilla.errors import refuse
from stilla.trial.status import guesses_due

if TYPE_CHECKING:
    from stilla.diary.record import Record

COIN = 50
"""Per cent: nothing to go by."""
SUREST = 100
GUESSES: tuple[Literal["active", "comparator", "unsure"], ...] = ("active", "comparator", "unsure")


def guess_of(period: int, guess: str | None, sure: str | None) -> Guess:
    """A guess as it was said.

    Args:
        period: which, from 1.
        guess: active, comparator or unsure; None where nothing was said.
        sure: per cent as it was written; needed but for unsure.

    Raises:
        BadInput: no guess, or none of these; how sure is missing or no whole number from 0 to 100.
    """
    chosen = next((each for each in GUESSES if each == guess), None)
    if chosen is None:
        raise refuse(
            "",
            "[[Say --active, --placebo or --unsure|Choose a guess, or “I cannot tell”]].",
            "[[Ange --active, --placebo eller --unsure|Välj en gissning, eller ”Jag kan inte säga”]].",
        )
    if not sure and guess != "unsure":
        raise refuse("--sure", "Say how sure you are, 0–100 per cent.", "Ange hur säker du är, 0–100 procent.")
    return Guess(period, chosen, read_whole(sure, SUREST, "--sure") if sure else COIN)


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
