"""Cases that chance seldom makes: somebody of whom everything is known but one thing."""

from __future__ import annotations

import random

import pytest

from population.deciding.judging import agree, judge
from population.deciding.worlds import AS_OF, world
from stilla.knowledge.store import load
from stilla.person import MedicationStatement, Unrecognised
from stilla.population.decide import Asked
from stilla.records.facts import Meaning
from stilla.rules.tree import Takes

EVERYTHING = Asked(AS_OF, frozenset({"medicines", "conditions", "magnesium"}))


def with_one_rule(chance):
    """A world whose one rule asks about a medicine, so that nothing else can keep a verdict from being `go`."""
    while True:
        made = world(random.Random(chance), load(), people=1, rules=1)
        [tree], [rule] = made.knowledge.checking.trees, made.knowledge.checking.rules
        if isinstance(tree, Takes) and rule.level == "ask":
            return made
        chance += 1


@pytest.mark.parametrize(
    ("strange", "verdict"),
    [(None, "go"), (Unrecognised("condition", "blurb"), "unknown"), (Unrecognised("medicine", "blurb"), "unknown")],
)
def test_a_name_that_nobody_knows_leaves_the_verdict_unknown(strange, verdict, duck, tmp_path):
    made = with_one_rule(1)._replace(
        asked=EVERYTHING,
        meanings=(
            Meaning(medicine=MedicationStatement("paracetamol", ("N02BE01",))),
            Meaning(unrecognised=strange if strange and strange.kind == "medicine" else None),
            Meaning(unrecognised=strange if strange and strange.kind == "condition" else None),
        ),
        kinds=("MedicationRequest", "MedicationRequest", "Condition"),
        persons=((AS_OF.replace(year=1960), AS_OF.replace(year=1960), "female", False, ""),),
        medicines=((0, 0, None, None, "R/1"), (0, 1, None, None, "R/2")),
        conditions=((0, 2, None, None, "C/1", False),),
        labs=(),
    )
    assert judge(made, tmp_path, duck)["0"].verdict == verdict
    agree(made, duck)


def test_nobody_at_all_is_no_error(duck, tmp_path):
    made = world(random.Random(3), load(), people=0, own_rules=False)
    assert judge(made, tmp_path, duck) == {}
