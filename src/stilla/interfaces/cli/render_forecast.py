"""The forecast of a trial as text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.render import heading, width, wrapped
from stilla.pictures.draw import manner, terminal
from stilla.text import Text, number
from stilla.trial.forecast import PACES

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from stilla.analysis.forecast import Chance
    from stilla.pictures.picture import Picture
    from stilla.plan import Sentence
    from stilla.text import Language
    from stilla.trial.forecast import Nights, Prospect

_COLUMNS = (
    Text("true benefit", "sann nytta"),
    Text("helps", "hjälper"),
    Text("not enough", "räcker inte"),
    Text("worse", "sämre"),
    Text("cannot tell", "oavgjort"),
)


def render_forecast(
    prospects: Sequence[Prospect],
    nights: Nights,
    picture: Picture,
    says: Sequence[Sentence],
    names: tuple[dict[str, Text], Language],
) -> None:
    """Print a forecast: what it rests on, the picture, then every figure."""
    titles, language = names
    click.echo(wrapped(_basis(nights).to(language)))
    click.echo()
    click.echo(terminal(picture, language, width(), **manner(sys.stdout, _environment())))
    for each in prospects:
        heading(titles[each.name].to(language))
        click.echo(wrapped(_design(each).to(language), "  "))
        for pace in PACES:
            click.echo(f"  {pace.title.to(language)}")
            click.echo("    " + "".join(f"{column.to(language):>14}" for column in _COLUMNS))
            for chance in each.outlooks[pace.id].chances:
                click.echo("    " + _row(chance, language))
    click.echo()
    for sentence in says:
        click.echo(wrapped(sentence.text.to(language)))


def _environment() -> os._Environ[str]:
    from os import environ  # noqa: PLC0415  # only to ask what the terminal can show

    return environ


def _basis(nights: Nights) -> Text:
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


def _design(prospect: Prospect) -> Text:
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


def _row(chance: Chance, language: Language) -> str:
    cells = [number(chance.benefit, language)]
    cells += [f"{_hundredths(share)}" for share in chance.shares]
    return "".join(f"{cell:>14}" for cell in cells) + f"   ± {max(1, round(196 * max(chance.errors)))}"


def _hundredths(share: float) -> str:
    """Of 100 trials: never 0 for what merely did not come up, nor 100 for what always did."""
    if share < 0.005:
        return "<1"
    return ">99" if share > 0.995 else f"{100 * share:.0f}"
