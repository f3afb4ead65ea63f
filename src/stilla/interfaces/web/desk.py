"""What one request needs: what is kept, the clock, the language, and what follows from them, each made once."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

import msgspec

from stilla.diary.nights import zone_named
from stilla.errors import BadInput
from stilla.interfaces.asked.check import Said
from stilla.knowledge.store import load
from stilla.store.home import HomeStore
from stilla.store.trial import TrialStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.http import HttpRequest

    from stilla.diary.events import Event
    from stilla.diary.record import Record
    from stilla.findings import Assessment
    from stilla.interfaces.web.application import Home
    from stilla.knowledge.schema import Advice
    from stilla.knowledge.store import Knowledge
    from stilla.reading.person_file import Read
    from stilla.store.home import Kept
    from stilla.text import Language, Text
    from stilla.trial.stopping import Urgency

TRIAL = "trial"
"""The folder of the trial in the person's data, as for the commands."""


@lru_cache(maxsize=1)
def knowledge_base() -> Knowledge:
    """The knowledge base, read once for each server: what an answer rests on does not change under way."""
    return load()


class Desk:
    """Where a request is worked on. Nothing is written here but through `change` and the trial's own store."""

    def __init__(self, home: Home, languages: str = "") -> None:
        self.home = home
        self.languages = languages

    @property
    def folder(self) -> Path:
        """Where the person's data lies."""
        return self.home.folder

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge base."""
        return knowledge_base()

    @property
    def purpose(self) -> Text:
        """What Stilla is for, and what it is not."""
        return self.knowledge.advice("purpose")

    @cached_property
    def store(self) -> HomeStore:
        """What the app keeps of what was said."""
        return HomeStore(self.folder)

    @cached_property
    def kept(self) -> Kept:
        """What was said so far."""
        return self.store.read()

    def change(self, change: Callable[[Kept], Kept]) -> Kept:
        """Keep something new; refused or whole.

        Raises:
            BadInput: from `change`, or where nothing can be written.
        """
        kept = self.store.change(change, self.home.clock())
        self.__dict__ = {"home": self.home, "languages": self.languages, "store": self.store, "kept": kept}
        return kept

    @cached_property
    def language(self) -> Language:
        """The language chosen; else that of the browser."""
        with suppress(BadInput):  # what is wrong with a damaged file must be said in some language
            if self.kept.language is not None:
                return self.kept.language
        return "sv" if self.languages.casefold().lstrip().startswith("sv") else "en"

    @cached_property
    def zone(self) -> ZoneInfo:
        """The person's zone."""
        return zone_named(self.kept.zone)

    @cached_property
    def now(self) -> datetime:
        """What the clock on the wall shows."""
        return self.home.clock().astimezone(self.zone)

    @property
    def today(self) -> date:
        """The date on the wall."""
        return self.now.date()

    @cached_property
    def said(self) -> Said:
        """The answers about the person."""
        return Said(self.kept.facts, self.kept.open_lists, self.kept.passed)

    def change_said(self, change: Callable[[Said], Said]) -> None:
        """Keep an answer about the person; refused where it cannot be read or contradicts another.

        Raises:
            BadInput: as `Said.read`.
        """

        def changed(kept: Kept) -> Kept:
            said = change(Said(kept.facts, kept.open_lists, kept.passed))
            said.read(self.knowledge, self.today)
            return msgspec.structs.replace(kept, facts=dict(said.facts), open_lists=said.open_lists, passed=said.passed)

        self.change(changed)

    @cached_property
    def read(self) -> Read:
        """The person, and what was assumed."""
        return self.said.read(self.knowledge, self.today)

    @cached_property
    def found(self) -> Assessment:
        """What the rules say of the person today."""
        from stilla.findings import assess  # noqa: PLC0415  # only for pages that judge

        return assess(self.read.person, self.knowledge, self.today)

    @cached_property
    def trial(self) -> TrialStore:
        """The diary and the trial."""
        return TrialStore(self.folder / TRIAL)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every entry of the diary."""
        return self.trial.events()

    @cached_property
    def record(self) -> Record:
        """What stands in the diary."""
        return self.trial.record()

    @cached_property
    def called_for(self) -> tuple[tuple[Urgency | None, Advice], ...]:
        """What the diary's last entries asked for at once or the same day, with how soon."""
        from stilla.interfaces.asked.morning import to_do  # noqa: PLC0415  # only for pages that tell what to do
        from stilla.trial.entering import still_called_for  # noqa: PLC0415  # as above

        return to_do(still_called_for(self.events, self.now, self.knowledge), self.knowledge)

    @property
    def clock(self) -> tuple[datetime, ZoneInfo]:
        """The moment and the zone, as the trial's functions take them."""
        return self.now, self.zone


def desk_of(request: HttpRequest) -> Desk:
    """The desk of a request that was let in."""
    return cast("Desk", request.desk)  # type: ignore[attr-defined]


def around(request: HttpRequest) -> dict[str, Any]:
    """What every page shows besides its own: the language, the place, and where help is."""
    desk: Desk | None = getattr(request, "desk", None)
    if desk is None:
        chosen = request.headers.get("Accept-Language", "").casefold()
        return {"language": "sv" if chosen.startswith("sv") else "en", "desk": None}
    shown_at = request.get_full_path() if request.method == "GET" else request.path
    return {"language": desk.language, "desk": desk, "here": request.path, "shown_at": shown_at}
