"""Names of resources within a bundle: made from what the bundle says, so that the same facts give the same bytes.

A resource has a `fullUrl` (a UUID of the kind that is computed from a name, RFC 4122 version 5) and no `id`. With an
`id`, two persons of whom the same is known could be taken for one by a server that stores by id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from stilla.diary.canonical import sha256

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMESPACE = UUID("5f0c1d5e-7c1b-5f43-9a55-1b8f5e6f0a2d")
"""Ours. It has no meaning but to keep these names apart from those of others."""


class Names(NamedTuple):
    """Names that depend on everything a bundle is made of."""

    seed: str

    def of(self, *parts: str | int) -> str:
        """The name of one thing.

        >>> Names("a").of("condition", "ckd") == Names("a").of("condition", "ckd") != Names("b").of("condition", "ckd")
        True
        """
        return f"urn:uuid:{uuid5(_NAMESPACE, '/'.join((self.seed, *map(str, parts))))}"


def names_of(values: Sequence[object]) -> Names:
    """The names for a bundle made of these values.

    Args:
        values: frozen values whose `repr` tells all that they hold; sets in them are sorted first.
    """
    return Names(sha256("\n".join(map(_spelt, values)).encode("utf-8", "backslashreplace")))


def _spelt(value: object) -> str:
    """A value as text that is the same in every run: Python orders sets of text anew each time it starts."""
    if isinstance(value, (set, frozenset)):
        return f"{{{', '.join(sorted(map(_spelt, value)))}}}"
    if isinstance(value, (tuple, list)):
        return f"({', '.join(map(_spelt, value))})"
    fields = getattr(value, "__struct_fields__", None)
    if fields is None:
        return repr(value)
    return f"{type(value).__name__}({', '.join(f'{name}={_spelt(getattr(value, name))}' for name in fields)})"
