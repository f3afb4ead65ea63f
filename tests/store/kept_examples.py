"""An invented person's data folder."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from stilla.diary.events import Complaint, Dose, Medicine, Night, Weekly
from stilla.diary.sleep import Slept, key_of
from stilla.intake.food_import import Amount, Imported
from stilla.store.foods import FoodStore
from stilla.store.home import HomeStore
from stilla.store.sleep import SleepStore
from stilla.store.trial import TrialStore

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 22, 7, 30, tzinfo=STOCKHOLM)
FIRST = date(2026, 11, 1)


def told(folder: Path, value: int = 61, moment: datetime = NOW) -> None:
    HomeStore(folder).change(
        lambda kept: msgspec.structs.replace(kept, language="sv", facts={"age": value}, legs={"urge": "yes"}), moment
    )


def diary(folder: Path, *bodies, moment: datetime = NOW) -> None:
    TrialStore(folder / "trial").append(lambda _: list(bodies), moment, STOCKHOLM)


def nights(count: int, first: date = FIRST) -> list[Night]:
    return [Night(first + timedelta(days=n), score=n % 11) for n in range(count)]


def slept(folder: Path, count: int = 3) -> None:
    begin = datetime(2026, 11, 1, 22, tzinfo=UTC)
    records = [
        Slept("ring", begin + timedelta(days=n), begin + timedelta(days=n, hours=7), key_of("csv", "ring", n))
        for n in range(count)
    ]
    SleepStore(folder).add(records, "d" * 64, "ring.csv", NOW)


def foods(folder: Path) -> None:
    one = Imported(source="slv", id="1", name="Gröt", amount=Amount(27.5, 27.5, 27.5))
    FoodStore(folder / "foods.sqlite").add([one], "foods.csv", FIRST)


def filled(folder: Path) -> Path:
    """Something of everything."""
    told(folder)
    diary(
        folder,
        *nights(5),
        *(Dose(each.night, "yes") for each in nights(5)),
        Night(FIRST, score=9, replaces=1, why="=1+1", note="-2 and, a comma\r=1+1"),
        Complaint(FIRST, "nausea", 1),
        Weekly(FIRST, 21),
        Medicine(FIRST, "@SUM(A1)", "new"),
    )
    (folder / "trial" / "protocol.json").write_text("{}\n")
    slept(folder)
    foods(folder)
    return folder


def content(folder: Path) -> dict[str, bytes]:
    """Every file, by name."""
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}
