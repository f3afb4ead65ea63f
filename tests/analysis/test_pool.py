"""Pooling on the grid against independent roads to the same figures, and its answers at the edges."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from pooled_people import people, person, uneven
from scipy.special import ndtr

from stilla.analysis.pool import Pooled, Settings, pool
from stilla.analysis.pool_grid import log_likelihood
from stilla.analysis.pool_joint import PoolPriors
from stilla.analysis.pool_trials import Collector, collect, scaled
from stilla.errors import BadInput

UNIT = 2.0


def dense(parts, mid, *, cauchy=False):
    """Mean and spread by plain trapezoids over the exact marginal likelihood of sums of normals; all in points."""
    mu, tau = np.linspace(-9, 9, 1801), np.linspace(1e-6, 8, 1601)
    log = -0.5 * (mu[:, None] / UNIT) ** 2 - (
        np.log1p((tau / (0.5 * UNIT)) ** 2) if cauchy else 0.5 * (tau / (0.5 * UNIT)) ** 2
    )
    marginals = []
    for person_parts in parts:
        each = []
        for share, centre, sd in person_parts:
            variance = sd**2 + tau**2
            each.append(share * sd / np.sqrt(variance) * np.exp(-0.5 * (mu[:, None] - centre) ** 2 / variance))
        marginals.append(np.array(each))
        log = log + np.log(sum(each) + 1e-300)
    weight = np.exp(log - log.max())
    weight[:, [0, -1]] /= 2
    weight /= weight.sum()
    gain = ndtr((-mid - mu[:, None]) / tau)
    found = {
        "mu": float((weight.sum(1) * mu).sum()),
        "tau": float((weight.sum(0) * tau).sum()),
        "gain": float((weight * gain).sum()),
        "mu_quantiles": [float(np.interp(p, np.cumsum(weight.sum(1)) - weight.sum(1) / 2, mu)) for p in (0.025, 0.975)],
        "tau_quantiles": [
            float(np.interp(p, np.cumsum(weight.sum(0)) - weight.sum(0) / 2, tau)) for p in (0.025, 0.975)
        ],
    }
    found["mu_sd"] = float(np.sqrt((weight.sum(1) * (mu - found["mu"]) ** 2).sum()))
    order = np.argsort(gain, axis=None)
    below = np.cumsum(weight.ravel()[order])
    found["gain_quantiles"] = [float(np.interp(p, below, gain.ravel()[order])) for p in (0.025, 0.975)]
    # The first person in the light of all: a mixture over parts, mean and spread.
    share_of = marginals[0] / marginals[0].sum(axis=0)
    mean, benefit = 0.0, 0.0
    for (_, centre, sd), share in zip(parts[0], share_of, strict=True):
        kept = tau**2 / (tau**2 + sd**2)
        at = kept * centre + (1 - kept) * mu[:, None]
        mean += (weight * share * at).sum()
        benefit += (weight * share * ndtr(-at / (np.sqrt(kept) * sd))).sum()
    return found | {"person": float(mean), "person_benefit": float(benefit)}


def agrees(found: Pooled, expected: dict, tolerance: float) -> None:
    assert found.mu.mean == pytest.approx(expected["mu"], abs=tolerance)
    assert found.mu.sd == pytest.approx(expected["mu_sd"], abs=tolerance)
    assert (found.mu.lo, found.mu.hi) == pytest.approx(expected["mu_quantiles"], abs=10 * tolerance)
    assert found.tau.mean == pytest.approx(expected["tau"], abs=tolerance)
    assert (found.tau.lo, found.tau.hi) == pytest.approx(expected["tau_quantiles"], abs=10 * tolerance)
    assert found.gain.mean == pytest.approx(expected["gain"], abs=tolerance)
    assert found.next.p_mid == pytest.approx(expected["gain"], abs=tolerance)
    assert (found.gain.lo, found.gain.hi) == pytest.approx(expected["gain_quantiles"], abs=40 * tolerance)
    assert found.people[0].mean == pytest.approx(expected["person"], abs=tolerance)
    assert found.people[0].p_benefit == pytest.approx(expected["person_benefit"], abs=10 * tolerance)


def uneven_people(count: int, seed: int, spread: float = 1.0):
    chance = np.random.default_rng(seed)
    made = [
        uneven(n, *each)
        for n, each in enumerate(
            zip(
                chance.normal(-0.6, spread, count).tolist(),
                chance.uniform(0.3, 0.9, count).tolist(),
                chance.normal(0, 1.2, count).tolist(),
                strict=True,
            )
        )
    ]
    return [summary for summary, _ in made], [parts for _, parts in made]


@pytest.mark.parametrize(("count", "seed", "spread"), [(2, 1, 1.0), (7, 2, 1.0), (9, 3, 0.05)])
def test_the_grid_agrees_with_a_dense_integration_that_never_sees_the_table(count, seed, spread):
    summaries, parts = uneven_people(count, seed, spread)
    agrees(pool(collect(summaries), Settings(method="grid")), dense(parts, 1.0), 5e-5)


def test_so_does_it_under_a_half_cauchy_prior():
    summaries, parts = uneven_people(8, 4)
    settings = Settings(method="grid", priors=PoolPriors(tau_shape="half-cauchy"))
    agrees(pool(collect(summaries), settings), dense(parts, 1.0, cauchy=True), 5e-5)


def test_the_normal_shortcut_sees_no_shoulders_and_the_grid_does():
    summaries, parts = uneven_people(8, 2)
    normal, exact = pool(collect(summaries), Settings(method="normal")), dense(parts, 1.0)
    assert normal.mu.mean == pytest.approx(exact["mu"], abs=0.05)
    assert abs(normal.mu.mean - exact["mu"]) > 1e-4


@pytest.mark.parametrize("tau", [0.0, 0.6, 1.5])
def test_with_normal_likelihoods_both_methods_say_the_same(tau):
    trials = collect(people(30, -0.5, tau, seed=5))
    grid, normal = (pool(trials, Settings(method=method)) for method in ("grid", "normal"))
    for name in ("mu", "tau", "gain", "harm"):
        assert msgspec.structs.astuple(getattr(grid, name)) == pytest.approx(
            msgspec.structs.astuple(getattr(normal, name)), abs=3e-4
        )
    for one, other in zip(grid.people, normal.people, strict=True):
        assert (one.mean, one.mean_lo, one.mean_hi, one.p_benefit, one.p_mid) == pytest.approx(
            (other.mean, other.mean_lo, other.mean_hi, other.p_benefit, other.p_mid), abs=2e-3
        )


def test_gibbs_draws_agree():
    chance = np.random.default_rng(7)
    summaries = people(10, -0.5, 0.8, seed=8)
    estimate, sd = (np.array([getattr(each, name) for each in summaries]) / UNIT for name in ("estimate", "sd"))
    mu, tau, kept = 0.0, 0.5, []
    taus = np.linspace(0.001, 4, 4000)
    for _ in range(6000):
        precision = sd**-2 + tau**-2
        theta = chance.normal((estimate / sd**2 + mu / tau**2) / precision, precision**-0.5)
        precision = 1 + len(sd) / tau**2
        mu = chance.normal(theta.sum() / tau**2 / precision, precision**-0.5)
        log = -len(sd) * np.log(taus) - 0.5 * ((theta - mu) ** 2).sum() / taus**2 - 0.5 * (taus / 0.5) ** 2
        tau = chance.choice(taus, p=np.exp(log - log.max()) / np.exp(log - log.max()).sum())
        kept.append((mu, tau, theta[0]))
    drawn = np.array(kept[500:]) * UNIT
    found = pool(collect(summaries))
    assert (found.mu.mean, found.tau.mean, found.people[0].mean) == pytest.approx(drawn.mean(axis=0), abs=0.04)
    assert (found.mu.sd, found.tau.sd) == pytest.approx(drawn.std(axis=0)[:2], abs=0.04)


def test_without_spread_the_answer_is_the_product_of_the_likelihoods():
    summaries, parts = uneven_people(6, 9)
    found = pool(collect(summaries), Settings(method="grid", priors=PoolPriors(tau_scale=1e-3)))
    mu = np.linspace(-8, 8, 160_001)
    density = np.exp(-0.5 * (mu / UNIT) ** 2)
    for each in parts:
        density *= sum(share * np.exp(-0.5 * ((mu - centre) / sd) ** 2) for share, centre, sd in each)
    density /= density.sum()
    mean = density @ mu
    assert found.mu.mean == pytest.approx(mean, abs=1e-4)
    assert found.mu.sd == pytest.approx(np.sqrt(density @ (mu - mean) ** 2), abs=1e-4)
    assert all(each.mean == pytest.approx(mean, abs=1e-3) for each in found.people)


def test_with_a_wide_spread_everybody_keeps_their_own_answer():
    summaries = [person(n, centre, 0.2) for n, centre in enumerate((-9.0, -4.0, 0.0, 5.0, 9.0))]
    for each in pool(collect(summaries), Settings(priors=PoolPriors(tau_scale=3.0))).people:
        assert each.mean == pytest.approx(each.estimate, abs=0.02)
        assert each.mean_hi - each.mean_lo == pytest.approx(each.hi - each.lo, rel=0.02)


def test_swapping_the_labels_turns_the_answer_round():
    summaries, parts = uneven_people(8, 2)
    mirrored = [uneven(n, -p[0][1], p[0][2], p[0][1] - p[1][1])[0] for n, p in enumerate(parts)]
    one, other = pool(collect(summaries)), pool(collect(mirrored))
    assert other.mu.mean == pytest.approx(-one.mu.mean, abs=1e-6)
    assert (other.harm.mean, other.harm.lo, other.harm.hi) == pytest.approx(
        (one.gain.mean, one.gain.lo, one.gain.hi), abs=1e-4
    )


def test_a_higher_outcome_that_is_better_is_the_same_answer_mirrored():
    lower = pool(collect(people(9, -0.6, 0.7)))
    turned = [person(n, -each.estimate, each.sd, better="higher") for n, each in enumerate(people(9, -0.6, 0.7))]
    higher = pool(collect(turned))
    assert higher.mu.mean == pytest.approx(-lower.mu.mean, abs=1e-6)
    for name in ("p_benefit", "p_mid"):
        assert getattr(higher, name) == pytest.approx(getattr(lower, name), abs=1e-5)
        assert getattr(higher.people[0], name) == pytest.approx(getattr(lower.people[0], name), abs=1e-4)
    assert higher.gain.mean == pytest.approx(lower.gain.mean, abs=1e-5)


def test_another_unit_of_the_outcome_only_rescales():
    one = pool(collect(people(9, -0.6, 0.7)))
    tenfold = [
        person(n, 10 * each.estimate, 10 * each.sd, 20.0, s0=20.0, mid=10.0)
        for n, each in enumerate(people(9, -0.6, 0.7))
    ]
    other = pool(collect(tenfold))
    assert msgspec.structs.astuple(other.mu) == pytest.approx(
        tuple(10 * each for each in msgspec.structs.astuple(one.mu)), rel=1e-4
    )
    assert other.gain.mean == pytest.approx(one.gain.mean, abs=1e-6)


def test_different_scale_units_are_pooled_in_points_all_the_same():
    plain = people(9, -0.6, 0.7)
    other = [person(n, each.estimate, each.sd, s0=(1.6, 2.0, 2.5)[n % 3]) for n, each in enumerate(plain)]
    one, two = pool(collect(plain)), pool(collect(other))
    assert two.unit == 2.0
    assert two.mu.mean == pytest.approx(one.mu.mean, abs=1e-4)
    assert two.tau.mean == pytest.approx(one.tau.mean, abs=1e-4)


def test_their_own_spread_is_a_unit_only_when_it_is_chosen():
    mixed = [*people(4, -0.6, 0.7), person(90, -30.0, 10.0, 40.0, s0=40.0, outcome="sleep", unit="minutes", mid=20.0)]
    with pytest.raises(BadInput, match="--units spread"):
        pool(collect(mixed))
    with pytest.raises(BadInput, match="different outcomes"):
        pool(collect(mixed), Settings(units="outcome", mid=1.0))
    found = pool(collect(mixed), Settings(units="spread"))
    assert (found.unit, found.mid) == (1.0, 0.5)
    assert "spread_units" in found.remarks
    assert found.people[-1].estimate == pytest.approx(-0.75, abs=1e-4)


def test_different_minimal_differences_are_asked_about():
    mixed = [*people(4, -0.6, 0.7), person(90, -0.5, 0.5, mid=1.5)]
    with pytest.raises(BadInput, match="--mid"):
        pool(collect(mixed))
    assert pool(collect(mixed), Settings(mid=1.5)).mid == 1.5


@pytest.mark.parametrize("change", [{"intervention": "valerian"}, {"better": "higher"}])
def test_trials_of_different_things_are_never_pooled(change):
    with pytest.raises(BadInput, match="did not try the same thing"):
        collect([person(1, -0.5, 0.5), person(2, -0.5, 0.5, **change)])


def test_nobody_is_no_answer():
    with pytest.raises(BadInput, match="no summary"):
        collect([])


def test_a_trial_counts_once():
    collector = Collector()
    assert collector.add(person(1, -0.5, 0.5)) is None
    assert "already" in (collector.add(person(1, -0.5, 0.5)) or pytest.fail("counted twice")).en
    assert "another result" in (collector.add(person(1, -0.9, 0.5)) or pytest.fail("counted twice")).en
    assert len(collector) == 1


def test_one_person_is_said_to_be_one():
    found = pool(collect([person(1, -1.0, 0.4)]))
    assert "one_person" in found.remarks
    assert found.n == 1
    assert found.tau.hi > 1.5  # nearly all from the prior: 0.5 and 2.24 scale units are its median and 97.5 %


def test_parts_of_the_trials_are_shown_beside_the_whole():
    summaries = [
        *people(10, -0.6, 0.7),
        person(90, -1.0, 0.8, early_stopped=True),
        person(91, -2.0, 0.8, blinded=False),
    ]
    found = pool(collect(summaries))
    beside = {each.name: each for each in found.sensitivity}
    assert set(beside) == {"full_length", "blinded", "other_method", "half_cauchy"}
    assert (beside["full_length"].n, beside["blinded"].n, beside["other_method"].n) == (11, 11, 12)
    assert beside["blinded"].mu == pool(collect(summaries[:-1])).mu
    assert {"early_stopped", "not_blinded"} <= set(found.remarks)


def test_where_a_part_has_nobody_there_is_no_figure():
    found = pool(collect([person(n, -0.5, 0.5, blinded=False) for n in range(3)]))
    [part] = [each for each in found.sensitivity if each.name == "blinded"]
    assert (part.n, part.mu, part.tau, part.gain) == (0, None, None, None)


def test_one_who_lies_far_from_all_others_is_named_and_set_apart_beside():
    found = pool(collect([*people(20, -0.5, 0.3), person(90, 14.0, 0.3)]))
    assert found.outlying == ("trial-000090",)
    [without] = [each for each in found.sensitivity if each.name == "without_outlying"]
    assert without.n == 20
    assert without.tau.mean < found.tau.mean


def test_one_absurd_person_among_very_many_does_not_pass_unheard():
    """A person forty spreads away: the integral underflows, and the tail of the normal likelihood stands in."""
    trials = collect([*(person(n, -0.5 + 0.01 * (n % 5), 0.1) for n in range(60)), person(90, 15.5, 0.1)])
    grid, normal = (pool(trials, Settings(method=method, shown=0)) for method in ("grid", "normal"))
    assert grid.mu.mean == pytest.approx(normal.mu.mean, abs=1e-3)
    assert grid.tau.mean == pytest.approx(normal.tau.mean, abs=1e-3)


def test_the_likelihood_of_a_person_sixty_spreads_away_is_still_told_apart():
    """Where the average over the kernel underflows, the tail of a normal likelihood stands in: here it is exact."""
    data = scaled(collect([person(1, 12.1, 0.2)]), "outcome", None)
    mu, tau = np.array([-0.3, 0.0, 5.9, 6.0]), np.array([0.01, 0.1])
    variance = 0.1**2 + tau[:, None] ** 2
    expected = 0.5 * np.log(0.1**2 / variance) - 0.5 * (6.05 - mu) ** 2 / variance
    found = log_likelihood(data.people, mu, tau)
    assert found - found[0, 3] == pytest.approx(expected - expected[0, 3], rel=1e-4, abs=1e-4)


@pytest.mark.parametrize(("tau", "sd", "word"), [(0.0, 0.2, "alike"), (2.5, 0.3, "differ"), (0.6, 1.5, "cannot_tell")])
def test_how_differently_people_respond_is_a_word_only_when_it_is_known(tau, sd, word):
    chance = np.random.default_rng(3)
    summaries = [person(n, chance.normal(chance.normal(-0.5, tau), sd), sd) for n in range(40)]
    assert pool(collect(summaries)).differ == word


def test_where_likelihoods_were_not_kept_results_are_taken_as_normal_and_the_grid_is_refused():
    trials = msgspec.structs.replace(collect(people(6, -0.5, 0.7)), table=None)
    found = pool(trials)
    assert (found.method, "normal" in found.remarks) == ("normal", True)
    assert {each.method for each in found.sensitivity} == {"normal"}
    with pytest.raises(BadInput, match="--method normal"):
        pool(trials, Settings(method="grid"))


def test_scale_units_too_different_for_one_grid_are_refused():
    mixed = [*people(4, -0.6, 0.7), person(90, -300.0, 20.0, 400.0, s0=100.0)]
    with pytest.raises(BadInput, match="--units spread"):
        pool(collect(mixed))


def test_all_figures_are_finite_for_people_who_know_nothing():
    found = pool(collect([person(n, 0.0, 60.0) for n in range(4)]))
    assert found.mu.mean == pytest.approx(0.0, abs=1e-3)
    assert found.mu.sd == pytest.approx(UNIT, rel=0.01)  # the prior
    text = msgspec.json.encode(found).decode()
    assert "null" not in text
