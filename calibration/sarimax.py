"""Maximum likelihood of the same regressions by statsmodels' state space: `python -m calibration.sarimax`.

Writes `tests/analysis/oracles/sarimax.json`. A missing night is a missing value on the calendar, never a closed gap;
the standard errors are those of the observed information, since the default ones (outer products) are wrong.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from statsmodels.tsa.statespace.sarimax import SARIMAX
from tests.analysis.oracles import diaries

WHERE = Path(__file__).parents[1] / "tests" / "analysis" / "oracles" / "sarimax.json"


def on_calendar(diary: diaries.Diary) -> tuple[diaries.Array, diaries.Array]:
    """Scores and columns on every day from the first row to the last."""
    at = (diary.night - diary.night[0]).astype(int)
    y = np.full(at[-1] + 1, np.nan)
    # A day without a row has no score, so the columns there are never used; they only must not be missing.
    x = np.zeros((len(y), 3))
    y[at], x[at] = diary.score, diaries.columns(diary, 0.0)
    return y, x


def fitted(diary: diaries.Diary) -> dict[str, Any]:
    """ML estimates and both kinds of standard error."""
    y, x = on_calendar(diary)
    model = SARIMAX(y, exog=x, order=(1, 0, 0))
    found = model.fit(disp=False, cov_type="oim", method="bfgs", gtol=1e-9, maxiter=2000)
    found = model.fit(found.params, disp=False, cov_type="oim", method="nm", xtol=1e-10, ftol=1e-13, maxiter=20000)
    outer = model.smooth(found.params, cov_type="opg")
    phi, innovation = float(found.params[-2]), float(found.params[-1])
    return {
        "phi": phi,
        "beta": found.params[:3].tolist(),
        "se": found.bse[:3].tolist(),
        "outer_se": outer.bse[:3].tolist(),
        "sigma": float(np.sqrt(innovation / (1.0 - phi**2))),
        "loglik": float(found.llf),
    }


def main() -> None:
    """Fit every Gaussian diary."""
    frozen = {"made_by": "calibration/sarimax.py", "versions": {"statsmodels": version("statsmodels")}}
    found = {name: fitted(diaries.read(name)) for name in diaries.GAUSSIAN}
    WHERE.write_text(json.dumps(frozen | found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
