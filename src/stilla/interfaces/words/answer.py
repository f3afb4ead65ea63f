"""What stands around the figures of an answer, in words: the same for every door."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stilla.analysis.sensitivity import LABELS
from stilla.interfaces.words.trial import VERDICT_WORDS, figure, size
from stilla.pictures.hundred_dots import hundred_dots
from stilla.pictures.quantile_dots import quantile_dots
from stilla.text import Text, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.analysis.answer import Answer
    from stilla.analysis.sensitivity import Sensitivity
    from stilla.pictures.picture import Picture
    from stilla.plan import Sentence
    from stilla.text import Language
    from stilla.trial.answer import Finished

BLIND_READING = {
    "blind": Text("The guesses were no better than chance.", "Gissningarna var inte bättre än slumpen."),
    "unblinded": Text("The guesses were better than chance.", "Gissningarna var bättre än slumpen."),
    "wishful": Text(
        "One treatment was guessed right and the other wrong: the guesses lean one way.",
        "Den ena behandlingen gissades rätt och den andra fel: gissningarna lutar åt ett håll.",
    ),
    "cannot_tell": Text("Too few guesses to tell.", "För få gissningar för att avgöra."),
}


def effect_pictures(answer: Answer) -> tuple[Picture, Picture]:
    """The chances as a hundred dots, and the size as quantile dots. Only where there is enough for an answer."""
    dots = hundred_dots(answer.p_benefit, answer.p_mid, answer.p_harm, answer.mid)
    return dots, quantile_dots(answer.quantiles[2::5], answer.mid, answer.better)


def rows_words(answer: Answer) -> Text:
    """How many outcomes the answer rests on."""
    n = answer.n
    return Text(
        f"{n.observed} outcomes in {n.rows} rows: {n.active} on active, {n.comparator} on comparator, "
        f"in {n.periods} periods.",
        f"{n.observed} utfall på {n.rows} rader: {n.active} med aktiv, {n.comparator} med jämförelse, "
        f"i {n.periods} perioder.",
    )


def alike_words(answer: Answer) -> Text:
    """How much neighbouring nights resemble each other."""
    return Text(
        f"Correlation between neighbouring rows: {answer.rho:.2f}.",
        f"Korrelation mellan intilliggande rader: {number(round(answer.rho, 2), 'sv')}.",
    )


def carryover_rows(answer: Answer, language: Language) -> list[tuple[str, float, str]]:
    """Half-lives in days, how far each is believed, and that as a share; none where only one was held possible."""
    if len(answer.carryover) < 2:
        return []
    return [
        (
            number(each.half_life, language),
            each.weight,
            "<1\u00a0%" if each.weight < 0.005 else f"{100 * each.weight:.0f}\u00a0%",
        )
        for each in answer.carryover
    ]


def order_words(answer: Answer) -> Text | None:
    """What the randomisation test says; None where there is none."""
    found = answer.randomisation
    if found is None or found.p is None:
        return None
    p, least = (Text(_share(each), _share(each).replace(".", ",")) for each in (found.p, found.least_p))
    many = found.sequences
    among = Text(f"Of the {many} orders that", f"Bland de {many} ordningar som")
    if not found.exact:
        among = Text(f"Among {many} orders drawn at random from all that", f"Bland {many} slumpade av alla de som")
    return Text(
        f"{among.en} could have been drawn, a share p = {p.en} gives a difference this large or larger. "
        f"The smallest p that this design can reach is {least.en}.",
        f"{among.sv} kunde ha dragits ger andelen p = {p.sv} en så stor eller större skillnad. "
        f"Det minsta p som upplägget kan ge är {least.sv}.",
    )


def _share(p: float) -> str:
    """Three decimals, or two digits where these would be nothing: a randomisation test never says 0."""
    return f"{p:.3f}" if p >= 0.0005 else f"{p:.1g}"


def sensitivity_words(row: Sensitivity, language: Language) -> tuple[str, str]:
    """Another way to look: what was assumed, and what it gives, or why it cannot be had."""
    title = LABELS[row.id].to(language)
    if row.effect is None:
        return title, row.why.to(language) if row.why else ""
    width = (row.effect.hi - row.effect.lo) / 10
    mean, lo, hi = (figure(each, width, language) for each in (row.effect.mean, row.effect.lo, row.effect.hi))
    return title, f"{mean} ({lo} … {hi}), {VERDICT_WORDS[row.verdict].to(language).lower()}"


class Told(NamedTuple):
    """An answer in the order in which it is told: harm before every figure, the number before words, then what now."""

    warning: tuple[Sentence, ...]
    figures: tuple[Text, ...]
    says: tuple[Sentence, ...]
    then: Sentence


def told(finished: Finished, spoken: Sequence[Sentence]) -> Told:
    """The sentences of an answer, sorted.

    Args:
        finished: the answer.
        spoken: `stilla.trial.said.sentences` of it.
    """
    answer, (*says, then) = finished.answer, spoken
    warning = tuple(says[:1]) if finished.stopped_for_harm else ()
    figures = () if answer.too_little else (effect_pictures(answer)[0].reading, size(answer))
    return Told(warning, figures, tuple(says[len(warning) :]), then)
