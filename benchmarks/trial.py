"""The trial engine, each of its tasks beside what others need for the same: processor time, in one run.

The peers are asked where they are installed: nlme by `Rscript`, statsmodels in this Python, NumPyro in this Python or
in the one that ORACLE_PYTHON names. One that is missing is said to be missing. The diaries are `calibration/data`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stilla.analysis.asked import Asked
from stilla.analysis.batch import Plan, beliefs
from stilla.analysis.design import Design, every
from stilla.analysis.forecast import outlook
from stilla.analysis.gaussian import Terms, fit, fixed_columns
from stilla.analysis.latent import fit as fit_latent
from stilla.analysis.latent_binary import binary_priors
from stilla.analysis.latent_ordinal import ordinal_priors
from stilla.analysis.latent_outcomes import Binary, Ordinal
from stilla.analysis.pool_normal import Sums
from stilla.analysis.priors import Priors
from stilla.analysis.randomisation import by_period
from stilla.analysis.series import Series, series
from stilla.analysis.simulate import Truth

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
PRIORS = Priors(scale=2.0, centre=5.0)
GLS = """
suppressPackageStartupMessages(library(nlme))
d <- read.csv("calibration/data/nights56.csv"); ends <- range(d$night)
d$trend <- (d$night - ends[1]) / diff(ends) - 0.5; d <- d[!is.na(d$score), ]
one <- function() gls(score ~ active + trend, d, correlation = corAR1(form = ~night), method = "REML")
fit <- one(); start <- proc.time(); for (k in 1:50) one(); spent <- proc.time() - start
cat(sum(spent[1:2]) / 50, coef(fit)[2], sqrt(vcov(fit)[2, 2]))
"""


class Row(NamedTuple):
    """One line of the table."""

    task: str
    seconds: float | None
    said: str


def spent() -> float:
    """Processor seconds of this process and of its children."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def timed(run: Callable[[], object], times: int = 1) -> tuple[float, object]:
    """Processor seconds of one run, after one to warm up where it is short, and what it gave."""
    if times > 1:
        run()
    start = spent() if times == 1 else time.process_time()
    for _ in range(times):
        out = run()
    return ((spent() if times == 1 else time.process_time()) - start) / times, out


def diary(name: str) -> Series:
    table = np.genfromtxt(ROOT / "calibration" / "data" / f"{name}.csv", delimiter=",", skip_header=1)
    return series(table[:, 1], table[:, 2], table[:, 0], table[:, 3].astype(int))


def one_ar1() -> list[Row]:
    """One analysis of 56 nights with AR(1): ours exact, the others each in their way."""
    trial = diary("nights56")
    seconds, found = timed(lambda: fit(trial, PRIORS.plain()), 50)
    mean, sd = found.effect.moments()  # type: ignore[attr-defined]
    return [
        Row("AR(1), 56 nights: Stilla, exact", seconds, f"mean {mean:.4f}, sd {sd:.4f}"),
        *numpyro(mean, sd),
        gls(),
        sarimax(trial),
    ]


def numpyro(mean: float, sd: float) -> list[Row]:
    here = importlib.util.find_spec("numpyro") is not None
    python = os.environ.get("ORACLE_PYTHON") or (sys.executable if here else None)
    if python is None:
        return [Row("  NumPyro, NUTS 4 x 1000", None, "not here: set ORACLE_PYTHON to a Python that has it")]
    command = [python, "-m", "calibration.nuts", "--time", "nights56"]
    said = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    differ = f"mean differs by {abs(said['mean'] - mean) / sd:.3f} sd, sd by {abs(said['sd'] / sd - 1):.1%}"
    return [
        Row("  NumPyro, NUTS 4 x 1000, with compiling", said["first"], differ),
        Row("  NumPyro, the same again", said["again"], ""),
    ]


