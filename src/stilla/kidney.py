r"""Kidney function from creatinine: the CKD-EPI 2021 equation, without race.

.. math:: eGFR = 142 \cdot \min(S/\kappa, 1)^{\alpha} \cdot \max(S/\kappa, 1)^{-1.200} \cdot 0.9938^{age}
          \cdot 1.012 \; [female]

with S the serum creatinine in mg/dL, κ 0.7 (female) or 0.9 (male), α -0.241 (female) or -0.302 (male). Result in
mL/min/1.73 m². For adults; not in pregnancy. Source: National Kidney Foundation, CKD-EPI Creatinine
Equation (2021), read 2026-11-22, after Inker LA et al., N Engl J Med 2021;385:1737-49.
"""

from __future__ import annotations

from typing import Literal

from stilla.quantity import CREATININE_MOLAR_MASS, Interval

Sex = Literal["female", "male"]

_KAPPA = {"female": 0.7, "male": 0.9}
_ALPHA = {"female": -0.241, "male": -0.302}
_FEMALE = 1.012

ADULT = 18
"""Years. The equation was made for adults."""


def ckd_epi_2021(creatinine: float, age: float, sex: Sex) -> float:
    """Estimated glomerular filtration rate in mL/min/1.73 m².

    Args:
        creatinine: in serum or plasma, µmol/L.
        age: in years, 18 or more.
        sex: as the equation knows it.

    >>> round(ckd_epi_2021(88.4, 58, "female"), 1)
    65.3
    """
    ratio = creatinine * CREATININE_MOLAR_MASS / 10_000 / _KAPPA[sex]
    value = 142 * min(ratio, 1) ** _ALPHA[sex] * max(ratio, 1) ** -1.200 * 0.9938**age
    return float(value * _FEMALE) if sex == "female" else float(value)


def egfr_from(creatinine: Interval, age: float, sex: Sex | None) -> Interval:
    """All values that eGFR may have, given what is known; higher creatinine means lower eGFR.

    Without a sex both are possible, so the result is wide and a rule may answer "cannot tell".
    """
    sexes: tuple[Sex, ...] = (sex,) if sex else ("female", "male")
    high = max(ckd_epi_2021(max(creatinine.low, 1), age, each) for each in sexes)
    if creatinine.high == float("inf"):
        return Interval(0, high, high_open=creatinine.low_open)
    low = min(ckd_epi_2021(creatinine.high, age, each) for each in sexes)
    return Interval(low, high, low_open=creatinine.high_open, high_open=creatinine.low_open)
