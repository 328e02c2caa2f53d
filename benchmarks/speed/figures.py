"""From runs to figures: the median with a bootstrap interval, rates, ratios, and the slope of a growth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from benchmarks.speed.measure import Measured

DRAWS = 2000
LEVEL = 0.95
Row = dict[str, Any]
"""A part as plain data: its units, ``seconds`` (median, low, high), ``processor`` (median), ``runs`` (seconds by round)."""


class Interval(NamedTuple):
    """A figure and the ends of its interval."""

    value: float
    low: float
    high: float


def bootstrap(size: int, statistic: Callable[[np.ndarray], np.ndarray], *, seed: int = 0) -> Interval:
    """A statistic of ``size`` runs with its percentile interval of `LEVEL`: runs are drawn with replacement, as often as there are.

    statistic: takes the numbers of the runs to use, *shape:* ``(draws, size)``, and gives its values, *shape:* ``(draws,)``. The same seed draws the same.
    Raises ValueError without a run.
    """
    if not size:
        raise ValueError("no run, no figure")
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(statistic(np.random.default_rng(seed).integers(0, size, (DRAWS, size))), [tail, 1 - tail])
    return Interval(float(statistic(np.arange(size)[None])[0]), float(low), float(high))


def median(values: Sequence[float]) -> Interval:
    """The median and its interval."""
    known = np.array(values)
    return bootstrap(len(known), lambda runs: np.median(known[runs], axis=1))


def row_of(measured: Measured) -> Row:
    """A part as plain data."""
    seconds = median([spent.seconds for spent in measured.runs.values()])
    processor = float(np.median([spent.processor for spent in measured.runs.values()]))
    runs = {str(number): spent.seconds for number, spent in sorted(measured.runs.items())}
    return {**measured.units, "seconds": seconds._asdict(), "processor": processor, "runs": runs}


def per_second(row: Row, unit: str) -> Interval:
    """Units a second."""
    seconds = row["seconds"]
    return Interval(row[unit] / seconds["value"], row[unit] / seconds["high"], row[unit] / seconds["low"])


def per_unit(row: Row, unit: str) -> Interval:
    """Seconds a unit."""
    return Interval(*(row["seconds"][part] / row[unit] for part in ("value", "low", "high")))


def cores(row: Row) -> float:
    """Seconds of the processor for a second of the clock."""
    return float(row["processor"] / row["seconds"]["value"])


def times(a: Row, b: Row, unit: str, other: str | None = None) -> Interval:
    """How many times as long ``a`` takes for a unit as ``b`` does (for one of the ``other`` unit, if there is one): the median over the rounds in which
    both ran, so that what slowed a round cancels out."""
    shared = sorted(set(a["runs"]) & set(b["runs"]), key=int)
    return median([a["runs"][number] / a[unit] / (b["runs"][number] / b[other or unit]) for number in shared])


def slope(sizes: Sequence[float], seconds: np.ndarray) -> np.ndarray:
    """The exponent of a growth: the slope of the line through the logarithms by least squares, 1 where the time grows as the size does.

    *Shape:* seconds ``(curves, sizes)``, result ``(curves,)``.
    """
    x = np.log(sizes) - np.log(sizes).mean()
    return np.asarray(np.log(seconds) @ x / (x @ x))


def growth(rows: Mapping[float, Row]) -> Row:
    """The exponents of a growth with their intervals, as plain data: ``all`` over all sizes, ``last`` from the last but one to the last.

    rows: by size, two or more; the bootstrap draws rounds in which all of them ran.
    """
    sizes = sorted(rows)
    shared = sorted(set.intersection(*(set(rows[size]["runs"]) for size in sizes)), key=int)
    curve = np.array([[rows[size]["runs"][number] for size in sizes] for number in shared])
    out = {}
    for name, part in (("all", slice(None)), ("last", slice(-2, None))):
        out[name] = bootstrap(len(shared), _slope_of(curve[:, part], sizes[part]))._asdict()
    return out


def _slope_of(curve: np.ndarray, sizes: Sequence[float]) -> Callable[[np.ndarray], np.ndarray]:
    return lambda rounds: slope(sizes, np.median(curve[rounds], axis=1))
