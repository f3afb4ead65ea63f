"""The papers that a trial starts with, the same for every door: read, held against each other, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.errors import refuse
from stilla.trial.protocol import Protocol, read_protocol
from stilla.trial.seal import Commitment, check_commitment, read_commitment
from stilla.trial.seal_files import COMMITMENT, PROTOCOL, read_file, write_new

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def papers_of(contents: Mapping[str, bytes]) -> tuple[Protocol, Commitment]:
    """Protocol and commitment, read strictly and held against each other.

    Args:
        contents: the bytes of both, by the name of the file.

    Raises:
        BadInput: what cannot be read, or does not fit.
    """
    protocol = read_protocol(contents[PROTOCOL])
    commitment = read_commitment(contents[COMMITMENT])
    check_commitment(protocol, commitment)
    return protocol, commitment


def keep_papers(contents: Mapping[str, bytes], folder: Path) -> None:
    """Copy the papers into the folder of the trial; another one that is there already is never overwritten.

    Raises:
        BadInput: there is another one, or nothing can be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        path = folder / name
        if not path.exists():
            write_new(path, content)
        elif read_file(path) != content:
            raise refuse(
                name,
                "The folder of the trial holds another one already. Move it away, or name that one.",
                "Försökets mapp har redan en annan. Flytta den, eller ange den.",
            )
