"""The flags that say for whom and what the model computes; the same for every command that asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stilla.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from stilla.interfaces.asked.mechanism import Question
    from stilla.knowledge.store import Knowledge

OPTIONS = {
    "dose": (
        "AMOUNT",
        "Elemental magnesium a day, in all its doses together (200, 200mg, 0.2g, 8mmol). 0: food alone.",
    ),
    "form": ("NAME", "The form it is taken as (citrate, oxide, chloride); citrate if left out."),
    "egfr": ("VALUE", "Kidney value, mL/min/1.73 m². Needed; never assumed."),
    "weight": ("KG", "Body weight; 70 if left out."),
    "diet": ("AMOUNT", "Magnesium from food a day (300mg); the usual if left out."),
    "times": (
        "HH:MM,…",
        "When it is taken; the day's amount is split equally (08:00,20:00). One dose at 20:00 if left out.",
    ),
    "doses": ("N", "How many doses a day instead of --times, from morning to evening."),
    "days": ("N", "How many days are computed."),
}
SWITCHES = {
    "stasis": "With a slow bowel. Not calibrated.",
    "thiazide": "With a thiazide diuretic. Not calibrated.",
    "obstruction": "With a blocked bowel. Not calibrated.",
}


def mechanism_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """PERSON, and the flags of the model."""
    for name, text in reversed(SWITCHES.items()):
        command = click.option(f"--{name}", is_flag=True, help=text)(command)
    for name, (metavar, text) in reversed(OPTIONS.items()):
        command = click.option(f"--{name}", metavar=metavar, help=text)(command)
    return click.argument("person", required=False, metavar="[PERSON]", type=click.Path(allow_dash=True))(command)


def asked(words: dict[str, Any], knowledge: Knowledge, as_of: date, days: int) -> Question:
    """The flags, over the person file if there is one, as a question.

    Raises:
        BadInput: what cannot be read, or what the model was not made for.
    """
    from stilla.interfaces.asked.mechanism import Known, ask  # noqa: PLC0415  # not for --help

    known = None
    if words["person"] is not None:
        from stilla.interfaces.asked.mechanism_person import known_of  # noqa: PLC0415  # only with a person file
        from stilla.interfaces.cli.person_said import file_person  # noqa: PLC0415  # as above

        read = file_person(words["person"], knowledge, as_of)
        try:
            known = known_of(read, knowledge)
        except BadInput as error:  # `ask` says it, after where to turn with a level that was measured
            known = Known(refused=error.problems)
    return ask(words, knowledge, as_of, known, days)
