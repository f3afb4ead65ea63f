"""Django, set up for the service alone: no database, no session, no cookie."""

from __future__ import annotations

import logging
from secrets import token_bytes, token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from stilla.interfaces.cds_hooks.answer import Desk
from stilla.interfaces.cds_hooks.remembered import Remembered
from stilla.interfaces.cds_hooks.trust import Trust
from stilla.interfaces.web.settings import BARE
from stilla.knowledge.store import load

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from stilla.interfaces.cds_hooks.config import Config


MOST_TOKENS = 1_000_000
"""Tokens in use at once. When there are more, new ones are refused."""


class Running(msgspec.Struct, frozen=True):
    """What a server runs with. Another server that holds the addresses gives it as the setting `STILLA_CDS`."""

    desk: Desk
    trust: Trust


def running_with(config: Config) -> Running:
    """A service as the clinic wants it. Make it before workers start, so that they share what they remember.

    Raises:
        BadInput: the keys of a client cannot be read.
    """
    trust = Trust(config, Remembered(MOST_TOKENS, token_bytes(32)))
    desk = Desk(load(), config, shown=Remembered(key=token_bytes(32)))
    desk.prepare()
    return Running(desk, trust)


def settings_of(running: Running) -> dict[str, Any]:
    """Django's settings."""
    config = running.desk.config
    hosts = ["127.0.0.1", "localhost", "[::1]"]
    if config.base_url:
        hosts.append(urlsplit(config.base_url).hostname or "")
    return {
        **BARE,
        "SECRET_KEY": token_urlsafe(48),
        "ALLOWED_HOSTS": hosts,
        "ROOT_URLCONF": "stilla.interfaces.cds_hooks.server.urls",
        "MIDDLEWARE": ["stilla.interfaces.cds_hooks.server.hosts.KnownHosts"],
        "APPEND_SLASH": False,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": config.largest_request,
        "STILLA_CDS": running,
    }


def application(config: Config) -> WSGIApplication:
    """The service as WSGI.

    Raises:
        BadInput: the configuration cannot be followed.
    """
    import django  # noqa: PLC0415  # only where a server starts
    from django.conf import settings  # noqa: PLC0415  # as above
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415  # as above

    # Django's own lines show addresses and the words of an error; the views say where, and nothing of whom.
    logging.getLogger("django").setLevel(logging.CRITICAL)
    settings.configure(**settings_of(running_with(config)))
    django.setup()
    return WSGIHandler()
