"""What a reader of sleep files yields, and what it is told beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import IO, TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from stilla.diary.sleep import FAULTS, Fault, Slept, fault_of
from stilla.errors import BadInput, Problem, refuse
from stilla.text import Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal[
    "apple-health", "fitbit", "sleep-as-android", "sleepmeter", "fitabase", "oura", "withings", "google-fit", "table"
]
KINDS: tuple[Kind, ...] = (
    "apple-health", "fitbit", "sleep-as-android", "sleepmeter", "fitabase", "oura", "withings", "google-fit", "table",
)  # fmt: skip
DateOrder = Literal["dmy", "mdy", "ymd"]
DateIs = Literal["morning", "evening"]
"""Whether a date without a time names the morning or the evening of the night."""

SHOWN = 40
"""Characters of a cell or a name in a sentence."""
MOST_ASIDE = 200
"""Records set aside that are kept with their place; the others are only counted."""
MOST_RECORDS = 1_000_000
"""Of one file: twenty years of stages are a third of it."""


class Mapping(msgspec.Struct, frozen=True):
    """Which column of a table is what, by its name in the first line; empty where there is none."""

    start: str = ""
    """Date and time, or the time of day alone where `date` is given."""
    end: str = ""
    date: str = ""
    asleep: str = ""
    """Minutes, or a length such as 6:20 or 6h20."""
    bed: str = ""
    latency: str = ""
    awakenings: str = ""
    person: str = ""
    """Whose row it is, where a table holds several people."""


class How(msgspec.Struct, frozen=True):
    """How a file is to be read."""

    zone: ZoneInfo
    """The person's, for local times whose file names no zone."""
    now: datetime
    """The moment of the import, aware: what lies later is set aside."""
    kind: Kind | None = None
    """None: by the content."""
    mapping: Mapping | None = None
    dates: DateOrder | None = None
    date_is: DateIs | None = None
    person: str | None = None


class Aside(msgspec.Struct, frozen=True):
    """A record that cannot be used, its place in the file, and why."""

    place: Text
    fault: Fault
    says: Text

    @property
    def problem(self) -> Problem:
        """As other refusals are said."""
        return Problem(self.place, self.says)


class Unread(msgspec.Struct, frozen=True):
    """Something that is not sleep, and how often."""

    what: str
    count: int = 1


class Assumed(msgspec.Struct, frozen=True):
    """Something the file does not say and that was taken for granted."""

    says: Text


Item = Slept | Aside | Unread | Assumed


class Part(msgspec.Struct, frozen=True):
    """A file, or one of those within a ZIP."""

    name: str
    open: Callable[[], IO[bytes]]
    start: bytes
    """Its first bytes."""
    within: bool = False
    """One of several within a ZIP."""


