"""A key locked with a passphrase, for a trial without a helper. Weaker than a helper: who knows it can always look."""

from __future__ import annotations

import secrets
from binascii import Error as NotBase64
from binascii import a2b_base64, b2a_base64
from typing import TYPE_CHECKING

import msgspec

from stilla.diary.canonical import canonical, pretty
from stilla.errors import refuse
from stilla.trial.seal import Key
from stilla.trial.strict import read_struct

if TYPE_CHECKING:
    from stilla.errors import BadInput

SHORTEST = 12
"""Characters of a passphrase. Four plain words have more."""

SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1
"""128 MiB and some tenths of a second for each try."""


class LockedKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key under scrypt and ChaCha20-Poly1305. Trial and protocol stand open, and are authenticated."""

    trial: str
    protocol: str
    salt: str
    nonce: str
    cipher: str
    n: int = SCRYPT_N
    r: int = SCRYPT_R
    p: int = SCRYPT_P
    version: int = 1


def lock(key: Key, passphrase: str) -> LockedKey:
    """A key under a passphrase.

    Raises:
        BadInput: the passphrase is too short.
    """
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415  # only where it is used

    if len(passphrase.strip()) < SHORTEST:
        raise refuse(
            "",
            f"The passphrase is too short: at least {SHORTEST} characters, four plain words for example.",
            f"Lösenfrasen är för kort: minst {SHORTEST} tecken, till exempel fyra vanliga ord.",
        )
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    derived = _derived(passphrase, salt, (SCRYPT_N, SCRYPT_R, SCRYPT_P))
    cipher = ChaCha20Poly1305(derived).encrypt(nonce, canonical(key), _open_part(key.trial, key.protocol))
    return LockedKey(trial=key.trial, protocol=key.protocol, salt=_text(salt), nonce=_text(nonce), cipher=_text(cipher))


def unlock(locked: LockedKey, passphrase: str) -> Key:
    """The key.

    Raises:
        BadInput: a wrong passphrase, or a changed file; the two cannot be told apart.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # only where it is used
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415  # as above

    if (locked.n, locked.r, locked.p) != (SCRYPT_N, SCRYPT_R, SCRYPT_P):
        raise _wrong()  # whoever changed these could ask for any amount of memory
    try:
        salt, nonce, cipher = (
            a2b_base64(each, strict_mode=True) for each in (locked.salt, locked.nonce, locked.cipher)
        )
        derived = _derived(passphrase, salt, (locked.n, locked.r, locked.p))
        plain = ChaCha20Poly1305(derived).decrypt(nonce, cipher, _open_part(locked.trial, locked.protocol))
    except (InvalidTag, NotBase64, ValueError) as error:
        raise _wrong() from error
    return read_struct(plain, Key, "key.json")


def _wrong() -> BadInput:
    return refuse(
        "key.json",
        "This passphrase does not open the key: it is wrong, or the file was changed.",
        "Lösenfrasen öppnar inte nyckeln: den är fel, eller så har filen ändrats.",
    )


def _derived(passphrase: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    from unicodedata import normalize  # noqa: PLC0415  # "å" can be typed in two ways

    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415  # only where it is used

    n, r, p = cost
    return Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(normalize("NFKC", passphrase.strip()).encode())


def _open_part(trial: str, protocol: str) -> bytes:
    return canonical({"trial": trial, "protocol": protocol})


def _text(content: bytes) -> str:
    return b2a_base64(content, newline=False).decode()


def write_locked(locked: LockedKey) -> bytes:
    """The one spelling of a locked key's file."""
    return pretty(locked)


def read_locked(content: bytes, name: str = "key.json") -> LockedKey:
    """A locked key.

    Raises:
        BadInput: every problem at once.
    """
    return read_struct(content, LockedKey, name)
