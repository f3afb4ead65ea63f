r"""The sealed order of the periods: drawn from a secret, committed to at once, opened only with the key.

From a secret s of 256 bits:

* seed = HMAC-SHA256(s, "alloc" || trial id) drives an exact uniform draw of one of the admissible sequences,
* each kit's code is HMAC-SHA256(s, "kit" || period) in letters,
* C = SHA-256(canonical JSON of the commitment's other fields, design, sequence and codes || s) is given to the person.

C binds whoever holds s, and tells nothing: with 62 possible orders a hash without a secret would be found by trying
them all. What C does not show is how often the helper drew before sending it: that rests on the helper's word.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC
from itertools import count
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.analysis.design import draw
from stilla.diary.canonical import canonical, pretty, sha256
from stilla.errors import BadInput, Problem
from stilla.text import Text
from stilla.trial.protocol import Blinding, Protocol
from stilla.trial.spent import starred_and_empty
from stilla.trial.strict import read_struct

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

VERSION = 1
SECRET_BYTES = 32
LETTERS = "CDFGHJKMNPRTVWXZ"
"""Sixteen that are not mistaken for each other or for figures, and spell no word: four bits each."""
CODE_LETTERS = 5


class Commitment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the helper sends back: it fixes the order without telling it."""

    trial: str
    protocol: str
    """SHA-256 of the protocol."""
    commitment: str
    """C, 64 hexadecimal digits."""
    made: str
    """UTC, 2026-11-22T06:31:05Z."""
    blinding: Blinding
    helper: str = ""
    """Who holds the key, in words that the person chose."""
    version: int = VERSION


