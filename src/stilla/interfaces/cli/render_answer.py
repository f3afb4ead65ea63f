"""The answer of a trial as text: the figures first, then words, then everything that could question it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.render import heading, render_sources, width, wrapped
from stilla.interfaces.words.answer import (
    BLIND_READING,
    alike_words,
    carryover_rows,
    effect_pictures,
    order_words,
    rows_words,
    sensitivity_words,
)
from stilla.interfaces.words.trial import VERDICT_SYMBOLS, VERDICT_WORDS, size
from stilla.pictures.draw import terminal
from stilla.text import Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stilla.analysis.answer import Answer
    from stilla.errors import Problem
    from stilla.knowledge.store import Knowledge
    from stilla.plan import Sentence
    from stilla.text import Language
    from stilla.trial.cent import Reported

_WORDS = {
    "does_it": Text("Does it help?", "Hjälper det?"),
    "not_enough_data": Text("Why nothing is settled", "Varför inget går att avgöra"),
    "other": Text("The same question under other assumptions", "Samma fråga under andra antaganden"),
    "order": Text("Could the order explain it?", "Kan ordningen förklara det?"),
    "wash": Text("How fast it comes and goes", "Hur snabbt det kommer och går"),
    "blind": Text("Was it blind?", "Var det blint?"),
    "nights": Text("What it rests on", "Vad det bygger på"),
    "aside": Text("Lines set aside", "Rader som lades åt sidan"),
    "report": Text(
        "The whole report, item by item, is in answer.json; stilla trial answer --report prints it.",
        "Hela rapporten, punkt för punkt, finns i answer.json; stilla trial answer --report skriver ut den.",
    ),
    "mean": Text("mean", "medel"),
    "cent": Text(
        "CENT 2015: {present} items present, {apart} not applicable, {missing} missing",
        "CENT 2015: {present} punkter finns, {apart} gäller inte, {missing} saknas",
    ),
    "apart": Text("not applicable, because {why}", "gäller inte, eftersom {why}"),
    "missing": Text("MISSING", "SAKNAS"),
}


def render_answer(
    answer: Answer, says: Sequence[Sentence], notes: Iterable[Text], aside: Sequence[Problem], language: Language
) -> None:
    """Print an answer."""
    symbol, word = VERDICT_SYMBOLS[answer.verdict], VERDICT_WORDS[answer.verdict].to(language)
    click.secho(f"{_WORDS['does_it'].to(language)}  {symbol} {word}", bold=True)
    figures = () if answer.too_little else effect_pictures(answer)
    if figures:
        click.echo(wrapped(figures[0].reading.to(language)))
        click.echo(wrapped(size(answer).to(language)))
    for each in (*(said.text for said in says), *notes):
        click.echo(wrapped(each.to(language)))
    for picture in figures:
        click.echo()
        click.echo(terminal(picture, language, width()))
    if answer.too_little:
        _why_nothing(answer, language)
    else:
        _rests_on(answer, language)
        _wash(answer, language)
        _order(answer, language)
        _others(answer, language)
    _blinding(answer, language)
    if aside:
        heading(_WORDS["aside"].to(language))
        for problem in aside:
            click.echo(wrapped(problem.sentence(language), "  ", "- "))


def _why_nothing(answer: Answer, language: Language) -> None:
    """The reasons, and no figure: with so little it would be what was believed before, in the dress of a result."""
    heading(_WORDS["not_enough_data"].to(language))
    for reason in answer.too_little:
        click.echo(wrapped(reason.to(language), "  ", "- "))
    heading(_WORDS["nights"].to(language))
    click.echo(wrapped(rows_words(answer).to(language), "  "))


def render_sources_of(says: Iterable[Sentence], knowledge: Knowledge, language: Language) -> None:
    """The sources of the sentences, each once."""
    names = dict.fromkeys(source for each in says for source in each.sources)
    render_sources({name: knowledge.sources[name] for name in names}, language)


def _rests_on(answer: Answer, language: Language) -> None:
    heading(_WORDS["nights"].to(language))
    click.echo(wrapped(f"{rows_words(answer).to(language)} {alike_words(answer).to(language)}", "  "))


def _wash(answer: Answer, language: Language) -> None:
    rows = carryover_rows(answer, language)
    if not rows:
        return
    heading(_WORDS["wash"].to(language))
    unit = Text("days half-life", "dagars halveringstid").to(language)
    for days, weight, share in rows:
        click.echo(f"  {days:>3} {unit:<22} {share:>4} {'█' * round(20 * weight)}".rstrip())


def _order(answer: Answer, language: Language) -> None:
    said = order_words(answer)
    if said is not None:
        heading(_WORDS["order"].to(language))
        click.echo(wrapped(said.to(language), "  "))


def _blinding(answer: Answer, language: Language) -> None:
    if answer.blinding is None:
        return
    heading(_WORDS["blind"].to(language))
    click.echo(wrapped(BLIND_READING[answer.blinding.reading].to(language), "  "))


def _others(answer: Answer, language: Language) -> None:
    if not answer.sensitivity:
        return
    heading(_WORDS["other"].to(language))
    for row in answer.sensitivity:
        title, found = sensitivity_words(row, language)
        click.echo(wrapped(f"{title}: {found}", "  ", "- "))


def render_items(items: Sequence[Reported], language: Language, *, whole: bool) -> None:
    """How many items of CENT the report has in each state, and with `whole` each of them in a paragraph."""
    count = Counter(each.state for each in items)
    counted = {"present": count["present"], "apart": count["not-applicable"], "missing": count["missing"]}
    heading(_WORDS["cent"].to(language).format(**counted))
    if not whole:
        click.echo(wrapped(_WORDS["report"].to(language), "  "))
        return
    for each in items:
        title = f"{each.id:<6} {each.asks.to(language)}: "
        click.echo(wrapped(printable(title + _said(each, language)), "       ", "").rstrip())


def _said(item: Reported, language: Language) -> str:
    """What an item says, or why it says nothing."""
    if item.text is None:
        return _WORDS["missing"].to(language)
    text = " ".join(item.text.to(language).split())
    return text if item.state == "present" else _WORDS["apart"].to(language).format(why=text)
