"""What a diary is made of: events, one after the other, each chained to the one before. None is ever changed.

An entry that is replaced stays; the new one names it. What was not answered is not there: missing is never zero.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

Taken = Literal["yes", "no", "late"]
Severity = Literal[1, 2, 3]
"""Mild, moderate, severe."""
By = Literal["person", "helper", "rule"]


class _Body(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, omit_defaults=True):
    """What happened. What is not said is left out, so that a field added later changes no hash written before."""


class Began(_Body, frozen=True, tag="began"):
    """The diary was opened; the run-in begins with `first_night`. `words`: the outcome as its owner words it."""

    words: str
    language: Literal["en", "sv"]
    first_night: date


class Night(_Body, frozen=True, tag="night"):
    """The answer of one morning. Scores 0–10, lengths in minutes; None is "not answered"."""

    night: date
    score: int | None = None
    """The worst urge or discomfort from yesterday evening to getting up, 0–10."""
    cannot: bool = False
    """ "Bad night, I cannot answer": an answer without a score."""
    sleep_minutes: int | None = None
    latency_minutes: int | None = None
    awakenings: int | None = None
    tiredness: int | None = None
    own: dict[str, float] = {}
    unusual: tuple[str, ...] = ()
    recalled: bool = False
    """Written down later than noon of the day after: kept, and looked at apart."""
    replaces: int | None = None
    """The number of the event that this one stands for."""
    why: str = ""
    """Why it was replaced."""
    note: str = ""
    entered: str | None = None
    """When it was written on paper (2026-11-22T07:31:00+01:00), where it was copied from there."""


class Dose(_Body, frozen=True, tag="dose"):
    """Whether the capsules of the evening before were taken; `at` is the time of day where it was late."""

    night: date
    taken: Taken
    at: str | None = None
    replaces: int | None = None
    why: str = ""


class Complaint(_Body, frozen=True, tag="side-effect"):
    """Something noticed: a condition or sign by its slug."""

    night: date
    what: str
    severity: Severity = 2


class Weekly(_Body, frozen=True, tag="weekly"):
    """The total of the IRLS questionnaire, 0–40, from the person's own copy."""

    day: date
    irls_total: int
    replaces: int | None = None
    why: str = ""


class Medicine(_Body, frozen=True, tag="medicine"):
    """A medicine that is new, stopped, or has another dose."""

    day: date
    name: str
    change: Literal["new", "stopped", "dose"] = "new"


class Guess(_Body, frozen=True, tag="guess"):
    """Which capsules the person believes a period had, and how sure (0–100 %), before anything was opened."""

    period: int
    guess: Literal["active", "comparator", "unsure"]
    probability: int


class Started(_Body, frozen=True, tag="started"):
    """The randomised part begins; the design is repeated so that the log alone tells every night's period."""

    first_night: date
    protocol: str
    """SHA-256 of the protocol."""
    commitment: str
    checked: date
    """The day of the safety check that it rests on."""
    verdict: str
    periods: int = 8
    nights: int = 21
    fluid_medicine: bool | None = None
    """Whether a medicine is taken that loss of fluid makes dangerous; None where that is not known."""


class Paused(_Body, frozen=True, tag="paused"):
    """No capsules for now. The calendar of the periods runs on."""

    why: str
    words: str = ""
    by: By = "person"


class Resumed(_Body, frozen=True, tag="resumed"):
    """Capsules again."""

    why: str
    words: str = ""
    by: By = "person"


class Stopped(_Body, frozen=True, tag="stopped"):
    """No more capsules."""

    why: str
    words: str = ""
    by: By = "person"


class Opened(_Body, frozen=True, tag="opened"):
    """Somebody learnt what was in the capsules."""

    who: str
    why: str
    emergency: bool = False


class Look(_Body, frozen=True, tag="look"):
    """A look before the end, for harm and futility only."""

    after_period: int
    outcome: Literal["continue", "stop-harm", "stop-futility"]


class Amended(_Body, frozen=True, tag="amended"):
    """Something was done otherwise than the protocol says."""

    what: str
    why: str


class Answered(_Body, frozen=True, tag="answered"):
    """The answer was computed. `answer`: SHA-256 of what was said."""

    verdict: str
    answer: str


Body = (
    Began | Night | Dose | Complaint | Weekly | Medicine | Guess | Started | Paused | Resumed | Stopped | Opened
    | Look | Amended | Answered
)  # fmt: skip


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the chain.

    `hash` is the SHA-256 of the canonical JSON of everything but itself, `previous` the hash of the entry before.
    """

    number: int
    at: str
    """UTC, 2026-11-22T06:31:05Z."""
    local: str
    """The wall clock then, 2026-11-22T07:31:05."""
    zone: str
    body: Body
    previous: str
    hash: str

    @property
    def moment(self) -> datetime:
        """When it was written, aware."""
        return datetime.fromisoformat(self.at)


def kind_of(body: Body) -> str:
    """The word for a kind of event, as it stands in the log."""
    return str(type(body).__struct_config__.tag)
