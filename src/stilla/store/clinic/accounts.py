"""Accounts: who comes in, how often it was tried, which browser is inside, and who is assigned to whom."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from psycopg import errors
from psycopg.rows import class_row

from stilla.errors import refuse
from stilla.store.clinic.database import DOORKEEPER, Deed, NotAllowed

if TYPE_CHECKING:
    import psycopg

    from stilla.errors import BadInput
    from stilla.store.clinic.database import Actor, Database

TRIES, TRIES_FROM = 5, 50
"""Failed attempts under one name and from one address before the door stays shut."""
SHUT = timedelta(minutes=15)
LASTS, IDLE = timedelta(hours=10), timedelta(minutes=30)
"""How long a browser stays inside: in all, and without a page."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


class Credential(NamedTuple):
    """What the door knows of a name."""

    account: int
    role: str
    hash: str


class Inside(NamedTuple):
    """A browser that is inside."""

    account: int
    name: str
    role: str
    must_change: bool
    code: str | None
    """Of the person that a participant is."""


class Account(NamedTuple):
    """An account as administrators see it."""

    id: int
    name: str
    role: str
    made: datetime
    disabled: datetime | None


class Assignment(NamedTuple):
    """Who is assigned to which person."""

    account: int
    name: str
    role: str
    code: str


def mark_of(text: str) -> str:
    """SHA-256 of a name, an address or a token: what is kept instead of it."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def name_of(written: str) -> str:
    """The name of an account as it is kept.

    Raises:
        BadInput: it cannot be one.
    """
    name = written.strip().casefold()
    if _NAME.fullmatch(name) is None:
        raise refuse(
            "name",
            "A name has 2 to 64 of the letters a to z, figures, and . _ @ -, and begins with a letter or a figure.",
            "Ett namn har 2 till 64 av bokstäverna a till z, siffror och . _ @ -, och börjar med bokstav eller siffra.",
        )
    return name


class Door:
    """The accounts as the door sees them."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def attempt(self, name: str, address: str) -> bool:
        """Count an attempt before the password is looked at, so that many at once are counted too.

        Returns:
            Whether it may be tried; where not, it does not count.
        """
        tried = (("name:" + name, TRIES), ("from:" + address, TRIES_FROM))
        with self.database.asked(DOORKEEPER) as connection:
            connection.execute("DELETE FROM stilla.attempt WHERE at < now() - %s", (SHUT,))
            for who, most in tried:
                connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (mark_of(who),))
                [(count,)] = connection.execute(
                    "SELECT count(*) FROM stilla.attempt WHERE who = %s", (mark_of(who),)
                ).fetchall()
                if count >= most:
                    return False
            for who, _ in tried:
                connection.execute("INSERT INTO stilla.attempt (who) VALUES (%s)", (mark_of(who),))
        return True

    def credential(self, name: str) -> Credential | None:
        """What is known of a name; None where there is no such account, or it was disabled."""
        with self.database.asked(DOORKEEPER) as connection:
            return connection.cursor(row_factory=class_row(Credential)).execute(
                "SELECT account.id AS account, role, hash FROM stilla.account JOIN stilla.credential "
                "ON credential.account = account.id WHERE name = %s AND disabled IS NULL",
                (name,),
            ).fetchone()  # fmt: skip

    def failed(self, account: int | None, outcome: str = "failed") -> None:
        """Note that somebody did not come in. A name that nobody has is not noted: it may be a password."""
        self.database.note(DOORKEEPER._replace(account=account), Deed("login", "account", str(account or "")), outcome)

    def enter(self, account: int, name: str, address: str) -> str:
        """A new session; what was tried under this name before is forgotten, and this attempt from this address.

        Returns:
            The token for the browser; only its hash is kept.
        """
        token = secrets.token_urlsafe(32)
        deed = Deed("login", "account", str(account))
        with self.database.acting(DOORKEEPER._replace(account=account), deed) as connection:
            connection.execute("DELETE FROM stilla.session WHERE ends < now() OR seen < now() - %s", (IDLE,))
            _forgive(connection, name, address)
            connection.execute(
                "INSERT INTO stilla.session (token, account, ends) VALUES (%s, %s, now() + %s)",
                (mark_of(token), account, LASTS),
            )
        return token

    def inside(self, token: str) -> Inside | None:
        """Whose browser it is; None where it is not, or no longer, inside."""
        with self.database.asked(DOORKEEPER) as connection:
            found = connection.cursor(row_factory=class_row(Inside)).execute(
                "UPDATE stilla.session SET seen = now() FROM stilla.account, stilla.credential "
                "WHERE token = %s AND session.account = account.id AND credential.account = account.id "
                "AND disabled IS NULL AND ends > now() AND seen > now() - %s "
                "RETURNING account.id AS account, name, role, must_change, stilla.my_code(account.id) AS code",
                (mark_of(token), IDLE),
            )  # fmt: skip
            return found.fetchone()

    def leave(self, token: str, account: int) -> None:
        """End a session."""
        deed = Deed("logout", "account", str(account))
        with self.database.acting(DOORKEEPER._replace(account=account), deed) as connection:
            connection.execute("DELETE FROM stilla.session WHERE token = %s", (mark_of(token),))

    def change_password(self, inside: Inside, address: str, encoded: str) -> None:
        """Another password; every browser of this account is outside again."""
        deed = Deed("change-password", "account", str(inside.account))
        with self.database.acting(DOORKEEPER._replace(account=inside.account), deed) as connection:
            connection.execute(
                "UPDATE stilla.credential SET hash = %s, must_change = false, changed = now() WHERE account = %s",
                (encoded, inside.account),
            )
            connection.execute("DELETE FROM stilla.session WHERE account = %s", (inside.account,))
            _forgive(connection, inside.name, address)


