"""PERSON and the flags, whatever PERSON is: a person file, or a FHIR record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stilla.interfaces.cli.person_words import NO_FLAGS, content_of, over
from stilla.reading.document import Written, is_fhir, read_document
from stilla.reading.person_file import Context, Read, read_person

if TYPE_CHECKING:
    from datetime import date

    from stilla.knowledge.store import Knowledge

SET_ASIDE = 3
"""Exit status: done, but something in the record could not be read."""


class Said(Read, frozen=True):
    """A person, what was assumed, and how much of the record could not be read."""

    set_aside: int = 0

    @property
    def exit_status(self) -> int:
        """0, or 3 where something was set aside."""
        return SET_ASIDE if self.set_aside else 0


def person_said(words: dict[str, Any], knowledge: Knowledge, as_of: date) -> Said:
    """The person that a command's PERSON and flags describe.

    Args:
        words: the command's parameters, those of `person_options` among them.
        knowledge: the knowledge base.
        as_of: the day of the answer.

    Raises:
        BadInput: what cannot be read, or contradicts itself.
    """
    if words["person"] is None:
        return _said(read_person(over(Written({}), words), Context(knowledge, as_of, flags=True)))
    content, name = content_of(words["person"])
    if is_fhir(content, name):
        from stilla.interfaces.cli.recorded import recorded_person  # noqa: PLC0415  # only for a record

        return recorded_person(content, name, words, Context(knowledge, as_of, flags=True))
    return _said(read_person(over(read_document(content, name), words), Context(knowledge, as_of)))


def file_person(path: str, knowledge: Knowledge, as_of: date) -> Read:
    """The person of a file alone.

    Raises:
        BadInput: as above.
    """
    return person_said({**NO_FLAGS, "person": path}, knowledge, as_of)


def names_somebody(words: dict[str, Any]) -> bool:
    """Whether PERSON or a flag says anything."""
    return bool(words["person"] or words["nothing_else"] or over(Written({}), words).values)


def _said(read: Read) -> Said:
    return Said(read.person, read.assumptions)
