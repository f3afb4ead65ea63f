"""The page `docs/calibration.md` from the results of all sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Result = dict[str, Any]

HEAD = """# Is the engine right?

Written by `make calibration` on {date}; every figure below was computed by it, none by hand. What is compared with
what, and with which seed, stands beside each table. The invented diaries are `calibration/data`; the frozen answers of
other programs are `tests/analysis/oracles`, each with the script that made it.

"""


def page(results: dict[str, Result], date: str) -> str:
    """The whole page; a section that has not been run says so."""
    out = [HEAD.format(date=date)]
    for name, (title, words, body) in SECTIONS.items():
        out.append(f"## {title}\n\n{words}\n\n")
        if name in results:
            found = results[name]
            out.append(body(found["figures"]))
            out.append(made(found))
        else:
            out.append(f"Not run yet: `python -m calibration.run {name}`.\n\n")
    return "".join(out).rstrip("\n") + "\n"


def made(found: Result) -> str:
    """How to get the table again."""
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    seed = f", seed {found['seed']}" if found["seed"] else ""
    return (
        f"`python -m calibration.run {found['section']}`{seed}; {found['cpu_seconds']} s of one core; {versions}.\n\n"
    )


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table of Markdown, its columns padded."""
    widths = [max(len(row[k]) for row in [head, *rows]) for k in range(len(head))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows]]
    rule = " | ".join("-" * width for width in widths)
    return "\n".join(f"| {line} |" for line in [lines[0], rule, *lines[1:]]) + "\n\n"


def percent(share: float) -> str:
    """A share in per cent with one decimal."""
    return f"{100 * share:.1f} %"


def exact(rows: list[Result]) -> str:
    """Engine against dense grid."""
    worst = max(max(row["mean_differs"], row["sd_differs"]) for row in rows)
    return (
        table(
            [
                "diary",
                "model",
                "mean",
                "sd",
                "mean differs",
                "sd differs",
                "log evidence differs",
                "engine's own error",
            ],
            [
                [row["diary"], row["model"], f"{row['mean']:.4f}", f"{row['sd']:.4f}"]
                + [f"{row[key]:.1e}" for key in ("mean_differs", "sd_differs", "evidence_differs", "own_error")]
                for row in rows
            ],
        )
        + f"Largest difference: {worst:.1e} standard deviations of the outcome; allowed: 1e-6.\n\n"
    )


def sampled(rows: list[Result]) -> str:
    """Engine against samplers."""
    return table(
        ["oracle", "diary", "model", "mean", "sd", "mean, in its MC errors", "worst of 7 figures", "mean, in sd"],
        [
            [
                *(row["oracle"], row["diary"], row["model"], f"{row['mean']:.3f}", f"{row['sd']:.3f}"),
                *(f"{row['mean_errors']:.1f}", f"{row['worst_errors']:.1f}", f"{row['mean_in_sd']:.4f}"),
            ]
            for row in rows
        ],
    )


def ranks(found: Result) -> str:
    """Simulation-based calibration of one model."""
    coverage = " / ".join(percent(each) for each in found["coverage"].values())
    return (
        table(
            [
                "draws",
                "KS p",
                "chi-square p (20 bins)",
                "ECDF envelope p",
                "coverage 50 / 90 / 95",
                "lowest, highest rank",
            ],
            [
                [
                    *(str(found["draws"]), f"{found['ks_p']:.2f}", f"{found['chi2_p']:.2f}"),
                    *(f"{found['envelope_p']:.2f}", coverage, f"{found['lowest']}, {found['highest']}"),
                ]
            ],
        )
        + f"Histogram: {' '.join(map(str, found['histogram']))}\n\n"
    )


def kinds(found: dict[str, Result]) -> str:
    """Simulation-based calibration of outcomes that are no plain measure."""
    head = ["outcome", "draws", "KS p", "chi-square p", "coverage 50 / 90 / 95", "effective draws: median, least"]
    rows = [
        [
            *(name, str(one["draws"]), f"{one['ks_p']:.2f}", f"{one['chi_square_p']:.2f}"),
            " / ".join(percent(one[f"coverage_{level}"]) for level in (50, 90, 95)),
            f"{one['ess_median']:.0f}, {one['ess_least']:.0f}",
            *(percent(one["unreliable"]), f"{one['seconds']:.2f} s"),
        ]
        for name, one in found.items()
    ]
    return table([*head, "unreliable", "a fit"], rows)


