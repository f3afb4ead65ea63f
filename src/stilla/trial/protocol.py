"""The sealed plan of one trial: everything that is decided before the first night, in one file.

Whoever has the file can tell what was to be given, measured and computed, and what would be said; its digest stands in
the commitment and in the diary, so that nothing in it can be changed afterwards unnoticed.
"""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Iterator
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from stilla import __version__
from stilla.analysis.decision import Better, Thresholds
from stilla.analysis.design import Design
from stilla.analysis.priors import Priors
from stilla.diary.canonical import digest as canonical_digest
from stilla.diary.canonical import pretty, sha256
from stilla.errors import BadInput, Problem
from stilla.text import Language, Text
from stilla.trial.product import ROUNDING, Product
from stilla.trial.strict import read_struct

VERSION = 1
FIRST_WEEK = 7
"""Nights at the start of every period with the smaller dose."""

Blinding = Literal["helper", "alone", "open"]
Kind = Literal["gaussian", "ordinal", "binary", "count", "duration"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is measured, in the person's own words."""

    words: str
    kind: Kind = "gaussian"
    """How it is analysed."""
    low: float = 0.0
    high: float = 10.0
    better: Better = "lower"

    def __post_init__(self) -> None:
        """Refuse an outcome that has no words or no range."""
        problems = []
        if not self.words.strip():
            problems.append(
                Problem(
                    Text("words", "words"), Text("Say in a few words what is rated.", "Skriv kort vad som skattas.")
                )
            )
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            problems.append(
                Problem(Text("low, high", "low, high"), Text("The range must run upwards.", "Skalan måste gå uppåt."))
            )
        if problems:
            raise BadInput(problems)


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """s0, the standard deviation expected of one night, on the scale of the outcome, and where it is from."""

    value: float
    basis: Literal["run-in", "assumed"]
    nights: int = 0
    """Nights of the run-in behind it."""


class Looks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Looks before the end: for harm and futility only, never for benefit.

    The fields are those of `stilla.analysis.looks.Looks`, which would bring the whole analysis to every reading.
    """

    after: tuple[int, ...] = ()
    """Periods after which the helper looks."""
    harm: float = 0.995
    """Stop for harm at this probability of harm."""
    futile: float = 0.05
    """Stop for futility below this probability of a benefit that matters."""


class Software(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What will compute the answer."""

    name: str
    version: str
    engine: str
    """SHA-256 of the source of the analysis (`engine_digest`)."""


class Filled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the protocol says to one item of SPENT: a text, or why the item does not apply."""

    text: str | None = None
    not_applicable: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all."""
        return not (self.text or "").strip() and not (self.not_applicable or "").strip()


class Protocol(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The plan of one trial. Made once, sealed, and never changed; an amendment is an event of the diary."""

    id: str
    """128 random bits, 32 hexadecimal digits."""
    made: date
    language: Language
    title: str
    dose_mg: float
    """Elemental mg of magnesium a night."""
    first_week_mg: float
    """Elemental mg a night in the first week of every active period."""
    product: Product
    outcome: Outcome
    mid: float
    """Minimal important difference, on the scale of the outcome."""
    mid_why: str
    design: Design
    scale: Scale
    priors: Priors
    thresholds: Thresholds
    calibrated: bool
    """Whether the threshold for "helps" was set for this very design by simulation."""
    blinding: Blinding
    software: Software
    knowledge: str
    """Version of the knowledge base that the safety check rests on."""
    spent: dict[str, Filled]
    """By number of the item."""
    secondary: tuple[Outcome, ...] = ()
    looks: Looks = Looks()
    sensitivity: tuple[str, ...] = ()
    """Analyses declared beside the primary one, by id."""
    statistic: Literal["whitened", "means"] = "whitened"
    """Of the randomisation test."""
    forecast: dict[str, Any] = {}  # msgspec copies an empty default for each value
    """What was said before the start on how likely a clear answer is."""
    version: int = VERSION

    def __post_init__(self) -> None:
        """Refuse a plan that contradicts itself, with every problem at once."""
        if problems := [Problem(Text(field, field), says) for field, says in _contradictions(self)]:
            raise BadInput(problems)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of the whole protocol."""
        return canonical_digest(self)


def _contradictions(protocol: Protocol) -> Iterator[tuple[str, Text]]:
    if not re.fullmatch(r"[0-9a-f]{32}", protocol.id):
        yield "id", Text("32 hexadecimal digits.", "32 hexadecimala siffror.")
    if protocol.version != VERSION:
        yield "version", Text(f"This Stilla reads version {VERSION}.", f"Den här Stilla läser version {VERSION}.")
    if "N-of-1 trial" not in protocol.title:
        yield "title", Text("The title must say “N-of-1 trial”.", "Titeln måste innehålla ”N-of-1 trial”.")
    for field, said, made in (
        ("dose_mg", protocol.dose_mg, protocol.product.dose_mg),
        ("first_week_mg", protocol.first_week_mg, protocol.product.first_week_mg),
    ):
        if not math.isclose(said, made, rel_tol=ROUNDING):
            yield (
                field,
                Text(
                    f"{said:g} mg, but the capsules hold {made:g} mg.", f"{said:g} mg, men kapslarna har {made:g} mg."
                ),
            )
    if not 0 < protocol.mid <= protocol.outcome.high - protocol.outcome.low:
        yield (
            "mid",
            Text("More than 0, at most the whole range.", "Mer än 0, högst hela skalan."),
        )
    yield from _impossible_scale(protocol)
    yield from _impossible_periods(protocol)
    for field, value in msgspec.structs.asdict(protocol.thresholds).items():
        if not 0 < value < 1:
            yield f"thresholds.{field}", Text("Between 0 and 1.", "Mellan 0 och 1.")


def _impossible_scale(protocol: Protocol) -> Iterator[tuple[str, Text]]:
    if not (math.isfinite(protocol.scale.value) and protocol.scale.value > 0):
        yield "scale.value", Text("More than 0.", "Mer än 0.")
    if protocol.scale.value != protocol.priors.scale:
        yield "scale.value", Text("Not the scale of the priors.", "Inte förhandsfördelningarnas skala.")


def _impossible_periods(protocol: Protocol) -> Iterator[tuple[str, Text]]:
    design = protocol.design
    if design.scheme == "free" and design.active is not None:
        yield "design.active", Text("A trial here has as many active periods as others.", "Hälften ska vara aktiva.")
    if design.scheme == "daily" or design.nights < 1:
        yield (
            "design.scheme",
            Text(
                "Magnesium does not come and go within a night; periods of nights are needed.",
                "Magnesium kommer och går inte på en natt; det behövs perioder av nätter.",
            ),
        )
    elif protocol.first_week_mg < protocol.dose_mg and design.nights <= FIRST_WEEK:
        yield (
            "design.nights",
            Text(
                f"With {design.nights} nights a period the full dose is never taken: write more than {FIRST_WEEK}.",
                f"Med {design.nights} nätter per period tas aldrig hela dosen: skriv fler än {FIRST_WEEK}.",
            ),
        )
    if any(not 1 <= after < design.periods for after in protocol.looks.after):
        yield "looks.after", Text("A look lies between two periods.", "En titt ligger mellan två perioder.")


def new_id() -> str:
    """A random name for a trial."""
    return secrets.token_hex(16)


def read_protocol(content: bytes, name: str = "protocol.json") -> Protocol:
    """A protocol, with every problem at once.

    Args:
        content: the bytes of the file.
        name: what to call it in a sentence.

    Raises:
        BadInput: anything that is not a whole protocol without contradictions.
    """
    return read_struct(content, Protocol, name)


def write_protocol(protocol: Protocol) -> bytes:
    """The one spelling of a protocol's file."""
    return pretty(protocol)


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """SHA-256 over the source of the analysis: two computers with the same one compute the same answer.

    Line ends count as one line feed, so that a checkout on another system has the same digest.
    """
    import stilla.analysis  # noqa: PLC0415  # only for its place

    folder = Path(str(stilla.analysis.__file__)).parent
    parts = {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes().replace(b"\r\n", b"\n"))
        for file in folder.rglob("*.py")
    }
    return canonical_digest(parts)


def this_software() -> Software:
    """The program that runs now."""
    return Software("stilla", __version__, engine_digest())
