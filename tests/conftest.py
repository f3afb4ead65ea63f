"""What all tests share: the day, the knowledge base as shipped, and a person in one line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stilla.knowledge.store import Knowledge, load
from stilla.reading.document import Written
from stilla.reading.person_file import Context, Read, read_person

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture
def person(knowledge: Knowledge) -> Any:
    """A function from the fields of a person file to what was read."""

    def read(**fields: Any) -> Read:
        return read_person(Written(fields), Context(knowledge, TODAY))

    return read
