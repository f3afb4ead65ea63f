"""Spark says what DuckDB and one person say: many generated populations in few runs, since each run is slow."""

from __future__ import annotations

import random

import pytest

from population.deciding.judging import agree
from population.deciding.worlds import world
from stilla.knowledge.store import load
from stilla.population.spark import Spark

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def spark():
    with Spark() as engine:
        yield engine


@pytest.mark.parametrize("seed", range(2))
def test_generated_rules_judge_alike_on_spark(seed, spark):
    agree(world(random.Random(seed), load(), people=800, rules=40, shapes=20), spark)


def test_the_shipped_rules_judge_alike_on_spark(spark):
    agree(world(random.Random(7), load(), people=1500, shapes=30, own_rules=False), spark)
