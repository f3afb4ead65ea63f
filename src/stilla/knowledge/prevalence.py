"""How common things are: the figures that the invented region is drawn from.

They decide nothing about a person. docs/synthetic.md says how they are used.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from stilla.knowledge.schema import Entry
from stilla.text import Text

Told = Literal["request", "dispense", "statement", "administration"]
"""The kind of record that tells of a medicine."""


class Share(msgspec.Struct, frozen=True, array_like=True):
    """Shares (0 to 1) of women and of men from an age on, up to the next age."""

    age_from: float
    female: float
    male: float


class Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The published figure that the shares by age come to. `age_from`: among people of that age or older."""

    female: float
    male: float
    age_from: float = 0


class Factor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Among people with the condition `of`: `times` as common, or, for a medicine, the share who have it for that."""

    of: str
    times: float = 1
    share: float = 0


class Coding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way in which records write it, and how often (`weight`) beside the others.

    For a test: a number in the unit of the entry × `factor` is the number in `unit`, written with `digits` decimals.
    """

    code: str
    system: str = "atc"
    weight: float = 1
    rxnorm: str = ""
    """The same in a second system."""

    text: Text | None = None
    strength: str = ""
    unit: str = ""
    factor: float = 1
    digits: int = 0


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The usual level of a test among people with the condition `of` (everybody where empty).

    Half of them are below the median; `spread` is the standard deviation of the logarithm.
    """

    female: float
    male: float
    spread: float
    of: str = ""


class Prevalence(Entry, frozen=True, kw_only=True):
    """How common something is by age and sex, what goes with it, and how records write it."""

    name: Text
    of: Literal["people", "condition", "medicine", "lab", "record"]
    basis: Literal["published", "derived", "assumed"]
    """Read at the source; split by age by us so that it comes to what was read; or our own assumption."""

    shares: tuple[Share, ...] = ()
    whole: Whole | None = None
    among: str | None = None
    """The shares are of those with this."""

    given: tuple[Factor, ...] = ()
    codings: tuple[Coding, ...] = ()
    levels: tuple[Level, ...] = ()
    told: Told = "request"
    days: int | None = None
    """It lasts so many days; the shares are then those who had it within two years."""

    within: int | None = None
    """It began at most so many days ago."""

    route: str | None = None
    """A route of administration other than by mouth, in words."""
