"""Words for what became of records."""

from __future__ import annotations

from collections.abc import Mapping

from stilla.text import Text

NOT_USED = Text(
    "Of {total} records {count} were not used; could not be read: {faults}. See which: stilla records {file}",
    "Av {total} poster användes {count} inte; gick inte att läsa: {faults}. Se vilka: stilla records {file}",
)
REASONS: Mapping[str, Text] = {
    "type": Text("a kind that says nothing about magnesium", "ett slag som inte säger något om magnesium"),
    "empty": Text("an entry without a resource", "en post utan resurs"),
    "older-version": Text("an older version, or the same once more", "en äldre version, eller samma en gång till"),
    "not-active": Text("a patient record that is not in use", "en patientpost som inte används"),
    "somebody-else": Text("of somebody who is not in the file", "gäller någon som inte finns i filen"),
    "no-person": Text("of a group or a thing, not a person", "gäller en grupp eller en sak, ingen person"),
    "not-taken": Text("a medicine that is not taken now", "ett läkemedel som inte tas nu"),
    "nothing-asked": Text("known, and no rule asks about it", "känt, och ingen regel frågar efter det"),
    "not-asked": Text("no rule asks about it", "ingen regel frågar efter det"),
    "no-value": Text("without a value", "utan värde"),
    "entered-in-error": Text("entered in error", "felaktigt införd"),
    "ruled-out": Text("ruled out", "utesluten"),
    "over": Text("over, and nothing of it remains", "över, och inget av det finns kvar"),
}
"""Why a record was not used."""

USED = Text("used", "använda")
READ = Text("read", "lästa")
NOT_LOOKED_AT = Text("not used", "ej använda")
COULD_NOT = Text("Could not be read", "Gick inte att läsa")
WHY = Text("Why not used", "Varför de inte användes")
PEOPLE = Text("People: {count}", "Personer: {count}")
KIND = Text("kind of record", "slag av post")
MORE = Text("… and {count} more.", "… och {count} till.")
