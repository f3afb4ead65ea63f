"""What the tests of the pages begin with."""

from __future__ import annotations

import pytest

from web.client import Browser


@pytest.fixture
def folder(tmp_path):
    """Where the person's data will lie. Nothing is there yet."""
    return tmp_path / "data"


@pytest.fixture
def client(folder):
    """A browser inside the gate of an empty home: `.folder`, `.get(path)`, `.post(path, data)`, `.clock(moment)`."""
    return Browser(folder)
