from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_nlp.encoder.labels import span_tags, tag_count
from fazhi_nlp.encoder.lattice import log_softmax, plain_spans, spans


def tilings(length, labels):
    """Every way to lay spans over so many characters, as tags and spans."""
    if length == 0:
        yield [], []
        return
    for tags, found in tilings(length - 1, labels):
        yield [*tags, 0], found
    for size, label in product(range(1, length + 1), range(labels)):
        for tags, found in tilings(length - size, labels):
            start = length - size
            yield tags + span_tags(start, length, label), [*found, (start, length, label)]


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 5), st.integers(1, 2), st.integers(0, 10**6))
def test_probabilities_are_those_of_all_tilings(length, labels, seed):
    scores = log_softmax(np.random.default_rng(seed).normal(size=(length, 1 + 4 * labels)) * 2)
    weights = [(np.exp(sum(scores[t, tag] for t, tag in enumerate(tags))), found) for tags, found in tilings(length, labels)]
    total = sum(weight for weight, _ in weights)
    wanted = {}
    for weight, found in weights:
        for span in found:
            wanted[span] = wanted.get(span, 0) + weight / total
    got = {span[:3]: span[3] for span in spans(scores, 1e-9)}
    assert got.keys() == {span for span, p in wanted.items() if p > 1e-9}
    assert all(got[span] == pytest.approx(p, rel=1e-6) for span, p in wanted.items() if p > 1e-9)


def sure(tags, labels=2, p=0.97):
    out = np.full((len(tags), tag_count(("X",) * labels)), (1 - p) / (4 * labels))
    out[np.arange(len(tags)), tags] = p
    return np.log(out)


def test_islands_do_not_change_probabilities():
    near = sure([0, 1, 2, 3, 0, 8, 0], p=0.97)
    far = near.copy()
    far[4] = np.log(1e-9)
    far[4, 0] = 0.0
    one = {s[:3]: s[3] for s in spans(far, 0.5)}
    assert one.keys() == {(1, 4, 0), (5, 6, 1)}
    assert spans(sure([0] * 9, p=1 - 1e-6), 0.003) == []


def test_a_fragment_of_argmax_is_no_span():
    # inside without begin: the plain decoding gives a span, the constrained one hardly believes it
    scores = sure([0, 2, 2, 0])
    assert plain_spans(scores) == [(1, 3, 0, 1.0)]
    assert all(p < 0.5 for _, _, _, p in spans(scores, 0.003))


def test_plain_spans():
    assert plain_spans(sure([1, 2, 3, 4, 8, 1, 5, 7, 0])) == [(0, 3, 0, 1.0), (3, 4, 0, 1.0), (4, 5, 1, 1.0), (5, 6, 0, 1.0), (6, 8, 1, 1.0)]


def test_floor():
    scores = log_softmax(np.random.default_rng(0).normal(size=(40, 9)))
    many, few = spans(scores, 0.001), spans(scores, 0.05)
    assert sorted(few) == sorted(s for s in many if s[3] >= 0.05)
    assert len(few) < len(many)
