"""The small file that leaves a trial: what it keeps of the posterior, and what it refuses to be."""

from __future__ import annotations

import json
import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pooled_people import ABOUT, about, people, person, posterior, uneven

from stilla.analysis.mixture import Mixture
from stilla.analysis.summary import LARGEST, NODES, Summary, normal_of, read_summary, summarise, write_summary
from stilla.errors import BadInput

GOOD = json.loads(write_summary(person(1, -0.8, 0.5)))

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=20,
)


def refused(found: object) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_summary(json.dumps(found).encode(), "anna.json")
    for problem in caught.value.problems:
        assert problem.says.sv != problem.says.en
    return [problem.sentence("en") for problem in caught.value.problems]


@pytest.mark.parametrize(("centre", "sd"), [(-0.8, 0.5), (1.7, 0.05), (-0.4, 4.0), (15.0, 0.4), (0.0, 30.0)])
@pytest.mark.parametrize("prior_sd", [1.0, 2.0, 4.0])
def test_the_prior_is_taken_out_again(centre, sd, prior_sd):
    found = person(1, centre, sd, prior_sd)
    effects = NODES * ABOUT.s0
    expected = -0.5 * ((effects - centre) / sd) ** 2
    assert np.array(found.likelihood) == pytest.approx(expected - expected.max(), abs=2e-6, rel=1e-9)
    assert (found.estimate, found.sd) == pytest.approx((centre, sd), rel=1e-4, abs=1e-4)


def test_a_prior_that_is_not_centred_on_zero_is_taken_out_too():
    half = summarise(Mixture(np.array([1.0]), np.array([0.5]), np.array([0.5**0.5])), 1.0, 1.0, about(1, s0=1.0))
    assert (half.estimate, half.sd) == pytest.approx((0.0, 1.0), abs=1e-6)


def test_a_likelihood_of_several_widths_is_kept_as_it_is():
    found, parts = uneven(1, -0.9, 0.5, 0.8)
    effects = NODES * ABOUT.s0
    direct = np.log(sum(w * np.exp(-0.5 * ((effects - m) / s) ** 2) for w, m, s in parts))
    assert np.array(found.likelihood) == pytest.approx(direct - direct.max(), abs=2e-6)


def test_tails_where_densities_underflow_stay_finite():
    table = np.array(person(1, 2.0, 0.024).likelihood)
    assert table.min() < -200_000
    assert np.all(np.isfinite(table))


def test_the_normal_beside_the_table_moves_a_standard_normal_as_the_table_does():
    found, parts = uneven(1, -0.9, 0.5, 0.8)
    exact_mean, exact_sd = posterior(parts, ABOUT.s0).moments()
    total = found.sd**-2 + ABOUT.s0**-2
    assert found.estimate / found.sd**2 / total == pytest.approx(exact_mean, abs=1e-5)
    assert total**-0.5 == pytest.approx(exact_sd, abs=1e-5)


def test_a_table_that_says_nothing_is_wide_and_central():
    assert normal_of(np.zeros(161)) == pytest.approx((0.0, 16.0), abs=1e-9)


def test_a_posterior_wider_than_its_prior_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="1"):
        summarise(Mixture(np.array([1.0]), np.array([0.0]), np.array([1.2])), 0.0, 1.0, ABOUT)


@pytest.mark.parametrize(("centre", "sd"), [(40.0, 0.5), (1.0, 0.001)])
def test_an_effect_that_the_nodes_cannot_hold_is_refused(centre, sd):
    with pytest.raises(BadInput):
        person(1, centre, sd, 100.0)


def test_what_is_written_is_read_back_and_is_small():
    for each in people(5, -0.4, 0.8):
        data = write_summary(each)
        assert read_summary(data, "x") == each
        assert len(data) < 3000


def test_it_holds_no_night_no_date_and_no_free_word():
    assert set(GOOD) == {
        "kind", "version", "trial", "intervention", "outcome", "unit", "s0", "mid", "better", "design", "nights",
        "early_stopped", "blinded", "protocol", "software", "estimate", "sd", "likelihood",
    }  # fmt: skip
    assert refused({**GOOD, "outcome": "my legs, as I call them"}) == [
        "anna.json, outcome: small letters, digits and hyphens"
    ]


def test_every_problem_is_said_at_once_and_no_value_is_repeated():
    said = refused({
        **GOOD, "version": "9.9", "s0": 0, "sd": "secret", "better": "up", "likelihood": [0.0] * 160, "diary": "secret"
    })  # fmt: skip
    assert [each.partition(":")[0] for each in said] == [
        "anna.json, s0", "anna.json, better", "anna.json, version", "anna.json, sd", "anna.json, likelihood",
        "anna.json, 1 ×",
    ]  # fmt: skip
    assert "secret" not in "".join(said)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"estimate": -0.7}, "estimate"),
        ({"sd": 0.4}, "sd"),
        ({"likelihood": [each - 1 for each in GOOD["likelihood"]]}, "likelihood"),
        ({"likelihood": [min(each + 1, 0) for each in GOOD["likelihood"]]}, "sd"),
        ({"estimate": 17.0}, "estimate, sd, mid"),
        ({"mid": 99.0}, "estimate, sd, mid"),
    ],
)
def test_a_summary_that_contradicts_itself_is_refused(change, field):
    assert any(f"anna.json, {field}:" in each for each in refused({**GOOD, **change}))


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"{", b'{"s0": NaN}', b'{"s0": 1e999}', b"[" * 60_000, b"\xff\xfe", b"0" * 70_000]
)
def test_a_file_that_is_no_summary_is_refused_in_one_sentence(data):
    with pytest.raises(BadInput) as caught:
        read_summary(data, "x\x1b[2J.json")
    assert len(data) <= LARGEST or "bytes" in str(caught.value)
    assert "\x1b" not in str(caught.value)


@given(field=st.sampled_from(sorted(GOOD)), value=anything)
def test_any_value_in_any_field_is_read_or_refused(field, value):
    data = json.dumps({**GOOD, field: value}).encode()
    try:
        found = read_summary(data, "x")
    except BadInput as error:
        assert error.problems  # both outcomes are right
        return
    assert_finite(found)


@given(st.binary(max_size=200), st.integers(0, 1600))
def test_torn_and_garbled_files_never_end_in_a_traceback(noise, place):
    data = write_summary(person(1, -0.8, 0.5))
    for torn in (data[:place], data[:place] + noise + data[place + len(noise) :], noise):
        try:
            assert_finite(read_summary(torn, "x"))
        except BadInput:
            continue


def assert_finite(found: Summary) -> None:
    figures = [found.s0, found.mid, found.estimate, found.sd, *found.likelihood]
    assert all(math.isfinite(each) for each in figures)
    assert found.sd > 0
    assert len(msgspec.json.encode(found)) < LARGEST
