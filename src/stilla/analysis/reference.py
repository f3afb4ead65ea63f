"""The reference set of a randomisation test: exactly the sequences that the design admits, and sums over them.

Whatever a test needs of a sequence is a sum over its active periods, Σ_k s_k x_k. Schemes made of blocks get all their
sums by doubling a list, one block after the other; the others from the listed sequences. A set too large to list is
represented by exact draws from it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from stilla.analysis.arrays import FloatArray
from stilla.analysis.design import BLOCKS, MOST_LISTED, Design, draw, every, sequences

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS = 20_000
_SEED = 20261122
_CHUNK = 2**16
"""Sequences multiplied at once, so that memory stays bounded."""


def listed(design: Design) -> bool:
    """Whether the whole reference set is gone through; otherwise it is drawn from."""
    return sequences(design) <= MOST_LISTED


def compared(design: Design) -> int:
    """How many sequences the observed one is compared with."""
    return sequences(design) if listed(design) else DRAWS


def sums(design: Design, sequence: Sequence[int], columns: FloatArray, *, half: bool = False) -> FloatArray:
    """(c, m) the sums Σ_k s_k x_k for each of m sequences s.

    All of them where they can be listed. Otherwise the observed one stands first, before `DRAWS` draws, so that a
    share among the m is (1 + count) / (1 + draws) (Phipson and Smyth 2010): never zero, and never too small.

    Args:
        design: which sequences.
        sequence: the observed one.
        columns: (c, periods) x.
        half: only one of each sequence and its mirror image, where the design admits both; enough for two-sided tests.
    """
    if not listed(design):
        observed = np.array([sequence], np.int8)
        return _products(np.concatenate([observed, _drawn(design)]), columns)
    half = half and design.mirrored
    if block := BLOCKS.get(design.scheme):
        return _doubled(np.array(block, bool), columns, half=half)
    rows = _listed(design)
    return _products(rows[: len(rows) // 2] if half else rows, columns)


def _products(rows: NDArray[np.int8], columns: FloatArray) -> FloatArray:
    out = np.empty((len(columns), len(rows)))
    for start in range(0, len(rows), _CHUNK):
        out[:, start : start + _CHUNK] = columns @ rows[start : start + _CHUNK].T.astype(float)
    return out


def _doubled(block: NDArray[np.bool_], columns: FloatArray, *, half: bool) -> FloatArray:
    parts = columns.reshape(len(columns), -1, len(block))
    plain, turned = parts[:, :, block].sum(axis=2), parts[:, :, ~block].sum(axis=2)
    out = plain[:, :1] if half else np.stack([plain[:, 0], turned[:, 0]], axis=1)
    for b in range(1, parts.shape[1]):
        out = np.concatenate([out + plain[:, b, None], out + turned[:, b, None]], axis=1)
    return out


@lru_cache(maxsize=4)
def _listed(design: Design) -> NDArray[np.int8]:
    return every(design)


@lru_cache(maxsize=4)
def _drawn(design: Design) -> NDArray[np.int8]:
    # Chance that anybody can repeat; it chooses no treatment.
    below = random.Random(_SEED).randrange  # noqa: S311  # not for secrets
    return np.array([draw(design, below) for _ in range(DRAWS)], np.int8)
