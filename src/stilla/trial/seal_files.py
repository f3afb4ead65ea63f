"""The files of a trial: their names; written once, never over another; a sentence where one is missing."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from stilla.errors import refuse
from stilla.trial.strict import LARGEST

if TYPE_CHECKING:
    from pathlib import Path

PROTOCOL = "protocol.json"
COMMITMENT = "commitment.json"
KEY = "key.json"
LOG = "log.jsonl"
DIARY = "diary.sqlite"
ANSWER = "answer.json"
SUMMARY = "summary.json"

_FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def write_new(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file that is not there yet, whole or not at all, and on the disk when this returns.

    Args:
        path: where.
        content: its bytes.
        private: readable by its owner alone.

    Raises:
        BadInput: there is such a file already, or it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(temporary, _FRESH, 0o600 if private else 0o644), "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        try:
            _name(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except FileExistsError as error:
        raise refuse(
            path.name,
            "There is such a file already, and it is not overwritten.",
            "Det finns redan en sådan fil, och den skrivs inte över.",
        ) from error
    except OSError as error:
        raise refuse(path.name, "This file cannot be written.", "Filen går inte att skriva.") from error


def _name(temporary: Path, path: Path) -> None:
    """Give a finished file its name, unless that is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        if path.exists():
            raise FileExistsError(path.name) from None
        temporary.replace(path)


def read_file(path: Path, most: int = LARGEST) -> bytes:
    """The bytes of a file of a trial.

    Args:
        path: where.
        most: bytes it may have.

    Raises:
        BadInput: it is missing, too large, or cannot be read.
    """
    try:
        with path.open("rb") as opened:
            content = opened.read(most + 1)
    except FileNotFoundError as error:
        raise refuse(path.name, "There is no such file.", "Det finns ingen sådan fil.") from error
    except (OSError, ValueError) as error:
        raise refuse(path.name, "This file cannot be read.", "Filen går inte att läsa.") from error
    if len(content) > most:
        raise refuse(path.name, "This file is too large.", "Filen är för stor.")
    return content


def write_again(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file that may be there already, whole or not at all, and on the disk when this returns.

    Until then the old one stands: for what can be made again from the diary, such as a page or an answer.

    Args:
        path: where.
        content: its bytes.
        private: readable by its owner alone.

    Raises:
        BadInput: it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(temporary, _ANEW, 0o600 if private else 0o666), "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise refuse(path.name, "This file cannot be written.", "Filen går inte att skriva.") from error
