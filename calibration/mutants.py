"""Would the tests notice? `python -m calibration.mutants [word]` breaks the engine on purpose, one break at a time.

Each entry replaces one piece of text in a copy of the source and runs the tests that should fail. One that lives is a
hole in the tests; one whose text is not found exactly once has gone stale. Both end the run with an error.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
AT_MOST = 300.0
"""Seconds for the tests of one mutant; one that hangs them counts as noticed."""


class Mutant(NamedTuple):
    """One break."""

    what: str
    file: str
    """In src/stilla."""
    old: str
    new: str
    tests: tuple[str, ...]
    """Arguments of pytest."""


ORACLES = ("tests/analysis/test_oracles.py", "-k", "dense or nlme or jags")
TRAPS = ("tests/analysis/test_traps.py",)
DECISION = ("tests/analysis/test_answer.py",)
BLINDING = ("tests/analysis/test_blinding.py",)
DESIGN = ("tests/analysis/test_design.py",)
RANDOM = ("tests/analysis/test_randomisation.py",)
SEAL = ("tests/trial/test_seal.py", "tests/trial/test_verify.py")
DIARY = ("tests/diary",)
POOL = ("tests/analysis/test_pool.py", "tests/analysis/test_pool_normal.py")
LATENT = (
    "tests/analysis/test_latent.py",
    "tests/analysis/test_latent_filter.py",
    "tests/analysis/test_latent_sampling.py",
)
FORECAST = ("tests/analysis/test_forecast.py",)
ANSWER = ("tests/analysis/test_answer.py",)
GAPS = "np.sign(rho) ** gaps[:, None] * np.abs(rho) ** gaps[:, None]"
WORSE = 'if believed.harm >= thresholds.worse:\n        return "worse"'
LITTLE = 'if believed.mid <= thresholds.not_enough:\n        return "not_enough"'

MUTANTS = (
    # The covariance and the quadrature.
    Mutant("ρ instead of ρ^gap", "analysis/covariance.py", GAPS, "rho * np.ones_like(gaps)[:, None]", ORACLES),
    Mutant("the sign of a negative ρ", "analysis/covariance.py", "np.sign(rho) ** gaps[:, None] * ", "", ORACLES),
    Mutant("log |R| dropped", "analysis/covariance.py", "np.sum(np.log(left), axis=0)", "np.zeros(len(rho))", ORACLES),
    Mutant(
        "nugget turned round",
        "analysis/covariance.py",
        "(1 - nugget) + nugget * inside",
        "nugget + (1 - nugget) * inside",
        ORACLES,
    ),
    Mutant(
        "nugget's sign",
        "analysis/covariance.py",
        "inside, nugget * beside, columns",
        "inside, -nugget * beside, columns",
        ORACLES,
    ),
    Mutant(
        "nugget's determinant dropped",
        "analysis/covariance.py",
        "log_determinant = log_determinant + extra",
        "del extra",
        ORACLES,
    ),
    Mutant(
        "prior of σ forgotten",
        "analysis/quadrature.py",
        "log_prior = _half_t(variance / scale**2, scale, night.df) + log_sigma",
        "log_prior = log_sigma",
        ORACLES,
    ),
    Mutant(
        "step of log σ forgotten", "analysis/quadrature.py", "scale, night.df) + log_sigma", "scale, night.df)", ORACLES
    ),
    Mutant("tails of σ: df", "analysis/priors.py", "sigma_df: float = 4.0", "sigma_df: float = 1.0", ORACLES),
    Mutant("prior of ρ: flat", "analysis/nodes.py", "r_weight * 6 * inside * (1 - inside) / ", "r_weight / ", ORACLES),
    Mutant("prior of ν: flat", "analysis/nodes.py", "v_weight * 2 * (1 - v)", "v_weight", ORACLES),
    Mutant(
        "prior sd squared",
        "analysis/quadrature.py",
        "cross * prior_sd[:, None] * prior_sd)",
        "cross * prior_sd[:, None])",
        ORACLES,
    ),
    Mutant(
        "variance of the mean lost",
        "analysis/mixture.py",
        "self.sd**2 + (self.mean - mean) ** 2",
        "self.sd**2",
        ORACLES,
    ),
    Mutant(
        "half-life prior dropped",
        "analysis/gaussian.py",
        "np.log(np.array(problem.priors.half_life_weights) / np.sum(problem.priors.half_life_weights))",
        "np.zeros(len(problem.priors.half_life_weights))",
        ORACLES,
    ),
    Mutant(
        "exposure a day late",
        "analysis/exposure.py",
        "out[i] = through * held + (1 - through) * active[i]",
        "out[i] = through * held + (1 - through) * active[i - 1]",
        ORACLES,
    ),
    Mutant(
        "full at once on the first night",
        "analysis/exposure.py",
        "out[0] = (1 - kept) * active[0]",
        "out[0] = active[0]",
        ORACLES,
    ),
    Mutant(
        "half-life to the base e",
        "analysis/exposure.py",
        "2.0 ** (-1.0 / half_life)",
        "np.exp(-1.0 / half_life)",
        ORACLES,
    ),
    Mutant(
        "effect prior twice as wide", "analysis/priors.py", "effect_sd: float = 1.0", "effect_sd: float = 2.0", ORACLES
    ),
    Mutant(
        "trend from 0 to 1",
        "analysis/gaussian.py",
        "(time - time[0]) / length - 0.5",
        "(time - time[0]) / length",
        ORACLES,
    ),
    Mutant(
        "days shuffled",
        "analysis/series.py",
        'order = np.argsort(when, kind="stable")',
        "order = np.random.default_rng(1).permutation(len(when))",
        ORACLES,
    ),
    Mutant(
        "rows not put in order",
        "analysis/series.py",
        'order = np.argsort(when, kind="stable")',
        "order = np.arange(len(when))",
        ("tests/analysis/test_gaussian.py",),
    ),
    Mutant(
        "missing nights close the gap",
        "analysis/gaussian.py",
        "gaps=np.diff(steps),",
        "gaps=np.ones(int(seen.sum()) - 1),",
        TRAPS,
    ),
    Mutant(
        "an upper tail for a lower",
        "analysis/mixture.py",
        "ndtr((x - self.mean) / self.sd)",
        "ndtr((self.mean - x) / self.sd)",
        TRAPS,
    ),
    Mutant(
        "a σ too narrow upwards",
        "analysis/quadrature.py",
        "return narrow, np.maximum(narrow, np.minimum(30.0 / free, 8.0))",
        "return narrow, 0.1 * narrow",
        ORACLES,
    ),
    # The decision.
    Mutant(
        "threshold flipped",
        "analysis/decision.py",
        "believed.benefit >= thresholds.helps",
        "believed.benefit <= thresholds.helps",
        DECISION,
    ),
    Mutant("MID not asked", "analysis/decision.py", " and believed.mid >= thresholds.mid", "", DECISION),
    Mutant(
        "not enough before worse",
        "analysis/decision.py",
        WORSE + "\n    " + LITTLE,
        LITTLE + "\n    " + WORSE,
        DECISION,
    ),
    Mutant("too little data is enough", "analysis/decision.py", "if not enough:", "if False:", DECISION),
    Mutant("MID's sign", "analysis/sensitivity.py", "found.below(-asked.mid)", "found.below(asked.mid)", ANSWER),
    Mutant(
        "harm and benefit exchanged",
        "analysis/sensitivity.py",
        'if asked.better == "lower":',
        'if asked.better == "higher":',
        ANSWER,
    ),
    Mutant("batch: MID's sign", "analysis/batch.py", "(gain - plan.mid) / sd", "(gain + plan.mid) / sd", FORECAST),
    Mutant(
        "batch: better direction",
        "analysis/batch.py",
        'gain = -mean if plan.better == "lower" else mean',
        "gain = mean",
        FORECAST,
    ),
    # The design and its test.
    Mutant(
        "min p: one-sided",
        "analysis/design.py",
        "(2 if design.mirrored else 1) / sequences(design)",
        "1 / sequences(design)",
        DESIGN,
    ),
    Mutant(
        "run limit one too long",
        "analysis/design.py",
        "min(design.most_alike, most)",
        "min(design.most_alike + 1, most)",
        DESIGN,
    ),
    Mutant(
        "rank off by one branch",
        "analysis/design.py",
        "index += treatment * _ways(at, 0, rule)",
        "index += _ways(at, 0, rule)",
        DESIGN,
    ),
    Mutant(
        "reference set without the observed order",
        "analysis/reference.py",
        "np.concatenate([observed, _drawn(design)])",
        "_drawn(design)",
        RANDOM,
    ),
    Mutant(
        "one-sided p",
        "analysis/randomisation.py",
        "np.abs(statistics) >= abs(seen) - _TIE * scale",
        "statistics >= seen - _TIE * scale",
        RANDOM,
    ),
    Mutant(
        "ties do not count",
        "analysis/randomisation.py",
        "np.abs(statistics) >= abs(seen) - _TIE * scale",
        "np.abs(statistics) > abs(seen) + _TIE * scale",
        RANDOM,
    ),
    # Blinding.
    Mutant("Bang's sign", "analysis/blinding.py", "return c - w, ", "return w - c, ", BLINDING),
    Mutant("Bang's variance", "analysis/blinding.py", "+ 2 * c * w) / n", "- 2 * c * w) / n", BLINDING),
    Mutant(
        "guesses better than chance: other tail",
        "analysis/blinding.py",
        "reference >= seen - _TIE",
        "reference <= seen - _TIE",
        BLINDING,
    ),
    # Sealing and the diary.
    Mutant(
        "kit codes without the secret",
        "trial/seal.py",
        "hmac.new(secret, message,",
        'hmac.new(b"", message,',
        SEAL,
    ),
    Mutant(
        "commitment without the secret",
        "trial/seal.py",
        "sha256(canonical(fixed) + secret)",
        "sha256(canonical(fixed))",
        (*SEAL, *TRAPS),
    ),
    Mutant("commitment without the sequence", "trial/seal.py", '"sequence": opened.sequence,', "", SEAL),
    Mutant(
        "modulo instead of rejection",
        "trial/seal.py",
        "if drawn < n:\n                return drawn",
        "return drawn % n",
        SEAL,
    ),
    Mutant("chain: previous omitted", "diary/chain.py", "if event.previous != before:", "if False:", DIARY),
    Mutant(
        "chain: hash not looked at",
        "diary/chain.py",
        "if sha256(hashed(event, body)) != event.hash:",
        "if False:",
        DIARY,
    ),
    Mutant("noon becomes midnight", "diary/nights.py", "NOON = time(12)", "NOON = time(0)", TRAPS),
    Mutant(
        "the later answer stands",
        "diary/record.py",
        "if body.replaces != standing:",
        "if False:",
        TRAPS,
    ),
    Mutant(
        "a period one night too late",
        "diary/nights.py",
        "period = 1 + past // nights",
        "period = 1 + (past - 1) // nights",
        DIARY,
    ),
    # The outcomes that are no plain measure, many people, and looks.
    Mutant(
        "importance weights without the proposal",
        "analysis/latent_sampling.py",
        "value - _log_t(z, proposal.root)",
        "value",
        LATENT,
    ),
    Mutant(
        "rows of the transition not normalised",
        "analysis/latent_filter.py",
        "weight /= weight.sum(axis=2, keepdims=True)",
        "pass",
        LATENT,
    ),
    Mutant(
        "ρ of the hidden state: uniform",
        "analysis/latent_model.py",
        "betaincinv(2.0, 2.0, ",
        "betaincinv(1.0, 1.0, ",
        ("tests/analysis/test_oracles.py", "-k", "hidden"),
    ),
    Mutant(
        "prior of τ forgotten",
        "analysis/pool_normal.py",
        "self.log_likelihood(tau, priors.mu_sd) + priors.log_tau(tau)",
        "self.log_likelihood(tau, priors.mu_sd)",
        POOL,
    ),
    Mutant(
        "fit of the mean left out of τ",
        "analysis/pool_normal.py",
        "left = squares - weighted**2 / total",
        "left = squares",
        POOL,
    ),
    Mutant(
        "looks: harm flipped",
        "analysis/looks.py",
        "believed_now.harm >= looks.harm",
        "believed_now.harm <= looks.harm",
        FORECAST,
    ),
    Mutant(
        "calibration without its standard error",
        "analysis/forecast.py",
        "np.floor(error * n - np.sqrt(n * error * (1 - error)))",
        "np.floor(error * n)",
        FORECAST,
    ),
    Mutant(
        "martingale: a bet above the stake",
        "analysis/martingale.py",
        "np.clip(difference / scale, -1.0, 1.0)",
        "(difference / scale)",
        ("tests/analysis/test_martingale.py",),
    ),
)


def main() -> None:
    """Try every mutant whose name or file holds the word."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("word", nargs="?", default="")
    word = parser.parse_args().word
    chosen = [each for each in MUTANTS if word in each.what or word in each.file]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "src"
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
        texts = {each.file: (source / "stilla" / each.file).read_text(encoding="utf-8") for each in chosen}
        if stale := [each.what for each in chosen if texts[each.file].count(each.old) != 1]:
            sys.exit("Not found exactly once: " + "; ".join(stale))
        for tests in sorted({each.tests for each in chosen}):
            if not passes(source, tests):
                sys.exit(f"Fails without any mutant: {' '.join(tests)}")
        lived = [each.what for each in chosen if not killed(source, each)]
    print(f"{len(chosen) - len(lived)} of {len(chosen)} killed.")
    if lived:
        sys.exit("Not noticed: " + "; ".join(lived))


def killed(source: Path, mutant: Mutant) -> bool:
    """Whether a test fails on it."""
    file = source / "stilla" / mutant.file
    sound = file.read_text(encoding="utf-8")
    start = time.perf_counter()
    file.write_text(sound.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        noticed = not passes(source, mutant.tests)
    finally:
        file.write_text(sound, encoding="utf-8")
    print(
        f"{'killed' if noticed else 'LIVES '} {time.perf_counter() - start:5.1f} s  {mutant.file}: {mutant.what}",
        flush=True,
    )
    return noticed


def passes(source: Path, tests: tuple[str, ...]) -> bool:
    """Whether the quick tests pass on that source."""
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", *tests]
    environment = os.environ | {"PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=AT_MOST, check=False)
    except subprocess.TimeoutExpired:
        return False
    # 1: a test failed. 2: an import failed. Anything else says that the tests themselves could not be run.
    if found.returncode not in {0, 1, 2}:
        sys.exit(f"pytest {' '.join(tests)}: {found.stdout.decode()[-2000:]}{found.stderr.decode()[-500:]}")
    return found.returncode == 0


if __name__ == "__main__":
    main()
