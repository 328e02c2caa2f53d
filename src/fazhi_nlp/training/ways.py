"""The ways in which rules and a model can be settled, and how they are compared."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

BOTH, MODEL, RULES = "both", "model", "rules"
WAYS = (BOTH, MODEL, RULES)
FOLDS = 5
_DIGITS = 4

_S = TypeVar("_S")


@dataclass(slots=True, frozen=True)
class Row:
    """Figures of one label (F1), or of an attribute of quantities (share right), all from cross-validation over reports; None where there is nothing.

    n: gold items. chosen: the best way. kept: the figure with everything settled in its chosen way.
    """

    name: str
    n: int
    model: float | None
    rules: float | None
    both: float | None
    chosen: str
    kept: float | None


def fold_of(samples: Sequence[_S], folds: int) -> Iterator[tuple[list[_S], list[_S]]]:
    """Each fold's samples, and the rest: every so many-th sample goes into the same fold. Fewer samples than folds make folds of one."""
    size = min(folds, len(samples))
    for fold in range(size):
        yield [s for at, s in enumerate(samples) if at % size == fold], [s for at, s in enumerate(samples) if at % size != fold]


def best_way(values: Mapping[str, float | None], n: int) -> str:
    """Both, unless one alone is better by more than one standard error: a few items decide nothing (the rule of Breiman et al. 1984, 3.4.3).

    values: a share or F1 of each way. n: items behind them.
    """
    both = values[BOTH] or 0.0
    margin = math.sqrt(both * (1 - both) / max(1, n))
    best = max((MODEL, RULES), key=lambda way: values[way] or 0.0)
    return best if (values[best] or 0.0) > both + margin else BOTH


def plain(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights as they are written into a configuration."""
    return {name: round(value, _DIGITS) for name, value in weights.items()}
