"""The service behind Django, without a server."""

from __future__ import annotations

import json
from secrets import token_bytes

import pytest
from web.client import wsgi

from cds.asking import DAY
from stilla.interfaces.cds_hooks.answer import Desk
from stilla.interfaces.cds_hooks.config import Config
from stilla.interfaces.cds_hooks.remembered import Remembered

BASE = "https://cds.example.org"


class Caller:
    """A client of the service: `get(path)` and `post(path, value)` give the response; `.json` reads it."""

    def __init__(self, running):
        from django.test import Client  # noqa: PLC0415  # configured by then

        self.running = running
        self.django = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1", raise_request_exception=False)

    def get(self, path, remote="127.0.0.1", **headers):
        return self.django.get(path, headers=headers, REMOTE_ADDR=remote)

    def options(self, path, **headers):
        return self.django.options(path, headers=headers)

    def post(self, path, value, content_type="application/json", remote="127.0.0.1", **headers):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.django.post(path, body, content_type=content_type, headers=headers, REMOTE_ADDR=remote)


@pytest.fixture
def calling(knowledge, tmp_path):
    """A function from fields of the configuration to a client of that service."""
    wsgi(tmp_path)
    from django.test import override_settings  # noqa: PLC0415  # configured by now

    from stilla.interfaces.cds_hooks.server.application import Running, settings_of  # noqa: PLC0415  # as above
    from stilla.interfaces.cds_hooks.trust import Trust  # noqa: PLC0415  # as above

    opened = []

    def call(**fields):
        config = Config(**({"base_url": BASE} | fields))
        desk = Desk(knowledge, config, lambda: DAY, Remembered(256, token_bytes(8)))
        running = Running(desk, Trust(config, Remembered(256)))
        settings = {name: value for name, value in settings_of(running).items() if name != "DATABASES"}
        opened.append(override_settings(**settings))
        opened[-1].enable()
        return Caller(running)

    yield call
    for each in reversed(opened):
        each.disable()
