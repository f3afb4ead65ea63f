"""Tables of sleep by columns that the person names, and the preview. All content is invented."""

from __future__ import annotations

from datetime import date

import pytest

from reading import sleep_examples as examples
from reading.sleep_reading import COLUMNS, HOW, NIGHT, how, night_of, read, refused
from stilla.reading.sleep.item import Mapping
from stilla.reading.sleep.preview import preview

# Tables --------------------------------------------------------------------------------------------------------------


def test_a_table_is_read_by_the_columns_that_are_named():
    night = night_of(examples.TABLE, how(mapping=COLUMNS))
    assert night.asleep == 412  # 412,5: a decimal comma, rounded to the even minute
    records, sieve = read(examples.TABLE, how(mapping=COLUMNS))
    assert records[1].asleep is None
    assert "Europe/Stockholm" in sieve.assumed[0].en


def test_a_table_without_columns_asks_for_them():
    assert "Going to bed, Up, Minutes" in refused(examples.TABLE)
    assert "exactly one column" in refused(examples.TABLE, how(mapping=Mapping(start="Bed", end="Up")))
    assert "Name the columns" in refused(examples.TABLE, how(mapping=Mapping(start="Going to bed")))


def dated(*cells):
    return ("day,min\n" + "\n".join(f"{each},400" for each in cells) + "\n").encode()


DAYS = Mapping(date="day", asleep="min")


def test_a_date_that_can_be_two_days_is_asked_back_with_both():
    sentence = refused(dated("4/5/2026", "6/5/2026"), how(mapping=DAYS, date_is="morning"))
    assert "2026-05-04" in sentence
    assert "2026-04-05" in sentence
    records, _ = read(dated("4/5/2026"), how(mapping=DAYS, date_is="morning", dates="dmy"))
    assert records[0].night == date(2026, 5, 4)
    records, _ = read(dated("4/5/2026"), how(mapping=DAYS, date_is="morning", dates="mdy"))
    assert records[0].night == date(2026, 4, 5)


def test_another_row_that_decides_is_said():
    records, sieve = read(dated("4/5/2026", "4/25/2026"), how(mapping=DAYS, date_is="morning"))
    assert records[0].night == date(2026, 4, 5)
    assert "4/25/2026" in sieve.assumed[0].en


def test_rows_that_contradict_each_other_are_refused():
    assert "day first" in refused(dated("25/4/2026", "4/25/2026"), how(mapping=DAYS, date_is="morning"))


def test_a_date_alone_is_asked_whether_morning_or_evening():
    sentence = refused(dated("2026-11-20"), how(mapping=DAYS))
    assert "morning" in sentence
    assert "evening" in sentence
    records, _ = read(dated("2026-11-20"), how(mapping=DAYS, date_is="evening"))
    assert records[0].night == NIGHT


def test_a_date_with_two_times_of_day():
    content = b"night,bed,up\n2026-11-21,23:30,06:30\n2026-11-21,00:30,07:00\n"
    columns = Mapping(date="night", start="bed", end="up")
    records, _ = read(content, how(mapping=columns, date_is="morning"))
    assert [(each.begin.isoformat(), each.end.isoformat()) for each in records] == [
        ("2026-11-20T22:30:00+00:00", "2026-11-21T05:30:00+00:00"),
        ("2026-11-20T23:30:00+00:00", "2026-11-21T06:00:00+00:00"),
    ]


def test_a_date_column_beside_times_that_have_their_own_date_is_refused_with_its_name():
    table = b"day,bed,up\n2026-11-21,2026-11-20 23:00,2026-11-21 06:10\n"
    columns = Mapping(date="day", start="bed", end="up")
    assert "Leave the date column \u201cday\u201d out" in refused(table, how(mapping=columns, date_is="morning"))


def test_minutes_that_can_be_two_numbers_are_set_aside():
    content = b"day;min\n2026-11-20;1.234\n2026-11-21;6:20\n2026-11-22;x\n"
    records, sieve = read(content, how(mapping=DAYS, date_is="morning"))
    assert [each.asleep for each in records] == [380]
    assert [each.fault for each in sieve.aside] == ["unreadable", "unreadable"]


def test_several_people_are_never_one_diary():
    assert "2 people" in refused(examples.FITABASE, how(date_is="morning"))
    records, sieve = read(examples.FITABASE, how(date_is="morning", person="1"))
    assert [(each.night, each.asleep, each.in_bed) for each in records] == [
        (date(2026, 4, 12), 400, 430),
        (date(2026, 4, 13), 390, 420),
    ]
    assert sieve.unread["rows of other people"] == 1


def test_other_encodings_are_read_and_a_torn_table_refused():
    text = "Går och lägger mig;Upp\n2026-11-20 23:00;2026-11-21 06:00\n"
    columns = Mapping(start="Går och lägger mig", end="Upp")
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert len(read(text.encode(encoding), how(mapping=columns))[0]) == 1
    assert "cut off" in refused(b"a,b\n1,2\n" + b"x" * 3_000_000, how(mapping=Mapping(start="a", end="b")))


# Preview -------------------------------------------------------------------------------------------------------------


def test_a_preview_shows_rows_and_what_is_asked_and_then_what_they_become():
    first = preview(examples.TABLE, "t.csv", HOW)
    assert first.header == ("Going to bed", "Up", "Minutes", "Note")
    assert len(first.asks) == 1
    assert first.rows[0].cells[0] == "2026-11-20 23:00"
    then = preview(examples.TABLE, "t.csv", how(mapping=COLUMNS))
    assert [each.night.night for each in then.rows] == [NIGHT, date(2026, 11, 22)]
    assert then.asks == ()


@pytest.mark.parametrize("name", examples.EVERY)
def test_every_form_has_a_preview(name):
    found = preview(examples.EVERY[name], name, HOW)
    assert found.rows
