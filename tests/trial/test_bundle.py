from __future__ import annotations

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from sealed_examples import diary, protocol, sealed

from stilla.diary.cells import harmless
from stilla.diary.record import record_of
from stilla.trial.bundle import DICTIONARY, columns_csv, nights_csv

PLAN = protocol()
RECORD = record_of(diary(PLAN, sealed(PLAN), nights=30))
ORDER = (1, 0, 0, 1, 1, 0, 1, 0)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_every_night_has_a_row_also_the_unanswered():
    found = rows(nights_csv(RECORD, ORDER))
    assert found[0]["night"] == "2026-11-22"
    assert len(found) == (date(2027, 1, 6) - date(2026, 11, 22)).days + 1
    assert [each["day"] for each in found] == [str(n) for n in range(len(found))]
    assert [each["score"] for each in found[:16]] == [""] * 16
    assert {each["period"] for each in found} == {"0", "1", "2"}
    assert {(each["period"], each["arm"]) for each in found} == {("0", ""), ("1", "active"), ("2", "placebo")}


def test_a_closed_seal_leaves_the_arm_empty():
    assert {each["arm"] for each in rows(nights_csv(RECORD, None))} == {""}


def test_columns_are_explained_in_both_languages():
    for language in ("en", "sv"):
        assert [each["column"] for each in rows(columns_csv(language))] == list(DICTIONARY)
        assert all(each["meaning"] for each in rows(columns_csv(language)))


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula(text):
    assert not str(harmless(text)).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
