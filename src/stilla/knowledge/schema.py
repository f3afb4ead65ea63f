"""The kinds of knowledge that every answer needs. docs/knowledge.md says what each field means to those who write them.

The other kinds are in `stilla.knowledge.kinds`, so that a start does not pay for them.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from stilla.rules.atoms import AskedOf
from stilla.text import Text

Certainty = Literal["high", "moderate", "low", "very-low", "unconfirmed"]
"""GRADE's words, and one for what was recalled and not yet read at a source."""

Level = Literal["stop", "ask", "space", "watch", "info"]
LEVELS: tuple[Level, ...] = ("stop", "ask", "space", "watch", "info")
"""Worst first."""

Urgency = Literal["now", "today", "before-starting"]


class Base(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every entry has: a name of its own within its kind."""

    id: str
    note: str | None = None


class Source(Base, frozen=True, kw_only=True):
    """Where a statement comes from, and what of it was read, when."""

    title: str
    kind: Literal[
        "label",
        "guideline",
        "authority",
        "trial",
        "study",
        "review",
        "reference",
        "law",
        "secondary",
        "record",
    ]
    seen: Literal["full", "abstract", "excerpt", "secondary"]
    read: date
    year: int | None = None
    doi: str | None = None
    pmid: str | None = None
    pmc: str | None = None
    url: str | None = None

    @property
    def address(self) -> str:
        """The best address to read it at; empty for a search or a calculation of our own."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        if self.pmc:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmc}/"
        return self.url or ""


class Entry(Base, frozen=True, kw_only=True):
    """A statement, with its sources, the day they were read, and when to look again."""

    sources: tuple[str, ...]
    read: date
    certainty: Certainty
    review_by: date


class Space(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hours apart: the medicine at least `before_h` before magnesium, or at least `after_h` after it."""

    before_h: float
    after_h: float


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one source says about where the line is. Kept even where we act on another."""

    source: str
    says: str


class Rule(Entry, frozen=True, kw_only=True):
    """When something holds of a person, what that means for taking magnesium, and what to do."""

    kind: Literal["contraindication", "caution", "requirement", "interaction", "aggravator", "information"]
    level: Level
    title: Text
    why: Text
    do: Text
    when: object = None
    """As written; absent: always."""
    urgency: Urgency | None = None
    space: Space | None = None
    no_time: bool = False
    """No distance in hours makes it right: there is no time of day for both."""
    supersedes: tuple[str, ...] = ()
    """Rules that have nothing to add where this one holds."""
    thresholds: tuple[Threshold, ...] = ()
    acts_on: Text | None = None
    scope: Literal["check", "urgent", "timetable"] = "check"
    route: str | None = None
    """For the scope `urgent`: where to turn."""
    medicine: Text | None = None
    mechanism: (
        Literal[
            "chelation", "adsorption", "gastric-ph", "urinary-ph", "degradation", "competition", "renal-loss",
            "renal-retention", "motility", "additive", "exchange", "unknown", "none",
        ]
        | None
    ) = None  # fmt: skip
    direction: tuple[
        Literal[
            "drug-down", "drug-up", "magnesium-down", "magnesium-up", "neuromuscular-block", "hypotension", "sedation",
            "diarrhoea", "conduction", "bleeding", "alkalosis", "toxicity", "none", "unknown",
        ],
        ...,
    ] = ()  # fmt: skip
    size: str | None = None
    severity: Literal["A", "B", "C", "D", "E"] | None = None


class Condition(Entry, frozen=True, kw_only=True):
    """A condition people can name: its slug, codes, and what it also counts as."""

    name: Text
    group: str | None = None
    icd10: tuple[str, ...] = ()
    snomed: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    asked_of: AskedOf | None = None
    remains: tuple[str, ...] = ()
    """What is still true of somebody when a record of it is over: itself for good, or something it leaves behind."""
    lasts: int | None = None
    """Days after its first day for which an open record of it counts (a sign, diarrhoea, pregnancy); absent: until
    the record says it is over."""
    as_sign: str | None = None
    """The sign it is, where somebody names it as happening right now (a slow pulse, a fit)."""
    words: tuple[str, ...] = ()


class Question(Entry, frozen=True, kw_only=True):
    """How to ask for a missing fact, in which order."""

    order: int
    text: Text
    hint: Text | None = None


class Telephone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number to ring, and in which country."""

    country: str
    number: str
    label: Text


class Turn(Entry, frozen=True, kw_only=True):
    """Where to turn (kind `routes`)."""

    name: Text
    do: Text
    urgency: Literal["now", "today", "soon"]
    numbers: tuple[Telephone, ...] = ()


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A published elemental fraction, to check ours against."""

    source: str
    percent: float


class Salt(Entry, frozen=True, kw_only=True):
    """A form of magnesium. Its elemental fraction is computed from the formula."""

    name: Text
    text: Text
    absorption: Literal["low", "fair", "good", "unknown"]
    laxative: Literal["low", "moderate", "high", "very-high", "unknown"]
    offered: bool
    formula: str | None = None
    synonyms: tuple[str, ...] = ()
    published: tuple[Published, ...] = ()


class Intake(Entry, frozen=True, kw_only=True):
    """A reference intake or upper level of one authority, in mg of magnesium a day."""

    authority: Literal["se", "eu", "us", "uk", "no", "de", "who"]
    kind: Literal["AI", "RDA", "RNI", "UL", "guidance"]
    sex: Literal["female", "male", "any"]
    life_stage: Literal["any", "none", "pregnant", "lactating"]
    mg: float
    covers: Literal["all", "added", "supplements"]
    age_from: float
    age_to: float | None = None
    effect: Text | None = None


class Advice(Entry, frozen=True, kw_only=True):
    """A sentence of the interface that has medical meaning."""

    text: Text


class Medicine(msgspec.Struct, frozen=True):
    """A medicine's names. `searched`: the day a search found no rule for it."""

    atc: str
    names: tuple[str, ...]
    """English and Swedish generic name, then brands, then other spellings."""

    sources: tuple[str, ...]
    searched: date | None = None

    @property
    def name(self) -> Text:
        """The generic name."""
        return Text(self.names[0], self.names[1])
