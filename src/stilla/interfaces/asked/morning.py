"""What somebody says of a morning, from words to the diary, the same at every door."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_args

from stilla.diary import entry
from stilla.diary.events import Dose, Night, Taken
from stilla.diary.record import record_of
from stilla.errors import refuse
from stilla.text import Text
from stilla.trial.entering import Morning, entries, with_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Body, Event, Severity
    from stilla.knowledge.schema import Advice
    from stilla.knowledge.store import Knowledge
    from stilla.store.trial import TrialStore
    from stilla.text import Language
    from stilla.trial.stopping import Action, Urgency

SAVED = Text("Saved", "Sparat")
REPLACED = Text("Replaced; the old entry is kept", "Ersatt; den gamla anteckningen är kvar")
RECALLED = Text(
    "Written down more than a day late: kept, and looked at separately.",
    "Nedskrivet mer än ett dygn senare: sparat, och räknas för sig.",
)
ANSWERING = ("score", "cannot", "sleep", "latency", "awakenings", "tiredness", "own", "unusual", "note")
NOTING = ("taken", "side_effect", "irls", "medicine")

NOTHING: dict[str, Any] = {
    "night": None, "score": None, "cannot": False, "taken": None, "taken_at": None, "sleep": None, "latency": None,
    "awakenings": None, "tiredness": None, "unusual": (), "side_effect": (), "irls": None, "medicine": (), "own": (),
    "note": None, "words": None, "replace": False, "why": None,
}  # fmt: skip
"""The words of a morning of which nothing is said, by the names of the options of `stilla trial log`."""


def says(words: dict[str, Any], names: Iterable[str] = (*ANSWERING, *NOTING)) -> tuple[str, ...]:
    """Which of some words are said.

    >>> says(NOTHING | {"score": "0", "note": ""})
    ('score', 'note')
    """
    return tuple(name for name in names if words[name] not in (None, False, ()))


def morning_of(
    words: dict[str, Any], knowledge: Knowledge, language: Language, *, must_answer: bool = False
) -> Morning:
    """What the words say.

    Args:
        words: as `NOTHING` names them.
        knowledge: for the names of what was noticed.
        language: of the outcome's own words where the diary begins.
        must_answer: refuse it also where nothing is said that belongs to an answer.

    Raises:
        BadInput: a value that cannot be used, or one without what belongs to it.
    """
    if words["replace"] and not (words["why"] or "").strip():
        raise refuse("--why", "Say why it is replaced: “wrong night”.", "Skriv varför den ersätts: ”fel natt”.")
    if words["taken"] not in {None, *get_args(Taken)}:
        raise refuse("--taken", "The capsules: yes, no or late.", "Kapslarna: yes (ja), no (nej) eller late (sent).")
    if words["taken_at"] is not None and words["taken"] != "late":
        raise refuse("--taken-at", "A time goes with “late” alone.", "Ett klockslag hör bara ihop med ”sent” (late).")
    return Morning(
        night=words["night"],
        answer=_answer(words) if must_answer or says(words, ANSWERING) else None,
        taken=words["taken"],
        taken_at=None if words["taken_at"] is None else _clock(words["taken_at"]),
        complaints=tuple(_complaints(words["side_effect"], knowledge)) if words["side_effect"] else (),
        irls_total=None if words["irls"] is None else entry.read_whole(words["irls"], entry.IRLS_HIGHEST, "--irls"),
        medicines=tuple(_medicine(each) for each in words["medicine"]),
        replace=words["replace"],
        why=entry.read_note(words["why"] or "", "--why"),
        words=entry.read_note(words["words"] or "", "--words", entry.LONGEST_WORDS),
        language=language,
    )


def _answer(words: dict[str, Any]) -> Night:
    if (words["score"] is None) == (not words["cannot"]):
        raise refuse(
            "--score, --cannot",
            "Say how bad it was, 0–10, or that you cannot answer; one of the two.",
            "Ange hur det var, 0–10, eller att du inte kan svara; ett av dem.",
        )
    if len(words["own"]) > entry.MOST_OWN:
        raise refuse("--own", f"At most {entry.MOST_OWN}.", f"Högst {entry.MOST_OWN}.")

    def whole(name: str, highest: int) -> int | None:
        return None if words[name] is None else entry.read_whole(words[name], highest, f"--{name}")

    return Night(
        night=date.min,
        score=whole("score", entry.HIGHEST),
        cannot=words["cannot"],
        sleep_minutes=_sleep(words["sleep"]),
        latency_minutes=_latency(words["latency"]),
        awakenings=whole("awakenings", entry.MOST_AWAKENINGS),
        tiredness=whole("tiredness", entry.HIGHEST),
        own=dict(entry.read_own(each) for each in words["own"]),
        unusual=tuple(dict.fromkeys(entry.read_unusual(each) for each in words["unusual"])),
        note=entry.read_note(words["note"] or ""),
    )  # fmt: skip


def _sleep(text: str | None) -> int | None:
    """Time asleep: a number with one decimal is hours here, since half a minute of sleep is none."""
    if text is None:
        return None
    typed = text.strip()
    hours = f"{typed}h" if _HALVES.fullmatch(typed) else typed
    return entry.read_length(hours, entry.LONGEST_SLEEP, "--sleep")


_HALVES = re.compile(r"\d{1,2}[.,][0-9]", re.ASCII)
"""6,5 or 7.5. With two digits, 6.30, it could be half past as well: that is not read."""


def _latency(text: str | None) -> int | None:
    """Minutes to fall asleep: a bare number is minutes here."""
    if text is None:
        return None
    typed = text.strip()
    return entry.read_length(f"{typed}min" if typed.isdigit() else typed, entry.LONGEST_LATENCY, "--latency")


def _clock(text: str) -> str:
    from stilla.interfaces.asked.plan import time_of  # noqa: PLC0415  # only for a late dose

    minute = time_of("--taken-at", text)
    assert minute is not None
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _complaints(texts: tuple[str, ...], knowledge: Knowledge) -> Iterator[tuple[str, Severity]]:
    from stilla.trial.noticed import slugs_of  # noqa: PLC0415  # only where something was noticed

    for text in texts:
        what, colon, severity = text.partition(":")
        for slug in slugs_of(what, knowledge):
            yield slug, entry.read_severity(severity) if colon else 2


def _medicine(text: str) -> tuple[str, Any]:
    name, colon, change = text.rpartition(":")
    if not colon:
        name, change = text, "new"
    name = entry.read_note(name, "--medicine", 100)
    if change not in {"new", "stopped", "dose"} or not name:
        raise refuse(
            "--medicine",
            "Write the name, and new, stopped or dose: Levaxin:dose.",
            "Skriv namnet, och new, stopped eller dose: Levaxin:dose.",
        )
    return name, change


def enter(
    store: TrialStore, said: Morning, clock: tuple[datetime, ZoneInfo], knowledge: Knowledge
) -> tuple[tuple[Event, ...], tuple[Action, ...]]:
    """Write what was said, and what the stop rules add to it.

    Raises:
        BadInput: what cannot be entered; nothing was written.
    """
    actions: tuple[Action, ...] = ()

    def decide(events: tuple[Event, ...]) -> tuple[Body, ...]:
        nonlocal actions
        bodies, actions = with_rules(events, entries(said, record_of(events), *clock), *clock, knowledge)
        return bodies

    return store.append(decide, *clock), actions


def calm(added: Iterable[Event]) -> tuple[Text, date | None, bool]:
    """What is said of entries just written: a word, their night where they have one, whether one was late."""
    nights = [each.body for each in added if isinstance(each.body, Night | Dose)]
    late = any(isinstance(each, Night) and each.recalled for each in nights)
    word = REPLACED if any(each.replaces for each in nights) else SAVED
    return word, nights[0].night if nights else None, late


def to_do(actions: Iterable[Action], knowledge: Knowledge) -> tuple[tuple[Urgency | None, Advice], ...]:
    """What the stop rules ask for, the most urgent first, each sentence once."""
    said: dict[str, Urgency | None] = {}
    for action in actions:
        for name in action.texts:
            said.setdefault(name, action.urgency)
    return tuple((urgency, knowledge.advice_entry(name)) for name, urgency in said.items())
