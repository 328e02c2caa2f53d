"""Section types of a whole report: a linear chain over its paragraphs.

A paragraph's own evidence (the model's probabilities, the type that the outline gives) and the order in which the parts of real reports follow each
other are added up, and the most probable sequence is taken (Viterbi; the form of a linear-chain CRF, Lafferty et al. 2001, of which the transitions are
counted on annotated reports and three weights are learnt on others).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

import numpy as np

from fazhi_nlp.core.docs import SECTION_LABELS

RULE_CEILING = 0.99
"""An outline's score never says more than this."""


@dataclass(slots=True, frozen=True)
class SectionWeights:
    """How much the model's log probabilities, the outline's log-odds and the log probabilities of transitions count."""

    model: float = 1.0
    rule: float = 0.5
    order: float = 0.7

    def to_dict(self) -> dict[str, float]:
        """As plain numbers, for a configuration."""
        return asdict(self)


def transitions(sequences: Iterable[Sequence[str]], *, smoothing: float = 0.5) -> np.ndarray:
    """Log probabilities that a paragraph of one type is followed by one of another, counted.

    *Shape:* ``(sections + 1, sections + 1)``; the last row is the start of a report, the last column its end.
    """
    size = len(SECTION_LABELS) + 1
    counts = np.full((size, size), smoothing)
    counts[-1, -1] = 0.0
    for sequence in sequences:
        numbers = [size - 1, *map(SECTION_LABELS.index, sequence), size - 1]
        for a, b in pairwise(numbers):
            counts[a, b] += 1
    counts[-1, -1] = 0.0
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(counts / counts.sum(1, keepdims=True)))


def potentials(log_probs: np.ndarray, rules: Sequence[tuple[str, float]], weights: SectionWeights) -> np.ndarray:
    """A paragraph's own evidence. log_probs: the model's. rules: type and score of the outline. *Shape:* ``(paragraphs, sections)``, as log_probs."""
    out = weights.model * log_probs
    for row, (section, score) in zip(out, rules, strict=True):
        if section in SECTION_LABELS:
            sure = min(max(score, 1 - RULE_CEILING), RULE_CEILING)
            row[SECTION_LABELS.index(section)] += weights.rule * math.log(sure / (1 - sure) * (len(SECTION_LABELS) - 1))
    return np.asarray(out)


def decode(own: np.ndarray, order: np.ndarray, weights: SectionWeights, *, whole: bool = True) -> tuple[list[int], np.ndarray]:
    """The most probable sequence of section numbers, and the probability of each choice in the chain.

    own: `potentials`. order: `transitions`. whole: whether it is a whole report; of a part, where reports begin and end says nothing.
    *Shape:* the probabilities ``(paragraphs,)``.
    """
    if not len(own):
        return [], np.zeros(0)
    step, first, last = _chain(order, weights, whole)
    best, pointers = first + own[0], []
    forward = [best]
    for row in own[1:]:
        ways = best[:, None] + step
        pointers.append(ways.argmax(0))
        best = ways.max(0) + row
        forward.append(np.logaddexp.reduce(forward[-1][:, None] + step, axis=0) + row)
    path = [int((best + last).argmax())]
    for pointer in reversed(pointers):
        path.append(int(pointer[path[-1]]))
    path.reverse()
    rest = last
    sure = np.empty(len(own))
    total = np.logaddexp.reduce(forward[-1] + last)
    for t in range(len(own) - 1, -1, -1):
        sure[t] = np.exp(forward[t][path[t]] + rest[path[t]] - total)
        rest = np.logaddexp.reduce(step + (own[t] + rest)[None, :], axis=1)
    return path, sure


def _chain(order: np.ndarray, weights: SectionWeights, whole: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    step, first, last = (weights.order * part for part in (order[:-1, :-1], order[-1, :-1], order[:-1, -1]))
    return (step, first, last) if whole else (step, np.zeros(len(first)), np.zeros(len(last)))


def log_likelihood(own: np.ndarray, order: np.ndarray, weights: SectionWeights, gold: Sequence[int], *, whole: bool = True) -> float:
    """Log probability of the right sequence in the chain: what the weights are learnt by."""
    step, first, last = _chain(order, weights, whole)
    forward = first + own[0]
    score = first[gold[0]] + own[0, gold[0]]
    for t in range(1, len(own)):
        forward = np.logaddexp.reduce(forward[:, None] + step, axis=0) + own[t]
        score += step[gold[t - 1], gold[t]] + own[t, gold[t]]
    return float(score + last[gold[-1]] - np.logaddexp.reduce(forward + last))