def _forgive(connection: psycopg.Connection, name: str, address: str) -> None:
    """Forget the attempts of a name, and one from an address: a whole clinic may share it."""
    connection.execute("DELETE FROM stilla.attempt WHERE who = %s", (mark_of("name:" + name),))
    connection.execute(
        "DELETE FROM stilla.attempt WHERE ctid = (SELECT ctid FROM stilla.attempt WHERE who = %s LIMIT 1)",
        (mark_of("from:" + address),),
    )


class Administration:
    """Accounts and assignments, for an administrator or the console. Nothing about anybody's health."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self.database = database
        self.actor = actor

    def accounts(self) -> list[Account]:
        """Every account."""
        with self.database.acting(self.actor, Deed("read", "accounts")) as connection:
            return connection.cursor(row_factory=class_row(Account)).execute(
                "SELECT id, name, role, made, disabled FROM stilla.account ORDER BY name"
            ).fetchall()  # fmt: skip

    def add(self, name: str, role: str, encoded: str) -> int:
        """A new account whose password must be changed at the first login.

        Raises:
            BadInput: the name is taken, or is none.
        """
        with self.database.acting(self.actor, Deed("add", "account")) as connection:
            try:
                [(number,)] = connection.execute(
                    "INSERT INTO stilla.account (name, role) VALUES (%s, %s) RETURNING id", (name_of(name), role)
                ).fetchall()
            except errors.UniqueViolation as error:
                raise _taken() from error
            connection.execute("INSERT INTO stilla.credential (account, hash) VALUES (%s, %s)", (number, encoded))
            return int(number)

    def disable(self, account: int) -> None:
        """Shut an account out, at once; what it did stays in the log."""
        self._one("disable", account, "UPDATE stilla.account SET disabled = now() WHERE id = %s AND disabled IS NULL")

    def enable(self, account: int) -> None:
        """Let an account in again."""
        self._one("enable", account, "UPDATE stilla.account SET disabled = NULL WHERE id = %s AND disabled IS NOT NULL")

    def reset(self, account: int, encoded: str) -> None:
        """Another first password."""
        with self.database.acting(self.actor, Deed("reset-password", "account", str(account))) as connection:
            done = connection.execute(
                "UPDATE stilla.credential SET hash = %s, must_change = true, changed = now() WHERE account = %s",
                (encoded, account),
            )
            _must_be_one(done.rowcount)

    def number_of(self, name: str) -> int:
        """The number of a name.

        Raises:
            BadInput: nobody has it.
        """
        found = next((each.id for each in self.accounts() if each.name == name_of(name)), None)
        if found is None:
            raise _nobody()
        return found

    def people(self) -> list[str]:
        """The codes of all people."""
        with self.database.acting(self.actor, Deed("read", "people")) as connection:
            return [code for (code,) in connection.execute("SELECT code FROM stilla.person ORDER BY id")]

    def add_person(self) -> str:
        """A new person: a code, and nothing else."""
        with self.database.acting(self.actor, Deed("add", "person")) as connection:
            [(code,)] = connection.execute("INSERT INTO stilla.person DEFAULT VALUES RETURNING code").fetchall()
            return str(code)

    def assignments(self) -> list[Assignment]:
        """Every assignment that holds."""
        with self.database.acting(self.actor, Deed("read", "assignments")) as connection:
            return connection.cursor(row_factory=class_row(Assignment)).execute(
                "SELECT account.id AS account, name, account.role, code FROM stilla.assignment "
                "JOIN stilla.account ON account.id = account JOIN stilla.person ON person.id = person "
                "WHERE ended IS NULL ORDER BY code, account.role, name"
            ).fetchall()  # fmt: skip

    def assign(self, account: int, code: str) -> None:
        """Let an account meet a person.

        Raises:
            BadInput: no such account or person, one of another role, or a participant that is somebody already.
        """
        with self.database.acting(self.actor, Deed("assign", "person", code)) as connection:
            try:
                done = connection.execute(
                    "INSERT INTO stilla.assignment (account, role, person) SELECT account.id, role, person.id "
                    "FROM stilla.account, stilla.person WHERE account.id = %s AND code = %s "
                    "ON CONFLICT (account, person) DO UPDATE SET ended = NULL",
                    (account, code),
                )
            except (errors.UniqueViolation, errors.CheckViolation) as error:
                raise _unfit() from error
            _must_be_one(done.rowcount)

    def release(self, account: int, code: str) -> None:
        """End an assignment."""
        with self.database.acting(self.actor, Deed("release", "person", code)) as connection:
            done = connection.execute(
                "UPDATE stilla.assignment SET ended = now() FROM stilla.person "
                "WHERE account = %s AND person = person.id AND code = %s AND ended IS NULL",
                (account, code),
            )
            _must_be_one(done.rowcount)

    def _one(self, action: str, account: int, question: str) -> None:
        with self.database.acting(self.actor, Deed(action, "account", str(account))) as connection:
            _must_be_one(connection.execute(question.encode(), (account,)).rowcount)


def _taken() -> BadInput:
    return refuse("name", "There is an account of this name.", "Det finns ett konto med det namnet.")


def _must_be_one(count: int) -> None:
    if count != 1:
        raise _nobody()


def _nobody() -> BadInput:
    return refuse(
        "",
        "There is no such account or person, or it is so already.",
        "Kontot eller personen finns inte, eller är det redan så.",
    )


def _unfit() -> BadInput:
    return refuse(
        "",
        "Only participants, clinicians and key-holders are assigned to a person, and a participant is one person.",
        "Bara deltagare, behandlare och nyckelhållare knyts till en person, och en deltagare är en enda person.",
    )


def must_have_role(connection: psycopg.Connection) -> None:
    """Refuse an account that is disabled, or of another role than it acts in.

    Raises:
        NotAllowed: it is.
    """
    [(account,)] = connection.execute("SELECT stilla.me()").fetchall()
    if account is None:
        raise NotAllowed
