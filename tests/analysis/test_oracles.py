"""The Gaussian engine against implementations that share nothing with it: dense algebra, JAGS, NUTS, nlme, SARIMAX.

The figures of the last four were frozen by the scripts that each file names; `dense` runs here.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from tests.analysis.oracles import dense, diaries

from stilla.analysis.covariance import weighted
from stilla.analysis.gaussian import Posterior, fit
from stilla.analysis.latent import fit as fit_latent
from stilla.analysis.latent_binary import binary_priors
from stilla.analysis.latent_count import count_priors
from stilla.analysis.latent_ordinal import ordinal_priors
from stilla.analysis.latent_outcomes import Binary, Count, Ordinal
from stilla.analysis.priors import Priors
from stilla.analysis.series import Series, series

HERE = Path(__file__).parent / "oracles"
PRIORS = Priors(scale=diaries.SCALE, centre=diaries.CENTRE)


def frozen(oracle: str) -> dict[str, Any]:
    return json.loads((HERE / f"{oracle}.json").read_text(encoding="utf-8"))


def trial(diary: diaries.Diary) -> Series:
    return series(diary.score, diary.active, diary.night, diary.period.astype(int))


@cache
def ours(name: str, *, full: bool) -> Posterior:
    return fit(trial(diaries.read(name)), PRIORS if full else PRIORS.plain())


def by_grid(name: str, half_life: float, grid: dense.Grid) -> dense.Posterior:
    diary = diaries.read(name)
    x = diaries.columns(diary, half_life)
    return dense.posterior(diary.night, diary.score, x, diaries.PRIOR_MEAN, diaries.PRIOR_SD, diaries.SCALE, grid)


def assert_same(found: Posterior, oracle: dense.Posterior, sd_y: float, tolerance: float) -> None:
    mean, sd = oracle.moments()
    assert found.effect.moments() == pytest.approx((mean[1], sd[1]), abs=tolerance * sd_y)
    assert found.log_evidence == pytest.approx(oracle.log_evidence, abs=1e-5)


@pytest.mark.parametrize("name", [n for n in diaries.GAUSSIAN if n != "default168"])
def test_the_plain_posterior_is_that_of_a_dense_grid(name: str) -> None:
    oracle = by_grid(name, 0.0, dense.Grid(rho=0.2, sigma=0.06))
    assert_same(ours(name, full=False), oracle, np.nanstd(diaries.read(name).score), 1e-6)


@pytest.mark.slow
def test_the_plain_posterior_of_the_default_design_is_that_of_a_dense_grid() -> None:
    oracle = by_grid("default168", 0.0, dense.Grid(rho=0.15, sigma=0.06, ends=(-5.0, 7.0), below=0.7, above=1.2))
    assert_same(ours("default168", full=False), oracle, np.nanstd(diaries.read("default168").score), 1e-6)


def test_the_whole_posterior_with_nugget_and_carry_over_is_that_of_a_dense_grid() -> None:
    check_whole("short28", dense.Grid(0.5, 0.8, 0.16))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["short28", "nights56", "floor56", "gaps70"])
def test_the_whole_posterior_is_that_of_a_finer_dense_grid(name: str) -> None:
    check_whole(name, dense.Grid(0.35, 0.6, 0.12))


@pytest.mark.slow
def test_the_posterior_with_nugget_of_the_default_design_is_that_of_a_dense_grid() -> None:
    """Under one half-life; the page on calibration has all five, in minutes."""
    diary = diaries.read("default168")
    found = fit(trial(diary), msgspec.structs.replace(PRIORS, half_lives=(3.0,), half_life_weights=(1.0,)))
    oracle = by_grid("default168", 3.0, dense.Grid(0.2, 0.35, 0.05, (-5.0, 7.0), 0.6, 1.2))
    assert_same(found, oracle, np.nanstd(diary.score), 1e-6)


def check_whole(name: str, grid: dense.Grid) -> None:
    parts = [by_grid(name, half, grid) for half in diaries.HALF_LIVES]
    oracle = dense.mixed(parts, list(diaries.HALF_LIVES.values()))
    found = ours(name, full=True)
    assert_same(found, oracle, np.nanstd(diaries.read(name).score), 1e-6)
    for half, part in zip(found.carryover, parts, strict=True):
        expected = half.prior * np.exp(part.log_evidence - oracle.log_evidence)
        assert half.weight == pytest.approx(expected, abs=1e-5)


def test_a_dense_grid_twice_as_fine_says_the_same() -> None:
    """The oracle's own error, so that the agreement above means something."""
    coarse = by_grid("short28", 0.0, dense.Grid(rho=0.3, sigma=0.08))
    fine = by_grid("short28", 0.0, dense.Grid(rho=0.15, sigma=0.04))
    for one, other in zip(coarse.moments(), fine.moments(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-9)


@pytest.mark.parametrize("name", diaries.GAUSSIAN)
def test_jags_says_the_same_within_its_monte_carlo_error(name: str) -> None:
    check_sampled(frozen("jags")[name], ours(name, full=False))


NUTS = frozen("numpyro")


@pytest.mark.parametrize("case", [c for c in NUTS if c.endswith((" plain", " full"))])
def test_nuts_says_the_same_within_its_monte_carlo_error(case: str) -> None:
    name, model = case.split()
    assert NUTS[case]["divergent"] == 0
    check_sampled(NUTS[case], ours(name, full=model == "full"))


def check_sampled(oracle: dict[str, Any], found: Posterior) -> None:
    figures, mcse = (np.array(oracle["effect"][key]) for key in ("figures", "mcse"))
    mine = [*found.effect.moments(), *(found.effect.quantile(p) for p in (0.025, 0.25, 0.5, 0.75, 0.975))]
    assert np.all(np.abs(figures - mine) <= np.array([3, 4, 4, 4, 4, 4, 4]) * mcse)
    for key, value in (("rho", found.rho), ("sigma", found.sigma), ("nugget", found.nugget)):
        if key in oracle:
            sampled, error = np.array(oracle[key]["figures"][:2]), np.array(oracle[key]["mcse"][:2])
            assert np.all(np.abs(sampled - value) <= 4 * error), key


LATENT = {
    "binary84": (Binary(), binary_priors()),
    "ordinal84": (Ordinal(0, 4), ordinal_priors()),
    "count84": (Count(), count_priors()),
}


@pytest.mark.parametrize("case", [c for c in NUTS if c.endswith("-carryover")])
def test_nuts_with_every_hidden_night_sampled_says_the_same(case: str) -> None:
    name, model = case.split()
    outcome, priors = LATENT[name]
    found = fit_latent(
        trial(diaries.read(name)), outcome, priors if model == "with-carryover" else priors.without_carryover()
    )
    effect, said = found.estimate(found.effect), np.array(NUTS[case]["effect"]["figures"])
    # Both are samples: ours has this error of its mean, and its quantiles and sd a little more.
    own = effect.sd / np.sqrt(found.ess)
    error = np.hypot(np.array(NUTS[case]["effect"]["mcse"]), own * np.array([1, 1, 3, 1.5, 1.3, 1.5, 3]))
    mine = np.array([effect.mean, effect.sd, effect.lo, said[3], effect.median, said[5], effect.hi])
    # Where σ is near nothing the sampled nights form a funnel: a few steps in twenty thousand may diverge.
    assert NUTS[case]["divergent"] <= 5
    assert np.all(np.abs(mine - said) <= 3.5 * error)
    for key, value in (("rho", found.rho), ("sigma", found.sigma)):
        sampled, mcse = np.array(NUTS[case][key]["figures"][:2]), np.array(NUTS[case][key]["mcse"][:2])
        assert np.all(np.abs(sampled - value) <= 4 * np.hypot(mcse, 1.5 * value[1] / np.sqrt(found.ess))), key


class Fitted:
    """The likelihoods of a generalised least squares fit, by Stilla's covariance."""

    def __init__(self, diary: diaries.Diary) -> None:
        seen = ~np.isnan(diary.score)
        self.gaps = np.diff(diary.night[seen])
        self.x, self.y = diaries.columns(diary, 0.0)[seen], diary.score[seen]

    def at(self, rho: float, *, reml: bool) -> tuple[float, np.ndarray, np.ndarray]:
        """Log-likelihood with the rest at its best, coefficients, standard errors (for REML)."""
        n, p = self.x.shape
        columns = np.column_stack([self.x, self.y])
        found = weighted(self.gaps, np.array([rho]), np.zeros(1), columns)
        cross = columns.T @ found.columns[:, 0]
        beta = np.linalg.solve(cross[:p, :p], cross[:p, p])
        square = cross[p, p] - beta @ cross[:p, p]
        free = n - p if reml else n
        loglik = -0.5 * (free * (np.log(2 * np.pi * square / free) + 1) + found.log_determinant[0])
        if reml:
            loglik -= 0.5 * np.linalg.slogdet(cross[:p, :p])[1]
        return loglik, beta, np.sqrt(np.diag(np.linalg.inv(cross[:p, :p])) * square / free)

    def best(self, *, reml: bool) -> float:
        best = minimize_scalar(
            lambda rho: -self.at(rho, reml=reml)[0], bounds=(-0.9, 0.995), method="bounded", options={"xatol": 1e-10}
        )
        return float(best.x)


@pytest.mark.parametrize("name", diaries.GAUSSIAN)
@pytest.mark.parametrize("method", ["ML", "REML"])
def test_the_covariance_gives_the_fit_of_nlme(name: str, method: str) -> None:
    oracle = frozen("nlme")[name]
    fitted, reml = Fitted(diaries.read(name)), method == "REML"
    rho = fitted.best(reml=reml)
    loglik, beta, se = fitted.at(rho, reml=reml)
    assert rho == pytest.approx(oracle[method]["phi"][0], abs=1e-4)
    assert loglik == pytest.approx(oracle[method]["loglik"][0], abs=1e-6)
    assert beta == pytest.approx(oracle[method]["beta"], abs=1e-5)
    assert se == pytest.approx(oracle[method]["unadjusted_se"], abs=1e-5)


@pytest.mark.parametrize("name", diaries.GAUSSIAN)
def test_the_likelihoods_at_given_correlations_are_those_of_nlme(name: str) -> None:
    oracle = frozen("nlme")[name]["fixed"]
    fitted = Fitted(diaries.read(name))
    for i, rho in enumerate(oracle["phi"]):
        assert fitted.at(rho, reml=False)[0] == pytest.approx(oracle["ML"][i], abs=1e-8)
        loglik, beta, se = fitted.at(rho, reml=True)
        assert (loglik, beta[1], se[1]) == pytest.approx(
            (oracle["REML"][i], oracle["effect"][i], oracle["effect_se"][i]), abs=1e-8
        )


@pytest.mark.parametrize("name", diaries.GAUSSIAN)
def test_the_covariance_gives_the_fit_of_sarimax(name: str) -> None:
    oracle = frozen("sarimax")[name]
    fitted = Fitted(diaries.read(name))
    rho = fitted.best(reml=False)
    loglik, beta, _ = fitted.at(rho, reml=False)
    assert rho == pytest.approx(oracle["phi"], abs=1e-5)
    assert loglik == pytest.approx(oracle["loglik"], abs=1e-6)
    assert beta == pytest.approx(oracle["beta"], abs=1e-5)
