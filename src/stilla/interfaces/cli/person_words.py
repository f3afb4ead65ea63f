"""The flags that describe a person, turned into the same values that a person file has."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from stilla.errors import refuse
from stilla.interfaces.words.taken import read_magnesium_word, read_medicine_word
from stilla.reading.document import LARGEST, Flag, Written, read_document

if TYPE_CHECKING:
    from collections.abc import Callable

SCALARS = {
    "age": "Age in years.",
    "sex": "female or male.",
    "egfr": "Kidney value, mL/min/1.73 m² (42, “>60”).",
    "creatinine": "Creatinine with its unit (88umol/L, 1.0mg/dL); eGFR is computed.",
    "measured": "Day of the kidney value and other tests (2026-09-01); today if left out.",
    "ferritin": "Ferritin, µg/L.",
    "transferrin_saturation": "Transferrin saturation, %.",
    "serum_magnesium": "Magnesium in blood with its unit (0.85mmol/L).",
    "bedtime": "Bed time (22:30).",
    "waketime": "Time of getting up (06:30).",
}
LISTS = {
    "take": ("medicines", "NAME[@07:00,19:00]", "A medicine by name or ATC code, with its times."),
    "condition": ("conditions", "NAME", "An illness or sign: a slug (ckd), a name, or an ICD-10 code."),
    "no_condition": ("no_conditions", "NAME", "An illness that is answered no."),
    "unsure": ("unsure", "NAME", "An illness that is answered “I don't know”."),
    "sign": ("signs", "NAME", "Something noticed right now (fainting, no-stool-3-days)."),
    "magnesium": (
        "magnesium",
        "AMOUNT[:FORM][@21:00]",
        "Magnesium taken already (250mg, 200mg:citrate, or a label text).",
    ),
}


def person_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """PERSON and the flags that describe one."""
    for name, (_, metavar, text) in reversed(LISTS.items()):
        command = click.option(f"--{name.replace('_', '-')}", name, multiple=True, metavar=metavar, help=text)(command)
    command = click.option(
        "--nothing-else",
        is_flag=True,
        help="Nothing but what is named applies; the answer prints what that assumes.",
    )(command)
    for name, text in reversed(SCALARS.items()):
        command = click.option(f"--{name.replace('_', '-')}", name, help=text)(command)
    return click.argument("person", required=False, metavar="[PERSON]", type=click.Path(allow_dash=True))(command)


def merged(words: dict[str, Any]) -> Written:
    """The person file, if there is one, with the flags on top: lists grow, single values are replaced.

    Raises:
        BadInput: where the file cannot be read.
    """
    written = file_words(words["person"]) if words["person"] is not None else Written({})
    values = dict(written.values)
    flags: dict[str, Flag] = {}
    for name in SCALARS:
        if words[name] is not None:
            values[name] = words[name]
            flags[name] = Flag(f"--{name.replace('_', '-')}")
    for name, (field, _, _) in LISTS.items():
        if words[name]:
            before = values.get(field, [])
            before = before if isinstance(before, list) else [before]
            values[field] = [*before, *(_entry(name, each) for each in words[name])]
            flags[field] = Flag(f"--{name.replace('_', '-')}", len(before))
    # A list that only flags speak of is not the whole list: `--nothing-else` says when it is.
    open_lists = frozenset(
        field for name, (field, _, _) in LISTS.items() if words[name] and field not in written.values
    )
    if words["nothing_else"]:
        values["nothing_else"] = True
    return Written(values, written.name, written.lines, open_lists, flags)


def _entry(name: str, text: str) -> Any:
    if name == "take":
        return read_medicine_word(text)
    return read_magnesium_word(text) if name == "magnesium" else text


def file_words(path: str) -> Written:
    """A person file as it was written; "-" is standard input.

    Raises:
        BadInput: where it cannot be read.
    """
    if path == "-":
        if sys.stdin is None:
            raise refuse("-", "There is no standard input.", "Det finns ingen standardinmatning.")
        return read_document(sys.stdin.buffer.read(LARGEST + 1), "standard input")
    try:
        with open(path, "rb") as opened:
            return read_document(opened.read(LARGEST + 1), os.path.basename(path))
    except FileNotFoundError as error:
        raise refuse(path, "There is no such file.", "Det finns ingen sådan fil.") from error
    except (OSError, ValueError) as error:
        raise refuse(path, "This file cannot be opened.", "Filen går inte att öppna.") from error
