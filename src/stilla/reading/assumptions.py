"""What `--nothing-else` takes for granted, said aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.rules.atoms import applies
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stilla.person import Person
    from stilla.rules.atoms import Concept

_LISTS = (
    Text(
        "You have no other illness, sign or planned operation than what you named.",
        "Du har inga andra sjukdomar, tecken eller planerade operationer än dem du nämnde.",
    ),
    Text("You take no other medicine than what you named.", "Du tar inga andra läkemedel än dem du nämnde."),
    Text(
        "You take no other product with magnesium than what you named.",
        "Du tar inga andra produkter med magnesium än dem du nämnde.",
    ),
)
NO_SIGN = Text(
    "You gave your conditions and named no danger sign, so you have none right now.",
    "Du angav dina sjukdomar och nämnde inget farligt tecken, så du har inget just nu.",
)
_KIDNEYS = Text(
    "You have no kidney disease that you know of. Your own word is enough only under 60 and without any kidney risk.",
    "Du har ingen njursjukdom som du vet om. Ditt eget ord räcker bara under 60 år och utan risker för njurarna.",
)
_OWN_WORD_BELOW = 60
"""Years. From here on the own word on the kidneys is not enough (safety policy, section 1)."""


def assumed_by_nothing_else(person: Person, concepts: Mapping[str, Concept]) -> Iterator[Text]:
    """One sentence for each silence that was read as "no"."""
    yield from _LISTS
    for slug, said in _PREGNANCY.items():
        if slug in concepts and applies(concepts[slug].asked_of, person) and slug not in person.conditions:
            yield said
    known = any(each.code == "egfr" for each in person.observations)
    if not known and (person.age is None or person.age < _OWN_WORD_BELOW):
        yield _KIDNEYS


_PREGNANCY = {
    "pregnancy": Text("You are not pregnant.", "Du är inte gravid."),
    "trying-to-conceive": Text("You are not trying to become pregnant.", "Du försöker inte bli gravid."),
    "breastfeeding": Text("You are not breastfeeding.", "Du ammar inte."),
}
