"""Strict entity F1 and its bootstrap over sentences.

`fazhi_nlp.evaluation` knows the labels of reports only; intervals, their confidence and the verdict on a difference are its own. Counts have the shape
``(sentences, labels, 3)``: right, wrong, missed. Systems on the same sentences are drawn alike, so that differences are paired.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from benchmarks.cluener.data import Sentence, Span
from numpy.typing import NDArray

from fazhi_nlp.evaluation.figures import interval
from fazhi_nlp.evaluation.paired import Difference

MICRO, MACRO, SURFACES = "micro", "macro", "macro of surfaces"
"""F1 over all entities; mean of the labels' F1; the same as the publishers' ``score.py`` counts: each surface once a sentence and label, wherever it stands."""
TOTALS = (MICRO, MACRO, SURFACES)
SAMPLES = 10_000
Counts = NDArray[np.float64]


@dataclass(slots=True, frozen=True)
class Figure:
    """F1 of a label or of all, with interval, precision, recall and counts (summed over seeds); a macro has the F1 only. n: entities of the annotation."""

    name: str
    n: int
    f1: float
    low: float | None
    high: float | None
    precision: float | None = None
    recall: float | None = None
    right: int | None = None
    wrong: int | None = None
    missed: int | None = None


@dataclass(slots=True, frozen=True)
class Counted:
    """Counts of one system, summed over its seeds: of spans, and of surfaces."""

    labels: tuple[str, ...]
    spans: Counts
    surfaces: Counts
    seeds: int

    def series(self, draws: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """Every figure in every draw. draws: how often each sentence is in it. *Shape:* ``(draws, sentences)``; of each figure: ``(draws,)``."""
        sums, own = (np.tensordot(draws, counts, axes=1) for counts in (self.spans, self.surfaces))
        by_label = _f1(sums)
        return {
            MICRO: _f1(sums.sum(axis=1)), MACRO: by_label.mean(axis=1), SURFACES: _f1(own).mean(axis=1),
            **{label: by_label[:, k] for k, label in enumerate(self.labels)},
        }  # fmt: skip

    def of(self, name: str) -> Counts:
        """Counts of spans that a figure is about: of a label, or of all."""
        return self.spans if name in TOTALS else self.spans[:, [self.labels.index(name)]]

    def n(self, name: str) -> int:
        """Entities of the annotation that a figure is about."""
        counts = self.surfaces if name == SURFACES else self.of(name)
        return round(float((counts[..., 0] + counts[..., 2]).sum())) // self.seeds


def _f1(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of counts in the last axis. A label without entities, neither annotated nor found, has 0, as in the usual scorers."""
    right, wrong, missed = np.moveaxis(sums, -1, 0)
    result: NDArray[np.float64] = 2 * right / np.maximum(2 * right + wrong + missed, 1)
    return result


def count(gold: Sequence[Sentence], runs: Sequence[Sequence[Sequence[Span]]], labels: Sequence[str]) -> Counted:
    """Count what a system found against the annotation. runs: its answers, a run a seed. Spans of the annotation count all, overlapping ones too."""
    spans, surfaces = (np.zeros((len(gold), len(labels), 3)) for _ in range(2))
    for found in runs:
        for k, (sentence, own) in enumerate(zip(gold, found, strict=True)):
            _add(spans[k], set(sentence.spans), {(start, end, label) for start, end, label in own}, labels)
            _add(surfaces[k], _surfaces(sentence.text, sentence.spans), _surfaces(sentence.text, own), labels)
    return Counted(tuple(labels), spans, surfaces, len(runs))


def _surfaces(text: str, spans: Iterable[Span]) -> set[tuple[Any, ...]]:
    return {(text[start:end], label) for start, end, label in spans}


def _add(row: Counts, wanted: set[Any], found: set[Any], labels: Sequence[str]) -> None:
    for column, items in enumerate((wanted & found, found - wanted, wanted - found)):
        for item in items:
            row[labels.index(item[-1]), column] += 1


def drawn(sentences: int, *, samples: int = SAMPLES, seed: int = 0) -> NDArray[np.float64]:
    """How often each sentence is in the set itself (row 0) and in each bootstrap sample. *Shape:* ``(1 + samples, sentences)``."""
    some = np.random.default_rng(seed).multinomial(sentences, np.full(sentences, 1 / sentences), size=samples)
    return np.vstack([np.ones((1, sentences)), some])


def figures(counted: Counted, draws: NDArray[np.float64]) -> list[Figure]:
    """The totals, then each label. A single sentence has no interval."""
    out = []
    for name, values in counted.series(draws).items():
        low, high = interval(values[1:]) if draws.shape[1] > 1 else (None, None)
        if name in (MACRO, SURFACES):
            out.append(Figure(name, counted.n(name), float(values[0]), low, high))
            continue
        right, wrong, missed = (round(x) for x in counted.of(name).sum(axis=(0, 1)))
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        out.append(Figure(name, counted.n(name), float(values[0]), low, high, precision, recall, right, wrong, missed))
    return out


def differences(ours: Counted, theirs: Counted, draws: NDArray[np.float64]) -> list[Difference]:
    """The difference of every figure, paired draw by draw; nothing for a single sentence."""
    out = []
    others = theirs.series(draws)
    for name, values in ours.series(draws).items():
        gaps = values - others[name]
        low, high = interval(gaps[1:]) if draws.shape[1] > 1 else (None, None)
        if low is not None and high is not None:
            below = float((gaps[1:] < 0).mean())
            out.append(Difference("entities", name, "F1", float(values[0]), float(others[name][0]), float(gaps[0]), low, high, below, ours.n(name)))
    return out


def as_rows(found: Iterable[Figure] | Iterable[Difference]) -> list[dict[str, Any]]:
    """As plain data; a difference with its verdict."""
    return [asdict(row) | ({"verdict": row.verdict} if isinstance(row, Difference) else {}) for row in found]
