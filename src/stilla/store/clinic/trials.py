"""A trial at a clinic: its diary, plan, seal, opening and answer. The diary is added to as `store.trial` does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from psycopg import errors

from stilla.diary import chain
from stilla.diary.canonical import canonical
from stilla.diary.events import Body, Event, Opened
from stilla.diary.record import record_of
from stilla.errors import refuse
from stilla.store.clinic.database import Deed
from stilla.store.clinic.people import person_of
from stilla.store.verified import decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    import psycopg

    from stilla.diary.record import Record
    from stilla.errors import BadInput
    from stilla.store.clinic.database import Actor, Database

COLUMNS = "number, at, local, zone, body, previous, hash"


class Papers(NamedTuple):
    """The bytes of a trial's plan and of its commitment; None where there is none yet."""

    protocol: bytes | None = None
    commitment: bytes | None = None


class Unsealed(NamedTuple):
    """An opening that was written down: 1 active, 0 placebo for each period."""

    sequence: tuple[int, ...]
    emergency: bool

    @property
    def letters(self) -> str:
        """The same as letters: A active, P placebo."""
        return "".join("PA"[each] for each in self.sequence)


class Answer(NamedTuple):
    """The answer that was given: its document as plain values, and the summary that can be pooled."""

    document: dict[str, Any]
    summary: bytes | None


class ClinicTrial:
    """The trial of one person, as far as one account may meet it.

    Args:
        database: of the clinic.
        actor: who reads and writes.
        code: of the person.
    """

    def __init__(self, database: Database, actor: Actor, code: str) -> None:
        self.database = database
        self.actor = actor
        self.code = code

    def events(self) -> tuple[Event, ...]:
        """Every entry, in order, of a chain that holds. A key-holder sees only those that tell whether it runs.

        Raises:
            NotAllowed: this account may not meet this person.
            BadInput: the chain does not hold.
        """
        with self.database.acting(self.actor, self._deed("read", "diary")) as connection:
            return self._events(connection, _trial(connection, self.code))

    def record(self) -> Record:
        """What the diary says, as it stands."""
        return record_of(self.events())

    def append(
        self,
        decide: Callable[[tuple[Event, ...]], Sequence[Body]],
        moment: datetime,
        where: ZoneInfo,
    ) -> tuple[Event, ...]:
        """Enter what `decide` says, all of it or nothing; on the disk when this returns.

        Args:
            decide: from the diary as it stands, read under its lock, to what is entered. It may refuse.
            moment: when, aware.
            where: the zone of the wall clock.

        Returns:
            The new entries.

        Raises:
            NotAllowed: this account may not write this here.
            BadInput: what `decide` raises; a chain that does not hold.
        """
        with self.database.acting(self.actor, self._deed("write", "diary")) as connection:
            trial = _begun(connection, self.code)
            before = self._events(connection, trial)
            return _add(connection, trial, chain.following(before, decide(before), moment, where))

    def papers(self) -> Papers:
        """Plan and commitment."""
        with self.database.acting(self.actor, self._deed("read", "plan")) as connection:
            trial = _trial(connection, self.code)
            return Papers(_content(connection, "protocol", trial), _content(connection, "commitment", trial))

    def keep_plan(self, content: bytes) -> None:
        """Keep the plan; another one is never overwritten.

        Raises:
            BadInput: there is one.
        """
        with self.database.acting(self.actor, self._deed("write", "plan")) as connection:
            trial = _begun(connection, self.code)
            try:
                connection.execute("INSERT INTO stilla.protocol (trial, content) VALUES (%s, %s)", (trial, content))
            except errors.UniqueViolation as error:
                raise _there_already() from error

    def keep_seal(self, commitment: bytes, locked: bytes) -> None:
        """Keep the commitment and the key behind its passphrase, both or neither.

        Raises:
            BadInput: it is sealed already.
        """
        with self.database.acting(self.actor, self._deed("write", "seal")) as connection:
            trial = _trial(connection, self.code)
            try:
                connection.execute("INSERT INTO stilla.commitment VALUES (%s, %s)", (trial, commitment))
                connection.execute("INSERT INTO stilla.trial_key VALUES (%s, %s)", (trial, locked))
            except errors.UniqueViolation as error:
                raise _there_already() from error

    def key(self) -> bytes | None:
        """The locked key; None where nothing is sealed."""
        with self.database.acting(self.actor, self._deed("read", "key")) as connection:
            row = connection.execute(
                "SELECT locked FROM stilla.trial_key WHERE trial = %s", (_trial(connection, self.code),)
            ).fetchone()
            return None if row is None else bytes(row[0])

    def open(
        self,
        sequence: Sequence[int],
        bodies: Callable[[tuple[Event, ...]], Sequence[Body]],
        clock: tuple[datetime, ZoneInfo],
        *,
        emergency: bool,
    ) -> None:
        """Open the seal: in the diary and for those who care for the person, in one transaction.

        Args:
            sequence: 1 active, 0 placebo, for each period.
            bodies: from the entries that a key-holder sees to what is entered. It may refuse.
            clock: the moment, aware, and the zone.
            emergency: before the end. Otherwise the database wants the trial to be over.

        Raises:
            NotAllowed: the trial is not over, or not this key-holder's.
            BadInput: what `bodies` raises.
        """
        deed = self._deed("open-emergency" if emergency else "open", "allocation")
        with self.database.acting(self.actor, deed) as connection:
            trial = _trial(connection, self.code)
            connection.execute("SELECT stilla.hold_diary(%s)", (trial,))
            connection.execute(
                "INSERT INTO stilla.opening (trial, emergency, account, sequence) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT (trial, emergency) DO NOTHING",
                (trial, emergency, self.actor.account, list(sequence)),
            )
            end = _end(connection, trial)
            seen = _rows(connection, trial) or end  # a diary in its run-in has nothing yet that a key-holder sees
            _add(connection, trial, chain.following(end, bodies(seen), max([clock[0], *_moments(end)]), clock[1]))

    def opened(self) -> Unsealed | None:
        """What the key opened; None where it has not been. That of the end stands before that of an emergency."""
        with self.database.acting(self.actor, self._deed("read", "opening")) as connection:
            row = connection.execute(
                "SELECT sequence, emergency FROM stilla.opening WHERE trial = %s ORDER BY emergency LIMIT 1",
                (_trial(connection, self.code),),
            ).fetchone()
            return None if row is None else Unsealed(tuple(row[0]), row[1])

    def keep_answer(self, document: bytes, summary: bytes | None) -> None:
        """Keep the answer; the first one stands."""
        with self.database.acting(self.actor, self._deed("write", "answer")) as connection:
            connection.execute(
                "INSERT INTO stilla.answer (trial, document, summary) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (_trial(connection, self.code), document.decode(), summary),
            )

    def answer(self) -> Answer | None:
        """The answer; None where none was given."""
        with self.database.acting(self.actor, self._deed("read", "answer")) as connection:
            row = connection.execute(
                "SELECT document, summary FROM stilla.answer WHERE trial = %s", (_trial(connection, self.code),)
            ).fetchone()
            return None if row is None else Answer(*row)

    def _events(self, connection: psycopg.Connection, trial: int | None) -> tuple[Event, ...]:
        found = _rows(connection, trial)
        if self.actor.role != "key-holder":
            _must_hold(found)
        return found

    def _deed(self, action: str, kind: str) -> Deed:
        return Deed(action, kind, self.code)


