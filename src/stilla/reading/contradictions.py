"""Facts that cannot both be true. They are sent back; nothing is chosen for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stilla.person import latest
from stilla.rules.atoms import closure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stilla.person import Person
    from stilla.rules.atoms import Concept
    from stilla.text import Text

Place = tuple[str | int, ...]
_FEMALE_ONLY = {"pregnancy", "breastfeeding", "trying-to-conceive"}
_HEALTHY_KIDNEYS = 60
"""mL/min/1.73 m². Nobody on dialysis has this much of their own."""
_YOUNGEST, _OLDEST = 10, 60
"""Years between which pregnancy is possible, generously."""


def contradictions(
    person: Person, concepts: Mapping[str, Concept], values: Mapping[str, Any], names: Mapping[str, Text]
) -> Iterator[tuple[Place, str, str]]:
    """Each contradiction: where, and what to do, in English and Swedish."""
    present = closure(person.conditions, concepts)
    pregnant = sorted(present & _FEMALE_ONLY)
    if pregnant and person.sex == "male":
        yield (
            ("sex",),
            f"“male” and “{names[pregnant[0]].en}” cannot both hold. Leave out the sex if you are or may be pregnant.",
            f"”man” och ”{names[pregnant[0]].sv}” kan inte båda stämma. Lämna kön tomt om du är eller kan vara gravid.",
        )
    if pregnant and person.age is not None and not _YOUNGEST <= person.age <= _OLDEST:
        yield (
            ("age",),
            f"The age {person.age:g} and “{names[pregnant[0]].en}” cannot both hold. Correct one of them.",
            f"Åldern {person.age:g} och ”{names[pregnant[0]].sv}” kan inte båda stämma. Rätta det ena.",
        )
    egfr = latest(person.observations, "egfr")
    if "dialysis" in present and egfr is not None and egfr.value.low >= _HEALTHY_KIDNEYS:
        shown = f"{egfr.value.low:.0f}"
        yield (
            ("egfr",) if "egfr" in values else ("creatinine",),
            f"Dialysis and an eGFR of {shown} cannot both hold; correct one. On dialysis take no magnesium at all.",
            f"Dialys och eGFR {shown} kan inte båda stämma; rätta det ena. Vid dialys: ta inget magnesium alls.",
        )
    for slug in sorted(person.conditions):
        if closure(frozenset({slug}), concepts) & person.refuted:
            yield (
                ("no_conditions",),
                f"“{names[slug].en}” is answered both yes and no. Keep one answer.",
                f"”{names[slug].sv}” har fått både ja och nej. Behåll ett svar.",
            )
    for slug in sorted(person.conditions & person.unsure):
        yield (
            ("unsure",),
            f"“{names[slug].en}” is answered both yes and “I don't know”. Keep one answer.",
            f"”{names[slug].sv}” har fått både ja och ”vet inte”. Behåll ett svar.",
        )
    if person.bedtime is not None and person.bedtime == person.waketime:
        yield (
            ("waketime",),
            "Bed time and wake time are the same. Correct one of them.",
            "Läggtid och uppstigningstid är samma klockslag. Rätta en av dem.",
        )
