"""Passwords: argon2 by Django, and what a password must be."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from stilla.errors import refuse

if TYPE_CHECKING:
    from stilla.errors import BadInput

SHORTEST, LONGEST = 12, 200
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for each other."""


def encoded(password: str) -> str:
    """What is kept instead of a password."""
    from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: PLC0415  # only where one is set

    hasher = Argon2PasswordHasher()
    return str(hasher.encode(password, hasher.salt()))


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept; takes as long where there is none."""
    from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: PLC0415  # as above

    hasher = Argon2PasswordHasher()
    if kept is None or not kept.startswith("argon2$"):
        hasher.encode(password, hasher.salt())
        return False
    return bool(hasher.verify(password, kept))


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
