"""The published JSON of `stilla trial verify` and `stilla trial open`."""

from __future__ import annotations

import msgspec

VERIFY_VERSION = "1.0"
OPEN_VERSION = "1.0"


class CheckForm(msgspec.Struct, frozen=True):
    """One thing that was looked at; `ok` is null where there is nothing to check it with yet."""

    what: str
    ok: bool | None
    says: str


class VerifyForm(msgspec.Struct, frozen=True):
    """`stilla trial verify --json`. `sequence` is null until the key opens the seal; 1 active, 0 placebo."""

    version: str
    ok: bool
    checks: list[CheckForm]
    sequence: list[int] | None


class PeriodForm(msgspec.Struct, frozen=True):
    """What one kit held; nights counted from the first with capsules."""

    period: int
    first_night: int
    last_night: int
    code: str
    active: bool


class OpenForm(msgspec.Struct, frozen=True):
    """`stilla trial open --json`. `periods` is empty where the envelope was read; `now` is the period of this night."""

    version: str
    now: int | None
    periods: list[PeriodForm]
    advice: str
