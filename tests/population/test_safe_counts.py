"""No shown count gives a few people away: neither by itself, nor together with the others."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stilla.population.inferred import Sheet, given_away, safe_steps
from stilla.population.safe_counts import Steps, said, shown
from stilla.population.tally import TAKING, VERDICTS, Exact, Found, safe, sheet

SMALLEST = st.sampled_from([3, 4, 5, 7, 11])
FEW = st.one_of(st.just(0), st.integers(1, 14), st.integers(0, 400))


@given(st.integers(0, 10_000), st.integers(3, 60))
def test_a_shown_count_says_no_more_than_a_range(count: int, step: int) -> None:
    low, high = said(shown(count, step), step)
    assert low <= count <= high
    same = [n for n in range(max(0, count - 2 * step), count + 2 * step) if shown(n, step) == shown(count, step)]
    assert same == [*range(low, high + 1)]
    assert count == 0 or len(same) > 1


def test_exact_counts_are_exact() -> None:
    assert [shown(n, step).about for n in (0, 1, 4, 7) for step in (0, 1)] == [0, 0, 1, 1, 4, 4, 7, 7]


def test_two_small_counts_and_their_rounded_sum_would_be_both_known() -> None:
    small = Sheet({"a": 4, "b": 4}, [("part", ("a",)), ("part", ("b",)), ("sum", ("a", "b"))], [], [])
    assert given_away(small, Steps(5, 5, 5), 5) == [("a",), ("b",)]
    assert safe_steps(small, 5) == Steps(5, 5, 10)


def test_a_hidden_difference_is_guarded_too() -> None:
    shown_ones = [("part", ("a", "b")), ("sum", ("b",))]
    assert given_away(Sheet({"a": 4, "b": 8}, shown_ones, [], [("a",)]), Steps(5, 5, 1), 5) == []
    assert given_away(Sheet({"a": 4, "b": 8}, shown_ones, [], [("a",)]), Steps(1, 5, 1), 5) == [("a",)]


@st.composite
def _small_sheets(draw: st.DrawFn) -> tuple[Sheet, Steps, int]:
    """Few parts of few people, some sums of them shown, and what holds of them."""
    names = "abc"[: draw(st.integers(1, 3))]
    parts = {name: draw(st.integers(0, 9)) for name in names}
    sums = st.sets(st.sampled_from(names), min_size=1).map(lambda of: tuple(sorted(of)))
    kinds = st.sampled_from(["part", "verdict", "sum"])
    told = [("sum", tuple(names)), *draw(st.lists(st.tuples(kinds, sums), max_size=4))]
    holds = [(draw(st.sampled_from(names)), f"-{draw(st.sampled_from(names))}") for _ in range(draw(st.integers(0, 2)))]
    smallest = draw(st.integers(3, 5))
    steps = Steps(*(draw(st.sampled_from([1, smallest, 2 * smallest])) for _ in range(3)))
    return Sheet(parts, told, holds, [(name,) for name in names]), steps, smallest


@settings(max_examples=settings.default.max_examples // 10)
@given(_small_sheets())
def test_what_is_given_away_is_what_trying_all_numbers_gives_away(case: tuple[Sheet, Steps, int]) -> None:
    small, steps, smallest = case
    step = {"part": steps.parts, "verdict": steps.verdicts, "sum": steps.sums}
    known = [of for of in small.holds if small.count(of) >= 0]

    def fits(numbers: Sheet) -> bool:
        ranges = ((numbers.count(of), said(shown(small.count(of), step[kind]), step[kind])) for kind, of in small.shown)
        return all(low <= n <= high for n, (low, high) in ranges) and all(numbers.count(of) >= 0 for of in known)

    most = said(shown(small.count(small.shown[0][1]), steps.sums), steps.sums)[1]
    tried = (
        small._replace(parts=dict(zip(small.parts, numbers, strict=True)))
        for numbers in product(range(most + 1), repeat=len(small.parts))
        if sum(numbers) <= most
    )
    fitting = [each for each in tried if fits(each)]
    sums = dict.fromkeys([*(of for _, of in small.shown), *small.guarded])
    alone = [of for of in sums if 0 < small.count(of) < smallest and len({each.count(of) for each in fitting}) == 1]
    assert sorted(given_away(small, steps, smallest)) == sorted(alone)


@st.composite
def screens(draw: st.DrawFn) -> Exact:
    """Counts of a screen that could be true: people one by one, each with what holds of them."""
    kinds = st.tuples(st.sampled_from(TAKING), st.sets(st.sampled_from(range(5))), st.sets(st.sampled_from("fg")))
    verdicts = {taking: dict.fromkeys(VERDICTS, 0) for taking in TAKING}
    levels = ("stop", "stop", "ask", "ask", "info")
    rules, facts = [[0, 0] for _ in levels], {"f": [0, 0], "g": [0, 0]}
    for taking, held, lacked in draw(st.lists(kinds, max_size=7)):
        count = draw(FEW)
        worst = min((levels[rule] for rule in held if levels[rule] != "info"), key=("stop", "ask").index, default="")
        verdict = worst or ("unknown" if lacked else "go")
        verdicts[taking][verdict] += count
        of = [rules[rule] for rule in held] + [facts[fact] for fact in lacked if verdict == "unknown"]
        for each in of:
            each[0] += count
            each[1] += count if taking == "yes" else 0
    return Exact(
        dead=draw(FEW),
        verdicts=verdicts,
        rules=tuple(Found(f"r{n}", *each, levels[n]) for n, each in enumerate(rules) if each[0]),
        missing=tuple(Found(fact, *each) for fact, each in facts.items() if each[0]),
    )


@settings(max_examples=settings.default.max_examples // 10)
@given(screens(), SMALLEST)
def test_nobody_can_be_picked_out_of_a_screen(exact: Exact, smallest: int) -> None:
    tally = safe(exact, smallest)
    assert given_away(sheet(exact), tally.steps, smallest) == []
    assert min(tally.steps.parts, tally.steps.verdicts, tally.steps.sums) >= smallest
    each = [tally.people, tally.dead, tally.judged, *tally.verdicts.values()]
    each += [count for branch in tally.branches for count in (branch.people, *branch.verdicts.values())]
    each += [count for row in (*tally.rules, *tally.missing) for count in (row.people, row.taking)]
    assert all(count.about is None or count.about % smallest == 0 for count in each)
    assert all(count.about == 0 or (count.about or count.fewer_than or 0) >= smallest for count in each)


@settings(max_examples=settings.default.max_examples // 10)
@given(screens())
def test_all_that_is_held_to_be_known_of_a_screen_is_true(exact: Exact) -> None:
    assert all(sheet(exact).count(of) >= 0 for of in sheet(exact).holds)


@pytest.mark.parametrize("smallest", [0, 1])
def test_exact_counts_are_shown_where_they_are_asked_for(smallest: int) -> None:
    none = dict.fromkeys(VERDICTS, 0)
    tally = safe(Exact(1, {"yes": none | {"stop": 2}, "unknown": none, "no": none}, (), ()), smallest)
    assert (tally.people.about, tally.dead.about, tally.verdicts["stop"].about) == (3, 1, 2)
