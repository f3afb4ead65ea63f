"""Numbers and counted things in the two languages."""

from __future__ import annotations

from datetime import date
from math import floor
from typing import TYPE_CHECKING

from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.text import Language

_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "sv": ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
}


def numeral(value: float, language: Language, places: int = 1) -> str:
    r"""A number with at most so many decimals, a real minus, and a no-break space between thousands.

    >>> numeral(-0.04, "en"), numeral(-1.25, "sv", 2), numeral(12500, "sv"), numeral(2.0, "en")
    ('0', '−1,25', '12\xa0500', '2')
    """
    digits = f"{abs(value):,.{places}f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    digits = digits.replace(",", "\N{NO-BREAK SPACE}").replace(".", "," if language == "sv" else ".")
    return digits if value >= 0 or not digits.strip("0,.") else f"−{digits}"


def num(value: float, places: int = 1) -> Text:
    """A number in both languages."""
    return Text(numeral(value, "en", places), numeral(value, "sv", places))


def two(value: float) -> Text:
    """A number with two decimals, also where the last is nought: for values that are compared.

    >>> two(1.1).en, two(0.874).sv
    ('1.10', '0,87')
    """
    shown = f"{value:.2f}"
    return Text(shown, shown.replace(".", ","))


def said(en: str, sv: str, **values: Text | str | int) -> Text:
    """A sentence in both languages; each named gap takes the words of its own language.

    >>> said("by {x}", "med {x}", x=num(0.5)).sv
    'med 0,5'
    """
    return Text(en.format(**_in(values, "en")), sv.format(**_in(values, "sv")))


def _in(values: dict[str, Text | str | int], language: Language) -> dict[str, str]:
    words: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, Text):
            words[name] = value.to(language)
        else:
            words[name] = numeral(value, language) if isinstance(value, int) else value
    return words


def nights(n: int) -> Text:
    """A number of nights.

    >>> nights(1).en, nights(21).sv
    ('1 night', '21 nätter')
    """
    return Text("1 night", "1 natt") if n == 1 else said("{n} nights", "{n} nätter", n=n)


def day(when: date, language: Language, *, year: bool = False) -> str:
    """A date as people write it in a running text.

    >>> day(date(2026, 11, 22), "en"), day(date(2026, 3, 1), "sv", year=True)
    ('22 Nov', '1 mars 2026')
    """
    short = f"{when.day} {_MONTHS[language][when.month - 1]}"
    return f"{short} {when.year}" if year else short


def of_hundred(probabilities: Sequence[float]) -> tuple[int, ...]:
    """Whole numbers that add up to 100, nearest to the probabilities: largest remainder, ties to the earlier one.

    A probability under half a hundredth takes part last, so that it is not rounded up to a whole one by chance.

    >>> of_hundred([1 / 3, 1 / 3, 1 / 3]), of_hundred([0.004, 0.993, 0.003])
    ((34, 33, 33), (0, 100, 0))
    """
    # Rounded first, so that 0.29, which is a little less than 29 hundredths in binary, is not taken for 28 and a rest.
    parts = [round(100 * each, 9) for each in probabilities]
    counts = [floor(part) for part in parts]
    rest = sorted(range(len(parts)), key=lambda n: (parts[n] < 0.5, counts[n] - parts[n], n))
    for n in rest[: max(0, 100 - sum(counts))]:
        counts[n] += 1
    return tuple(counts)


def chance(count: int) -> Text:
    """A count out of 100 in words. A rounded count is never certainty: neither "0 of 100" nor "100 of 100".

    >>> chance(91).en, chance(0).en, chance(100).sv
    ('91 in 100', 'fewer than 1 in 100', 'fler än 99 av 100')
    """
    if count == 0:
        return Text("fewer than 1 in 100", "färre än 1 av 100")
    if count == 100:
        return Text("more than 99 in 100", "fler än 99 av 100")
    return Text(f"{count} in 100", f"{count} av 100")


def brief(count: int) -> str:
    """The same where there is room for a number only.

    >>> brief(91), brief(0), brief(100)
    ('91', '<1', '>99')
    """
    return {0: "<1", 100: ">99"}.get(count, str(count))
