"""The answer of a trial as text: the figures first, then words, then everything that could question it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from stilla.analysis.sensitivity import LABELS
from stilla.interfaces.cli.render import heading, render_sources, width, wrapped
from stilla.interfaces.trial_words import VERDICT_SYMBOLS, VERDICT_WORDS, figure, size
from stilla.pictures.draw import terminal
from stilla.pictures.hundred_dots import hundred_dots
from stilla.pictures.quantile_dots import quantile_dots
from stilla.text import Text, number, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stilla.analysis.answer import Answer
    from stilla.errors import Problem
    from stilla.knowledge.store import Knowledge
    from stilla.pictures.picture import Picture
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
_READING = {
    "blind": Text("The guesses were no better than chance.", "Gissningarna var inte bättre än slumpen."),
    "unblinded": Text("The guesses were better than chance.", "Gissningarna var bättre än slumpen."),
    "wishful": Text(
        "One treatment was guessed right and the other wrong: the guesses lean one way.",
        "Den ena behandlingen gissades rätt och den andra fel: gissningarna lutar åt ett håll.",
    ),
    "cannot_tell": Text("Too few guesses to tell.", "För få gissningar för att avgöra."),
}


def render_answer(
    answer: Answer, says: Sequence[Sentence], notes: Iterable[Text], aside: Sequence[Problem], language: Language
) -> None:
    """Print an answer."""
    symbol, word = VERDICT_SYMBOLS[answer.verdict], VERDICT_WORDS[answer.verdict].to(language)
    click.secho(f"{_WORDS['does_it'].to(language)}  {symbol} {word}", bold=True)
    figures = () if answer.too_little else _figures(answer)
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


def _figures(answer: Answer) -> tuple[Picture, Picture]:
    dots = hundred_dots(answer.p_benefit, answer.p_mid, answer.p_harm, answer.mid)
    return dots, quantile_dots(answer.quantiles[2::5], answer.mid, answer.better)


def _why_nothing(answer: Answer, language: Language) -> None:
    """The reasons, and no figure: with so little it would be what was believed before, in the dress of a result."""
    heading(_WORDS["not_enough_data"].to(language))
    for reason in answer.too_little:
        click.echo(wrapped(reason.to(language), "  ", "- "))
    heading(_WORDS["nights"].to(language))
    click.echo(wrapped(_rows(answer).to(language), "  "))


def render_sources_of(says: Iterable[Sentence], knowledge: Knowledge, language: Language) -> None:
    """The sources of the sentences, each once."""
    names = dict.fromkeys(source for each in says for source in each.sources)
    render_sources({name: knowledge.sources[name] for name in names}, language)


def _rests_on(answer: Answer, language: Language) -> None:
    heading(_WORDS["nights"].to(language))
    alike = Text(
        f"Neighbouring rows resemble each other with {answer.rho:.2f}.",
        f"Grannar liknar varandra med {number(round(answer.rho, 2), 'sv')}.",
    )
    click.echo(wrapped(f"{_rows(answer).to(language)} {alike.to(language)}", "  "))


def _rows(answer: Answer) -> Text:
    n = answer.n
    return Text(
        f"{n.observed} outcomes in {n.rows} rows: {n.active} on active, {n.comparator} on comparator, "
        f"in {n.periods} periods.",
        f"{n.observed} utfall på {n.rows} rader: {n.active} med aktiv, {n.comparator} med jämförelse, "
        f"i {n.periods} perioder.",
    )


def _wash(answer: Answer, language: Language) -> None:
    if len(answer.carryover) < 2:
        return
    heading(_WORDS["wash"].to(language))
    for each in answer.carryover:
        days = number(each.half_life, language)
        bar = "█" * round(20 * each.weight)
        unit = Text("days half-life", "dagars halveringstid").to(language)
        share = "<1 %" if each.weight < 0.005 else f"{each.weight:.0%}"
        click.echo(f"  {days:>3} {unit:<22} {share:>4} {bar}".rstrip())


def _order(answer: Answer, language: Language) -> None:
    found = answer.randomisation
    if found is None or found.p is None:
        return
    heading(_WORDS["order"].to(language))
    p, least = (_share(each).replace(".", "," if language == "sv" else ".") for each in (found.p, found.least_p))
    many = found.sequences
    among = Text(f"Of the {many} orders that", f"Bland de {many} ordningar som")
    if not found.exact:
        among = Text(f"Among {many} orders drawn at random from all that", f"Bland {many} slumpade av alla de som")
    text = Text(
        f"{among.en} could have been drawn, a share p = {p} gives a difference this large or larger. "
        f"The smallest p that this design can reach is {least}.",
        f"{among.sv} kunde ha dragits ger andelen p = {p} en så stor eller större skillnad. "
        f"Det minsta p som upplägget kan ge är {least}.",
    )
    click.echo(wrapped(text.to(language), "  "))


def _share(p: float) -> str:
    """Three decimals, or two digits where these would be nothing: a randomisation test never says 0."""
    return f"{p:.3f}" if p >= 0.0005 else f"{p:.1g}"


def _blinding(answer: Answer, language: Language) -> None:
    if answer.blinding is None:
        return
    heading(_WORDS["blind"].to(language))
    click.echo(wrapped(_READING[answer.blinding.reading].to(language), "  "))


def _others(answer: Answer, language: Language) -> None:
    if not answer.sensitivity:
        return
    heading(_WORDS["other"].to(language))
    for row in answer.sensitivity:
        title, word = LABELS[row.id].to(language), VERDICT_WORDS[row.verdict].to(language).lower()
        if row.effect is None:
            click.echo(wrapped(f"{title}: {row.why.to(language) if row.why else ''}", "  ", "- "))
            continue
        width = (row.effect.hi - row.effect.lo) / 10
        mean, lo, hi = (figure(each, width, language) for each in (row.effect.mean, row.effect.lo, row.effect.hi))
        click.echo(wrapped(f"{title}: {mean} ({lo} … {hi}), {word}", "  ", "- "))


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
