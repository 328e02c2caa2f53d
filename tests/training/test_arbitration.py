"""Learning the weights of rules and model, with a made-up model that knows the gold spans and errs at random."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from fazhi_nlp.achievements.links import Answers, LinkWeights, settle_link
from fazhi_nlp.core.docs import ENTITY_LABELS, QUANTITY_LABELS, Link, Proposals
from fazhi_nlp.core.errors import ConfigError
from fazhi_nlp.core.weighing import FEATURES, Evidence, Weights, decide
from fazhi_nlp.gold import GoldReport, parse_paragraph, read_gold
from fazhi_nlp.training.arbitration import fit, fit_weights
from fazhi_nlp.training.links import Case, fit_links
from fazhi_nlp.training.logistic import fit_logistic
from fazhi_nlp.training.ways import fold_of
from tests.conftest import ROOT
from tests.proposing import PROPOSED, READ, pipeline

GOLDS = [read_gold(ROOT / "training" / "corpus" / f"r{number:03}.txt") for number in range(85, 97)]


def proposed(gold: GoldReport, seed: int) -> Proposals:
    """What a middling model might say: most gold spans surely, some hardly, with wrong edges beside them and false spans elsewhere."""
    rng = Random(seed)
    spans, links, size = [], [], len(gold.text)
    for e in gold.entities:
        sure = rng.uniform(0.6, 0.99) if rng.random() < 0.9 else rng.uniform(0.02, 0.45)
        spans += [(e.start, e.end, e.label, sure), (e.start, min(size, e.end + 1), e.label, (1 - sure) * 0.8)]
        if e.label in QUANTITY_LABELS:
            at = gold.text.rfind(dict(e.attrs).get("i", "\0"), 0, e.start)
            found = (at, at + len(dict(e.attrs)["i"])) if at >= 0 else None
            links.append(Link(e.start, found, rng.uniform(0.6, 1.0), None, 0.3))
    for _ in range(40):
        start = rng.randrange(size - 6)
        spans.append((start, start + rng.randrange(2, 6), rng.choice(ENTITY_LABELS), rng.uniform(0.003, 0.5)))
    return Proposals(spans, links)


@pytest.fixture(autouse=True)
def _proposals() -> Iterator[None]:
    PROPOSED.clear()
    PROPOSED.update({gold.text: proposed(gold, seed) for seed, gold in enumerate(GOLDS)})
    yield
    PROPOSED.clear()


def entities(nlp: Language, text: str) -> list[tuple[str, str, str, float]]:
    return [(e.text, e.label_, e._.source, e._.score) for e in nlp(text).ents]


def test_fit_reads_once_compares_and_can_be_applied(tmp_path: Path) -> None:
    nlp = pipeline()
    before = entities(nlp, GOLDS[0].text)
    READ.clear()
    fitted = fit(nlp, GOLDS)
    assert sorted(READ) == sorted(gold.text for gold in GOLDS)
    assert nlp.pipe_names[-1] == "fazhi_achievements", "the pipeline is as it was"
    assert entities(nlp, GOLDS[0].text) == before

    rows = {row.name: row for row in fitted.table}
    assert set(rows) == {*ENTITY_LABELS, "all", "indicator", "indicator overlap", "action"}
    assert rows["LAW"].n == sum(e.label == "LAW" for gold in GOLDS for e in gold.entities)
    assert rows["all"].n == sum(rows[label].n for label in ENTITY_LABELS)
    everything = rows["all"]
    assert min(everything.both, everything.kept) > everything.model > 0.75, "the rules help"
    assert rows["action"].chosen != "model", "the made-up model knows no verbs"
    assert set(fitted.weights) == set(ENTITY_LABELS)
    assert fit(pipeline(), GOLDS) == fitted

    fitted.apply(nlp)
    after = entities(nlp, GOLDS[0].text)
    assert after != before
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert loaded.config["components"]["fazhi_entities"]["weights"] == fitted.weights
    assert loaded.config["components"]["fazhi_achievements"]["link_weights"] == fitted.link_weights
    assert entities(loaded, GOLDS[0].text) == after
    assert loaded(GOLDS[0].text)._.achievements == nlp(GOLDS[0].text)._.achievements


def test_what_cannot_be_learnt_from() -> None:
    nlp = pipeline()
    with pytest.raises(ConfigError, match=r"E812.*two reports"):
        fit(nlp, GOLDS[:1])
    PROPOSED.clear()
    with pytest.raises(ConfigError, match=r"E812.*proposals"):
        fit(nlp, GOLDS[:2])
    with pytest.raises(ConfigError, match=r"E812.*fazhi_entities"):
        fit(spacy.blank("zh"), GOLDS[:2])


Sample = tuple[list[Evidence], set[tuple[int, int, str]]]


def samples(*, rule_right: float, model_right: float, label: str = "ORG", reports: int = 8) -> list[Sample]:
    """Reports of twenty places each; at every place the rule and the model each propose the true span, or another that overlaps it."""
    rng, made = Random(1), []
    for _ in range(reports):
        evidence: list[Evidence] = []
        gold = set()
        for place in range(0, 400, 20):
            true, false = (place, place + 4, label), (place, place + 6, label)
            gold.add(true)
            rule = true if rng.random() < rule_right else false
            model = true if rng.random() < model_right else false
            for key in (true, false):
                evidence.append(Evidence(*key, 0.9 if key == model else 0.1, rule=key == rule, conflict=key != rule))
        made.append((evidence, gold))
    return made


@pytest.mark.parametrize(("rule_right", "model_right", "winner"), [(0.2, 0.95, "model"), (0.97, 0.6, "rule")])
def test_the_better_one_overrules(rule_right: float, model_right: float, winner: str) -> None:
    made = samples(rule_right=rule_right, model_right=model_right)
    weights, rows = fit_weights(made, ["ORG"])
    assert rows[0].name == "ORG"
    assert rows[0].kept == max(rows[0].model, rows[0].rules, rows[0].both) > 0.9
    assert min(rows[0].model, rows[0].rules) < 0.7, "the loser alone is bad"
    model, rule = Evidence(0, 4, "ORG", 0.9, conflict=True), Evidence(0, 6, "ORG", 0.1, rule=True)
    [(stands, score)] = decide([model, rule], {"ORG": Weights(**weights["ORG"])})
    assert stands is (model if winner == "model" else rule)
    assert score == pytest.approx(max(rule_right, model_right), abs=0.06), "scores are probabilities"


def test_rules_only_takes_every_rule_and_nothing_else() -> None:
    made = samples(rule_right=0.3, model_right=0.02)
    weights, rows = fit_weights(made, ["ORG"])
    assert rows[0].rules == pytest.approx(sum(e.rule and e.key in gold for own, gold in made for e in own) / (20 * len(made)))
    assert set(weights["ORG"]) == set(FEATURES)


def test_a_label_of_which_little_is_known_has_the_weights_of_all() -> None:
    weights, rows = fit_weights(samples(rule_right=0.97, model_right=0.6), ["ORG", "LAW"])
    conflicting = [Evidence(0, 4, "LAW", 0.9, conflict=True), Evidence(0, 6, "LAW", 0.1, rule=True)]
    assert decide(conflicting, {})[0][0] is conflicting[0], "by default the model overrules"
    assert decide(conflicting, {"LAW": Weights(**weights["LAW"])})[0][0] is conflicting[1]
    law = rows[1]
    assert (law.name, law.n, law.model, law.kept) == ("LAW", 0, None, None)


def cases(*, rule: str, model: str, sure: float) -> list[list[Case]]:
    return [[Case("action", Answers(rule, model, sure), "发放"), Case("indicator", Answers("手册", "手册", 0.9), "手册")] for _ in range(6)]


def test_links_follow_who_was_right() -> None:
    weights, rows = fit_links(cases(rule="下发", model="发放", sure=0.3))
    assert settle_link(Answers("印制", "推送", 0.3), LinkWeights(**weights["action"])) == "推送"
    assert {row.name: (row.n, row.rules, row.kept) for row in rows} == {"indicator": (6, 1, 1), "indicator overlap": (6, 1, 1), "action": (6, 0, 1)}
    weights, _ = fit_links(cases(rule="发放", model="下发", sure=0.9))
    assert settle_link(Answers("印制", "推送", 0.9), LinkWeights(**weights["action"])) == "印制"


def test_links_follow_the_model_where_it_is_sure() -> None:
    sure, unsure = Case("action", Answers("下发", "发放", 0.9), "发放"), Case("action", Answers("发放", "下发", 0.3), "发放")
    weights, [row] = fit_links([[sure, unsure] for _ in range(8)])
    assert (row.model, row.rules, row.both, row.chosen) == (0.5, 0.5, 1.0, "both")
    assert [settle_link(Answers("印制", "推送", p), LinkWeights(**weights["action"])) for p in (0.9, 0.3)] == ["推送", "印制"]


def test_half_right_counts_half() -> None:
    whole, half = Case("indicator", Answers("手册", "案件", 0.6), "手册"), Case("indicator", Answers("案件", "手册", 0.6), "宣传手册")
    sure = Case("indicator", Answers("案件", "手册", 0.99), "手册")
    # 30 whole ones against 40 halves; the sure ones keep the rules alone from being best
    weights, rows = fit_links([[whole] * 3 + [half] * 4 + [sure] * 2 for _ in range(10)])
    assert rows[0].chosen == "both"
    assert settle_link(whole.answers, LinkWeights(**weights["indicator"])) == "手册"


@given(st.lists(st.integers(), min_size=2, max_size=12, unique=True), st.integers(2, 6))
def test_folds_share_nothing(items: list[int], folds: int) -> None:
    made = list(fold_of(items, folds))
    assert len(made) == min(folds, len(items))
    assert sorted(held for part, _ in made for held in part) == sorted(items)
    assert all(sorted(held + rest) == sorted(items) for held, rest in made)


def test_an_indicator_that_only_overlaps_is_half_right() -> None:
    case = Case("indicator", Answers(None, None, 0.5), "宣传手册")
    assert [case.grade(a) for a in ("宣传手册", "手册", "案件", None)] == [1.0, 0.5, 0.0, 0.0]
    assert Case("action", Answers(None, None, 0.5), "").grade(None) == 1.0


def test_no_links_no_weights() -> None:
    assert fit_links([[], []]) == ({}, [])


ROWS = st.lists(st.tuples(st.floats(-6, 6), st.booleans(), st.booleans(), st.integers(1, 3)), max_size=30)


@given(ROWS)
def test_logistic_regression_finds_the_lowest_place(data: list[tuple[float, bool, bool, int]]) -> None:
    x = np.array([(1.0, a, b) for a, b, _, _ in data]).reshape(len(data), 3)
    y, counts = np.array([float(c) for _, _, c, _ in data]), np.array([float(n) for *_, n in data])
    prior = np.array([0.0, 1.0, 3.0])
    weights = fit_logistic(x, y, prior, counts=counts)
    slope = x.T @ (counts * (1 / (1 + np.exp(-(x @ weights))) - y)) + (weights - prior)
    assert np.abs(slope).max() < 1e-5
    doubled = fit_logistic(np.repeat(x, counts.astype(int), axis=0), np.repeat(y, counts.astype(int)), prior)
    assert doubled == pytest.approx(weights, abs=1e-5)


def test_an_end_to_end_report_of_one_line() -> None:
    golds = [
        GoldReport(name, [parse_paragraph("[measures] 一、主要举措"), parse_paragraph(f"[measures] 委托<ORG>蓝舟评估社</ORG>检查{name}。")])
        for name in "甲乙丙"
    ]
    for gold in golds:
        PROPOSED[gold.text] = Proposals([(e.start, e.end, e.label, 0.45) for e in gold.entities])
    nlp = pipeline()
    assert entities(nlp, golds[0].text) == []
    fit(nlp, golds).apply(nlp)
    assert [row[:3] for row in entities(nlp, golds[0].text)] == [("蓝舟评估社", "ORG", "model")]
