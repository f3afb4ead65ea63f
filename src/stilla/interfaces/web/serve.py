"""A server on this computer alone, and the browser opened on it."""

from __future__ import annotations

import gc
import signal
import socket
import threading
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from waitress.server import create_server

from stilla.errors import BadInput, refuse
from stilla.interfaces.web.application import LARGEST_UPLOAD, application
from stilla.interfaces.web.desk import Desk
from stilla.interfaces.web.trial_kept import prepare
from stilla.interfaces.web.weekly import weekly

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.interfaces.web.application import Home

ADDRESS = "127.0.0.1"
THREADS = 4
ENDING = ("SIGTERM", "SIGHUP")
"""How a computer that is shut down and a terminal that is closed end a program; not every system has both."""


def serve(home: Home, port: int, *, browser: bool, say: Callable[[str, bool], None]) -> None:
    """Serve until interrupted.

    Args:
        home: whose app.
        port: 0 for any that is free.
        browser: whether to open it.
        say: told the address, and whether the browser was opened.

    Raises:
        BadInput: another program has the port.
    """
    gc.enable()  # a command that answers once does without
    listening = _listen(port)
    for name in ENDING:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    weekly.look(home.folder, home.clock())
    chosen = listening.getsockname()[1]
    server = create_server(
        application(home), sockets=[listening], threads=THREADS, ident=None, max_request_body_size=LARGEST_UPLOAD
    )
    address = f"http://{ADDRESS}:{chosen}/start/{home.token}"
    # The browser is opened from beside: the server answers as soon as it runs.
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    say(address, browser)
    threading.Thread(target=_prepare, args=(home,), daemon=True).start()
    try:
        server.run()
    finally:
        server.close()


def _end(*_: object) -> NoReturn:
    """End as Ctrl-C does: files that were sent and only looked at do not stay behind."""
    raise SystemExit(0)


def _prepare(home: Home) -> None:
    """What takes seconds, done while the first page is looked at; what is refused here is refused again when asked."""
    with suppress(BadInput):
        prepare(Desk(home))


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
    except OSError as error:
        listening.close()
        raise refuse(
            "--port",
            f"Port {port} is taken by another program. Choose another, or leave it out.",
            f"Port {port} används av ett annat program. Välj en annan, eller utelämna den.",
        ) from error
    return listening
