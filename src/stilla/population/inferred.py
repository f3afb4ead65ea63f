"""What somebody can work out from shown counts, and how coarse they must be so that no small one comes out.

Whoever reads the page knows its counts, how they were rounded, and how they hang together: that verdicts add up, that
everybody told to stop has a rule that says so, that whoever takes magnesium is one of the people. All of that is put as
whole numbers that fit; a count is given away where only one number fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stilla.population.safe_counts import HIDES, Steps, said, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np

    Row = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

Sum = tuple[str, ...]
"""People counted by adding up parts, by name. A part with `-` before it is taken away."""


class Sheet(NamedTuple):
    """True counts and what is known of them.

    `parts` are the people in each part; no part is shown by itself unless `shown` has it. Every sum in `shown` is
    rounded to the step that `Steps` has for its kind: part, verdict or sum. No sum in `holds` is below 0. No sum in
    `guarded`, nor any that is shown, may be given away while it is small.
    """

    parts: Mapping[str, int]
    shown: Sequence[tuple[str, Sum]]
    holds: Sequence[Sum]
    guarded: Sequence[Sum]

    def count(self, of: Sum) -> int:
        """The true count of a sum."""
        return sum(-self.parts[each[1:]] if each.startswith("-") else self.parts[each] for each in of)


def safe_steps(sheet: Sheet, smallest: int) -> Steps:
    """The finest steps at which no count under `smallest` is given away."""
    fine = Steps(smallest, smallest, smallest)
    if smallest < HIDES:
        return fine
    most = max((sheet.count(of) for _, of in sheet.shown), default=0)
    return next(steps for steps in _coarser(smallest, most) if not given_away(sheet, steps, smallest))


def _coarser(smallest: int, most: int) -> Iterator[Steps]:
    """Ever coarser steps: sums before verdicts, and rules and facts only where nothing of the others is left to say."""
    parts = verdicts = sums = smallest
    while True:
        yield Steps(parts, verdicts, sums)
        if sums <= 4 * verdicts and sums <= 2 * most:
            sums *= 2
        elif verdicts <= 2 * most:
            verdicts *= 2
        else:
            parts *= 2


def given_away(sheet: Sheet, steps: Steps, smallest: int) -> list[Sum]:
    """The counts of 1 to `smallest` - 1 people of which only one number fits all that is shown and known."""
    guarded = dict.fromkeys([*(of for _, of in sheet.shown), *sheet.guarded])
    small = [of for of in guarded if 0 < sheet.count(of) < smallest]
    return _Fitting(sheet, steps).alone(small) if small else []


class _Fitting:
    """The numbers that fit."""

    def __init__(self, sheet: Sheet, steps: Steps) -> None:
        import numpy as np  # noqa: PLC0415  # not for every command
        from scipy.optimize import LinearConstraint  # noqa: PLC0415  # as above

        self.sheet = sheet
        self.place = {name: n for n, name in enumerate(sheet.parts)}
        ranges = [
            said(shown(sheet.count(of), step), step) for kind, of in sheet.shown for step in (_step(steps, kind),)
        ]
        known = [of for of in sheet.holds if sheet.count(of) >= 0]
        rows = [self.row(of) for _, of in sheet.shown] + [self.row(of) for of in known]
        low = [low for low, _ in ranges] + [0] * len(known)
        high = [high for _, high in ranges] + [np.inf] * len(known)
        self.fits = LinearConstraint(np.array(rows), low, high)

    def row(self, of: Sum) -> Row:
        """A sum as one factor a part."""
        import numpy as np  # noqa: PLC0415  # as above

        row = np.zeros(len(self.place))
        for each in of:
            row[self.place[each.removeprefix("-")]] += -1 if each.startswith("-") else 1
        return row

    def alone(self, small: Sequence[Sum]) -> list[Sum]:
        """Those sums for which no other number fits. All at once where that settles it, then one by one."""
        import numpy as np  # noqa: PLC0415  # as above

        left = {of: self.row(of) for of in small}
        while left:
            before = len(left)
            for sign in (1, -1):
                left = self.unmoved(left, sign * np.sum([*left.values()], axis=0)) if left else left
            if len(left) == before:
                break
        return [of for of, row in left.items() if all(self.unmoved({of: row}, sign * row) for sign in (1, -1))]

    def unmoved(self, sums: Mapping[Sum, Row], least: Row) -> dict[Sum, Row]:
        """The sums that are what they truly are, too, in the fitting numbers with the least of something."""
        import numpy as np  # noqa: PLC0415  # as above
        from scipy.optimize import Bounds, milp  # noqa: PLC0415  # as above

        found = milp(least, constraints=self.fits, integrality=np.ones(len(least), dtype=int), bounds=Bounds(0, np.inf))
        if found.x is None:
            return dict(sums)
        return {of: row for of, row in sums.items() if round(float(row @ found.x)) == self.sheet.count(of)}


def _step(steps: Steps, kind: str) -> int:
    return {"part": steps.parts, "verdict": steps.verdicts, "sum": steps.sums}[kind]
