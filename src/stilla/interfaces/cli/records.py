"""`stilla records`: what is read of FHIR files, what is not, and what cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.errors import refuse
from stilla.interfaces.cli.json_out import print_json
from stilla.interfaces.cli.options import json_option, language_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.records.found import Decoded
    from stilla.text import Language

SET_ASIDE = 3
"""Exit status: done, but something could not be read."""
_ENDINGS = frozenset((".json", ".ndjson", ".jsonl"))


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path, allow_dash=True))
@json_option
@language_option
def records(paths: tuple[Path, ...], lang: Language, *, as_json: bool) -> int:
    """What Stilla reads of FHIR R4 files (Bundle, patient summary, NDJSON), and why the rest is not used.

    PATH is a file, a folder of such files, or "-" for standard input; together they are one set of records. Nothing of
    what they say about anybody is shown. Exit status 3 where something could not be read.
    """
    from stilla.interfaces.forms.records import records_form  # noqa: PLC0415  # not for --help
    from stilla.knowledge.store import load  # noqa: PLC0415  # as above
    from stilla.records.bundle import gathered  # noqa: PLC0415  # as above
    from stilla.records.tally import tally  # noqa: PLC0415  # as above

    knowledge = load()
    read = gathered(_decoded(paths, knowledge.asked_codes))
    form = records_form(read, tally(read, knowledge), lang)
    if as_json:
        print_json(form)
    else:
        from stilla.interfaces.cli.render_records import render_records  # noqa: PLC0415  # not for JSON

        render_records(form, lang)
    return SET_ASIDE if form.set_aside_count else 0


def _decoded(paths: tuple[Path, ...], asked: frozenset[str]) -> Iterator[Decoded]:
    from stilla.interfaces.cli.person_words import content_of  # noqa: PLC0415  # not for --help
    from stilla.reading.document import is_fhir  # noqa: PLC0415  # as above
    from stilla.records.decoding import decoded  # noqa: PLC0415  # as above

    for path in (each for given in paths for each in _files(given)):
        content, name = content_of(str(path))
        if not is_fhir(content, name):
            raise refuse(
                name,
                "This is not FHIR: it does not say what it is (resourceType).",
                "Det här är inte FHIR: det står inte vad det är (resourceType).",
            )
        yield from decoded(content, name, asked)


def _files(path: Path) -> list[Path]:
    """A file, or those of a folder that may hold records."""
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix.casefold() in _ENDINGS and each.is_file())
    if not found:
        raise refuse(
            path.name,
            "There is no .json or .ndjson file in this folder.",
            "Det finns ingen .json- eller .ndjson-fil i mappen.",
        )
    return found
