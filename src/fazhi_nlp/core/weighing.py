"""Weighs what rules and a model propose, and chooses the spans that stand.

A candidate is a span with a label. Its log-odds of being right are a sum of a few numbers of evidence, each times a weight of its label (logistic
regression); of candidates that overlap, those stand whose log-odds have the greatest sum.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from fazhi_nlp.core.docs import PROPOSAL_FLOOR
from fazhi_nlp.core.errors import ConfigError, Errors

Key = tuple[int, int, str]
"""Start and end of a span in characters, end exclusive, and its label."""

_T = TypeVar("_T")


@dataclass(slots=True, frozen=True)
class Weights:
    """Weights of one label. The defaults are those for a model of which nothing has been learnt: believe it, and the rules where it is in doubt.

    Rules only: ``model`` 0. Model only: ``rule``, ``conflict`` and ``extra`` 0.
    """

    bias: float = 0.0
    model: float = 1.0
    """Of the log-odds of the model's probability."""
    rule: float = 3.0
    """If a rule proposes this very span and label."""
    conflict: float = -1.0
    """If a rule proposes something else that overlaps it."""
    extra: float = 1.0
    """If one more thing speaks for the rule; the room says what (of entities: the rule knows it from a table)."""


FEATURES = tuple(field.name for field in fields(Weights))
"""What the columns of `features` mean."""


@dataclass(slots=True, frozen=True)
class Evidence:
    """A candidate and what speaks for and against it; the meanings are those of `Weights`."""

    start: int
    end: int
    label: str
    probability: float
    """The model's; PROPOSAL_FLOOR where the model lists nothing."""
    rule: bool = False
    conflict: bool = False
    extra: bool = False

    @property
    def key(self) -> Key:
        """Span and label."""
        return (self.start, self.end, self.label)

    @property
    def source(self) -> str:
        """model, rule or model+rule: who speaks for it; of a rule's span the model does if it is likelier than not."""
        return "+".join(["model"] * (self.probability >= 0.5 or not self.rule) + ["rule"] * self.rule)


def gather(proposals: Iterable[tuple[int, int, str, float]], rules: Iterable[Key], extra: Collection[Key] = frozenset()) -> list[Evidence]:
    """All that a model or the rules propose, each span and label once, in order of position.

    proposals: start, end, label, probability; overlaps included. rules: what the rules settled on. extra: those of the rules' that have the one
    more thing. O(n log n).
    """
    probabilities: dict[Key, float] = {}
    for start, end, label, probability in proposals:
        probabilities[start, end, label] = max(probability, probabilities.get((start, end, label), 0.0))
    proposed = set(rules)
    starts, ends = sorted(key[0] for key in proposed), sorted(key[1] for key in proposed)
    found = []
    for key in sorted(probabilities.keys() | proposed):
        # those that begin before its end, without those that end before its start
        overlapping = bisect_left(starts, key[1]) - bisect_right(ends, key[0])
        rule = key in proposed
        found.append(Evidence(*key, probabilities.get(key, PROPOSAL_FLOOR), rule, overlapping > rule, rule and key in extra))
    return found


def logit(probability: float) -> float:
    """Log-odds of a probability, which is first brought into PROPOSAL_FLOOR to 1 - PROPOSAL_FLOOR: beyond that a model's figures say nothing."""
    clipped = min(max(probability, PROPOSAL_FLOOR), 1 - PROPOSAL_FLOOR)
    return math.log(clipped / (1 - clipped))


def features(evidence: Sequence[Evidence]) -> NDArray[np.float64]:
    """The numbers that the weights go with. *Shape:* ``(candidates, len(FEATURES))``."""
    rows = [(1.0, logit(e.probability), e.rule, e.conflict, e.extra) for e in evidence]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))


def vector(weights: Weights) -> NDArray[np.float64]:
    """Weights in the order of FEATURES. *Shape:* ``(len(FEATURES),)``."""
    return np.array([getattr(weights, name) for name in FEATURES], dtype=np.float64)


def log_odds(evidence: Sequence[Evidence], weights: Mapping[str, Weights]) -> NDArray[np.float64]:
    """Log-odds of each candidate. weights: by label; a label that is not there has the default ones. *Shape:* ``(candidates,)``."""
    rows = {label: vector(weights.get(label, Weights())) for label in {e.label for e in evidence}}
    own = np.array([rows[e.label] for e in evidence], dtype=np.float64).reshape(len(evidence), len(FEATURES))
    found: NDArray[np.float64] = (features(evidence) * own).sum(axis=1)
    return found


def probability(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of log-odds: the logistic function, without overflow."""
    small = np.exp(-np.abs(odds))
    found: NDArray[np.float64] = np.where(odds >= 0, 1, small) / (1 + small)
    return found


def choose(spans: Sequence[tuple[int, int]], odds: Iterable[float]) -> list[int]:
    """Numbers of the spans, in order of position, that do not overlap and have the greatest sum of log-odds; only those above 0 are taken.

    Weighted interval scheduling, O(n log n). Of two sets with the same sum that whose spans end earlier stands; of equal spans the first given.
    """
    order = sorted((end, start, number, gain) for number, ((start, end), gain) in enumerate(zip(spans, odds, strict=True)) if gain > 0 and start < end)
    ends = [end for end, *_ in order]
    before = [bisect_right(ends, start) for _, start, _, _ in order]
    best = [0.0]
    for at, (_, _, _, gain) in enumerate(order):
        best.append(max(best[at], best[before[at]] + gain))
    chosen, at = [], len(order)
    while at:
        if best[at] > best[at - 1]:
            chosen.append(order[at - 1][2])
            at = before[at - 1]
        else:
            at -= 1
    return chosen[::-1]


def decide(evidence: Sequence[Evidence], weights: Mapping[str, Weights]) -> list[tuple[Evidence, float]]:
    """The candidates that stand, in order of position, each with its probability. weights: as in `log_odds`."""
    odds = log_odds(evidence, weights)
    sure = probability(odds)
    return [(evidence[number], float(sure[number])) for number in choose([(e.start, e.end) for e in evidence], odds.tolist())]


def read_weights(kind: type[_T], table: Mapping[str, Mapping[str, float]], known: Collection[str], *, setting: str) -> dict[str, _T]:
    """Weights of each name from the plain numbers of a configuration; numbers that are left out are the defaults.

    kind: a dataclass of floats. known: the names that may stand there. setting: what to call the table in an error. Raises ConfigError (E011) for
    an unknown name or number, and for what is no finite number.
    """
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    for name, values in table.items():
        wrong = [name] if name not in known else [f"{name}.{key}" for key, value in values.items() if key not in names or not _is_number(value)]
        if wrong:
            raise ConfigError(Errors.E011.format(setting=setting, wrong=wrong, known=list(known), names=names))
    return {name: kind(**{key: float(value) for key, value in values.items()}) for name, values in table.items()}


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)
