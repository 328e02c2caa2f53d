"""Whether scores are probabilities: how far the share of right entities is from their score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fazhi_nlp.core.docs import ENTITY_LABELS
from fazhi_nlp.evaluation.counts import ReportCounts

BINS = 10


def calibration_error(scores: Sequence[float], right: Sequence[bool], *, bins: int = BINS) -> float | None:
    """Expected calibration error in 0..1: mean score against share of right ones in each bin, averaged by the size of the bins.

    The bins have equal counts; equal scores stay in one bin. None without scores.
    """
    if not len(scores):
        return None
    said, so = np.asarray(scores, dtype=float), np.asarray(right, dtype=float)
    edges = np.quantile(said, np.linspace(0, 1, bins + 1)[1:-1])
    number = np.searchsorted(edges, said, side="right")
    # in each bin: count times |mean score - share right| is |sum of scores - sum of right|
    return float(np.abs(np.bincount(number, weights=said - so)).sum() / len(said))


def calibration(reports: Sequence[ReportCounts]) -> dict[str, float | None]:
    """`calibration_error` of the entities' scores against gold, by label and over ``all``."""
    rows = [row for report in reports for row in report.scores]
    labels = {"all": rows, **{label: [row for row in rows if row[0] == label] for label in ENTITY_LABELS}}
    return {label: calibration_error([score for _, score, _ in own], [right for *_, right in own]) for label, own in labels.items()}
