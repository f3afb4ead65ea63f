"""What was noticed, from a word to the slug that the stop rules know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla import names
from stilla.errors import BadInput, refuse
from stilla.person import Unrecognised
from stilla.text import Text
from stilla.trial.stopping import NO_CONDITIONS, stops_at_once

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge

WORDS = {
    "not drinking": "not-drinking", "dricker inte": "not-drinking", "svårt att dricka": "not-drinking",
    "headache": "headache", "huvudvärk": "headache", "other": "other", "annat": "other",
    "dizziness": "light-headedness", "yrsel": "light-headedness",
}  # fmt: skip
"""Words beside the names of conditions."""

OFFERED = (
    "loose-stools", "diarrhoea", "nausea", "vomiting", "fever", "not-drinking", "flushing", "light-headedness",
    "headache", "leg-cramps", "no-stool-3-days", "swollen-painful-belly", "rectal-bleeding", "other",
)  # fmt: skip
"""What is offered to be noted in the morning, the commonest first; the `danger_signs` go beside them."""

_NAMES = {
    "not-drinking": Text("Hard to drink enough", "Svårt att dricka"),
    "headache": Text("Headache", "Huvudvärk"),
    "other": Text("Something else", "Något annat"),
}


def name_of(slug: str, knowledge: Knowledge) -> Text:
    """What a slug of the diary is called; the slug itself where a later knowledge base has no name for it."""
    known = knowledge.conditions.get(slug)
    return _NAMES.get(slug, Text(slug, slug)) if known is None else known.name


def danger_signs(knowledge: Knowledge) -> tuple[str, ...]:
    """The signs with which nobody should wait."""
    return tuple(slug for slug, each in knowledge.conditions.items() if each.group == "danger-signs")


def grave_signs(knowledge: Knowledge) -> frozenset[str]:
    """Those, and the bowel's alarms: what a doctor should hear of first."""
    groups = {"danger-signs", "bowel-alarm"}
    return frozenset(slug for slug, each in knowledge.conditions.items() if each.group in groups)


def slugs_of(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    """What was noticed, as it is happening now: every meaning of the word, so that the gravest is among them.

    Raises:
        BadInput: a word nobody knows, with the nearest ones: it could be a danger sign with a slip in it.
    """
    typed = " ".join(text.replace("-", " ").casefold().split())
    if typed in WORDS:
        return (WORDS[typed],)
    if (slug := typed.replace(" ", "-")) in NO_CONDITIONS:
        return (slug,)
    known = names.condition(text.strip(), knowledge)
    if isinstance(known, Unrecognised):
        known = names.condition(typed, knowledge)
    if isinstance(known, Unrecognised):
        like = ", ".join(known.nearest)
        en, sv = (f" It looks like: {like}.", f" Det liknar: {like}.") if like else ("", "")
        raise refuse(
            "--side-effect",
            f"“{text.strip()[:40]}” is not known here.{en} For something without a name: "
            "other[[, and --note|]]. In danger ring 112.",
            f"”{text.strip()[:40]}” känns inte igen.{sv} För något utan namn: "
            "[[other, och --note|annat]]. Vid fara: ring 112.",
        )
    return tuple(knowledge.conditions[slug].as_sign or slug for slug in known.codes)


def is_danger(text: str, knowledge: Knowledge) -> bool:
    """Whether what was noticed is a danger sign, as far as its words can be read."""
    slugs = _readable(text, knowledge)
    return any(knowledge.conditions[each].group == "danger-signs" for each in slugs if each in knowledge.conditions)


def stops(text: str, knowledge: Knowledge) -> bool:
    """Whether what was noticed ends a trial at once, as far as its words can be read."""
    return any(stops_at_once(each, knowledge) for each in _readable(text, knowledge))


def though_refused(noticed: tuple[str, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """The sentences for something noticed whose entry is refused: nobody in danger should first mend a flag.

    Args:
        noticed: as it was written.
        knowledge: for the names of signs.
    """
    if not noticed:
        return ()
    if any(is_danger(each, knowledge) for each in noticed):
        return "trial-do-danger-before", "trial-not-noted"
    if any(stops(each, knowledge) for each in noticed):
        return "trial-do-stop-before", "trial-not-noted"
    return ("trial-not-noted",)


def _readable(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    try:
        return slugs_of(text.partition(":")[0], knowledge)
    except BadInput:
        return ()
