"""The morning's five questions at a terminal. Enter leaves one out; a slip is asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stilla.diary import entry
from stilla.errors import BadInput
from stilla.interfaces.cli.render import wrapped
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.diary.record import Record
    from stilla.text import Language

SCORE = Text(
    "1. How bad were your legs at their worst last night, 0–10? (? = cannot answer)",
    "1. Hur svåra var benen som värst i natt, 0–10? (? = kan inte svara)",
)
SLEEP = Text("2. How long did you sleep? (6h20; Enter = skip)", "2. Hur länge sov du? (6h20; Enter = hoppa över)")
TAKEN = Text("3. The capsules last evening: y, n or late?", "3. Kapslarna i går kväll: j, n eller sent?")
TIRED = Text(
    "3. How tired were you yesterday, 0–10? (Enter = skip)", "3. Hur trött var du i går, 0–10? (Enter = hoppa över)"
)
UNUSUAL = Text("4. Anything unusual? {words} (Enter = no)", "4. Något ovanligt? {words} (Enter = nej)")
NOTICED = Text(
    "5. Anything you noticed, such as loose stools? (Enter = no)", "5. Något du märkt, som lös mage? (Enter = nej)"
)
_YES = {"y": "yes", "yes": "yes", "j": "yes", "ja": "yes", "n": "no", "no": "no", "nej": "no", "late": "late",
        "sent": "late", "sen": "late"}  # fmt: skip


def ask_morning(record: Record, language: Language) -> dict[str, Any]:
    """The answers as the flags of `stilla trial log`."""
    score = _ask(SCORE, language, lambda typed: typed == "?" or entry.read_whole(typed, entry.HIGHEST, "") >= 0)
    found: dict[str, Any] = {"cannot": score == "?", "score": None if score == "?" else score}
    found["sleep"] = _ask(SLEEP, language, lambda typed: entry.read_length(typed, entry.LONGEST_SLEEP, ""), skip=True)
    if record.started is not None:
        taken = _ask(TAKEN, language, lambda typed: typed in _YES)
        found["taken"] = _YES[str(taken)]
    else:
        found["tiredness"] = _ask(
            TIRED, language, lambda typed: entry.read_whole(typed, entry.HIGHEST, "") >= 0, skip=True
        )
    words = ", ".join(each.to(language) for each in entry.UNUSUAL.values())
    unusual = _ask(
        UNUSUAL.fill(words=words),
        language,
        lambda typed: [entry.read_unusual(each) for each in _several(typed)],
        skip=True,
    )
    found["unusual"] = _several(unusual)
    found["side_effect"] = _several(_ask(NOTICED, language, bool, skip=True))
    return found


def _several(typed: str | None) -> tuple[str, ...]:
    return tuple(each.strip() for each in (typed or "").split(",") if each.strip())


def _ask(question: Text, language: Language, accepted: Callable[[str], object], *, skip: bool = False) -> str | None:
    """What was typed, once it can be used; None where it was left out."""
    while True:
        typed = click.prompt(wrapped(question.to(language)), default="", show_default=False).strip().casefold()
        if not typed and skip:
            return None
        try:
            if typed and accepted(typed) is not False:
                return str(typed)
        except BadInput as error:
            for problem in error.problems:
                click.echo(wrapped(problem.says.to(language)))
