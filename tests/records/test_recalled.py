"""A shape that was read before means what it meant; one that cannot be kept is read anew."""

from __future__ import annotations

import pytest

from stilla.records import recalled
from stilla.records.meaning import meaning_of
from stilla.records.recalled import recalled_meaning

SHAPE = {
    "resourceType": "MedicationRequest",
    "status": "active",
    "intent": "order",
    "medicationCodeableConcept": {"coding": [{"system": "http://www.whocc.no/atc", "code": "N02BF01"}]},
}


def test_a_recalled_meaning_is_the_same(knowledge):
    for shape in (SHAPE, SHAPE | {"status": "stopped"}, dict(reversed(SHAPE.items()))):
        assert recalled_meaning(shape, knowledge) == meaning_of(shape, knowledge)
    assert recalled_meaning(dict(SHAPE), knowledge) is recalled_meaning(SHAPE, knowledge)


@pytest.mark.parametrize("odd", ["\ud800", object(), 1 << 80])
def test_what_cannot_be_kept_is_read_anew(knowledge, odd):
    shape = SHAPE | {"implicitRules": odd}
    assert recalled_meaning(shape, knowledge) == meaning_of(shape, knowledge)


def test_it_never_keeps_more_than_it_may(knowledge, monkeypatch):
    monkeypatch.setattr(recalled, "MOST", 3)
    recalled._READ.pop(knowledge, None)
    for n in range(20):
        recalled_meaning(SHAPE | {"intent": str(n)}, knowledge)
        assert len(recalled._READ[knowledge]) <= 3
