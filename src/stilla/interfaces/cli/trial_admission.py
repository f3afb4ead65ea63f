"""What a trial asks beside the person file, as flags or one question at a time; and the reasons not to start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from stilla.diary.entry import read_note
from stilla.interfaces.cli.interview import YES
from stilla.interfaces.cli.options import at_a_terminal
from stilla.interfaces.cli.render import wrapped
from stilla.text import Text
from stilla.trial.admission import Answers, may_start

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from stilla.diary.record import Record
    from stilla.findings import Assessment
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person
    from stilla.text import Language
    from stilla.trial.admission import Admission

FLAGS = {
    "changes": (
        "no-changes-4-weeks",
        "No medicine for or against the legs, no iron and no dose of these changed in 4 weeks.",
    ),
    "magnesium": ("no-magnesium-4-weeks", "No magnesium of any kind in 4 weeks."),
    "low_magnesium": ("no-low-magnesium", "Magnesium is not prescribed for you and was never found low."),
    "diarrhoea": ("no-recurrent-diarrhoea", "No diarrhoea again and again."),
    "surgery": ("no-planned-surgery", "No operation or anaesthesia planned."),
    "shift_work": ("no-shift-work", "No work in shifts or at night."),
}
"""Question → the flag that answers it with no. A yes is a refusal, so that it needs no flag."""

REFUSED = Text("Not now. The trial cannot start, because:", "Inte nu. Försöket kan inte börja, eftersom:")
NO = {"n", "no", "nej"}
ANSWER = Text("y/n (Enter = I don't know)", "j/n (Enter = vet inte)")


def admission_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The flags that answer what the person file does not hold."""
    for option in (
        click.option(
            "--despite-few-symptoms", is_flag=True, help="Start although the run-in was calm; logged as a deviation."
        ),
        click.option("--clinician", default="", metavar="NAME", help="Who knows of the trial, if you take gabapentin."),
        click.option("--none-of-these", is_flag=True, help="All of the following; printed as assumptions."),
    ):
        command = option(command)
    for field, (flag, text) in reversed(FLAGS.items()):
        command = click.option(f"--{flag}", f"no_{field}", is_flag=True, help=text)(command)
    return command


def answers_of(words: dict[str, Any]) -> Answers:
    """What the flags answer."""
    said = {field: "no" for field in FLAGS if words[f"no_{field}"] or words["none_of_these"]}
    return Answers(
        **said,  # type: ignore[arg-type]  # each is "no"
        clinician=read_note(words["clinician"], "--clinician", 100),
        despite_few_symptoms=words["despite_few_symptoms"],
    )


def assumptions_of(words: dict[str, Any], knowledge: Knowledge) -> tuple[Text, ...]:
    """What `--none-of-these` took for granted, each said aloud."""
    if not words["none_of_these"]:
        return ()
    template = knowledge.advice("trial-assume-none")
    asked = (knowledge.advice(f"trial-ask-{field.replace('_', '-')}") for field in FLAGS if not words[f"no_{field}"])
    return tuple(Text(template.en.format(question=each.en), template.sv.format(question=each.sv)) for each in asked)


def admit(  # the person, what is known of them, the day, and what was answered
    person: Person,
    found: Assessment,
    record: Record,
    today: date,
    knowledge: Knowledge,
    answers: Answers,
    language: Language,
) -> tuple[Admission, Answers]:
    """Whether the trial may start. At a terminal, what is open is asked first."""
    admission = may_start(person, found, record, today, knowledge, answers)
    if not admission.questions or not at_a_terminal():
        return admission, answers
    for question in admission.questions:
        said = _asked(question.text, language)
        if said is not None:
            answers = msgspec.structs.replace(answers, **{question.field: said})
    return may_start(person, found, record, today, knowledge, answers), answers


def _asked(question: Text, language: Language) -> str | None:
    click.echo()
    while True:
        prompt = f"{wrapped(question.to(language))} [{ANSWER.to(language)}]"
        typed = click.prompt(prompt, default="", show_default=False).strip().casefold()
        if typed in YES:
            return "yes"
        if typed in NO:
            return "no"
        if typed in {"", "?"}:
            return None


def show_refusals(admission: Admission, knowledge: Knowledge, language: Language) -> None:
    """Every reason, with where it comes from."""
    click.secho(f"■ {REFUSED.to(language)}", fg="red", bold=True)
    for each in admission.refusals:
        click.echo(wrapped(each.text.to(language), "    ", "  - "))
        flag = FLAGS.get(each.id.removeprefix("open-"))
        if each.id.startswith("open-") and flag is not None:
            click.secho(f"      --{flag[0]}", fg="cyan")
        cited = "; ".join(knowledge.sources[name].title for name in each.sources)
        click.secho(wrapped(cited, "      "), dim=True)
