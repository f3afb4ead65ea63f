"""Generated days, and what is true of them written out as plainly as can be: the oracle of the timetable's tests."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from stilla.timetable.day import Separation, Wishes

DAY = 1440
GRID = range(0, DAY, 5)

clocks = st.integers(0, DAY - 1)
hours = st.sampled_from([0, 30, 60, 120, 180, 240, 360, 480, 600])
distances = st.one_of(hours, st.integers(0, 700))


def doses(most: int = 12):
    """Doses at any minute, of a few medicines."""
    one = st.builds(
        Separation,
        at=clocks,
        medicine=st.sampled_from(["Levaxin", "gabapentin", "doxycycline", "iron", "Madopark"]),
        rule=st.sampled_from(["one", "two"]),
        before=distances,
        after=distances,
    )
    return st.lists(one, max_size=most)


@st.composite
def wishes(draw, counts=(1, 2)):
    bedtime, waketime = draw(
        st.one_of(
            st.just((None, None)),
            st.tuples(clocks, clocks).filter(lambda pair: pair[0] != pair[1]),
            st.just((1350, 390)),
        )
    )
    return Wishes(
        count=draw(st.sampled_from(counts)),
        bedtime=bedtime,
        waketime=waketime,
        meals=tuple(draw(st.lists(clocks, max_size=3))),
        preferred=draw(st.one_of(st.none(), clocks)),
        apart=draw(st.integers(60, 720)),
    )


def keeps(time: int, separation: Separation) -> bool:
    return (time - separation.at) % DAY >= separation.before and (separation.at - time) % DAY >= separation.after


def is_awake(time: int, wish: Wishes) -> bool:
    if wish.bedtime is None or wish.waketime is None:
        return True
    return not (time - wish.bedtime) % DAY < (wish.waketime - wish.bedtime) % DAY


def round_the_day(one: int, other: int) -> int:
    return min((one - other) % DAY, (other - one) % DAY)


def possible(separations, wish: Wishes, *, asleep: bool = False) -> list[tuple[int, ...]]:
    """Every choice of times that breaks nothing: for two doses the evening one first."""
    free = [t for t in GRID if (asleep or is_awake(t, wish)) and all(keeps(t, each) for each in separations)]
    if wish.count == 1:
        return [(t,) for t in free]
    return [pair for pair in product(free, free) if round_the_day(*pair) >= wish.apart]


def cost(times: tuple[int, ...], wish: Wishes) -> int:
    """The total distance from the wished times, each dose at the one it was chosen for."""
    return sum(round_the_day(time, target) for time, target in zip(times, wish.targets, strict=True))


def best_cost(separations, wish: Wishes) -> int | None:
    """The least total distance of all choices; None where there is no choice."""
    free = [t for t in GRID if is_awake(t, wish) and all(keeps(t, each) for each in separations)]
    far = [[(t, round_the_day(t, target)) for t in free] for target in wish.targets]
    if wish.count == 1:
        return min((far_off for _, far_off in far[0]), default=None)
    low, high = wish.apart, DAY - wish.apart
    return min((a + b for t, a in far[0] for u, b in far[1] if low <= (t - u) % DAY <= high), default=None)


def least_cost(times: tuple[int, ...], wish: Wishes) -> int:
    """The same where it is not known which dose is which."""
    return min(cost(times, wish), cost(times[::-1], wish))
