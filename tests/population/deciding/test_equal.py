"""One person and DuckDB say the same of everybody: findings, unknown rules, verdicts and missing facts."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from population.deciding.judging import agree
from population.deciding.worlds import world
from stilla.knowledge.store import load


@settings(
    max_examples=settings.default.max_examples // 16,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(chance=st.randoms(use_true_random=False))
def test_generated_rules_judge_a_few_people_alike(chance, duck):
    agree(world(chance, load(), people=4, rules=5), duck)


@pytest.mark.parametrize("seed", range(25))
def test_generated_rules_judge_many_people_alike(seed, duck):
    agree(world(random.Random(seed), load(), people=80, rules=10), duck)


@pytest.mark.parametrize("seed", range(4))
def test_the_shipped_rules_judge_many_people_alike(seed, duck):
    agree(world(random.Random(seed), load(), people=150, shapes=4, own_rules=False), duck)


@pytest.mark.parametrize("seed", range(3))
def test_many_rules_over_several_words_judge_alike(seed, duck):
    agree(world(random.Random(seed), load(), people=80, rules=150, shapes=3), duck)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_thousands_of_people_under_hundreds_of_rule_sets_are_judged_alike(seed, duck):
    agree(world(random.Random(seed), load(), people=120, rules=12, shapes=2), duck)
    agree(world(random.Random(seed), load(), people=40, shapes=4, own_rules=False), duck)
