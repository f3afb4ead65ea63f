"""From a finished trial to the small file that can be pooled with those of other people: no night, no date, no word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stilla.analysis.gaussian import fit
from stilla.analysis.summary import About, summarise, write_summary
from stilla.errors import BadInput
from stilla.trial.answer import arrays, asked_of

if TYPE_CHECKING:
    from stilla.diary.record import Record
    from stilla.trial.answer import Finished
    from stilla.trial.protocol import Protocol

OUTCOME = "worst-urge"
"""The rating of every trial here; the person's own words for it stay at home."""


def summary_of(protocol: Protocol, finished: Finished, record: Record, sequence: tuple[int, ...]) -> bytes | None:
    """The summary of a trial, one line of JSON; None where its nights say nothing that could be pooled.

    Whoever stopped early or has few nights is in it too: leaving them out would leave out those whom it did not help.

    Args:
        protocol: the sealed plan.
        finished: the answer.
        record: the diary; started.
        sequence: what the key opened, 1 active and 0 placebo.

    Returns:
        None for an outcome that is not analysed as a measure, where a treatment has no outcome, where all are the
        same, and where the effect is larger or sharper than a summary can hold.
    """
    counts = finished.answer.n
    unfitted = not finished.answer.carryover  # no outcome, or all the same: there is no posterior
    if protocol.outcome.kind != "gaussian" or unfitted or not (counts.active and counts.comparator):
        return None
    trial, _ = arrays(record, protocol, sequence, finished.last)
    asked, priors = asked_of(protocol), protocol.priors
    try:
        posterior = fit(trial, priors, asked.terms)
        return write_summary(
            summarise(posterior.effect, 0.0, priors.effect_sd * priors.scale, _about(protocol, finished))
        )
    except (ArithmeticError, ValueError, BadInput):
        return None


def _about(protocol: Protocol, finished: Finished) -> About:
    outcome, design = protocol.outcome, protocol.design
    return About(
        trial=protocol.id,
        intervention=_slug("magnesium", protocol.product.salt),
        outcome=OUTCOME,
        unit=_slug("points", f"{outcome.low:g}", f"{outcome.high:g}"),
        s0=protocol.priors.scale,
        mid=protocol.mid,
        better=outcome.better,
        design=_slug(design.scheme, f"{design.periods}x{design.nights}"),
        nights=finished.answer.n.observed,
        early_stopped=finished.ended_early,
        blinded=protocol.blinding != "open",
        protocol=protocol.digest,
        software=f"{protocol.software.name} {protocol.software.version}",
    )


def _slug(*parts: str) -> str:
    """Small letters, digits and single hyphens.

    >>> _slug("points", "-2.5", "10"), _slug("magnesium", "")
    ('points-2-5-10', 'magnesium')
    """
    return re.sub(r"[^a-z0-9]+", "-", "-".join(parts).casefold()).strip("-")
