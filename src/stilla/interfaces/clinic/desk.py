"""The person whom a request is about, as the pages of the home app want it: facts and diary from the database."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from stilla.diary.nights import zone_named
from stilla.diary.record import record_of
from stilla.interfaces.web.application import Home
from stilla.interfaces.web.desk import Desk
from stilla.store.clinic.database import DOORKEEPER, NotAllowed
from stilla.store.clinic.people import FactsStore
from stilla.store.clinic.trials import ClinicTrial, Papers
from stilla.store.home import Kept
from stilla.trial import seal_files as files

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from django.http import HttpRequest

    from stilla.diary.record import Record
    from stilla.store.clinic.database import Actor, Database
    from stilla.store.home import HomeStore
    from stilla.store.trial import TrialStore
    from stilla.text import Language


class Paper:
    """A paper of a trial, as a file would say whether it is there."""

    def __init__(self, content: bytes | None) -> None:
        self.content = content

    def exists(self) -> bool:
        """Whether it is there."""
        return self.content is not None


class PaperFolder:
    """The papers of a trial, as a folder would show them to the pages that ask which ones there are."""

    def __init__(self, papers: Papers) -> None:
        self.papers = {files.PROTOCOL: papers.protocol, files.COMMITMENT: papers.commitment}

    def __truediv__(self, name: str) -> Paper:
        return Paper(self.papers.get(name))


class PagesTrial(ClinicTrial):
    """A trial as pages of the home app ask it."""

    @cached_property
    def kept_papers(self) -> Papers:
        """Plan and commitment, read once for a request."""
        return self.papers()

    @property
    def folder(self) -> PaperFolder:
        """Which papers there are."""
        return PaperFolder(self.kept_papers)


class ClinicDesk(Desk):
    """Where a request at a clinic is worked on.

    Args:
        database: of the clinic.
        actor: whose browser it is; None for one outside.
        code: of the person that the request is about; None where it is about nobody.
        clock: the moment.
        language: of the pages.
    """

    def __init__(
        self,
        database: Database,
        actor: Actor | None,
        code: str | None,
        clock: Callable[[], datetime],
        language: Language,
    ) -> None:
        super().__init__(Home(Path(), clock=clock))
        self.database = database
        self.actor = actor or DOORKEEPER
        self.code = code
        self.chosen = language

    @property
    def folder(self) -> Path:
        """None: a clinic keeps nothing in a folder."""
        raise NotAllowed

    @property
    def language(self) -> Language:
        """The language of the browser, or the one chosen."""
        return self.chosen

    @cached_property
    def zone(self) -> ZoneInfo:
        """The person's zone; for a key-holder, who meets no facts, that of the diary."""
        if self.actor.role != "key-holder":
            return zone_named(self.kept.zone)
        return zone_named(self.events[-1].zone if self.events else Kept().zone)

    @cached_property
    def store(self) -> HomeStore:
        """The facts of the person."""
        return cast("HomeStore", FactsStore(self.database, self.actor, self.whose))

    @cached_property
    def papers(self) -> PagesTrial:
        """The trial of the person, with its papers."""
        return PagesTrial(self.database, self.actor, self.whose)

    @cached_property
    def trial(self) -> TrialStore:
        """The same, as the pages of the home app know it."""
        return cast("TrialStore", self.papers)

    @cached_property
    def record(self) -> Record:
        """What stands in the diary."""
        return record_of(self.events)

    @property
    def whose(self) -> str:
        """The code of the person.

        Raises:
            NotAllowed: the request is about nobody.
        """
        if self.code is None:
            raise NotAllowed
        return self.code

    def about(self, code: str) -> ClinicDesk:
        """The same desk for one person."""
        return ClinicDesk(self.database, self.actor, code, self.home.clock, self.chosen)

    def change(self, change: Callable[[Kept], Kept]) -> Kept:
        """Keep something new about the person; refused or whole.

        Raises:
            BadInput: from `change`.
            NotAllowed: this account may not.
        """
        kept = self.store.change(change, self.home.clock())
        for name in ("kept", "zone", "now", "said", "read", "found"):
            self.__dict__.pop(name, None)
        self.__dict__["kept"] = kept
        return kept


def clinic_desk(request: HttpRequest) -> ClinicDesk:
    """The desk of a request."""
    return cast("ClinicDesk", cast("Any", request).desk)
