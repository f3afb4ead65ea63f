"""The helper's key from its file, locked with a passphrase or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.trial.seal import read_key
from stilla.trial.seal_files import read_file
from stilla.trial.seal_lock import read_locked, unlock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stilla.trial.seal import Key


def key_of(path: Path, passphrase: Callable[[], str]) -> Key:
    """A key.

    Args:
        path: of its file.
        passphrase: asked only where the key is locked.

    Raises:
        BadInput: missing, damaged, or a wrong passphrase.
    """
    return key_from(read_file(path), passphrase, path.name)


def key_from(content: bytes, passphrase: Callable[[], str], name: str = "key.json") -> Key:
    """A key from the bytes of its file; the passphrase is asked only where it is locked.

    Raises:
        BadInput: damaged, or a wrong passphrase.
    """
    if b'"cipher"' not in content:
        return read_key(content, name)
    return unlock(read_locked(content, name), passphrase())