def pooled(found: Result) -> str:
    """Many people: ranks of the mean, the spread and one person, by both methods; coverage at a fixed truth."""
    head = ["method", "of", "KS p", "chi-square p", "ECDF envelope p", "coverage 50 / 90 / 95"]
    rows = [
        [
            *(method, field, f"{one['ks_p']:.2f}", f"{one['chi2_p']:.2f}", f"{one['envelope_p']:.2f}"),
            " / ".join(percent(each) for each in one["coverage"].values()),
        ]
        for method, fields in found["sbc"].items()
        for field, one in fields.items()
    ]
    fixed = found["fixed"]
    held = [
        [method, *(percent(one[key]) for key in ("mu", "tau", "share_gain")), f"{one['mean_tau']:.2f}"]
        for method, one in fixed["coverage"].items()
    ]
    words = (
        f"{found['repetitions']} times {found['people']} people with truths from the priors; then {fixed['people']} "
    )
    words += f"people at mean {fixed['mu']} and spread {fixed['tau']}. `normal` is the short cut for many people.\n\n"
    second = ["method", "mean covered", "spread covered", "share who gain covered", "mean of the spread"]
    return words + table(head, rows) + table(second, held)


def columns(head: dict[str, str], shares: dict[str, str]) -> Callable[[Any], str]:
    """A table of plain columns and of shares, by their keys."""

    def body(found: Any) -> str:
        rows = found["rows"] if isinstance(found, dict) else found
        before = f"{thresholds(found)}\n\n" if isinstance(found, dict) else ""
        cells = [[f"{row[key]:g}" if isinstance(row[key], int | float) else row[key] for key in head] for row in rows]
        parts = [[percent(row[key]) for key in shares] for row in rows]
        return before + table([*head.values(), *shares.values()], [a + b for a, b in zip(cells, parts, strict=True)])

    return body


def thresholds(found: Result) -> str:
    """What was calibrated."""
    if "thresholds" in found:
        said = found["thresholds"]
        return f"Thresholds of the sealed plan: helps {said['helps']}, worse {said['worse']}."
    periods = " and ".join(map(str, found["after"]))
    return f"Looks after {periods} periods; threshold of harm {found['harm']}."


def drifted(rows: list[Result]) -> str:
    """Carry-over: bias and coverage."""
    return table(
        ["design", "half-life", "ignored: bias", "coverage", "mixture: bias", "coverage"],
        [
            [
                *(row["design"], f"{row['half_life']:g}", f"{row['ignored_bias']:.2f}", percent(row["ignored_covers"])),
                *(f"{row['mixture_bias']:.2f}", percent(row["mixture_covers"])),
            ]
            for row in rows
        ],
    )


LOW, HIGH = 0.935, 0.985
"""Coverage that is promised without an effect (facts of the method, section 11)."""


def covered_and(fixed: dict[str, str], shares: dict[str, str]) -> Callable[[Any], str]:
    """The table with coverage of nothing, which is what is left of the false positives; and its range."""
    shown = columns(fixed, shares)

    def told(rows: list[Result]) -> str:
        whole = [row | {f"{m}_covers_0": 1 - row[m] for m in ("plain", "primary")} for row in rows]
        ranges = []
        for model, name in (("plain", "AR(1)"), ("primary", "primary")):
            for key, effect in ((f"{model}_covers_0", "without an effect"), (f"{model}_covers", "with 1.5")):
                found = [row[key] for row in whole]
                outside = sum(not LOW <= round(each, 4) <= HIGH for each in found)
                ranges.append(
                    f"{name} {effect}: {min(found):.3f} to {max(found):.3f}, {outside} of {len(found)} outside"
                )
        bounds = f"Coverage against {LOW} to {HIGH} (Monte-Carlo error 0.005): "
        return shown(whole) + bounds + "; ".join(ranges) + ".\n\n"

    return told


