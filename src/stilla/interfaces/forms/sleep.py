"""The published JSON of `stilla sleep`. Lengths are whole minutes, a night the date of its morning; null unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from stilla.diary.sleep_nights import DeviceNight, DeviceSleep, Nap
    from stilla.reading.sleep.item import Sieve
    from stilla.reading.sleep.preview import Preview
    from stilla.store.sleep import Added, Import
    from stilla.text import Language, Text

SLEEP_VERSION = "1.0"
KIND = "from a device: secondary and exploratory"
"""What every night of these forms is; it is never the primary outcome of a trial."""


class SetAsideForm(msgspec.Struct, frozen=True):
    """A record that cannot be used: its place in the file, a word for why, and the sentence."""

    place: str
    reason: str
    says: str


class SleepImportForm(msgspec.Struct, frozen=True):
    """The answer of `stilla sleep import`. `unread` counts what is not sleep, by its name in the file."""

    version: str
    file: str
    store: str
    new: int
    already_there: int
    set_aside: int
    reasons: dict[str, int]
    set_aside_first: list[SetAsideForm]
    unread: dict[str, int]
    assumed: list[str]
    nights: int
    """Nights of all imports together, after this one."""
    naps: int
    first_night: str | None
    last_night: str | None


class DeviceNightForm(msgspec.Struct, frozen=True):
    """A night. `begin` and `end` are local time with offset; `unused`: records of other sources of the same time."""

    night: str
    begin: str | None
    end: str | None
    asleep: int | None
    in_bed: int | None
    latency: int | None
    awakenings: int | None
    sources: list[str]
    unused: int


class NapForm(msgspec.Struct, frozen=True):
    """A nap, on its own date."""

    day: str
    begin: str
    end: str
    asleep: int | None
    source: str


class SleepNightsForm(msgspec.Struct, frozen=True):
    """The answer of `stilla sleep nights`."""

    version: str
    kind: str
    note: str
    zone: str
    nights: list[DeviceNightForm]
    naps: list[NapForm]
    unused: int


class PreviewRowForm(msgspec.Struct, frozen=True):
    """A row and what it becomes: a night, a nap, or set aside; all null where that cannot be said yet."""

    line: int | None
    cells: list[str]
    night: DeviceNightForm | None
    nap: NapForm | None
    set_aside: str | None


class SleepPreviewForm(msgspec.Struct, frozen=True):
    """The answer of `stilla sleep preview`. `suggested`: columns by their names, to be confirmed."""

    version: str
    file: str
    kind: str
    header: list[str]
    rows: list[PreviewRowForm]
    suggested: dict[str, str]
    asks: list[str]


class ImportForm(msgspec.Struct, frozen=True):
    """A file that was imported."""

    number: int
    file: str
    moment: str
    records: int


class SleepImportsForm(msgspec.Struct, frozen=True):
    """The answer of `stilla sleep imports`."""

    version: str
    imports: list[ImportForm]
    sources: dict[str, int]


SCHEMAS = {
    "sleep-import": SleepImportForm,
    "sleep-nights": SleepNightsForm,
    "sleep-preview": SleepPreviewForm,
    "sleep-imports": SleepImportsForm,
}
"""Name of a published form → its type."""


def import_form(  # noqa: PLR0913, PLR0917  # what was done, and where
    name: str, store: str, added: Added, sieve: Sieve, sleep: DeviceSleep, language: Language
) -> SleepImportForm:
    """What an import did."""
    dates = list(sleep.nights)
    return SleepImportForm(
        SLEEP_VERSION,
        name,
        store,
        added.new,
        added.known,
        sum(sieve.faults.values()),
        dict(sorted(sieve.faults.items())),
        [SetAsideForm(each.place.to(language), each.fault, each.says.to(language)) for each in sieve.aside],
        dict(sorted(sieve.unread.items())),
        [each.to(language) for each in sieve.assumed],
        len(dates),
        len(sleep.naps),
        dates[0].isoformat() if dates else None,
        dates[-1].isoformat() if dates else None,
    )


def night_form(night: DeviceNight, zone: ZoneInfo) -> DeviceNightForm:
    """A night in the person's zone."""
    return DeviceNightForm(
        night.night.isoformat(),
        None if night.begin is None else _local(night.begin, zone),
        None if night.end is None else _local(night.end, zone),
        night.asleep,
        night.in_bed,
        night.latency,
        night.awakenings,
        list(night.sources),
        night.unused,
    )


def nap_form(nap: Nap, zone: ZoneInfo) -> NapForm:
    """A nap in the person's zone."""
    return NapForm(nap.day.isoformat(), _local(nap.begin, zone), _local(nap.end, zone), nap.asleep, nap.source)


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="minutes")


def nights_form(sleep: DeviceSleep, zone: ZoneInfo, note: Text, language: Language) -> SleepNightsForm:
    """All nights and naps."""
    return SleepNightsForm(
        SLEEP_VERSION,
        KIND,
        note.to(language),
        zone.key,
        [night_form(each, zone) for each in sleep.nights.values()],
        [nap_form(each, zone) for each in sleep.naps],
        sleep.unused,
    )


def preview_form(found: Preview, zone: ZoneInfo, language: Language) -> SleepPreviewForm:
    """What a file holds."""
    rows = [
        PreviewRowForm(
            row.line,
            list(row.cells),
            None if row.night is None else night_form(row.night, zone),
            None if row.nap is None else nap_form(row.nap, zone),
            None if row.aside is None else row.aside.to(language),
        )
        for row in found.rows
    ]
    suggested = {name: column for name, column in msgspec.structs.asdict(found.suggested).items() if column}
    asks = [each.sentence(language) for each in found.asks]
    return SleepPreviewForm(SLEEP_VERSION, found.name, found.kind, list(found.header), rows, suggested, asks)


def imports_form(imports: Iterable[Import], sources: Iterable[tuple[str, int]]) -> SleepImportsForm:
    """What was imported."""
    files = [
        ImportForm(each.number, each.file, each.moment.isoformat(timespec="seconds"), each.records) for each in imports
    ]
    return SleepImportsForm(SLEEP_VERSION, files, dict(sources))
