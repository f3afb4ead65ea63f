"""What is filled and labelled: a kit for each period, how much of what, and what to check before and during.

Everything here tells the order of the periods. It is written only where the key is, never for the person in the trial.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.text import Text, number
from stilla.trial.product import CAPSULE_ML
from stilla.trial.protocol import FIRST_WEEK

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.trial.product import Product
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Opened

SPARE = 2
"""Nights of capsules in each kit for what is dropped or lost."""

FILLER_LIGHT, FILLER_DENSE = 0.28, 0.33
"""g/mL of loose microcrystalline cellulose (source iff-avicel); denser grades exist."""

MARGIN = 1.15
"""What is bought beyond what goes into capsules: dust, tries, spills. Our own allowance."""


class Kit(msgspec.Struct, frozen=True):
    """The capsules of one period: small bags for the first week, a jar for the rest."""

    period: int
    code: str
    active: bool
    nights: int
    first_night: int
    """Counted from 1 at the first night of the trial."""
    last_night: int
    bags: int
    """One a night, for the first week; 0 where the first week is like the others."""
    bag_active: int
    """Active capsules in each bag."""
    bag_filler: int
    jar_nights: int
    """Nights from the jar, without the spare ones."""
    spare: int
    jar_active: int
    """Active capsules in the jar, spare nights with them."""
    jar_filler: int

    @property
    def active_capsules(self) -> int:
        """In the whole kit."""
        return self.bags * self.bag_active + self.jar_active

    @property
    def filler_capsules(self) -> int:
        """In the whole kit."""
        return self.bags * self.bag_filler + self.jar_filler


class Totals(msgspec.Struct, frozen=True):
    """What the helper needs. None where a pharmacy makes the capsules."""

    active_capsules: int
    filler_capsules: int
    powder_g: float | None
    """Powder of the salt, with a margin."""
    filler_g: tuple[float, float] | None
    """From a light to a dense filler, with a margin: placebo capsules whole, active ones topped up."""


class Packing(msgspec.Struct, frozen=True):
    """The helper's sheet."""

    trial: str
    title: str
    product: Product
    dose_mg: float
    first_week_mg: float
    kits: tuple[Kit, ...]
    totals: Totals
    before: tuple[Text, ...]
    """To check before the first capsule."""
    filling: tuple[Text, ...]
    after: tuple[Text, ...]
    warning: Text
    alone: bool = False
    """Sealed without a helper: the sheet is for whoever fills the capsules."""


def pack(protocol: Protocol, opened: Opened, knowledge: Knowledge) -> Packing:
    """The kits of a trial.

    Args:
        protocol: the plan.
        opened: the order and the codes, from the key.
        knowledge: for the sentences.
    """
    kits = tuple(
        _kit(protocol, period, code, active=bool(active))
        for period, (active, code) in enumerate(zip(opened.sequence, opened.codes, strict=True), start=1)
    )
    before, filling, after = _sentences(protocol, knowledge)
    alone = protocol.blinding == "alone"
    return Packing(
        trial=protocol.id,
        title=protocol.title,
        product=protocol.product,
        dose_mg=protocol.dose_mg,
        first_week_mg=protocol.first_week_mg,
        kits=kits,
        totals=_totals(kits, protocol.product),
        before=before,
        filling=filling,
        after=after,
        warning=knowledge.advice("seal-pack-alone" if alone else "seal-pack-not-see"),
        alone=alone,
    )


def _kit(protocol: Protocol, period: int, code: str, *, active: bool) -> Kit:
    product, nights = protocol.product, protocol.design.nights
    bags = FIRST_WEEK if product.first_week < product.capsules else 0
    jar = (nights - bags + SPARE) * product.capsules
    return Kit(
        period=period,
        code=code,
        active=active,
        nights=nights,
        first_night=(period - 1) * nights + 1,
        last_night=period * nights,
        bags=bags,
        bag_active=product.first_week if active and bags else 0,
        bag_filler=product.capsules - (product.first_week if active else 0) if bags else 0,
        jar_nights=nights - bags,
        spare=SPARE,
        jar_active=jar if active else 0,
        jar_filler=0 if active else jar,
    )


def _totals(kits: tuple[Kit, ...], product: Product) -> Totals:
    active, filler = sum(each.active_capsules for each in kits), sum(each.filler_capsules for each in kits)
    if product.powder_mg is None or product.size is None:
        return Totals(active, filler, None, None)
    millilitres = CAPSULE_ML[product.size] * (active + filler)  # at most: active ones are only topped up
    return Totals(
        active,
        filler,
        round(active * product.powder_mg / 1000 * MARGIN, 1),
        (round(CAPSULE_ML[product.size] * filler * FILLER_LIGHT), round(millilitres * FILLER_DENSE * MARGIN)),
    )


def _sentences(protocol: Protocol, knowledge: Knowledge) -> tuple[tuple[Text, ...], tuple[Text, ...], tuple[Text, ...]]:
    """Before, while and after filling."""
    product = protocol.product

    def say(name: str, **values: Text | str) -> Text:
        said = knowledge.advice(name)
        en = {key: each.en if isinstance(each, Text) else each for key, each in values.items()}
        sv = {key: each.sv if isinstance(each, Text) else each for key, each in values.items()}
        return Text(said.en.format(**en), said.sv.format(**sv))

    before, filling = [say("seal-pack-allergy")], []
    if product.fraction is None or product.powder_mg is None or product.size is None:
        before.insert(0, say("seal-pack-ready", mg=_shown(product.elemental_mg)))
    else:
        before.insert(
            0, say("seal-pack-label", percent=_shown(100 * product.fraction, 1), mg=_shown(1000 * product.fraction, 0))
        )
        before.append(say("seal-pack-fits", size=product.size, volume=_shown(CAPSULE_ML[product.size])))
        filling.append(
            say(
                "seal-pack-weigh",
                salt=_shown(product.powder_mg),
                most=_shown(product.powder_mg * 1.05, 0),
                ten=_shown(product.powder_mg / 100),
            )
        )
        if product.brimful_mg is not None:
            filling.append(
                say("seal-pack-brim", capsules=str(product.capsules), mg=_shown(round(product.brimful_mg, -1), 0))
            )
        filling.append(say("seal-pack-filler"))
    if product.first_week < product.capsules:
        filling.append(
            say(
                "seal-pack-first-week",
                active=str(product.first_week),
                filler=str(product.capsules - product.first_week),
                total=str(product.capsules),
            )
        )
    filling += [say("seal-pack-code-only"), say("seal-pack-one-at-a-time")]
    after = tuple(map(say, ("seal-emergency-fold", "seal-pack-store", "seal-pack-leftover", "seal-pack-keep")))
    return tuple(before), tuple(filling), after


def _shown(value: float, digits: int = 2) -> Text:
    rounded = round(value, digits)
    return Text(number(rounded, "en"), number(rounded, "sv"))
