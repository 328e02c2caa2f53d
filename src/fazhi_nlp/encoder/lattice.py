"""Probabilities of spans from BIOES tag scores, exactly, under the constraint that tags make whole spans.

A plain argmax over BIO tags gives fragments. Here every path of tags that makes no sense (an inside without its begin) has no weight; the forward and
backward sums over the others (Rabiner 1989) give the probability of any span, so that what a rule proposes can be weighed as well.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fazhi_nlp.encoder.labels import PARTS

Span = tuple[int, int, int, float]
"""start, end (exclusive), number of the label, probability."""
_CERTAIN = 1e-4
LONGEST_SPAN = 160


def log_softmax(scores: np.ndarray) -> np.ndarray:
    """Over the last axis, float64."""
    shifted = scores.astype(np.float64) - scores.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)))


def spans(log_probs: np.ndarray, floor: float) -> list[Span]:
    """All spans with at least the probability ``floor``, in no order. log_probs: log probabilities of the tags. *Shape:* ``(characters, tags)``."""
    out: list[Span] = []
    for first, last in _islands(log_probs):
        out += [(first + s, first + e, label, p) for s, e, label, p in _island(log_probs[first:last], floor)]
    return out


def _islands(log_probs: np.ndarray) -> Iterator[tuple[int, int]]:
    """Runs of characters that may be in a span: where the outside tag is all but certain, paths do not depend on each other."""
    maybe = log_probs[:, 0] < np.log1p(-_CERTAIN)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], maybe, [False]]).astype(np.int8)))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _island(scores: np.ndarray, floor: float) -> Iterator[Span]:
    length, tags = scores.shape
    labels = (tags - 1) // PARTS
    outside = scores[:, 0]
    begin, inside, end, single = (scores[:, 1 + part :: PARTS] for part in range(PARTS))
    # closed[t]: all paths of the first t characters that end with no span open; opened[t, l]: with a span of label l open
    closed = np.full(length + 1, -np.inf)
    closed[0] = 0.0
    opened = np.full((length + 1, labels), -np.inf)
    for t in range(length):
        ways = np.concatenate([[closed[t] + outside[t]], closed[t] + single[t], opened[t] + end[t]])
        closed[t + 1] = np.logaddexp.reduce(ways)
        opened[t + 1] = np.logaddexp(closed[t] + begin[t], opened[t] + inside[t])
    # rest[t]: all paths from character t on with no span open; rest_open[t, l]: with one open
    rest = np.full(length + 1, -np.inf)
    rest[length] = 0.0
    rest_open = np.full((length + 1, labels), -np.inf)
    for t in range(length - 1, -1, -1):
        ways = np.concatenate([[outside[t] + rest[t + 1]], single[t] + rest[t + 1], begin[t] + rest_open[t + 1]])
        rest[t] = np.logaddexp.reduce(ways)
        rest_open[t] = np.logaddexp(end[t] + rest[t + 1], inside[t] + rest_open[t + 1])
    total = closed[length]
    if not np.isfinite(total):
        return
    least = np.log(floor)
    for t, label in zip(*np.nonzero(closed[:length, None] + single + rest[1:, None] - total >= least), strict=True):
        yield int(t), int(t) + 1, int(label), float(np.exp(closed[t] + single[t, label] + rest[t + 1] - total))
    starts = closed[:length, None] + begin  # up to and with the first character
    ends = end + rest[1:, None]  # from the last character on
    run = np.cumsum(inside, axis=0)
    may_start = starts + rest_open[1:] - total >= least
    may_end = opened[:length] + ends - total >= least
    for label in np.flatnonzero(may_start.any(0) & may_end.any(0)).tolist():
        last = np.flatnonzero(may_end[:, label])
        for t in np.flatnonzero(may_start[:, label]).tolist():
            reach = last[(last > t) & (last < t + LONGEST_SPAN)]
            score = starts[t, label] + run[reach - 1, label] - run[t, label] + ends[reach, label] - total
            for u, value in zip(reach.tolist(), score.tolist(), strict=True):
                if value >= least:
                    yield t, u + 1, label, float(np.exp(min(value, 0.0)))


def plain_spans(log_probs: np.ndarray) -> list[Span]:
    """Spans of the most probable tag of each character, without any constraint: what the constrained decoding is compared with."""
    out: list[Span] = []
    start, label = 0, -1
    best = log_probs.argmax(-1).tolist()
    for t, tag in enumerate([*best, 0]):
        kind, part = divmod(tag - 1, PARTS) if tag else (-1, 0)
        if label >= 0 and (kind != label or part in (0, 3)):
            out.append((start, t, label, 1.0))
            label = -1
        if kind >= 0 and label < 0:
            start, label = t, kind
        if label >= 0 and part in (2, 3):
            out.append((start, t + 1, label, 1.0))
            label = -1
    return out
