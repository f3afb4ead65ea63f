"""`stilla trial guess`: which capsules do you think it was? Asked when a period is over, before anything is opened."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from stilla.diary.nights import latest_morning
from stilla.diary.record import record_of
from stilla.interfaces.cli.options import language_option
from stilla.interfaces.cli.trial_options import now_option, trial_option, zone_option
from stilla.store.trial import TrialStore
from stilla.text import Text
from stilla.trial.guessing import guess_of, must_be_due

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Event, Guess
    from stilla.text import Language

SAVED = Text("Saved: your guess for period {period}.", "Sparat: din gissning för period {period}.")


@click.command()
@click.option("--period", type=click.IntRange(1, 400), required=True, help="Which period.")
@click.option("--active", "guess_", flag_value="active", help="You think it was the active capsules.")
@click.option("--placebo", "guess_", flag_value="comparator", help="You think it was placebo.")
@click.option("--unsure", "guess_", flag_value="unsure", help="You cannot tell.")
@click.option("--sure", metavar="0-100", help="How sure you are, in per cent.")
@trial_option
@now_option
@zone_option
@language_option
def guess(
    lang: Language,
    trial: Path,
    now: datetime,
    zone: ZoneInfo,
    *,
    period: int,
    guess_: Literal["active", "comparator", "unsure"] | None,
    sure: str | None,
) -> None:
    """Guess which capsules a period had, when it is over. A guess stands; it is compared at the end."""
    said = guess_of(period, guess_, sure)

    def decide(events: tuple[Event, ...]) -> tuple[Guess, ...]:
        must_be_due(record_of(events), period, latest_morning(now, zone))
        return (said,)

    TrialStore(trial).append(decide, now, zone)
    click.echo(SAVED.fill(period=period).to(lang))
