"""A forecast in words and as a picture, the same for every door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.pictures.forecast import Prospect as Drawn
from stilla.pictures.forecast import forecast as drawn
from stilla.plan import sentence
from stilla.text import Text, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.analysis.forecast import Chance
    from stilla.knowledge.store import Knowledge
    from stilla.pictures.picture import Picture
    from stilla.plan import Sentence
    from stilla.text import Language
    from stilla.trial.forecast import Nights, Prospect

DESIGN_NAMES = {
    "8x21": Text("8 periods of 21 nights", "8 perioder om 21 nätter"),
    "6x28": Text("6 periods of 28 nights, in pairs", "6 perioder om 28 nätter, i par"),
    "8x14": Text("8 periods of 14 nights (exploratory)", "8 perioder om 14 nätter (utforskande)"),
    "12x21": Text("12 periods of 21 nights, in pairs", "12 perioder om 21 nätter, i par"),
}
COLUMNS = (
    Text("true benefit", "sann nytta"),
    Text("helps", "hjälper"),
    Text("not enough", "räcker inte"),
    Text("worse", "sämre"),
    Text("cannot tell", "oavgjort"),
)


def forecast_says(prospects: Sequence[Prospect], knowledge: Knowledge) -> tuple[Sentence, ...]:
    """What a forecast means; first of all where no design can answer."""
    names = [] if any(each.can_answer for each in prospects) else ["trial-forecast-no"]
    return tuple(sentence(knowledge, name) for name in (*names, "trial-forecast-slow"))


def forecast_picture(prospects: Sequence[Prospect], mid: float) -> Picture:
    """How trials of each design end, the effect being there at once."""
    return drawn(
        [
            Drawn(
                DESIGN_NAMES[each.name],
                chance.benefit,
                helps=chance.share("helps"),
                not_settled=chance.share("not_settled"),
                not_enough=chance.share("not_enough"),
                worse=chance.share("worse"),
                error=max(chance.errors),
            )
            for each in prospects
            for chance in each.outlooks["quick"].chances
        ],
        mid,
    )


def basis(nights: Nights) -> Text:
    """Which nights the forecast rests on."""
    sd, mean = (Text(f"{x:.1f}", f"{x:.1f}".replace(".", ",")) for x in (nights.sd, nights.mean))
    if nights.count:
        return Text(
            f"From {nights.count} nights of run-in: mean {mean.en}, standard deviation {sd.en} points.",
            f"Från {nights.count} nätters inkörning: medel {mean.sv}, standardavvikelse {sd.sv} poäng.",
        )
    return Text(
        f"Assumed, not from your nights: mean {mean.en}, standard deviation {sd.en} points.",
        f"Antaget, inte från dina nätter: medel {mean.sv}, standardavvikelse {sd.sv} poäng.",
    )


def design_words(prospect: Prospect) -> Text:
    """A design in a paragraph: how long, how many orders, and what "helps" needs."""
    found = prospect.outlooks["quick"]
    weeks = (found.nights + found.design.run_in) / 7
    least, bound = round(found.least_p, 3), round(prospect.calibrated.thresholds.helps, 4)
    guess = round(100 * found.predictability)
    return Text(
        f"{weeks:.0f} weeks with the run-in; {found.sequences} possible orders, so the smallest p of the randomisation "
        f"test is {least:g}; {guess} of 100 periods could be guessed from those before. “Helps” needs a "
        f"probability of {bound:g}, set so that at most 2.5 of 100 trials without effect say it.",
        f"{weeks:.0f} veckor med inkörning; {found.sequences} möjliga ordningar, så randomiseringstestets minsta p är "
        f"{number(least, 'sv')}; {guess} av 100 perioder går att gissa från de tidigare. ”Hjälper” kräver "
        f"sannolikheten {str(bound).replace('.', ',')}, satt så att högst 2,5 av 100 försök utan effekt säger det.",
    )


def chance_cells(chance: Chance, language: Language) -> tuple[str, ...]:
    """A true benefit, and how many of 100 trials end in each verdict."""
    return number(chance.benefit, language), *(_hundredths(share) for share in chance.shares)


def give_or_take(chance: Chance) -> int:
    """By how much the figures of a row may miss, in hundredths: two standard errors of the simulation."""
    return max(1, round(196 * max(chance.errors)))


def _hundredths(share: float) -> str:
    """Of 100 trials: never 0 for what merely did not come up, nor 100 for what always did."""
    if share < 0.005:
        return "<1"
    return ">99" if share > 0.995 else f"{100 * share:.0f}"
