"""What a card says at length, in Markdown. What a record wrote can never become markup, a link or a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stilla.interfaces.known.answers import fact_words
from stilla.interfaces.words.cds import LABELS
from stilla.interfaces.words.levels import CERTAINTY_WORDS, hours
from stilla.interfaces.words.levels import LABELS as COMMON
from stilla.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.findings import Fact, Finding
    from stilla.knowledge.schema import Source, Space
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language, Text

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&!])")
_LINKS = re.compile(r"://|www\.|@", re.IGNORECASE)
_LONGEST = 120
_MOST_FACTS = 8


def escaped(words: str) -> str:
    r"""Somebody else's words as plain text within Markdown: one line, not long, no markup, no link.

    >>> escaped("<b>[x](http://a.b)</b>")
    '\\<b\\>\\[x\\](http: //a.b)\\</b\\>'
    """
    line = " ".join(printable(words).split())[:_LONGEST]
    return _MARKUP.sub(r"\\\1", _LINKS.sub(_broken, line))


def _broken(link: re.Match[str]) -> str:
    return {"://": ": //", "@": " @ "}.get(link[0], "www .")


def of_finding(
    finding: Finding, knowledge: Knowledge, language: Language, unchecked: Iterable[Text], notes: Iterable[Text]
) -> str:
    """One finding: why, on what, what the patient is told, hours, certainty, sources."""
    rule = finding.rule
    parts = [_labelled("why", rule.why.to(language), language)]
    if finding.why:
        parts.append(_labelled("because", facts(finding.why, knowledge, language), language))
    parts.append(_labelled("patient", rule.do.to(language), language))
    if rule.space is not None:
        parts.append(_labelled("hours", apart(rule.space, language), language))
    parts.append(_labelled("certainty", CERTAINTY_WORDS[rule.certainty].to(language), language))
    parts += [each.to(language) for each in notes]
    parts += not_checked(unchecked, knowledge, language)[:1]
    parts.append(cited(rule.sources, knowledge, language))
    return "\n\n".join(parts)


def of_findings(
    findings: Iterable[Finding], knowledge: Knowledge, language: Language, unchecked: Iterable[Text]
) -> str:
    """Several findings in one card, a paragraph each."""
    found = tuple(findings)
    parts = []
    for each in found:
        because = f" ({facts(each.why, knowledge, language)})" if each.why else ""
        rule = each.rule
        parts.append(f"- **{rule.title.to(language)}**{because}: {rule.why.to(language)} {rule.do.to(language)}")
    names = dict.fromkeys(name for each in found for name in each.rule.sources)
    text = ["\n".join(parts)] if parts else []
    text += not_checked(unchecked, knowledge, language)
    return "\n\n".join([*text, cited(names, knowledge, language)] if names else text)


def facts(found: Iterable[Fact], knowledge: Knowledge, language: Language) -> str:
    """The facts a finding rests on."""
    said = [escaped(fact_words(each.fact, each.value.to(language), knowledge, language)) for each in found]
    more = len(said) - _MOST_FACTS
    if more > 0:
        said = [*said[:_MOST_FACTS], LABELS["and_more"].fill(n=more).to(language)]
    return ", ".join(said)


def apart(space: Space, language: Language) -> str:
    """Hours to keep, in words."""
    before = COMMON["hours_before"].fill(h=hours(space.before_h, language)).to(language)
    return f"{before}, {COMMON['hours_after'].fill(h=hours(space.after_h, language)).to(language)}"


def not_checked(names: Iterable[Text], knowledge: Knowledge, language: Language) -> list[str]:
    """What was not checked, and that it is not the same as nothing."""
    said = [escaped(each.to(language)) for each in names]
    if not said:
        return []
    return [
        _labelled("unchecked", "; ".join(said), language),
        knowledge.advice("cds-unknown-is-not-no").to(language),
    ]


def cited(names: Iterable[str], knowledge: Knowledge, language: Language) -> str:
    """Sources with their addresses, a line each."""
    lines = [f"**{LABELS['sources'].to(language)}**"]
    return "\n".join(lines + [f"- {_source(knowledge.sources[name], language)}" for name in names])


def _source(source: Source, language: Language) -> str:
    title = _MARKUP.sub(r"\\\1", source.title)
    shown = f"[{title}]({_address(source.address)})" if source.address else title
    return f"{shown} ({LABELS['read'].to(language)} {source.read.isoformat()})"


def _address(address: str) -> str:
    return address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def _labelled(name: str, words: str, language: Language) -> str:
    return f"**{LABELS[name].to(language)}:** {words}"
