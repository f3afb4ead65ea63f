"""A finite mixture of normal distributions: the exact posterior of a contrast, on the nodes of the quadrature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
from scipy.special import logsumexp, ndtr, ndtri

from stilla.analysis.arrays import FloatArray

if TYPE_CHECKING:
    from collections.abc import Sequence

_REACH = 9.0
_WIDE, _POINTS, _FINE = 6.0, 241, 40
_STEPS = 80
_CLOSE = 1e-12


class Mixture(msgspec.Struct, frozen=True):
    """Weights that sum to 1, means and standard deviations, each (m,)."""

    weight: FloatArray
    mean: FloatArray
    sd: FloatArray

    def moments(self) -> tuple[float, float]:
        """Mean and standard deviation."""
        mean = float(self.weight @ self.mean)
        return mean, float(np.sqrt(self.weight @ (self.sd**2 + (self.mean - mean) ** 2)))

    def below(self, x: float) -> float:
        """The probability of a value below x."""
        return float(np.clip(self.weight @ ndtr((x - self.mean) / self.sd), 0.0, 1.0))

    def above(self, x: float) -> float:
        """The probability of a value above x; exact also where it is tiny."""
        return float(np.clip(self.weight @ ndtr((self.mean - x) / self.sd), 0.0, 1.0))

    def quantile(self, p: float) -> float:
        """The value that lies above a share p of the distribution.

        Raises:
            ValueError: p is not between 0 and 1.
        """
        if not 0 < p < 1:
            raise ValueError(p)
        return float(self._at(np.array([p]))[0])

    def quantiles(self, count: int) -> FloatArray:
        """(count,) equally probable values: the middles of `count` equal shares, to a millionth of the spread.

        The distribution and its density are had at some points, with the cubics through them in between.
        """
        mean, sd = self.moments()
        x = mean + sd * np.linspace(-_WIDE, _WIDE, _POINTS)
        z = (x[:, None] - self.mean) / self.sd
        reached = ndtr(z) @ self.weight
        slope = np.exp(-0.5 * z**2) @ (self.weight / self.sd) / np.sqrt(2 * np.pi)
        step = x[1] - x[0]
        t = np.linspace(0.0, 1.0, _FINE, endpoint=False)
        start, end = reached[:-1, None], reached[1:, None]
        rise, fall = step * slope[:-1, None], step * slope[1:, None]
        back = 1 - t
        between = np.append(
            (
                start * (1 + 2 * t) * back**2 + rise * t * back**2 + end * t**2 * (3 - 2 * t) - fall * t**2 * back
            ).ravel(),
            reached[-1],
        )
        fine = np.append((x[:-1, None] + step * t).ravel(), x[-1])
        wanted = (np.arange(count) + 0.5) / count
        out: FloatArray = np.interp(wanted, np.maximum.accumulate(between), fine)
        # Beyond the points, where next to nothing lies, each is found on its own.
        beyond = (wanted < between[0]) | (wanted > between[-1])
        if beyond.any():
            out[beyond] = self._at(wanted[beyond])
        return out

    def _at(self, p: FloatArray) -> FloatArray:
        """Where the distribution reaches each of p: Newton's steps, each kept inside a bracket that only shrinks."""
        mean, sd = self.moments()
        low = np.full(len(p), float(np.min(self.mean - _REACH * self.sd)))
        high = np.full(len(p), float(np.max(self.mean + _REACH * self.sd)))
        x: FloatArray = np.clip(mean + sd * ndtri(p), low, high)
        for _ in range(_STEPS):
            z = (x[:, None] - self.mean) / self.sd
            over = ndtr(z) @ self.weight - p
            low, high = np.where(over < 0, x, low), np.where(over < 0, high, x)
            slope = np.exp(-0.5 * z**2) @ (self.weight / self.sd) / np.sqrt(2 * np.pi)
            with np.errstate(divide="ignore", invalid="ignore"):
                step = x - over / slope
            inside = (step > low) & (step < high)
            moved: FloatArray = np.where(inside, step, (low + high) / 2)
            if np.all(np.abs(moved - x) <= _CLOSE * sd):
                return moved
            x = moved
        return x

    def log_density(self, x: FloatArray) -> FloatArray:
        """The log density at each of x."""
        z = (x[..., None] - self.mean) / self.sd
        out: FloatArray = logsumexp(-0.5 * z**2 - np.log(self.sd) - 0.5 * np.log(2 * np.pi), axis=-1, b=self.weight)
        return out

    def scaled(self, by: FloatArray | float) -> Mixture:
        """The distribution of each component's value times a factor of its own, positive or negative."""
        return Mixture(self.weight, self.mean * by, self.sd * np.abs(by))

    def light(self, lost: float = 1e-10) -> Mixture:
        """The same without the components that together carry at most `lost`."""
        order = np.argsort(self.weight)
        kept = np.sort(order[np.cumsum(self.weight[order]) > lost * self.weight.sum()])
        weight = self.weight[kept]
        return Mixture(weight / weight.sum(), self.mean[kept], self.sd[kept])


def joined(parts: Sequence[Mixture], shares: FloatArray) -> Mixture:
    """One mixture of several, each with its share."""
    return Mixture(
        np.concatenate([share * part.weight for part, share in zip(parts, shares, strict=True)]),
        np.concatenate([part.mean for part in parts]),
        np.concatenate([part.sd for part in parts]),
    )
