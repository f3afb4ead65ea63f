"""Any damage to a file of sleep ends in a sentence, and none in memory."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from reading import sleep_examples as examples
from reading.sleep_reading import COLUMNS, HOW, STOCKHOLM, how, read
from stilla.diary.sleep_nights import attribute
from stilla.errors import BadInput
from stilla.reading.sleep.item import Mapping
from stilla.reading.sleep.preview import preview

# Any damage ----------------------------------------------------------------------------------------------------------

DAMAGED = st.tuples(
    st.sampled_from(sorted(examples.EVERY)),
    st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=6), st.integers(0, 8)), max_size=4),
    st.one_of(st.none(), st.integers(0, 3000)),
)


@given(DAMAGED)
def test_no_damage_ends_in_anything_but_a_sentence(damage):
    name, edits, cut = damage
    content = bytearray(examples.EVERY[name])
    for place, instead, over in edits:
        content[place % len(content) : place % len(content) + over] = instead
    content = bytes(content if cut is None else content[:cut])
    settled = how(mapping=COLUMNS, date_is="morning") if name == "table.csv" else how(date_is="morning", person="1")
    for told in (settled, HOW):
        try:
            records, _ = read(content, told, name)
            attribute(records, STOCKHOLM)
        except BadInput:
            pass
        with suppress(BadInput):
            preview(content, name, told)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8),
              st.sampled_from(["2026-11-20T23:00:00", "2026-11-21T06:00:00+01:00", "light", "0001-01-01T00:00:00"])),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@given(st.sampled_from(["fitbit.json", "oura.json", "withings.json", "google.json"]), st.data())
def test_no_value_in_a_document_ends_in_anything_but_a_sentence(name, data):
    document = json.loads(examples.EVERY[name])

    def spoil(value):
        if isinstance(value, dict):
            key = data.draw(st.sampled_from(sorted(value)))
            if isinstance(value[key], dict | list) and data.draw(st.integers(0, 3)):
                spoil(value[key])
            else:
                value[key] = data.draw(JSON)
        elif value:
            where = data.draw(st.integers(0, len(value) - 1))
            if isinstance(value[where], dict | list) and data.draw(st.integers(0, 3)):
                spoil(value[where])
            else:
                value[where] = data.draw(JSON)

    spoil(document)
    try:
        records, _ = read(json.dumps(document).encode(), HOW, name)
        attribute(records, STOCKHOLM)
    except BadInput:
        pass


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_read(content):
    for start in (b"", b"PK\x03\x04", b"<HealthData>", b'{"sleep": [{"dateOfSleep": ', b"Id,Tz,From,To,", b"a,b\n"):
        with suppress(BadInput):
            read(start + content, how(mapping=Mapping(start="a", end="b")))


PEAK = """
import sys
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from stilla.reading.sleep import read_sleep
from stilla.reading.sleep.item import How

path = Path(sys.argv[1])
tracemalloc.start()
found = [each for each in read_sleep(path, path.name, How(ZoneInfo("UTC"), datetime(2026, 11, 22, tzinfo=UTC)))]
print(tracemalloc.get_traced_memory()[1])
"""


def test_memory_does_not_grow_with_the_file(tmp_path):
    """In a process of its own: what other threads of this one do is not the reader's."""

    def peak(times):
        path = tmp_path / "export.xml"
        with path.open("wb") as out:
            out.write(b"<HealthData>\n")
            for _ in range(times):
                out.write(b'<Record type="HKQuantityTypeIdentifierHeartRate" value="60"/>\n' * 1000)
            out.write(b"</HealthData>\n")
        done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
        return int(done.stdout)

    small, large = peak(10), peak(100)
    assert large < small + 1_000_000
