"""One call for any trial of one: plain arrays in, a frozen answer out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from stilla.analysis.answer import Answer, Known, Sealed, answer
from stilla.analysis.asked import Asked, Terms
from stilla.analysis.decision import Better, Thresholds
from stilla.analysis.design import Design
from stilla.analysis.other_outcomes import answer_other
from stilla.analysis.priors import Priors
from stilla.analysis.series import LARGEST, Series, series
from stilla.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

Kind = Literal["gaussian", "binary", "ordinal", "count", "duration"]
USUAL = Priors(1.0, 0.0)


def analyse(  # noqa: PLR0913  # one call; every one of these has a sensible default
    y: ArrayLike,
    active: ArrayLike,
    *,
    mid: float,
    better: Better,
    time: ArrayLike | None = None,
    period: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    kind: Kind = "gaussian",
    design: Design | None = None,
    sd: float | None = None,
    half_lives: Sequence[float] = USUAL.half_lives,
    thresholds: Thresholds = Thresholds(),  # noqa: B008  # frozen, so it can be shared
    known: Known = Known(),  # noqa: B008  # as above
) -> Answer:
    """The exact answer of one trial of one person.

    Args:
        y: (n,) outcomes on their own scale; NaN where missing.
        active: (n,) 1 active, 0 comparator, on every row.
        mid: minimal important difference, on the scale of the outcome (nights a week for `binary`).
        better: which outcomes are better.
        time: (n,) days, in any order, each once; 0, 1, 2, … where not given. A day that is missing keeps its gap,
            whether its row is there with NaN or not there at all.
        period: (n,) the periods that were randomised; runs of equal treatment where not given.
        covariates: (n, q) measured before the treatment of their row.
        kind: what the outcome is.
        design: how the order of the periods was drawn; any order of them where not given, and this is noted.
        sd: standard deviation expected of one row, for the priors; that of the outcomes where not given. In either
            case never under `mid`, so that the prior alone rules nothing out.
        half_lives: days of wash-in and wash-out that are held possible; (0,) for none.
        thresholds: of the verdict.
        known: late entries, capsules taken, guesses.

    Returns:
        Effect (active minus comparator), probabilities, verdict, randomisation test, sensitivity analyses.

    Raises:
        BadInput: arrays that cannot be used, with every problem at once.

    >>> score = [6, 7, 6, 5, 6, 3, 4, 3, 2, 4, 7, 6, 5, 6, 7, 2, 3, 4, 3, 3]
    >>> found = analyse(score, [0] * 5 + [1] * 5 + [0] * 5 + [1] * 5, mid=1, better="lower", half_lives=[0])
    >>> found.verdict, round(found.effect.mean, 1), round(found.p_mid, 2)
    ('helps', -2.9, 1.0)
    """
    trial = series(y, active, time, period, covariates)
    asked = usual_question(trial, mid, better, sd=sd, half_lives=tuple(half_lives), thresholds=thresholds)
    sealed = None if design is None else Sealed(design, as_run(trial, design))
    if kind == "gaussian":
        return answer(trial, asked, sealed, known=known)
    return answer_other(trial, asked, kind, sealed, known)


def usual_question(  # noqa: PLR0913  # as above
    trial: Series,
    mid: float,
    better: Better,
    *,
    sd: float | None = None,
    half_lives: tuple[float, ...] = USUAL.half_lives,
    thresholds: Thresholds = Thresholds(),  # noqa: B008  # as above
    terms: Terms = Terms(),  # noqa: B008  # as above
) -> Asked:
    """The question with the usual priors, for a trial whose plan was not sealed.

    Raises:
        BadInput: a difference, a deviation or a half-life that cannot be.
    """
    for name, value in (("mid", mid), ("sd", sd)):
        if value is not None and not 1 / LARGEST <= value <= LARGEST:
            raise refuse(name, "Write a number above zero.", "Skriv ett tal över noll.")
    if not half_lives or not all(0 <= each <= 365 for each in half_lives):
        raise refuse("half-lives", "Write days from 0 to 365.", "Skriv dagar från 0 till 365.")
    outcomes = trial.y[trial.observed]
    spread, centre = (float(outcomes.std()), float(outcomes.mean())) if len(outcomes) else (0.0, 0.0)
    half_lives = tuple(dict.fromkeys(float(each) for each in half_lives))
    weights = dict(zip(USUAL.half_lives, USUAL.half_life_weights, strict=True))
    usual = set(half_lives) == set(weights)
    priors = Priors(
        float(max(sd or spread, mid)),
        centre,
        half_lives=half_lives,
        half_life_weights=tuple(weights[each] if usual else 1.0 for each in half_lives),
    )
    return Asked(float(mid), better, priors, thresholds, terms)


def as_run(trial: Series, design: Design) -> tuple[int, ...]:
    """The treatments of the periods as they were run.

    Raises:
        BadInput: another number of periods than the design has.
    """
    numbers = np.unique(trial.period)
    if len(numbers) != design.periods:
        raise refuse(
            "design",
            f"The design has {design.periods} periods and the rows {len(numbers)}. Name the column of the period.",
            f"Upplägget har {design.periods} perioder och raderna {len(numbers)}. Ange kolumnen för perioden.",
        )
    return tuple(int(trial.active[trial.period == k][0]) for k in numbers)
