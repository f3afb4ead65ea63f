"""Passwords: what argon2 makes of them, and what a password must be."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

from argon2.low_level import Type, hash_secret_raw

from stilla.errors import refuse
from stilla.store.clinic.accounts import Secret, mark_of

if TYPE_CHECKING:
    from stilla.errors import BadInput

SHORTEST, LONGEST = 12, 200
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for each other."""


class Cost(NamedTuple):
    """What one guess costs: KiB of memory, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int


COST = Cost(102_400, 2, 8)
"""As Django has it; more than the least that OWASP recommends (19 MiB, 2 passes, 1 lane)."""


def secret_of(password: str, cost: Cost = COST) -> Secret:
    """What is kept of a password."""
    salt = _salt(cost)
    return Secret(salt, mark_of(shown(password, salt)))


def _salt(cost: Cost) -> str:
    return f"argon2id$m={cost.memory},t={cost.passes},p={cost.lanes}${secrets.token_hex(16)}"


def shown(password: str, salt: str | None) -> str:
    """What argon2 makes of a password, in hexadecimal; takes as long where nobody has the name that it is for."""
    _, costs, drawn = (salt or _salt(COST)).split("$")
    memory, passes, lanes = (int(each[2:]) for each in costs.split(","))
    made = hash_secret_raw(password.encode(errors="replace"), bytes.fromhex(drawn), passes, memory, lanes, 32, Type.ID)
    return made.hex()


def first() -> str:
    """A first password, to be changed at the first login: 20 letters and figures, 99 bits."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(20))
    return "-".join(drawn[n : n + 5] for n in range(0, 20, 5))


def must_be_good(password: str, name: str) -> None:
    """Refuse a password that is easily guessed.

    Raises:
        BadInput: too short or long, one of the common ones, or the name.
    """
    from django.contrib.auth.password_validation import CommonPasswordValidator  # noqa: PLC0415  # as above
    from django.core.exceptions import ValidationError  # noqa: PLC0415  # as above

    if not SHORTEST <= len(password) <= LONGEST:
        raise refuse(
            "password",
            f"A password has {SHORTEST} to {LONGEST} characters; four plain words are good.",
            f"Ett lösenord har {SHORTEST} till {LONGEST} tecken; fyra vanliga ord är bra.",
        )
    if name in password.casefold() or len(set(password)) < SHORTEST // 2:
        raise _easy()
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError as error:
        raise _easy() from error


def _easy() -> BadInput:
    return refuse("password", "This password is easily guessed.", "Lösenordet är lätt att gissa.")
