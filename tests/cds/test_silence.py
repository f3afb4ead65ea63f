"""What is not known is never a "no": leaving out what a card rests on gives another card, never silence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cds.asking import (
    CIPROFLOXACIN,
    GABAPENTIN,
    KEYS,
    LEVOTHYROXINE,
    MAGNESIUM_OXIDE,
    PARACETAMOL,
    cards,
    condition,
    draft,
    egfr,
    order,
    patient,
    prefetch,
    statement,
    without,
)

MEDICINES = st.lists(
    st.sampled_from([GABAPENTIN, LEVOTHYROXINE, PARACETAMOL, MAGNESIUM_OXIDE]), unique=True, max_size=3
)
KIDNEYS = st.builds(egfr, st.sampled_from([20, 45, 90]), st.sampled_from(["2026-10-01", "2019-01-01"]))
RECORDS = st.builds(
    prefetch,
    who=st.builds(patient, st.sampled_from(["1940-01-01", "1962-06-06", "1985-04-02", "2012-02-02"])),
    orders=MEDICINES.map(lambda codes: [order(each) for each in codes]),
    statements=MEDICINES.map(lambda codes: [statement(each) for each in codes]),
    conditions=st.lists(st.sampled_from(["G25.8", "N18.4", "I10", "G70.0", "K56.6"]), unique=True, max_size=3).map(
        lambda codes: [condition(each) for each in codes]
    ),
    labs=st.lists(KIDNEYS, max_size=2),
)
DRAFTS = st.lists(st.sampled_from([CIPROFLOXACIN, PARACETAMOL, MAGNESIUM_OXIDE]), min_size=1, max_size=2, unique=True)
HOOKS = st.sampled_from(["patient-view", "order-select", "order-sign"])
LEFT_OUT = st.sets(st.sampled_from(KEYS), min_size=1)


@settings(max_examples=settings.default.max_examples // 5)
@given(record=RECORDS, codes=DRAFTS, hook=HOOKS, gone=LEFT_OUT, as_null=st.booleans())
def test_no_warning_turns_into_silence(knowledge, record, codes, hook, gone, as_null):
    drafts = [] if hook == "patient-view" else [draft(each) for each in codes]
    whole = cards(knowledge, hook, record, drafts)
    less = record | dict.fromkeys(gone) if as_null else without(record, *gone)
    told = cards(knowledge, hook, less, drafts)
    if any(each["indicator"] != "info" for each in whole):
        assert told
        assert any("Not checked" in each["summary"] + each["detail"] for each in told)


@settings(max_examples=settings.default.max_examples // 5)
@given(record=RECORDS, codes=DRAFTS, hook=HOOKS)
def test_no_answer_says_go(knowledge, record, codes, hook):
    drafts = [] if hook == "patient-view" else [draft(each) for each in codes]
    go = knowledge.advice("verdict-go").en[:30]
    for each in cards(knowledge, hook, record, drafts):
        assert go not in each["summary"] + each["detail"]
        assert "suggestions" not in each
        assert len(each["summary"]) < 140


@settings(max_examples=settings.default.max_examples // 5)
@given(record=RECORDS, codes=DRAFTS, hook=HOOKS)
def test_the_order_of_a_record_changes_nothing(knowledge, record, codes, hook):
    drafts = [] if hook == "patient-view" else [draft(each) for each in codes]
    turned = {
        key: value if key == "patient" else {**value, "entry": value["entry"][::-1]} for key, value in record.items()
    }

    def seen(given_):
        return [(each["indicator"], each["source"]["url"]) for each in cards(knowledge, hook, given_, drafts)]

    assert sorted(seen(record)) == sorted(seen(turned))
