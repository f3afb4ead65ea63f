"""Everything of a person taken away from this computer, and a plain word on what could not be reached."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import msgspec

from stilla.errors import BadInput
from stilla.store.backup import OUTSIDE, backups, settings_of
from stilla.store.kept_files import BACKUPS, BESIDE, DATABASES, LOG, PLAIN, RESTORING, SETTINGS, TRIAL, WORKING
from stilla.store.verified import forget
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator


class Left(msgspec.Struct, frozen=True):
    """A file or a folder that is still there, and why."""

    path: str
    why: Text


class Erased(msgspec.Struct, frozen=True):
    """What was removed, and what was not."""

    removed: tuple[str, ...]
    left: tuple[Left, ...]


_NO_RIGHT = Text(
    "it could not be removed (rights, or it is in use)", "den gick inte att ta bort (behörighet, eller används)"
)
_NOT_OURS = Text("Stilla did not make it, so it was left", "Stilla har inte gjort den, så den fick ligga kvar")
_UNKNOWN = Text(
    "it could not be read, so backups in other places, if there are any, are not known",
    "den gick inte att läsa, så säkerhetskopior på andra ställen, om de finns, är inte kända",
)
_AWAY = Text(
    "this place cannot be reached now; remove the folder by hand when it can",
    "stället går inte att nå nu; ta bort mappen för hand när det går",
)
CANNOT_REACH = Text(
    "What Stilla cannot reach: files that you exported or copied, backups that your computer makes of itself, and "
    "traces on the disk until they are written over.",
    "Det Stilla inte kommer åt: filer som du har exporterat eller kopierat, säkerhetskopior som datorn gör av sig "
    "själv, och spår på disken tills de skrivs över.",
)
"""To be said beside whatever was removed."""


def erase(folder: Path) -> Erased:
    """Remove all that Stilla keeps of a person: databases, journals, the trial, its key, backups, settings.

    Only what Stilla makes is removed, wherever the data folder lies; what else lies there is named.

    Args:
        folder: the data folder.
    """
    removed: list[str] = []
    left: list[Left] = []
    try:
        outside = [Path(each) / OUTSIDE for each in settings_of(folder).used]
    except BadInput:
        outside = []
        left.append(Left(str(folder / SETTINGS), _UNKNOWN))
    kept = _backups(folder)
    for each in (*_files(folder), *kept):
        _remove(each, removed, left)
    for each in outside:
        if not each.parent.is_dir():
            left.append(Left(str(each), _AWAY))
        _remove_if_empty(each, removed, left)
    for each in (folder / BACKUPS, folder / TRIAL, folder):
        _remove_if_empty(each, removed, left)
    forget()
    return Erased(tuple(removed), tuple(left))


def _backups(folder: Path) -> list[Path]:
    try:
        found = [each.folder for each in backups(folder)]
    except BadInput:
        found = [each for each in (folder / BACKUPS).glob("*") if each.is_dir()]
    return found


def _files(folder: Path) -> Iterator[Path]:
    """Every file or folder of a known name, the settings last: they name the places outside."""
    for name in DATABASES:
        for suffix in ("", *BESIDE):
            yield folder / f"{name}{suffix}"
    for name in (*PLAIN, LOG, RESTORING):
        yield folder / name
    for each in (folder, folder / TRIAL, folder / BACKUPS):
        yield from each.glob(f"{WORKING}*")
    yield folder / SETTINGS


def _remove(path: Path, removed: list[str], left: list[Left]) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            rmtree(path)
        else:
            path.unlink()
    except FileNotFoundError:
        return
    except OSError:
        left.append(Left(str(path), _NO_RIGHT))
        return
    removed.append(str(path))


def _remove_if_empty(path: Path, removed: list[str], left: list[Left]) -> None:
    if not path.is_dir():
        return
    known = {each.path for each in left}
    inside = [each for each in sorted(path.iterdir()) if str(each) not in known]
    left += [Left(str(each), _NOT_OURS) for each in inside if not any(one.startswith(str(each)) for one in known)]
    try:
        path.rmdir()
    except OSError:
        return
    removed.append(str(path))
