from __future__ import annotations

import pytest

from stilla.population.duck import Duck


@pytest.fixture(scope="module")
def duck():
    with Duck(threads=1) as engine:
        yield engine
