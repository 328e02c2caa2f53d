"""The spaCy components: same results with either tokenizer, after saving, in worker processes; the outline; the validator."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
import spacy
from layout_view import NLP, pipeline
from spacy.tokens import Doc

from fazhi_nlp.core.docs import get_report_meta, get_span_data, make_span
from fazhi_nlp.core.errors import ConfigError, KnowledgeError
from fazhi_nlp.layout.outline import outline
from fazhi_nlp.layout.validate import validate_layout

TEXT = (
    "柳河镇2023年法治政府建设工作报告\r\n\r\n　　2023年，我镇推进 依法行政，现报告如下：\r\n一、主要举措和成效\r\n（一）抓学习。学法6次。\r\n1.建机制。定制度。\r\n"
    "（二）抓普法\r\n宣传 12 场次。\r\n二、存在的问题\r\n力量不足。二、存在的问题及原因一是人少。\r\n三、下一步打算\r\n加强培训。\r\n"
)


def facts(doc: Doc) -> list[object]:
    groups = [(s.start_char, s.end_char, s.label_, get_span_data(s)) for name in ("paragraphs", "headings", "segments", "sections") for s in doc.spans[name]]
    return [*groups, get_report_meta(doc)]


def test_tokenizers_agree() -> None:
    ours, theirs = NLP(TEXT), pipeline(own_tokenizer=False)(TEXT)
    validate_layout(theirs)
    assert facts(ours) == facts(theirs)
    assert ours.text == theirs.text == TEXT


def test_saving_and_bytes(tmp_path: Path) -> None:
    NLP.to_disk(tmp_path / "rules")
    loaded = spacy.load(tmp_path / "rules")
    doc = NLP(TEXT)
    assert facts(loaded(TEXT)) == facts(doc)
    assert facts(Doc(NLP.vocab).from_bytes(doc.to_bytes())) == facts(doc)


def test_worker_processes() -> None:
    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method("spawn", force=True)
    try:
        docs = list(NLP.pipe([TEXT, "一、主要做法\n抓普法。\n"], n_process=2, batch_size=1))
    finally:
        multiprocessing.set_start_method(before, force=True)
    assert facts(docs[0]) == facts(NLP(TEXT))


def test_own_tables(tmp_path: Path) -> None:
    (tmp_path / "heading_cues.tsv").write_text("id\tsection\tpattern\tweight\nown-1\tplan\t来岁筹划\t5\n", encoding="utf-8")
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_layout")
    nlp.add_pipe("fazhi_outline_sections", config={"knowledge_folders": [str(tmp_path)]})
    text = "一、主要做法\n抓普法。\n二、来岁筹划\n抓培训。\n"
    own, library = nlp(text), NLP(text)
    assert [s.label_ for s in own.spans["paragraphs"]] == ["measures", "measures", "plan", "plan"]
    assert library.spans["paragraphs"][-1].label_ == "measures"


@pytest.mark.parametrize(("row", "code"), [("own-1\tplan\t(打算\t5", "E230"), ("own-1\tplan\t(打)算\t5", "E230"), ("own-1\tplans\t打算\t5", "E231")])
def test_bad_tables(tmp_path: Path, row: str, code: str) -> None:
    (tmp_path / "heading_cues.tsv").write_text(f"id\tsection\tpattern\tweight\n{row}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        spacy.blank("zh").add_pipe("fazhi_outline_sections", config={"knowledge_folders": [str(tmp_path)]})
    assert caught.value.code == code


def test_sections_need_paragraphs() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_outline_sections")
    with pytest.raises(ConfigError, match="E302"):
        nlp("一、主要做法")


def test_low_genre_is_a_warning() -> None:
    assert [w[:6] for w in get_report_meta(NLP("秋天的风吹过田野。")).warnings] == ["[W001]"]
    assert get_report_meta(NLP("柳河镇2023年法治政府建设工作报告\n" + TEXT)).warnings == []


def test_outline() -> None:
    doc = NLP("柳河镇2023年法治政府建设工作报告\n一、主要做法\n（一）抓学习。学法。\n1.定制度\n逐项落实。\n（二）抓普法。宣传。\n二、存在的问题\n人少。\n")
    tree = outline(doc)
    one, two = "一、主要做法", "二、存在的问题"
    assert tree.paths == [
        (), (one,), (one, "（一）抓学习"), (one, "（一）抓学习", "1.定制度"), (one, "（一）抓学习", "1.定制度"), (one, "（二）抓普法"), (two,), (two,),
    ]  # fmt: skip
    assert [n.text for n in tree.root.children] == [one, two]
    assert [n.text for n in tree.root.children[0].children] == ["（一）抓学习", "（二）抓普法"]
    assert tree.root.paragraphs == [0]
    assert tree.root.children[1].paragraphs == [6, 7]


@pytest.mark.parametrize(
    ("group", "spans"),
    [
        ("paragraphs", [(0, 3, "measures")]),
        ("headings", [(0, 7, "H1")]),
        ("headings", [(7, 9, "H2"), (0, 6, "H1")]),
        ("headings", [(0, 4, "H1"), (2, 6, "H2")]),
        ("headings", [(0, 6, "X")]),
        ("segments", [(0, 3, "measures")]),
        ("sections", [(0, 6, "measures")]),
        ("sections", [(0, 6, "measures"), (7, 11, "measures")]),
        ("sections", [(0, 11, "plan")]),
        ("sections", [(0, 11, "")]),
    ],
)
def test_the_validator_sees_faults(group: str, spans: list[tuple[int, int, str]]) -> None:
    doc = NLP("一、主要做法\n抓普法。")
    validate_layout(doc)
    doc.spans[group] = [make_span(doc, *span) for span in spans]
    with pytest.raises(ConfigError, match="E301"):
        validate_layout(doc)
