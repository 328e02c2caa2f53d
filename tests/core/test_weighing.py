"""Evidence, weights and the choice of spans."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_nlp.core.docs import PROPOSAL_FLOOR
from fazhi_nlp.core.errors import ConfigError
from fazhi_nlp.core.weighing import Evidence, Weights, choose, decide, gather, log_odds, logit, probability, read_weights

SPANS = st.tuples(st.integers(0, 12), st.integers(0, 5)).map(lambda pair: (pair[0], pair[0] + pair[1]))
KEYS = st.tuples(SPANS, st.sampled_from("AB")).map(lambda pair: (*pair[0], pair[1]))
FULL_KEYS = KEYS.filter(lambda key: key[0] < key[1])


def apart(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


@given(st.lists(st.tuples(SPANS, st.integers(-3, 9)), max_size=9))
def test_choice_has_the_greatest_sum(items: list[tuple[tuple[int, int], int]]) -> None:
    spans, gains = [span for span, _ in items], [gain for _, gain in items]
    chosen = choose(spans, gains)
    usable = [k for k, (start, end) in enumerate(spans) if gains[k] > 0 and start < end]
    sets = (s for size in range(len(usable) + 1) for s in combinations(usable, size))
    best = max(sum(gains[k] for k in s) for s in sets if all(apart(spans[a], spans[b]) for a, b in combinations(s, 2)))
    assert sum(gains[k] for k in chosen) == best
    assert set(chosen) <= set(usable)
    assert all(spans[a][1] <= spans[b][0] for a, b in pairwise(chosen)), "in order, without overlap"


def test_two_short_spans_against_one_long() -> None:
    spans = [(0, 4), (0, 2), (2, 4)]
    assert choose(spans, [2.0, 1.5, 1.5]) == [1, 2]
    assert choose(spans, [2.0, 0.9, 0.9]) == [0]
    assert choose(spans, [0.0, -1.0, 0.0]) == []


def test_equal_spans_the_first_given_stands() -> None:
    assert choose([(0, 2), (0, 2)], [1.0, 1.0]) == [0]


def test_many_overlapping_spans() -> None:
    spans = [(k, k + 60) for k in range(60_000)]
    assert len(choose(spans, [1.0] * len(spans))) == 1000


@given(st.lists(st.tuples(FULL_KEYS, st.floats(0, 1))), st.lists(FULL_KEYS, max_size=6), st.lists(FULL_KEYS, max_size=3))
def test_evidence_is_that_of_a_slow_search(
    proposals: list[tuple[tuple[int, int, str], float]], rules: list[tuple[int, int, str]], extra: list[tuple[int, int, str]]
) -> None:
    found = gather([(*key, p) for key, p in proposals], rules, extra)
    assert [e.key for e in found] == sorted({key for key, _ in proposals} | set(rules))
    for e in found:
        own = [p for key, p in proposals if key == e.key]
        assert e.probability == (max(own) if own else PROPOSAL_FLOOR)
        assert e.rule == (e.key in rules)
        assert e.conflict == any(key != e.key and not apart(key, e.key) for key in rules)
        assert e.extra == (e.key in rules and e.key in extra)


def test_probabilities_are_clipped_and_never_overflow() -> None:
    assert [logit(0.0), -logit(1.0)] == pytest.approx([np.log(PROPOSAL_FLOOR / (1 - PROPOSAL_FLOOR))] * 2)
    assert probability(np.array([-1e4, -1.0, 0.0, 1e4])) == pytest.approx([0.0, 1 / (1 + np.e), 0.5, 1.0])


def test_log_odds_are_the_weighted_sum() -> None:
    weights = Weights(bias=0.5, model=2.0, rule=4.0, conflict=-8.0, extra=16.0)
    cases = {
        Evidence(0, 1, "A", 0.5): 0.5,
        Evidence(0, 1, "A", 0.5, rule=True): 4.5,
        Evidence(0, 1, "A", 0.5, conflict=True): -7.5,
        Evidence(0, 1, "A", 0.5, rule=True, extra=True): 20.5,
        Evidence(0, 1, "A", 0.9): 0.5 + 2 * np.log(9),
    }
    assert log_odds(list(cases), {"A": weights}) == pytest.approx(list(cases.values()))
    assert log_odds([Evidence(0, 1, "B", 0.5)], {"A": weights}) == pytest.approx([Weights().bias])


def test_unlearnt_weights() -> None:
    rule = (0, 4, "ORG")

    def stands(*proposals: tuple[int, int, str, float]) -> list[tuple[int, int, str]]:
        return [e.key for e, _ in decide(gather(proposals, [rule]), {})]

    assert stands((0, 4, "ORG", 0.3)) == [rule], "the rule tips what the model is in doubt of"
    assert stands((0, 3, "ORG", 0.98)) == [(0, 3, "ORG")], "a sure model overrules a rule that it does not see"
    assert stands((0, 3, "ORG", 0.45), (0, 4, "ORG", 0.4)) == [rule]
    assert stands((0, 4, "ORG", 0.9), (6, 8, "GPE", 0.6), (9, 11, "GPE", 0.4)) == [rule, (6, 8, "GPE")]
    assert stands() == [], "a sure model does not see it at all"


def test_one_side_alone_can_be_told_by_weights() -> None:
    evidence = gather([(0, 4, "A", 0.9), (0, 2, "A", 0.4)], [(0, 2, "A"), (5, 6, "A")])
    rules = {"A": Weights(bias=-1.0, model=0.0, rule=3.0, conflict=0.0, extra=0.0)}
    model = {"A": Weights(bias=0.0, model=1.0, rule=0.0, conflict=0.0, extra=0.0)}
    assert [e.key for e, _ in decide(evidence, rules)] == [(0, 2, "A"), (5, 6, "A")]
    assert [(e.key, pytest.approx(p)) for e, p in decide(evidence, model)] == [((0, 4, "A"), 0.9)]


def test_sources() -> None:
    both, weak, alone = Evidence(0, 1, "A", 0.7, rule=True), Evidence(0, 1, "A", 0.1, rule=True), Evidence(0, 1, "A", 0.3)
    assert [e.source for e in (both, weak, alone)] == ["model+rule", "rule", "model"]


def test_weights_from_a_configuration() -> None:
    assert read_weights(Weights, {"A": {"rule": 2}}, ["A", "B"], setting="weights") == {"A": Weights(rule=2.0)}
    for wrong in ({"C": {}}, {"A": {"rules": 1.0}}, {"A": {"rule": float("nan")}}, {"A": {"rule": "much"}}):
        with pytest.raises(ConfigError, match=r"E011.*'weights'"):
            read_weights(Weights, wrong, ["A", "B"], setting="weights")
