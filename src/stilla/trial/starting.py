"""When a trial begins: once, on a night to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from stilla.diary.events import Amended, Started
from stilla.errors import refuse
from stilla.trial.admission import fluid_medicine

if TYPE_CHECKING:
    from stilla.diary.events import Body
    from stilla.diary.record import Record
    from stilla.findings import Assessment
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person
    from stilla.trial.admission import Admission, Answers
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Commitment

LATEST = timedelta(days=14)
"""So far ahead a first night may lie: the check and the run-in must still be true of it. Ours."""


def first_night_of(wished: date | None, coming: date, today: date) -> date:
    """The first night of the trial.

    Args:
        wished: the date of its morning, where one was named.
        coming: the night that now lies in.
        today: the calendar's date.

    Returns:
        The night after this morning's, or the one wished for.

    Raises:
        BadInput: a night that has begun or been, or one too far ahead.
    """
    earliest = max(coming, today + timedelta(days=1))
    if wished is None:
        return earliest
    if not earliest <= wished <= today + LATEST:
        raise refuse(
            "--first-night",
            f"The first night lies between {earliest} and {today + LATEST} (the date of its morning).",
            f"Första natten ligger mellan {earliest} och {today + LATEST} (morgonens datum).",
        )
    return wished


def must_be_able_to_start(record: Record) -> None:
    """Refuse a second start, and one after the seal was opened.

    Raises:
        BadInput: started already, or opened.
    """
    if record.started is not None:
        raise refuse(
            "",
            f"The trial started already; its first night is {record.started.first_night}.",
            f"Försöket har redan startat; första natten är {record.started.first_night}.",
        )
    if record.opened or record.answered is not None:
        raise refuse("", "The seal has been opened.", "Förseglingen är öppnad.")


def entries(admission: Admission, answers: Answers, started: Started) -> tuple[Body, ...]:
    """What is entered at the start: everything let through against the protocol, then the start."""
    let_through = (
        Amended(each, answers.clinician if each == "gabapentin-with-clinician" else "asked for at the start")
        for each in admission.deviations
    )
    return (*let_through, started)


def start_of(
    papers: tuple[Protocol, Commitment], first_night: date, person: Person, found: Assessment, knowledge: Knowledge
) -> Started:
    """The entry that begins the randomised part.

    Args:
        papers: the plan and what the helper sent back.
        first_night: the date of its morning.
        person: as the check of today saw them.
        found: that check.
        knowledge: for the medicines that loss of fluid makes dangerous.
    """
    protocol, commitment = papers
    return Started(
        first_night=first_night,
        protocol=protocol.digest,
        commitment=commitment.commitment,
        checked=found.as_of,
        verdict=found.verdict,
        periods=protocol.design.periods,
        nights=protocol.design.nights,
        fluid_medicine=fluid_medicine(person, found.as_of, knowledge),
    )
