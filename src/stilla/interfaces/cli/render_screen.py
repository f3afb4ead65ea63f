"""A screen as text for a terminal: who was screened, what was found, what is missing, where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stilla.findings import BLOCKING
from stilla.interfaces.cli.render import heading, wrapped
from stilla.interfaces.words import screen as words
from stilla.interfaces.words.levels import COLOURS, LEVEL_WORDS, SYMBOLS, VERDICT_WORDS
from stilla.text import number, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stilla.findings import Verdict
    from stilla.knowledge.store import Knowledge
    from stilla.population.safe_counts import Count
    from stilla.population.screening import Screened
    from stilla.text import Language, Text

_COLUMN = 10
"""Characters of a count."""
_MOST = 30
"""Rules shown; the page has all."""


def render_screen(screened: Screened, knowledge: Knowledge, language: Language) -> None:
    """The answer of `stilla screen`."""
    _Rendering(screened, knowledge, language).all()


class _Rendering:
    def __init__(self, screened: Screened, knowledge: Knowledge, language: Language) -> None:
        self.screened = screened
        self.knowledge = knowledge
        self.language = language

    def say(self, text: Text, **values: object) -> str:
        return text.fill(**values).to(self.language)

    def all(self) -> None:
        done, tally = self.screened, self.screened.tally
        click.secho(self.say(words.TITLE), bold=True)
        for line in words.about(done, self.language):
            click.echo(wrapped(line))
        heading(self.say(words.FLOW))
        self.row(tally.people, self.say(words.PEOPLE))
        self.row(tally.dead, f"− {self.say(words.DEAD)}")
        self.row(tally.judged, self.say(words.JUDGED))
        self.verdicts(tally.verdicts)
        for branch in tally.branches:
            self.row(branch.people, self.say(words.TAKING[branch.taking]))
            if branch.people.about != 0:
                self.verdicts(branch.verdicts)
        self.rules()
        self.missing()
        self.end()

    def row(self, count: Count, said: str, beside: Count | None = None) -> None:
        counts = [_short(each) for each in (count, beside) if each is not None]
        before = "".join(f"{each:>{_COLUMN}}" for each in counts) + "  "
        click.echo(wrapped(said, " " * len(before), before))

    def verdicts(self, found: Mapping[Verdict, Count]) -> None:
        for verdict, count in found.items():
            mark = click.style(f"{SYMBOLS[verdict]} {self.say(VERDICT_WORDS[verdict])}", fg=COLOURS[verdict])
            click.echo(f"{_short(count):>{_COLUMN}}   {mark}")

    def columns(self, said: Text) -> None:
        before = f"{self.say(words.COUNT):>{_COLUMN}}{self.say(words.TAKERS):>{_COLUMN}}  "
        click.echo(wrapped(self.say(said), " " * len(before), before))

    def rules(self) -> None:
        heading(self.say(words.RULES))
        titles = {rule.id: rule.title for rule in self.screened.rules}
        found = self.screened.tally.rules
        shown = [each for each in found if each.level in BLOCKING or each.taking.about != 0][:_MOST]
        if not found:
            click.echo(self.say(words.NOBODY))
            return
        self.columns(words.RULE)
        for each in shown:
            level = f"{SYMBOLS[each.level]} {self.say(LEVEL_WORDS[each.level])}"
            self.row(each.people, f"{level}: {self.say(titles[each.rule])}", each.taking)
        if len(shown) < len(found):
            click.echo(self.say(words.MORE, n=len(found) - len(shown)))

    def missing(self) -> None:
        heading(self.say(words.MISSING))
        if not self.screened.tally.missing:
            click.echo(self.say(words.NOBODY))
            return
        self.columns(words.FACT)
        for each in self.screened.tally.missing:
            self.row(each.people, self.say(words.FACTS[each.fact]), each.taking)

    def end(self) -> None:
        done = self.screened
        click.echo()
        for name in words.ADVICE:
            click.echo(wrapped(self.knowledge.advice(name).to(self.language)))
        click.echo(wrapped(" ".join(each.to(self.language) for each in words.rounding(done.tally))))
        click.echo()
        if done.set_aside:
            said = self.say(words.ASIDE, count=words.grouped(done.set_aside), file=printable(str(done.set_aside_file)))
            click.echo(wrapped(said))
        click.echo(wrapped(self.say(words.FILES, folder=printable(str(done.out)))))
        click.echo(wrapped(self.times()))

    def times(self) -> str:
        done = self.screened
        return self.say(
            words.TIMES,
            seconds=number(round(done.seconds, 1), self.language),
            engine=done.wished.engine,
            reading=number(round(done.reading_seconds, 1), self.language),
            deciding=number(round(done.deciding_seconds, 1), self.language),
            patterns=words.grouped(done.patterns),
            memory=words.grouped(round(done.peak_memory / 1e6)),
        )


def _short(count: Count) -> str:
    """A count that fits a narrow column."""
    return f"<{count.fewer_than}" if count.about is None else words.grouped(count.about)
