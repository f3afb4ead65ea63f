"""What was taken for granted while records were read, said aloud."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from stilla.records.codings import text, tidy
from stilla.text import Text, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.person import Observation, Person
    from stilla.records.facts import Closed, Row

_SHOWN = 60
_tidy = lru_cache(256)(tidy)
"""Few units serve many values."""
_STATED: Mapping[Closed, Text] = {
    "conditions": Text(
        "The record says that there are no known illnesses; that was believed.",
        "Journalen säger att det inte finns några kända sjukdomar; det har godtagits.",
    ),
    "medicines": Text(
        "The record says that there are no known medicines; that was believed.",
        "Journalen säger att det inte finns några kända läkemedel; det har godtagits.",
    ),
}
_CALLED_WHOLE: Mapping[Closed, Text] = {
    "conditions": Text(
        "The list of illnesses in the record was taken as the whole list (--complete).",
        "Journalens lista över sjukdomar räknas som hela listan (--complete).",
    ),
    "medicines": Text(
        "The list of medicines in the record was taken as the whole list (--complete).",
        "Journalens lista över läkemedel räknas som hela listan (--complete).",
    ),
    "magnesium": Text(
        "No other product with magnesium is taken than those in the record (--complete).",
        "Inga andra produkter med magnesium tas än de som står i journalen (--complete).",
    ),
}
_POSSIBLE = Text(
    "The record does not say whether these are taken now, so they count as possible: {names}.",
    "Journalen säger inte om dessa tas nu, så de räknas som möjliga: {names}.",
)


def assumptions_of(
    person: Person, closed: frozenset[Closed], complete: frozenset[Closed], computed: Observation | None
) -> Iterator[Text]:
    """One sentence for each thing taken for granted.

    Args:
        person: the person that was read.
        closed: the lists taken as whole.
        complete: those of them that the caller called whole.
        computed: the eGFR that counts, where it was computed from creatinine.
    """
    for name in sorted(closed):
        yield (_CALLED_WHOLE if name in complete else _STATED)[name]
    if computed is not None:
        yield _computed(computed)
    names = dict.fromkeys(tidy(each.text) for each in person.unsure_medicines)
    if names:
        yield _POSSIBLE.fill(names=", ".join(names))


def _computed(egfr: Observation) -> Text:
    low, high = round(egfr.value.low), egfr.value.high
    upper = "∞" if high == float("inf") else str(round(high))
    values = str(low) if str(low) == upper else f"{low}–{upper}"
    day = "" if egfr.measured is None else f" ({egfr.measured.isoformat()})"
    return Text(
        f"eGFR {values} mL/min/1.73 m² was computed from creatinine {egfr.said}{day} by CKD-EPI 2021.",
        f"eGFR {values} ml/min/1,73 m² räknades ut utifrån kreatinin {egfr.said}{day} med CKD-EPI 2021.",
    )


def as_said(row: Row) -> str:
    """A measured value as its record gives it, to show it back."""
    quantity = row.shape.get("valueQuantity")
    if isinstance(quantity, Mapping) and row.number is not None:
        unit = text(quantity.get("unit")) or text(quantity.get("code"))
        return f"{_tidy(text(quantity.get('comparator')))}{number(row.number, 'en')} {_tidy(unit)}"[:_SHOWN].rstrip()
    return tidy(text(row.shape.get("valueString")))[:_SHOWN]
