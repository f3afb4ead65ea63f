"""A morning as a form, there and back: what was written becomes words, what stands is shown to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stilla.diary.entry import HIGHEST, UNUSUAL
from stilla.interfaces.asked.morning import ANSWERING, NOTHING
from stilla.text import Text
from stilla.trial.entering import OUTCOME
from stilla.trial.noticed import OFFERED, danger_signs, name_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import QueryDict

    from stilla.diary.events import Night
    from stilla.diary.record import Record
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language

SLEPT = range(240, 541, 30)
"""Minutes of sleep that can be chosen with one touch. The same every morning: what was usual would show how it goes."""
TAKEN = (("yes", "morning.taken_yes"), ("no", "morning.taken_no"), ("late", "morning.taken_late"))
SEVERITIES = (("1", "morning.mild"), ("2", "morning.moderate"), ("3", "morning.severe"))
CHANGES = (("new", "morning.medicine_new"), ("dose", "morning.medicine_dose"), ("stopped", "morning.medicine_stopped"))
_TYPED = ("latency", "awakenings", "tiredness", "irls", "note", "words", "why", "taken_at")
_MORE = ("latency", "awakenings", "tiredness", "irls", "note", "medicine_name", "own")


def words_of(sent: QueryDict, night: date) -> dict[str, Any]:
    """What was written, as the words of a morning."""

    def said(name: str) -> str | None:
        return sent.get(name, "").strip() or None

    how = sent.get("answer")
    medicine = said("medicine_name")
    noticed = [f"{slug}:{level}" for slug in OFFERED if (level := said(f"effect-{slug}"))]
    typed = [each.strip() for each in sent.get("effect", "").split(",") if each.strip()]
    return NOTHING | {name: said(name) for name in _TYPED} | {
        "night": night,
        "score": None if how == "cannot" else said("score"),
        "cannot": how == "cannot" or (how == "replace" and said("score") == "cannot"),
        "taken": said("taken"),
        "sleep": said("sleep_typed") or said("sleep"),
        "unusual": tuple(sent.getlist("unusual")),
        "side_effect": (*noticed, *sent.getlist("sign"), *typed),
        "medicine": () if medicine is None else (f"{medicine}:{sent.get('medicine_change', 'new')}",),
        "own": tuple(line.strip() for line in sent.get("own", "").splitlines() if line.strip()),
        "replace": how == "replace",
    }  # fmt: skip


def unchanged(words: dict[str, Any], record: Record, *, also_answer: bool) -> dict[str, Any]:
    """The words without what stands as it is: the form shows it again, and replacing one thing replaces nothing else.

    Args:
        words: what was written.
        record: the diary.
        also_answer: leave the answer out too, where one stands and only something beside it is noted.
    """
    night = words["night"]
    dose = record.doses.get(night)
    left = dict.fromkeys(ANSWERING) if also_answer and night in record.nights else {}
    if dose is not None and (words["taken"], words["taken_at"]) == (dose.entry.taken, dose.entry.at):
        left |= {"taken": None, "taken_at": None}
    return words | {name: NOTHING[name] for name in left}


def fields(
    record: Record, night: date, sent: QueryDict | None, knowledge: Knowledge, language: Language
) -> dict[str, Any]:
    """What the form shows: what was just written, else what stands for the night, else nothing.

    Nothing is chosen beforehand where nothing stands: a figure that nobody chose would be kept as an answer.
    """
    standing = record.nights.get(night)
    if sent is not None:
        values: dict[str, Any] = {name: sent.get(name, "") for name in (*_TYPED, *_MORE)}
        values |= {name: sent.get(name, "") for name in ("score", "sleep", "sleep_typed", "taken", "medicine_change")}
        values |= {"unusual": sent.getlist("unusual"), "signs": sent.getlist("sign"), "effect": sent.get("effect", "")}
        effects = {slug: sent.get(f"effect-{slug}", "") for slug in OFFERED}
    else:
        dose = record.doses.get(night)
        values = {} if standing is None else _standing(standing.entry)
        values |= {} if dose is None else {"taken": dose.entry.taken, "taken_at": dose.entry.at or ""}
        values |= {} if record.began is not None else {"words": OUTCOME.to(language)}
        effects = {}
    return {
        "values": values,
        "scores": [str(each) for each in range(HIGHEST + 1)],
        "slept": [(_written(each), f"{each // 60}{'½' if each % 60 else ''}") for each in SLEPT],
        "taken_choices": TAKEN,
        "unusual": [(slug, word, slug in values.get("unusual", ())) for slug, word in UNUSUAL.items()],
        "effects": [(slug, name_of(slug, knowledge), effects.get(slug, "")) for slug in OFFERED],
        "signs": [
            (slug, name_of(slug, knowledge), slug in values.get("signs", ())) for slug in danger_signs(knowledge)
        ],
        "severities": SEVERITIES,
        "changes": CHANGES,
        "open_unusual": bool(values.get("unusual")),
        "open_noticed": bool(any(effects.values()) or values.get("signs") or values.get("effect")),
        "open_more": any(values.get(name) for name in _MORE),
    }


def _written(minutes: int) -> str:
    """Minutes as they are read again: 6h30."""
    return f"{minutes // 60}h{minutes % 60:02d}"


def _standing(entry: Night) -> dict[str, Any]:
    """The values of an answer, as they would be written."""
    slept = entry.sleep_minutes
    chosen = slept is not None and slept in SLEPT
    typed = {"latency": entry.latency_minutes, "awakenings": entry.awakenings, "tiredness": entry.tiredness}
    return {
        "score": "cannot" if entry.cannot else str(entry.score),
        "sleep": _written(slept) if slept is not None and chosen else "",
        "sleep_typed": _written(slept) if slept is not None and not chosen else "",
        "unusual": entry.unusual,
        "note": entry.note,
        "own": "\n".join(f"{name}={value:g}" for name, value in entry.own.items()),
        **{name: "" if value is None else str(value) for name, value in typed.items()},
    }


def answer_text(entry: Night) -> Text:
    """The answer of a night in a word."""
    if entry.cannot:
        return Text("could not answer", "kunde inte svara")
    return Text(str(entry.score), str(entry.score))
