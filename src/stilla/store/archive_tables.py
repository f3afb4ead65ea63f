"""Everything that is kept as tables for a spreadsheet, and a dictionary of their columns."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from stilla.diary.canonical import canonical
from stilla.diary.cells import csv_of
from stilla.diary.events import kind_of
from stilla.diary.record import record_of
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stilla.diary.events import Event
    from stilla.diary.record import Standing
    from stilla.diary.sleep import Slept
    from stilla.store.home import Kept
    from stilla.text import Language

DICTIONARY = "dictionary.csv"


class Column(NamedTuple):
    """A column: what its cells are, and what they mean."""

    kind: str
    means: Text


_NIGHT = Column("date", Text("date of the morning; noon to noon", "morgonens datum; middag till middag"))
_DAY = Column("date", Text("the day", "dagen"))
_WRITTEN = Column("time", Text("when it was written, on the wall clock", "när det skrevs, på väggklockan"))
_NUMBER = Column("number", Text("the entry's number in diary.csv", "anteckningens nummer i diary.csv"))
_REPLACED = Column("number", Text("how many earlier answers it stands for", "hur många tidigare svar den ersätter"))
_WHY = Column("text", Text("why it was replaced", "varför det ersattes"))

COLUMNS: dict[str, dict[str, Column]] = {
    "about.csv": {
        "field": Column("text", Text("what was told", "vad som berättades")),
        "value": Column(
            "text or number",
            Text("as it is kept; a list or group as JSON", "som det är sparat; listor och grupper som JSON"),
        ),
    },
    "nights.csv": {
        "night": _NIGHT,
        "score": Column("number 0–10", Text("own rating; empty is missing", "egen skattning; tom är saknad")),
        "cannot": Column(
            "0 or 1", Text("1: answered “bad night, cannot answer”", "1: svarade ”dålig natt, kan inte svara”")
        ),
        "sleep_minutes": Column("minutes", Text("asleep", "sömn")),
        "latency_minutes": Column("minutes", Text("to fall asleep", "till insomning")),
        "awakenings": Column("number", Text("times awake", "antal uppvaknanden")),
        "tiredness": Column("number 0–10", Text("how tired", "hur trött")),
        "own": Column("JSON", Text("own ratings by name", "egna skattningar efter namn")),
        "unusual": Column("text", Text("what was unusual, separated by ;", "vad som var ovanligt, åtskilt av ;")),
        "note": Column("text", Text("own words", "egna ord")),
        "recalled": Column("0 or 1", Text("1: written down late", "1: skrevs in sent")),
        "replaced": _REPLACED,
        "why": _WHY,
        "number": _NUMBER,
    },
    "doses.csv": {
        "night": _NIGHT,
        "taken": Column(
            "yes, no or late", Text("capsules of the evening before", "kapslarna kvällen före: ja, nej eller sent")
        ),
        "at": Column("time", Text("time of day where it was late", "klockslag när det var sent")),
        "replaced": _REPLACED,
        "why": _WHY,
        "number": _NUMBER,
    },
    "noticed.csv": {
        "night": _NIGHT,
        "what": Column("text", Text("what was noticed, by its name in Stilla", "vad som märktes, med Stillas namn")),
        "severity": Column("number 1–3", Text("mild, moderate, severe", "lindrigt, måttligt, svårt")),
        "number": _NUMBER,
    },
    "weekly.csv": {
        "day": _DAY,
        "irls_total": Column("number 0–40", Text("total of the own IRLS form", "summan av det egna IRLS-formuläret")),
        "replaced": _REPLACED,
        "why": _WHY,
        "number": _NUMBER,
    },
    "medicines.csv": {
        "day": _DAY,
        "name": Column("text", Text("the medicine", "läkemedlet")),
        "change": Column("new, stopped or dose", Text("what changed", "vad som ändrades: ny, slutat eller dos")),
        "number": _NUMBER,
    },
    "guesses.csv": {
        "period": Column("number", Text("period of the trial", "försökets period")),
        "guess": Column("active, comparator or unsure", Text("what was believed", "vad som gissades")),
        "probability": Column("per cent", Text("how sure", "hur säkert")),
    },
    "diary.csv": {
        "number": Column("number", Text("of the entry, from 1", "anteckningens nummer, från 1")),
        "at": Column("time", Text("when it was written, UTC", "när den skrevs, UTC")),
        "local": _WRITTEN,
        "zone": Column("text", Text("time zone of that clock", "klockans tidszon")),
        "kind": Column("text", Text("kind of entry", "slags anteckning")),
        "body": Column("JSON", Text("everything the entry says", "allt som anteckningen säger")),
        "hash": Column(
            "SHA-256", Text("over the entry and the hash before it", "över anteckningen och hashen före")
        ),
    },
    "sleep.csv": {
        "source": Column("text", Text("device or app", "apparat eller app")),
        "begin": Column("time", Text("when it began, UTC", "när det började, UTC")),
        "end": Column("time", Text("when it ended, UTC", "när det slutade, UTC")),
        "night": Column(
            "date", Text("date of the morning, where only a date is known", "morgonens datum, när bara datum är känt")
        ),
        "asleep": Column("minutes", Text("asleep, as the source says", "sömn, enligt källan")),
        "in_bed": Column("minutes", Text("in bed, as the source says", "i sängen, enligt källan")),
        "latency": Column("minutes", Text("to fall asleep, as the source says", "till insomning, enligt källan")),
        "awakenings": Column("number", Text("times awake, as the source says", "uppvaknanden, enligt källan")),
        "nap": Column(
            "0 or 1", Text("1: the source says nap; empty: it does not say", "1: källan säger tupplur; tom: sägs inte")
        ),
        "whole": Column(
            "0 or 1", Text("1: a whole stay in bed; 0: one piece of it", "1: hela tiden i sängen; 0: en bit av den")
        ),
        "zone": Column("text", Text("time zone of the clock that showed it", "tidszon för klockan som visade det")),
    },
    "food-imports.csv": {
        "file": Column("text", Text("the food table that was imported", "livsmedelstabellen som importerades")),
        "day": _DAY,
        "foods": Column("number", Text("foods in it", "livsmedel i den")),
    },
}  # fmt: skip
"""The tables, their columns in order, and what each means."""


def tables_of(
    home: Kept | None, events: Sequence[Event], sleep: Iterable[Slept], food_imports: Iterable[Sequence[Any]]
) -> dict[str, bytes]:
    """Every table by the name of its file; a table without rows has its header.

    Args:
        home: what the person told the app; None where nothing was.
        events: every entry of the diary.
        sleep: every record that was imported.
        food_imports: file, day and number of foods.
    """
    record = record_of(events)
    rows: dict[str, Iterable[Iterable[object]]] = {
        "about.csv": () if home is None else _about(msgspec.to_builtins(home)),
        "nights.csv": [
            (
                night, entry.score, int(entry.cannot), entry.sleep_minutes, entry.latency_minutes, entry.awakenings,
                entry.tiredness, canonical(entry.own).decode() if entry.own else None, ";".join(entry.unusual),
                entry.note, int(entry.recalled), *_end(standing),
            )
            for night, standing in record.nights.items() for entry in (standing.entry,)
        ],
        "doses.csv": [
            (night, each.entry.taken, each.entry.at, *_end(each)) for night, each in record.doses.items()
        ],
        "noticed.csv": [
            (each.entry.night, each.entry.what, each.entry.severity, each.number) for each in record.complaints
        ],
        "weekly.csv": [(day, each.entry.irls_total, *_end(each)) for day, each in record.weekly.items()],
        "medicines.csv": [
            (each.entry.day, each.entry.name, each.entry.change, each.number) for each in record.medicines
        ],
        "guesses.csv": [(each.period, each.guess, each.probability) for each in record.guesses.values()],
        "diary.csv": [
            (each.number, each.at, each.local, each.zone, kind_of(each.body), canonical(each.body).decode(), each.hash)
            for each in events
        ],
        "sleep.csv": [
            (
                each.source, _utc(each.begin), _utc(each.end), each.night, each.asleep, each.in_bed, each.latency,
                each.awakenings, None if each.nap is None else int(each.nap), int(each.whole), each.zone,
            )
            for each in sleep
        ],
        "food-imports.csv": food_imports,
    }  # fmt: skip
    return {name: csv_of(columns, rows[name]) for name, columns in COLUMNS.items()}


def dictionary_csv(language: Language) -> bytes:
    """What every column of every table means."""
    return csv_of(
        ("file", "column", "kind", "meaning"),
        [
            (file, name, column.kind, column.means.to(language))
            for file, columns in sorted(COLUMNS.items())
            for name, column in columns.items()
        ],
    )


def _end(standing: Standing[Any]) -> tuple[object, ...]:
    return len(standing.earlier), standing.entry.why, standing.number


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _about(value: Mapping[str, Any]) -> Iterable[tuple[str, object]]:
    """Fields and values, one level of groups taken apart."""
    for field, each in sorted(value.items()):
        if field in {"facts", "legs"} and isinstance(each, dict):
            yield from ((f"{field}.{name}", _cell(inner)) for name, inner in sorted(each.items()))
        else:
            yield field, _cell(each)


def _cell(value: Any) -> object:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    return canonical(value).decode()
