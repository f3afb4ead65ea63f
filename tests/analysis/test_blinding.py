"""Guesses against hand values and against counting over the reference set."""

from __future__ import annotations

from itertools import permutations
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.analysis.blinding import Guess, bang, blinding, james
from stilla.analysis.design import Design, every, unrank
from stilla.errors import BadInput

EIGHT = Design("balanced", 8, 21)
SEQUENCE = (1, 0, 0, 1, 1, 0, 1, 0)


def guesses(letters, sure=None, sequence=SEQUENCE):
    """One letter a period: A active, P placebo, ? unsure, . none."""
    words = {"A": "active", "P": "comparator", "?": "unsure"}
    return [
        Guess(period, bool(sequence[period - 1]), words[letter], sure)
        for period, letter in enumerate(letters, start=1)
        if letter != "."
    ]


def published():
    """The table that the README of BlindingIndex.jl gives with its result: 382 and 371 people."""
    table = {True: (48, 4, 330), False: (22, 30, 319)}
    return [
        Guess(1, active, said)
        for active, counts in table.items()
        for said, n in zip(("active", "comparator", "unsure"), counts, strict=True)
        for _ in range(n)
    ]


@pytest.mark.parametrize(
    ("counts", "index", "variance"),
    [
        ((4, 0, 0), 1.0, 0.0),
        ((0, 4, 0), -1.0, 0.0),
        ((0, 0, 4), 0.0, 0.0),
        ((2, 2, 0), 0.0, 0.25),
        ((2, 1, 1), 0.25, (0.25 + 0.1875 + 0.25) / 4),
    ],
)
def test_bang_by_hand(counts, index, variance):
    assert bang(*counts) == pytest.approx((index, variance), rel=1e-12)


@pytest.mark.parametrize(("counts", "index", "error"), [((48, 4, 330), 0.115, 0.018), ((30, 22, 319), 0.022, 0.019)])
def test_bang_on_the_published_table(counts, index, error):
    found, variance = bang(*counts)
    assert (round(found, 3), round(variance**0.5, 3)) == (index, error)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_the_variance_of_bang_is_that_of_a_mean_of_ones_zeros_and_minus_ones(correct, wrong, unsure):
    if not correct + wrong + unsure:
        assert bang(correct, wrong, unsure) is None
        return
    values = [1] * correct + [-1] * wrong + [0] * unsure
    mean = sum(values) / len(values)
    variance = sum((each - mean) ** 2 for each in values) / len(values) ** 2
    assert bang(correct, wrong, unsure) == pytest.approx((mean, variance), abs=1e-12)


def test_james_at_its_anchors_and_on_the_published_table():
    assert james(guesses("????????")) == 1.0
    assert james(guesses("APPAAPAP")) == 0.0
    assert james(guesses("AAPPAAPP")) == pytest.approx(0.5)
    assert james(published()) == pytest.approx(0.896, abs=5e-4)
    assert james([]) is None
    assert james(guesses("A.......")) is None


def test_all_right_is_as_unlikely_as_one_sequence_in_all():
    found = blinding(guesses("APPAAPAP", 90), EIGHT, SEQUENCE)
    assert (found.active.index, found.comparator.index, found.correct) == (1.0, 1.0, 8)
    assert found.p_correct == found.p_log_score == 1 / 62
    assert found.log_score == pytest.approx(log(0.9))
    assert found.reading == "unblinded"


@given(st.text("AP?.", min_size=8, max_size=8), st.integers(0, 61), st.integers(0, 100))
def test_chance_is_counted_over_the_designs_own_sequences(letters, number, sure):
    sequence = unrank(EIGHT, number)
    given_guesses = guesses(letters, sure, sequence)
    found = blinding(given_guesses, EIGHT, sequence)

    def right(other):
        return sum(letter == "PA"[each] for letter, each in zip(letters, other, strict=True))

    def score(other):
        p = min(max(sure / 100, 0.01), 0.99)
        return sum(
            log(0.5 if letter == "?" else p if letter == "PA"[each] else 1 - p)
            for letter, each in zip(letters, other, strict=True)
            if letter != "."
        )

    if not given_guesses:
        assert (found.p_correct, found.p_log_score, found.why) == (None, None, "no-guess")
        return
    others = every(EIGHT).tolist()
    assert found.correct == right(sequence)
    assert found.p_correct == sum(right(other) >= right(sequence) for other in others) / 62
    assert found.p_log_score == sum(score(other) >= score(sequence) - 1e-9 for other in others) / 62
    assert found.log_score == pytest.approx(score(sequence) / len(given_guesses))


