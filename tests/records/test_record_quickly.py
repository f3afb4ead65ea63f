"""What is passed over unread is passed over rightly: the quick reader finds what a plain one finds."""

from __future__ import annotations

import json
from typing import Any

from fhir_written import concept, measured, request
from hypothesis import given
from hypothesis import strategies as st
from plainly import in_bundle, in_lines
from test_record_fuzz import records_of_somebody, spoil

from stilla.knowledge.store import Knowledge
from stilla.records.bundle import gathered
from stilla.records.decoding import decoded

WEIGHT = measured(74, "kg", "29463-7", id="w")
PANEL = WEIGHT | {
    "id": "p",
    "component": [{"code": concept("2601-3", "http://loinc.org"), "valueQuantity": {"value": 2.4, "unit": "mmol/L"}}],
}
OTHERS: list[dict[str, Any]] = [
    WEIGHT,
    WEIGHT | {"id": "w2", "status": "registered"},
    PANEL,
    PANEL | {"id": "p2", "component": {}},
    {"resourceType": "Claim", "id": "k", "code": concept("62238-1")},
    {"resourceType": "Claim", "id": "k2"},
    measured(id="o7", code=" 62238-1 "),
    measured(id="o8") | {"code": {"coding": [None, {"code": 7}, {"code": "62238-1"}]}},
]
AGAIN = ['"id": "z", ', '"status": "active", ', '"code": null, ', '"resourceType": "Claim", ']


@st.composite
def written(draw: st.DrawFn) -> list[str]:
    """Resources as text: some spoilt, some in which a field stands twice, some with letters written as numbers."""
    resources = [*draw(records_of_somebody()), *draw(st.lists(st.sampled_from(OTHERS), max_size=6))]
    resources = [json.loads(json.dumps(each)) for each in draw(st.permutations(resources))]
    for _ in range(draw(st.integers(0, 2))):
        one = draw(st.sampled_from(resources))
        if one["resourceType"] != "Patient":
            resources.remove(one)
            spoil(draw, one)
            resources.append(one)
            break
    texts = [json.dumps(each, separators=draw(st.sampled_from([None, (",", ":")]))) for each in resources]
    at = draw(st.integers(0, len(texts) - 1))
    if '"Patient"' not in texts[at]:
        begins = [n + 1 for n, letter in enumerate(texts[at]) if letter == "{" and texts[at][n + 1] == '"']
        how = draw(st.sampled_from(["", *AGAIN]))
        place = draw(st.sampled_from(begins))
        texts[at] = texts[at][:place] + how + texts[at][place:]
    other = draw(st.integers(0, len(texts) - 1))
    texts[other] = texts[other].replace('"code"', draw(st.sampled_from(['"code"', '"\\u0063ode"', '"code" '])))
    return texts


@given(written(), st.booleans())
def test_nothing_is_lost_on_the_way(knowledge: Knowledge, texts: list[str], everything: bool):  # noqa: FBT001
    asked = None if everything else knowledge.asked_codes
    entries = ",".join(f'{{"resource": {each}}}' for each in texts)
    bundle = f'{{"resourceType": "Bundle", "entry": [{entries}]}}'
    quick = gathered(decoded(bundle.encode(), "b.json", asked))
    assert quick == gathered(in_bundle(texts, "b.json", asked))
    quick = gathered(decoded("\n".join(texts).encode(), "b.ndjson", asked))
    assert quick == gathered(in_lines(texts, "b.ndjson", asked))


def test_a_type_that_stands_twice_is_told():
    twice = json.dumps(request()).replace("{", '{"resourceType": "Claim", ', 1)
    bundle = f'{{"resourceType": "Bundle", "entry": [{{"resource": {twice}}}]}}'
    assert gathered(decoded(bundle.encode(), "b.json")).set_aside_count == 1
