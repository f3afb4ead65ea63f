"""Cards hold what CDS Hooks asks of them, in both languages, whatever the rule and whatever a record wrote."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds.asking import CIPROFLOXACIN, GABAPENTIN, MAGNESIUM_OXIDE, cards, desk, draft, egfr, prefetch, statement, told
from stilla.findings import Finding
from stilla.interfaces.cds_hooks.cards import OWN_REASONS, Maker, rule_mark
from stilla.interfaces.cds_hooks.markdown import escaped
from stilla.interfaces.cds_hooks.matters import Matters, Unchecked
from stilla.interfaces.cds_hooks.remembered import Remembered
from stilla.text import Text

WEAK = prefetch(statements=[statement(MAGNESIUM_OXIDE)], labs=[egfr(24)])
BINDS = prefetch(statements=[statement(MAGNESIUM_OXIDE)])


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_rule_makes_a_card_that_a_client_takes(knowledge, language):
    maker = Maker(knowledge, language, "https://cds.example.org", b"p")
    rules = [each for each in (*knowledge.checking.rules, *knowledge.timing.values()) if each.level != "info"]
    matters = Matters(tuple(Finding(rule, ()) for rule in rules), unchecked=Unchecked((Text("a", "a"),), meets=True))
    made = maker.cards(matters, takes=True)
    assert len(made) == len(rules) + 1
    assert len({each.uuid for each in made}) == len(made)
    for each in made:
        assert 0 < len(each.summary) < 140
        assert "…" not in each.summary
        assert "{" not in each.summary + each.detail
        assert "[[" not in each.summary + each.detail
        assert each.source.url.startswith("https://cds.example.org/knowledge/")
        assert each.links[0].type == "absolute"
        assert all(reason.display and reason.code and reason.system for reason in each.override_reasons)
        assert UUID(each.uuid).version == 8


def test_a_card_is_in_the_language_asked_for(knowledge):
    (english, *_), (swedish, *_) = (cards(knowledge, given=WEAK, language=each) for each in ("en", "sv"))
    assert "Not checked" in english["detail"]
    assert "Inte kontrollerat" in swedish["detail"]
    assert english["uuid"] == swedish["uuid"]
    assert {each["system"] for each in english["overrideReasons"]} > {OWN_REASONS}


def test_a_card_suggests_nothing_and_leaves_nothing_empty(knowledge):
    for card in cards(knowledge, given=WEAK):
        assert set(card) == {"uuid", "summary", "detail", "indicator", "source", "overrideReasons", "links"}
        assert all(card.values())


def test_the_same_card_has_the_same_name_and_another_patient_another(knowledge):
    first, again = (cards(knowledge, given=WEAK)[0]["uuid"] for _ in range(2))
    assert first == again
    assert UUID(first).hex[:12] == rule_mark("egfr-below-30").hex()
    keyed = cards(knowledge, given=WEAK, at=desk(knowledge, card_key="secret"))[0]["uuid"]
    assert keyed != first
    assert keyed[:13] == first[:13]


def test_order_sign_does_not_repeat_order_select_for_the_same_user(knowledge):
    at = desk(knowledge, shown=Remembered(64))
    drafts = [draft(CIPROFLOXACIN)]
    selected = cards(knowledge, "order-select", BINDS, drafts, at=at)
    assert told(selected) == [("warning", "ciprofloxacin")]
    assert cards(knowledge, "order-sign", BINDS, drafts, at=at) == []
    assert cards(knowledge, "order-select", BINDS, drafts, at=at) == selected
    new = cards(knowledge, "order-sign", BINDS, [*drafts, draft(GABAPENTIN)], at=at)
    assert told(new) == [("warning", "gabapentin")]
    often = desk(knowledge, shown=at.shown, repeat=True)
    assert cards(knowledge, "order-sign", BINDS, drafts, at=often) == selected


def test_a_danger_is_said_twice(knowledge):
    high = egfr(90) | {"code": {"coding": [{"system": "http://loinc.org", "code": "2601-3"}]}}
    high["valueQuantity"] = {"value": 2.4, "unit": "mmol/L", "code": "mmol/L", "system": "http://unitsofmeasure.org"}
    given_ = prefetch(labs=[high])
    at = desk(knowledge, shown=Remembered(64))
    for hook in ("order-select", "order-sign"):
        found = cards(knowledge, hook, given_, [draft(MAGNESIUM_OXIDE)], at=at)
        assert ("critical", "serum-magnesium-dangerous") in told(found)


def test_what_a_record_wrote_is_no_markup(knowledge):
    evil = "<img src=x onerror=alert(1)> [go](http://evil.example) ![x](y) **b** www.evil.example a@b.se\n\n# head"
    (card,) = cards(knowledge, "order-sign", BINDS, [draft(CIPROFLOXACIN, evil)])
    shown = card["detail"].split("In the record:** ")[1].split("\n\n")[0]
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)[<>\[\]*#`!]", shown)
    assert "http://evil" not in shown
    assert "www.evil" not in shown


@given(st.text(max_size=300))
def test_escaped_words_are_one_short_line_without_live_markup(words):
    said = escaped(words)
    assert "\n" not in said
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>\[\]*_#`|~&!]", said)
    assert "://" not in said
