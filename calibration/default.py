"""The default design at thresholds calibrated as the sealed plan has them, on trials that the calibration never saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from stilla.analysis.asked import Asked
from stilla.analysis.design import Design
from stilla.analysis.forecast import DRIFTS, RHOS, VERDICTS, Run, believed, calibrate, outlook, verdicts
from stilla.analysis.looks import calibrated
from stilla.analysis.priors import Priors
from stilla.analysis.simulate import Truth, invent

if TYPE_CHECKING:
    from collections.abc import Callable

    Told = Callable[[int], None]

SEED = 41
DESIGN = Design("balanced", 8, 21)
ASKED = Asked(mid=1.0, better="lower", priors=Priors(1.5, 5.0))
CALIBRATION = 1000
"""Trials for each null of the calibration: what the plan of a person runs."""


def false_help(count: int, told: Told) -> dict[str, Any]:
    """Share of trials without effect that say helps, at the calibrated threshold and at 0.975 for comparison."""
    found = calibrate(DESIGN, ASKED, Run(min(count, CALIBRATION)))
    asked = msgspec.structs.replace(ASKED, thresholds=found.thresholds)
    rows = []
    for sd in (1.5, 2.25):
        for drift in DRIFTS:
            for rho in RHOS:
                truth = Truth(sd=sd, rho=rho, drift=drift)
                one = believed(ASKED, invent(DESIGN, truth, count, SEED + len(rows)))
                rows.append(
                    {"sd": sd, "rho": rho, "drift": drift, "trials": count}
                    | _shares("", verdicts(one, asked))
                    | {"helps_at_0.975": float(verdicts(one, ASKED)[0] / count)}
                    | {"any_benefit": float(np.mean(one.benefit >= found.thresholds.helps))}
                )
                told(len(rows))
    return {"thresholds": msgspec.to_builtins(found.thresholds), "calibrated_with": CALIBRATION, "rows": rows}


def _shares(prefix: str, counts: Any) -> dict[str, float]:
    return {prefix + verdict: float(each / counts.sum()) for verdict, each in zip(VERDICTS, counts, strict=True)}


def outlooks(count: int, told: Told) -> dict[str, Any]:
    """Each verdict of the default design, by true benefit and half-life, at the calibrated threshold."""
    found = calibrate(DESIGN, ASKED, Run(min(count, CALIBRATION)))
    asked = msgspec.structs.replace(ASKED, thresholds=found.thresholds)
    rows = []
    for half_life in (0.0, 5.0):
        truths = [Truth(sd=1.5, rho=0.5, half_life=half_life)]
        for chance in outlook(DESIGN, asked, truths, (-1.0, 0.0, 0.5, 1.0, 1.5, 2.0), Run(count, SEED + 100)).chances:
            shares = dict(zip(VERDICTS, chance.shares, strict=True))
            rows.append({"half_life": half_life, "benefit": chance.benefit, "trials": count} | shares)
            told(len(rows))
    return {"thresholds": msgspec.to_builtins(found.thresholds), "rows": rows}


def sequential(count: int, told: Told) -> dict[str, Any]:
    """Without an effect: how often any look stops for harm or futility, and how often anything false is said in all."""
    looks = calibrated(DESIGN, ASKED, Run(min(count, 500), seed=3))
    final = calibrate(DESIGN, ASKED, Run(min(count, CALIBRATION)))
    asked = msgspec.structs.replace(ASKED, thresholds=final.thresholds)
    cases = [(0.0, Truth(sd=1.5, rho=rho, drift=drift)) for drift in DRIFTS for rho in RHOS]
    cases += [(benefit, Truth(sd=1.5, rho=0.5, half_life=half)) for benefit in (-1.0, 1.5) for half in (0.0, 5.0)]
    rows = []
    for k, (benefit, truth) in enumerate(cases):
        invented = invent(DESIGN, truth, count, SEED + 200 + k)
        going, harm, futile = np.ones(count, bool), np.zeros(count, bool), np.zeros(count, bool)
        for periods in looks.after:
            now = believed(asked, invented.until(periods * DESIGN.nights), benefit)
            harm |= going & (now.harm >= looks.harm)
            futile |= going & ~harm & (now.mid < looks.futile)
            going = ~harm & ~futile
        end = believed(asked, invented, benefit)
        helps = going & (end.benefit >= asked.thresholds.helps) & (end.mid >= asked.thresholds.mid)
        worse = going & ~helps & (end.harm >= asked.thresholds.worse)
        false = (harm | worse) if benefit > 0 else helps if benefit < 0 else (harm | helps | worse)
        shares = {"stop_harm": harm, "stop_futility": futile, "helps": helps, "worse": worse, "any_false": false}
        rows.append(
            {"benefit": benefit, "half_life": truth.half_life, "rho": truth.rho, "drift": truth.drift, "trials": count}
            | {name: float(each.mean()) for name, each in shares.items()}
        )
        told(len(rows))
    return {"after": list(looks.after), "harm": looks.harm, "rows": rows}
