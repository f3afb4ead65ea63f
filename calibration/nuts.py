"""The same models by NUTS: `$ORACLE_PYTHON -m calibration.nuts` writes `tests/analysis/oracles/numpyro.json`.

Needs NumPyro and nothing of Stilla. The Gaussian models are written with a dense covariance (the half-life summed
out), the latent ones with every night's state sampled: another road to the same posterior in each case.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.linalg import solve_triangular
from jax.scipy.special import logsumexp
from numpyro.diagnostics import effective_sample_size
from numpyro.infer import MCMC, NUTS
from tests.analysis.oracles import diaries

if TYPE_CHECKING:
    from collections.abc import Callable

    Model = Callable[[], None]

jax.config.update("jax_enable_x64", val=True)

SEED = 20261122
CHAINS, WARMUP, DRAWS = 4, 1000, 5000
BATCHES = 20
WHERE = Path(__file__).parents[1] / "tests" / "analysis" / "oracles" / "numpyro.json"
SHOWN = (0.025, 0.25, 0.5, 0.75, 0.975)


def nuisance() -> tuple[Any, Any]:
    """Correlation and standard deviation with the priors of a Gaussian diary."""
    share = numpyro.sample("share", dist.Beta(2.0, 2.0))
    rho = numpyro.deterministic("rho", -0.3 + 1.29 * share)
    return rho, numpyro.sample("sigma", dist.FoldedDistribution(dist.StudentT(4.0, 0.0, diaries.SCALE)))


def coefficients() -> Any:
    """Intercept, effect, trend."""
    beta = numpyro.sample("beta", dist.Normal(diaries.PRIOR_MEAN, diaries.PRIOR_SD))
    numpyro.deterministic("effect", beta[1])
    return beta


def gaussian(diary: diaries.Diary, *, full: bool) -> Model:
    """The plain AR(1) model, or the primary one with nugget and carry-over."""
    seen = ~np.isnan(diary.score)
    halves = diaries.HALF_LIVES if full else {0.0: 1.0}
    designs = jnp.array([diaries.columns(diary, half)[seen] for half in halves])
    prior = jnp.log(jnp.array(list(halves.values())))
    y, night = diary.score[seen], diary.night[seen]
    gap = np.abs(np.subtract.outer(night, night)).astype(int)

    def model() -> None:
        rho, sigma = nuisance()
        beta = coefficients()
        slow = jnp.power(rho, gap)
        nugget = numpyro.sample("nugget", dist.Beta(1.0, 2.0)) if full else 0.0
        factor = jnp.linalg.cholesky((1.0 - nugget) * slow + nugget * jnp.eye(len(y)))
        left = solve_triangular(factor, (y - designs @ beta).T, lower=True) / sigma
        half_log_det = jnp.log(jnp.diagonal(factor)).sum() + len(y) * (jnp.log(sigma) + 0.5 * jnp.log(2.0 * jnp.pi))
        numpyro.factor("nights", logsumexp(prior - 0.5 * (left**2).sum(0) - half_log_det))

    return model


LATENT_PRIORS = {"binary84": (1.0, 2.5, 2.0), "ordinal84": (1.0, 2.5, 2.0), "count84": (0.7, 2.5, 1.0)}
"""Standard deviations of effect, intercept and trend on the scale of the link."""
LEVELS = 5


def hidden(name: str, *, full: bool) -> Model:
    """Yes or no, a score in steps, or a count, over a hidden AR(1) state with every night of it sampled."""
    diary = diaries.read(name)
    seen = ~np.isnan(diary.score)
    halves = diaries.HALF_LIVES if full else {0.0: 1.0}
    designs = jnp.array([diaries.columns(diary, half)[seen] for half in halves])
    prior = jnp.log(jnp.array(list(halves.values())))
    y, gap = jnp.array(diary.score[seen].astype(int)), jnp.array(np.diff(diary.night[seen]).astype(int))
    effect_sd, intercept_sd, trend_sd = LATENT_PRIORS[name]
    emission = {"binary84": binary, "ordinal84": ordinal, "count84": count}[name]

    def model() -> None:
        share = numpyro.sample("share", dist.Beta(2.0, 2.0))
        rho = numpyro.deterministic("rho", -0.3 + 1.29 * share)
        sigma = numpyro.sample("sigma", dist.FoldedDistribution(dist.StudentT(4.0, 0.0, 1.0)))
        beta = numpyro.sample("beta", dist.Normal(0.0, jnp.array([intercept_sd, effect_sd, trend_sd])))
        numpyro.deterministic("effect", beta[1])
        fresh = numpyro.sample("fresh", dist.Normal(0.0, 1.0).expand([len(y)]))
        kept = jnp.power(rho, gap)

        def step(state: Any, now: Any) -> tuple[Any, Any]:
            state = now[0] * state + jnp.sqrt(1.0 - now[0] ** 2) * now[1]
            return state, state

        later = jax.lax.scan(step, fresh[0], (kept, fresh[1:]))[1]
        state = jnp.concatenate([fresh[:1], later])
        eta = designs @ beta + sigma * state
        numpyro.factor("nights", logsumexp(prior + emission()(y, eta).sum(1)))

    return model


def binary() -> Any:
    """Log likelihood of yes and no."""
    return lambda y, eta: dist.Bernoulli(logits=eta).log_prob(y)


def ordinal() -> Any:
    """Log likelihood of levels; cutpoints from a steepness and shares, as `stilla.analysis.latent_ordinal` says."""
    steep = 3.0 * jnp.exp(numpyro.sample("steep", dist.Normal(0.0, 1.0)))
    odds = jnp.exp(1.5 * numpyro.sample("shares", dist.Normal(0.0, 1.0).expand([2])))
    u = (jnp.arange(1, LEVELS) - 0.5) / (LEVELS - 1)
    shape = odds[0] * jnp.log(2 * u) - odds[1] * jnp.log(2 * (1 - u)) + 2 * u - 1
    cuts = steep * shape / (1.0 + odds.sum())
    return lambda y, eta: dist.OrderedLogistic(eta, cuts).log_prob(y)


def count() -> Any:
    """Log likelihood of a negative binomial with variance mean + mean^2 / shape."""
    over = numpyro.sample("over", dist.HalfNormal(1.0))
    return lambda y, eta: dist.NegativeBinomial2(jnp.exp(eta), over**-2).log_prob(y)


def figures(draws: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Mean, sd, quantiles."""
    return np.array([draws.mean(), draws.std(ddof=1), *np.quantile(draws, SHOWN)])


