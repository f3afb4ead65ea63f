"""A request that cannot be answered: why, in both languages, and nothing of whom it was about."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from stilla.errors import BadInput, Problem
from stilla.text import Language, Text


class Refused(BadInput):
    """A request that is not answered.

    Args:
        status: the HTTP status.
        code: what kind of trouble, in the words of FHIR's IssueType.
        where: the field of the request; never a value from it.
        en: what is wrong and what is expected.
        sv: the same in Swedish.
    """

    def __init__(self, status: HTTPStatus, code: str, where: str, en: str, sv: str) -> None:
        self.status = status
        self.code = code
        super().__init__([Problem(Text(where, where), Text(en, sv))])

    def outcome(self, language: Language) -> dict[str, Any]:
        """The refusal as a FHIR OperationOutcome."""
        return {
            "resourceType": "OperationOutcome",
            "issue": [
                {"severity": "error", "code": self.code, "details": {"text": each.says.to(language)}}
                | ({"expression": [each.where.en]} if each.where.en else {})
                for each in self.problems
            ],
        }


def malformed(where: str, en: str, sv: str) -> Refused:
    """The request is not what CDS Hooks describes."""
    return Refused(HTTPStatus.BAD_REQUEST, "structure", where, en, sv)


def not_usable(where: str, en: str, sv: str) -> Refused:
    """The request is well formed, but what it holds cannot be understood."""
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", where, en, sv)


def wrong_data(where: str, en: str, sv: str) -> Refused:
    """The data given are not those that the templates ask for."""
    return Refused(HTTPStatus.PRECONDITION_FAILED, "invariant", where, en, sv)
