"""Accounts: who comes in, how often it was tried, which browser is inside, and who is assigned to whom."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, LiteralString, NamedTuple, cast

from psycopg import errors
from psycopg.rows import class_row

from stilla.errors import refuse
from stilla.store.clinic.database import DOORKEEPER, Deed, NotAllowed

if TYPE_CHECKING:
    import psycopg

    from stilla.errors import BadInput
    from stilla.store.clinic.database import Actor, Database

TRIES, TRIES_FROM, TRIES_OF = 5, 50, 50
"""Failed attempts under one name from one address, from one address, and under one name, before the door stays shut."""
SHUT = timedelta(minutes=15)
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


class Secret(NamedTuple):
    """What is kept of a password."""

    salt: str
    """How argon2 is run for it, and its salt."""
    proof: str
    """SHA-256 of what argon2 makes of it. Whoever reads this cannot show what it is the hash of."""


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
    """The entrance. It asks functions of the database, and reads no account, password or session itself."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def attempt(self, name: str, address: str) -> bool:
        """Count an attempt before the password is looked at, so that many at once are counted too.

        Returns:
            Whether it may be tried; where not, it does not count.
        """
        tried = _tried(name, address)
        with self.database.asked(DOORKEEPER) as connection:
            connection.execute("DELETE FROM stilla.attempt WHERE at < now() - %s", (SHUT,))
            for who, most in tried:
                connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (who,))
                [(count,)] = connection.execute("SELECT count(*) FROM stilla.attempt WHERE who = %s", (who,)).fetchall()
                if count >= most:
                    return False
            for who, _ in tried:
                connection.execute("INSERT INTO stilla.attempt (who) VALUES (%s)", (who,))
        return True

    def salt(self, name: str) -> str | None:
        """How the password of a name is hashed; None where there is no such account, or it was disabled."""
        return cast("str | None", self._asked("SELECT stilla.salt_of(%s)", name))

    def kept_out(self, name: str) -> None:
        """Note that an attempt was not even tried."""
        self._asked("SELECT stilla.kept_out(%s, 'refused')", name)

    def enter(self, name: str, shown: str, address: str) -> str | None:
        """A new session; what was tried under this name before is forgotten, and one attempt from this address.

        Args:
            name: of the account.
            shown: what argon2 makes of the password.
            address: from where.

        Returns:
            The token for the browser, of which only a hash of its hash is kept; None where this is not the password.
        """
        token = secrets.token_urlsafe(32)
        with self.database.asked(DOORKEEPER) as connection:
            row = connection.execute("SELECT stilla.come_in(%s, %s, %s)", (name, shown, mark_of(token))).fetchone()
            if row != (True,):
                return None
            _forgive(connection, name, address)
        return token

    def inside(self, token: str) -> Inside | None:
        """Whose browser it is; None where it is not, or no longer, inside."""
        with self.database.asked(DOORKEEPER) as connection:
            found = connection.cursor(row_factory=class_row(Inside))
            return found.execute("SELECT * FROM stilla.inside(%s)", (mark_of(token),)).fetchone()

    def leave(self, token: str) -> None:
        """End a session."""
        self._asked("SELECT stilla.leave(%s)", mark_of(token))

    def change_password(self, token: str, shown: str, new: Secret) -> bool:
        """Another password; every browser of this account is outside again.

        Args:
            token: of the browser.
            shown: what argon2 makes of the old password.
            new: what is kept of the new one.

        Returns:
            Whether the old one was right.
        """
        return bool(self._asked("SELECT stilla.change_password(%s, %s, %s, %s)", mark_of(token), shown, *new))

    def _asked(self, question: LiteralString, *values: str) -> object:
        with self.database.asked(DOORKEEPER) as connection:
            row = connection.execute(question, values).fetchone()
            return None if row is None else row[0]


def _tried(name: str, address: str) -> tuple[tuple[str, int], ...]:
    """What an attempt is counted under, and how often: somebody elsewhere does not keep out whoever has the name."""
    return (
        (mark_of(f"name:{name} from:{address}"), TRIES),
        (mark_of(f"from:{address}"), TRIES_FROM),
        (mark_of(f"name:{name}"), TRIES_OF),
    )


def _forgive(connection: psycopg.Connection, name: str, address: str) -> None:
    """Forget the attempts of a name, and one from an address: a whole clinic may share it."""
    (both, _), (place, _), (named, _) = _tried(name, address)
    connection.execute("DELETE FROM stilla.attempt WHERE who IN (%s, %s)", (both, named))
    connection.execute(
        "DELETE FROM stilla.attempt WHERE ctid = (SELECT ctid FROM stilla.attempt WHERE who = %s LIMIT 1)", (place,)
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

    def add(self, name: str, role: str, secret: Secret) -> int:
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
            connection.execute(
                "INSERT INTO stilla.credential (account, salt, proof) VALUES (%s, %s, %s)", (number, *secret)
            )
            return int(number)

    def disable(self, account: int) -> None:
        """Shut an account out, at once; what it did stays in the log."""
        self._one("disable", account, "UPDATE stilla.account SET disabled = now() WHERE id = %s AND disabled IS NULL")

    def enable(self, account: int) -> None:
        """Let an account in again."""
        self._one("enable", account, "UPDATE stilla.account SET disabled = NULL WHERE id = %s AND disabled IS NOT NULL")

    def reset(self, account: int, secret: Secret) -> None:
        """Another first password; every browser of this account is outside."""
        with self.database.acting(self.actor, Deed("reset-password", "account", str(account))) as connection:
            done = connection.execute(
                "UPDATE stilla.credential SET salt = %s, proof = %s, must_change = true, changed = now() "
                "WHERE account = %s",
                (*secret, account),
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
