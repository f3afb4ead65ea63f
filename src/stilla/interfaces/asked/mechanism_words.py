"""Single numbers as they are typed for the model: each read strictly, each refused with the model's range."""

from __future__ import annotations

from math import inf, isfinite
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.errors import BadInput, Problem
from stilla.physiology.asked import DAYS, DIET, EGFR, MOST_DOSES, MOST_MG, PEOPLE, WEIGHT
from stilla.quantity import EGFR as EGFR_KIND
from stilla.quantity import MASS, SERUM_MAGNESIUM, Kind, Unit, Unreadable, read_quantity
from stilla.reading.document import Flag, Written
from stilla.reading.fields import Notes
from stilla.text import Text, number, unmarked

if TYPE_CHECKING:
    from collections.abc import Mapping

CALCIUM = (0.3, 2.0)
"""mmol/L of ionised calcium. Above, it is rather the total that was typed."""
EVENING = 20.0
"""Hours: where no time is said. Our choice."""
MORNING = 8.0
"""Hours: the first of several doses, the last being in the evening. Our choice."""
DAYS_SHOWN = 60

_KG = Unit("kg", 1)
_MMOL = Unit("mmol/L", 1)
_DAY = Unit("d", 1)
_ONE = Unit("1", 1)


class _Asked(msgspec.Struct, frozen=True):
    """A number that may be asked for: how it is read, and from where to where the model reaches."""

    kind: Kind
    unit: str
    bounds: tuple[float, float]
    shown: Text
    whole: bool = False
    needs_unit: bool = False
    more: Text = Text("", "")


def _open(kind: Kind) -> Kind:
    """The kind without what is plausible for a living person: here the model's range decides."""
    return msgspec.structs.replace(kind, low=0.0, high=inf)


def _plain(name: Text, unit: Unit, spelled: str, example: str) -> Kind:
    return Kind(name, unit.ucum, dict.fromkeys(spelled.split(), unit), 0.0, inf, bare=True, example=example)


_MG = Text("mg a day", "mg om dagen")
_ASKED = {
    "dose": _Asked(_open(MASS), "mg", (0.0, MOST_MG), _MG),
    "egfr": _Asked(
        _open(EGFR_KIND), EGFR_KIND.unit, EGFR, Text("mL/min/1.73 m²", "ml/min/1,73 m²"),
        more=Text(" Below that dialysis decides; the model has none.", " Under det avgör dialys; modellen har ingen."),
    ),
    "weight": _Asked(_plain(Text("a weight", "en vikt"), _KG, "kg kilo", "70"), "kg", WEIGHT, Text("kg", "kg")),
    "diet": _Asked(_open(MASS), "mg", DIET, _MG),
    "doses": _Asked(
        _plain(Text("a number of doses", "ett antal doser"), _ONE, "", "2"), "1", (1, MOST_DOSES),
        Text("doses a day", "doser om dagen"), whole=True,
    ),
    "days": _Asked(
        _plain(Text("a number of days", "ett antal dagar"), _DAY, "d days day dagar dag", "60"), "d", DAYS,
        Text("days", "dagar"), whole=True,
    ),
    "calcium": _Asked(
        _plain(Text("ionised calcium", "joniserat kalcium"), _MMOL, "mmol/l", "1.2 mmol/L"), "mmol/L", CALCIUM,
        Text("mmol/L", "mmol/l"),
        more=Text(
            " It is ionised calcium that counts here, not the total.",
            " Det är joniserat kalcium som räknas här, inte totalt.",
        ),
    ),
    "population": _Asked(
        _plain(Text("a number of people", "ett antal personer"), _ONE, "", "4000"), "1", PEOPLE,
        Text("people", "personer"), whole=True,
    ),
    "observed": _Asked(
        SERUM_MAGNESIUM, "mmol/L", (SERUM_MAGNESIUM.low, SERUM_MAGNESIUM.high), Text("mmol/L", "mmol/l"),
        needs_unit=True,
    ),
}  # fmt: skip
"""What can be typed, by the name of its flag."""