def summarised(draws: np.ndarray[Any, Any]) -> dict[str, list[float]]:
    """Figures of (chains, draws), with Monte-Carlo standard errors by batches, the mean's by effective size."""
    batches = np.array([figures(part) for chain in draws for part in np.array_split(chain, BATCHES)])
    mcse = batches.std(0, ddof=1) / np.sqrt(len(batches))
    effective = effective_sample_size(draws)
    mcse[0] = max(mcse[0], draws.std() / np.sqrt(effective))
    return {"figures": [round(float(x), 7) for x in figures(draws.ravel())], "mcse": [float(f"{x:.3g}") for x in mcse]}


def run(model: Model, shown: tuple[str, ...], seed: int, draws: int = DRAWS) -> dict[str, Any]:
    """NUTS, its chains one after another."""
    kernel = NUTS(model, target_accept_prob=0.95)
    sampler = MCMC(
        kernel, num_warmup=WARMUP, num_samples=draws, num_chains=CHAINS, chain_method="sequential", progress_bar=False
    )
    sampler.run(jax.random.PRNGKey(seed))
    found = {name: np.asarray(value) for name, value in sampler.get_samples(group_by_chain=True).items()}
    lost = int(np.asarray(sampler.get_extra_fields()["diverging"]).sum())
    return {"divergent": lost, "draws": draws} | {name: summarised(found[name]) for name in shown}


def cases() -> dict[str, tuple[Model, tuple[str, ...], int]]:
    """Every posterior that is frozen: model, quantities, draws of each of the chains."""
    plain, full = ("effect", "rho", "sigma"), ("effect", "rho", "sigma", "nugget")
    out: dict[str, tuple[Model, tuple[str, ...], int]] = {}
    for name in diaries.GAUSSIAN:
        diary = diaries.read(name)
        # Few nights leave rho near 1 possible, with a wide sigma: a tail that takes long to walk.
        draws = 4 * DRAWS if name == "short28" else DRAWS
        out[f"{name} plain"] = (gaussian(diary, full=False), plain, draws)
        if name != "default168":  # A matrix of 143 nights at each of a million steps; the dense grid answers for it.
            out[f"{name} full"] = (gaussian(diary, full=True), full, draws)
    for name in LATENT_PRIORS:
        out[f"{name} without-carryover"] = (hidden(name, full=False), plain, DRAWS)
        out[f"{name} with-carryover"] = (hidden(name, full=True), plain, DRAWS)
    return out


def timed(name: str) -> dict[str, float]:
    """Processor time of 4 chains of 1000 for the plain model, with its compilation and again without."""
    model = gaussian(diaries.read(name), full=False)
    sampler = MCMC(
        NUTS(model), num_warmup=1000, num_samples=1000, num_chains=4, chain_method="sequential", progress_bar=False
    )
    seconds = []
    for seed in (1, 2):
        start = time.process_time()
        sampler.run(jax.random.PRNGKey(seed))
        effect = np.asarray(sampler.get_samples()["effect"])
        seconds.append(time.process_time() - start)
    return {"first": seconds[0], "again": seconds[1], "mean": float(effect.mean()), "sd": float(effect.std())}


def main() -> None:
    """Run the cases whose names hold the argument, and put their figures beside those that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="")
    parser.add_argument("--time", metavar="DIARY", help="only the time of 4 chains of 1000, as JSON, for benchmarks")
    asked = parser.parse_args()
    if asked.time:
        print(json.dumps(timed(asked.time)))
        return
    only = asked.only
    frozen = json.loads(WHERE.read_text(encoding="utf-8")) if WHERE.exists() else {}
    for number, (name, (model, shown, draws)) in enumerate(cases().items()):
        if only in name:
            frozen[name] = run(model, shown, SEED + number, draws)
            print(name, frozen[name]["effect"], frozen[name]["divergent"], flush=True)
            frozen |= {
                "made_by": "calibration/nuts.py",
                "versions": {"numpyro": numpyro.__version__, "jax": jax.__version__},
                "seed": SEED,
                "chains": CHAINS,
                "figures_are": ["mean", "sd", "q025", "q25", "q50", "q75", "q975"],
            }
            WHERE.write_text(json.dumps(frozen, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
