"""What a report is: words in both languages, what they rest on, and figures. Pages, files and JSON are made of it."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from stilla.findings import Verdict
from stilla.knowledge.schema import Certainty, Level, Medicine, Source, Space, Urgency
from stilla.knowledge.store import Version
from stilla.person import Unrecognised
from stilla.pictures.picture import Picture
from stilla.plan import Sentence
from stilla.text import Text
from stilla.trial.cent import Reported

FactName = Literal[
    "age", "sex", "egfr", "serum-magnesium", "conditions", "refuted", "unsure", "medicines", "magnesium", "day",
    "ferritin", "tsat",
]  # fmt: skip


Part = Literal["assessment", "aggravators", "iron"]


class Known(msgspec.Struct, frozen=True):
    """What was said of one thing. No value and nothing open is "none"; no value and something open is "not said"."""

    fact: FactName
    values: tuple[Text, ...]
    open: bool
    """Whether there may be more than was said."""


class Line(msgspec.Struct, frozen=True):
    """A sentence of the report, with what it rests on; without sources where it only tells what was said or done."""

    text: Text
    id: str = ""
    certainty: Certainty | None = None
    sources: tuple[str, ...] = ()

    @classmethod
    def of(cls, said: Sentence) -> Line:
        """A sentence of the knowledge base."""
        return cls(said.text, said.id, said.certainty, said.sources)


class Found(msgspec.Struct, frozen=True):
    """A rule that holds of the person."""

    rule: str
    kind: str
    level: Level
    urgency: Urgency | None
    title: Text
    because: tuple[Text, ...]
    why: Text
    do: Text
    space: Space | None
    certainty: Certainty
    sources: tuple[str, ...]
    part: Part
    """Where in the report it stands. Iron and what makes restless legs worse have a part of their own, which comes
    before magnesium, unless they stop or ask."""


class Missing(msgspec.Struct, frozen=True):
    """A question that is still open, and the worst that could come of it."""

    fact: str
    text: Text
    could_become: Level
    members: tuple[Text, ...]
    """The illnesses it asks about, where it asks about several."""


class PlanPart(msgspec.Struct, frozen=True):
    """The dose, form and times, or why there is none. `dose_mg`: elemental mg a day."""

    decision: Literal["stop", "ask", "try"]
    dose_mg: float | None
    form: str | None
    times: tuple[str, ...]
    """Times of day that keep every distance, as 19:30."""
    first: tuple[Line, ...]
    """What a doctor reads first."""
    more: tuple[Line, ...]
    """When to pause and stop, and why this dose."""


TrialState = Literal["run-in", "running", "paused", "over", "stopped", "finished"]


class Figures(msgspec.Struct, frozen=True):
    """The answer of a finished trial: active minus comparator on the scale of the outcome, and probabilities.

    None of the effect where the nights are too few for any.
    """

    verdict: str
    mean: float | None
    lo: float | None
    hi: float | None
    p_benefit: float | None
    p_mid: float | None
    p_harm: float | None
    mid: float


class TrialPart(msgspec.Struct, frozen=True):
    """A trial of one. Until it is finished there are no figures, pictures or items: nothing by treatment."""

    state: TrialState
    blinding: Literal["helper", "alone", "open"] | None
    """None before there is a plan."""
    first: tuple[Line, ...]
    more: tuple[Line, ...]
    warning: Line | None = None
    """Harm: it comes before the verdict of the check, which knows nothing of a trial."""
    instead_of_plan: Line | None = None
    """Why no dose may be planned beside or after this trial."""
    figures: Figures | None = None
    pictures: tuple[tuple[str, Picture], ...] = ()
    """By name; the first is for the first page."""
    cent: tuple[Reported, ...] = ()
    summary: bytes | None = None
    """What can be pooled with the trials of others, as it lies beside the diary."""


class Cited(msgspec.Struct, frozen=True):
    """A source, and how certain the sentences are that rest on it here."""

    id: str
    source: Source
    certainty: tuple[Certainty, ...]


class Report(msgspec.Struct, frozen=True):
    """Everything that one report says of one person on one day. No name and no number of the person is in it."""

    as_of: date
    verdict: Verdict
    message: Text
    facts: tuple[Known, ...]
    iron: tuple[Known, ...]
    findings: tuple[Found, ...]
    """All of them, worst first."""
    missing: tuple[Missing, ...]
    could_become_stop: tuple[Text, ...]
    unrecognised: tuple[Unrecognised, ...]
    unrecognised_advice: tuple[Line, ...]
    no_rule_known: tuple[Medicine, ...]
    plan: PlanPart
    trial: TrialPart | None
    discuss: tuple[Line, ...]
    assumptions: tuple[Text, ...]
    purpose: Line
    knowledge: Version
    sources: tuple[Cited, ...]

    def part(self, name: Part) -> tuple[Found, ...]:
        """The findings of one part, worst first."""
        return tuple(each for each in self.findings if each.part == name)
