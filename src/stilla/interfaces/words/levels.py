"""Labels of every door in both languages. Sentences with medical meaning are in the knowledge base, not here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from stilla.text import Language, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL_WORDS = {
    "stop": Text("STOP", "STOPP"),
    "ask": Text("ASK FIRST", "FRÅGA FÖRST"),
    "space": Text("KEEP APART", "TA ISÄR"),
    "watch": Text("WATCH", "HÅLL KOLL"),
    "info": Text("GOOD TO KNOW", "BRA ATT VETA"),
}
VERDICT_WORDS = {
    "go": Text("NOTHING AGAINST IT SO FAR", "INGA KÄNDA HINDER"),
    "unknown": Text("CANNOT TELL YET", "GÅR INTE ATT SÄGA ÄN"),
    "ask": Text("ASK FIRST", "FRÅGA FÖRST"),
    "stop": Text("STOP", "STOPP"),
}
SYMBOLS = {"stop": "■", "ask": "▲", "space": "↔", "watch": "◆", "info": "·", "go": "●", "unknown": "?"}
COLOURS = {
    "stop": "red",
    "ask": "yellow",
    "space": "cyan",
    "watch": "magenta",
    "info": "white",
    "go": "green",
    "unknown": "yellow",
}
CERTAINTY_WORDS = {
    "high": Text("high", "hög"),
    "moderate": Text("moderate", "måttlig"),
    "low": Text("low", "låg"),
    "very-low": Text("very low", "mycket låg"),
    "unconfirmed": Text(
        "unconfirmed: recalled, not yet read at a source", "obekräftad: ur minnet, ännu inte läst i en källa"
    ),
}
LABELS = {
    "because": Text("because of", "på grund av"),
    "do": Text("do", "gör"),
    "certainty": Text("certainty", "tillförlitlighet"),
    "sources": Text("Sources", "Källor"),
    "read": Text("read", "läst"),
    "second_hand": Text("second-hand copy", "andrahandskälla"),
    "questions": Text("Still to find out", "Återstår att ta reda på"),
    "could": Text("could become", "kan bli"),
    "could_stop": Text("Could still become a stop", "Kan fortfarande bli stopp"),
    "unrecognised": Text("Not recognised", "Känns inte igen"),
    "nearest": Text("looks like", "liknar"),
    "no_rule": Text("No rule known", "Ingen känd regel"),
    "searched": Text("searched", "sökt"),
    "assumed": Text("Assumed", "Antaget"),
    "knowledge": Text("Knowledge", "Kunskapsbas"),
    "rules": Text("rules", "regler"),
    "as_of": Text("as of", "per"),
    "upper": Text("Upper level for added magnesium", "Övre gräns för tillsatt magnesium"),
    "acts_on": Text("Stilla acts on", "Stilla utgår från"),
    "day": Text("a day", "om dagen"),
    "none_said": Text("no figure", "ingen siffra angiven"),
    "hours_before": Text("medicine at least {h} before magnesium", "läkemedlet minst {h} före magnesium"),
    "hours_after": Text("or at least {h} after it", "eller minst {h} efter"),
    "or_more": Text("Of these", "Av dessa"),
    "none": Text("none of these", "inget av dessa"),
}


def language_of(arguments: Sequence[str], environment: dict[str, str] | Any = os.environ) -> Language:
    """The language asked for with --lang, else that of the terminal, else English.

    >>> language_of(["stilla", "check", "--lang", "sv"], {}), language_of([], {"LANG": "sv_SE.UTF-8"})
    ('sv', 'sv')
    """
    for n, word in enumerate(arguments):
        asked = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and n + 1 < len(arguments):
            asked = arguments[n + 1]
        if asked in {"en", "sv"}:
            return "sv" if asked == "sv" else "en"
    place = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "sv" if place.startswith("sv") else "en"


def hours(value: float, language: Language) -> str:
    """Hours as people say them.

    >>> hours(0.5, "sv"), hours(2, "en"), hours(1.5, "en")
    ('30 min', '2 h', '1 h 30 min')
    """
    whole, minutes = divmod(round(value * 60), 60)
    unit = "h" if language == "en" else "tim"
    parts = ([f"{whole} {unit}"] if whole or not minutes else []) + ([f"{minutes} min"] if minutes else [])
    return " ".join(parts)
