"""Cards: one bullet each, what it is and what to do, with everything else one step away.

How urgent: a stop that needs somebody now or today is `critical`; every other stop, and what needs a doctor first, is
`warning`; hours to keep are `warning` for what is being ordered now and `info` otherwise; what to follow up is `info`;
what was not checked is `warning` where magnesium meets the patient, else `info`.
"""

from __future__ import annotations

import uuid
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.interfaces.cds_hooks import markdown
from stilla.interfaces.words.cds import LABELS, OVERRIDES, SOURCE, UNCHECKED
from stilla.interfaces.words.levels import hours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.findings import Finding
    from stilla.interfaces.cds_hooks.matters import Matters, Unchecked
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language, Text

Indicator = Literal["info", "warning", "critical"]

_URGENT_FIRST: tuple[Indicator, ...] = ("critical", "warning", "info")
LONGEST_SUMMARY = 139
"""Characters: the specification says fewer than 140."""
UNKNOWN = "not-checked"
RESTLESS = "restless-legs"
OWN_REASONS = "urn:stilla:override-reason"
HL7_REASONS = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes"
_HL7: dict[str, str] = {
    "action-completed": "Recommended action was already completed",
    "risk-benefit-ratio": "Recipient assessment of risk/benefit ratio",
    "expert-contradicts": "Advice from expert contradicts the recommended action",
    "patient-refuses": "Patient refuses/declines (no context given)",
}
"""From HL7's suggested set, with its own displays, which exist in English only."""
_RULE_BYTES = 6


class Source(msgspec.Struct, frozen=True):
    """Who says it, and where to read on."""

    label: str
    url: str


class Link(msgspec.Struct, frozen=True):
    """A page to open as it is."""

    label: str
    url: str
    type: Literal["absolute"] = "absolute"


class Coding(msgspec.Struct, frozen=True):
    """A reason for passing a card by."""

    code: str
    system: str
    display: str


class Card(msgspec.Struct, frozen=True, rename="camel"):
    """A card as CDS Hooks 2.0 has it. There are no suggestions: nothing here is for a system to do by itself."""

    uuid: str
    summary: str
    detail: str
    indicator: Indicator
    source: Source
    override_reasons: tuple[Coding, ...]
    links: tuple[Link, ...]


