"""The flags that describe a person, turned into the same values that a person file has."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from stilla.errors import refuse
from stilla.interfaces.words.taken import read_magnesium_word, read_medicine_word
from stilla.reading.document import LARGEST, Flag, Written, is_fhir

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


RECORD_OPTIONS = ("patient", "complete")
"""Options that say how a FHIR record is to be taken, and nothing about the person."""
NO_FLAGS: dict[str, Any] = {
    **dict.fromkeys(SCALARS), **dict.fromkeys(LISTS, ()), "person": None, "nothing_else": False, "patient": None,
    "complete": (),
}  # fmt: skip
"""The parameters of `person_options` where nothing was given."""
_LARGEST_RECORD = 200_000_000


def person_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """PERSON and the flags that describe one."""
    command = click.option(
        "--complete",
        type=click.Choice(["medicines", "conditions", "magnesium"]),
        multiple=True,
        help="For a FHIR record: this list in it is the whole list. Without it silence stays unknown.",
    )(command)
    command = click.option("--patient", metavar="ID", help="For a FHIR file of several people: whom to read.")(command)
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


def over(written: Written, words: dict[str, Any]) -> Written:
    """The flags on top of what a file says: lists grow, single values are replaced."""
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


def content_of(path: str) -> tuple[bytes, str]:
    """The bytes of a file and what it is called; a FHIR record may be larger than a person file.

    Raises:
        BadInput: where it cannot be opened.
    """
    if path == "-":
        if sys.stdin is None:
            raise refuse("-", "There is no standard input.", "Det finns ingen standardinmatning.")
        return _content(sys.stdin.buffer, ""), "standard input"
    try:
        with open(path, "rb") as opened:
            return _content(opened, path), os.path.basename(path)
    except FileNotFoundError as error:
        raise refuse(path, "There is no such file.", "Det finns ingen sådan fil.") from error
    except (OSError, ValueError) as error:
        raise refuse(path, "This file cannot be opened.", "Filen går inte att öppna.") from error


def _content(opened: BinaryIO, name: str) -> bytes:
    """No more than can be of use: a file that is too large is refused later, by its own reader."""
    start = opened.read(LARGEST + 1)
    if len(start) <= LARGEST or not is_fhir(start, name):
        return start
    return start + opened.read(_LARGEST_RECORD + 1 - len(start))
