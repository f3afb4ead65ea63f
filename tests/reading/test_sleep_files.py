"""Files of sleep, each in the form of its maker. All content is invented."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reading import sleep_examples as examples
from reading.sleep_reading import HOW, NIGHT, STOCKHOLM, how, night_of, read, refused
from stilla.diary.sleep_nights import attribute
from stilla.errors import BadInput
from stilla.reading.sleep import read_sleep
from stilla.reading.sleep.item import Mapping

# Apple Health --------------------------------------------------------------------------------------------------------


def test_apple_counts_the_watch_and_not_the_phone_beside_it():
    night = night_of(examples.apple())
    assert (night.asleep, night.awakenings, night.sources, night.unused) == (420, 1, ("Klocka",), 1)
    assert night.in_bed is None  # the watch does not say


def test_apple_says_what_it_left_unread_and_which_zone_a_record_names():
    records, sieve = read(examples.apple())
    assert dict(sieve.unread) == {"HKQuantityTypeIdentifierHeartRate": 1}
    assert [each.zone for each in records] == ["", "Europe/Stockholm", "", ""]


def test_apple_in_a_zip_is_the_same_and_its_other_files_are_named():
    packed = examples.zipped(
        apple_health_export__export_xml=examples.apple(),
        apple_health_export__export_cda_xml=b"<?xml version='1.0'?><ClinicalDocument/>",
    )
    records, sieve = read(packed, name="export.zip")
    assert [each.key for each in records] == [each.key for each in read(examples.apple())[0]]
    assert sieve.unread["file export.zip, export_cda.xml"] == 1


def test_apple_with_a_broken_document_type_is_read():
    broken = "<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate,,Me)>\n<!ATTLIST Record\n]>\n"
    assert len(read(examples.apple(doctype=broken))[0]) == 4


def test_apple_records_that_cannot_be_are_set_aside_with_their_line():
    bad = [
        examples.apple_record("AsleepCore", "2026-11-21 06:00:00 +0100", "2026-11-21 05:00:00 +0100"),
        examples.apple_record("AsleepCore", "21 nov 2026", "2026-11-21 05:00:00 +0100"),
        examples.apple_record("Dreaming", "2026-11-21 01:00:00 +0100", "2026-11-21 05:00:00 +0100"),
    ]
    records, sieve = read(examples.apple(*bad, doctype=""))
    assert records == []
    assert [(each.place.en, each.fault) for each in sieve.aside] == [
        ("file, line 3", "backwards"),
        ("file, line 4", "unreadable"),
        ("file, line 5", "unreadable"),
    ]


BOMBS = [
    '<!DOCTYPE HealthData [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE HealthData [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE HealthData [<!ENTITY % p "x">]>',
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_document_with_entities_is_refused(bomb):
    assert "entities" in refused(examples.apple(doctype=bomb))
    # Also where the declaration lies beyond what is looked at beforehand.
    assert "entities" in refused(examples.apple(doctype=bomb.replace("[", "[" + "<!-- long -->" * 40_000)))


def test_apple_in_another_encoding_is_read_and_in_none_refused():
    text = examples.apple().decode()
    for name in ("utf-16", "iso-8859-1"):
        assert len(read(text.replace("UTF-8", name).encode(name))[0]) == 4
    assert "damaged" in refused(text.replace("UTF-8", "no-such").encode())
    assert "damaged" in refused(text.replace("Klocka", "Klöcka").encode("cp1252"))


def test_a_takeout_of_many_files_is_read_and_the_rest_named():
    packed = examples.zipped(
        Takeout__Fitbit__sleep_1_json=json.dumps([examples.FITBIT_LOG]).encode(),
        Takeout__Fitbit__steps_json=b'[{"dateTime": "x", "value": "1"}]',
        Takeout__readme_txt=b"hello, you",
    )
    records, sieve = read(packed, name="takeout.zip")
    assert len(records) == 1
    assert len(sieve.unread) == 2


def test_a_cut_off_export_is_refused():
    whole = examples.apple()
    assert "cut off" in refused(whole[: len(whole) // 2])
    packed = examples.zipped(export_xml=whole)
    assert "cut off" in refused(packed[: len(packed) // 2])


@pytest.mark.parametrize("inside", [b"x", b">", b"> "])
@pytest.mark.parametrize("begins", [b'<Record type="', b"<!-- "])
def test_a_token_without_an_end_is_refused_before_it_grows(begins, inside):
    endless = examples.apple()[:-20] + begins + inside * 4_000_000
    assert "cut off" in refused(endless)


def test_elements_within_each_other_without_end_are_refused():
    assert "cut off" in refused(examples.apple()[:-20] + b"<a>" * 200_000)


def test_names_without_end_are_refused():
    assert "cut off" in refused(examples.apple(*(f"<a{n}/>" for n in range(60_000))))


def test_much_space_between_records_is_no_fault():
    assert len(read(examples.apple(*examples.APPLE_RECORDS, " \n" * 2_000_000))[0]) == 4


def test_a_zip_that_unpacks_beyond_reason_is_refused():
    assert "unpack" in refused(examples.zipped(export_xml=b" " * 30_000_000))


def test_another_zip_or_document_is_refused():
    assert "No sleep data" in refused(examples.zipped(letter_xml=b"<letter/>"))
    assert "No sleep data" in refused(b"<?xml version='1.0'?><html/>")
    assert "No sleep data" in refused(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert "No sleep data" in refused(b'{"weight": 70}')
    assert "empty" in refused(b"")
    assert "cannot be read" in str(_missing())


def _missing():
    with pytest.raises(BadInput) as error:
        list(read_sleep(Path("/not/there"), "there", HOW))
    return error.value


def test_a_locked_zip_is_refused():
    packed = bytearray(examples.zipped(export_xml=examples.apple()))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(mark) + offset] |= 1
    assert "locked" in refused(bytes(packed))


# The others ----------------------------------------------------------------------------------------------------------


def test_fitbit_is_counted_from_its_stages_and_dated_by_us():
    night = night_of(examples.fitbit())  # its own date says the 22nd
    # 120 + 320 minutes of stages, less the two minutes awake that lie over them
    assert (night.asleep, night.in_bed, night.awakenings, night.latency) == (438, 450, 2, None)


def test_fitbit_of_takeout_is_the_list_alone():
    records, sieve = read(json.dumps([examples.FITBIT_LOG]).encode())
    assert records[0].key == read(examples.fitbit())[0][0].key
    assert "Europe/Stockholm" in sieve.assumed[0].en


def test_fitbit_over_the_change_of_clocks_keeps_its_length():
    log = examples.FITBIT_LOG | {
        "startTime": "2026-10-24T23:30:00.000", "endTime": "2026-10-25T06:00:00.000", "duration": 27_000_000,
        "levels": {"data": [
            {"dateTime": "2026-10-24T23:30:00.000", "level": "light", "seconds": 10_800},  # until 02:30, the first
            {"dateTime": "2026-10-25T02:30:00.000", "level": "deep", "seconds": 3_600},  # until 02:30, the second
            {"dateTime": "2026-10-25T02:30:00.000", "level": "rem", "seconds": 12_600},
        ]},
    }  # fmt: skip
    records, _ = read(examples.fitbit(log))
    night = attribute(records, STOCKHOLM).nights[date(2026, 10, 25)]
    assert night.asleep == 450


def test_an_empty_list_of_fitbit_is_no_sleep_and_no_error():
    assert read(b'{"sleep": [], "summary": {"totalSleepRecords": 0}}')[0] == []


def test_sleep_as_android_takes_each_night_under_its_own_header():
    records, sieve = read(examples.ANDROID)
    found = attribute(records, STOCKHOLM)
    night = found.nights[NIGHT]
    assert (night.asleep, night.in_bed, night.awakenings) == (435, 450, None)
    assert [(each.day, each.asleep) for each in found.naps] == [(NIGHT, 36)]
    assert not sieve.aside


@pytest.mark.parametrize(
    ("number", "minutes"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 270),  # half past two, the first time
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 210),  # and the second
    ],
)
def test_sleep_as_android_tells_by_its_number_which_half_past_two_it_was(number, minutes):
    content = (
        "Id,Tz,From,To,Sched,Hours\n"
        f'"{1000 * int(number.timestamp())}","Europe/Stockholm","25. 10. 2026 2:30","25. 10. 2026 6:00",'
        f'"","{minutes / 60}"\n'
    ).encode()
    (record,) = read(content)[0]
    assert record.begin == number
    assert record.in_bed == minutes


def test_a_time_that_never_came_is_read_and_said():
    content = b"from,to\n2026-03-29 02:30,2026-03-29 07:00\n"
    records, sieve = read(content, how(mapping=Mapping(start="from", end="to")))
    assert records[0].begin == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert any("clocks changed" in each.en for each in sieve.assumed)


def test_sleepmeter_reads_its_sleep_and_leaves_notes_alone():
    records, sieve = read(examples.SLEEPMETER)
    found = attribute(records, STOCKHOLM)
    night = found.nights[NIGHT]
    assert (night.asleep, night.in_bed, night.latency, night.awakenings) == (430, 470, 20, 2)
    assert [each.asleep for each in found.naps] == [50]
    assert not sieve.aside


def test_oura_withings_and_google_fit():
    records, sieve = read(json.dumps(examples.OURA).encode())
    night = attribute(records, STOCKHOLM).nights[NIGHT]
    assert (night.asleep, night.in_bed, night.latency, night.awakenings) == (400, 450, 9, None)
    assert sieve.faults["other-kind"] == 1
    night = night_of(json.dumps(examples.WITHINGS).encode())
    assert (night.asleep, night.in_bed, night.latency, night.awakenings) == (400, 450, 5, 2)
    night = night_of(json.dumps(examples.GOOGLE).encode())
    assert (night.asleep, night.in_bed, night.awakenings, night.stays) == (450, None, None, 1)
