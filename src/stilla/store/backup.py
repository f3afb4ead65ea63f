"""Backups of everything that is kept: made while the app runs, looked through before they count, the last ones kept.

A backup is a folder named after the moment (UTC), with the files under the names they have in the data folder and a
list of them with their hashes. It is made beside and named when it is whole, so that a sudden end leaves none by half.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile, rmtree
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.errors import BadInput, refuse
from stilla.store.copies import (
    collected,
    copied_database,
    flush,
    must_be_sound,
    must_hold,
    no_room,
    sha256_of,
    sweep,
    working_folder,
    write_whole,
)
from stilla.store.kept_files import (
    BACKUPS,
    BESIDE,
    DATABASES,
    LOG,
    PLAIN,
    SETTINGS,
    TRIAL,
    databases_in,
    form_of,
    is_empty,
)
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

KEPT = 8
"""Backups of each kind that are kept in one place."""

EVERY = timedelta(days=7)
MANIFEST = "backup-files.json"
OUTSIDE = "stilla-backups"
"""The folder for backups within another folder that the person chose."""

Reason = Literal["asked", "weekly", "migration", "replaced", "imported"]
"""Why it was made; in words in `REASONS`."""

REASONS: dict[Reason, Text] = {
    "asked": Text("asked for", "på begäran"),
    "weekly": Text("weekly", "varje vecka"),
    "migration": Text("before an update of the files", "före en uppdatering av filerna"),
    "replaced": Text("before something else took its place", "innan något annat tog dess plats"),
    "imported": Text("from an exported file", "från en exporterad fil"),
}

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"\d{8}T\d{6}Z(-\d+)?\Z")
_SOON = timedelta(days=1)
"""By so much the clock may have been ahead when a backup was made."""


class Copied(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of a backup."""

    name: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds. `whole`: everything that was kept; `sound`: looked through when it was made."""

    version: Literal["1"]
    made: datetime
    reason: Reason
    whole: bool
    sound: bool
    files: tuple[Copied, ...]


class Backup(msgspec.Struct, frozen=True):
    """A backup that lies somewhere; `manifest` is None where its list cannot be read."""

    name: str
    folder: Path
    manifest: Manifest | None

    @property
    def made(self) -> datetime:
        """When, by its name, in UTC."""
        return datetime.strptime(self.name[:16], _STAMP).replace(tzinfo=UTC)

    @property
    def bytes(self) -> int:
        """How large it is."""
        return 0 if self.manifest is None else sum(each.bytes for each in self.manifest.files)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where backups go, and every place outside the data folder where they ever went."""

    destination: str | None = None
    used: tuple[str, ...] = ()


