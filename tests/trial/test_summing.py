from __future__ import annotations

from math import exp

import msgspec
import pytest
from finished_trial import ORDER, plan, stopped, whole

from stilla.analysis.answer import Counts
from stilla.analysis.summary import NODES, read_summary
from stilla.trial import summing
from stilla.trial.protocol import Outcome
from stilla.trial.summing import summary_of


def changed(value, **fields):
    return msgspec.structs.replace(value, **fields)


@pytest.fixture(scope="module")
def written() -> bytes:
    made = summary_of(whole().plan, whole().finished, whole().record, ORDER)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def found(written):
    return read_summary(written, "summary.json")


def test_the_strict_reader_takes_it_and_it_says_which_trial_it_is(found):
    of = whole().plan
    assert found.trial == of.id
    assert found.protocol == of.digest
    assert (found.intervention, found.outcome, found.unit) == ("magnesium-citrate", "worst-urge", "points-0-10")
    assert found.design == "balanced-8x14"
    assert (found.s0, found.mid, found.better) == (1.5, 1.0, "lower")
    assert found.nights == whole().finished.answer.n.observed
    assert not found.early_stopped
    assert found.blinded


def test_its_likelihood_with_the_prior_is_the_posterior_of_the_answer(found):
    # Grid integration of likelihood × prior, against the exact mixture.
    effects = NODES * found.s0
    prior_sd = whole().plan.priors.effect_sd * whole().plan.priors.scale
    log = [like - 0.5 * (x / prior_sd) ** 2 for like, x in zip(found.likelihood, effects, strict=True)]
    weight = [exp(each - max(log)) for each in log]
    mean = sum(w * x for w, x in zip(weight, effects, strict=True)) / sum(weight)
    sd = (sum(w * (x - mean) ** 2 for w, x in zip(weight, effects, strict=True)) / sum(weight)) ** 0.5
    effect = whole().finished.answer.effect
    assert mean == pytest.approx(effect.mean, abs=2e-3)
    assert sd == pytest.approx(effect.sd, rel=1e-2)


def test_it_is_freed_of_the_prior_that_drew_it_toward_nothing(found):
    assert found.estimate < whole().finished.answer.effect.mean < 0


def test_no_word_and_no_date_of_the_person_is_in_it(written):
    text = written.decode()
    assert "crawling" not in text
    assert "2026" not in text
    assert "2027" not in text
    assert text.count("\n") == 1


def test_an_open_trial_and_an_early_end_are_told():
    of = plan(blinding="open")
    finished = changed(whole().finished, nights=150)
    told = summing._about(of, finished)
    assert not told.blinded
    assert told.early_stopped


def test_nothing_is_written_where_nothing_can_be_said():
    assert stopped().finished.answer.too_little
    assert summary_of(stopped().plan, stopped().finished, stopped().record, ORDER) is None
    one_arm = changed(whole().finished.answer, n=Counts(112, 50, 50, 0, 8))
    assert summary_of(whole().plan, changed(whole().finished, answer=one_arm), whole().record, ORDER) is None
    binary = plan(outcome=Outcome(words="a bad night", kind="binary", high=1.0), mid=0.5)
    assert summary_of(binary, whole().finished, whole().record, ORDER) is None


def test_an_effect_that_a_summary_cannot_hold_gives_none(monkeypatch):
    def refused(*_):
        raise ValueError

    monkeypatch.setattr(summing, "summarise", refused)
    assert summary_of(whole().plan, whole().finished, whole().record, ORDER) is None
