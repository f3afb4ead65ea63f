"""Device sleep beside a trial: a table of its own, analysed apart and never by the sealed plan.

The sealed outcome is what the person answers in the morning. Sleep of a device is a secondary outcome: exploratory,
chosen by nobody beforehand, and of a device that was not made to measure restless legs. So it has its own file, its own
analysis (`stilla trial analyse`), and no way into `answer.json`, which anybody can still verify.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stilla.diary.cells import csv_of
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from stilla.diary.record import Record
    from stilla.diary.sleep_nights import DeviceNight
    from stilla.text import Language

TABLE = "device-sleep.csv"

DICTIONARY: dict[str, Text] = {
    "night": Text("date of the morning; noon to noon", "morgonens datum; middag till middag"),
    "day": Text("nights since the first of the table", "nätter sedan tabellens första"),
    "period": Text("0 before the first, then 1, 2, 3 …", "0 före den första, sedan 1, 2, 3 …"),
    "arm": Text(
        "active or placebo; empty outside the periods and before the seal is opened",
        "active (aktiv) eller placebo; tom utanför perioderna och före kodbrytningen",
    ),
    "device_asleep": Text(
        "minutes asleep, by the device; empty is unknown", "minuters sömn enligt enheten; tom är okänt"
    ),
    "device_in_bed": Text("minutes in bed, by the device", "minuter i säng enligt enheten"),
    "device_latency": Text("minutes to fall asleep, by the device", "minuter till insomning enligt enheten"),
    "device_awakenings": Text("times awake, by the device", "antal uppvaknanden enligt enheten"),
    "device_source": Text("which device or app", "vilken enhet eller app"),
}
"""Columns of the table in their order, and what each means."""


def device_series(
    record: Record, nights: Mapping[date, DeviceNight], sequence: tuple[int, ...] | None
) -> list[list[object]]:
    """A row for every night of the trial and of the run-in, with what a device says of it; empty is unknown.

    Args:
        record: the diary, for the dates of the periods.
        nights: of the device.
        sequence: 1 active, 0 placebo for each period; None where the seal is closed, and `arm` stays empty.

    Returns:
        Rows in the order of `DICTIONARY`; none where the diary has no nights.
    """
    last = max([*record.nights, *filter(None, [record.last_night])], default=None)
    first = min([*record.nights, *filter(None, [record.first_night])], default=None)
    if first is None or last is None:
        return []
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [_row(record, day, (day - first).days, nights.get(day), sequence) for day in days]


def _row(
    record: Record, night: date, day: int, found: DeviceNight | None, sequence: tuple[int, ...] | None
) -> list[object]:
    period = record.period(night)
    arm = "" if not period or sequence is None else ("placebo", "active")[sequence[period - 1]]
    begun: list[object] = [night.isoformat(), day, "" if period is None else period, arm]
    if found is None:
        return [*begun, "", "", "", "", ""]
    figures = found.asleep, found.in_bed, found.latency, found.awakenings
    return [*begun, *("" if each is None else each for each in figures), "; ".join(found.sources)]


def device_csv(record: Record, nights: Mapping[date, DeviceNight], sequence: tuple[int, ...] | None) -> bytes:
    """The same as a file that `stilla trial analyse` reads."""
    return csv_of(tuple(DICTIONARY), device_series(record, nights, sequence))


def device_columns_csv(language: Language) -> bytes:
    """What the columns mean."""
    rows = [(name, each.to(language)) for name, each in DICTIONARY.items()]
    return csv_of(("column", "meaning"), rows)
