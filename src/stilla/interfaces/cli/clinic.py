"""`stilla clinic`: what whoever runs a clinic's server does at its console."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from stilla.errors import refuse
from stilla.interfaces.cli.clinic_options import clinic_is_missing, database_option
from stilla.interfaces.cli.options import language_option
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.store.clinic.accounts import Administration
    from stilla.store.clinic.database import Database
    from stilla.text import Language

PREPARED = Text("The database is ready. Steps taken: {steps}", "Databasen är klar. Steg som togs: {steps}")
NONE = Text("none", "inga")
MADE = Text(
    "Account {name} ({role}). First password: {password}\nIt is shown once, and is changed at the first login.",
    "Konto {name} ({role}). Första lösenord: {password}\nDet visas en gång och byts vid första inloggningen.",
)
DISABLED = Text("Account {name} is shut.", "Konto {name} är stängt.")
HOLDS = Text(
    "The log holds: {rows} rows. Keep this anchor elsewhere: {anchor}",
    "Loggen håller: {rows} rader. Spara det här ankaret på annat håll: {anchor}",
)
READY = Text("The server can use this database.", "Servern kan använda databasen.")


@click.group()
def clinic() -> None:
    """A clinic's database: prepare it, make accounts, verify the log. See docs/clinic.md."""


@contextmanager
def _opened(address: str) -> Iterator[Database]:
    try:
        from psycopg import ProgrammingError  # noqa: PLC0415  # only where there is a clinic

        from stilla.store.clinic.database import Database  # noqa: PLC0415  # psycopg
    except ImportError as error:
        raise clinic_is_missing() from error
    database = Database(address)
    try:
        yield database
    except ProgrammingError as error:
        raise refuse(
            "--database",
            "The console works as the owner of a prepared database: not as the server's login, and only after "
            "stilla clinic init. Nothing was changed.",
            "Konsolen arbetar som ägare av en förberedd databas: inte med serverns inloggning, och först efter "
            "stilla clinic init. Inget ändrades.",
        ) from error
    finally:
        database.close()


@clinic.command()
@database_option
@click.option("--app", default="stilla_app", show_default=True, help="The server's login; made if it is not there.")
@language_option
def init(lang: Language, database: str, app: str) -> None:
    """Prepare a database, or bring it to the newest form. Safe to run again."""
    with _opened(database) as opened:
        from stilla.store.clinic.schema import prepare  # noqa: PLC0415  # psycopg

        steps = prepare(opened.connection(), app)
    shown = Text(*[", ".join(map(str, steps))] * 2) if steps else NONE
    click.echo(PREPARED.fill(steps=shown.to(lang)).to(lang))


@clinic.command()
@database_option
@language_option
def check(lang: Language, database: str) -> None:
    """Whether the server can use this database: run it with the address that the server gets."""
    with _opened(database) as opened:
        from stilla.store.clinic.schema import must_be_current  # noqa: PLC0415  # psycopg

        must_be_current(opened.connection())
    click.echo(READY.to(lang))


@clinic.group()
def account() -> None:
    """Accounts. The first administrator is made here; after that on the pages."""


def _administration(database: Database) -> Administration:
    from stilla.store.clinic.accounts import Administration  # noqa: PLC0415  # psycopg
    from stilla.store.clinic.database import CONSOLE  # noqa: PLC0415  # as above

    return Administration(database, CONSOLE)


@account.command()
@click.argument("name")
@click.option(
    "--role",
    required=True,
    type=click.Choice(["participant", "clinician", "key-holder", "analyst", "admin"]),
    help="For good: whoever has two duties gets two accounts.",
)
@database_option
@language_option
def add(lang: Language, name: str, role: str, database: str) -> None:
    """Make an account, and print its first password."""
    with _opened(database) as opened:
        from stilla.interfaces.clinic import passwords  # noqa: PLC0415  # argon2

        password = passwords.first()
        _administration(opened).add(name, role, passwords.secret_of(password))
    click.echo(MADE.fill(name=name, role=role, password=password).to(lang))


@account.command()
@click.argument("name")
@database_option
@language_option
def disable(lang: Language, name: str, database: str) -> None:
    """Shut an account out, at once."""
    with _opened(database) as opened:
        work = _administration(opened)
        work.disable(work.number_of(name))
    click.echo(DISABLED.fill(name=name).to(lang))


@clinic.group()
def audit() -> None:
    """The log of who did what."""


@audit.command()
@database_option
@click.option("--anchor", help="Number and hash of a row that was printed earlier: shows that the end was not cut off.")
@language_option
def verify(lang: Language, database: str, anchor: str | None) -> None:
    """Go through the whole log; print the newest row's anchor."""
    with _opened(database) as opened:
        from stilla.store.clinic import audit as log  # noqa: PLC0415  # psycopg
        from stilla.store.clinic.database import CONSOLE  # noqa: PLC0415  # as above

        wanted = None if anchor is None else log.read_anchor(anchor)
        with opened.asked(CONSOLE) as connection:
            found = log.verify(log.rows(connection), wanted)
    if found.fault is not None:
        raise refuse("audit", found.fault.en, found.fault.sv)
    click.echo(HOLDS.fill(rows=found.rows, anchor=str(found.last)).to(lang))
