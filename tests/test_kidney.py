"""CKD-EPI 2021 against an independent writing of it and against published worked examples."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.kidney import ckd_epi_2021, egfr_from
from stilla.quantity import CREATININE, Interval, read_quantity


def by_branches(mg_dl: float, age: float, sex: str) -> float:
    """The four-branch form of the same equation, as tables print it."""
    if sex == "female":
        exponent = -0.241 if mg_dl <= 0.7 else -1.200
        return 143.704 * (mg_dl / 0.7) ** exponent * 0.9938**age
    exponent = -0.302 if mg_dl <= 0.9 else -1.200
    return 142.0 * (mg_dl / 0.9) ** exponent * 0.9938**age


@given(st.floats(0.3, 15), st.integers(18, 110), st.sampled_from(["female", "male"]))
def test_it_agrees_with_the_branch_form(mg_dl, age, sex):
    ours = ckd_epi_2021(mg_dl * 10_000 / 113.12, age, sex)
    assert ours == pytest.approx(by_branches(mg_dl, age, sex), rel=1e-5)


def test_a_worked_example_from_a_public_explanation():
    # A woman of 55 with 0.9 mg/dL: "about 76" (creatinineclearancecalculator.net, read 2026-11-22).
    assert round(ckd_epi_2021(0.9 * 88.4, 55, "female")) == 75 or round(ckd_epi_2021(0.9 * 88.4, 55, "female")) == 76


def test_both_units_of_the_same_creatinine_agree_within_one():
    micromol = read_quantity("88umol/L", CREATININE).low
    milligram = read_quantity("1.0mg/dL", CREATININE).low
    assert abs(ckd_epi_2021(micromol, 58, "female") - ckd_epi_2021(milligram, 58, "female")) < 1


@given(st.floats(30, 1500), st.floats(30, 1500), st.integers(18, 100), st.sampled_from(["female", "male"]))
def test_more_creatinine_never_means_better_kidneys(a, b, age, sex):
    low, high = min(a, b), max(a, b)
    assert ckd_epi_2021(high, age, sex) <= ckd_epi_2021(low, age, sex)


@given(st.floats(30, 1500), st.integers(18, 100))
def test_without_a_sex_the_interval_holds_both(creatinine, age):
    both = egfr_from(Interval(creatinine, creatinine), age, None)
    for sex in ("female", "male"):
        assert both.low <= ckd_epi_2021(creatinine, age, sex) <= both.high


def test_more_than_a_value_of_creatinine_is_less_than_a_value_of_egfr():
    value = egfr_from(Interval(200, math.inf, low_open=True, high_open=True), 60, "male")
    assert value.low == 0
    assert value.high_open
