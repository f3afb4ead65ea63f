"""Tables of trials run elsewhere: what can be read, what is set aside with its line, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stilla.analysis.series import MOST_ROWS
from stilla.errors import BadInput
from stilla.reading.trial_table import Columns, Table, read_table

COLUMNS = Columns("score", "arm", "mg", time="day")


def read(tmp_path: Path, text: str, columns: Columns = COLUMNS) -> Table:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path, columns)


def test_numbers_dates_and_empty_cells(tmp_path: Path) -> None:
    found = read(tmp_path, "day,arm,score\n2026-03-01,mg,3\n2026-03-02,p,\n2026-03-05,p,NA\n2026-03-04,mg,2.5\n")
    assert found.trial.time.tolist() == [0, 1, 3, 4]
    assert found.trial.active.tolist() == [1, 0, 1, 0]
    assert np.isnan(found.trial.y).tolist() == [False, True, False, True]
    assert found.comparator == "p"
    assert not found.set_aside


def test_semicolons_decimal_commas_and_a_byte_order_mark(tmp_path: Path) -> None:
    found = read(tmp_path, "\ufeffday;arm;score\n1;mg;3,5\n2;p;4\n")
    assert found.trial.y.tolist() == [3.5, 4.0]


def test_a_time_of_day_is_part_of_the_time(tmp_path: Path) -> None:
    found = read(tmp_path, "day,arm,score\n2026-03-01 06:00,mg,3\n2026-03-01 18:00,p,4\n2026-03-02T06:00,p,4\n")
    assert found.trial.time.tolist() == pytest.approx([0, 0.5, 1])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("3,mg,eleven", "not a number"),
        ('3,mg,"1,000"', "1000 or as 1"),
        ("3,mg,-1", "outside the scale"),
        ("3,,4", "treatment is missing"),
        ("soon,mg,4", "no time"),
        ("3,mg", "fields"),
        ("3,mg,4,5,6", "fields"),
        ("3,mg,11", "outside the scale"),
        ("3,mg,inf", "usable"),
    ],
)
def test_a_bad_line_is_set_aside_and_the_rest_goes_on(tmp_path: Path, line: str, says: str) -> None:
    columns = Columns("score", "arm", "mg", time="day", low=0, high=10)
    found = read(tmp_path, f"day,arm,score\n1,mg,3\n2,p,4\n{line}\n4,p,5\n", columns)
    if "fields" in says and line.count(",") == 1:
        assert len(found.set_aside) == 1
    assert [problem.where.en for problem in found.set_aside] == ["table.csv, line 4"]
    assert says in found.set_aside[0].says.en
    assert len(found.trial.y) == 3


def test_a_line_set_aside_keeps_its_place_in_time(tmp_path: Path) -> None:
    found = read(tmp_path, "day,arm,score\n1,mg,3\n2,mg,x\n3,p,5\n")
    assert found.trial.time.tolist() == [0, 2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("day,arm,score\n", "No row"),
        ("day,arm,points\n1,mg,3\n", "no column “score”"),
        ("day,arm,score,score\n1,mg,3,4\n", "Two columns"),
        ("day,arm,score\n1,p,3\n2,p,4\n", "No row has the treatment"),
        ("day,arm,score\n1,mg,3\n2,p,4\n3,q,5\n", "3 treatments"),
        ("day,arm,score\n1,mg,3\n1,mg,4\n2,p,4\n", "Lines 2, 3 have the same time"),
    ],
)
def test_what_cannot_be_a_trial_is_refused_with_the_reason(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read(tmp_path, text)


def test_rows_of_one_time_become_their_mean_when_asked(tmp_path: Path) -> None:
    columns = Columns("score", "arm", "mg", time="day", average=True)
    found = read(tmp_path, "day,arm,score\n1,mg,3\n1,mg,5\n1,mg,\n2,p,4\n", columns)
    assert found.trial.y.tolist() == [4.0, 4.0]
    with pytest.raises(BadInput, match="same time"):
        read(tmp_path, "day,arm,score\n1,mg,3\n1,p,5\n", columns)


def test_too_many_rows_end_the_reading_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("w") as opened:
        opened.write("day,arm,score\n")
        opened.writelines(f"{n},{'mg' if n % 2 else 'p'},4\n" for n in range(MOST_ROWS + 5))
        opened.write("this line would be set aside if it were reached\n" * 10)
    with pytest.raises(BadInput, match=f"more than {MOST_ROWS} rows"):
        read_table(path, COLUMNS)


def test_covariates_and_periods(tmp_path: Path) -> None:
    columns = Columns("score", "arm", "mg", time="day", period="block", covariates=("coffee",))
    found = read(tmp_path, "day,arm,score,block,coffee\n1,mg,3,a,0\n2,mg,4,b,1\n3,p,4,c,x\n4,p,4,c,2\n", columns)
    assert found.trial.period.tolist() == [1, 2, 3]
    assert found.trial.covariates.ravel().tolist() == [0, 1, 2]
    assert len(found.set_aside) == 1


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"day,arm,score\n1,mg,\xff\xfe\n")
    with pytest.raises(BadInput, match="UTF-8"):
        read_table(path, COLUMNS)
    with pytest.raises(BadInput, match="cannot be read"):
        read_table(tmp_path / "nowhere.csv", COLUMNS)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_or_refused(tmp_path: Path, text: str) -> None:
    for content in (text, f"day,arm,score\n1,mg,3\n2,p,4\n{text}"):
        path = tmp_path / "fuzz.csv"
        path.write_text(content, encoding="utf-8", newline="")
        try:
            found = read_table(path, COLUMNS)
        except BadInput as refused:
            assert refused.problems
        else:
            assert len(found.trial.y) >= 1


def test_a_row_without_its_period_is_set_aside_and_splits_no_period(tmp_path: Path) -> None:
    columns = Columns("score", "arm", "mg", time="day", period="block")
    found = read(tmp_path, "day,arm,score,block\n1,mg,3,1\n2,mg,4,\n3,mg,3,1\n4,p,5,2\n", columns)
    assert found.trial.period.tolist() == [1, 1, 2]
    assert "period is missing" in found.set_aside[0].sentence("en")


@pytest.mark.parametrize("missing", ["NaN", "NA", "null", "saknas"])
def test_a_treatment_that_is_not_known_is_no_treatment(tmp_path: Path, missing: str) -> None:
    found = read(tmp_path, f"day,arm,score\n1,mg,3\n2,{missing},4\n3,none,5\n")
    assert found.comparator == "none"
    assert len(found.set_aside) == 1


def test_an_open_quotation_mark_swallows_no_rows_in_silence(tmp_path: Path) -> None:
    lines = '1,mg,3,"bad\n2,p,4,x\n3,mg,2,x\n4,p,5,"fine"\n5,mg,3,"two\nlines"\n6,p,4,x\n'
    found = read(tmp_path, "day,arm,score,note\n" + lines)
    assert found.trial.time.tolist() == [0, 1]
    assert "lines 2 to 5" in found.set_aside[0].sentence("en")


def test_empty_lines_are_no_days(tmp_path: Path) -> None:
    found = read(tmp_path, "arm,score\nmg,3\n\n\np,4\np,5\n", Columns("score", "arm", "mg"))
    assert found.trial.time.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1,mg,3\n2026-03-02,p,4\n", "dates and others numbers"),
        ("1,mg,3\n2,Mg,4\n", "capitals only"),
        ("01.02.2026,mg,3\n02.02.2026,p,4\n", "is no time"),
    ],
)
def test_what_would_be_read_as_something_else_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read(tmp_path, "day,arm,score\n" + text)


def test_a_file_of_empty_lines_ends_at_its_size(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w") as opened:
        opened.write("day,arm,score\n")
        opened.truncate(65_000_000)
    with pytest.raises(BadInput, match="more than"):
        read_table(path, COLUMNS)
