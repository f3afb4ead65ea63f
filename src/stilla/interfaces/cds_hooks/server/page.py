"""A rule of the knowledge base as one page that needs nothing else: no script, no other file, no other host."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from stilla.interfaces.cds_hooks.cards import RESTLESS, UNKNOWN
from stilla.interfaces.cds_hooks.markdown import apart
from stilla.interfaces.words.cds import LABELS, SOURCE
from stilla.interfaces.words.levels import CERTAINTY_WORDS, LEVEL_WORDS
from stilla.text import said_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stilla.knowledge.schema import Rule
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language

STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;"
    "background:#fff}h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.1rem;margin-bottom:0}p{margin-top:.3rem}"
    "a{color:#00538a}li{margin-bottom:.4rem}footer{margin-top:2rem;color:#4a4a4a;font-size:.9rem}"
)
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
)


def page_of(name: str, knowledge: Knowledge, language: Language) -> str | None:
    """The page of a rule, or of what the service does; None where there is neither."""
    with said_at("app"):
        if name in {UNKNOWN, RESTLESS}:
            return _whole(LABELS["limits"].to(language), _limits(knowledge, language), knowledge, language)
        rules = {rule.id: rule for rule in knowledge.checking.rules} | knowledge.timing
        rule = rules.get(name)
        if rule is None:
            return None
        return _whole(rule.title.to(language), _rule(rule, knowledge, language), knowledge, language)


def _limits(knowledge: Knowledge, language: Language) -> Iterator[str]:
    for advice in ("cds-service-says", "cds-unknown-is-not-no", "cds-open-lists"):
        yield f"<p>{escape(knowledge.advice(advice).to(language))}</p>"


def _rule(rule: Rule, knowledge: Knowledge, language: Language) -> Iterator[str]:
    yield f"<p><strong>{escape(LEVEL_WORDS[rule.level].to(language))}</strong></p>"
    yield _part("why", rule.why.to(language), language)
    yield _part("patient", rule.do.to(language), language)
    if rule.space is not None:
        yield _part("hours", apart(rule.space, language), language)
    if rule.acts_on is not None:
        yield f"<p>{escape(rule.acts_on.to(language))}</p>"
    yield _part("certainty", CERTAINTY_WORDS[rule.certainty].to(language), language)
    yield f"<h2>{escape(LABELS['sources'].to(language))}</h2><ul>"
    yield from _sources(rule.sources, knowledge, language)
    yield "</ul>"


def _part(label: str, words: str, language: Language) -> str:
    return f"<h2>{escape(LABELS[label].to(language))}</h2><p>{escape(words)}</p>"


def _sources(names: Iterable[str], knowledge: Knowledge, language: Language) -> Iterator[str]:
    for source in (knowledge.sources[name] for name in names):
        title, address = escape(source.title), source.address
        shown = f'<a rel="noreferrer" href="{escape(address)}">{title}</a>' if address else title
        yield f"<li>{shown} ({escape(LABELS['read'].to(language))} {source.read.isoformat()})</li>"


def _whole(title: str, parts: Iterable[str], knowledge: Knowledge, language: Language) -> str:
    purpose = knowledge.advice("purpose").to(language)
    version = f"{LABELS['knowledge'].to(language)} {knowledge.version.name}"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)} – {SOURCE.to(language)}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{escape(title)}</h1>{''.join(parts)}</main>"
        f"<footer><p>{escape(purpose)}</p><p>{escape(version)}</p></footer></body></html>"
    )
