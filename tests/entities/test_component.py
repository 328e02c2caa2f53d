"""The component and the arbiter."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from fazhi_nlp.core.errors import ConfigError, KnowledgeError
from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.arbiter import settle
from fazhi_nlp.entities.base import Candidate, ParagraphView
from fazhi_nlp.knowledge.base import load_knowledge

TEXT = """垭口县麻柳坪镇人民政府
关于2022年法治政府建设情况的报告
一、主要举措和成效
去年，麻柳坪镇党委、政府组织司法所在国家宪法日发放宣传册3000余份。
二、下一步打算
2023年举办讲座不少于4场。
垭口县麻柳坪镇人民政府
2023年1月6日
"""


def pipeline(vocabulary: str = "char") -> Language:
    config = {"nlp": {"tokenizer": {"@tokenizers": "fazhi_nlp.CharTokenizer.v1"}}} if vocabulary == "char" else {}
    nlp = spacy.blank("zh", config=config)
    for name in ("fazhi_layout", "fazhi_outline_sections", "fazhi_entities"):
        nlp.add_pipe(name)
    return nlp


def rows(doc: spacy.tokens.Doc) -> list[tuple[object, ...]]:
    return [(e.start_char, e.end_char, e.label_, e.text, e.kb_id_, e._.score, e._.source, sorted(e._.attrs)) for e in doc.ents]


def test_sets_entities_with_ids_and_attributes() -> None:
    doc = pipeline()(TEXT)
    found = {(e.text, e.label_) for e in doc.ents}
    assert {("麻柳坪镇党委", "ORG"), ("政府", "ORG"), ("司法所", "ORG"), ("国家宪法日", "EVENT"), ("3000余份", "ACHIEVEMENT"), ("不少于4场", "TARGET")} <= found
    dates = {e.text: e._.attrs.get("interval") for e in doc.ents if e.label_ == "DATE"}
    assert dates["去年"] == ["2021-01-01", "2021-12-31"]
    day = next(e for e in doc.ents if e.text == "国家宪法日")
    assert (day.kb_id_, day._.score, day._.source) == ("constitution_day", 1.0, "rule")


def test_every_tokenizer_gives_the_same_entities() -> None:
    assert rows(pipeline("jieba")(TEXT)) == rows(pipeline()(TEXT))


def test_tokens_of_several_characters_never_make_overlaps() -> None:
    nlp = pipeline()
    text = "一、主要举措和成效\n县委县政府高度重视。"
    whole = spacy.tokens.Doc(nlp.vocab, words=[*"一、主要举措和成效\n", "县委县政府", "高度", "重视", "。"], spaces=[False] * 14)
    assert whole.text == text
    for _, component in nlp.pipeline:
        whole = component(whole)
    assert [e.text for e in whole.ents] == ["县委县政府"]


def test_goes_to_disk_and_to_workers(tmp_path: Path) -> None:
    nlp = pipeline()
    expected = rows(nlp(TEXT))
    nlp.to_disk(tmp_path)
    assert rows(spacy.load(tmp_path)(TEXT)) == expected
    assert [rows(d) for d in nlp.pipe([TEXT, TEXT], n_process=2, batch_size=1)] == [expected, expected]


def test_without_layout_is_a_coded_error() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_entities")
    with pytest.raises(ConfigError) as error:
        nlp(TEXT)
    assert error.value.code == "E004"
    assert "fazhi_layout" in str(error.value)


def test_a_users_folder_adds_an_institution(tmp_path: Path) -> None:
    (tmp_path / "institutions.tsv").write_text("id\tnames\tlevels\tbare\ttail\nwatch\t巡河哨\ttown\tno\t\n", encoding="utf-8")
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_layout")
    nlp.add_pipe("fazhi_entities", config={"knowledge_folders": [str(tmp_path)]})
    doc = nlp("一、主要举措\n组织镇巡河哨巡查。")
    assert [(e.text, e.kb_id_) for e in doc.ents if e.label_ == "ORG"] == [("镇巡河哨", "watch")]


def test_an_institution_of_an_unknown_level_is_told(tmp_path: Path) -> None:
    (tmp_path / "institutions.tsv").write_text("id\tnames\tlevels\nwatch\t巡河哨\tvillage\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="E220"):
        load_knowledge([tmp_path])


# the arbiter


def chosen(text: str, *candidates: Candidate, section: str = "measures") -> list[tuple[int, int, str]]:
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(ParagraphView(at, at + len(line), section, ""))
        at += len(line) + 1
    return [(c.start, c.end, c.label) for c in settle(candidates, fold(text), paragraphs)]


def test_the_longest_wins_whatever_the_order() -> None:
    short, long, other = Candidate(0, 2, "ORG"), Candidate(0, 6, "ORG"), Candidate(6, 8, "GPE")
    assert chosen("县委组织部干部", short, other, long) == [(0, 6, "ORG")]
    assert chosen("县委组织部大会堂", long, other, short) == [(0, 6, "ORG"), (6, 8, "GPE")]


def test_priority_comes_before_length_and_score_decides_ties() -> None:
    assert chosen("国家宪法日活动", Candidate(2, 4, "LAW", priority=1), Candidate(0, 5, "EVENT")) == [(2, 4, "LAW")]
    assert chosen("城关", Candidate(0, 2, "GPE", score=0.4, source="model"), Candidate(0, 2, "ORG", score=0.9, source="model")) == [(0, 2, "ORG")]


def test_a_date_is_no_quantity() -> None:
    assert chosen("2022年", Candidate(0, 5, "ACHIEVEMENT"), Candidate(0, 5, "DATE")) == [(0, 5, "DATE")]


def test_equal_proposals_are_merged() -> None:
    rule = Candidate(0, 3, "ORG", id="justice", attrs={"a": 1})
    model = Candidate(0, 3, "ORG", score=0.7, source="model", attrs={"b": 2})
    for pair in ([rule, model], [model, rule]):
        (one,) = settle(pair, "司法所", [ParagraphView(0, 3, "", "")])
        assert (one.id, one.source, one.score, one.attrs) == ("justice", "model+rule", 1.0, {"a": 1, "b": 2})


def test_noise_line_ends_and_titles() -> None:
    assert chosen("司法所", Candidate(0, 3, "ORG"), section="noise") == []
    assert chosen("司法\n所", Candidate(0, 4, "ORG")) == []
    text = "印发《司法所工作规定》"
    assert chosen(text, Candidate(3, 6, "ORG")) == []
    assert chosen(text, Candidate(3, 6, "ORG"), Candidate(2, 11, "DOC")) == [(2, 11, "DOC")]
