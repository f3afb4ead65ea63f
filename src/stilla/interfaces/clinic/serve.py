"""The server of a clinic: gunicorn, each worker with connections of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # published without types

from stilla.store.clinic.database import connect
from stilla.store.clinic.schema import must_be_current

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIApplication

    from stilla.interfaces.cds_hooks.server.application import Running
    from stilla.interfaces.clinic.office import Office

THREADS = 4
"""Of each worker; each has its own connection to the database."""
SECONDS = 120
"""How long one page may take; an answer of a trial is the longest."""
ENDING = 10
"""How long a worker may finish what it began when the server ends."""


class _Server(BaseApplication):  # type: ignore[misc]  # published without types
    def __init__(self, office: Office, hooks: Running | None, options: dict[str, Any]) -> None:
        self.office = office
        self.hooks = hooks
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            if name in self.cfg.settings:  # not every release knows every one
                self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        from stilla.interfaces.clinic.application import application  # noqa: PLC0415  # in each worker, after its fork

        return application(self.office, self.hooks)


def serve(office: Office, host: str, port: int, workers: int, say: Callable[[str], None]) -> None:
    """Serve until ended.

    Args:
        office: which clinic.
        host: the address to listen at; other than this computer only behind a proxy or with a certificate.
        port: to listen at.
        workers: processes.
        say: told the address when the server is about to listen.

    Raises:
        BadInput: the database does not answer, or has another form than this program knows.
    """
    connection = connect(office.database)
    try:
        must_be_current(connection)
    finally:
        connection.close()
    with tempfile.TemporaryDirectory(prefix="stilla-figures-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # read when the first worker begins to count
        _Server(office, _hooks(office), _options(office, host, port, workers, say)).run()


def _hooks(office: Office) -> Running | None:
    """The CDS Hooks service, made before the workers so that they share what it remembers; None where not wanted."""
    if not office.cds_config:
        return None
    from stilla.interfaces.cds_hooks.config import read_config  # noqa: PLC0415  # only where it is wanted
    from stilla.interfaces.cds_hooks.server.application import running_with  # noqa: PLC0415  # as above

    return running_with(read_config(Path(office.cds_config)))


def _options(office: Office, host: str, port: int, workers: int, say: Callable[[str], None]) -> dict[str, Any]:
    def ended(_server: object, worker: Any) -> None:
        from prometheus_client import multiprocess  # noqa: PLC0415  # counts only where there are workers

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # published so

    def ready(server: Any) -> None:
        say(str(server.LISTENERS[0]))

    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": THREADS,
        "worker_class": "gthread",
        "timeout": SECONDS,
        "graceful_timeout": ENDING,
        "loglevel": "warning",
        "when_ready": ready,
        "child_exit": ended,
        "limit_request_line": 4096,
        "control_socket_disable": True,
    }
    tls = {"certfile": office.certificate, "keyfile": office.certificate_key}
    return options | (tls if office.certificate else {})
