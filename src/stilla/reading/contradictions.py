"""Facts that cannot both be true. They are sent back; nothing is chosen for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stilla.person import latest
from stilla.rules.atoms import closure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stilla.person import Person
    from stilla.rules.atoms import Concept

Place = tuple[str | int, ...]
_FEMALE_ONLY = {"pregnancy", "breastfeeding", "trying-to-conceive"}
_HEALTHY_KIDNEYS = 60
"""mL/min/1.73 m². Nobody on dialysis has this much of their own."""
_YOUNGEST, _OLDEST = 10, 60
"""Years between which pregnancy is possible, generously."""


def contradictions(
    person: Person, concepts: Mapping[str, Concept], values: Mapping[str, Any]
) -> Iterator[tuple[Place, str, str]]:
    """Each contradiction: where, and what to do, in English and Swedish."""
    present = closure(person.conditions, concepts)
    pregnant = sorted(present & _FEMALE_ONLY)
    if pregnant and person.sex == "male":
        yield (
            ("sex",),
            f"“male” and “{pregnant[0]}” cannot both hold. Leave one of them out.",
            f"”man” och ”{pregnant[0]}” kan inte båda stämma. Ta bort det ena.",
        )
    if pregnant and person.age is not None and not _YOUNGEST <= person.age <= _OLDEST:
        yield (
            ("age",),
            f"The age {person.age:g} and “{pregnant[0]}” cannot both hold. Correct one of them.",
            f"Åldern {person.age:g} och ”{pregnant[0]}” kan inte båda stämma. Rätta det ena.",
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
                f"“{slug}” is answered both yes and no. Keep one answer.",
                f"”{slug}” har fått både ja och nej. Behåll ett svar.",
            )
    for slug in sorted(person.conditions & person.unsure):
        yield (
            ("unsure",),
            f"“{slug}” is answered both yes and “I don't know”. Keep one answer.",
            f"”{slug}” har fått både ja och ”vet inte”. Behåll ett svar.",
        )
    if person.bedtime is not None and person.bedtime == person.waketime:
        yield (
            ("waketime",),
            "Bed time and wake time are the same. Correct one of them.",
            "Läggdags och uppstigning är samma tid. Rätta det ena.",
        )
