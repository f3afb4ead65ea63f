"""Which night device sleep belongs to. All sleep here is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.diary.nights import night_of, span
from stilla.diary.sleep import Slept, Span, fault_of, key_of
from stilla.diary.sleep_nights import attribute, choose, is_nap, stays_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def at(text, zone=STOCKHOLM, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def slept(begin, end, source="ring", **more):
    more.setdefault("key", key_of("test", source, begin.isoformat(), end.isoformat(), len(more)))
    return Slept(source, begin, end, **more)


def piece(begin, end, stage, source="watch"):
    key = key_of("test", source, begin.isoformat(), end.isoformat(), stage)
    return Slept(source, begin, end, key, spans=(Span(begin, end, stage),), whole=False)


def only(found):
    assert len(found.nights) == 1
    return next(iter(found.nights.values()))


def test_a_night_has_the_date_of_its_morning_whether_bed_was_before_or_after_midnight():
    for begin in ("2026-11-20T22:40", "2026-11-21T00:20", "2026-11-21T03:50"):
        found = attribute([slept(at(begin), at("2026-11-21T07:00"), asleep=180)], STOCKHOLM)
        assert list(found.nights) == [date(2026, 11, 21)]


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        ("2026-10-24T23:00", "2026-10-25T06:00", 480),  # clocks put back: eight hours
        ("2026-03-28T23:00", "2026-03-29T06:00", 360),  # put forward: six
        ("2026-11-20T23:00", "2026-11-21T06:00", 420),
    ],
)
def test_minutes_are_right_when_the_clocks_change(begin, end, minutes):
    night = only(attribute([piece(at(begin), at(end), "asleep")], STOCKHOLM))
    assert night.asleep == minutes
    assert night.night == date.fromisoformat(end[:10])


def test_what_the_source_does_not_say_is_unknown_and_never_zero():
    night = only(attribute([piece(at("2026-11-20T23:00"), at("2026-11-21T06:00"), "bed")], STOCKHOLM))
    assert (night.asleep, night.in_bed, night.latency, night.awakenings) == (None, 420, None, None)
    night = only(attribute([piece(at("2026-11-20T23:00"), at("2026-11-21T06:00"), "light")], STOCKHOLM))
    assert (night.asleep, night.in_bed, night.latency, night.awakenings) == (420, None, None, None)


def test_an_unknown_part_of_a_night_leaves_its_sum_unknown():
    first = slept(at("2026-11-20T22:00"), at("2026-11-21T01:00"), asleep=150)
    second = slept(at("2026-11-21T03:00"), at("2026-11-21T07:00"))
    night = only(attribute([first, second], STOCKHOLM))
    assert night.asleep is None
    assert night.stays == 2


def test_stages_give_sleep_waiting_and_awakenings():
    begin = at("2026-11-20T23:00")
    minutes = [(0, 480, "bed"), (20, 100, "light"), (100, 110, "awake"), (110, 300, "deep"), (300, 305, "awake"),
               (305, 470, "rem"), (470, 480, "awake")]  # fmt: skip
    records = [piece(begin + timedelta(minutes=a), begin + timedelta(minutes=b), stage) for a, b, stage in minutes]
    night = only(attribute(records, STOCKHOLM))
    assert (night.asleep, night.in_bed, night.latency, night.awakenings) == (435, 480, 20, 2)


def test_two_devices_of_one_night_are_counted_once():
    watch = [piece(at("2026-11-20T23:10"), at("2026-11-21T06:30"), "light", "watch")]
    phone = [piece(at("2026-11-20T22:50"), at("2026-11-21T07:00"), "asleep", "phone")]
    night = only(attribute([*phone, *watch], STOCKHOLM))
    assert (night.asleep, night.sources, night.unused) == (440, ("watch",), 1)
    night = only(attribute([*phone, *watch], STOCKHOLM, prefer=("phone",)))
    assert (night.asleep, night.sources, night.unused) == (490, ("phone",), 1)


def test_lying_in_bed_never_stands_for_sleep_and_a_flat_battery_is_not_the_night():
    phone = piece(at("2026-11-20T22:50"), at("2026-11-21T07:00"), "bed", "phone")
    ring = slept(at("2026-11-20T23:00"), at("2026-11-21T06:50"), asleep=400)
    assert only(attribute([phone, ring], STOCKHOLM)).asleep == 400
    short = piece(at("2026-11-20T23:00"), at("2026-11-20T23:40"), "light", "watch")
    assert only(attribute([short, ring], STOCKHOLM)).sources == ("ring",)


@pytest.mark.parametrize(
    ("begin", "end", "said", "nap"),
    [
        ("2026-11-21T13:00", "2026-11-21T14:30", None, True),
        ("2026-11-21T13:00", "2026-11-21T14:30", False, False),
        ("2026-11-21T01:00", "2026-11-21T02:00", None, False),  # short, at night: part of a broken night
        ("2026-11-21T08:30", "2026-11-21T14:30", None, False),  # somebody who works at night
        ("2026-11-21T01:00", "2026-11-21T02:00", True, True),
        ("2026-11-21T11:00", "2026-11-21T14:00", None, False),  # three hours
    ],
)
def test_a_nap_is_what_its_source_says_or_short_and_by_day(begin, end, said, nap):
    stay = stays_of([slept(at(begin), at(end), asleep=30, nap=said)], STOCKHOLM)[0]
    assert is_nap(stay) is nap


def test_a_nap_keeps_its_own_date_and_is_not_added_to_a_night():
    nap = slept(at("2026-11-20T14:00"), at("2026-11-20T15:00"), asleep=50)
    night = slept(at("2026-11-20T23:00"), at("2026-11-21T06:00"), asleep=400)
    found = attribute([nap, night], STOCKHOLM)
    assert [(each.day, each.asleep) for each in found.naps] == [(date(2026, 11, 20), 50)]
    assert only(found).asleep == 400


def test_pieces_within_an_hour_are_one_stay():
    first = piece(at("2026-11-20T23:00"), at("2026-11-21T02:00"), "asleep")
    near = piece(at("2026-11-21T02:59"), at("2026-11-21T06:00"), "asleep")
    far = piece(at("2026-11-21T03:00"), at("2026-11-21T06:00"), "asleep")
    assert len(stays_of([first, near], STOCKHOLM)) == 1
    assert len(stays_of([first, far], STOCKHOLM)) == 2


def test_a_later_record_of_the_same_number_replaces_the_first():
    first = slept(at("2026-11-20T23:00"), at("2026-11-21T06:00"), own_id="7", asleep=300, key="a")
    later = slept(at("2026-11-20T23:00"), at("2026-11-21T06:30"), own_id="7", asleep=340, key="b")
    assert only(attribute([first, later], STOCKHOLM)).asleep == 340


def test_a_record_is_read_on_the_clock_of_its_own_zone():
    begin = at("2026-11-20T20:00", ZoneInfo("America/New_York"))
    record = slept(begin, begin + timedelta(hours=8), zone="America/New_York", asleep=400)
    assert list(attribute([record], STOCKHOLM).nights) == [date(2026, 11, 21)]


def test_a_night_with_times_goes_before_one_with_a_date_alone():
    dated = Slept("log", None, None, "k", night=date(2026, 11, 21), asleep=300)
    timed = slept(at("2026-11-20T23:00"), at("2026-11-21T06:00"), asleep=400)
    night = only(attribute([dated, timed], STOCKHOLM))
    assert (night.asleep, night.unused) == (400, 1)
    assert only(attribute([dated], STOCKHOLM)).asleep == 300


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (slept(at("2026-11-21T06:00"), at("2026-11-20T23:00")), "backwards"),
        (slept(at("2026-11-21T06:00"), at("2026-11-21T06:00")), "empty"),
        (slept(at("2026-11-19T06:00"), at("2026-11-21T06:00")), "too-long"),
        (slept(at("1970-01-01T23:00"), at("1970-01-02T06:00")), "too-early"),
        (slept(at("2027-01-01T23:00"), at("2027-01-02T06:00")), "future"),
        (slept(at("2026-11-20T23:00"), at("2026-11-21T06:00"), asleep=500), "contradicts"),
        (slept(at("2026-11-20T23:00"), at("2026-11-21T06:00"), asleep=-1), "contradicts"),
        (slept(at("2026-11-20T23:00"), at("2026-11-21T06:00"), awakenings=9999), "contradicts"),
        (slept(at("2026-11-20T23:00"), at("2026-11-21T06:00"), asleep=400, in_bed=300), "contradicts"),
        (Slept("x", None, None, "k"), "no-time"),
        (slept(at("2026-11-20T23:00"), at("2026-11-21T06:00"), asleep=400), None),
    ],
)
def test_what_cannot_be_is_set_aside(record, fault):
    assert fault_of(record, NOW) == fault


# Any sleep, anywhere ------------------------------------------------------------------------------------------------

ZONES = st.sampled_from(["Europe/Stockholm", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"])
INSTANTS = st.datetimes(datetime(2011, 12, 25), datetime(2026, 11, 1)).map(  # noqa: DTZ001
    lambda each: each.replace(tzinfo=UTC, second=0, microsecond=0)
)
STAGES = st.sampled_from(["asleep", "light", "deep", "rem", "awake", "restless", "bed"])


@st.composite
def pieces(draw):
    begin = draw(INSTANTS)
    out = []
    for _ in range(draw(st.integers(1, 12))):
        begin += timedelta(minutes=draw(st.integers(-200, 900)))
        end = begin + timedelta(minutes=draw(st.integers(1, 500)))
        out.append(piece(begin, end, draw(STAGES), draw(st.sampled_from(["a", "b", "c"]))))
    return out


@given(INSTANTS, ZONES)
def test_every_instant_lies_in_exactly_one_night(instant, name):
    zone = ZoneInfo(name)
    night = night_of(instant, zone)
    begin, end = span(night, zone)
    assert begin <= instant < end
    assert night_of(begin - timedelta(seconds=1), zone) != night
    assert night_of(end, zone) != night


@given(pieces(), ZONES)
def test_every_stay_is_counted_once_or_said_to_be_unused(records, name):
    zone = ZoneInfo(name)
    stays = stays_of(records, zone)
    chosen, unused = choose(stays)
    assert sorted(map(repr, [*chosen, *unused])) == sorted(map(repr, stays))
    for one, other in zip(sorted(chosen, key=lambda each: each.begin), chosen[1:], strict=False):
        assert one.begin <= other.begin
    for n, one in enumerate(chosen):
        assert all(one.end <= other.begin or other.end <= one.begin for other in chosen[n + 1 :])
    # A stay is left out only for another that shares its time.
    assert all(any(one.begin < each.end and each.begin < one.end for one in chosen) for each in unused)
    found = attribute(records, zone)
    assert sum(night.stays for night in found.nights.values()) + len(found.naps) == len(chosen)
    assert found.unused == len(unused)


@given(pieces(), ZONES)
def test_minutes_are_conserved_and_lie_within_their_night(records, name):
    zone = ZoneInfo(name)
    chosen, _ = choose(stays_of(records, zone))
    found = attribute(records, zone)
    for night, said in found.nights.items():
        mine = [each for each in chosen if not is_nap(each) and night_of(each.middle, zone) == night]
        total = [each.asleep for each in mine]
        assert said.asleep == (None if None in total else round(sum(total) / 60))
        assert said.end is not None
        assert said.asleep is None or 60 * said.asleep <= sum(each.lasts.total_seconds() for each in mine) + 30


@given(pieces(), ZONES, st.randoms(use_true_random=False))
def test_the_order_of_import_changes_nothing(records, name, chance):
    zone = ZoneInfo(name)
    shuffled = list(records)
    chance.shuffle(shuffled)
    assert attribute(shuffled, zone) == attribute(records, zone)


@given(pieces(), ZONES)
def test_reading_the_same_records_twice_changes_nothing(records, name):
    zone = ZoneInfo(name)
    assert attribute([*records, *records], zone) == attribute(records, zone)
