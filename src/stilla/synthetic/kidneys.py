"""Kidneys of a block: eGFR now, how fast it falls, and the creatinine a laboratory would find."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from stilla.kidney import ADULT, ckd_epi_2021

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stilla.synthetic.people import People

    Numbers = NDArray[np.float64]

LOWEST, HIGHEST = 20, 1500
"""µmol/L, whole numbers as a Swedish laboratory writes them."""


def egfr_now(people: People, throw: np.random.Generator) -> Numbers:
    """The eGFR (mL/min/1.73 m²) on the day of the export, as conditions say."""
    spread, place = throw.standard_normal(people.number), throw.random(people.number)
    usual = np.clip(112 - 0.75 * (people.age - 25) + 13 * spread, 60.5, 140)
    egfr = np.where(people.has["weak-kidneys"], 60 - 29.5 * place**1.6, usual)
    egfr = np.where(people.has["very-weak-kidneys"], 29.5 - 22 * place**2, egfr)
    egfr = np.where(people.has["dialysis"], 5 + 7 * place, egfr)
    return np.where(people.has["kidney-transplant"] & (egfr > 75), 32 + 43 * place, egfr)


def lost_a_year(people: People) -> Numbers:
    """How much higher eGFR was a year earlier: more in kidney disease."""
    return np.where(people.has["weak-kidneys"], 2.6, 0.8)


def creatinine(egfr: Numbers, years: Numbers, sex: NDArray[np.int64], throw: np.random.Generator) -> Numbers:
    """Creatinine (µmol/L, whole) of people with this eGFR; for children, one that a child of that age may have."""
    # The equation is a product of a part in creatinine and sex and a part in age, so the table needs no ages.
    sought = egfr / _of_age()[np.clip(years, 0, 129).astype(np.int64)]
    found = np.empty(len(egfr))
    for which in (0, 1):
        rising = _of_creatinine()[which][::-1]
        here = sex == which
        found[here] = HIGHEST - np.searchsorted(rising, sought[here])
    child = np.round(22 + 2.2 * years + 5 * throw.standard_normal(len(egfr)))
    return np.clip(np.where(years < ADULT, np.maximum(child, LOWEST), found), LOWEST, HIGHEST)


def egfr_of(found: Numbers, years: Numbers, sex: NDArray[np.int64]) -> Numbers:
    """The eGFR by CKD-EPI 2021 of whole creatinine values, for ages in completed years."""
    of_sex = _of_creatinine()[sex, found.astype(np.int64) - LOWEST]
    return np.asarray(of_sex * _of_age()[years.astype(np.int64)])


@cache
def _of_creatinine() -> Numbers:
    """The part of the equation in creatinine and sex, from `LOWEST` to `HIGHEST`: it falls."""
    return np.array(
        [[ckd_epi_2021(value, 0, sex) for value in range(LOWEST, HIGHEST + 1)] for sex in ("female", "male")]
    )


@cache
def _of_age() -> Numbers:
    """The part of the equation in age, by completed years."""
    return np.array([ckd_epi_2021(100, age, "male") / ckd_epi_2021(100, 0, "male") for age in range(131)])
