"""Restless now, in the dark."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("Restless just now", "Rastlösa ben just nu"),
    "begin": Text("There is nothing you must do here.", "Du behöver inte göra något här."),
    "press": Text("Something to try", "Något att prova"),
    "again": Text("Something else", "Något annat"),
    "over": Text("From the beginning", "Från början"),
    "trial": Text("In your trial: do as you usually do.", "Under ditt försök: gör som du brukar."),
    "nothing_kept": Text(
        "Nothing is kept from this page. In the morning you answer for the whole night.",
        "Inget sparas från den här sidan. På morgonen svarar du för hela natten.",
    ),
    "danger": Text("Something feels dangerous", "Något känns farligt"),
    "back": Text("Back to today", "Tillbaka till i dag"),
}
