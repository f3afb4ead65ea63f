"""Facts about a person: each change a row with everything that is kept; the newest counts, the earlier ones stay."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from stilla.errors import refuse
from stilla.store.clinic.database import Deed, NotAllowed
from stilla.store.home import Kept, encoded

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from stilla.store.clinic.database import Actor, Database


class Known(NamedTuple):
    """A person as their clinicians list them; `name` where somebody wrote it."""

    code: str
    name: str | None


class People:
    """The people whom an account may meet."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self.database = database
        self.actor = actor

    def mine(self) -> list[Known]:
        """Who is assigned to a clinician."""
        with self.database.acting(self.actor, Deed("read", "people")) as connection:
            found = connection.execute(
                "SELECT code, name FROM stilla.person LEFT JOIN stilla.identity ON person = id ORDER BY name, code"
            )
            return [Known(*each) for each in found]

    def codes(self) -> list[str]:
        """The codes of those assigned to a key-holder."""
        with self.database.acting(self.actor, Deed("read", "people")) as connection:
            return [code for (code,) in connection.execute("SELECT code FROM stilla.person ORDER BY code")]

    def name_of(self, code: str) -> str | None:
        """The name of a person; None where nobody wrote it.

        Raises:
            NotAllowed: this account may not meet this person.
        """
        with self.database.acting(self.actor, Deed("read", "identity", code)) as connection:
            person = person_of(connection, code)
            found = connection.execute("SELECT name FROM stilla.identity WHERE person = %s", (person,)).fetchone()
            return None if found is None else str(found[0])

    def rename(self, code: str, name: str) -> None:
        """Write the name of a person.

        Raises:
            NotAllowed: as above.
            BadInput: nothing was written, or too much.
        """
        with self.database.acting(self.actor, Deed("write", "identity", code)) as connection:
            written = " ".join(name.split())
            if not 1 <= len(written) <= 200:
                raise refuse("name", "Write a name of at most 200 characters.", "Skriv ett namn på högst 200 tecken.")
            connection.execute(
                "INSERT INTO stilla.identity (person, name) VALUES (%s, %s) "
                "ON CONFLICT (person) DO UPDATE SET name = excluded.name",
                (person_of(connection, code), written),
            )


class FactsStore:
    """What is kept about a person, read and changed as `store.home.HomeStore` is.

    Args:
        database: of the clinic.
        actor: who reads and writes.
        code: of the person.
    """

    def __init__(self, database: Database, actor: Actor, code: str) -> None:
        self.database = database
        self.actor = actor
        self.code = code

    def read(self) -> Kept:
        """What is kept; the defaults where nothing was told.

        Raises:
            NotAllowed: this account may not meet this person.
            BadInput: a newer program wrote it.
        """
        with self.database.acting(self.actor, Deed("read", "facts", self.code)) as connection:
            return _newest(connection, person_of(connection, self.code))[1]

    def change(self, change: Callable[[Kept], Kept], moment: datetime) -> Kept:
        """Change what is kept; on the disk when this returns. Another program cannot come in between.

        Args:
            change: from what is kept, read under the lock, to what shall be. It may refuse.
            moment: when, aware.

        Returns:
            What is kept now. Where nothing differs nothing is written, and `changed` stays.

        Raises:
            NotAllowed: as above.
            BadInput: what `change` raises; a value that cannot be kept.
        """
        with self.database.acting(self.actor, Deed("write", "facts", self.code)) as connection:
            person = person_of(connection, self.code)
            connection.execute("SELECT pg_advisory_xact_lock(hashtext('stilla.facts'), %s)", (person,))
            number, before = _newest(connection, person)
            after = msgspec.structs.replace(change(before), changed=before.changed)
            if after == before:
                return before
            kept = msgspec.structs.replace(after, changed=moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
            connection.execute(
                "INSERT INTO stilla.facts (person, number, account, document) VALUES (%s, %s, %s, %s)",
                (person, number + 1, self.actor.account, encoded(kept)),
            )
            return kept


def person_of(connection: psycopg.Connection, code: str) -> int:
    """The number of a person whom this account may meet.

    Raises:
        NotAllowed: there is none.
    """
    found = connection.execute("SELECT id FROM stilla.person WHERE code = %s", (code,)).fetchone()
    if found is None:
        raise NotAllowed
    return int(found[0])


def _newest(connection: psycopg.Connection, person: int) -> tuple[int, Kept]:
    row = connection.execute(
        "SELECT number, document FROM stilla.facts WHERE person = %s ORDER BY number DESC LIMIT 1", (person,)
    ).fetchone()
    if row is None:
        return 0, Kept()
    return row[0], _decoded(row[1])


def _decoded(document: Any) -> Kept:
    try:
        return msgspec.convert(document, Kept)
    except msgspec.ValidationError as error:
        raise refuse(
            "",
            "These facts have a form that this Stilla does not know; a newer one wrote them. Update Stilla.",
            "De här uppgifterna har en form som den här Stilla inte känner till; en nyare har skrivit dem. Uppdatera "
            "Stilla.",
        ) from error
