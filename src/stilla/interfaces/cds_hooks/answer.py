"""From the bytes of a request to the cards of an answer: the whole service, without a server."""

from __future__ import annotations

import threading
import time
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.interfaces.cds_hooks.cards import Card, Maker
from stilla.interfaces.cds_hooks.config import Config
from stilla.interfaces.cds_hooks.fetch import completed
from stilla.interfaces.cds_hooks.matters import matters
from stilla.interfaces.cds_hooks.remembered import Remembered
from stilla.interfaces.cds_hooks.requests import read_request, too_large
from stilla.interfaces.cds_hooks.services import SERVICES, templates
from stilla.interfaces.cds_hooks.subject import subject_of
from stilla.knowledge.store import Knowledge
from stilla.records.person import Context
from stilla.text import said_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.interfaces.cds_hooks.requests import HookRequest
    from stilla.interfaces.cds_hooks.services import Service
    from stilla.text import Language

_NOBODYS_ORDER = {
    "resourceType": "MedicationRequest",
    "status": "draft",
    "medicationCodeableConcept": {"text": "magnesium"},
}
REMEMBERED_SECONDS = 900
"""How long order-sign remembers what order-select showed."""


def _today() -> date:
    return date.today()  # noqa: DTZ011  # the calendar day at the clinic


class Answer(msgspec.Struct, frozen=True):
    """The body of a response."""

    cards: tuple[Card, ...]


class Desk:
    """What a server keeps between requests: the knowledge, how the clinic runs it, and what was shown lately.

    Args:
        knowledge: what is known.
        config: what the clinic decided.
        today: the day an answer is for.
        shown: which cards were shown, shared by all workers; None forgets at once.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        config: Config,
        today: Callable[[], date] = _today,
        shown: Remembered | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.config = config
        self.today = today
        self.shown = shown
        self.queries = templates(knowledge)
        self._turn = threading.Lock()

    def prepare(self) -> None:
        """Read all that an answer needs, so that the first one is as quick as the next, and workers share it."""
        body = encoded(
            {
                "hook": "order-sign",
                "hookInstance": "none",
                "context": {
                    "userId": "none",
                    "patientId": "none",
                    "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": _NOBODYS_ORDER}]},
                },
            }
        )
        self.answer(body, SERVICES["stilla-magnesium-order-sign"], self.config.language)

    def answer(self, body: bytes, service: Service, language: Language) -> Answer:
        """The cards for a request.

        Raises:
            Refused: the request cannot be answered; why, without anything of the patient.
        """
        received = time.monotonic()
        if len(body) > self.config.largest_request:
            raise too_large(self.config.largest_request)
        request = completed(read_request(body, service), self.queries, self.config, received)
        # One at a time: threads that compute at once only make one another wait, and the longest for the shortest.
        with self._turn:
            return Answer(self._not_again(self._cards(request, service, language), request, service))

    def _cards(self, request: HookRequest, service: Service, language: Language) -> tuple[Card, ...]:
        today = self.today()
        context = Context(self.knowledge, today, frozenset(self.config.complete))
        subject = subject_of(request, context)
        found = matters(subject, service.hook, self.knowledge, today)
        whose = blake2b(f"{self.config.card_key}\0{request.patient}".encode()).digest()
        maker = Maker(self.knowledge, language, self.config.address, whose)
        with said_at("app"):
            return maker.cards(found, takes=bool(subject.person.magnesium))

    def _not_again(self, cards: tuple[Card, ...], request: HookRequest, service: Service) -> tuple[Card, ...]:
        """At order-sign without what the same user saw of the same patient at order-select; a danger is said twice."""
        if self.shown is None or self.config.repeat:
            return cards
        if service.hook == "order-select":
            for each in cards:
                self.shown.add(REMEMBERED_SECONDS, request.user, request.patient, each.uuid)
        if service.hook != "order-sign":
            return cards
        return tuple(
            each
            for each in cards
            if each.indicator == "critical" or not self.shown.holds(request.user, request.patient, each.uuid)
        )


def language_asked(accepted: str, default: Language) -> Language:
    """The first of our languages that a client accepts, by its weights.

    >>> language_asked("de, sv;q=0.5, en;q=0.8", "sv"), language_asked("fr", "sv")
    ('en', 'sv')
    """
    best: tuple[float, Language] = (0.0, default)
    for each in accepted[:500].split(","):
        tag, _, rest = each.strip().partition(";")
        name = tag.strip().casefold().partition("-")[0]
        if name in {"en", "sv"} and (weight := _weight(rest)) > best[0]:
            best = (weight, "sv" if name == "sv" else "en")
    return best[1]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def encoded(value: Any) -> bytes:
    """A value as JSON."""
    return msgspec.json.encode(value)
