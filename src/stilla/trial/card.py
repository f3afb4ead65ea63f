"""The card to carry, and the page that is opened in an emergency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.text import Text, number

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Opened


class Card(msgspec.Struct, frozen=True):
    """What the person carries during the trial. It tells nothing of the order."""

    trial: str
    helper: str
    """Name and telephone of whoever holds the key, as the person wrote them; empty where nobody does."""
    says: tuple[Text, ...]
    numbers: tuple[tuple[Text, str], ...]
    """Whom to ring: what for, and the number."""


class EmergencyRow(msgspec.Struct, frozen=True):
    """What one kit holds."""

    period: int
    first_night: int
    last_night: int
    code: str
    active: bool


class Emergency(msgspec.Struct, frozen=True):
    """The page in the sealed envelope."""

    trial: str
    title: str
    first: Text
    opening: Text
    rows: tuple[EmergencyRow, ...]
    dose_mg: float


def card(protocol: Protocol, helper: str, knowledge: Knowledge) -> Card:
    """The card of a trial.

    Args:
        protocol: for the dose.
        helper: name and telephone of the holder of the key; may be empty.
        knowledge: for the sentences.
    """
    said = ("seal-card-may", "seal-card-kidneys", "seal-card-danger", "seal-card-opening")
    return Card(
        trial=protocol.id,
        helper=" ".join(helper.split()),
        says=tuple(_dosed(knowledge, name, protocol.dose_mg) for name in said),
        numbers=(
            (Text("Emergency, and urgent poison information", "Nödläge, och akut giftinformation"), "112"),
            (Text("Poison information, not urgent", "Giftinformationscentralen, ej akut"), "010-456 6700"),
        ),
    )


def emergency(protocol: Protocol, opened: Opened, knowledge: Knowledge) -> Emergency:
    """The page for the envelope. It tells the order.

    Args:
        protocol: for the dose and the periods.
        opened: the order and the codes, from the key.
        knowledge: for the sentences.
    """
    nights = protocol.design.nights
    return Emergency(
        trial=protocol.id,
        title=protocol.title,
        first=_dosed(knowledge, "seal-emergency-first", protocol.dose_mg),
        opening=knowledge.advice("seal-emergency-open"),
        rows=tuple(
            EmergencyRow(n + 1, n * nights + 1, (n + 1) * nights, code, bool(active))
            for n, (active, code) in enumerate(zip(opened.sequence, opened.codes, strict=True))
        ),
        dose_mg=protocol.dose_mg,
    )


def _dosed(knowledge: Knowledge, name: str, dose_mg: float) -> Text:
    said = knowledge.advice(name)
    return Text(said.en.format(mg=number(dose_mg, "en")), said.sv.format(mg=number(dose_mg, "sv")))