class Maker:
    """Makes the cards of one answer.

    Args:
        knowledge: what the sentences come from.
        language: the language of the answer.
        base: the address of this service, for links.
        whose: what makes the identifiers of one patient's cards their own.
    """

    def __init__(self, knowledge: Knowledge, language: Language, base: str, whose: bytes) -> None:
        self.knowledge = knowledge
        self.language = language
        self.base = base
        self.whose = whose

    def cards(self, matters: Matters, *, takes: bool) -> tuple[Card, ...]:
        """All cards, the most urgent first."""
        return tuple(sorted(self._all(matters, takes=takes), key=lambda each: _URGENT_FIRST.index(each.indicator)))

    def _all(self, matters: Matters, *, takes: bool) -> Iterator[Card]:
        unchecked = matters.also + (matters.unchecked.names if matters.unchecked is not None else ())
        for finding in matters.findings:
            yield self.finding(finding, unchecked, ordered=finding.rule.id in matters.concerned, takes=takes)
        if matters.restless:
            yield self.restless(matters.restless, unchecked)
        elif matters.unchecked is not None:
            yield self.unchecked(matters.unchecked, matters.also)

    def finding(self, finding: Finding, unchecked: tuple[Text, ...], *, ordered: bool, takes: bool) -> Card:
        """A rule that holds."""
        rule = finding.rule
        notes = [self.knowledge.advice("cds-prescribed")] if rule.level == "stop" and takes else []
        return self._card(
            rule.id,
            [f"{each.fact}={each.value.en}" for each in finding.why],
            f"{_sentence(rule.title.to(self.language))} {self._do(finding)}",
            markdown.of_finding(finding, self.knowledge, self.language, unchecked, notes),
            indicator_of(finding, ordered=ordered),
        )

    def _do(self, finding: Finding) -> str:
        rule = finding.rule
        name = f"cds-do-stop-{rule.urgency}" if rule.level == "stop" else f"cds-do-{rule.level}"
        said = self.knowledge.advice(name).to(self.language)
        if rule.level == "space":
            if rule.space is None:
                return self.knowledge.advice("cds-do-space-both").to(self.language)
            before, after = hours(rule.space.before_h, self.language), hours(rule.space.after_h, self.language)
            return said.format(before=before, after=after)
        return said

    def restless(self, findings: tuple[Finding, ...], unchecked: tuple[Text, ...]) -> Card:
        """Restless legs on the problem list, and no magnesium that is known of."""
        titles = [each.rule.title.to(self.language) for each in findings]
        return self._card(
            RESTLESS,
            [each.rule.id for each in findings] + [each.en for each in unchecked],
            f"{LABELS['restless'].to(self.language)}: {_few(titles)}",
            markdown.of_findings(findings, self.knowledge, self.language, unchecked),
            "info",
        )

    def unchecked(self, unchecked: Unchecked, also: tuple[Text, ...]) -> Card:
        """What is not known, said aloud."""
        names = [each.to(self.language) for each in unchecked.names]
        name = "cds-do-unknown" if unchecked.meets else "cds-do-unknown-medicines"
        do = self.knowledge.advice(name).to(self.language)
        said = f"{LABELS['unchecked'].to(self.language)}: "
        if not unchecked.meets:
            said += f"{UNCHECKED['magnesium'].to(self.language)} – "
        room = LONGEST_SUMMARY - len(said) - len(do) - 2
        detail = [
            *markdown.not_checked((*unchecked.names, *also), self.knowledge, self.language),
            self.knowledge.advice("cds-open-lists").to(self.language),
        ]
        return self._card(
            UNKNOWN,
            [each.en for each in unchecked.names],
            f"{said}{_cut('; '.join(names), room)}. {do}",
            "\n\n".join(detail),
            "warning" if unchecked.meets else "info",
        )

    def _card(self, rule: str, facts: list[str], summary: str, detail: str, indicator: Indicator) -> Card:
        page = f"{self.base}/knowledge/{rule}"
        return Card(
            uuid=identifier(rule, self.whose, facts),
            summary=_cut(" ".join(summary.split()), LONGEST_SUMMARY),
            detail=detail,
            indicator=indicator,
            source=Source(SOURCE.to(self.language), page),
            override_reasons=override_reasons(self.language),
            links=(Link(LABELS["more" if rule not in {UNKNOWN, RESTLESS} else "limits"].to(self.language), page),),
        )


def indicator_of(finding: Finding, *, ordered: bool) -> Indicator:
    """How urgent a finding is to somebody in front of a record."""
    match finding.level:
        case "stop":
            return "critical" if finding.rule.urgency in {"now", "today"} else "warning"
        case "ask":
            return "warning"
        case "space":
            return "warning" if ordered else "info"
        case _:
            return "info"


def override_reasons(language: Language) -> tuple[Coding, ...]:
    """Why a card may be passed by: our own reasons, and some of HL7's."""
    own = (Coding(code, OWN_REASONS, display.to(language)) for code, display in OVERRIDES.items())
    return (*own, *(Coding(code, HL7_REASONS, display) for code, display in _HL7.items()))


def identifier(rule: str, whose: bytes, facts: list[str]) -> str:
    """The name of a card: the same patient, rule and facts always give the same one (UUID version 8, RFC 9562).

    Its first 48 bits are the rule's alone, so that feedback can be counted by rule without keeping whose card it was.
    """
    own = blake2b(digest_size=10, key=whose[:64])
    for each in facts:
        own.update(each.encode(errors="surrogatepass") + b"\0")
    raw = bytearray(rule_mark(rule) + own.digest())
    raw[6] = (raw[6] & 0x0F) | 0x80
    raw[8] = (raw[8] & 0x3F) | 0x80
    return str(uuid.UUID(bytes=bytes(raw)))


def rule_mark(rule: str) -> bytes:
    """What stands for a rule at the beginning of an identifier."""
    return blake2b(rule.encode(), digest_size=_RULE_BYTES).digest()


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _few(titles: list[str]) -> str:
    shown = "; ".join(titles[:2])
    return f"{shown} (+{len(titles) - 2})" if len(titles) > 2 else shown


def _cut(words: str, most: int) -> str:
    """Words within so many characters, ended between two of them."""
    if len(words) <= most:
        return words
    return f"{words[: most - 1].rsplit(' ', 1)[0].rstrip(' ;,.')}…"
