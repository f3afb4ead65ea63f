"""The published JSON of `stilla screen`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from stilla.findings import Verdict
from stilla.interfaces.forms.check import KnowledgeForm, knowledge_form
from stilla.interfaces.words.screen import FACTS
from stilla.population.safe_counts import Count, Steps
from stilla.population.tally import Branch

if TYPE_CHECKING:
    from stilla.population.screening import Screened
    from stilla.text import Language

SCREEN_VERSION = "1.0"


class RecordsRead(msgspec.Struct, frozen=True):
    """Records by what became of them: by type, by type and reason, and lines by reason."""

    used: dict[str, int]
    ignored: dict[str, dict[str, int]]
    set_aside: dict[str, int]


class RuleFound(msgspec.Struct, frozen=True):
    """A rule that holds of somebody, worst first."""

    rule: str
    title: str
    level: str
    people: Count
    taking: Count


class FactMissing(msgspec.Struct, frozen=True):
    """A fact that is missing where nothing can be said."""

    fact: str
    text: str
    people: Count
    taking: Count


class ScreenForm(msgspec.Struct, frozen=True):
    """What a screen found.

    Fewer people than `smallest` are only said to be fewer; `steps` is what the other counts are rounded to. `records`
    is null where the facts do not say how they were read.
    """

    version: str
    as_of: date
    engine: str
    proposed: str | None
    complete: list[str]
    records: RecordsRead | None
    smallest: int
    steps: Steps
    people: Count
    dead: Count
    judged: Count
    verdicts: dict[Verdict, Count]
    branches: list[Branch]
    rules: list[RuleFound]
    missing: list[FactMissing]
    patterns: int
    seconds: float
    peak_memory_mb: int
    knowledge: KnowledgeForm


def screen_form(screened: Screened, language: Language) -> ScreenForm:
    """A screen as its published form."""
    tally, read = screened.tally, screened.reading
    titles = {rule.id: rule.title.to(language) for rule in screened.rules}
    return ScreenForm(
        version=SCREEN_VERSION,
        as_of=screened.wished.as_of,
        engine=screened.wished.engine,
        proposed=None if screened.wished.proposed is None else screened.wished.proposed.text,
        complete=sorted(screened.wished.complete),
        records=None if read is None else RecordsRead(read.used, read.ignored, read.set_aside),
        smallest=tally.smallest,
        steps=tally.steps,
        people=tally.people,
        dead=tally.dead,
        judged=tally.judged,
        verdicts=tally.verdicts,
        branches=list(tally.branches),
        rules=[RuleFound(each.rule, titles[each.rule], each.level, each.people, each.taking) for each in tally.rules],
        missing=[
            FactMissing(each.fact, FACTS[each.fact].to(language), each.people, each.taking) for each in tally.missing
        ],
        patterns=screened.patterns,
        seconds=round(screened.seconds, 2),
        peak_memory_mb=round(screened.peak_memory / 1e6),
        knowledge=knowledge_form(screened.knowledge),
    )