class Key(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The secret, kept by the helper. Whoever has it knows the order."""

    trial: str
    protocol: str
    secret: str
    """64 hexadecimal digits."""
    checksum: str
    """Tells a damaged file from a foreign one."""
    version: int = VERSION


class Sealed(msgspec.Struct, frozen=True):
    """A fresh seal: the key to keep and the commitment to give away."""

    key: Key
    commitment: Commitment


class Opened(msgspec.Struct, frozen=True):
    """What the key opens: 1 active, 0 placebo for each period, and the code on its kit."""

    sequence: tuple[int, ...]
    codes: tuple[str, ...]


def uniform(seed: bytes) -> Callable[[int], int]:
    """A source of exactly uniform whole numbers, from the bits of HMAC-SHA256(seed, 0), HMAC-SHA256(seed, 1) and so on.

    For a number below n it takes as many bits as n - 1 has and throws away what is too large, so no number is favoured.

    >>> below = uniform(b"seed")
    >>> [below(62) for _ in range(3)] == [below(62) for _ in range(3)]
    False
    """
    blocks = (
        format(int.from_bytes(hmac.digest(seed, number.to_bytes(8, "big"), hashlib.sha256), "big"), "0256b")
        for number in count()
    )
    bits = (bit for block in blocks for bit in block)

    def below(n: int) -> int:
        wide = (n - 1).bit_length()
        while True:
            drawn = int("0" + "".join(next(bits) for _ in range(wide)), 2)
            if drawn < n:
                return drawn

    return below


def allocate(protocol: Protocol, secret: bytes) -> Opened:
    """The sequence and the kit codes that follow from a protocol and a secret."""
    seed = hmac.digest(secret, b"alloc" + protocol.id.encode(), hashlib.sha256)
    return Opened(draw(protocol.design, uniform(seed)), _codes(protocol.design.periods, secret))


def _codes(periods: int, secret: bytes) -> tuple[str, ...]:
    """One code a period, all different. They follow from the secret and the period's number, not from what is in it."""
    found: list[str] = []
    for period in range(1, periods + 1):
        for attempt in count():
            message = b"kit" + period.to_bytes(4, "big") + attempt.to_bytes(4, "big")
            drawn = hmac.new(secret, message, hashlib.sha256).hexdigest()[:CODE_LETTERS]
            code = "".join(LETTERS[int(each, 16)] for each in drawn)
            if code not in found:
                found.append(code)
                break
    return tuple(found)


def commit(protocol: Protocol, commitment: Commitment, opened: Opened, secret: bytes) -> str:
    """C: SHA-256 of the canonical JSON of everything that is fixed, followed by the secret.

    Everything else in the commitment is part of it, so that no word of its file can be changed.
    """
    fixed = {
        "sealed": msgspec.structs.replace(commitment, commitment=""),
        "design": protocol.design,
        "sequence": opened.sequence,
        "codes": opened.codes,
    }
    return sha256(canonical(fixed) + secret)


def seal(protocol: Protocol, made: datetime, *, helper: str = "", secret: bytes | None = None) -> Sealed:
    """Draw the order and seal it.

    Args:
        protocol: complete; every starred item of SPENT says something.
        made: now, aware.
        helper: who holds the key, in the person's words.
        secret: for tests only; 32 random bytes where not given.

    Raises:
        BadInput: a starred item of SPENT is empty.
    """
    if empty := starred_and_empty(protocol):
        raise BadInput(
            Problem(
                Text(f"SPENT {item}", f"SPENT {item}"),
                Text(
                    "This item of the protocol is empty. Say something to it before the trial is sealed.",
                    "Den här punkten i protokollet är tom. Skriv något där innan försöket förseglas.",
                ),
            )
            for item in empty
        )
    secret = secrets.token_bytes(SECRET_BYTES) if secret is None else secret
    key = Key(trial=protocol.id, protocol=protocol.digest, secret=secret.hex(), checksum="")
    key = msgspec.structs.replace(key, checksum=_checksum(key))
    commitment = Commitment(
        trial=protocol.id,
        protocol=protocol.digest,
        commitment="",
        made=made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        blinding=protocol.blinding,
        helper=helper,
    )
    c = commit(protocol, commitment, allocate(protocol, secret), secret)
    return Sealed(key, msgspec.structs.replace(commitment, commitment=c))


def open_seal(protocol: Protocol, commitment: Commitment, key: Key) -> Opened:
    """What was sealed.

    Raises:
        BadInput: naming exactly what does not fit: the key's file, another trial, another protocol, the commitment.
    """
    if problems := [Problem(Text(where, where), says) for where, says in mismatches(protocol, commitment, key)]:
        raise BadInput(problems)
    return allocate(protocol, bytes.fromhex(key.secret))


Where = Literal["protocol.json", "commitment.json", "protocol.json, commitment.json", "key.json"]


def mismatches(protocol: Protocol, commitment: Commitment, key: Key | None) -> list[tuple[Where, Text]]:
    """Everything that does not fit between the three, or without a key between two; nothing for an honest trial.

    Each names the file that was changed; where two contradict each other, the third decides which of them it is.
    """
    intact = key is not None and key.checksum == _checksum(key) and _is_secret(key.secret)
    found = _between_two(protocol, commitment, key if intact else None)
    if key is None:
        return found
    if not intact:
        return [*found, ("key.json", Text("The key was damaged or changed.", "Nyckeln är skadad eller ändrad."))]
    if not found and (key.trial, key.protocol) != (protocol.id, protocol.digest):
        found.append(("key.json", Text("The key is that of another trial.", "Nyckeln hör till ett annat försök.")))
    if not found:
        secret = bytes.fromhex(key.secret)
        expected = commit(protocol, commitment, allocate(protocol, secret), secret)
        if not hmac.compare_digest(expected, commitment.commitment):
            found.append(
                (
                    "commitment.json",
                    Text(
                        "The key does not open the commitment: one of the two was changed.",
                        "Nyckeln öppnar inte åtagandet: något av dem har ändrats.",
                    ),
                )
            )
    return found


def _between_two(protocol: Protocol, commitment: Commitment, key: Key | None) -> list[tuple[Where, Text]]:
    """Where protocol and commitment contradict each other."""
    found: list[tuple[Where, Text]] = []
    if (commitment.trial, commitment.protocol) != (protocol.id, protocol.digest):
        found.append(
            (
                _odd_one(protocol, commitment, key),
                Text(
                    "The protocol is not the one that was sealed: it was changed, or the commitment was.",
                    "Protokollet är inte det som förseglades: det har ändrats, eller åtagandet har ändrats.",
                ),
            )
        )
    if commitment.blinding != protocol.blinding:
        found.append(
            (
                _odd_one(protocol, commitment, key),
                Text(
                    "The commitment and the protocol say different things about who is blinded.",
                    "Åtagandet och protokollet säger olika om vem som är blindad.",
                ),
            )
        )
    return found


def _odd_one(protocol: Protocol, commitment: Commitment, key: Key | None) -> Where:
    """The file that stands alone against the other and an intact key; both, where there is no such key."""
    if key is not None and (key.trial, key.protocol) == (protocol.id, protocol.digest):
        return "commitment.json"
    if key is not None and (key.trial, key.protocol) == (commitment.trial, commitment.protocol):
        return "protocol.json"
    return "protocol.json, commitment.json"


def check_commitment(protocol: Protocol, commitment: Commitment) -> None:
    """That a commitment belongs to a protocol, as far as that can be seen without the key.

    Raises:
        BadInput: with everything that does not fit.
    """
    if problems := [Problem(Text(where, where), says) for where, says in mismatches(protocol, commitment, None)]:
        raise BadInput(problems)


def _checksum(key: Key) -> str:
    return sha256(canonical(msgspec.structs.replace(key, checksum="")))[:16]


def _is_secret(text: str) -> bool:
    return len(text) == 2 * SECRET_BYTES and all(each in "0123456789abcdef" for each in text)


def write_key(key: Key) -> bytes:
    """The one spelling of a key's file."""
    return pretty(key)


def write_commitment(commitment: Commitment) -> bytes:
    """The one spelling of a commitment's file."""
    return pretty(commitment)


def read_commitment(content: bytes, name: str = "commitment.json") -> Commitment:
    """A commitment.

    Raises:
        BadInput: every problem at once.
    """
    return read_struct(content, Commitment, name)


def read_key(content: bytes, name: str = "key.json") -> Key:
    """A key that is not locked.

    Raises:
        BadInput: every problem at once.
    """
    return read_struct(content, Key, name)
