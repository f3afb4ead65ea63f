"""Numbers and units: "0,5" is never 5, and what could mean two things is asked back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.quantity import (
    AGE,
    CREATININE,
    EGFR,
    FERRITIN,
    MASS,
    SATURATION,
    SERUM_MAGNESIUM,
    Interval,
    Unreadable,
    read_number,
    read_quantity,
    record_unit,
)

KINDS = [AGE, CREATININE, EGFR, FERRITIN, MASS, SERUM_MAGNESIUM]


@pytest.mark.parametrize(
    ("written", "value"),
    [("0,5", 0.5), ("0.5", 0.5), ("12.5", 12.5), ("1000", 1000), ("0,125", 0.125), ("+3", 3), (" 7 ", 7), ("1.00", 1)],
)
def test_a_comma_and_a_point_are_decimal_signs(written, value):
    assert read_number(written) == value


@pytest.mark.parametrize(
    ("written", "joined", "decimal"), [("1.000", "1000", "1"), ("1,000", "1000", "1"), ("12,500", "12500", "12.5")]
)
def test_ambiguous_thousands_are_sent_back_with_both_readings(written, joined, decimal):
    with pytest.raises(Unreadable) as caught:
        read_number(written)
    assert joined in caught.value.says.en
    assert decimal in caught.value.says.en
    assert decimal.replace(".", ",") in caught.value.says.sv


@pytest.mark.parametrize(
    "written", ["-5", "\u22125", "nan", "inf", "1e9", "", "1.000,5", "1,2,3", "٣", "½", "0x10", "1_000", "--1"]
)
def test_what_is_not_a_plain_number_is_refused(written):
    with pytest.raises(Unreadable):
        read_number(written)


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("200 mg", MASS, 200),
        ("5g", MASS, 5000),
        ("200 mcg", MASS, 0.2),
        ("200 µg", MASS, 0.2),
        ("8 mmol", MASS, 194.44),
        ("88 umol/L", CREATININE, 88),
        ("88 µmol/l", CREATININE, 88),
        ("1,0 mg/dL", CREATININE, 88.402),
        ("2.6mmol/L", SERUM_MAGNESIUM, 2.6),
        ("2.4305 mg/dL", SERUM_MAGNESIUM, 1),
        ("2 mEq/L", SERUM_MAGNESIUM, 1),
        ("72", EGFR, 72),
        ("72 mL/min/1.73 m2", EGFR, 72),
        (42, EGFR, 42),
        ("62 ng/mL", FERRITIN, 62),
    ],
)
def test_units_become_the_canonical_one(written, kind, value):
    read = read_quantity(written, kind)
    assert read.low == read.high == pytest.approx(value, rel=1e-4)


@pytest.mark.parametrize(
    ("written", "kind", "asked"),
    [
        ("1.0 umol/L", CREATININE, "1 mg/dL"),
        ("88 mg/dL", CREATININE, "88 umol/L"),
        ("88", CREATININE, "88 mg/dL"),
        ("88", CREATININE, "88 umol/L"),
        (1.9, SERUM_MAGNESIUM, "1.9 mg/dL"),
        ("20 mmol/L", SERUM_MAGNESIUM, "20 mg/dL"),
    ],
)
def test_an_implausible_or_bare_value_is_asked_back_with_the_readings(written, kind, asked):
    with pytest.raises(Unreadable) as caught:
        read_quantity(written, kind)
    assert asked in caught.value.says.en


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("0", EGFR),
        (0, EGFR),
        ("300", EGFR),
        ("200", AGE),
        (-1, AGE),
        (math.nan, AGE),
        (math.inf, EGFR),
        ("1e9 mg", MASS),
        ("5 kg", MASS),
        ("5 mg", EGFR),
        ("x" * 500, MASS),
        ("200000 mg", MASS),
    ],
)
def test_impossible_values_are_refused(written, kind):
    with pytest.raises(Unreadable):
        read_quantity(written, kind)


@pytest.mark.parametrize(
    ("written", "interval"),
    [
        (">60", Interval(60, math.inf, low_open=True, high_open=True)),
        ("> 60", Interval(60, math.inf, low_open=True, high_open=True)),
        ("≥60", Interval(60, math.inf, high_open=True)),
        ("<30", Interval(0, 30, high_open=True)),
        ("<=30", Interval(0, 30)),
    ],
)
def test_comparators_are_intervals(written, interval):
    assert read_quantity(written, EGFR) == interval


@given(st.floats(min_value=0.01, max_value=999, allow_nan=False).map(lambda x: round(x, 2)))
def test_a_number_means_the_same_with_a_comma_and_with_a_point(value):
    point = f"{value:.2f}"
    assert read_number(point) == read_number(point.replace(".", ",")) == value


@given(st.text(max_size=80), st.sampled_from(KINDS))
def test_any_text_gives_a_plausible_value_or_a_sentence(text, kind):
    try:
        read = read_quantity(text, kind)
    except Unreadable as problem:
        assert problem.says.en
        assert problem.says.sv
    else:
        assert kind.low <= (read.high if math.isinf(read.low) else max(read.low, kind.low))
        assert read.low <= read.high


@given(st.floats(), st.sampled_from(KINDS))
def test_any_float_gives_a_plausible_value_or_a_sentence(number, kind):
    try:
        read = read_quantity(number, kind)
    except Unreadable as problem:
        assert problem.says.sv
    else:
        assert kind.bare
        assert kind.low <= read.low == read.high <= kind.high


@given(st.floats(0, 100), st.floats(0, 100), st.booleans(), st.booleans(), st.floats(0, 100), st.floats(0, 1))
def test_what_an_interval_says_holds_for_every_value_in_it(a, b, low_open, high_open, bound, share):
    low, high = min(a, b), max(a, b)
    value = low + share * (high - low)
    inside = (value > low or not low_open) and (value < high or not high_open)
    interval = Interval(low, high, low_open, high_open)
    if inside and interval.below(bound) is not None:
        assert interval.below(bound) is (value < bound)
    if inside and interval.at_most(bound) is not None:
        assert interval.at_most(bound) is (value <= bound)


@pytest.mark.parametrize(
    ("spelled", "kind", "value", "canonical"),
    [
        ("mL/min/{1.73_m2}", EGFR, 72, 72),
        ("mL/min/1.73.m2", EGFR, 72, 72),
        ("mL/min/1.73m2", EGFR, 72, 72),
        ("mL/min/1.7", EGFR, 72, 72),
        ("mL/min", EGFR, 72, 72),
        ("mL/s/{1.73_m2}", EGFR, 1.2, 72),
        ("umol/L", CREATININE, 88, 88),
        ("mikromol/L", CREATININE, 88, 88),
        ("mmol/L", CREATININE, 0.088, 88),
        ("mg/dL", SERUM_MAGNESIUM, 2.4305, 1),
        ("meq/L", SERUM_MAGNESIUM, 2, 1),
        ("ng/mL", FERRITIN, 62, 62),
        ("%", SATURATION, 18, 18),
        ("1", SATURATION, 0.18, 18),
    ],
)
def test_the_units_of_records_are_understood(spelled, kind, value, canonical):
    unit = record_unit(spelled, kind)
    assert unit is not None
    assert value * unit.factor == pytest.approx(canonical)


def test_a_unit_of_something_else_is_not_guessed():
    assert record_unit("g/L", SERUM_MAGNESIUM) is None
    assert record_unit("pmol/L", FERRITIN) is None
    assert record_unit("", EGFR) is None


def test_what_only_records_write_is_never_offered_to_a_person():
    with pytest.raises(Unreadable) as refused:
        read_quantity("88", CREATININE)
    assert "mmol" not in refused.value.says.en
    with pytest.raises(Unreadable):
        read_quantity("0.088 mmol/L", CREATININE)
