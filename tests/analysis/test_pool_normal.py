"""The normal shortcut: against metafor's frozen figures, against direct sums, and in chunks of any size and order."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stilla.analysis.pool_joint import (
    PoolPriors,
    estimate_of_mu,
    estimate_of_next,
    estimate_of_tau,
    legendre,
    next_below,
    share_above,
    share_below,
    tau_window,
)
from stilla.analysis.pool_normal import Sums, shrunken

METAFOR = json.loads((Path(__file__).parent / "oracles" / "pool_metafor.json").read_text(encoding="utf-8"))
FLAT = PoolPriors(mu_sd=1e4, tau_scale=1e4)


def sums(name: str) -> Sums:
    return Sums().add(np.array(METAFOR[name]["effect"]), np.array(METAFOR[name]["se"]))


def made(count: int, seed: int = 1):
    chance = np.random.default_rng(seed)
    sd = chance.uniform(0.02, 2.0, count)
    return chance.normal(chance.normal(-0.5, 0.7, count), sd), sd


@pytest.mark.parametrize("name", METAFOR)
def test_the_marginal_likelihood_of_tau_is_metafors_restricted_likelihood(name):
    there, tau = METAFOR[name]["at"], np.array(METAFOR[name]["at"]["tau"])
    ours = sums(name).log_likelihood(tau, FLAT.mu_sd)
    assert ours - ours[0] == pytest.approx(np.array(there["loglik"]) - there["loglik"][0], abs=1e-6)


@pytest.mark.parametrize("name", METAFOR)
def test_given_tau_mean_and_standard_error_are_metafors(name):
    there = METAFOR[name]["at"]
    precision, weighted, _, _ = sums(name).at(np.array(there["tau"]))
    assert weighted / precision == pytest.approx(np.array(there["mu"]), abs=1e-9)
    assert precision**-0.5 == pytest.approx(np.array(there["se"]), abs=1e-9)


@pytest.mark.parametrize("name", METAFOR)
def test_the_top_of_the_marginal_likelihood_is_remls_tau(name):
    tau = np.sqrt(METAFOR[name]["reml"]["tau2"]) + np.linspace(-0.002, 0.002, 4001)
    top = tau[np.argmax(sums(name).log_likelihood(tau, FLAT.mu_sd))]
    assert top**2 == pytest.approx(METAFOR[name]["reml"]["tau2"], abs=1e-5)


@pytest.mark.parametrize("name", METAFOR)
def test_shrinking_at_remls_tau_gives_metafors_predictions(name):
    tau = np.sqrt(METAFOR[name]["reml"]["tau2"])
    effect, sd = np.array(METAFOR[name]["effect"]), np.array(METAFOR[name]["se"])
    precision, weighted, _, _ = sums(name).at(np.array([tau]))
    kept = tau**2 / (tau**2 + sd**2)
    assert kept * effect + (1 - kept) * weighted / precision == pytest.approx(np.array(METAFOR[name]["blup"]), abs=1e-6)


def test_with_many_people_and_faint_priors_the_interval_is_that_of_knapp_and_hartung():
    found = estimate_of_mu(sums("forty").finish(FLAT))
    there = METAFOR["forty"]["knapp_hartung"]
    assert found.mean == pytest.approx(METAFOR["forty"]["reml"]["mu"], abs=0.005)
    assert found.hi - found.lo == pytest.approx(there["hi"] - there["lo"], rel=0.06)


def test_the_sums_between_the_nodes_are_those_of_a_direct_sum():
    effect, sd = made(5000)
    tau = np.array([1e-4, 0.01, 0.1, 0.7, 1.3, 3.99])
    v = 1 / (sd[:, None] ** 2 + tau**2)
    direct = np.stack([v.sum(0), (v * effect[:, None]).sum(0), (v * effect[:, None] ** 2).sum(0), np.log(v).sum(0)])
    assert Sums().add(effect, sd).at(tau) == pytest.approx(direct, rel=1e-10)


@pytest.mark.parametrize("sharp", [0.01, 16.0])
def test_that_holds_at_both_ends_of_what_a_summary_may_say(sharp):
    sd, tau = np.full(40, sharp), np.array([0.001, 0.05, 2.0])
    precision, _, _, logs = Sums().add(np.zeros(40), sd).at(tau)
    assert precision == pytest.approx(40 / (sharp**2 + tau**2), rel=1e-9)
    assert logs == pytest.approx(-40 * np.log(sharp**2 + tau**2), rel=1e-9)


@settings(max_examples=60)
@given(cuts=st.lists(st.integers(0, 9000), max_size=6), seed=st.integers(0, 2**32 - 1))
def test_chunks_in_any_order_are_the_whole(cuts, seed):
    effect, sd = made(9000)
    order = np.random.default_rng(seed).permutation(9000)
    added = Sums()
    for part in np.split(order, sorted(cuts)):
        added = added.plus(Sums().add(effect[part], sd[part]))
    whole = Sums().add(effect, sd)
    assert added.people == whole.people
    assert added.values == pytest.approx(whole.values, rel=1e-11)


def test_the_answer_in_chunks_is_the_answer_at_once():
    effect, sd = made(50_000)
    added = Sums()
    for first in range(0, 50_000, 777):
        added = added.add(effect[first : first + 777], sd[first : first + 777])
    one, other = added.finish(), Sums().add(effect, sd).finish()
    for figure in (estimate_of_mu, estimate_of_tau, estimate_of_next):
        assert msgspec.structs.astuple(figure(one)) == pytest.approx(msgspec.structs.astuple(figure(other)), abs=1e-9)


def test_a_million_people_leave_no_more_doubt_than_they_should():
    chance = np.random.default_rng(2)
    sd = chance.uniform(0.15, 0.6, 1_000_000)
    joint = Sums().add(chance.normal(chance.normal(-0.5, 0.7, len(sd)), sd), sd).finish()
    mu, tau = estimate_of_mu(joint), estimate_of_tau(joint)
    assert mu.lo < -0.5 < mu.hi
    assert tau.lo < 0.7 < tau.hi
    assert mu.sd == pytest.approx(np.sqrt(1 / np.sum(1 / (sd**2 + 0.49))), rel=1e-3)
    share = share_below(joint, -0.5)
    assert share.lo < 0.5 < share.hi
    assert share.hi - share.lo < 0.003


def test_adding_a_constant_to_everybody_adds_it_to_the_mean():
    effect, sd = made(30)
    one, other = (Sums().add(each, sd).finish(FLAT) for each in (effect, effect + 1.5))
    assert estimate_of_mu(other).mean == pytest.approx(estimate_of_mu(one).mean + 1.5, abs=1e-6)
    assert estimate_of_tau(other).mean == pytest.approx(estimate_of_tau(one).mean, abs=1e-6)


def test_shares_below_and_above_make_up_everybody():
    joint = Sums().add(*made(30)).finish()
    below, above = share_below(joint, -0.5), share_above(joint, -0.5)
    assert below.mean + above.mean == pytest.approx(1)
    assert (below.lo, below.hi) == pytest.approx((1 - above.hi, 1 - above.lo))
    assert below.mean == pytest.approx(next_below(joint, -0.5))


def test_the_shrunken_sum_up_to_the_mean_when_all_are_equally_sharp():
    effect = np.array([-1.0, 0.2, 0.4, -0.6])
    joint = Sums().add(effect, np.full(4, 0.3)).finish(FLAT)
    assert shrunken(joint, effect, np.full(4, 0.3)).mean.mean() == pytest.approx(estimate_of_mu(joint).mean, abs=1e-6)


@pytest.mark.parametrize(
    ("effect", "sd"), [([np.nan], [1.0]), ([0.0], [np.inf]), ([0.0], [0.0]), ([0.0], [-1.0]), ([0.0, 1.0], [1.0])]
)
def test_figures_that_cannot_be_are_refused(effect, sd):
    with pytest.raises(ValueError, match=r".*"):
        Sums().add(np.array(effect), np.array(sd))


def test_the_window_finds_a_needle():
    low, high = tau_window(lambda tau: -0.5 * ((tau - 0.7) / 1e-4) ** 2)
    assert low < 0.6995
    assert high > 0.7005
    assert high - low < 0.01
    nodes, weight = legendre(low, high, 96)
    assert np.exp(-0.5 * ((nodes - 0.7) / 1e-4) ** 2) @ weight == pytest.approx(1e-4 * np.sqrt(2 * np.pi), rel=1e-6)
