"""Invents the nights of a trial. It plays the person's body, so it alone looks into the sealed key.

Nothing here is anybody's diary. The invented truth: the active capsules lower the score by 3 points, with a half-life
of two days; the nights vary by 1.4 points and resemble their neighbours; one night in twelve is not written down.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from stilla.analysis.exposure import exposures
from stilla.trial.protocol import read_protocol
from stilla.trial.seal import allocate, read_key

EFFECT, HALF_LIFE = -3.0, 2.0
MEAN, SD, RHO = 6.0, 1.4, 0.5
MISSING = 1 / 12


def scores(effect: np.ndarray, stream: np.random.Generator) -> np.ndarray:
    """Whole scores from 0 to 10; NaN where nothing was written down."""
    noise = stream.standard_normal(len(effect))
    for night in range(1, len(noise)):
        noise[night] = RHO * noise[night - 1] + np.sqrt(1 - RHO**2) * noise[night]
    found = np.clip(np.round(MEAN + effect + SD * noise), 0, 10)
    found[stream.random(len(found)) < MISSING] = np.nan
    return found


def write(path: Path, first: date, values: np.ndarray, *, capsules: bool) -> None:
    """A paper diary as a table: written at half past seven each morning."""
    with path.open("w", newline="", encoding="utf-8") as opened:
        table = csv.writer(opened)
        table.writerow(["night", "score", "taken", "entered"])
        for n, score in enumerate(values):
            if np.isnan(score):
                continue
            night = first + timedelta(days=n)
            table.writerow([night, int(score), "yes" if capsules else "", f"{night}T07:30"])


def main(kind: str, first: str, path: str, *files: str) -> None:
    """`run-in FIRST PATH`, or `trial FIRST PATH PROTOCOL KEY`."""
    if kind == "run-in":
        stream = np.random.default_rng(5)
        write(Path(path), date.fromisoformat(first), scores(np.zeros(14), stream), capsules=False)
        return
    protocol = read_protocol(Path(files[0]).read_bytes())
    sequence = allocate(protocol, bytes.fromhex(read_key(Path(files[1]).read_bytes()).secret)).sequence
    active = np.repeat(np.array(sequence, float), protocol.design.nights)[:, None]
    exposed = exposures(active, np.arange(len(active), dtype=float), HALF_LIFE)[:, 0]
    write(Path(path), date.fromisoformat(first), scores(EFFECT * exposed, np.random.default_rng(8)), capsules=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
