"""Two systems on the same reports: the difference of every figure, by a bootstrap that draws the same reports for both.

The difference of paired draws is less spread than the systems' own intervals suggest: a hard report is hard for both (T. Berg-Kirkpatrick, D. Burkett
and D. Klein, An empirical investigation of statistical significance in NLP, 2012).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.evaluation.counts import ReportCounts
from fazhi_nlp.evaluation.figures import CONFIDENCE, SAMPLES, interval, series

Verdict = Literal["better", "worse", "not told apart"]


@dataclass(slots=True, frozen=True)
class Difference:
    """A figure of ``ours`` less that of ``theirs``, with its interval.

    below: share of the bootstrap samples in which the difference is below zero; n: the gold items that the figure is about.
    """

    group: str
    name: str
    metric: str
    ours: float
    theirs: float
    difference: float
    low: float
    high: float
    below: float
    n: int

    @property
    def verdict(self) -> Verdict:
        """``better`` or ``worse`` where the interval leaves zero out, else ``not told apart``."""
        return "better" if self.low > 0 else "worse" if self.high < 0 else "not told apart"


def differences(
    ours: Sequence[ReportCounts], theirs: Sequence[ReportCounts], *, samples: int = SAMPLES, confidence: float = CONFIDENCE, seed: int = 0
) -> list[Difference]:
    """The difference of each figure that both systems have; nothing for fewer than two reports, for one has no interval.

    samples, confidence, seed: of the bootstrap over reports. Raises InputError (E808) if the counts are not of the same reports in the same order.
    """
    names = [report.name for report in ours], [report.name for report in theirs]
    if names[0] != names[1]:
        raise InputError(Errors.E808.format(reason=f"only one of them has {sorted(set(names[0]) ^ set(names[1]))}, or their order differs"))
    if len(ours) < 2:
        return []
    out = []
    others = {(s.group, s.name): s for s in series(theirs, samples=samples, seed=seed)}
    for mine in series(ours, samples=samples, seed=seed):
        other = others[mine.group, mine.name]
        gaps = mine.values - other.values
        low, high = interval(gaps, confidence=confidence)
        if np.isnan(gaps[0]) or low is None or high is None:
            continue
        below = float((gaps[1:] < 0).sum() / max(1, (~np.isnan(gaps[1:])).sum()))
        out.append(Difference(mine.group, mine.name, mine.metric, float(mine.values[0]), float(other.values[0]), float(gaps[0]), low, high, below, mine.n))
    return out
