"""The files of a trial for somebody else to check and analyse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stilla.diary import chain
from stilla.diary.record import record_of
from stilla.errors import refuse
from stilla.trial import seal_files as files
from stilla.trial.bundle import COLUMNS, TABLE, columns_csv, nights_csv
from stilla.trial.verify import Verified, verify

if TYPE_CHECKING:
    from pathlib import Path

    from stilla.text import Language


class Exported(NamedTuple):
    """The files by name, and what a check of the folder they come from says."""

    files: dict[str, bytes]
    verified: Verified


def exported(folder: Path, language: Language) -> Exported:
    """Protocol, commitment, diary, answer and a table of nights; the key only where it has been revealed.

    Args:
        folder: of the person's trial.
        language: of what the columns mean.

    Raises:
        BadInput: there is no diary, or a file cannot be read.
    """
    from stilla.store.trial import TrialStore  # noqa: PLC0415  # SQLite, only where there is a diary

    events = TrialStore(folder).events()
    if not events:
        raise refuse(str(folder), "There is no diary here.", "Det finns ingen dagbok här.")
    found = verify(folder)
    record = record_of(events)
    # A key that lies here before its time stays here.
    key = (files.KEY,) if record.opened else ()
    copied = (files.PROTOCOL, files.COMMITMENT, *key, files.ANSWER, files.SUMMARY)
    content = {name: files.read_file(folder / name) for name in copied if (folder / name).exists()}
    content[files.LOG] = chain.encode(events)
    content[TABLE] = nights_csv(record, found.sequence)
    content[COLUMNS] = columns_csv(language)
    return Exported(content, found)
