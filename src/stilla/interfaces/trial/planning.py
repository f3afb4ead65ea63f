"""From what is written of a plan, at any door, to the wishes that a protocol is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stilla.analysis.design import Design
from stilla.errors import refuse
from stilla.intake.label import read_label
from stilla.text import Text
from stilla.trial.forecast import nights_of
from stilla.trial.product import Product, allowed, powder, ready
from stilla.trial.protocol import Outcome, new_id, this_software
from stilla.trial.protocol_make import Known
from stilla.trial.run_in import run_in_scores

if TYPE_CHECKING:
    from datetime import date

    from stilla.diary.record import Record
    from stilla.knowledge.store import Knowledge

LARGEST_DESIGN = 9
"""Characters of a design such as 12x21."""

MID_WHY = Text("the difference that the person would notice", "den skillnad som personen skulle märka")
"""Where nobody says why."""


def known_of(record: Record, as_of: date) -> Known:
    """Where and when a protocol is made, with the run-in of a diary."""
    return Known(new_id(), as_of, this_software(), nights_of(run_in_scores(record)))


def outcome_of(words: str | None, record: Record) -> Outcome:
    """What is rated: in the words given, else in those of the diary.

    Raises:
        BadInput: there are none.
    """
    said = words if words is not None else record.began.words if record.began is not None else ""
    if not said.strip():
        raise refuse("--words", "Say in a few words what you rate.", "Skriv kort vad du skattar.")
    return Outcome(words=" ".join(said.split())[:200])


def design_of(written: str, scheme: Any) -> Design:
    """`8x21` as a design.

    Raises:
        BadInput: not so written, or a design that cannot be carried out.
    """
    periods, _, nights = written.casefold().replace("×", "x").partition("x")
    if len(written) > LARGEST_DESIGN or not (periods.isdecimal() and nights.isdecimal()):
        raise refuse(
            "--design", "Write periods x nights, for example 8x21.", "Skriv perioder x nätter, till exempel 8x21."
        )
    return Design(scheme, int(periods), int(nights))


def product_of(  # noqa: PLR0913  # what is filled, how much of it, and what the pack and the capsules say
    written: str, wished: float | None, most: float, knowledge: Knowledge, *, declared: float | None, size: Any
) -> Product:
    """The capsules: a ready-made product where its label gives an amount, else a powder that is weighed.

    Args:
        written: a salt, or what a label says of one capsule.
        wished: elemental mg a day; None for `most`.
        most: what the plan of this person allows.
        knowledge: for salts and labels.
        declared: percent of magnesium in the powder, as its pack says.
        size: of the capsules; None for what fits.

    Raises:
        BadInput: an unsuitable salt or label, or a dose outside the limits.
    """
    dose = allowed(wished, most)
    label = read_label(written, knowledge)
    if label.declared or any(each.isdigit() for each in written):
        return ready(label, written, dose, knowledge)
    return powder(written, dose, knowledge, declared=declared, size=size)