def gls() -> Row:
    """REML; it has no posterior, and its prior is flat."""
    if shutil.which("Rscript") is None:
        return Row("  nlme::gls, REML", None, "not here: needs Rscript with nlme")
    out = subprocess.run(["Rscript", "-e", GLS], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    seconds, effect, error = map(float, out.split())
    return Row("  nlme::gls, REML", seconds, f"estimate {effect:.4f}, se {error:.4f}; no posterior")


def sarimax(trial: Series) -> Row:
    """ML; no posterior."""
    if importlib.util.find_spec("statsmodels") is None:
        return Row("  statsmodels SARIMAX, ML", None, "not here")
    from statsmodels.tsa.statespace.sarimax import SARIMAX  # noqa: PLC0415  # only where it is installed

    fixed, _ = fixed_columns(trial, PRIORS, Terms())
    columns = np.column_stack([fixed[:, 0], trial.active, fixed[:, 1]])

    def run() -> object:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return SARIMAX(trial.y, exog=columns, order=(1, 0, 0)).fit(disp=False, cov_type="oim")

    seconds, found = timed(run, 5)
    estimate, error = found.params[1], found.bse[1]  # type: ignore[attr-defined]
    return Row("  statsmodels SARIMAX, ML", seconds, f"estimate {estimate:.4f}, se {error:.4f}; no posterior")


def primary() -> list[Row]:
    """The model of a verdict: nugget, five half-lives."""
    rows = []
    for name, nights in (("nights56", 56), ("default168", 168)):
        trial = diary(name)
        seconds, found = timed(lambda trial=trial: fit(trial, PRIORS), 10)
        mean, sd = found.effect.moments()  # type: ignore[attr-defined]
        rows.append(Row(f"primary model, {nights} nights", seconds, f"mean {mean:.3f}, sd {sd:.3f}"))
    return rows


def many() -> list[Row]:
    """40,000 trials of 70 nights, a full AR(1) posterior each: the grid of a forecast."""
    design = Design("balanced", 10, 7, most_alike=2)
    active = np.repeat(every(design).astype(float), 7, axis=1)
    stream = np.random.default_rng(1)
    time_ = np.arange(70.0)
    fixed, sds = fixed_columns(series(np.zeros(70), np.zeros(70), time_), PRIORS, Terms())
    plan = Plan(time_, active, fixed, sds, PRIORS.plain(), "lower", 1.0)

    def run() -> float:
        reached = 0.0
        for _ in range(20):
            which = stream.integers(0, len(active), 2000)
            y = 5.0 + 2.0 * stream.standard_normal((2000, 70)) - active[which]
            reached += float(np.mean(beliefs(plan, y, which, stream.random(70) > 0.15).benefit >= 0.975))
        return reached / 20

    seconds, share = timed(run)
    return [Row("40,000 trials of 70 nights, AR(1)", seconds, f"power {share:.3f}")]


def forecast() -> list[Row]:
    """The default design, primary model: 1000 trials for each of four benefits."""
    asked = Asked(1.0, "lower", PRIORS)
    truths = [Truth(sd=2.0, rho=rho) for rho in (0.2, 0.5, 0.7)]
    seconds, found = timed(lambda: outlook(Design("balanced", 8, 21), asked, truths, (0.0, 0.5, 1.0, 2.0)))
    helps = found.chances[-1].share("helps")  # type: ignore[attr-defined]
    return [Row("forecast of 8 x 21, 4 x 1000 trials, primary model", seconds, f"helps at a benefit of 2: {helps:.2f}")]


def randomisation() -> list[Row]:
    """20 days in any balanced order: 184,756 sequences, and the exact interval."""
    stream = np.random.default_rng(2)
    sequence = tuple(int(each) for each in stream.permutation([0, 1] * 10))
    values = stream.standard_normal(20) - np.array(sequence)
    seconds, found = timed(lambda: by_period(values, Design("free", 20, 1), sequence), 3)
    return [Row("exact randomisation test, 20 days", seconds, f"p {found.p:.4f} of {found.sequences}")]  # type: ignore[attr-defined]


def pooling() -> list[Row]:
    """A million summaries."""
    stream = np.random.default_rng(3)
    sd = stream.uniform(0.2, 0.6, 1_000_000)
    estimate = stream.normal(-0.5, np.hypot(sd, 0.7))
    seconds, found = timed(lambda: Sums().add(estimate, sd).finish())
    tau = float(found.weight @ found.tau)  # type: ignore[attr-defined]
    return [Row("pooling of 1,000,000 people", seconds, f"tau {tau:.4f} (true 0.7)")]


def latent() -> list[Row]:
    """Yes or no and scores in steps, 84 nights, five half-lives."""
    rows = []
    for name, outcome, priors in (
        ("binary84", Binary(), binary_priors()),
        ("ordinal84", Ordinal(0, 4), ordinal_priors()),
    ):
        trial = diary(name)
        for label, believed in (("", priors), (", one half-life", priors.without_carryover())):
            seconds, found = timed(lambda t=trial, o=outcome, b=believed: fit_latent(t, o, b))
            rows.append(Row(f"{name[:-2]}, 84 nights{label}", seconds, f"effective draws {found.ess:.0f}"))  # type: ignore[attr-defined]
    return rows


def main() -> None:
    for task in (one_ar1, primary, many, forecast, randomisation, pooling, latent):
        for row in task():
            seconds = (
                "     -"
                if row.seconds is None
                else f"{row.seconds:9.4f} s"
                if row.seconds < 1
                else f"{row.seconds:9.2f} s"
            )
            print(f"{row.task:52} {seconds:>12}  {row.said}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
