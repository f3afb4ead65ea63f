"""The forward recursion against plain integration over every hidden state at once."""

import itertools

import numpy as np
import pytest
from scipy.stats import multivariate_normal, nbinom

from stilla.analysis.latent_binary import BinaryFamily
from stilla.analysis.latent_count import CountFamily
from stilla.analysis.latent_family import Point, logistic_mean
from stilla.analysis.latent_filter import forward, nodes_of, power, stationary, transition
from stilla.analysis.latent_interval import IntervalFamily, interval
from stilla.analysis.latent_ordinal import OrdinalFamily

PREDICTOR, SIGMA = 0.4, 1.3
ONE = np.ones((3, 1))


def point(own=()):
    return Point(np.array([[[PREDICTOR]]]), np.array([[SIGMA]]), np.array([[own]], float).reshape(1, 1, -1))


def logistic(x):
    return 1 / (1 + np.exp(-x))


def filtered(family, gaps, rho, own=(), count=41):
    nodes = nodes_of(count)
    rows = len(gaps) + 1
    emission = family.emission(point(own), ONE[:rows], nodes)
    return float(forward(emission, np.array([rho]), np.array(gaps, float), 1, nodes)[0, 0])


def integrated(likelihoods, gaps, rho):
    """The integral over all states by the trapezium rule, their joint normal density written out."""
    z = np.linspace(-7, 7, 141)
    time = np.concatenate([[0], np.cumsum(gaps)])
    apart = np.abs(np.subtract.outer(time, time))
    correlation = np.sign(rho) ** apart * np.abs(rho) ** apart
    grid = np.stack(np.meshgrid(*[z] * len(time), indexing="ij"), axis=-1)
    value = multivariate_normal(np.zeros(len(time)), correlation).pdf(grid)
    for axis, likelihood in enumerate(likelihoods):
        value = value * likelihood(PREDICTOR + SIGMA * grid[..., axis])
    return float(np.log(value.sum() * (z[1] - z[0]) ** len(time)))


@pytest.mark.parametrize(
    ("rho", "gaps"), [(0.5, [1, 1]), (-0.25, [1, 2]), (0.8, [2, 1]), (0.9, [0.5, 1.7]), (0.3, [3, 9])]
)
@pytest.mark.parametrize("y", [(1, 1, 1), (0, 1, 0)])
def test_three_nights_of_yes_and_no_agree_with_plain_integration(rho, gaps, y):
    found = filtered(BinaryFamily(np.array(y, float)), gaps, rho)
    plain = integrated([logistic if each else (lambda x: logistic(-x)) for each in y], gaps, rho)
    assert found == pytest.approx(plain, abs=3e-5)


@pytest.mark.parametrize("y", [(4, 3, 7), (9, 6, 4), (5, 0, 1)])
def test_three_scores_agree_with_plain_integration(y):
    own = (0.4, -0.6, 0.3)
    family = OrdinalFamily(np.array(y), 11, 0.0)
    cuts = np.concatenate([[-np.inf], family.cutpoints(np.array(own)), [np.inf]])
    plain = [lambda x, k=k: logistic(cuts[k + 1] - x) - logistic(cuts[k] - x) for k in y]
    assert filtered(family, [1, 2], 0.6, own) == pytest.approx(integrated(plain, [1, 2], 0.6), abs=1e-4)


@pytest.mark.parametrize("y", [(0, 3, 1), (12, 7, 30)])
def test_three_counts_agree_with_the_negative_binomial_of_another_library(y):
    exposure = np.array([0.5, 1.0, 2.0])
    family = CountFamily(np.array(y, float), np.log(exposure))
    noise = 0.6744897501960817  # the half-normal's quantile at 0: its median
    shape = noise**-2

    def likelihood(x, k, much):
        return nbinom.pmf(k, shape, shape / (shape + much * np.exp(x)))

    plain = [lambda x, k=k, much=much: likelihood(x, k, much) for k, much in zip(y, exposure, strict=True)]
    assert filtered(family, [1, 2], 0.6, (0.0,)) == pytest.approx(integrated(plain, [1, 2], 0.6), abs=3e-5)


def test_rounded_minutes_agree_with_plain_integration():
    from scipy.stats import norm  # noqa: PLC0415

    low, high = interval(np.array([0.0, 30.0, 45.0]), 1.0, 15.0)
    family = IntervalFamily(low - 2.5, high - 2.5, 1.0)
    share = 0.05 + 0.95 * (1 - np.sqrt(0.5))
    slow, noise = SIGMA * np.sqrt(1 - share), SIGMA * np.sqrt(share)

    def likelihood(x, k):
        centre = PREDICTOR + (x - PREDICTOR) * slow / SIGMA
        return norm.cdf((family.high[k] - centre) / noise) - norm.cdf((family.low[k] - centre) / noise)

    plain = [lambda x, k=k: likelihood(x, k) for k in range(3)]
    assert filtered(family, [1, 2], 0.6, (0.0,)) == pytest.approx(integrated(plain, [1, 2], 0.6), abs=3e-5)


