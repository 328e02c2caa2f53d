"""Figures of a set of reports, each with its counts and a bootstrap interval over reports.

The bootstrap draws whole reports with replacement (paragraphs of one report are not independent) and takes the percentiles of the figure:
B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fazhi_nlp.core.docs import ENTITY_LABELS, SECTION_LABELS
from fazhi_nlp.evaluation.calibration import calibration
from fazhi_nlp.evaluation.counts import REQUIRED_PARTS, ReportCounts

SAMPLES = 1000
CONFIDENCE = 0.95
_ATTRIBUTES = ("value", "comparator", "unit", "value+comparator+unit", "indicator", "indicator overlap", "action", "record")


@dataclass(slots=True, frozen=True)
class Figure:
    """A figure in 0..1 with its interval (None where it cannot be told), precision and recall where it is an F1, and n: the gold items it is about."""

    group: str
    name: str
    metric: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    precision: float | None = None
    recall: float | None = None


class _Table:
    """Sums of counts: row 0 the set as it is, the other rows bootstrap samples of its reports. *Shape:* ``(1 + samples, keys)``.

    ``plain`` holds the sums without weights, *shape:* ``(keys,)``.
    """

    def __init__(self, reports: Sequence[ReportCounts], *, weights: Sequence[float] | None, strata: Sequence[str] | None, samples: int, seed: int) -> None:
        keys = sorted({key for report in reports for key in report.counts})
        self.columns = {key: number for number, key in enumerate(keys)}
        matrix = np.array([[report.counts[key] for key in keys] for report in reports], dtype=float).reshape(len(reports), len(keys))
        rng = np.random.default_rng(seed)
        drawn = np.zeros((samples, len(reports)))
        names = np.array(strata if strata is not None else [""] * len(reports))
        for name in np.unique(names):
            members = np.flatnonzero(names == name)
            drawn[:, members] = rng.multinomial(len(members), np.full(len(members), 1 / len(members)), size=samples)
        weight = np.ones(len(reports)) if weights is None else np.asarray(weights, dtype=float)
        self.sums = (np.vstack([np.ones(len(reports)), drawn]) * weight) @ matrix
        self.plain = matrix.sum(axis=0)

    def __getitem__(self, key: str) -> NDArray[np.float64]:
        column = self.columns.get(key)
        return self.sums[:, column] if column is not None else np.zeros(len(self.sums))

    def total(self, keys: Sequence[str]) -> NDArray[np.float64]:
        return np.asarray(sum((self[key] for key in keys), np.zeros(len(self.sums))))

    def count(self, keys: Sequence[str]) -> int:
        return int(sum(self.plain[self.columns[key]] for key in keys if key in self.columns))


@dataclass(slots=True, frozen=True)
class Series:
    """A figure over the reports and over bootstrap samples of them. values, *shape:* ``(1 + samples,)``: the set as it is first; NaN where it cannot be told.

    The other fields are those of `Figure`.
    """

    group: str
    name: str
    metric: str
    values: NDArray[np.float64]
    n: int
    precision: float | None = None
    recall: float | None = None


def figures(
    reports: Sequence[ReportCounts],
    *,
    weights: Sequence[float] | None = None,
    strata: Sequence[str] | None = None,
    samples: int = SAMPLES,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> list[Figure]:
    """All figures of a set of reports (or of other units that were counted).

    weights, strata, samples, seed: as `series` has them; confidence: of the interval. Intervals are None for fewer than two units.
    """
    out = []
    for found in series(reports, weights=weights, strata=strata, samples=samples, seed=seed):
        low, high = interval(found.values, confidence=confidence) if len(reports) > 1 else (None, None)
        out.append(Figure(found.group, found.name, found.metric, _number(found.values[0]), low, high, found.n, found.precision, found.recall))
    return out


def interval(values: NDArray[np.float64], *, confidence: float = CONFIDENCE) -> tuple[float | None, float | None]:
    """Percentile interval of the values that can be told; None for none."""
    known, tail = values[~np.isnan(values)], (1 - confidence) / 2 * 100
    if not len(known):
        return None, None
    low, high = np.percentile(known, [tail, 100 - tail])
    return float(low), float(high)


def series(
    reports: Sequence[ReportCounts],
    *,
    weights: Sequence[float] | None = None,
    strata: Sequence[str] | None = None,
    samples: int = SAMPLES,
    seed: int = 0,
) -> list[Series]:
    """All figures of a set of reports with their values in bootstrap samples.

    weights, strata: of each unit, where the units are a stratified sample: a weight is how many units of the population it stands for; the bootstrap
    draws within strata. n stays the plain count. samples: bootstrap samples; seed: of the samples. Which reports are drawn depends on seed, samples,
    strata and the number of reports only: two systems' series over the same reports are paired, draw by draw.
    """
    table = _Table(reports, weights=weights, strata=strata, samples=samples, seed=seed)

    def figure(group: str, name: str, metric: str, values: NDArray[np.float64], n: Sequence[str], **more: float | None) -> Series:
        return Series(group, name, metric, values, table.count(n), **more)

    def f1(group: str, name: str, keys: Sequence[str]) -> Series:
        tp, fp, fn = (table.total([f"{key}/{kind}" for key in keys]) for kind in ("tp", "fp", "fn"))
        values = _divide(2 * tp, 2 * tp + fp + fn)
        return figure(
            group, name, "F1", values, [f"{key}/{kind}" for key in keys for kind in ("tp", "fn")], precision=_number(_divide(tp, tp + fp)[0]),
            recall=_number(_divide(tp, tp + fn)[0])
        )  # fmt: skip

    out = _section_figures(table, figure)
    out.append(f1("topics", "micro", ["topics"]))
    out.append(f1("headings", "all", ["heading"]))
    out += [f1("entities", label, [f"entity/{label}"]) for label in ENTITY_LABELS]
    out.append(f1("entities", "all", [f"entity/{label}" for label in ENTITY_LABELS]))
    for name, labels in [*((label, [label]) for label in ENTITY_LABELS), ("all", list(ENTITY_LABELS))]:
        correct, partial, possible, actual = (
            table.total([f"partial/{label}/{kind}" for label in labels]) for kind in ("correct", "partial", "possible", "actual")
        )
        out.append(
            figure("entities, partial", name, "F1", _divide(2 * correct + partial, possible + actual), [f"partial/{label}/possible" for label in labels])
        )
    both = table["quantity/gold"] + table["quantity/found"]
    for name in ("span", *_ATTRIBUTES):
        out.append(figure("achievements", name, "F1", _divide(2 * table[f"quantity/{name}"], both), ["quantity/gold"]))
    for part in REQUIRED_PARTS:
        right, all_of = table[f"part/{part}/right"], table.total([f"part/{part}/right", f"part/{part}/fp", f"part/{part}/fn"])
        out.append(figure("parts found", part, "accuracy", _divide(right, all_of), [f"part/{part}/tp", f"part/{part}/fn"]))
    return out


def _section_figures(table: _Table, figure: Any) -> list[Series]:
    answers = (*SECTION_LABELS, "(none)")
    right = table.total([f"section/{label}/{label}" for label in SECTION_LABELS])
    every = table.total([f"section/{label}/{answer}" for label in SECTION_LABELS for answer in answers])
    pairs = [f"section/{label}/{answer}" for label in SECTION_LABELS for answer in answers]
    out = [figure("sections", "all", "accuracy", _divide(right, every), pairs)]
    scores = []
    for label in SECTION_LABELS:
        tp = table[f"section/{label}/{label}"]
        fn = table.total([f"section/{label}/{answer}" for answer in answers if answer != label])
        fp = table.total([f"section/{other}/{label}" for other in SECTION_LABELS if other != label])
        # a label of which a sample has no gold paragraph is no part of its macro average
        values = np.where(tp + fn > 0, _divide(2 * tp, 2 * tp + fp + fn), np.nan)
        scores.append(values)
        out.append(
            figure("sections", label, "F1", values, [f"section/{label}/{a}" for a in answers], precision=_number(_divide(tp, tp + fp)[0]),
            recall=_number(_divide(tp, tp + fn)[0]))
        )  # fmt: skip
    stacked = np.vstack(scores)
    count = (~np.isnan(stacked)).sum(axis=0)
    out.insert(1, figure("sections", "macro", "F1", _divide(np.nansum(stacked, axis=0), count), pairs))
    return out


def confusion(reports: Sequence[ReportCounts]) -> dict[str, dict[str, int]]:
    """Paragraphs by gold section and found section; only pairs that occur."""
    out: dict[str, dict[str, int]] = {}
    for report in reports:
        for key, number in report.counts.items():
            if key.startswith("section/"):
                _, wanted, found = key.split("/")
                row = out.setdefault(wanted, {})
                row[found] = row.get(found, 0) + number
    return out


def as_json(reports: Sequence[ReportCounts], all_figures: Sequence[Figure]) -> dict[str, Any]:
    """Figures, confusion, calibration and errors as plain data for a JSON file."""
    return {
        "reports": [report.name for report in reports],
        "figures": [asdict(figure) for figure in all_figures],
        "confusion": confusion(reports),
        "calibration": calibration(reports),
        "errors": {report.name: [asdict(error) for error in report.errors] for report in reports},
    }


def _divide(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = np.divide(a, b, out=np.full(np.shape(a), np.nan), where=b > 0)
    return result


def _number(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
