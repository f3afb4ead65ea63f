"""A protocol, its seal and a folder of a trial, for the tests of this package."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from stilla.analysis.decision import Thresholds
from stilla.analysis.design import Design
from stilla.analysis.priors import Priors
from stilla.diary import chain
from stilla.diary.events import Began, Dose, Event, Night, Opened, Started
from stilla.knowledge.store import load
from stilla.trial.product import powder
from stilla.trial.protocol import Outcome, Protocol, Scale, this_software, write_protocol
from stilla.trial.seal import Sealed, seal, write_commitment, write_key
from stilla.trial.spent import fill

if TYPE_CHECKING:
    from pathlib import Path

MADE = datetime(2026, 12, 6, 18, 30, tzinfo=UTC)
SECRET = bytes(range(32))
KNOWLEDGE = load()
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def protocol(**changes: Any) -> Protocol:
    values: dict[str, Any] = {
        "id": "00112233445566778899aabbccddeeff",
        "made": date(2026, 12, 6),
        "language": "en",
        "title": "Protocol of an N-of-1 trial: magnesium and restless legs",
        "dose_mg": 200,
        "first_week_mg": 100,
        "product": powder("citrate", 200, KNOWLEDGE),
        "outcome": Outcome(words="the crawling in my legs"),
        "mid": 1,
        "mid_why": "what I would notice",
        "design": Design("balanced", 8, 21),
        "scale": Scale(1.5, "run-in", 14),
        "priors": Priors(scale=1.5, centre=5.0),
        "thresholds": Thresholds(),
        "calibrated": False,
        "blinding": "helper",
        "software": this_software(),
        "knowledge": KNOWLEDGE.version.fingerprint,
        "spent": {},
    } | changes
    made = Protocol(**values)
    return made if made.spent else msgspec.structs.replace(made, spent=fill(made, {}, KNOWLEDGE))


def sealed(of: Protocol, secret: bytes = SECRET) -> Sealed:
    return seal(of, MADE, helper="Karin", secret=secret)


def diary(of: Protocol, by: Sealed, nights: int = 5) -> tuple[Event, ...]:
    """A diary that was begun, started and kept for some nights."""
    first = date(2026, 12, 8)
    bodies: list[Any] = [
        Began("the crawling in my legs", "en", date(2026, 11, 22)),
        Started(first, of.digest, by.commitment.commitment, date(2026, 12, 6), "go"),
    ]
    moments = [datetime(2026, 11, 22, 7, tzinfo=UTC), datetime(2026, 12, 7, 19, tzinfo=UTC)]
    for n in range(nights):
        night = first + timedelta(days=n)
        bodies += [Night(night, score=n % 11), Dose(night, "yes")]
        moments += [datetime(night.year, night.month, night.day, 6, minute, tzinfo=UTC) for minute in (30, 31)]
    events: list[Event] = []
    for body, moment in zip(bodies, moments, strict=True):
        events.append(chain.append(events, body, moment, STOCKHOLM))
    return tuple(events)


def folder(path: Path, *, with_key: bool = True, **changes: Any) -> Path:
    """A folder with protocol, commitment, log and, when it was revealed, the key."""
    plan = protocol(**changes)
    by = sealed(plan)
    path.mkdir(exist_ok=True)
    (path / "protocol.json").write_bytes(write_protocol(plan))
    (path / "commitment.json").write_bytes(write_commitment(by.commitment))
    events = list(diary(plan, by))
    if with_key:
        events.append(chain.append(events, Opened("Karin", "the end"), MADE.replace(year=2027), STOCKHOLM))
    (path / "log.jsonl").write_bytes(chain.encode(events))
    if with_key:
        (path / "key.json").write_bytes(write_key(by.key))
    return path
