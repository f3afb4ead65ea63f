"""A server with several workers where gunicorn is installed, and with one where it is not."""

from __future__ import annotations

import gc
import socket
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.errors import refuse
from stilla.interfaces.cds_hooks.config import LOOPBACK
from stilla.interfaces.cds_hooks.server.application import application

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIApplication

    from stilla.interfaces.cds_hooks.config import Config

THREADS = 4
SECONDS = 30
"""The longest that a worker may be busy with one request."""
_BETWEEN_SEARCHES = 50_000
"""Objects that are made before the next search for garbage."""


class Place(msgspec.Struct, frozen=True):
    """Where to listen, and with how many workers."""

    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2

    @property
    def bind(self) -> str:
        """Host and port as one."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def serve(config: Config, place: Place, say: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Raises:
        BadInput: nobody is configured who may call from elsewhere, or the configuration cannot be followed.
    """
    if place.host not in LOOPBACK and not config.clients:
        raise refuse(
            "--host",
            "Without [[clients]] in the configuration only this computer is served (127.0.0.1).",
            "Utan [[clients]] i inställningarna betjänas bara den här datorn (127.0.0.1).",
        )
    _check_free(place)
    served = application(config)
    settle()
    say(config.address)
    try:
        import gunicorn  # type: ignore[import-untyped]  # noqa: F401, PLC0415  # an extra
    except ImportError:
        _one_process(served, place, config)
    else:
        _workers(served, place)


def settle() -> None:
    """Have a process that answers for long look for garbage seldom.

    The knowledge stays for good, and is shared by all workers as long as nobody touches it. An answer makes tens of
    thousands of objects that go with it; hardly any is left for the search for circles.
    """
    gc.enable()  # a command that answers once does without
    gc.collect()
    gc.freeze()
    gc.set_threshold(_BETWEEN_SEARCHES)


def _check_free(place: Place) -> None:
    """Say it in a sentence where another program has the port."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((place.host, place.port))
    except OSError as error:
        raise refuse(
            "--port",
            f"Cannot listen at {place.bind}. Choose another port or host.",
            f"Det går inte att lyssna på {place.bind}. Välj en annan port eller värd.",
        ) from error


def _one_process(served: WSGIApplication, place: Place, config: Config) -> None:
    from waitress import serve as run  # noqa: PLC0415  # only where it serves

    run(
        served,
        host=place.host,
        port=place.port,
        threads=THREADS,
        ident=None,
        channel_timeout=SECONDS,
        max_request_body_size=2 * config.largest_request,
    )


def _workers(served: WSGIApplication, place: Place) -> None:
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # noqa: PLC0415  # as above

    options: dict[str, Any] = {
        "bind": place.bind,
        "workers": place.workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": SECONDS,
        "keepalive": 15,
        "preload_app": True,  # what is remembered is shared only if it was made before the workers
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
    }

    class Server(BaseApplication):  # type: ignore[misc]  # published without types
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> WSGIApplication:
            return served

    Server().run()
