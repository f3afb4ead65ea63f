"""What users did with cards, kept without anybody in it: rule, outcome, reason, day.

The identifier of a card begins with the mark of its rule. Only the rule is kept; the rest, and every comment, is not.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from stilla.interfaces.cds_hooks.cards import HL7_REASONS, OWN_REASONS, RESTLESS, UNKNOWN, override_reasons, rule_mark
from stilla.interfaces.cds_hooks.refused import malformed
from stilla.interfaces.cds_hooks.requests import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stilla.interfaces.cds_hooks.services import Service
    from stilla.knowledge.store import Knowledge

FILE = "feedback.ndjson"
_MOST = 1000


class Kept(msgspec.Struct, frozen=True):
    """One line of the file."""

    service: str
    rule: str
    outcome: str
    reason: str
    day: str


def read_feedback(body: bytes, service: Service, knowledge: Knowledge) -> tuple[Kept, ...]:
    """Feedback without personal data.

    Raises:
        Refused: it is not what CDS Hooks describes.
    """
    told = read_json(body).get("feedback")
    if not isinstance(told, list) or not told or len(told) > _MOST:
        raise malformed("feedback", "A list with entries is required.", "En lista med poster krävs.")
    rules = {rule_mark(name).hex(): name for name in (*_ids(knowledge), UNKNOWN, RESTLESS)}
    return tuple(_kept(each, service, rules) for each in told)


def _ids(knowledge: Knowledge) -> tuple[str, ...]:
    return (*(each.id for each in knowledge.checking.rules), *knowledge.timing)


def _kept(told: Any, service: Service, rules: Mapping[str, str]) -> Kept:
    if not isinstance(told, dict):
        raise malformed("feedback", "Each entry is an object.", "Varje post är ett objekt.")
    outcome = told.get("outcome")
    if outcome not in {"accepted", "overridden"}:
        raise malformed("feedback.outcome", "Write accepted or overridden.", "Skriv accepted eller overridden.")
    if outcome == "accepted" and not isinstance(told.get("acceptedSuggestions"), list):
        raise malformed("feedback.acceptedSuggestions", "Required with accepted.", "Krävs med accepted.")
    return Kept(service.id, _rule(told.get("card"), rules), outcome, _reason(told), _day(told.get("outcomeTimestamp")))


def _rule(card: Any, rules: Mapping[str, str]) -> str:
    try:
        return rules.get(UUID(card).hex[:12], "")
    except (AttributeError, TypeError, ValueError):
        raise malformed("feedback.card", "The uuid of a card is required.", "Ett korts uuid krävs.") from None


def _day(moment: Any) -> str:
    try:
        return datetime.fromisoformat(moment).date().isoformat()
    except (TypeError, ValueError):
        raise malformed("feedback.outcomeTimestamp", "A date and time is required.", "Datum och tid krävs.") from None


def _reason(told: Mapping[str, Any]) -> str:
    """A reason that was offered, by its code; any other only as "other", since it may hold anything."""
    given = told.get("overrideReason")
    coding = given.get("reason") if isinstance(given, dict) else None
    if not isinstance(coding, dict):
        return "comment" if isinstance(given, dict) and given.get("userComment") else ""
    offered = {(each.system, each.code) for each in override_reasons("en")}
    system, code = coding.get("system"), coding.get("code")
    known = isinstance(system, str) and isinstance(code, str) and (system, code) in offered
    return str(code) if known and system in {OWN_REASONS, HL7_REASONS} else "other"


def store(kept: tuple[Kept, ...], folder: Path) -> None:
    """Add lines to the file, each whole: one write at its end, whoever else writes.

    Raises:
        OSError: the disk does not take them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = b"".join(msgspec.json.encode(each) + b"\n" for each in kept)
    file = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, lines)
        os.fsync(file)
    finally:
        os.close(file)
