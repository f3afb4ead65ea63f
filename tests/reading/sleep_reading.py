"""How the tests of sleep files read one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from stilla.diary.sleep_nights import attribute
from stilla.errors import BadInput
from stilla.reading.sleep import read_sleep
from stilla.reading.sleep.item import How, Mapping, Sieve

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOW = How(STOCKHOLM, datetime(2026, 12, 31, tzinfo=UTC))
NIGHT = date(2026, 11, 21)
COLUMNS = Mapping(start="Going to bed", end="Up", asleep="Minutes")


def how(**more):
    return msgspec.structs.replace(HOW, **more)


def read(content, how=HOW, name="file"):
    sieve = Sieve(read_sleep(content, name, how))
    return list(sieve.records()), sieve


def night_of(content, how=HOW):
    records, _ = read(content, how)
    return attribute(records, STOCKHOLM).nights[NIGHT]


def refused(content, how=HOW, language="en"):
    with pytest.raises(BadInput) as error:
        read(content, how)
    sentence = error.value.problems[0].sentence(language)
    assert error.value.problems[0].sentence("sv") != error.value.problems[0].sentence("en")
    return sentence
