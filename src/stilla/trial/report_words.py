"""What the sentences of a report are made of: the trial that it tells of, templates, figures and names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from stilla.pictures.words import num
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from stilla.diary.record import Record
    from stilla.knowledge.store import Knowledge
    from stilla.trial.answer import Finished
    from stilla.trial.protocol import Protocol

_FILE = Path(__file__).parent / "data" / "report.yaml"


class Case(NamedTuple):
    """One finished trial."""

    protocol: Protocol
    record: Record
    finished: Finished
    sequence: tuple[int, ...]
    """1 active, 0 placebo for each planned period."""
    knowledge: Knowledge
    where: ZoneInfo
    """The person's zone, for the dates of pauses."""

    @property
    def counted(self) -> int:
        """Nights from the first of the trial to the last that counts."""
        found = self.finished.missingness
        return found.active.expected + found.comparator.expected

    def day(self, moment: datetime) -> str:
        """The date on the person's wall clock."""
        return moment.astimezone(self.where).date().isoformat()

    def arm(self, night: date) -> int | None:
        """1 active, 0 placebo; None for a night that does not count."""
        period = self.record.period(night)
        return self.sequence[period - 1] if period and night <= self.finished.last else None


@lru_cache(maxsize=1)
def _sentences() -> dict[str, Text]:
    return msgspec.yaml.decode(_FILE.read_bytes(), type=dict[str, Text])


def say(name: str, **values: Text | str | int) -> Text:
    """A sentence of the report, each gap filled with the words of its own language.

    >>> say("weight", days=num(0.5), weight=num(0.25, 2)).sv
    '0,5 d 0,25'
    """
    english = {gap: each.en if isinstance(each, Text) else each for gap, each in values.items()}
    swedish = {gap: each.sv if isinstance(each, Text) else each for gap, each in values.items()}
    template = _sentences()[name]
    return Text(template.en.format(**english), template.sv.format(**swedish))


def known(name: str) -> bool:
    """Whether the report has a sentence of this name."""
    return name in _sentences()


def joined(parts: Iterable[Text], between: Text | str = " ") -> Text:
    """Several texts in a row, the empty ones left out."""
    mark = Text(between, between) if isinstance(between, str) else between
    kept = [each for each in parts if each.en]
    return Text(mark.en.join(each.en for each in kept), mark.sv.join(each.sv for each in kept))


def too_little(reasons: Iterable[Text]) -> Text:
    """That nothing is settled, and why; some of the reasons are sentences and some are not."""
    bare = (Text(each.en.rstrip("."), each.sv.rstrip(".")) for each in reasons)
    return say("too-little", reasons=joined(bare, "; "))


def figure(value: float) -> Text:
    """A figure on the scale of the outcome: two decimals.

    >>> figure(-1.234).en, figure(-1.234).sv
    ('−1.23', '−1,23')
    """
    return num(value, 2)


def likely(p: float) -> Text:
    """A probability to three decimals, never 0 or 1.

    >>> likely(0.98765).en, likely(0.0001).sv, likely(0.9999).en
    ('0.988', '<0,001', '>0.999')
    """
    if p < 0.0005:
        return Text("<0.001", "<0,001")
    if p >= 0.9995:
        return Text(">0.999", ">0,999")
    return num(p, 3)


def p_value(p: float) -> Text:
    """A p value with its letter; 1 can be reached, 0 cannot.

    >>> p_value(0.0323).en, p_value(1.0).sv, p_value(0.0001).en
    ('p = 0.032', 'p = 1', 'p < 0.001')
    """
    if p < 0.0005:
        return Text("p < 0.001", "p < 0,001")
    shown = num(p, 3)
    return Text(f"p = {shown.en}", f"p = {shown.sv}")


def foreseen(forecast: dict[str, Any]) -> Text:
    """What was said before the start; a plan made elsewhere may hold it in another shape, or only as a sentence."""
    try:
        quick, slow = forecast["chances"]["quick"], forecast["chances"]["slow"]
        return say(
            "foreseen",
            large=num(float(quick[-1]["benefit"]), 2),
            quick=_percent(float(quick[-1]["helps"])),
            slow=_percent(float(slow[-1]["helps"])),
            false=_percent(float(quick[0]["helps"])),
        )
    except (KeyError, IndexError, TypeError, ValueError):
        sentence = str(forecast.get("sentence", ""))
        return Text(sentence, sentence) if sentence else say("not-foreseen")


def _percent(share: float) -> Text:
    """A share of simulated trials in whole per cent; never simulated is not never."""
    whole = round(100 * share)
    if whole in (0, 100):
        return say("over-99" if whole else "under-1")
    return Text(str(whole), str(whole))


def verdict_of(verdict: str) -> Text:
    """A verdict in words, as they stand inside a sentence."""
    return say(f"verdict-{verdict}")


def reason(case: Case, slug: str) -> Text:
    """Why it was paused or stopped: words for the slug of the log, which stands as it is where there are none."""
    if known(f"why-{slug}"):
        return say(f"why-{slug}")
    return noticed(case, slug)


def noticed(case: Case, slug: str) -> Text:
    """What was noticed, by its slug."""
    if known(f"what-{slug}"):
        return say(f"what-{slug}")
    condition = case.knowledge.conditions.get(slug)
    return Text(slug, slug) if condition is None else condition.name
