"""Which night device sleep belongs to, which of several devices counts, and what is a nap.

The rules, each with its reason:

- A stay in bed belongs as a whole to the night in which its midpoint lies; a night runs from noon to noon on the wall
  clock and has the date of its morning (`nights`). Cut in pieces, one night's sleep could lie in two nights.
- Pieces of one source with less than an hour between them are one stay: getting up to walk is part of a night.
- A nap is what its source calls one. Where it does not say, a stay is a nap if its midpoint lies between 9 and 21 and
  it is shorter than three hours: whoever sleeps by day because of work or of a bad night sleeps longer than that. It
  depends on the stay alone, so no later import makes a night of a nap. A nap has the date on which its midpoint lies,
  and is never added to a night.
- Where several sources recorded the same time, one of them counts and the others are only counted as unused. Before
  all, that of the person's own order; then one that tells sleep from lying in bed; then one that lasts at least half as
  long as the longest (a watch that ran out of battery is not the night); then the more detailed; then the longer.
- Minutes are counted in UTC, so they are right when the clocks change.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from stilla.diary.nights import night_of
from stilla.diary.sleep import ASLEEP, NOT_ASLEEP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stilla.diary.sleep import Slept, Span, Stage

JOIN = timedelta(hours=1)
"""Pieces nearer to each other than this are one stay in bed."""
NAP_BETWEEN = (9, 21)
"""Hours of the wall clock between which the midpoint of a nap lies."""
NAP_SHORTER = timedelta(hours=3)

_Pair = tuple[datetime, datetime]
_STAGED: frozenset[Stage] = frozenset({"light", "deep", "rem", "restless", "awake"})


class Stay(msgspec.Struct, frozen=True):
    """One stay in bed of one source. Seconds; None is unknown."""

    source: str
    begin: datetime
    end: datetime
    zone: str
    asleep: int | None
    in_bed: int | None
    latency: int | None
    awakenings: int | None
    nap: bool | None
    detail: int
    """0 in bed only, 1 asleep as one sum, 2 asleep and awake, with their times."""

    @property
    def lasts(self) -> timedelta:
        """How long, by the clock of UTC."""
        return self.end - self.begin

    @property
    def middle(self) -> datetime:
        """The midpoint on the wall clock."""
        return (self.begin + self.lasts / 2).astimezone(ZoneInfo(self.zone))


class DeviceNight(msgspec.Struct, frozen=True):
    """What devices say of a night. Minutes, UTC instants; None is unknown, never zero."""

    night: date
    begin: datetime | None
    end: datetime | None
    asleep: int | None
    in_bed: int | None
    latency: int | None
    awakenings: int | None
    sources: tuple[str, ...]
    stays: int
    """Stays in bed it is made of; 0 where only a date and its minutes are known."""
    unused: int
    """Records of the same time, of other sources, that were not counted."""


class Nap(msgspec.Struct, frozen=True):
    """A nap on its own date. Minutes, UTC instants."""

    day: date
    begin: datetime
    end: datetime
    asleep: int | None
    source: str


class DeviceSleep(msgspec.Struct, frozen=True):
    """Everything attributed: nights by date, naps in order, and how many stays were not counted."""

    nights: dict[date, DeviceNight]
    naps: tuple[Nap, ...]
    unused: int


def attribute(records: Iterable[Slept], where: ZoneInfo, prefer: Sequence[str] = ()) -> DeviceSleep:
    """The nights and naps of records, in the order in which they were imported.

    Args:
        records: of all imports.
        where: the person's zone, for instants whose source names none.
        prefer: sources whose word counts first, the most trusted one first.
    """
    latest = _latest(records)
    chosen, unused = choose(stays_of((each for each in latest if each.begin is not None), where), prefer)
    naps: list[Nap] = []
    by_night: dict[date, list[Stay]] = {}
    for stay in chosen:
        if is_nap(stay):
            asleep = None if stay.asleep is None else round(stay.asleep / 60)
            naps.append(Nap(stay.middle.date(), stay.begin, stay.end, asleep, stay.source))
        else:
            by_night.setdefault(night_of(stay.middle, ZoneInfo(stay.zone)), []).append(stay)
    lost: dict[date, int] = {}
    for stay in unused:
        night = night_of(stay.middle, ZoneInfo(stay.zone))
        lost[night] = lost.get(night, 0) + 1
    nights = {night: _night(night, stays, lost.get(night, 0)) for night, stays in by_night.items()}
    for record in latest:
        if record.begin is None and record.night is not None:
            _add_dated(nights, record, prefer)
    return DeviceSleep(
        dict(sorted(nights.items())),
        tuple(naps),
        sum(each.unused for each in nights.values()) + sum(n for night, n in lost.items() if night not in nights),
    )


def _latest(records: Iterable[Slept]) -> list[Slept]:
    """Without records that a later one of the same source and number replaces, or that are there twice."""
    out: dict[tuple[str, str], Slept] = {}
    for record in records:
        out[record.source, record.own_id or f"key {record.key}"] = record
    return list(out.values())


def stays_of(records: Iterable[Slept], where: ZoneInfo) -> list[Stay]:
    """Records as stays in bed: whole ones as they are, pieces of one source joined."""
    out: list[Stay] = []
    pieces: dict[tuple[str, bool | None], list[Slept]] = {}
    for record in records:
        if record.whole:
            out.append(_stay([record], where))
        else:
            pieces.setdefault((record.source, record.nap), []).append(record)
    for same in pieces.values():
        out += [_stay(group, where) for group in _joined(same)]
    return sorted(out, key=lambda stay: (stay.begin, stay.end, stay.source))


def _joined(pieces: Iterable[Slept]) -> Iterable[list[Slept]]:
    group: list[Slept] = []
    until: datetime | None = None
    for each in sorted(pieces, key=lambda piece: (*_between(piece), piece.key)):
        begin, end = _between(each)
        if until is not None and begin - until >= JOIN:
            yield group
            group, until = [], None
        group.append(each)
        until = end if until is None else max(until, end)
    if group:
        yield group


def _between(record: Slept) -> _Pair:
    assert record.begin is not None
    assert record.end is not None
    return record.begin, record.end


def _stay(records: Sequence[Slept], where: ZoneInfo) -> Stay:
    first = records[0]
    times = [_between(each) for each in records]
    begin, end = min(pair[0] for pair in times), max(pair[1] for pair in times)
    spans = [span for each in records for span in each.spans]
    asleep, in_bed, latency, awakenings, detail = _counted(spans, whole=first.whole)
    if first.whole:
        asleep = _seconds(first.asleep) if asleep is None else asleep
        in_bed = _seconds(first.in_bed) if in_bed is None else in_bed
        latency = _seconds(first.latency) if latency is None else latency
        awakenings = first.awakenings if awakenings is None else awakenings
        detail = max(detail, int(asleep is not None))
    zone = next((each.zone for each in records if each.zone), where.key)
    return Stay(first.source, begin, end, zone, asleep, in_bed, latency, awakenings, first.nap, detail)


def _seconds(minutes: int | None) -> int | None:
    return None if minutes is None else 60 * minutes


def _counted(spans: Sequence[Span], *, whole: bool) -> tuple[int | None, int | None, int | None, int | None, int]:
    """Seconds asleep, in bed, to fall asleep, and awakenings, as the pieces show them; and how much they tell."""
    sleep = _union((each.begin, each.end) for each in spans if each.stage in ASLEEP)
    bed = _union((each.begin, each.end) for each in spans if each.stage == "bed")
    if not sleep:
        return None, _length(_union((each.begin, each.end) for each in spans)) if bed else None, None, None, 0
    broken = _union((each.begin, each.end) for each in spans if each.stage in NOT_ASLEEP)
    asleep = _length(_union([*sleep, *broken])) - _length(broken)
    in_bed = _length(_union((each.begin, each.end) for each in spans)) if bed else None
    wait = int((sleep[0][0] - bed[0][0]).total_seconds()) if bed else 0
    staged = any(each.stage in _STAGED for each in spans)
    awake = _union((each.begin, each.end) for each in spans if each.stage == "awake")
    # Loose pieces without one awake may be of a device that never records it; a whole log with stages would.
    counts = bool(awake) or (staged and whole)
    times = sum(sleep[0][0] < begin < sleep[-1][1] for begin, _ in awake) if counts else None
    return asleep, in_bed, wait if wait > 0 else None, times, 2 if staged else 1


def _union(pairs: Iterable[_Pair]) -> list[_Pair]:
    """The same time without overlaps, in order."""
    out: list[_Pair] = []
    for begin, end in sorted(pairs):
        if out and begin <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((begin, end))
    return out


def _length(pairs: Iterable[_Pair]) -> int:
    return round(sum((end - begin).total_seconds() for begin, end in pairs))


def choose(stays: Sequence[Stay], prefer: Sequence[str] = ()) -> tuple[list[Stay], list[Stay]]:
    """Stays of which no two share a time, and those that were left out for it. Both in order."""
    chosen: list[Stay] = []
    unused: list[Stay] = []
    for cluster in _clusters(stays):
        known = [each.lasts for each in cluster if each.asleep is not None]
        longest = max(known, default=timedelta())
        taken: list[Stay] = []
        for stay in sorted(cluster, key=lambda each: _rank(each, longest, prefer)):
            at = bisect_left(taken, stay.begin, key=_begins)
            # Those taken share no time, so only the nearest on each side can share some with this one.
            before, after = taken[at - 1 : at] if at else [], taken[at : at + 1]
            if any(each.end > stay.begin for each in before) or any(each.begin < stay.end for each in after):
                unused.append(stay)
            else:
                taken.insert(at, stay)
        chosen += taken
    return chosen, sorted(unused, key=_begins)


def _begins(stay: Stay) -> datetime:
    return stay.begin


def _clusters(stays: Sequence[Stay]) -> Iterable[list[Stay]]:
    """Runs of stays, each of which overlaps one before it in its run."""
    group: list[Stay] = []
    until = datetime.min.replace(tzinfo=UTC)
    for stay in stays:
        if group and stay.begin >= until:
            yield group
            group = []
        group.append(stay)
        until = max(until, stay.end) if len(group) > 1 else stay.end
    if group:
        yield group


def _rank(stay: Stay, longest: timedelta, prefer: Sequence[str]) -> tuple[object, ...]:
    order = prefer.index(stay.source) if stay.source in prefer else len(prefer)
    return (
        order,
        stay.asleep is None,
        2 * stay.lasts < longest,
        -stay.detail,
        -stay.lasts,
        stay.source,
        stay.begin,
        -(stay.asleep or 0),
    )


def is_nap(stay: Stay) -> bool:
    """Whether a stay is a nap: as its source says, else by the hour and the length."""
    if stay.nap is not None:
        return stay.nap
    return NAP_BETWEEN[0] <= stay.middle.hour < NAP_BETWEEN[1] and stay.lasts < NAP_SHORTER


def _night(night: date, stays: Sequence[Stay], unused: int) -> DeviceNight:
    awake = _sum(each.awakenings for each in stays)
    # Between two stays in the same night somebody was up.
    times = None if awake is None else awake + len(stays) - 1
    first = stays[0]
    return DeviceNight(
        night,
        first.begin,
        max(each.end for each in stays),
        _minutes(_sum(each.asleep for each in stays)),
        _minutes(_sum(each.in_bed for each in stays)),
        _minutes(first.latency),
        times,
        tuple(dict.fromkeys(each.source for each in stays)),
        len(stays),
        unused,
    )


def _sum(values: Iterable[int | None]) -> int | None:
    """The sum, unknown as soon as a part of it is."""
    total = 0
    for each in values:
        if each is None:
            return None
        total += each
    return total


def _minutes(seconds: int | None) -> int | None:
    return None if seconds is None else round(seconds / 60)


def _add_dated(nights: dict[date, DeviceNight], record: Slept, prefer: Sequence[str]) -> None:
    """A night of which only the date is known: it counts where nothing with times does, and one of them only."""
    assert record.night is not None
    before = nights.get(record.night)
    figures = record.asleep, record.in_bed, record.latency, record.awakenings
    made = DeviceNight(record.night, None, None, *figures, sources=(record.source,), stays=0, unused=0)
    if before is not None:
        order = [prefer.index(each) if each in prefer else len(prefer) for each in (before.sources[0], record.source)]
        stands = before.stays > 0 or order[0] < order[1]
        made = msgspec.structs.replace(before if stands else made, unused=before.unused + 1)
    nights[record.night] = made
