"""`stilla report`: one page for the talk with the doctor, and everything behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from stilla.errors import refuse
from stilla.interfaces.cli.options import day_option, language_option
from stilla.interfaces.cli.person_words import LISTS, SCALARS, person_options
from stilla.text import Text

if TYPE_CHECKING:
    from datetime import date

    from stilla.interfaces.report.files import Ending
    from stilla.text import Language

_FHIR: Final = ".fhir.json"
_WRITTEN = Text("Written: {name}", "Skrivet: {name}")


@click.command()
@person_options
@click.option(
    "--trial",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the person's own trial. Nothing of an effect is told before its answer.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="NAME.pdf, .html, .json or .fhir.json (FHIR R4, the PDF inside).",
)
@click.option("--name-line", is_flag=True, help="A line to write a name on by hand. No name is ever printed.")
@day_option
@language_option
def report(lang: Language, as_of: date, trial: Path | None, out: Path, *, name_line: bool, **words: Any) -> int:
    """One page for the doctor, and all that it rests on. PERSON and flags as for `stilla check`.

    The PDF is tagged, and the report and a finished trial's summary lie inside it as data.
    """
    ending = ending_of(out)
    if words["person"] is None and not words["nothing_else"] and not any(words[name] for name in (*SCALARS, *LISTS)):
        raise refuse(
            "",
            "Name a person file, or say something about the person: stilla report person.toml -o report.pdf",
            "Ange en personfil, eller säg något om personen: stilla report person.toml -o rapport.pdf",
        )
    from stilla.interfaces.cli.person_said import person_said  # noqa: PLC0415  # as above
    from stilla.interfaces.report.making import make_report, read_trial  # noqa: PLC0415  # numpy behind the trial
    from stilla.knowledge.store import load  # noqa: PLC0415  # only where there is something to write
    from stilla.trial.seal_files import write_again  # noqa: PLC0415  # as above

    knowledge = load()
    read = person_said(words, knowledge, as_of)
    if ending == _FHIR:
        from stilla.interfaces.report.fhir import fhir_report  # noqa: PLC0415  # only for FHIR

        given = None if trial is None else read_trial(trial, as_of)
        content = fhir_report(read, given, as_of, knowledge, lang)
    else:
        from stilla.interfaces.report.files import content_of  # noqa: PLC0415  # as above

        content = content_of(make_report(read, trial, as_of, knowledge), ending, lang, name_line=name_line)
    write_again(out, content, private=True)
    click.echo(_WRITTEN.fill(name=out).to(lang))
    return read.exit_status


def ending_of(out: Path) -> Ending | Literal[".fhir.json"]:
    """Which kind of file a name asks for.

    Raises:
        BadInput: a kind that Stilla does not write.
    """
    if out.name.casefold().endswith(_FHIR):
        return _FHIR
    match out.suffix.casefold():
        case ".pdf":
            return ".pdf"
        case ".html":
            return ".html"
        case ".json":
            return ".json"
    raise refuse(
        out.name,
        "A report can be written as .pdf, .html or .json, or as FHIR: .fhir.json; end the name with one of them.",
        "En rapport kan skrivas som .pdf, .html eller .json, eller som FHIR: .fhir.json; låt namnet sluta på något "
        "av dem.",
    )
