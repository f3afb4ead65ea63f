"""Device sleep beside a trial: a table of its own, which never reaches the sealed answer. Invented nights."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import numpy as np

from stilla.diary.events import Started
from stilla.diary.record import Record
from stilla.diary.sleep_nights import DeviceNight
from stilla.reading.trial_table import Columns, read_table
from stilla.trial.device_sleep import DICTIONARY, device_columns_csv, device_csv, device_series

FIRST = date(2026, 11, 23)


def started(periods=4, nights=7):
    fields = dict.fromkeys(Started.__struct_fields__, "x")
    fields |= {"first_night": FIRST, "periods": periods, "nights": nights}
    return Record(started=Started(**fields))


def device(n, asleep):
    night = FIRST + timedelta(days=n)
    return night, DeviceNight(night, None, None, asleep, None, None, None, ("ring",), 0, 0)


def test_the_table_can_be_analysed_once_the_seal_is_open(tmp_path):
    nights = dict(device(n, 380 + n) for n in range(28) if n != 5)
    record = started()
    record = Record(started=record.started, nights={FIRST: None})  # the diary's first night
    path = tmp_path / "device.csv"
    path.write_bytes(device_csv(record, nights, (1, 0, 0, 1)))
    table = read_table(path, Columns("device_asleep", "arm", "active", "day", "period"))
    assert len(table.trial.y) == 28
    assert np.flatnonzero(np.isnan(table.trial.y)).tolist() == [5]
    assert table.trial.active[::7].tolist() == [1, 0, 0, 1]


def test_before_the_seal_is_open_nothing_says_what_a_period_was():
    record = Record(started=started().started, nights={FIRST: None})
    rows = list(csv.DictReader(io.StringIO(device_csv(record, dict([device(0, 400)]), None).decode())))
    assert {each["arm"] for each in rows} == {""}
    assert rows[0]["device_asleep"] == "400"


def test_no_diary_no_rows_and_every_column_is_explained():
    assert device_series(Record(), {}, None) == []
    for language in ("en", "sv"):
        assert len(device_columns_csv(language).splitlines()) == len(DICTIONARY) + 1
