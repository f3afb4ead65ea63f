"""Tables for spreadsheets: what is read back is what was written, and nothing that could run."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from stilla.diary.cells import csv_of, harmless

STEERING = ("=", "+", "-", "@", "\t", "\r", "\n")
text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
cells = st.one_of(text, st.text("=+-@\t\r\n \",;'a", max_size=8))


@given(cells)
def test_no_text_begins_a_formula(cell):
    assert not str(harmless(cell)).lstrip(" ").startswith(STEERING)


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_every_row_stays_one_row(rows):
    found = list(csv.reader(io.StringIO(csv_of(("a", "b"), rows).decode(), newline="")))
    assert [len(each) for each in found] == [2] * (len(rows) + 1)
    # A spreadsheet takes a lone carriage return for the end of a row.
    assert b"\r" not in csv_of(("a", "b"), rows)
    assert not [cell for row in found for cell in row if cell.lstrip(" ").startswith(STEERING)]


@given(st.lists(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=5))
def test_numbers_stay_numbers(numbers):
    [_, row] = csv.reader(io.StringIO(csv_of(map(str, range(len(numbers))), [numbers]).decode()))
    assert list(map(float, row)) == list(map(float, numbers))
