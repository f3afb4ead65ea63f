"""One of each picture, from numbers that a person could have."""

from __future__ import annotations

from datetime import date
from random import Random
from statistics import NormalDist

import msgspec

from stilla.pictures.forecast import Prospect, forecast
from stilla.pictures.forest import Interval, forest
from stilla.pictures.hundred_dots import hundred_dots
from stilla.pictures.nerve_shift import nerve_shift
from stilla.pictures.nights import nights
from stilla.pictures.picture import Picture
from stilla.pictures.quantile_dots import quantile_dots
from stilla.pictures.serum_course import serum_course
from stilla.pictures.timeline import timeline
from stilla.text import Text

ARMS = [True, False, False, True, False, True, True, False]
PERIODS = [0] * 14 + [1 + night // 21 for night in range(168)]
FIRST = date(2026, 11, 22)


class Plan(msgspec.Struct, frozen=True):
    """A design, as far as a drawing is concerned."""

    periods: int = 8
    nights: int = 21
    run_in: int = 14


def scores(seed: int = 3) -> list[float | None]:
    """A score for each night of the default trial; some are missing."""
    chance = Random(seed)
    return [None if chance.random() < 0.09 else float(min(10, max(0, round(chance.gauss(5, 1.5))))) for _ in PERIODS]


def quantiles(mean: float, sd: float, n: int = 100) -> list[float]:
    """Equally probable values of a normal effect."""
    return [NormalDist(mean, sd).inv_cdf((i + 0.5) / n) for i in range(n)]


def people(n: int, seed: int = 5) -> tuple[list[Interval], list[Interval]]:
    """Raw and shrunken effects of so many people."""
    chance = Random(seed)
    means = [chance.gauss(-0.8, 0.9) for _ in range(n)]
    raw = [Interval(m, m - 1.6, m + 1.6) for m in means]
    return raw, [Interval(0.5 * m - 0.4, 0.5 * m - 1.4, 0.5 * m + 0.6) for m in means]


def prospects(designs: int = 2) -> list[Prospect]:
    """Four true effects for each design."""
    rows = zip(
        (0, 0.5, 1, 2),
        ((0.02, 0.3, 0.65, 0.03), (0.12, 0.55, 0.33, 0), (0.45, 0.45, 0.1, 0), (0.996, 0.004, 0, 0)),
        strict=True,
    )
    named = [Text(f"design {n}, nights", f"upplägg {n}, nätter") for n in range(designs)]
    return [Prospect(name, benefit, *p, 0.0056) for benefit, p in rows for name in named]


def levels(days: int, before: float, after: float) -> tuple[list[float], list[float]]:
    """Hours of so many days, and a level that goes from one to the other with a peak each day."""
    hours = [float(hour) for hour in range(24 * days + 1)]
    return hours, [before + (after - before) * (1 - 0.97**hour) + (0.02 if hour % 24 > 20 else 0.0) for hour in hours]


def examples() -> dict[str, Picture]:
    """The pictures by name."""
    time, score = list(range(182)), scores()
    late, cannot = {20, 100}, {n for n in time if score[n] is None and n < 40}
    score[20] = score[100] = 4.0
    kept = [n for n in time if not 60 <= n < 66]
    outcome = Text("worst urge, 0–10", "värsta besväret, 0–10")
    many = list(range(7300))
    all_raw, all_shrunken = people(23)
    return {
        "nights-open": nights(
            kept,
            [score[n] for n in kept],
            [PERIODS[n] for n in kept],
            arms=ARMS,
            recalled=late,
            cannot=cannot,
            pauses=[(60, 65)],
            first=FIRST,
            outcome=outcome,
        ),
        "nights-blind": nights(time[:90], score[:90], PERIODS[:90], recalled=late, cannot=cannot, first=FIRST),
        "nights-many": nights(
            many, [float(n % 11) for n in many], [1 + n // 365 for n in many], arms=[n % 2 == 0 for n in range(20)]
        ),
        "nights-one": nights([0], [3.0], [0]),
        "nights-none": nights(list(range(30)), [None] * 30, [1] * 30),
        "quantiles": quantile_dots(quantiles(-1.3, 0.6), 1, "lower"),
        "quantiles-higher": quantile_dots(quantiles(0.3, 0.9, 50), 1, "higher"),
        "hundred": hundred_dots(0.985, 0.72, 0.015, 1),
        "hundred-certain": hundred_dots(1, 1, 0, 1.5),
        "forecast": forecast(prospects(), 1),
        "forest": forest(
            all_raw, all_shrunken, Interval(-0.7, -1, -0.4), Interval(-0.7, -2.2, 0.8), mid=1, better="lower"
        ),
        "serum": serum_course(*levels(60, 0.85, 0.87), 0.85, 0.87),
        "serum-hours": serum_course(*levels(3, 0.85, 1.3), 0.85, 1.4),
        "serum-high": serum_course(*levels(400, 0.95, 7.2), 0.95, 7.2),
        "nerve": nerve_shift(0.84, 0.91, 1.2),
        "nerve-far": nerve_shift(0.9, 7.5, 0.55),
        "timeline": timeline(Plan()),
        "timeline-dated": timeline(Plan(6, 28), first=FIRST),
    }


PICTURES = examples()