class Typed:
    """Words as they were typed, and every problem with them.

    Args:
        words: by the name of the flag, without the dashes; None or absent where nothing was said.
    """

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.words = words
        self.problems: list[Problem] = []

    def said(self, name: str) -> bool:
        """Whether anything stands there; an empty word is something."""
        return self.words.get(name) is not None

    def add(self, name: str, en: str, sv: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(Text(f"--{name}", f"--{name}"), Text(en, sv)))

    def finish(self) -> None:
        """Raise what was noted, if anything was."""
        if self.problems:
            raise BadInput(self.problems)

    def number(self, name: str) -> float | None:
        """A number within the model's range, in its canonical unit; None where nothing was said, or not so."""
        if not self.said(name):
            return None
        asked = _ASKED[name]
        try:
            bare = asked.needs_unit or asked.kind.bare
            read = read_quantity(unmarked(self.words[name]), asked.kind, "" if bare else asked.unit)
        except Unreadable as error:
            self._refuse(name, error.says)
            return None
        if read.low != read.high or (asked.whole and not read.low.is_integer()):
            whole = Text("Write one whole number.", "Skriv ett heltal.")
            self._refuse(name, whole if asked.whole else Text("Write one number.", "Skriv ett enda tal."))
            return None
        low, high = asked.bounds
        if isfinite(read.low) and low <= read.low <= high:
            return read.low
        value = Text(number(read.low, "en"), number(read.low, "sv"))
        self._refuse(name, Text(f"{value.en} is outside the model.", f"{value.sv} ligger utanför modellen."))
        return None

    def _refuse(self, name: str, says: Text) -> None:
        """A problem with the model's range behind it."""
        asked = _ASKED[name]
        low, high = asked.bounds
        reaches = Text(
            "The model reaches from {low} to {high} {unit}.", "Modellen gäller från {low} till {high} {unit}."
        )
        en, sv = (
            reaches.to(language).format(
                low=number(low, language), high=number(high, language), unit=asked.shown.to(language)
            )
            for language in ("en", "sv")
        )
        self.add(name, f"{says.en} {en}{asked.more.en}", f"{says.sv} {sv}{asked.more.sv}")

    def hours(self) -> tuple[float, ...] | None:
        """Clock times, or as many times as doses were asked for; None where neither was said."""
        if self.said("times") and self.said("doses"):
            self.add("doses", "Give --times or --doses, not both.", "Ange --times eller --doses, inte båda.")
            return None
        if self.said("times"):
            return self._times(str(self.words["times"]))
        count = self.number("doses")
        return None if count is None else spread(int(count))

    def _times(self, text: str) -> tuple[float, ...] | None:
        written = [each for each in text.split(",") if each.strip()] or [text]
        if len(written) > MOST_DOSES:
            self._refuse("doses", Text(f"{len(written)} doses.", f"{len(written)} doser."))
            return None
        notes = Notes(Written({}, flags={"times": Flag("--times")}))
        clocks = [notes.clock(("times", n), each) for n, each in enumerate(written)]
        self.problems += notes.problems
        return tuple(sorted(hour_of(each) for each in clocks if each is not None))


def hour_of(clock: str) -> float:
    """Hours after midnight of HH:MM.

    >>> hour_of("20:30")
    20.5
    """
    hours, minutes = clock.split(":")
    return int(hours) + int(minutes) / 60


def spread(count: int) -> tuple[float, ...]:
    """Clock times of so many doses: one in the evening, several from morning to evening.

    >>> spread(1), spread(3)
    ((20.0,), (8.0, 14.0, 20.0))
    """
    if count == 1:
        return (EVENING,)
    return tuple(MORNING + (EVENING - MORNING) * n / (count - 1) for n in range(count))
