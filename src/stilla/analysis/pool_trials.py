"""Many people's summaries as columns: read one by one, refused together where they do not belong together."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np

from stilla.analysis.arrays import BoolArray, FloatArray
from stilla.analysis.decision import Better
from stilla.analysis.pool_grid import People
from stilla.analysis.summary import LEAST_SD, REACH
from stilla.errors import refuse
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.analysis.summary import Summary

Units = Literal["outcome", "spread"]
"""Effects in units of the outcome, or in each person's own scale units (`s0`)."""

GRID_MOST = 10_000
"""People whose whole likelihoods are kept and pooled. Beyond, each is taken as a normal one."""

_TWICE = Text("this trial is already among them", "det här försöket finns redan med")
_TWICE_OTHERWISE = Text(
    "a trial with the same name but another result is already among them",
    "ett försök med samma namn men ett annat resultat finns redan med",
)


class Trials(msgspec.Struct, frozen=True):
    """Everybody's result in units of the outcome, (n,) each; `table` (n, 161), or None where it was not kept."""

    intervention: str
    outcomes: tuple[tuple[str, str], ...]
    """Each outcome with its unit."""
    better: Better
    names: tuple[str, ...]
    """Of the first people only, as many as have a likelihood."""
    estimate: FloatArray
    sd: FloatArray
    s0: FloatArray
    mid: FloatArray
    early: BoolArray
    open: BoolArray
    """Trials in which the person knew what they took."""
    table: FloatArray | None


class Scaled(msgspec.Struct, frozen=True):
    """Effects in one scale unit. `unit` turns them into what is printed."""

    estimate: FloatArray
    sd: FloatArray
    people: People | None
    mid: float
    unit: float


class Collector:
    """Takes summaries one at a time. Beyond 10,000 people each needs 200 bytes, most of them to count nobody twice."""

    def __init__(self) -> None:
        self._figures = array("d")
        self._flags = bytearray()
        self._tables: list[FloatArray] = []
        self._names: dict[str, int] = {}
        self._kinds: Counter[tuple[str, str, str, str]] = Counter()

    def __len__(self) -> int:
        return len(self._flags)

    def add(self, summary: Summary) -> Text | None:
        """Take one; or say why it is left out: a trial counts once."""
        digest = hash((summary.estimate, summary.sd))
        if summary.trial in self._names:
            return _TWICE if self._names[summary.trial] == digest else _TWICE_OTHERWISE
        self._names[summary.trial] = digest
        self._kinds[summary.intervention, summary.better, summary.outcome, summary.unit] += 1
        self._figures.extend((summary.estimate, summary.sd, summary.s0, summary.mid))
        self._flags.append(summary.early_stopped + 2 * (not summary.blinded))
        if len(self._flags) <= GRID_MOST:
            self._tables.append(np.array(summary.likelihood))
        return None

    def trials(self) -> Trials:
        """Everybody so far.

        Raises:
            BadInput: nobody, or trials of different things or in different directions.
        """
        if not self._flags:
            raise refuse("", "There is no summary to pool.", "Det finns ingen sammanfattning att slå samman.")
        tried = sorted({(kind[0], kind[1]) for kind in self._kinds})
        if len(tried) > 1:
            found = ", ".join(f"{name} ({better} better)" for name, better in tried[:5])
            funnet = ", ".join(
                f"{name} ({'lägre' if better == 'lower' else 'högre'} bättre)" for name, better in tried[:5]
            )
            raise refuse(
                "",
                f"These trials did not try the same thing: {found}. Pool each by itself.",
                f"Försöken provade inte samma sak: {funnet}. Slå samman var sort för sig.",
            )
        estimate, sd, s0, mid = np.frombuffer(self._figures, dtype=np.float64).reshape(-1, 4).T.copy()
        flags = np.frombuffer(bytes(self._flags), dtype=np.uint8)
        kept = len(self._tables) == len(flags)
        return Trials(
            intervention=tried[0][0],
            outcomes=tuple(sorted({(kind[2], kind[3]) for kind in self._kinds})),
            better="lower" if tried[0][1] == "lower" else "higher",
            names=tuple(self._names)[:GRID_MOST],
            estimate=estimate,
            sd=sd,
            s0=s0,
            mid=mid,
            early=(flags & 1).astype(bool),
            open=(flags & 2).astype(bool),
            table=np.vstack(self._tables) if kept else None,
        )


def collect(summaries: Iterable[Summary]) -> Trials:
    """Summaries that are all in memory. A trial that comes twice counts once."""
    collector = Collector()
    for each in summaries:
        collector.add(each)
    return collector.trials()


def units_of(trials: Trials, wished: Units | None) -> Units:
    """In what to pool. Different outcomes share no unit but their own spread, and that is said, never assumed.

    Raises:
        BadInput: the outcomes differ and nobody has chosen.
    """
    if len(trials.outcomes) == 1:
        return wished or "outcome"
    if wished == "spread":
        return wished
    found = ", ".join(f"{outcome} ({unit})" for outcome, unit in trials.outcomes[:5])
    raise refuse(
        "--units",
        f"These trials measured different outcomes: {found}. Write --units spread to pool them in each person's "
        "own spread, or pool each by itself.",
        f"Försöken mätte olika utfall: {found}. Skriv --units spread för att slå samman dem i vars och ens egen "
        "spridning, eller slå samman varje utfall för sig.",
    )


def scaled(trials: Trials, units: Units, mid: float | None) -> Scaled:
    """Everybody's effect in one scale unit: the median `s0` of all, or each person's own.

    Raises:
        BadInput: the minimal important differences differ and none was given, or the scale units are too different.
    """
    common = float(np.median(trials.s0)) if units == "outcome" else 1.0
    size = trials.s0 / common if units == "outcome" else np.ones(len(trials.s0))
    own = trials.s0 if units == "spread" else np.full(len(trials.s0), common)
    estimate = trials.estimate / own
    if np.any(np.abs(estimate) > REACH):
        raise refuse(
            "--units",
            "The scale units of these trials are too different. Write --units spread.",
            "Försökens skalenheter är för olika. Skriv --units spread.",
        )
    sd = np.maximum(trials.sd / own, LEAST_SD)
    people = None if trials.table is None else People(trials.table, size, estimate, sd)
    return Scaled(estimate, sd, people, _mid(trials.mid / own * common, mid) / common, common)


def _mid(each: FloatArray, given: float | None) -> float:
    """The minimal important difference in the units of the answer."""
    if given is not None:
        return given
    if np.ptp(each) > 1e-9 * each.max():
        raise refuse(
            "--mid",
            f"These people chose different minimal important differences, from {each.min():.3g} to {each.max():.3g}. "
            "Write the one to use, for example --mid 1.",
            f"De här personerna valde olika minsta betydelsefulla skillnad, från {each.min():.3g} till "
            f"{each.max():.3g}. Skriv vilken som ska gälla, till exempel --mid 1.",
        )
    return float(each[0])