class Sieve:
    """Items apart: the records as they come, everything else counted meanwhile.

    Args:
        items: of a reader; they are read while `records` is.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = items
        self.aside: list[Aside] = []
        self.faults: Counter[Fault] = Counter()
        self.unread: Counter[str] = Counter()
        self.assumed: list[Text] = []
        self.read = 0

    def records(self) -> Iterator[Slept]:
        """The records.

        Raises:
            BadInput: what the reader raises; more records than anybody has slept.
        """
        for item in self._items:
            match item:
                case Slept():
                    self.read += 1
                    if self.read > MOST_RECORDS:
                        raise refuse(
                            "",
                            f"More than {MOST_RECORDS} records of sleep: this is not one person's file.",
                            f"Mer än {MOST_RECORDS} sömnposter: det här är inte en persons fil.",
                        )
                    yield item
                case Aside():
                    self.faults[item.fault] += 1
                    if len(self.aside) < MOST_ASIDE:
                        self.aside.append(item)
                case Unread():
                    self.unread[item.what] += item.count
                case Assumed() if item.says not in self.assumed:
                    self.assumed.append(item.says)


def checked(record: Slept, place: Text, how: How) -> Slept | Aside:
    """A record, or why it is set aside."""
    fault = fault_of(record, how.now)
    return record if fault is None else aside(place, fault)


def aside(place: Text, fault: Fault, detail: str = "") -> Aside:
    """A record set aside; `detail` is what stood there."""
    words = FAULTS[fault]
    shown = " ".join(printable(detail).split())[:SHOWN]
    more = f" ({shown})" if shown else ""
    return Aside(place, fault, Text(f"Set aside: {words.en}{more}.", f"Lades åt sidan: {words.sv}{more}."))


def line_of(name: str, line: int) -> Text:
    """A line of a file."""
    shown = printable(name)
    return Text(f"{shown}, line {line}", f"{shown}, rad {line}")


def nth_of(name: str, number: int) -> Text:
    """A record of a file that has no lines."""
    shown = printable(name)
    return Text(f"{shown}, record {number}", f"{shown}, post {number}")


def torn(where: str | Text) -> BadInput:
    """A file that breaks off or was damaged."""
    place = Text(printable(where), printable(where)) if isinstance(where, str) else where
    return refuse(
        place,
        "The file is cut off or damaged here. Download it anew; nothing was imported.",
        "Filen är avklippt eller skadad här. Ladda ner den igen; inget importerades.",
    )


def foreign(name: str) -> BadInput:
    """A file that holds no sleep Stilla knows how to read."""
    return refuse(
        printable(name),
        "No sleep data that Stilla knows was found in this file. It reads the export of Apple Health (export.zip), "
        "Fitbit, Sleep as Android, Sleepmeter, Oura, Withings and Google Fit, and any table (CSV) whose columns you "
        "name[[: stilla sleep preview FILE|]].",
        "I filen finns inga sömndata som Stilla känner till. Stilla läser exporten från Apple Hälsa (export.zip), "
        "Fitbit, Sleep as Android, Sleepmeter, Oura, Withings och Google Fit, och vilken tabell (CSV) som helst om du "
        "anger kolumnerna[[: stilla sleep preview FIL|]].",
    )


def zone_assumed(zone: ZoneInfo) -> Assumed:
    """The file gives local times alone."""
    return Assumed(
        Text(
            f"The file says no time zone; its times were taken as local time in {zone.key}[[ (--zone)|]].",
            f"Filen anger ingen tidszon; tiderna har lästs som lokal tid i {zone.key}[[ (--zone)|]].",
        )
    )


TWICE = Assumed(
    Text(
        "Some times came twice or not at all when the clocks changed; the reading that fits the length was taken.",
        "Vissa tider kom två gånger eller inte alls när klockan ställdes om; den läsning som passar längden valdes.",
    )
)


def instant_of(moment: datetime, zone: ZoneInfo, since: datetime | None = None) -> tuple[datetime, bool]:
    """A moment as an instant in UTC, and whether the clock showed it twice or never.

    Args:
        moment: of the wall clock, or with an offset, which needs no zone.
        zone: of that clock.
        since: of two readings, the first that does not lie before this is taken.
    """
    readings = _readings(moment, zone)
    if since is not None and len(readings) == 2 and readings[0] < since:
        return readings[1], True
    return readings[0], len(readings) > 1


def _readings(moment: datetime, zone: ZoneInfo) -> list[datetime]:
    """One instant, or two where the clocks changed. A time that never came is read by the clock before the change."""
    try:
        if moment.tzinfo is not None:
            return [moment.astimezone(UTC)]
        return list(dict.fromkeys(moment.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)))
    except OverflowError:  # the first and the last day that Python knows
        return [moment.replace(tzinfo=UTC)]


def between(
    begin: datetime, end: datetime, zone: ZoneInfo, lasts: timedelta | None = None
) -> tuple[datetime, datetime, bool]:
    """Both ends as instants in UTC, and whether the clock showed one of them twice or never.

    Args:
        begin: of the wall clock, or with an offset.
        end: likewise.
        zone: of the wall clock.
        lasts: how long it lasted by the source; of several readings, that which fits best is taken.
    """
    pairs = [(first, last) for first in _readings(begin, zone) for last in _readings(end, zone)]
    if lasts is None:
        found = next((pair for pair in pairs if pair[0] < pair[1]), pairs[0])
    else:
        found = min(pairs, key=lambda pair: abs(pair[1] - pair[0] - lasts))
    return *found, len(pairs) > 1


def whole(value: Any) -> int | None:
    """A whole number of a JSON file, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(value) if abs(value) < 1e15 else None


def minutes_of(seconds: Any) -> int | None:
    """Seconds of a JSON file as minutes, or None."""
    found = whole(seconds)
    return None if found is None else round(found / 60)


def known_wait(minutes: int | None) -> int | None:
    """Minutes to fall asleep. Devices write 0 where they did not measure it, so 0 is unknown."""
    return minutes or None


def moment_of(value: Any) -> datetime | None:
    """A moment of a JSON file in ISO form, with an offset or without; None where it is none."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def epoch(value: Any, per_second: int = 1) -> datetime | None:
    """An instant counted since 1970, or None."""
    try:
        return datetime.fromtimestamp(int(value) / per_second, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def name_of(value: Any, otherwise: str) -> str:
    """A source's name on one line."""
    text = " ".join(printable(value).split())[:SHOWN] if isinstance(value, str) else ""
    return text or otherwise
