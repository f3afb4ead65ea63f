"""The pages and the words of sealing, the same at the command line and in the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.text import Text
from stilla.trial import seal_files as files

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.knowledge.store import Knowledge
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Opened

PACKING, EMERGENCY = "packing.pdf", "emergency.pdf"

FILE_WORDS = {
    files.KEY: Text("keep; whoever has it knows the order", "behåll; den som har den känner ordningen"),
    files.COMMITMENT: Text("send back to the person", "skicka tillbaka till personen"),
    PACKING: Text("for you alone: fill and label the capsules", "bara för dig: fyll och märk kapslarna"),
    EMERGENCY: Text("print, fold, into an opaque envelope", "skriv ut, vik, i ett ogenomskinligt kuvert"),
}
"""What each file is for."""

STRENGTH = {
    "helper": ("seal-pack-not-see", "seal-helper"),
    "alone": ("seal-alone-fill", "seal-alone"),
    "open": ("seal-pack-not-see", "seal-open-label"),
}
"""What is said of each kind of seal: ids of sentences."""

HELPER_LONGEST = 80
"""Characters of the name of whoever holds the key."""


def helper_words(written: str) -> str:
    """Who holds the key, as the commitment names them."""
    return " ".join(written.split())[:HELPER_LONGEST]


def sheets(plan: Protocol, opened: Opened, knowledge: Knowledge) -> dict[str, Callable[[], bytes]]:
    """The pages that tell the order, each made when it is asked for: packing sheet and emergency page.

    Args:
        plan: the protocol.
        opened: the order and the codes, from the key.
        knowledge: for the sentences.
    """
    from stilla.interfaces.paper.trial_pages import emergency_pdf, packing_pdf  # noqa: PLC0415  # Typst, only here
    from stilla.trial.card import emergency  # noqa: PLC0415  # as above
    from stilla.trial.packing import pack  # noqa: PLC0415  # as above

    return {
        PACKING: lambda: packing_pdf(pack(plan, opened, knowledge), plan.language),
        EMERGENCY: lambda: emergency_pdf(emergency(plan, opened, knowledge), plan.language),
    }
