"""One transaction as one role of one account, and its row in the log: none without the other."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

import psycopg
from psycopg import conninfo, errors, sql

from stilla.errors import BadInput, refuse
from stilla.store.clinic.schema import DOOR, OWNER, role_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

SECONDS = 10
"""How long a question to the database, a lock in it, and a connection may take."""


class NotAllowed(Exception):
    """This account may not do this, or not to this one. Which of the two is not said."""


class Actor(NamedTuple):
    """Who acts: an account and its role; `role` is also "login" (the door) and "owner" (the console)."""

    account: int | None
    role: str
    shown: str = ""
    """What lets the account act: the SHA-256 of what its browser holds. The database looks whose it is."""


_CODE = re.compile(r"[PT]-[0-9A-F]{12}|[0-9]{1,18}")
DOORKEEPER = Actor(None, "login")
CONSOLE = Actor(None, "owner")


class Deed(NamedTuple):
    """What the log will say: `read` or `write`, what kind of thing, and whose, by a code that names nobody."""

    action: str
    kind: str
    object: str = ""


class Database:
    """A clinic's database. Each thread has a connection of its own, made when it is first needed.

    Args:
        address: postgresql://user@host/name, or key=value words; a password comes from PGPASSFILE or PGPASSWORD.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._own = threading.local()

    @contextmanager
    def acting(self, actor: Actor, deed: Deed) -> Iterator[psycopg.Connection]:
        """A transaction in which this account acts; committed when this ends, with its row in the log.

        Raises:
            NotAllowed: the database refuses it; the log says so.
            BadInput: raised within, or the database cannot be reached; the log says the former.
        """
        try:
            with self._begun(actor) as connection:
                yield connection
                log(connection, deed, "done")
        except errors.InsufficientPrivilege as error:
            self._log(actor, deed, "refused")
            raise NotAllowed from error
        except NotAllowed:
            self._log(actor, deed, "refused")
            raise
        except BadInput:
            with suppress(BadInput):  # what was wrong is told even where the log cannot be
                self._log(actor, deed, "invalid")
            raise

    def note(self, actor: Actor, deed: Deed, outcome: str) -> None:
        """A row in the log for what needed no other transaction, such as a page that was refused."""
        self._log(actor, deed, outcome)

    def asked(self, actor: Actor) -> AbstractContextManager[psycopg.Connection]:
        """A transaction without a row in the log: for the door, which notes what matters, and for signs of life."""
        return self._begun(actor)

    def _log(self, actor: Actor, deed: Deed, outcome: str) -> None:
        with self._begun(actor) as connection:
            log(connection, deed, outcome)

    @contextmanager
    def _begun(self, actor: Actor) -> Iterator[psycopg.Connection]:
        connection = self.connection()
        try:
            with connection.transaction():
                become(connection, actor)
                yield connection
        except (errors.OperationalError, errors.InterfaceError) as error:
            connection.close()
            raise unreachable() from error
        except psycopg.DataError as error:  # such as the character that ends a text in C
            raise refuse(
                "", "This holds a sign that cannot be kept.", "Det här har ett tecken som inte kan sparas."
            ) from error

    def connection(self) -> psycopg.Connection:
        """The connection of this thread, anew where the last one broke.

        Raises:
            BadInput: the database cannot be reached.
        """
        kept: psycopg.Connection | None = getattr(self._own, "connection", None)
        if kept is None or kept.closed or not _lives(kept):
            kept = self._own.connection = connect(self.address)
        return kept

    def close(self) -> None:
        """Close the connection of this thread."""
        kept: psycopg.Connection | None = getattr(self._own, "connection", None)
        if kept is not None:
            kept.close()


def become(connection: psycopg.Connection, actor: Actor) -> None:
    """Act as an account until the transaction ends."""
    name = {"login": DOOR, "owner": OWNER}.get(actor.role) or role_of(actor.role)
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(name)))
    connection.execute("SELECT set_config('stilla.session', %s, true)", (actor.shown,))


def log(connection: psycopg.Connection, deed: Deed, outcome: str) -> None:
    """The row of the log, in the transaction that it is about. What is no code may be words, and is left out."""
    whose = deed.object if _CODE.fullmatch(deed.object) else ""
    connection.execute("SELECT stilla.audit_add(%s, %s, %s, %s)", (deed.action, deed.kind, whose, outcome))


def connect(address: str) -> psycopg.Connection:
    """A connection.

    Raises:
        BadInput: the address cannot be read or holds a password, or nobody answers there.
    """
    waits = f"-c statement_timeout={SECONDS}s -c lock_timeout={SECONDS}s -c idle_in_transaction_session_timeout=60s"
    try:
        if conninfo.conninfo_to_dict(address).get("password"):
            raise refuse(
                "--database",
                "Leave the password out: every user of this computer could read it. Put it into the file named by "
                "PGPASSFILE.",
                "Utelämna lösenordet: varje användare av datorn kan läsa det. Lägg det i filen som PGPASSFILE anger.",
            )
        return psycopg.connect(address, connect_timeout=SECONDS, options=waits, autocommit=True)
    except psycopg.ProgrammingError as error:
        raise refuse(
            "--database",
            "Write the address of the database as postgresql://user@host/name.",
            "Skriv databasens adress som postgresql://användare@dator/namn.",
        ) from error
    except psycopg.OperationalError as error:
        raise unreachable() from error


def unreachable() -> BadInput:
    """The sentence for a database that does not answer."""
    return refuse(
        "--database",
        "The database does not answer, or does not let this login in. Nothing was saved.",
        "Databasen svarar inte, eller släpper inte in den här inloggningen. Inget sparades.",
    )


def _lives(connection: psycopg.Connection) -> bool:
    """Whether the other end is still there; costs one round trip to a server that was restarted in the meantime."""
    try:
        connection.execute("SELECT 1")
    except psycopg.Error:
        connection.close()
        return False
    return True
