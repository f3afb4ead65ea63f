"""The other kinds of knowledge, and the register of all kinds."""

from __future__ import annotations

from typing import Literal

import msgspec

from stilla.knowledge.codes import Codes, Span
from stilla.knowledge.models import Dissolution, Model, Parameter, Target
from stilla.knowledge.prevalence import Prevalence
from stilla.knowledge.schema import (
    Advice,
    Base,
    Condition,
    Entry,
    Intake,
    Question,
    Rule,
    Salt,
    Source,
    Turn,
)
from stilla.text import Text


class Definition(Entry, frozen=True, kw_only=True):
    """A condition that several rules share, by name."""

    name: Text
    when: object


class Claim(Entry, frozen=True, kw_only=True):
    """One of the article's 22 statements, and the answer to it."""

    number: int
    subject: Text
    says: Text
    verdict: Literal[
        "supported", "partly-supported", "overstated", "unsupported", "misleading", "incomplete", "list-lost"
    ]
    answer: Text
    answered_by: tuple[str, ...]
    evidence: tuple[str, ...] = ()


class Evidence(Entry, frozen=True, kw_only=True):
    """A study: who, what, how much, how long, with what result and what weaknesses."""

    title: Text
    topic: Literal["rls", "plms", "insomnia", "cramps", "serum", "placebo", "iron", "mechanism", "safety"]
    design: Text
    result: Text
    problems: Text
    dose: Text
    duration: Text
    year: int | None = None
    n: int | None = None
    dose_mg: float | None = None


class Makers(Entry, frozen=True, kw_only=True):
    """Companies whose name stands after a generic name on a box ("Gabapentin Sandoz")."""

    names: tuple[str, ...]


class Criterion(Entry, frozen=True, kw_only=True):
    """One of the five essential criteria of restless legs."""

    number: int
    text: Text
    question: Text
    remark: Text
    earlier_counts: bool = False


class Mimic(Entry, frozen=True, kw_only=True):
    """Something else that feels like restless legs."""

    name: Text
    tells_apart: Text
    question: Text


class RedFlag(Entry, frozen=True, kw_only=True):
    """A sign that belongs to a doctor before anything else."""

    name: Text
    question: Text
    do: Text
    route: str


class Severity(Entry, frozen=True, kw_only=True):
    """A band of a severity scale. Only totals, never items."""

    scale: Literal["irls"]
    low: int
    high: int
    name: Text


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one guideline says of a treatment."""

    source: str
    date: str
    population: Literal["adults", "eskd", "plmd", "children", "pregnancy"]
    direction: Literal["for", "against", "none"]
    strength: Literal["strong", "conditional", "good-practice", "not-stated"]
    certainty: Literal["high", "moderate", "low", "very-low", "not-stated"]
    seen: Literal["primary", "secondary", "unconfirmed"]


class Treatment(Entry, frozen=True, kw_only=True):
    """A treatment of restless legs as guidelines see it. For the talk with the doctor, never a recommendation."""

    name: Text
    effect: Text
    risks: Text
    class_: Literal[
        "alpha2delta", "dopaminergic", "opioid", "iron", "benzodiazepine", "antiepileptic", "vitamin", "magnesium",
        "device", "other",
    ] = msgspec.field(name="class")  # fmt: skip
    atc: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    conflict: Text | None = None


class NonDrug(Entry, frozen=True, kw_only=True):
    """Care without medicines."""

    name: Text
    evidence: Text
    advice: Text


class Named(Entry, frozen=True, kw_only=True):
    """A named fact in a sentence or two (iron, risk factors)."""

    name: Text
    text: Text


class Deficiency(Entry, frozen=True, kw_only=True):
    """Magnesium deficiency: stores, definitions, causes, signs, tests and their limits."""

    type: Literal["store", "definition", "cause", "sign", "test", "limit"]
    name: Text
    text: Text


class SideEffect(Entry, frozen=True, kw_only=True):
    """A side effect, how often, and what to do."""

    name: Text
    frequency: Text
    action: Text


class SerumBand(Entry, frozen=True, kw_only=True):
    """Signs that one source gives for a range of magnesium in blood (mmol/L). Sources conflict; all are kept."""

    signs: Text
    from_mmol: float | None = None
    to_mmol: float | None = None
    route: str | None = None


class SerumRange(Entry, frozen=True, kw_only=True):
    """A laboratory's or textbook's normal range (mmol/L)."""

    whose: Text
    low_mmol: float | None = None
    high_mmol: float | None = None


KINDS: dict[str, type[Base]] = {
    "sources": Source,
    "definitions": Definition,
    "rules": Rule,
    "conditions": Condition,
    "questions": Question,
    "claims": Claim,
    "evidence": Evidence,
    "criteria": Criterion,
    "mimics": Mimic,
    "red-flags": RedFlag,
    "routes": Turn,
    "severity": Severity,
    "treatments": Treatment,
    "nondrug": NonDrug,
    "iron": Named,
    "risk-factors": Named,
    "deficiency": Deficiency,
    "side-effects": SideEffect,
    "serum-bands": SerumBand,
    "serum-ranges": SerumRange,
    "salts": Salt,
    "intakes": Intake,
    "advice": Advice,
    "codes": Codes,
    "spans": Span,
    "makers": Makers,
    "models": Model,
    "parameters": Parameter,
    "dissolutions": Dissolution,
    "targets": Target,
    "prevalences": Prevalence,
}
"""Folder → what an entry in it is. The kind `medicines` is a table and read by `stilla.knowledge.medicines`."""
