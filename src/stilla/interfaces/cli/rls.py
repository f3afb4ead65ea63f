"""`stilla rls`: is this restless legs?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from stilla.criteria import Answers, picture
from stilla.errors import BadInput, Problem
from stilla.interfaces.asked.legs import legs_message
from stilla.interfaces.cli.json_out import print_json
from stilla.interfaces.cli.options import at_a_terminal, json_option, language_option
from stilla.interfaces.forms.check import RlsFlagForm, RlsForm, knowledge_form
from stilla.knowledge.kinds import Criterion, Mimic, RedFlag
from stilla.knowledge.store import load
from stilla.text import Text
from stilla.text_search import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from stilla.criteria import Answer, Picture
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language

ANSWERS: tuple[Answer, ...] = ("yes", "no", "unsure", "earlier")
CRITERIA = ("urge", "rest", "movement", "evening", "not-explained")
IRLS_MOST = 40
_Command = TypeVar("_Command", bound="Callable[..., Any]")


def _answer(name: str, text: str) -> Callable[[_Command], _Command]:
    return click.option(f"--{name}", type=click.Choice(ANSWERS), help=text)


@click.command()
@_answer("urge", "An urge to move the legs.")
@_answer("rest", "It begins or worsens at rest.")
@_answer("movement", "Moving helps.")
@_answer("evening", "It is worse in the evening or at night.")
@_answer("not-explained", "Nothing else explains it better.")
@click.option(
    "--mimic",
    multiple=True,
    metavar="NAME",
    help="Something like it that fits (leg-cramps; `stilla knowledge list mimics`).",
)
@click.option("--no-mimics", is_flag=True, help="None of the look-alikes fits.")
@click.option("--red-flag", multiple=True, metavar="NAME", help="A warning sign (`stilla knowledge list red-flags`).")
@click.option("--irls", type=click.IntRange(0, IRLS_MOST), help="Your IRLS total (0 to 40), if you have one.")
@json_option
@language_option
def rls(
    lang: Language,
    mimic: tuple[str, ...],
    red_flag: tuple[str, ...],
    irls: int | None,
    *,
    no_mimics: bool,
    as_json: bool,
    **words: Any,
) -> None:
    """Is this restless legs? Five criteria, what looks like it, and warning signs. Never a diagnosis."""
    knowledge = load()
    mimics, flags = knowledge.kind("mimics", Mimic), knowledge.kind("red-flags", RedFlag)
    criteria: dict[str, Answer] = {
        name: words[name.replace("-", "_")] for name in CRITERIA if words[name.replace("-", "_")]
    }
    if not (criteria or mimic or red_flag or no_mimics) and at_a_terminal() and not as_json:
        from stilla.interfaces.cli.interview import ask_about_legs  # noqa: PLC0415  # only when somebody sits there

        answers = ask_about_legs(knowledge, lang, irls)
    else:
        problems = [*_unknown("--mimic", mimic, mimics), *_unknown("--red-flag", red_flag, flags)]
        if problems:
            raise BadInput(problems)
        nothing: dict[str, Answer] = dict.fromkeys(mimics, "no") if no_mimics else {}
        answers = Answers(criteria, nothing | dict.fromkeys(mimic, "yes"), dict.fromkeys(red_flag, "yes"), irls)
    found = picture(answers, knowledge)
    if as_json:
        print_json(_form(found, knowledge, lang))
    else:
        _render(found, knowledge, lang)


def _unknown(option: str, given: Iterable[str], known: Mapping[str, object]) -> Iterable[Problem]:
    for name in given:
        if name not in known:
            like = nearest(name, known) or tuple(known)
            yield Problem(
                Text(option, option),
                Text(
                    f"“{name[:40]}” is not known. Known: {', '.join(like)}.",
                    f"”{name[:40]}” känns inte igen. Det som finns: {', '.join(like)}.",
                ),
            )


def _form(found: Picture, knowledge: Knowledge, lang: Language) -> RlsForm:
    return RlsForm(
        version="1.0",
        likeness=found.likeness,
        message=legs_message(found, knowledge).to(lang),
        unmet=[each.id for each in found.unmet],
        still_open=[each.id for each in found.still_open],
        mimics=[each.id for each in found.mimics],
        unasked_mimics=found.unasked_mimics,
        unasked_flags=found.unasked_flags,
        red_flags=[
            RlsFlagForm(flag.id, flag.name.to(lang), flag.do.to(lang), route.id, route.urgency)
            for flag, route in found.flags
        ],
        severity=None if found.severity is None else found.severity.name.to(lang),
        knowledge=knowledge_form(knowledge.version),
    )


def _render(found: Picture, knowledge: Knowledge, lang: Language) -> None:
    from stilla.interfaces.cli.render import heading, render_sources, wrapped  # noqa: PLC0415  # not for JSON
    from stilla.interfaces.cli.render_urgent import numbers_of  # noqa: PLC0415

    for flag, route in found.flags:
        click.secho(wrapped(f"■ {route.name.to(lang)}  {numbers_of(route, lang)}", "  ", ""), fg="red", bold=True)
        click.echo(wrapped(f"{flag.name.to(lang)}: {flag.do.to(lang)}", "  "))
        click.echo()
    colour = {"consistent": "green", "not-typical": "yellow", "cannot-tell": "yellow"}[found.likeness]
    click.secho(wrapped(legs_message(found, knowledge).to(lang)), fg=colour, bold=True)
    titles = {
        "unmet": {"en": "Speaks against it", "sv": "Talar emot"},
        "open": {"en": "Still open", "sv": "Återstår att svara på"},
        "mimics": {"en": "Could explain it", "sv": "Kan förklara det"},
    }
    for title, lines in (
        ("unmet", [each.text.to(lang) for each in found.unmet]),
        ("open", [each.question.to(lang) for each in found.still_open]),
        ("mimics", [f"{each.name.to(lang)}: {each.tells_apart.to(lang)}" for each in found.mimics]),
    ):
        if lines:
            heading(titles[title][lang])
            for line in lines:
                click.echo(wrapped(line, "    ", "  - "))
    if found.severity is not None:
        click.echo()
        click.echo(
            {"en": "Severity by your IRLS total: ", "sv": "Svårighetsgrad enligt din IRLS-poäng: "}[lang]
            + found.severity.name.to(lang)
        )
    if found.unasked_flags:
        click.echo()
        click.echo(wrapped(knowledge.advice("rls-unasked-flags").to(lang)))
    if found.unasked_mimics:
        click.echo()
        click.echo(wrapped(knowledge.advice("rls-why-mimics").to(lang)))
    click.echo()
    cited = dict.fromkeys(name for each in knowledge.kind("criteria", Criterion).values() for name in each.sources)
    render_sources({name: knowledge.sources[name] for name in cited}, lang)
