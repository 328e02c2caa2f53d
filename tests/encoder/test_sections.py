from itertools import product

import numpy as np
import pytest

from fazhi_nlp.core.docs import SECTION_LABELS
from fazhi_nlp.encoder.sections import SectionWeights, decode, log_likelihood, potentials, transitions

SIZE = len(SECTION_LABELS)
ORDER = transitions([["title", "preamble", "measures", "measures", "problems", "plan", "signature"]] * 4)


def test_transitions_are_probabilities():
    assert np.allclose(np.exp(ORDER).sum(1), 1)
    assert ORDER[-1, -1] == -np.inf
    assert ORDER[SECTION_LABELS.index("problems"), SECTION_LABELS.index("plan")] > ORDER[SECTION_LABELS.index("plan"), SECTION_LABELS.index("problems")]


def test_decoding_is_the_best_of_all_sequences():
    weights = SectionWeights(1.0, 0.5, 0.8)
    own = np.random.default_rng(3).normal(size=(3, SIZE)) * 2
    scores = {path: log_likelihood(own, ORDER, weights, path) for path in product(range(SIZE), repeat=3)}
    assert np.exp(list(scores.values())).sum() == pytest.approx(1)
    path, sure = decode(own, ORDER, weights)
    assert tuple(path) == max(scores, key=scores.get)
    for t in range(3):
        assert sure[t] == pytest.approx(sum(np.exp(s) for p, s in scores.items() if p[t] == path[t]))


def test_order_carries_a_paragraph_without_evidence():
    log_probs = np.full((3, SIZE), np.log(0.01))
    for row, section in ((0, "measures"), (2, "plan")):
        log_probs[row, SECTION_LABELS.index(section)] = np.log(0.92)
    log_probs[1] = -np.log(SIZE)
    path, _ = decode(potentials(log_probs, [("", 0.0)] * 3, SectionWeights()), ORDER, SectionWeights())
    assert SECTION_LABELS[path[1]] in ("measures", "problems")
    free, _ = decode(log_probs, ORDER, SectionWeights(order=0.0))
    assert free[0] == path[0]


def test_a_sure_outline_outweighs_an_unsure_model():
    log_probs = np.log(np.full((1, SIZE), 1 / SIZE))
    path, sure = decode(potentials(log_probs, [("other", 0.99)], SectionWeights(rule=1.0)), ORDER, SectionWeights(order=0.0))
    assert SECTION_LABELS[path[0]] == "other"
    assert sure[0] > 0.9
    assert decode(potentials(log_probs, [("other", 0.99)], SectionWeights(rule=0.0)), ORDER, SectionWeights(order=0.0))[1][0] == pytest.approx(1 / SIZE)


def test_of_a_part_the_ends_of_reports_say_nothing():
    log_probs = np.log(np.full((1, SIZE), 1 / SIZE))
    assert SECTION_LABELS[decode(log_probs, ORDER, SectionWeights(order=1.0))[0][0]] in ("title", "signature")
    _, sure = decode(log_probs, ORDER, SectionWeights(order=1.0), whole=False)
    assert sure[0] == pytest.approx(1 / SIZE)
    assert log_likelihood(log_probs, ORDER, SectionWeights(), [3], whole=False) == pytest.approx(np.log(1 / SIZE))


def test_no_paragraphs():
    assert decode(np.zeros((0, SIZE)), ORDER, SectionWeights())[0] == []
