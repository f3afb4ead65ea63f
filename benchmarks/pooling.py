"""Pooling many summaries, beside what others need for a random-effects answer: processor time, in one run.

statsmodels' `combine_effects` (Paule and Mandel) works on the same arrays. metafor's `rma` (REML) builds matrices of
n x n, so it is given fewer people, and the comparison is per person. Both are asked where they are installed. Neither
gives a posterior, a share of people who gain, or a chunked answer.
"""

from __future__ import annotations

import importlib.util
import resource
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stilla.analysis.mixture import Mixture
from stilla.analysis.pool import Settings, pool
from stilla.analysis.pool_joint import estimate_of_mu, estimate_of_next, estimate_of_tau, share_below
from stilla.analysis.pool_normal import NormalJoint, Sums
from stilla.analysis.pool_trials import collect
from stilla.analysis.summary import About, read_summary, summarise, write_summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.analysis.arrays import FloatArray

PEOPLE = 1_000_000
FEWER = 1_000
ON_THE_GRID = (40, 1_000, 10_000)
READ = 2_000
LIMIT_S = 1.0
SEED = 20261122
ABOUT = About(
    trial="trial-000000",
    intervention="simulated",
    outcome="simulated",
    unit="points-0-10",
    s0=1.0,
    mid=0.5,
    better="lower",
    design="balanced-8x21",
    nights=168,
    early_stopped=False,
    blinded=True,
    protocol="0" * 64,
    software="stilla",
)


def people(count: int) -> tuple[FloatArray, FloatArray]:
    chance = np.random.default_rng(SEED)
    sd = chance.uniform(0.15, 0.6, count)
    return chance.normal(chance.normal(-0.5, 0.7, count), sd), sd


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """Processor time, the best of a few runs."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def answer(estimate: FloatArray, sd: FloatArray) -> NormalJoint:
    joint = Sums().add(estimate, sd).finish()
    for figure in (estimate_of_mu, estimate_of_tau, estimate_of_next):
        figure(joint)
    share_below(joint, -0.5)
    return joint


def in_chunks(estimate: FloatArray, sd: FloatArray, size: int = 10_000) -> NormalJoint:
    sums = Sums()
    for first in range(0, len(sd), size):
        sums = sums.add(estimate[first : first + size], sd[first : first + size])
    return sums.finish()


def by_statsmodels(estimate: FloatArray, sd: FloatArray) -> None:
    if importlib.util.find_spec("statsmodels") is None:
        print("statsmodels: not installed here")
        return
    from statsmodels.stats.meta_analysis import combine_effects  # noqa: PLC0415  # a peer, where it is installed

    found = combine_effects(estimate, sd**2, method_re="iterated")
    took = seconds(lambda: combine_effects(estimate, sd**2, method_re="iterated"))
    print(f"statsmodels combine_effects, {len(sd):,} people: {took:.2f} s CPU, tau {found.tau2**0.5:.4f}")


def by_metafor(estimate: FloatArray, sd: FloatArray) -> None:
    script = shutil.which("Rscript")
    if script is None:
        print("metafor: Rscript is not installed here")
        return
    lines = "\n".join(f"{a!r} {b!r}" for a, b in zip(estimate.tolist(), sd.tolist(), strict=True))
    fit = (
        "suppressPackageStartupMessages(library(metafor)); x <- scan(file('stdin'), list(0, 0), quiet = TRUE);"
        "s <- proc.time(); f <- rma(x[[1]], sei = x[[2]], method = 'REML'); e <- proc.time() - s;"
        "cat(e[[1]] + e[[2]], sqrt(f$tau2), f$beta, '\\n')"
    )
    done = subprocess.run([script, "-e", fit], input=lines, capture_output=True, text=True, check=False)
    if done.returncode:
        print("metafor: not installed here")
        return
    took, tau, mu = map(float, done.stdout.split())
    ours, joint = seconds(lambda: answer(estimate, sd)), answer(estimate, sd)
    print(f"metafor rma (REML), {len(sd):,} people: {took:.2f} s CPU, tau {tau:.4f}, mu {mu:.4f}")
    print(
        f"  Stilla's normal shortcut on the same people: {ours:.4f} s CPU, {took / ours:,.0f} times less; "
        f"tau {estimate_of_tau(joint).mean:.4f}, mu {estimate_of_mu(joint).mean:.4f}"
    )


def on_the_grid(count: int) -> None:
    estimate, sd = people(count)
    kept = 1 / (1 + sd**2)
    trials = collect(
        summarise(
            Mixture(np.ones(1), kept[n : n + 1] * estimate[n], np.sqrt(kept[n : n + 1]) * sd[n]),
            0.0,
            1.0,
            msgspec.structs.replace(ABOUT, trial=f"trial-{n:06d}"),
        )
        for n in range(count)
    )
    took = seconds(lambda: pool(trials, Settings(method="grid")), 1)
    print(f"full answer on the grid with sensitivity, {count:,} people, 40 of them shrunken: {took:.2f} s CPU")


def reading() -> None:
    line = write_summary(summarise(Mixture(np.ones(1), -0.4 * np.ones(1), 0.3 * np.ones(1)), 0.0, 1.0, ABOUT))
    for whole, words in ((True, "with the likelihood checked"), (False, "for the normal shortcut")):
        took = seconds(lambda whole=whole: [read_summary(line, "x", whole=whole) for _ in range(READ)])
        print(f"reading a summary {words}: {1e6 * took / READ:.0f} microseconds ({len(line)} bytes)")


def main() -> None:
    estimate, sd = people(PEOPLE)
    whole = seconds(lambda: answer(estimate, sd))
    joint = answer(estimate, sd)
    mu, tau = estimate_of_mu(joint), estimate_of_tau(joint)
    print(f"normal shortcut with all figures, {PEOPLE:,} people: {whole:.2f} s CPU (limit {LIMIT_S:g})")
    print(f"  mu {mu.mean:.4f} ({mu.lo:.4f} to {mu.hi:.4f}), tau {tau.mean:.4f} ({tau.lo:.4f} to {tau.hi:.4f})")
    print(f"the same in chunks of 10,000: {seconds(lambda: in_chunks(estimate, sd)):.2f} s CPU")
    print(f"memory of this process at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    by_statsmodels(estimate, sd)
    by_metafor(estimate[:FEWER], sd[:FEWER])
    for count in ON_THE_GRID:
        on_the_grid(count)
    reading()
    if whole > LIMIT_S:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
