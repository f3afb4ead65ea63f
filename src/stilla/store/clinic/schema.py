"""The form of a clinic's database: numbered steps that only go forward, each in the transaction that notes it."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from psycopg import errors, sql

from stilla.errors import refuse

if TYPE_CHECKING:
    import psycopg

ROLES = ("participant", "clinician", "key-holder", "analyst", "admin")
"""What an account can be."""

OWNER, DOOR = "stilla_owner", "stilla_login"
_LOCK = 0x5354494C4C41
"""Of whoever changes the form of the database: "STILLA"."""


_POWERS = """
    SELECT rolsuper OR rolbypassrls OR rolcreaterole OR pg_has_role(rolname, %s, 'MEMBER')
    FROM pg_roles WHERE rolname = session_user
"""


class Step(NamedTuple):
    """A step of the form of the database."""

    number: int
    name: str
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def role_of(role: str) -> str:
    """The role of the database for a role of an account.

    >>> role_of("key-holder")
    'stilla_key_holder'
    """
    return f"stilla_{role.replace('-', '_')}"


def steps() -> tuple[Step, ...]:
    """Every step, in order."""
    folder = files(__package__) / "migrations"
    found = sorted((each.name, each.read_text("utf-8")) for each in folder.iterdir() if each.name.endswith(".sql"))
    return tuple(Step(int(name[:4]), name, text) for name, text in found)


def prepare(connection: psycopg.Connection, app: str) -> tuple[int, ...]:
    """Bring a database to the newest form, and let a login act for the roles; safe to do again, and by two at once.

    Args:
        connection: as a superuser, or as the owner of the database with the right to make roles.
        app: the login of the server; made where it is not there, without a password.

    Returns:
        The numbers of the steps that were taken now.

    Raises:
        BadInput: the database has a newer form than this program knows, or another history.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        _make_roles(connection, app)
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS stilla AUTHORIZATION {}").format(sql.Identifier(OWNER)))
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
        connection.execute("SET LOCAL search_path = stilla, pg_catalog")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS version (number integer PRIMARY KEY, name text NOT NULL, "
            "digest text NOT NULL, at timestamptz NOT NULL DEFAULT now())"
        )
        taken = tuple(_taken(connection))
        connection.execute(sql.SQL("GRANT SELECT ON version TO {}").format(sql.Identifier(DOOR)))
    return taken


def _taken(connection: psycopg.Connection) -> list[int]:
    done = _done(connection)
    _must_fit(done)
    left = steps()[len(done) :]
    for step in left:
        connection.execute(step.text.encode())
        connection.execute(
            "INSERT INTO version (number, name, digest) VALUES (%s, %s, %s)", (step.number, step.name, step.digest)
        )
    return [step.number for step in left]


def must_be_current(connection: psycopg.Connection) -> None:
    """Refuse a database whose form is not the one that this program knows.

    Raises:
        BadInput: not prepared, older, newer, with another history, or reached by a login with power over it.
    """
    try:
        with connection.transaction():
            connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(DOOR)))
            done = _done(connection)
            powers = connection.execute(_POWERS, (OWNER,)).fetchone()
    except (
        errors.UndefinedTable, errors.InvalidSchemaName, errors.InsufficientPrivilege, errors.InvalidParameterValue,
    ) as error:  # fmt: skip
        raise refuse(
            "--database",
            "This database is not prepared for Stilla, or this login may not use it. Run stilla clinic init first.",
            "Databasen är inte förberedd för Stilla, eller så får den här inloggningen inte använda den. Kör först "
            "stilla clinic init.",
        ) from error
    _must_fit(done)
    if powers == (True,):
        raise refuse(
            "--database",
            "This login may do more than the server should: with it a fault in a page would be no longer held back. "
            "Use the login that stilla clinic init made: stilla_app.",
            "Den här inloggningen får göra mer än servern ska: med den skulle ett fel på en sida inte längre hejdas. "
            "Använd inloggningen som stilla clinic init gjorde: stilla_app.",
        )
    if len(done) < len(steps()):
        raise refuse(
            "--database",
            "This database has an older form. Make a backup, then run stilla clinic init.",
            "Databasen har en äldre form. Gör en säkerhetskopia och kör sedan stilla clinic init.",
        )


def _done(connection: psycopg.Connection) -> list[str]:
    return [digest for (digest,) in connection.execute("SELECT digest FROM stilla.version ORDER BY number")]


def _must_fit(done: list[str]) -> None:
    known = [step.digest for step in steps()]
    if len(done) > len(known):
        raise refuse(
            "--database",
            "A newer Stilla wrote this database. Update Stilla; nothing was changed.",
            "En nyare Stilla har skrivit databasen. Uppdatera Stilla; inget ändrades.",
        )
    if done != known[: len(done)]:
        raise refuse(
            "--database",
            "This database was prepared by another kind of Stilla. Nothing was changed.",
            "Databasen har förberetts av en annan sorts Stilla. Inget ändrades.",
        )


def _make_roles(connection: psycopg.Connection, app: str) -> None:
    """Roles belong to the whole server, so another database may have made them a moment ago."""
    group = [DOOR, *map(role_of, ROLES)]
    for name in (OWNER, *group):
        _make_role(connection, name, "NOLOGIN")
    _make_role(connection, app, "LOGIN NOINHERIT")
    grant = sql.SQL("GRANT {} TO {}")
    for name in group:
        connection.execute(grant.format(sql.Identifier(name), sql.Identifier(app)))
    [(above,)] = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchall()
    if not above:
        connection.execute(grant.format(sql.Identifier(OWNER), sql.SQL("CURRENT_USER")))


def _make_role(connection: psycopg.Connection, name: str, how: str) -> None:
    try:
        with connection.transaction():
            connection.execute(sql.SQL(f"CREATE ROLE {{}} {how}").format(sql.Identifier(name)))
    except (errors.DuplicateObject, errors.UniqueViolation):
        return
