"""Numbers of the model as they may be said: levels in both units, changes with a sign, chances that are never none."""

from __future__ import annotations

from stilla.pictures.words import num, said, two
from stilla.quantity import MAGNESIUM_MOLAR_MASS
from stilla.text import Text

LEAST = 0.002
"""No smaller chance is told, however many people are drawn: the model's tails are too thin for it."""


def level(mmol: float) -> Text:
    r"""A level in blood in both units.

    >>> level(0.864).en, level(0.864).sv
    ('0.86\xa0mmol/L (2.10\xa0mg/dL)', '0,86\xa0mmol/l (2,10\xa0mg/dl)')
    """
    return said(
        "{x}\u00a0mmol/L ({y}\u00a0mg/dL)",
        "{x}\u00a0mmol/l ({y}\u00a0mg/dl)",
        x=two(mmol),
        y=two(mmol * MAGNESIUM_MOLAR_MASS / 10),
    )


def moved(change: float, places: int = 2) -> Text:
    """A change with its sign; one too small to show is smaller, never nothing.

    >>> moved(0.0202).en, moved(-0.0001).sv, moved(0.0).en
    ('+0.02', 'mindre än 0,01', '0')
    """
    if not change:
        return Text("0", "0")
    if abs(change) < 0.5 * 10**-places:
        least = num(10**-places, places)
        return Text(f"less than {least.en}", f"mindre än {least.sv}")
    sign, number = ("+" if change > 0 else ""), num(change, places)
    return Text(f"{sign}{number.en}", f"{sign}{number.sv}")


def days(count: int) -> Text:
    r"""So many days.

    >>> days(1).sv, days(60).en
    ('1\xa0dag', '60\xa0days')
    """
    unit = Text("day", "dag") if count == 1 else Text("days", "dagar")
    return with_unit(Text(str(count), str(count)), unit)


def size(change: float, places: int = 2) -> Text:
    """How large a change is, in a sentence that says its direction; never nothing where there is one.

    >>> size(0.0252).sv, size(0.0001).en
    ('0,03', 'less than 0.01')
    """
    shown = moved(change, places)
    return Text(shown.en.removeprefix("+"), shown.sv.removeprefix("+"))


def percent(chance: float, count: int) -> Text:
    r"""A chance as it may be said: smaller than what so many people can show is "less than", never nothing.

    >>> percent(0.0, 4000).en, percent(0.0, 300).sv, percent(0.034, 4000).sv, percent(1.0, 4000).en
    ('less than 0.2\xa0%', 'mindre än 1\xa0%', '3,4\xa0%', 'more than 99.8\xa0%')
    """
    least = least_of(count)
    if chance < least:
        return _per(least, "less than ", "mindre än ")
    if chance > 1 - least:
        return _per(1 - least, "more than ", "mer än ")
    return _per(chance)


def least_of(count: int) -> float:
    """The smallest chance that is told where so many people were drawn: three of them, and at least 0.2 %."""
    return max(LEAST, 3 / count)


def _per(chance: float, en: str = "", sv: str = "") -> Text:
    shown = num(100 * chance, 1)
    return Text(f"{en}{shown.en}\u00a0%", f"{sv}{shown.sv}\u00a0%")


def clock(hour: float) -> str:
    """A clock time.

    >>> clock(20.0), clock(8.508), clock(24.0)
    ('20:00', '08:30', '24:00')
    """
    whole = round(hour * 60)
    return f"{whole // 60:02d}:{whole % 60:02d}"


def with_unit(value: Text, unit: Text) -> Text:
    """A number and its unit, kept on one line."""
    return Text(f"{value.en}\u00a0{unit.en}", f"{value.sv}\u00a0{unit.sv}")


def between(low: float, high: float, count: int) -> Text:
    """From one chance to another; once, where both are said alike."""
    first, last = percent(low, count), percent(high, count)
    return first if first == last else said("{low} to {high}", "{low} till {high}", low=first, high=last)
