"""The nights of a trial as a table for somebody else, with a list of what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from stilla.diary.cells import csv_of
from stilla.text import Text

if TYPE_CHECKING:
    from datetime import date

    from stilla.diary.record import Record
    from stilla.text import Language

TABLE, COLUMNS = "nights.csv", "nights-columns.csv"

DICTIONARY: dict[str, Text] = {
    "night": Text("date of the morning; noon to noon", "morgonens datum; middag till middag"),
    "day": Text("nights since the first of the diary", "nätter sedan dagbokens första"),
    "period": Text("0 run-in, then 1, 2, 3 …", "0 inkörning, sedan 1, 2, 3 …"),
    "arm": Text(
        "active or placebo; empty in the run-in, after the last period, and before the seal is opened",
        "active (aktiv) eller placebo; tom i inkörningen, efter sista perioden och före kodbrytningen",
    ),
    "score": Text("own rating, 0 to 10; empty is missing", "egen skattning, 0 till 10; tom är saknad"),
    "cannot": Text("1: answered “bad night, cannot answer”", "1: svarade ”dålig natt, kan inte svara”"),
    "recalled": Text("1: written down late", "1: skrevs in sent"),
    "replaced": Text("how many earlier answers it stands for", "hur många tidigare svar den ersätter"),
    "taken": Text("capsules: yes, no or late; empty is missing", "kapslar: yes, no eller late; tom är saknad"),
    "sleep_minutes": Text("minutes asleep", "minuters sömn"),
    "latency_minutes": Text("minutes to fall asleep", "minuter till insomning"),
    "awakenings": Text("times awake", "antal uppvaknanden"),
    "tiredness": Text("0 to 10", "0 till 10"),
    "unusual": Text("what was unusual, separated by ;", "vad som var ovanligt, åtskilt av ;"),
    "side_effects": Text("name:severity (1 to 3), separated by ;", "namn:svårighetsgrad (1 till 3), åtskilt av ;"),
}
"""Columns of the table in their order, and what each means."""


def nights_csv(record: Record, sequence: tuple[int, ...] | None) -> bytes:
    """Every night from the first of the diary to the last that was answered or belongs to the trial.

    A missing night has its row, with empty cells: a gap must not close.

    Args:
        record: what the diary says.
        sequence: 1 active, 0 placebo for each period; None where the seal is closed, and the column stays empty.
    """
    days = list(_days(record))
    rows = [_row(record, night, (night - days[0]).days, sequence) for night in days]
    return csv_of(tuple(DICTIONARY), rows)


def columns_csv(language: Language) -> bytes:
    """What the columns mean."""
    return csv_of(("column", "meaning"), [(name, each.to(language)) for name, each in DICTIONARY.items()])


def _days(record: Record) -> Iterable[date]:
    known = [*record.nights, *record.doses]
    if not known:
        return
    first = min([*known, *filter(None, [record.first_night])])
    for n in range((max(known) - first).days + 1):
        yield first + timedelta(days=n)


def _row(record: Record, night: date, day: int, sequence: tuple[int, ...] | None) -> list[object]:
    standing, dose, period = record.nights.get(night), record.doses.get(night), record.period(night)
    arm = "" if not period or sequence is None else ("placebo", "active")[sequence[period - 1]]
    bad = ";".join(
        f"{each.entry.what}:{each.entry.severity}" for each in record.complaints if each.entry.night == night
    )
    taken = "" if dose is None else dose.entry.taken
    begun = [night.isoformat(), day, "" if period is None else period, arm]
    if standing is None:
        return [*begun, "", "", "", "", taken, "", "", "", "", "", bad]
    entry = standing.entry
    answer = ["" if entry.score is None else entry.score, int(entry.cannot), int(entry.recalled), len(standing.earlier)]
    rest = (entry.sleep_minutes, entry.latency_minutes, entry.awakenings, entry.tiredness)
    more = ["" if each is None else each for each in rest]
    return [*begun, *answer, taken, *more, ";".join(entry.unusual), bad]
