"""What the nights say apart from treatment: the weights of the randomisation test, the same for every sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stilla.analysis.covariance import weighted
from stilla.analysis.gaussian import fixed_columns, nuisance
from stilla.analysis.nodes import even

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.analysis.arrays import FloatArray
    from stilla.analysis.asked import Terms
    from stilla.analysis.priors import Priors
    from stilla.analysis.series import Series

_NOTHING = 1e-6
"""Prior standard deviation of an effect that is held to be nothing, in units of the scale."""


def null_weights(trial: Series, priors: Priors, terms: Terms) -> Callable[[FloatArray], FloatArray]:
    """A function from outcomes (n,) to R⁻¹ (y - X b), zero where missing, from the model without treatment.

    ρ and ν are estimated afresh from the outcomes it is given, never from the treatments, so the weights would be the
    same under every sequence (sharp null hypothesis) and the test is exact.
    """
    without = msgspec.structs.replace(priors.plain(), nugget=priors.nugget, effect_sd=_NOTHING)
    columns, relative = fixed_columns(trial, priors, terms)
    seen = trial.observed
    fixed, sds = columns[seen], relative * priors.scale
    steps, _ = even(trial.time[seen])
    gaps = np.diff(steps)

    def weigh(y: FloatArray) -> FloatArray:
        rho, nugget, sigma = (np.array([each]) for each in nuisance(trial.with_y(y), without, terms))
        residual = y[seen] - priors.centre
        products = weighted(gaps, rho, nugget, np.column_stack([fixed, residual])).columns[:, 0]
        inner = fixed.T @ products[:, :-1] + np.diag(sigma[0] ** 2 / sds**2)
        beta = np.linalg.solve(inner, fixed.T @ products[:, -1])
        out = np.zeros(len(y))
        out[seen] = products[:, -1] - products[:, :-1] @ beta
        return out

    return weigh
