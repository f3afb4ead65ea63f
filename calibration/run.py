"""`python -m calibration.run [--quick] [--date 2026-11-22] [section ...]`: run sections, write docs/calibration.md.

Each section leaves `calibration/results/<section>.json`; the page is put together from all that are there, so a long
run can be taken up again, and `--page` only writes the page. `--quick` runs a tenth into a folder of its own.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.analysis.oracles.dense import Grid

from calibration import agreement, default, fixed, latent, pooling, sbc
from calibration.report import page

if TYPE_CHECKING:
    from collections.abc import Callable

    Told = Callable[[int], None]

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "calibration" / "results"


class Section(NamedTuple):
    """What is run, how often, and how often by `--quick`."""

    run: Callable[[int, Told], Any]
    count: int
    quick: int
    seed: int


def latent_kinds(count: int, told: Told) -> dict[str, Any]:
    """Yes or no, scores and counts, one after another."""
    out = {}
    for kind in latent.KINDS:
        out[kind] = latent.main(count, 1, kind)
        told(len(out))
    return out


SECTIONS = {
    "exact": Section(lambda _, told: agreement.exact(told, Grid(0.35, 0.6, 0.12)), 10, 10, 0),
    "sampled": Section(lambda _, told: agreement.sampled(told), 20, 20, 0),
    "sbc-plain": Section(sbc.plain, 16_000, 400, sbc.SEED),
    "sbc-primary": Section(sbc.primary, 4000, 200, sbc.SEED),
    "sbc-default": Section(sbc.default, 1000, 60, sbc.SEED + 1),
    "sbc-latent": Section(latent_kinds, 400, 20, 1),
    "sbc-pooled": Section(lambda count, _: pooling.main(count), 300, 20, pooling.SEED),
    "false-positives": Section(fixed.false_positives, 2000, 100, fixed.SEED),
    "power": Section(fixed.power, 2000, 100, fixed.SEED),
    "robustness": Section(fixed.robustness, 2000, 200, fixed.SEED),
    "rounded": Section(fixed.rounded, 2000, 200, fixed.SEED),
    "carryover": Section(fixed.carryover, 2000, 100, fixed.SEED),
    "false-help": Section(default.false_help, 2000, 100, default.SEED),
    "outlook": Section(default.outlooks, 2000, 100, default.SEED + 100),
    "sequential": Section(default.sequential, 2000, 100, default.SEED + 200),
}


def measured(name: str, *, quick: bool) -> dict[str, Any]:
    """A section's figures with all that is needed to get them again."""
    section = SECTIONS[name]
    count = section.quick if quick else section.count
    start, shown = time.process_time(), [0.0]

    def told(done: int) -> None:
        if time.monotonic() - shown[0] > 2.0:
            shown[0] = time.monotonic()
            print(f"\r{name}: {done}", end="", file=sys.stderr, flush=True)

    figures = section.run(count, told)
    seconds = time.process_time() - start
    print(f"\r{name}: done in {seconds:.0f} s of processor time", file=sys.stderr)
    versions = {each: version(each) for each in ("stilla", "numpy", "scipy")} | {"python": platform.python_version()}
    return {"section": name, "count": count, "seed": section.seed, "cpu_seconds": round(seconds, 1)} | {
        "versions": versions,
        "figures": figures,
    }


def main() -> None:
    """Run what is asked for, then write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS], help="all, if none is named")
    parser.add_argument("--quick", action="store_true", help="a tenth, to see that it runs; leaves the page alone")
    parser.add_argument("--page", action="store_true", help="only put the page together")
    parser.add_argument("--missing", action="store_true", help="only sections that have no result yet")
    parser.add_argument("--date", default=date.today().isoformat(), help="printed on the page")  # noqa: DTZ011
    asked = parser.parse_args()
    folder = RESULTS / "quick" if asked.quick else RESULTS
    folder.mkdir(parents=True, exist_ok=True)
    for name in [] if asked.page else asked.sections or SECTIONS:
        file = folder / f"{name}.json"
        if not (asked.missing and file.exists()):
            file.write_text(json.dumps(measured(name, quick=asked.quick), indent=1) + "\n", encoding="utf-8")
    results = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))}
    where = folder / "calibration.md" if asked.quick else ROOT / "docs" / "calibration.md"
    where.write_text(page(results, asked.date), encoding="utf-8")
    print(f"Written: {where.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
