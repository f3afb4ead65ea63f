"""`stilla cds`: the CDS Hooks service, and one request answered without a server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from stilla.errors import refuse
from stilla.interfaces.cli.options import day_option, language_option
from stilla.text import Text

if TYPE_CHECKING:
    from datetime import date

    from stilla.interfaces.cds_hooks.config import Config
    from stilla.text import Language

READY = Text("The service answers at {address}/cds-services.", "Tjänsten svarar på {address}/cds-services.")
STOP = Text("To stop: Ctrl-C.", "Avsluta: Ctrl-C.")

_config_option = click.option(
    "--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="How the clinic runs it (TOML)."
)


@click.group()
def cds() -> None:
    """Cards for a record system when magnesium meets a patient (CDS Hooks 2.0)."""


@cds.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; elsewhere only with clients.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@_config_option
@language_option
def serve(lang: Language, port: int, host: str, workers: int, config: Path | None) -> None:
    """Serve the service, with gunicorn where it is installed."""
    try:
        from stilla.interfaces.cds_hooks.server import serve as server  # noqa: PLC0415  # Django
    except ImportError as error:
        raise refuse(
            "",
            "The service needs more than the commands do: pip install 'stilla[clinic]'",
            "Tjänsten behöver mer än kommandona: pip install 'stilla[clinic]'",
        ) from error

    def say(address: str) -> None:
        click.echo(READY.fill(address=address).to(lang))
        click.echo(STOP.to(lang))

    place = server.Place(host, port, workers)
    server.serve(_config(config, lang, f"http://{place.bind}"), place, say)


@cds.command()
@click.argument("request_file", metavar="REQUEST")
@_config_option
@day_option
@language_option
def answer(lang: Language, as_of: date, request_file: str, config: Path | None) -> None:
    """Answer one request (a JSON file, - for standard input) as the server would, and print the cards."""
    from stilla.interfaces.cds_hooks.answer import Desk  # noqa: PLC0415  # only here
    from stilla.knowledge.store import load  # noqa: PLC0415  # as above

    body = _read(request_file)
    desk = Desk(load(), _config(config, lang), today=lambda: as_of)
    _print(desk.answer(body, _service_for(body), lang))


@cds.command()
@language_option
def discovery(lang: Language) -> None:
    """Print what clients are told of the services."""
    from stilla.interfaces.cds_hooks.services import discovery as described  # noqa: PLC0415  # only here
    from stilla.knowledge.store import load  # noqa: PLC0415  # as above

    _print(described(load(), lang))


def _config(file: Path | None, language: Language, address: str = "http://127.0.0.1:8080") -> Config:
    from stilla.interfaces.cds_hooks.config import Config, read_config  # noqa: PLC0415  # only for this group

    config = Config(language=language) if file is None else read_config(file)
    return config if config.base_url else msgspec.structs.replace(config, base_url=address)


def _service_for(body: bytes) -> Any:
    """The service of the hook that a request names."""
    from stilla.interfaces.cds_hooks.requests import read_json  # noqa: PLC0415  # as above
    from stilla.interfaces.cds_hooks.services import SERVICES  # noqa: PLC0415  # as above

    hook = read_json(body).get("hook")
    found = next((each for each in SERVICES.values() if each.hook == hook), None)
    if found is None:
        raise refuse(
            "hook",
            f"Expected one of {', '.join(each.hook for each in SERVICES.values())}.",
            f"Väntade något av {', '.join(each.hook for each in SERVICES.values())}.",
        )
    return found


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise refuse(name[:80], "This file cannot be read.", "Filen går inte att läsa.") from error


def _print(value: Any) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
