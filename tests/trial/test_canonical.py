from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.diary.canonical import NotCanonical, canonical, digest, pretty

numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
plain = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


def shuffled(value: Any) -> Any:
    """The same value with the keys of every object the other way round."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(each) for each in value] if isinstance(value, list) else value


@given(plain)
def test_the_order_of_keys_does_not_count(value):
    assert canonical(value) == canonical(shuffled(value))


@given(plain)
def test_any_json_library_reads_the_same_value_back_and_both_spellings_agree(value):
    assert canonical(json.loads(canonical(value))) == canonical(value)
    assert canonical(json.loads(pretty(value))) == canonical(value)


@given(plain, plain)
def test_different_values_have_different_digests(one, other):
    if json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True) and one != other:
        assert digest(one) != digest(other)


def test_a_whole_number_has_one_spelling_and_nothing_has_spaces():
    assert canonical({"å": [1.0, -0.0, 2.5, True, None]}) == '{"å":[1,0,2.5,true,null]}'.encode()


@pytest.mark.parametrize("value", [math.nan, math.inf, [-math.inf], {"a": math.nan}, b"x", {1: 2}, {"a": "\ud800"}])
def test_what_json_has_no_word_for_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)
