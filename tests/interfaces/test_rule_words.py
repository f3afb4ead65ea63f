"""The condition of a rule in words."""

from __future__ import annotations

import pytest

from stilla.interfaces.words.rules import ALWAYS, covered, in_words, speaks_of, trees
from stilla.knowledge.store import load
from stilla.rules.tree import read_tree

KNOWLEDGE = load()


def said(written, language="en"):
    """Every line, with how deep it stands."""

    def lines(holds, depth=0):
        yield depth, holds.says.to(language), [each.id for each in holds.names]
        for below in holds.below:
            yield from lines(below, depth + 1)

    return list(lines(in_words(read_tree(written, {}), KNOWLEDGE)))


def test_joins_stand_above_what_they_join():
    assert said({"all": [{"age": {"at_least": 65}}, {"none": [{"sex": "female"}]}]}) == [
        (0, "All of these:", []),
        (1, "Age 65 or more\u00a0years", []),
        (1, "None of these:", []),
        (2, "Female", []),
    ]


@pytest.mark.parametrize(
    ("written", "en", "sv"),
    [
        (
            {"lab": {"code": "egfr", "at_least": 30, "below": 60, "within_months": 12}},
            "Kidney value (eGFR) below 60, 30 or more\u00a0mL/min/1.73 m², not older than 12 months",
            "Njurvärde (eGFR) under 60, 30 eller mer\u00a0ml/min/1,73 m², högst 12 månader gammalt",
        ),
        (
            {"dose": {"above": 250}},
            "Added magnesium, all products together above 250\u00a0mg a day",
            "Tillsatt magnesium, alla produkter tillsammans över 250\u00a0mg om dagen",
        ),
        (
            {"takes": {"atc": ["J01MA"], "except": ["J01MA02"]}},
            "Takes a medicine by mouth whose ATC code begins with J01MA, but not J01MA02.",
            "Tar ett läkemedel genom munnen vars ATC-kod börjar med J01MA, men inte J01MA02.",
        ),
        (
            {"magnesium": {"prescribed": True}},
            "Takes magnesium on prescription",
            "Tar magnesium på recept",
        ),
    ],
)
def test_a_leaf_says_its_bounds(written, en, sv):
    assert said(written)[0][1] == en
    assert said(written, "sv")[0][1] == sv


def test_conditions_are_named_as_entries():
    assert said({"has": ["dialysis"]}) == [(0, "Has:", ["dialysis"])]
    spoilt = said({"lab": {"code": "egfr", "below": 30, "unless": ["pregnancy"]}})
    assert spoilt[1][2] == ["pregnancy"]


def test_what_is_covered_is_what_the_rule_speaks_of():
    for name, tree in trees(KNOWLEDGE).items():
        codes = {each.atc for each in covered(tree, KNOWLEDGE)}
        assert codes == {code for code in KNOWLEDGE.medicines if speaks_of(tree, code)}, name


def test_every_rule_has_words():
    for tree in trees(KNOWLEDGE).values():
        holds = in_words(tree, KNOWLEDGE)
        assert holds.says.en
        assert holds.says.sv
    assert ALWAYS.en != ALWAYS.sv