def _trial(connection: psycopg.Connection, code: str) -> int | None:
    """The number of a person's trial; None where none was begun."""
    row = connection.execute("SELECT id FROM stilla.trial WHERE person = %s", (person_of(connection, code),)).fetchone()
    return None if row is None else int(row[0])


def _begun(connection: psycopg.Connection, code: str) -> int:
    """The number of a person's trial, begun where there is none; nobody else adds to its diary until the end."""
    connection.execute(
        "INSERT INTO stilla.trial (person) VALUES (%s) ON CONFLICT DO NOTHING", (person_of(connection, code),)
    )
    found = _trial(connection, code)
    assert found is not None  # it was there, or is now
    connection.execute("SELECT stilla.hold_diary(%s)", (found,))
    return found


def _rows(connection: psycopg.Connection, trial: int | None) -> tuple[Event, ...]:
    found = connection.execute(
        f"SELECT {COLUMNS} FROM stilla.event WHERE trial = %s ORDER BY number",  # noqa: S608  # our own names
        (trial,),
    )
    try:
        return decoded(found.fetchall())
    except (msgspec.DecodeError, AttributeError, TypeError) as error:
        raise _broken() from error


def _end(connection: psycopg.Connection, trial: int | None) -> tuple[Event, ...]:
    """The last entry as far as the next one has to know it: whoever opens a seal does not read what stands in it."""
    row = connection.execute("SELECT * FROM stilla.diary_end(%s)", (trial,)).fetchone()
    if row is None:
        return ()
    number, at, local, zone, mark = row
    return (Event(number, at, local, zone, Opened("", ""), "", mark),)


def _moments(events: Sequence[Event]) -> list[datetime]:
    return [each.moment for each in events]


def _add(connection: psycopg.Connection, trial: int | None, added: tuple[Event, ...]) -> tuple[Event, ...]:
    rows = [
        (trial, each.number, each.at, each.local, each.zone, canonical(each.body).decode(), each.previous, each.hash)
        for each in added
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO stilla.event (trial, {COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",  # noqa: S608
            rows,
        )
    return added


def _content(connection: psycopg.Connection, table: str, trial: int | None) -> bytes | None:
    row = connection.execute(
        f"SELECT content FROM stilla.{table} WHERE trial = %s".encode(), (trial,)  # noqa: S608  # our own names
    ).fetchone()  # fmt: skip
    return None if row is None else bytes(row[0])


def _must_hold(events: tuple[Event, ...]) -> None:
    faults = chain.verify(events)
    if faults:
        n, what = faults[0].number, faults[0].what
        raise refuse("", f"Entry {n} {what.en}. Nothing was written.", f"Anteckning {n} {what.sv}. Inget skrevs.")


def _broken() -> BadInput:
    return refuse(
        "",
        "The diary holds an entry that this Stilla cannot read. Nothing was written.",
        "Dagboken har en anteckning som den här Stilla inte kan läsa. Inget skrevs.",
    )


def _there_already() -> BadInput:
    return refuse(
        "",
        "There is one already, and it stays: a plan and its seal are never replaced.",
        "Det finns redan en, och den står kvar: en plan och dess försegling byts aldrig ut.",
    )
