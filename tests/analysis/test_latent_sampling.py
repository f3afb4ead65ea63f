"""The sampler, against targets whose answer is known."""

import numpy as np
import pytest

from stilla.analysis.latent_sampling import (
    Proposal,
    Sample,
    around_mode,
    draw,
    effective,
    pareto_k,
    recentred,
)

MEAN = np.array([0.5, -1.0, 2.0])
COVARIANCE = np.array([[0.5, 0.2, 0.0], [0.2, 0.3, -0.1], [0.0, -0.1, 1.0]])


def normal(theta):
    away = theta - MEAN
    square = np.einsum("...i,ij,...j->...", away, np.linalg.inv(COVARIANCE), away)
    return -0.5 * (square + np.linalg.slogdet(2 * np.pi * COVARIANCE)[1])


def weights(sample):
    weight = np.exp(sample.log_weight - sample.log_weight.max())
    return weight / weight.sum()


def test_the_mode_and_curvature_of_a_normal_are_found():
    proposal, covariance = around_mode(normal, np.zeros(3), None)
    assert proposal.centre == pytest.approx(MEAN, abs=0.02)
    assert covariance == pytest.approx(COVARIANCE, abs=1e-4)


def test_a_flat_direction_gets_a_wide_proposal_and_no_error():
    proposal, covariance = around_mode(lambda theta: -0.5 * theta[..., 0] ** 2, np.ones(2), np.eye(2))
    assert np.isfinite(proposal.root).all()
    assert covariance[1, 1] == pytest.approx(1.5**2)


@pytest.mark.parametrize("count", [1024, 4096])
def test_weighted_draws_have_the_moments_and_the_whole_mass_of_their_target(count):
    proposal = Proposal(MEAN + np.array([0.3, -0.2, 0.4]), 1.2 * np.linalg.cholesky(COVARIANCE))
    sample = draw(normal, proposal, count)
    weight = weights(sample)
    mean = weight @ sample.theta
    assert np.exp(sample.log_weight).mean() == pytest.approx(1, abs=0.03)
    assert mean == pytest.approx(MEAN, abs=0.04)
    assert (sample.theta - mean).T @ ((sample.theta - mean) * weight[:, None]) == pytest.approx(COVARIANCE, abs=0.05)
    assert effective(weight) > count / 3


def test_members_of_a_group_share_their_first_parameter():
    seen = []

    def density(theta):
        seen.append(theta)
        return normal(theta)

    draw(density, Proposal(MEAN, np.linalg.cholesky(COVARIANCE)), 1024)
    assert seen[0].shape == (64, 16, 3)
    assert np.ptp(seen[0][:, :, 0], axis=1).max() == 0


def test_drawing_again_gives_the_same_points():
    proposal = Proposal(MEAN, np.linalg.cholesky(COVARIANCE))
    assert np.array_equal(draw(normal, proposal, 1024).theta, draw(normal, proposal, 1024).theta)


def test_a_first_sample_leads_to_a_better_proposal():
    far = Proposal(MEAN - 1.0, 2 * np.linalg.cholesky(COVARIANCE))
    first = draw(normal, far, 1024)
    second = draw(normal, recentred(first), 1024)
    assert effective(weights(second)) > 2 * effective(weights(first))


@pytest.mark.parametrize("shape", [0.2, 0.5, 0.8, 1.2])
def test_the_shape_of_a_known_tail_is_found(shape):
    u = (np.arange(20_000) + 0.5) / 20_000
    weight = 1 + (u**-shape - 1) / shape  # quantiles of a generalised Pareto distribution
    assert pareto_k(weight / weight.sum()) == pytest.approx(shape, abs=0.1)


def test_equal_weights_have_no_tail_and_too_few_are_not_trusted():
    assert pareto_k(np.full(1000, 1e-3)) == 0
    assert pareto_k(np.full(10, 0.1)) == 1
    assert effective(np.full(1000, 1e-3)) == pytest.approx(1000)


def test_one_point_with_all_the_weight_is_not_trusted():
    weight = np.exp(np.random.default_rng(1).normal(0, 8, 4096))
    assert pareto_k(weight / weight.sum()) > 0.7
    assert recentred(Sample(np.zeros((4, 2)), np.zeros(4))).centre.tolist() == [0, 0]
