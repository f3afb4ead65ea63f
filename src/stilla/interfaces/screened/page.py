"""A screen as one HTML file that needs nothing else: counts only, nobody in it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from stilla.findings import BLOCKING
from stilla.interfaces.screened.style import STYLE
from stilla.interfaces.words import screen as words
from stilla.interfaces.words.levels import LEVEL_WORDS, SYMBOLS, VERDICT_WORDS
from stilla.interfaces.words.screen import counted, grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stilla.knowledge.store import Knowledge
    from stilla.population.safe_counts import Count
    from stilla.population.screening import Screened
    from stilla.population.tally import Branch, Ruled
    from stilla.text import Language, Text

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""The page asks nobody for anything."""


def screen_page(screened: Screened, knowledge: Knowledge, language: Language) -> str:
    """The page of a screen as a whole document, in one language."""
    return "".join(_Page(screened, knowledge, language).document())


class _Page:
    def __init__(self, screened: Screened, knowledge: Knowledge, language: Language) -> None:
        self.screened = screened
        self.tally = screened.tally
        self.knowledge = knowledge
        self.language = language

    def say(self, text: Text) -> str:
        return escape(text.to(self.language))

    def count(self, count: Count) -> str:
        return f"<strong>{escape(counted(count, self.language))}</strong>"

    def document(self) -> Iterator[str]:
        title = self.say(words.TITLE)
        yield f'<!DOCTYPE html>\n<html lang="{self.language}">\n<head>\n<meta charset="utf-8">\n'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        yield '<meta name="referrer" content="no-referrer">\n'
        yield f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        yield from self.head()
        for heading, content in (
            (words.FLOW, self.flow()),
            (words.RULES, self.rules()),
            (words.MISSING, self.missing()),
        ):
            yield f"<h2>{self.say(heading)}</h2>\n"
            yield from content
        yield from self.sources()
        yield "</main>\n</body>\n</html>\n"

    def head(self) -> Iterator[str]:
        about = words.about(self.screened, self.language)
        about += [self.knowledge.advice(name).to(self.language) for name in words.ADVICE]
        about.append(" ".join(each.to(self.language) for each in words.rounding(self.tally)))
        yield from (f'<p class="note">{escape(each)}</p>\n' for each in about)

    def flow(self) -> Iterator[str]:
        tally = self.tally
        yield '<ol class="flow">\n'
        if self.screened.reading is not None:
            used = f"{self.say(words.USED)}: <strong>{grouped(self.screened.used)}</strong>"
            yield self.step(used, *self.set_aside(), *self.ignored())
        dead = f"{self.count(tally.dead)} {self.say(words.DEAD)}"
        yield self.step(f"{self.say(words.PEOPLE)}: {self.count(tally.people)}", dead)
        judged = f"{self.say(words.JUDGED)}: {self.count(tally.judged)}{self.verdicts(tally.verdicts.items())}"
        yield f'<li><div class="step">{_box(judged)}</div><div class="down split"></div></li>\n'
        yield f'<li><ul class="branches">{"".join(self.branch(each) for each in tally.branches)}</ul></li>\n</ol>\n'

    def step(self, kept: str, *out: str) -> str:
        """A box with those who go on, and beside it who does not, and why."""
        beside = f'<div class="side"></div><div class="out">{"".join(out)}</div>' if out else ""
        return f'<li><div class="step">{_box(kept)}{beside}</div><div class="down"></div></li>\n'

    def set_aside(self) -> Iterator[str]:
        read = self.screened.reading
        if read is not None and (why := words.set_aside_why(read.set_aside, self.language)):
            yield self.folded(self.screened.set_aside, words.SET_ASIDE, why.items())

    def ignored(self) -> Iterator[str]:
        read = self.screened.reading
        if read is not None and read.ignored:
            rows = sorted(
                (f"{kind}: {words.IGNORED_WHY[reason].to(self.language)}", count)
                for kind, reasons in read.ignored.items()
                for reason, count in reasons.items()
            )
            yield self.folded(self.screened.ignored, words.IGNORED, rows)

    def folded(self, count: int, said: Text, why: Iterable[tuple[str, int]]) -> str:
        items = (f'<li class="said"><span>{escape(each)}</span><strong>{grouped(n)}</strong></li>' for each, n in why)
        summary = f"<strong>{grouped(count)}</strong> {self.say(said)}"
        return f"<details><summary>{summary}</summary><ul>{''.join(items)}</ul></details>"

    def branch(self, branch: Branch) -> str:
        verdicts = "" if branch.people.about == 0 else self.verdicts(branch.verdicts.items())
        head = f"{self.say(words.TAKING[branch.taking])}: {self.count(branch.people)}"
        return f'<li class="branch"><div class="box">{head}{verdicts}</div></li>'

    def verdicts(self, found: Iterable[tuple[str, Count]]) -> str:
        items = (
            f'<li class="said">{self.mark(verdict, VERDICT_WORDS[verdict])} {self.count(count)}</li>'
            for verdict, count in found
        )
        return f"<ul>{''.join(items)}</ul>"

    def mark(self, of: str, word: Text) -> str:
        sign = f'<span aria-hidden="true">{SYMBOLS[of]}</span>'
        return f'<span class="mark {of}">{sign} {self.say(word)}</span>'

    def rules(self) -> Iterator[str]:
        blocking = [each for each in self.tally.rules if each.level in BLOCKING]
        others = [each for each in self.tally.rules if each.level not in BLOCKING]
        yield from self.ruled(blocking, words.RULES)
        if others:
            yield f"<details><summary>{self.say(words.OTHERS)} ({len(others)})</summary>\n"
            yield from self.ruled(others, words.OTHERS)
            yield "</details>\n"

    def ruled(self, found: Iterable[Ruled], name: Text) -> Iterator[str]:
        titles = {rule.id: rule.title for rule in self.screened.rules}
        rows = (
            (
                self.mark(each.level, LEVEL_WORDS[each.level]),
                self.say(titles[each.rule]),
                self.count(each.people),
                self.count(each.taking),
            )
            for each in found
        )
        yield from self.table(name, (words.LEVEL, words.RULE, words.COUNT, words.OF_TAKERS), rows)

    def missing(self) -> Iterator[str]:
        rows = (
            (self.say(words.FACTS[each.fact]), self.count(each.people), self.count(each.taking))
            for each in self.tally.missing
        )
        yield from self.table(words.MISSING, (words.FACT, words.COUNT, words.OF_TAKERS), rows)

    def table(self, name: Text, head: tuple[Text, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
        body = "".join(
            f"<tr>{''.join(self.cell(each, of) for of, each in zip(head, row, strict=True))}</tr>\n" for row in rows
        )
        if not body:
            yield f"<p>{self.say(words.NOBODY)}</p>\n"
            return
        heads = "".join(f'<th scope="col"{_narrow(each)}>{self.say(each)}</th>' for each in head)
        yield f'<div class="table" tabindex="0" role="region" aria-label="{self.say(name)}">'
        yield f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody></table></div>\n"

    def cell(self, content: str, head: Text) -> str:
        return f'<td{_narrow(head)} data-head="{self.say(head)}">{content}</td>'

    def sources(self) -> Iterator[str]:
        cited = sorted({name for rule in self.screened.rules for name in rule.sources})
        yield f"<details><summary>{self.say(words.SOURCES)} ({len(cited)})</summary>\n<ul>\n"
        for name in cited:
            source = self.knowledge.sources[name]
            title = escape(source.title)
            link = f'<a href="{escape(source.address)}" rel="noreferrer">{title}</a>' if source.address else title
            yield f"<li>{link}</li>\n"
        yield "</ul>\n</details>\n"


def _box(content: str) -> str:
    return f'<div class="box"><div>{content}</div></div>'


def _narrow(head: Text) -> str:
    return ' class="n"' if head in {words.COUNT, words.OF_TAKERS} else ""