@pytest.mark.parametrize("rho", [-0.2, 0.0, 0.5, 0.9, 0.95])
def test_forty_one_nodes_agree_with_more_to_four_digits(rho):
    y = np.array([1, 1, 0, 1, 1, 1, 0, 0, 0, 1] * 4, float)
    columns, nodes = np.ones((40, 1)), [nodes_of(k) for k in (41, 61, 81)]
    found = [
        forward(BinaryFamily(y).emission(point(), columns, z), np.array([rho]), np.ones(39), 1, z)[0, 0] for z in nodes
    ]
    assert found[0] == pytest.approx(found[2], abs=1e-4)
    assert found[1] == pytest.approx(found[2], abs=1e-4)


def test_the_probabilities_of_all_possible_diaries_sum_to_one():
    total = sum(
        np.exp(filtered(BinaryFamily(np.array(y, float)), [1, 3], 0.7)) for y in itertools.product((0, 1), repeat=3)
    )
    assert total == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("own", [(0, 0, 0), (1.5, 2, -2), (-2, -1, 2), (3, -3, -3)])
def test_the_levels_of_a_score_share_out_all_probability_and_their_cutpoints_rise(own):
    family = OrdinalFamily(np.arange(11), 11, 0.0)
    assert np.all(np.diff(family.cutpoints(np.array(own, float))) > 0)
    total = sum(np.exp(filtered(OrdinalFamily(np.array([k]), 11, 0.0), [], 0.5, own)) for k in range(11))
    assert total == pytest.approx(1, abs=1e-9)


def test_a_score_turned_upside_down_has_its_cutpoints_turned():
    family = OrdinalFamily(np.arange(11), 11, 0.0)
    plain, turned = family.cutpoints(np.array([0.3, 1.0, -0.5])), family.cutpoints(np.array([0.3, -0.5, 1.0]))
    assert turned == pytest.approx(-plain[::-1], abs=1e-12)


def test_a_score_of_two_levels_is_yes_and_no():
    two = filtered(OrdinalFamily(np.array([0, 1, 1]), 2, 0.0), [1, 2], 0.4, (0.7, 0.2, -1))
    assert two == pytest.approx(filtered(BinaryFamily(np.array([0.0, 1, 1])), [1, 2], 0.4), abs=1e-12)


def test_a_transition_keeps_all_weight_and_leaves_the_stationary_state_alone():
    nodes = nodes_of(41)
    moved = transition(nodes, np.array([-0.3, 0.0, 0.7, 0.9]))
    assert moved.sum(axis=2) == pytest.approx(np.ones((4, 41)))
    assert stationary(nodes) @ moved == pytest.approx(np.tile(stationary(nodes), (4, 1)), abs=1e-5)


def test_points_weighed_together_are_weighed_as_if_alone():
    rng, nodes = np.random.default_rng(3), nodes_of(41)
    y, columns, rho = rng.integers(0, 2, 20).astype(float), rng.normal(size=(20, 2)), np.array([0.1, 0.6, 0.9])
    many = Point(rng.normal(size=(3, 4, 2)), rng.uniform(0, 2, (3, 4)), np.empty((3, 4, 0)))
    gaps = rng.integers(1, 4, 19).astype(float)
    together = forward(BinaryFamily(y).emission(many, columns, nodes), rho, gaps, 4, nodes)
    for g, m in itertools.product(range(3), range(4)):
        one = Point(*(part[g : g + 1, m : m + 1] for part in many))
        alone = forward(BinaryFamily(y).emission(one, columns, nodes), rho[g : g + 1], gaps, 1, nodes)
        assert alone[0, 0] == pytest.approx(together[g, m], abs=1e-10)


def test_many_kinds_of_gaps_are_all_taken_for_what_they_are():
    rng, nodes = np.random.default_rng(5), nodes_of(41)
    gaps = np.arange(1.0, 20.0)
    y, columns = rng.integers(0, 2, 20).astype(float), np.ones((20, 1))
    plain, state = 0.0, stationary(nodes)
    for row, each in enumerate(y):
        state = state if row == 0 else state @ transition(nodes, power(np.array([0.8]), gaps[row - 1]))[0]
        state = state * logistic((PREDICTOR + SIGMA * nodes) * (1 if each else -1))
        plain, state = plain + np.log(state.sum()), state / state.sum()
    emission = BinaryFamily(y).emission(point(), columns, nodes)
    assert forward(emission, np.array([0.8]), gaps, 1, nodes)[0, 0] == pytest.approx(plain, abs=1e-10)


def test_an_impossible_night_has_a_finite_log_likelihood():
    far = Point(np.array([[[-1e6]]]), np.array([[50.0]]), np.empty((1, 1, 0)))
    nodes = nodes_of(41)
    found = forward(
        BinaryFamily(np.ones(30)).emission(far, np.ones((30, 1)), nodes), np.array([0.9]), np.ones(29), 1, nodes
    )
    assert np.isfinite(found).all()


@pytest.mark.parametrize("sigma", [0.0, 0.5, 1.49, 1.51, 4.0, 8.0])
def test_the_mean_of_a_logistic_over_nights_is_that_of_fine_integration(sigma):
    z = np.linspace(-8, 8, 4001)
    weight = np.exp(-(z**2) / 2)
    plain = np.sum(logistic(0.7 + sigma * z) * weight) / weight.sum()
    assert logistic_mean(np.array([[0.7, 0.7]]), np.array([sigma]))[0] == pytest.approx(plain, abs=2e-5)
