"""`stilla serve`: the app in the browser, on this computer alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.errors import refuse
from stilla.interfaces.cli.clinic_options import clinic_is_missing
from stilla.interfaces.cli.folder_option import data_option
from stilla.interfaces.cli.options import language_option
from stilla.interfaces.cli.trial_options import now_option, zone_option
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from stilla.text import Language

READY = Text(
    "Stilla is open in your browser. Your data lies in {folder}, and nothing leaves this computer.",
    "Stilla är öppen i din webbläsare. Dina data ligger i {folder}, och inget lämnar den här datorn.",
)
ADDRESS = Text("If no page opened, go to: {address}", "Om ingen sida öppnades, gå till: {address}")
CLINIC = Text("The clinic's pages are served at: {address}", "Klinikens sidor finns på: {address}")
STOP = Text("To stop: Ctrl-C.", "Avsluta: Ctrl-C.")


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default="any free", help="Port on this computer."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--database",
    metavar="ADDRESS",
    envvar="STILLA_DATABASE",
    help="Serve a clinic from PostgreSQL: postgresql://user@host/name. See docs/clinic.md.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes, for a clinic.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at, for a clinic.")
@click.option(
    "--settings", type=click.Path(path_type=Path, dir_okay=False), help="Settings of a clinic's server, as TOML."
)
@data_option
@now_option
@zone_option
@language_option
def serve(
    lang: Language,
    port: int,
    now: datetime,
    zone: ZoneInfo,
    data: Path,
    database: str | None,
    workers: int,
    host: str,
    settings: Path | None,
    *,
    no_browser: bool,
) -> None:
    """Open Stilla as pages in the browser. It answers this computer alone, and only the browser it opened.

    With --database it serves a clinic instead: many people, accounts and roles, behind https.
    """
    del zone  # only for reading --now
    if database is not None:
        _serve_clinic(lang, database, (host, port, workers), settings, _clock_from(now))
        return
    try:
        from stilla.interfaces.web.application import Home  # noqa: PLC0415  # Django
        from stilla.interfaces.web.serve import serve as run  # noqa: PLC0415  # as above
    except ImportError as error:
        raise refuse(
            "",
            "The app needs more than the commands do. Install it with: pip install 'stilla[web]'",
            "Appen behöver mer än kommandona. Installera den med: pip install 'stilla[web]'",
        ) from error

    def say(address: str, opened: bool) -> None:  # noqa: FBT001  # as `serve` calls it
        if opened:
            click.echo(READY.fill(folder=data).to(lang))
        click.echo(ADDRESS.fill(address=address).to(lang))
        click.echo(STOP.to(lang))

    run(Home(data, clock=_clock_from(now)), port, browser=not no_browser, say=say)


def _serve_clinic(
    lang: Language,
    database: str,
    where: tuple[str, int, int],
    settings: Path | None,
    clock: Callable[[], datetime],
) -> None:
    try:
        from stilla.interfaces.clinic.office import read_office  # noqa: PLC0415  # gunicorn and psycopg behind it
        from stilla.interfaces.clinic.serve import serve as run  # noqa: PLC0415  # as above
    except ImportError as error:
        raise clinic_is_missing() from error

    def say(address: str) -> None:
        click.echo(CLINIC.fill(address=address).to(lang))
        click.echo(STOP.to(lang))

    run(read_office(database, settings, clock), *where, say=say)


def _clock_from(now: datetime) -> Callable[[], datetime]:
    """A clock that shows what it was told to show at the start, and goes on from there."""
    ahead = now - datetime.now(UTC)
    return lambda: datetime.now(UTC) + ahead
