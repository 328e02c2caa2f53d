"""Rules and a model's proposals settled together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from fazhi_nlp.core.docs import Proposals
from fazhi_nlp.core.errors import ConfigError
from tests.proposing import PROPOSED, pipeline, spans_of

TEXT = """垭口县麻柳坪镇人民政府
关于2022年法治政府建设情况的报告
一、主要举措和成效
去年，麻柳坪镇党委、政府组织司法所在国家宪法日发放宣传册3000余份。学习《中华人民共和国行政处罚法》，聘请蓝舟评估社开展评估。
印发《麻柳坪镇司法所工作办法》，推广村民说事角。
垭口县麻柳坪镇人民政府
2023年1月6日
"""
Row = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline()


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    PROPOSED.clear()
    yield
    PROPOSED.clear()


def rows(nlp: Language, *wanted: tuple[str, str, float]) -> list[Row]:
    PROPOSED[TEXT] = Proposals(spans_of(TEXT, *wanted))
    return [(e.text, e.label_, e.kb_id_, e._.source) for e in nlp(TEXT).ents]


def test_without_proposals_the_rules_stand_as_ever(nlp: Language) -> None:
    alone = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "fazhi_nlp.CharTokenizer.v1"}}})
    for name in ("fazhi_layout", "fazhi_outline_sections", "fazhi_entities"):
        alone.add_pipe(name)
    found, wanted = nlp(TEXT).ents, alone(TEXT).ents
    assert [(e.start, e.end, e.label_, e.kb_id_, e._.attrs) for e in found] == [(e.start, e.end, e.label_, e.kb_id_, e._.attrs) for e in wanted]
    assert len(found) > 8
    assert {(e._.score, e._.source) for e in found} == {(1.0, "rule")}


def test_a_model_that_agrees_keeps_ids_and_attributes(nlp: Language) -> None:
    before = {(e.text, e.label_): (e.kb_id_, e._.attrs) for e in nlp(TEXT).ents}
    PROPOSED[TEXT] = Proposals([(e.start_char, e.end_char, e.label_, 0.9) for e in nlp(TEXT).ents])
    doc = nlp(TEXT)
    assert {(e.text, e.label_): (e.kb_id_, e._.attrs) for e in doc.ents} == before
    assert {e._.source for e in doc.ents} == {"model+rule"}
    assert all(0.9 < e._.score < 1.0 for e in doc.ents)


def test_a_span_of_the_model_alone_appears(nlp: Language) -> None:
    assert ("蓝舟评估社", "ORG", "", "model") in rows(nlp, ("蓝舟评估社", "ORG", 0.8))
    assert "蓝舟评估社" not in [row[0] for row in rows(nlp, ("蓝舟评估社", "ORG", 0.4))]


def test_a_sure_model_overrules_a_rule_and_a_rule_tips_a_model_in_doubt(nlp: Language) -> None:
    found = {row[:2] for row in rows(nlp, ("司法所", "GPE", 0.97), ("国家宪法", "LAW", 0.3), ("国家宪法日", "EVENT", 0.25))}
    assert ("司法所", "GPE") in found
    assert ("司法所", "ORG") not in found
    assert ("国家宪法日", "EVENT") in found, "the rule's, though the model holds the shorter one for likelier"


def test_what_the_structure_forbids_no_model_may_set(nlp: Language) -> None:
    inside, across, title = ("司法所工作", "ORG", 0.99), ("所工作办法》，推广", "EVENT", 0.99), ("《麻柳坪镇司法所工作办法》", "DOC", 0.99)
    into, lines = ("印发《麻柳坪镇", "EVENT", 0.99), ("评估。\n印发", "EVENT", 0.99)
    for wrong in (inside, across, into, lines):
        assert wrong[0] not in [row[0] for row in rows(nlp, wrong)]
    assert title[0] in [row[0] for row in rows(nlp, inside, across, into, lines, title)]


def test_what_the_model_alone_finds_is_linked_as_the_rules_would(nlp: Language) -> None:
    text = "一、主要举措\n贯彻实施行政处罚法律法规，处置若干件共四回事。"
    # a name that the rules refuse where it stands, because 行政处罚法律 goes on
    PROPOSED[text] = Proposals(spans_of(text, ("行政处罚法", "LAW", 0.95), ("四回", "TARGET", 0.95)))
    found = {e.text: e for e in nlp(text).ents}
    assert found["行政处罚法"]._.source == "model"
    assert found["行政处罚法"].kb_id_ == nlp("一、主要举措\n学习《中华人民共和国行政处罚法》。").ents[0].kb_id_ != ""
    assert {k: found["四回"]._.attrs[k] for k in ("value", "unit")} == {"value": 4, "unit": "回"}


def test_a_quantity_whose_label_the_model_changes_keeps_what_was_read(nlp: Language) -> None:
    PROPOSED.clear()
    before = next(e for e in nlp(TEXT).ents if e.text == "3000余份")
    PROPOSED[TEXT] = Proposals(spans_of(TEXT, ("3000余份", "TARGET", 0.99)))
    after = next(e for e in nlp(TEXT).ents if e.text == "3000余份")
    assert (before.label_, after.label_) == ("ACHIEVEMENT", "TARGET")
    assert after._.attrs == before._.attrs != {}


def test_weights_decide_and_go_to_disk(tmp_path: Path) -> None:
    deaf = {"bias": -2.0, "model": 0.0, "rule": 6.0, "conflict": 0.0, "extra": 0.0}
    nlp = pipeline(fazhi_entities={"weights": {"ORG": deaf}})
    proposals = [("蓝舟评估社", "ORG", 0.99), ("麻柳坪", "GPE", 0.01)]
    found = rows(nlp, *proposals)
    assert "蓝舟评估社" not in [row[0] for row in found]
    assert [row for row in found if row[1] == "ORG"] == [(e.text, e.label_, e.kb_id_, e._.source) for e in _rules_alone(nlp) if e.label_ == "ORG"]
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert loaded.config["components"]["fazhi_entities"]["weights"] == {"ORG": deaf}
    assert rows(loaded, *proposals) == found != rows(pipeline(), *proposals)


def _rules_alone(nlp: Language) -> list[spacy.tokens.Span]:
    kept = PROPOSED.pop(TEXT)
    found = list(nlp(TEXT).ents)
    PROPOSED[TEXT] = kept
    return found


def test_wrong_weights_are_told() -> None:
    with pytest.raises(ConfigError, match="E011"):
        pipeline(fazhi_entities={"weights": {"LOC": {"rule": 1.0}}})