VERDICTS = {"helps": "helps", "not_enough": "not enough", "worse": "worse", "not_settled": "not settled"}
COVERS = {"plain_covers": "AR(1) covers", "primary": "primary rejects", "primary_covers": "primary covers"}
SECTIONS: dict[str, tuple[str, str, Callable[[Any], str]]] = {
    "exact": (
        "The same posterior by plain algebra",
        (
            "Engine against a dense grid that builds and factorises the whole covariance at every point and shares no "
            "code with it (`tests/analysis/oracles/dense.py`). Differences of mean and sd in standard deviations of "
            "the outcome."
        ),
        exact,
    ),
    "sampled": (
        "The same posterior by sampling",
        (
            "Engine against JAGS (4 chains of 100,000) and NUTS (4 chains of 5,000 or more), same priors: differences "
            "in their Monte-Carlo standard errors. nlme and SARIMAX agree too: see `tests/analysis/test_oracles.py`."
        ),
        sampled,
    ),
    "sbc-plain": ("Calibration: AR(1)", "Truths from the prior, 4 periods of 7 nights, 20 % missing.", ranks),
    "sbc-primary": (
        "Calibration: the primary model",
        "Truths from the prior with nugget and half-lives, 8 periods of 7 nights, 20 % missing.",
        ranks,
    ),
    "sbc-default": ("Calibration: the default design", "The same with 8 periods of 21 nights.", ranks),
    "sbc-latent": (
        "Calibration: yes or no, scores, counts",
        "Truths from the priors, 6 periods of 7 nights, 15 % missing.",
        kinds,
    ),
    "sbc-pooled": ("Calibration: many people", "Of `stilla trial pool`.", pooled),
    "false-positives": (
        "False positives without an effect, and coverage",
        (
            "Pairs in random order, sd 1.5, 15 % of nights missing. Nominal 5 %. StudyU's formula, the shuffle of days "
            "and REML are replicas of what other tools do. Coverage of the 95 % interval without an effect (0) and "
            "with a true benefit of 1.5, where a sceptical prior pulls toward nothing. "
            "The primary model pays for nugget and carry-over with width."
        ),
        covered_and(
            {"pairs": "pairs", "nights": "nights", "rho": "rho"},
            {"studyu": "StudyU", "shuffle": "shuffle", "paired_t": "paired t", "reml": "REML", "flip": "pair flip"}
            | {"plain": "**AR(1)**", "primary": "**primary**", "helps": "says helps"}
            | {"plain_covers_0": "AR(1) covers 0", "plain_covers": "1.5"}
            | {"primary_covers_0": "primary covers 0", "primary_covers": "1.5"},
        ),
    ),
    "power": (
        "Power",
        (
            "Share with a probability of at least 0.975 on either side (rho 0.5, sd 1.5), and share that says helps "
            "with a minimal important difference of 1 and the uncalibrated threshold."
        ),
        columns(
            {"design": "design", "benefit": "benefit"},
            {"plain": "AR(1)", "plain_helps": "helps", "primary": "primary", "primary_helps": "helps"},
        ),
    ),
    "robustness": (
        "Nights that are not as modelled",
        "4 pairs of 7 nights; rejection without an effect, coverage with a benefit of 1.5.",
        columns({"nights": "nights"}, {"plain": "AR(1) rejects"} | COVERS),
    ),
    "rounded": (
        "Scores rounded to 0-10",
        "Coverage of the true change of the score as written; `mean` is that of the comparator.",
        columns({"mean": "mean", "true_change": "true change"}, {"plain": "AR(1) rejects"} | COVERS),
    ),
    "carryover": (
        "Carry-over",
        (
            "A benefit of 1.5 that washes in and out with a half-life in days; positive bias means an effect seen too "
            "small. What is asked is the effect in the long run."
        ),
        drifted,
    ),
    "false-help": (
        "The default design without an effect",
        (
            "8 periods of 21 nights at thresholds calibrated as the sealed plan has them, on trials that the "
            "calibration never saw. The promise: helps in at most 2.5 %, also where a quarter of the variance drifts "
            "over 14 nights, and where the nights vary half as much again (sd 2.25) as the run-in did."
        ),
        columns(
            {"sd": "sd", "rho": "rho", "drift": "drift"},
            VERDICTS | {"helps_at_0.975": "helps at 0.975", "any_benefit": "benefit alone"},
        ),
    ),
    "outlook": (
        "The default design with an effect",
        "rho 0.5, sd 1.5, minimal important difference 1.",
        columns({"half_life": "half-life", "benefit": "benefit"}, VERDICTS),
    ),
    "sequential": (
        "Looks before the end",
        (
            "Looks stop for harm or futility, never for help. `benefit` is the true one, washing in with the "
            "half-life. `false` is a stop for harm, or a final helps or worse."
        ),
        columns(
            {"benefit": "benefit", "half_life": "half-life", "rho": "rho", "drift": "drift"},
            {"stop_harm": "stop, harm", "stop_futility": "stop, futility", "helps": "helps", "worse": "worse"}
            | {"any_false": "false"},
        ),
    ),
}
