"""The figures of the region, and people drawn from them."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from stilla.kidney import ckd_epi_2021
from stilla.knowledge.prevalence import Prevalence
from stilla.knowledge.store import Knowledge
from stilla.names import Recognised, condition
from stilla.synthetic.kidneys import HIGHEST, LOWEST, creatinine, egfr_of
from stilla.synthetic.lines import Press
from stilla.synthetic.people import people_of
from stilla.synthetic.region import OLDEST, Region, region_of

TODAY = date(2026, 11, 22)
SEED = 7


@pytest.fixture(scope="module")
def region(knowledge: Knowledge) -> Region:
    return region_of(knowledge)


@pytest.fixture(scope="module")
def population(region: Region) -> np.ndarray:
    """The share of all people by sex and year of age."""
    found = np.zeros((2, OLDEST + 1))
    bands = region.inhabitants.shares
    for each, after in pairwise(bands):
        ages = slice(int(each.age_from), int(after.age_from))
        found[:, ages] = np.array([[each.female], [each.male]]) / (after.age_from - each.age_from)
    return found


def test_all_inhabitants_are_there_and_as_old_as_in_the_source(population: np.ndarray) -> None:
    assert population.sum() == pytest.approx(1)
    assert population[:, :15].sum() == pytest.approx(0.1766, abs=0.0005)
    assert population[:, 65:].sum() == pytest.approx(0.2047, abs=0.0005)


def test_shares_by_age_come_to_the_published_figure(region: Region, population: np.ndarray) -> None:
    held = [each for each in region.conditions.values() if each.whole is not None]
    assert len(held) >= 8
    for each in held:
        assert each.whole is not None
        ages = slice(int(each.whole.age_from), None)
        came = (region.marginal[each.id] * population)[:, ages].sum(axis=1) / population[:, ages].sum(axis=1)
        assert came == pytest.approx([each.whole.female, each.whole.male], rel=0.08), each.id


def test_people_have_conditions_as_often_as_the_region_says(region: Region) -> None:
    blocks = [people_of(region, SEED, number) for number in range(10)]
    for slug in region.conditions:
        expected = sum(float(region.marginal[slug][each.sex, each.age].sum()) for each in blocks)
        found = sum(int(each.has[slug].sum()) for each in blocks)
        # Six standard deviations of a count, and what moving chances between people costs (they are capped).
        assert abs(found - expected) < 6 * math.sqrt(expected + 1) + 0.08 * expected, slug


def test_what_belongs_together_comes_together(region: Region) -> None:
    blocks = [people_of(region, SEED, number) for number in range(10)]

    def share(slug: str, among: str) -> float:
        both = sum(int((each.has[slug] & each.has[among]).sum()) for each in blocks)
        return both / sum(int(each.has[among].sum()) for each in blocks)

    def overall(slug: str) -> float:
        return sum(float(each.has[slug].mean()) for each in blocks) / len(blocks)

    assert share("weak-kidneys", "diabetes") > 2 * overall("weak-kidneys")
    assert share("weak-kidneys", "heart-failure") > 3 * overall("weak-kidneys")
    assert share("ckd", "weak-kidneys") == pytest.approx(0.12, abs=0.04)
    assert all(not (each.has["pregnancy"] & (each.sex == 1)).any() for each in blocks)


def test_a_block_does_not_depend_on_what_was_drawn_before(knowledge: Knowledge) -> None:
    press = Press(knowledge, SEED, TODAY, "sv")
    first = press.block(3)
    press.block(0)
    again = Press(knowledge, SEED, TODAY, "sv").block(3)
    assert {name: each.lines for name, each in first.printed.items()} == {
        name: each.lines for name, each in again.printed.items()
    }
    assert press.block(4).printed["Patient"].lines != first.printed["Patient"].lines


def test_egfr_is_the_one_of_the_kidney_module() -> None:
    values = np.array([20.0, 62, 80, 88, 130, 411, 1500])
    for which, sex in enumerate(("female", "male")):
        for age in (18, 44, 91):
            got = egfr_of(values, np.full(7, float(age)), np.full(7, which))
            assert got == pytest.approx([ckd_epi_2021(each, age, sex) for each in values])  # type: ignore[arg-type]


def test_creatinine_gives_back_the_egfr_it_was_made_from() -> None:
    throw = np.random.default_rng(1)
    sought, years = np.linspace(6, 110, 200), np.full(200, 70.0)
    sex = np.arange(200) % 2
    found = creatinine(sought, years, sex, throw)
    assert ((found >= LOWEST) & (found <= HIGHEST)).all()
    assert egfr_of(found, years, sex) == pytest.approx(sought, rel=0.03)


def test_records_are_readable_as_what_they_tell_of(knowledge: Knowledge) -> None:
    entries = knowledge.kind("prevalences", Prevalence).values()
    for each in entries:
        for coding in each.codings:
            if each.of == "condition" and each.id in knowledge.conditions and coding.system == "icd-10-se":
                named = condition(coding.code, knowledge)
                assert isinstance(named, Recognised)
                assert each.id in named.codes, coding.code
            if each.of == "medicine":
                assert coding.text or coding.code in knowledge.medicines, coding.code


def test_what_a_figure_is_given_stands_before_it(region: Region) -> None:
    before: set[str] = set()
    for slug, each in region.conditions.items():
        assert {*(factor.of for factor in each.given), *filter(None, [each.among])} <= before, slug
        before.add(slug)
    for each in (*region.medicines.values(), *region.labs.values()):
        assert {factor.of for factor in each.given} <= before, each.id
        assert {level.of for level in each.levels} <= before | {""}, each.id
