"""Sets of constants that fit the published figures about as well: how far the model itself may be wrong.

Written by `python -m calibration.kinetics_fit sets`; each row changes the constants that it names.
"""

from __future__ import annotations

import csv
import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from stilla.physiology.kinetics import Kinetics, kinetics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stilla.knowledge.store import Knowledge

SETS = Path(__file__).with_name("parameter_sets.csv")


class OldSets(RuntimeError):
    """The constants have changed since the sets were drawn."""


def digest_of(usual: Mapping[str, float]) -> str:
    """What identifies the constants that the sets were drawn around."""
    text = "\n".join(f"{symbol}={value!r}" for symbol, value in sorted(usual.items()))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def write_sets(file: Path, sets: Sequence[Mapping[str, float]], usual: Mapping[str, float]) -> None:
    """Write sets drawn around these constants."""
    out = io.StringIO()
    out.write(f"# drawn around {digest_of(usual)} by python -m calibration.kinetics_fit sets\n")
    table = csv.DictWriter(out, list(sets[0]), lineterminator="\n")
    table.writeheader()
    table.writerows({symbol: f"{value:.6g}" for symbol, value in each.items()} for each in sets)
    file.write_text(out.getvalue(), encoding="utf-8")


def sets_of(knowledge: Knowledge) -> tuple[Kinetics, ...]:
    """The kinetics with each set of constants.

    Raises:
        OldSets: they were drawn around other constants than those of the knowledge base.
    """
    return _read(kinetics(knowledge))


@lru_cache(maxsize=2)
def _rows(text: str) -> tuple[dict[str, float], ...]:
    first, _, table = text.partition("\n")
    assert first.startswith("# drawn around ")
    return tuple({symbol: float(value) for symbol, value in row.items()} for row in csv.DictReader(io.StringIO(table)))


def _read(base: Kinetics) -> tuple[Kinetics, ...]:
    text = SETS.read_text(encoding="utf-8")
    if digest_of(base.usual) not in text.partition("\n")[0]:
        raise OldSets("the constants have changed: python -m calibration.kinetics_fit sets")
    return tuple(Kinetics(base.spec, each) for each in _rows(text))
