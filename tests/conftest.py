"""What all tests share: the day, the knowledge base as shipped, and a person in one line."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from stilla.knowledge.store import Knowledge, load
from stilla.reading.document import Written
from stilla.reading.person_file import Context, Read, read_person

TODAY = date(2026, 11, 22)

# `make test` tries the same cases everywhere, however slow the machine; `make test-full` goes looking for new ones.
settings.register_profile(
    "same", max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", settings.get_profile("same"), derandomize=False, max_examples=1600)
settings.load_profile(os.environ.get("STILLA_HYPOTHESIS", "same"))


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture
def person(knowledge: Knowledge) -> Any:
    """A function from the fields of a person file to what was read."""

    def read(**fields: Any) -> Read:
        return read_person(Written(fields), Context(knowledge, TODAY))

    return read
