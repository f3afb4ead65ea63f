"""`stilla simulate`: what a dose does to the level in blood and to a nerve, in a model."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.errors import refuse
from stilla.interfaces.cli.mechanism_options import asked, mechanism_options
from stilla.interfaces.cli.options import day_option, json_option, language_option

if TYPE_CHECKING:
    from datetime import date

    from stilla.interfaces.asked.mechanism import Answer, Question
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language

DAYS = 60


@click.command()
@mechanism_options
@click.option("--calcium", metavar="LEVEL", help="Ionised calcium in blood, mmol/L; the usual if left out.")
@click.option(
    "--population", metavar="N", help="Also draw N invented people, alike in what was said: the chance of each band."
)
@click.option("--dynamic", is_flag=True, help="Follow each of them day by day, to the last day (slower).")
@click.option(
    "--observed", metavar="LEVEL", help="A measured level with its unit (2.1mmol/L): can dose and kidneys explain it?"
)
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Write the curve as .svg or .png.")
@click.option("--csv", "table", metavar="FILE", help="Write every hour of the course as CSV; “-” for standard output.")
@json_option
@day_option
@language_option
def simulate(lang: Language, as_of: date, *, as_json: bool, plot: Path | None, table: str | None, **words: Any) -> None:
    """How would it work? The level of magnesium in blood with a dose, and what it does to a nerve, in a model.

    --dose is elemental magnesium a day in all; --times splits it equally. PERSON is a person file, whose kidney value
    and magnesium are used where no flag says otherwise. Model output: no advice, and never a dose for a person.
    """
    from stilla.knowledge.store import load  # noqa: PLC0415  # not for --help

    if as_json and table == "-":
        raise refuse(
            "--csv",
            "Only one of --json and --csv - can go to standard output.",
            "Bara en av --json och --csv - kan skrivas till standardutmatningen.",
        )
    knowledge = load()
    answer = _answer(asked(words, knowledge, as_of, DAYS), knowledge, lang)
    if plot is not None:
        from stilla.interfaces.words.mechanism import course_picture  # noqa: PLC0415  # only where a file is written
        from stilla.pictures.draw import save  # noqa: PLC0415  # as above

        save(course_picture(answer), plot, lang)
    if table == "-":
        from stilla.interfaces.cli.render_simulate import render_beside  # noqa: PLC0415  # only beside a table

        render_beside(answer.question, knowledge, lang)
    if table is not None:
        _write(table, csv_of(answer))
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.mechanism import mechanism_form  # noqa: PLC0415  # as above
        from stilla.interfaces.words.mechanism import every  # noqa: PLC0415  # as above

        print_json(mechanism_form(answer, every(answer, knowledge), knowledge, lang))
    elif table != "-":
        from stilla.interfaces.cli.render_simulate import render_simulate  # noqa: PLC0415  # not for JSON

        render_simulate(answer, knowledge, lang)


def _answer(question: Question, knowledge: Knowledge, lang: Language) -> Answer:
    """The answer, with a bar on standard error while people are drawn and somebody watches."""
    from stilla.interfaces.asked.mechanism import answer  # noqa: PLC0415  # not for --help

    if question.people is None or not sys.stderr.isatty():
        return answer(question, knowledge)
    from rich.console import Console  # noqa: PLC0415  # only at a terminal
    from rich.progress import Progress  # noqa: PLC0415  # as above

    from stilla.text import Text  # noqa: PLC0415  # as above

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(Text("invented people", "påhittade personer").to(lang), total=question.people)
        return answer(question, knowledge, lambda done, of: bar.update(task, completed=done, total=of))


def csv_of(answer: Answer) -> str:
    """The course as a table: a line for each hour since the first midnight."""
    from stilla.physiology.simulate import mg_dl  # noqa: PLC0415  # numpy, only for an answer

    course = answer.course
    lines = ["hour,serum_mmol_per_l,serum_mg_per_dl,urine_mmol_since_start"]
    lines += [
        f"{hour:g},{level:.6f},{mg_dl(level):.5f},{urine:.5f}"
        for hour, level, urine in zip(course.hours, course.serum, course.urine, strict=True)
    ]
    return "".join(f"{line}\n" for line in lines)


def _write(path: str, content: str) -> None:
    if path == "-":
        click.echo(content, nl=False)
        return
    try:
        Path(path).write_text(content, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise refuse(path, "This file cannot be written.", "Filen går inte att skriva.") from error
