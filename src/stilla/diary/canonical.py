"""One value, one spelling: the bytes over which every hash of a trial is taken.

Keys sorted, UTF-8, no spaces, whole numbers without a point, and no number that JSON does not know. Two programs that
agree on the value agree on the bytes, so a third party can check a hash with any JSON library.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

import msgspec


class NotCanonical(ValueError):
    """A value that has no single spelling: NaN, an infinity, bytes, or a key that is not text."""


def canonical(value: Any) -> bytes:
    r"""The canonical JSON of a value or of a msgspec struct.

    Raises:
        NotCanonical: where the value holds NaN, an infinity or something JSON has no word for.

    >>> canonical({"b": 1, "a": [0.5, "å", None]})
    b'{"a":[0.5,"\xc3\xa5",null],"b":1}'
    """
    try:
        plain = _finite(msgspec.to_builtins(value, builtin_types=(bytes,), str_keys=False))
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, UnicodeEncodeError, RecursionError) as error:
        raise NotCanonical("this value has no canonical JSON") from error


def _finite(value: Any) -> Any:
    """The same value with every key text, every number finite, and one spelling for 1 and 1.0."""
    match value:
        case bool() | int() | str() | None:
            return value
        case float():
            if not math.isfinite(value):
                raise NotCanonical("a number that is not finite")
            return int(value) if value.is_integer() and abs(value) < _EXACT else value
        case dict():
            if not all(isinstance(key, str) for key in value):
                raise NotCanonical("a key that is not text")
            return {key: _finite(each) for key, each in value.items()}
        case list() | tuple():
            return [_finite(each) for each in value]
    raise NotCanonical(f"a value of the kind {type(value).__name__}")


_EXACT = 2**53
"""Below this a whole number stored as a float is exactly that whole number."""


def sha256(content: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits.

    >>> sha256(b"")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(content).hexdigest()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of a value.

    >>> digest({"a": 1}) == digest({"a": 1.0}) == sha256(b'{"a":1}')
    True
    """
    return sha256(canonical(value))


def pretty(value: Any) -> bytes:
    r"""The same value for people to read: indented, one spelling, a line feed at the end.

    >>> pretty({"b": [], "a": 1})
    b'{\n  "a": 1,\n  "b": []\n}\n'
    """
    return msgspec.json.format(canonical(value), indent=2) + b"\n"
