"""What a person file says to the model: kidney function, magnesium with its form and times, a slow or blocked bowel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.errors import BadInput, Problem
from stilla.interfaces.asked.mechanism import NOT_SAID, USUAL_FORM, Known
from stilla.interfaces.asked.mechanism_words import hour_of, spread
from stilla.kidney import ADULT
from stilla.person import latest
from stilla.physiology.asked import Dose, Switch, forms_of
from stilla.text import Text, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.knowledge.store import Knowledge
    from stilla.person import MagnesiumUse, Observation, Person
    from stilla.reading.person_file import Read

REFUSED: dict[str, Text] = {
    "pregnancy": Text(
        "The model was not made for pregnancy: the kidneys then work differently. Ask your midwife or doctor.",
        "Modellen gäller inte vid graviditet: njurarna arbetar då annorlunda. Fråga barnmorskan eller läkaren.",
    ),
    "dialysis": Text(
        "The model has no dialysis, which decides the level in somebody who has it. Ask the dialysis clinic.",
        "Modellen har ingen dialys, och den avgör halten hos den som får dialys. Fråga dialysmottagningen.",
    ),
}
"""Conditions with which no answer is given, and why."""
CHILD = Text(
    "The model was made for adults; under 18 it gives no answer. Ask a doctor.",
    "Modellen är gjord för vuxna; under 18 år ger den inget svar. Fråga en läkare.",
)
BOWEL: dict[str, Switch] = {"constipation": "stasis", "bowel-obstruction": "obstruction"}
"""Conditions that turn a switch of the model on."""


def known_of(read: Read, knowledge: Knowledge) -> Known:
    """The facts of a person file that the model uses.

    Raises:
        BadInput: for somebody the model was not made for.
    """
    person = read.person
    refused = [
        Problem(knowledge.conditions[slug].name, says) for slug, says in REFUSED.items() if slug in person.conditions
    ]
    if person.age is not None and person.age < ADULT:
        refused.append(Problem(Text("age", "ålder"), CHILD))
    if any(use.route == "parenteral" for use in person.magnesium):
        refused.append(
            Problem(
                Text("magnesium", "magnesium"),
                Text(
                    "Magnesium by vein or injection is outside the model.",
                    "Magnesium som dropp eller spruta ligger utanför modellen.",
                ),
            )
        )
    if refused:
        raise BadInput(refused)
    egfr = latest(person.observations, "egfr")
    assumptions = list(_unheard(person))
    doses, about = _doses(person, knowledge)
    switches = tuple(switch for slug, switch in BOWEL.items() if slug in person.conditions)
    assumptions += [
        Text(
            f"{knowledge.conditions[slug].name.en}, from [[the person file|your answers]], is reckoned with.",
            f"{knowledge.conditions[slug].name.sv}, från [[personfilen|dina svar]], räknas med.",
        )
        for slug in BOWEL
        if slug in person.conditions
    ]
    one = egfr is not None and egfr.value.low == egfr.value.high
    if egfr is not None and not one:
        assumptions.append(
            Text(
                f"The kidney value of [[the person file|your answers]], {egfr.said}, is no single number, so it cannot "
                "be used.",
                f"Njurvärdet i [[personfilen|dina svar]], {egfr.said}, är inte ett enda tal och kan därför inte "
                "användas.",
            )
        )
    return Known(
        egfr=egfr.value.low if egfr is not None and one else None,
        doses=doses,
        switches=switches,
        about_egfr=(_measured(egfr),) if egfr is not None and one else (),
        assumptions=tuple(assumptions),
        about_doses=tuple(about),
    )


def _measured(egfr: Observation) -> Text:
    """When the kidney value is from: the model takes it for what the kidneys do now."""
    en, sv = (f"measured {egfr.measured}", f"mätt {egfr.measured}") if egfr.measured else ("undated", "utan datum")
    return Text(
        f"The kidney value of [[the person file|your answers]], {en}, still holds.",
        f"Njurvärdet i [[personfilen|dina svar]], {sv}, gäller fortfarande.",
    )


def _unheard(person: Person) -> Iterator[Text]:
    """What the file says, or leaves open, that the model cannot reckon with."""
    if person.medicines:
        yield Text(
            "The medicines of [[the person file|your answers]] are not reckoned with; some raise or lower magnesium.",
            "Läkemedlen i [[personfilen|dina svar]] räknas inte med; några höjer eller sänker magnesium.",
        )
    if not person.conditions_complete and not set(REFUSED) <= set(person.refuted):
        yield NOT_SAID


def _doses(person: Person, knowledge: Knowledge) -> tuple[tuple[Dose, ...] | None, list[Text]]:
    """Every product as doses; what is not known of it is said, and never counted as nothing without saying so."""
    doses: list[Dose] = []
    said: list[Text] = []
    swallowed = [use for use in person.magnesium if use.route != "dermal"]
    for use in swallowed:
        if use.mg is None:
            said.append(
                Text(
                    f"{use.text}: the amount of magnesium is not known, so it is NOT counted. The level may be higher.",
                    f"{use.text}: mängden magnesium är inte känd, så den räknas INTE med. Halten kan vara högre.",
                )
            )
            continue
        form, about = _form(use, knowledge)
        hours = tuple(hour_of(each) for each in use.times) or spread(1)
        doses += [Dose(use.mg / len(hours), form, hour) for hour in hours]
        said.append(_counted(use, knowledge, form))
        said += about
    known = bool(doses) or (person.magnesium_complete and not swallowed)
    return (tuple(sorted(doses, key=lambda each: each.hour)) if known else None), said


def _counted(use: MagnesiumUse, knowledge: Knowledge, form: str) -> Text:
    name = forms_of(knowledge)[form].name
    times = ", ".join(use.times) or "20:00"
    assert use.mg is not None
    return Text(
        f"{use.text}: {number(use.mg, 'en')} mg a day as {name.en}, at {times}.",
        f"{use.text}: {number(use.mg, 'sv')} mg om dagen som {name.sv}, klockan {times}.",
    )


def _form(use: MagnesiumUse, knowledge: Knowledge) -> tuple[str, list[Text]]:
    """The form to reckon with; where it is not known, or the model has it not, a soluble one."""
    if use.form in forms_of(knowledge):
        assert use.form is not None
        return use.form, []
    return USUAL_FORM, [
        Text(
            f"{use.text}: the model does not know how this form dissolves. It is reckoned as citrate, a soluble form.",
            f"{use.text}: modellen vet inte hur den här formen löser sig. Den räknas som citrat, en lättlöslig form.",
        )
    ]