@pytest.mark.parametrize(
    ("letters", "reading"),
    [
        ("APPAAPAP", "unblinded"),
        ("AAAAAAAA", "wishful"),
        ("PPPPPPPP", "wishful"),
        ("????????", "blind"),
        ("AAPPAAPP", "blind"),
        ("A??A?P?P", "unblinded"),
        ("PAAPPAPA", "cannot_tell"),
        ("APPA....", "cannot_tell"),
        ("........", "cannot_tell"),
        ("AP?A????", "unblinded"),
    ],
)
def test_the_reading_is_a_value(letters, reading):
    assert blinding(guesses(letters), EIGHT, SEQUENCE).reading == reading


def test_an_index_of_a_fifth_still_counts_as_chance():
    ten, sequence = Design("balanced", 10, 7), (1, 0, 0, 1, 1, 0, 1, 0, 1, 0)
    assert blinding(guesses("A?????????", None, sequence), ten, sequence).reading == "blind"
    assert blinding(guesses("A??A??????", None, sequence), ten, sequence).reading == "cannot_tell"


def test_few_guesses_give_figures_but_no_reading():
    found = blinding(guesses("APPA...."), EIGHT, SEQUENCE)
    assert found.active.index == 1.0
    assert found.active.why == found.comparator.why == "too-few-guesses"


def test_an_arm_without_a_guess_has_no_index():
    found = blinding(guesses("A..A...."), EIGHT, SEQUENCE)
    assert (found.comparator.index, found.comparator.variance, found.comparator.why) == (None, None, "no-guess")


def test_without_every_probability_there_is_no_log_score():
    found = blinding([*guesses("APP", 70), *guesses("...A")], EIGHT, SEQUENCE)
    assert (found.log_score, found.p_log_score, found.why_no_score) == (None, None, "no-probability")
    assert found.p_correct is not None


def test_unsure_needs_no_probability():
    assert blinding(guesses("????????"), EIGHT, SEQUENCE).log_score == pytest.approx(log(0.5))


def test_full_certainty_that_is_wrong_is_cut_to_one_in_a_hundred():
    assert blinding(guesses("PAAPPAPA", 100), EIGHT, SEQUENCE).log_score == pytest.approx(log(0.01))


def test_better_than_chance_is_exact_over_every_true_order():
    said = "AAPAPPAP"
    for alpha in (1 / 62, 0.05, 0.1, 0.25):
        rejected = 0
        for number in range(62):
            sequence = unrank(EIGHT, number)
            rejected += blinding(guesses(said, 80, sequence), EIGHT, sequence).p_log_score <= alpha
        assert rejected <= alpha * 62 + 1e-9


def test_the_order_of_the_guesses_does_not_matter():
    expected = blinding(guesses("AP?A", 60), EIGHT, SEQUENCE)
    for shuffled in permutations(guesses("AP?A", 60)):
        assert blinding(shuffled, EIGHT, SEQUENCE) == expected


@pytest.mark.parametrize(
    "bad",
    [
        [Guess(1, active=True, guess="active"), Guess(1, active=True, guess="unsure")],
        [Guess(9, active=True, guess="active")],
        [Guess(0, active=True, guess="active")],
        [Guess(1, active=False, guess="active")],
        [Guess(1, active=True, guess="active", probability=101)],
    ],
)
def test_contradictions_are_refused(bad):
    with pytest.raises(BadInput):
        blinding(bad, EIGHT, SEQUENCE)