def settings_of(folder: Path) -> Settings:
    """Where backups go.

    Raises:
        BadInput: the file cannot be read.
    """
    file = folder / SETTINGS
    try:
        return msgspec.json.decode(file.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except (OSError, msgspec.DecodeError) as error:
        raise refuse(
            str(file),
            "This file cannot be read. Remove it, and choose the folder for backups again.",
            "Filen går inte att läsa. Ta bort den, och välj mappen för säkerhetskopior igen.",
        ) from error


def choose_destination(folder: Path, destination: Path | None) -> Settings:
    """Choose where backups go from now on: another folder, which must be there, or again the data folder.

    Raises:
        BadInput: there is no such folder.
    """
    if destination is not None and not destination.is_dir():
        raise refuse(
            str(destination),
            "There is no such folder. Plug the disk in, or choose another.",
            "Mappen finns inte. Koppla in disken, eller välj en annan.",
        )
    chosen = None if destination is None else str(destination.absolute())
    used = settings_of(folder).used
    now = Settings(chosen, tuple(dict.fromkeys([*used, *([chosen] if chosen else [])])))
    write_whole(folder / SETTINGS, msgspec.json.encode(now))
    return now


def places(folder: Path) -> tuple[Path, ...]:
    """Every folder where backups may lie; those outside need not be reachable now."""
    return (folder / BACKUPS, *(Path(each) / OUTSIDE for each in settings_of(folder).used))


def backups(folder: Path) -> tuple[Backup, ...]:
    """Every backup that can be reached, the oldest first."""
    found = [Backup(each.name, each, _manifest(each)) for place in places(folder) for each in _inside(place)]
    return tuple(sorted(found, key=lambda each: (each.name[:16], len(each.name), each.name)))


def _inside(place: Path) -> list[Path]:
    try:
        return [each for each in place.iterdir() if _NAME.match(each.name) and each.is_dir()]
    except OSError:  # not there, unplugged, or nobody may look
        return []


def _manifest(folder: Path) -> Manifest | None:
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None


def back_up(
    folder: Path,
    now: datetime,
    reason: Reason = "asked",
    only: Iterable[str] | None = None,
    spare: Path | None = None,
) -> Backup:
    """Make a backup where the person wants it, look it through, and let the oldest go.

    Args:
        folder: the data folder.
        now: aware.
        reason: why; only one that is asked for or weekly goes outside the data folder.
        only: these databases and nothing else.
        spare: a backup that is not let go, however old.

    Raises:
        BadInput: nothing is kept; something is damaged; or it cannot be written. Earlier backups stay.
    """
    if is_empty(folder):
        raise refuse(str(folder), "Nothing is kept here yet.", "Här finns inget sparat än.")
    place = _place(folder, reason)
    with working_folder(place) as made:
        names = collected(folder, made, only, every_key=reason == "replaced")
        must_hold(made, names)
        return name_it(made, place, names, Manifest("1", now, reason, only is None, sound=True, files=()), spare)


def keep_as_it_is(folder: Path, now: datetime, spare: Path | None = None) -> Backup:
    """Keep files as they are, also damaged ones; such a backup is never put back by itself.

    Raises:
        BadInput: it cannot be written.
    """
    place = folder / BACKUPS
    beside = [f"{name}{suffix}" for name in DATABASES for suffix in BESIDE]
    names = tuple(name for name in (*DATABASES, *beside, *PLAIN, LOG) if (folder / name).is_file())
    with working_folder(place) as made:
        try:
            for name in names:
                (made / name).parent.mkdir(exist_ok=True, mode=0o700)
                copyfile(folder / name, made / name)
                (made / name).chmod(0o600)
        except OSError as error:
            raise no_room(place) from error
        return name_it(made, place, names, Manifest("1", now, "replaced", whole=True, sound=False, files=()), spare)


def backup_if_due(folder: Path, now: datetime) -> Backup | None:
    """The weekly backup, where the last one is older than that; None where none was due or nothing is kept.

    To be called at the start: what was cut off while a backup was put back is finished first, and what was left half
    made is taken away.

    Raises:
        BadInput: as `back_up`.
    """
    from stilla.store.restore import finish  # noqa: PLC0415  # it reads backups through this module

    finish(folder, now)
    for each in (folder, folder / TRIAL, *places(folder)):
        sweep(each, now)
    if not databases_in(folder):
        return None
    good = (each for each in backups(folder) if each.manifest and each.manifest.whole and each.manifest.sound)
    if any(-_SOON <= now - each.made < EVERY for each in good):
        return None
    return back_up(folder, now, "weekly")


def before_migration(file: Path, now: datetime) -> None:
    """Keep a database as it is before it is given a newer form.

    Args:
        file: in its data folder; one that lies elsewhere gets its copy beside it.
        now: aware.

    Raises:
        BadInput: damaged, or the copy cannot be written; the form must then stay as it is.
    """
    for name in DATABASES:
        folder = file.absolute().parents[name.count("/")]
        if folder / name == file.absolute():
            back_up(folder, now, "migration", (name,))
            return
    for name in DATABASES:
        if Path(name).name == file.name:
            copy = file.with_name(f"{file.name}.{now.astimezone(UTC).strftime(_STAMP)}")
            copied_database(file, copy, form_of(name))
            must_be_sound(copy, form_of(name))


def must_be_whole(backup: Backup) -> Manifest:
    """Look a backup through: its list, every byte, every database, the chain of the diary.

    Raises:
        BadInput: torn, cut off, foreign, newer, or never looked through; with the reason.
    """
    manifest = backup.manifest
    if manifest is None:
        raise _bad(backup, "its list of files is missing or damaged", "listan över filerna saknas eller är skadad")
    if not manifest.sound:
        raise _bad(
            backup,
            "it holds files as they were when something was wrong with them; put single files back by hand",
            "den har filer som de var när något var fel med dem; lägg tillbaka enskilda filer för hand",
        )
    known = {*DATABASES, *PLAIN, LOG}
    for each in manifest.files:
        file = backup.folder / each.name
        if each.name not in known or file.is_symlink() or not file.is_file():
            raise _bad(backup, f"{each.name} is missing or foreign", f"{each.name} saknas eller är främmande")
        if file.stat().st_size != each.bytes or sha256_of(file) != each.sha256:
            raise _bad(backup, f"{each.name} was changed or cut off", f"{each.name} har ändrats eller klippts av")
    must_hold(backup.folder, [each.name for each in manifest.files])
    return manifest


def _bad(backup: Backup, en: str, sv: str) -> BadInput:
    return refuse(
        backup.name,
        f"This backup cannot be used: {en}. Nothing was changed.",
        f"Säkerhetskopian går inte att använda: {sv}. Inget ändrades.",
    )


def _place(folder: Path, reason: Reason) -> Path:
    chosen = settings_of(folder).destination if reason in {"asked", "weekly"} else None
    if chosen is None:
        return folder / BACKUPS
    if not Path(chosen).is_dir():
        raise refuse(
            chosen,
            "The folder for backups cannot be reached. Plug the disk in, or choose another folder.",
            "Mappen för säkerhetskopior går inte att nå. Koppla in disken, eller välj en annan mapp.",
        )
    return Path(chosen) / OUTSIDE


def name_it(made: Path, place: Path, names: Iterable[str], about: Manifest, spare: Path | None = None) -> Backup:
    """Make a folder of files that were looked through a backup, and let the oldest of its kind go.

    Raises:
        BadInput: it cannot be written.
    """
    files = tuple(Copied(name, (made / name).stat().st_size, sha256_of(made / name)) for name in names)
    at = about.made.astimezone(UTC).replace(microsecond=0)
    manifest = msgspec.structs.replace(about, made=at, files=files)
    write_whole(made / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    target = _take_name(made, place, at.strftime(_STAMP))
    flush(place)
    found = Backup(target.name, target, manifest)
    _let_go(place, found, spare)
    return found


def _take_name(made: Path, place: Path, stamp: str) -> Path:
    for n in range(1, 1000):
        target = place / (stamp if n == 1 else f"{stamp}-{n}")
        if not target.exists():
            try:
                return made.rename(target)
            except OSError as error:
                if not target.exists():
                    raise no_room(place) from error
    raise no_room(place)


def _let_go(place: Path, newest: Backup, spare: Path | None) -> None:
    """Keep the last ones of the kind that was just made; those of another kind, and what is not ours, stay."""

    def kind(manifest: Manifest | None) -> tuple[bool, ...]:
        return () if manifest is None else (manifest.whole, manifest.sound, manifest.reason == "replaced")

    same = sorted(
        (each for each in place.iterdir() if _NAME.match(each.name) and kind(_manifest(each)) == kind(newest.manifest)),
        key=lambda each: (each.name[:16], len(each.name), each.name),
    )
    for old in same[:-KEPT]:
        if old not in {newest.folder, spare}:
            rmtree(old, ignore_errors=True)
