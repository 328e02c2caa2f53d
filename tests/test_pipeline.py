import json

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import fazhi_nlp
from fazhi_nlp.core import docs
from fazhi_nlp.core.errors import ConfigError, InputError
from fazhi_nlp.core.tokenizer import MAX_LENGTH
from fazhi_nlp.layout.validate import validate_layout
from fazhi_nlp.report import Report
from tests.growth import ROUNDS, seconds

EXAMPLE = "一、主要举措\n发放宣传册3000余份。"
PIPES = ["fazhi_layout", "fazhi_outline_sections", "fazhi_entities", "fazhi_achievements"]

# what reports are made of, so that random texts reach the rules
PIECES = [
    "一、", "（一）", "(二)", "1.", "①", "主要举措和成效", "存在的问题", "下一步打算", "《", "》", "〈", "“", "”", "中华人民共和国民法典", "信访工作条例", "以下简称", "县委、县政府",
    "乡党委、政府", "司法所", "某某镇", "2022年", "今年以来", "3000余份", "发放", "宣传册", "九成八", "百分之", "十余", "数十", "万", "亿元", "%", "3至5", "其中", "由5件降至3件",
    "参考率、合格率均达100%", "零败诉", "无一例", "“八五”普法", "党的二十大", "\n", "\r\n", "\r", "\u3000", " ", "。", "，", "；", "：", "、", "[bookmark: _GoBack]", "打印本页",
    "2023年1月17日", "特此报告", "人民政府", "〔2023〕6号", "张某某", "同志", "\u2028", "\x00", "😀", "區", "\ufeff",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


def assert_valid(report: Report, text: str) -> None:
    paragraphs, position = [], 0
    for line in text.replace("\r\n", "\n\n").replace("\r", "\n").split("\n"):
        if stripped := line.strip():
            start = position + line.index(stripped)
            paragraphs.append((start, start + len(stripped)))
        position += len(line) + 1
    assert [(p.start, p.end) for p in report.paragraphs] == paragraphs
    for paragraph in report.paragraphs:
        for heading in paragraph.headings:
            assert paragraph.start <= heading.start < heading.end <= paragraph.end
    previous = 0
    for entity in report.entities:
        assert previous <= entity.start < entity.end <= len(text)
        assert text[entity.start : entity.end] == entity.text
        assert 0 <= entity.score <= 1
        previous = entity.end
    quantities = [(e.start, e.end, e.label) for e in report.entities if e.label in docs.QUANTITY_LABELS]
    assert [(a.start, a.end, a.label) for a in report.achievements] == quantities
    for number, record in enumerate(report.achievements):
        assert record.text == text[record.start : record.end]
        assert record.paragraph is not None
        paragraph = report.paragraphs[record.paragraph]
        assert paragraph.start <= record.start < record.end <= paragraph.end
        assert record.parent is None or 0 <= record.parent < len(report.achievements)
        assert record.parent != number
        assert record.upper is None or record.upper >= record.value


@settings(max_examples=150)
@given(TEXTS.filter(str.strip))
def test_any_text_gives_a_valid_report(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    validate_layout(doc)
    report = Report.from_doc(doc)
    assert_valid(report, text)
    assert Report.from_json(report.to_json()) == report
    assert Report.from_doc(nlp(text)).to_json() == report.to_json()


def test_corpus_reports_are_valid(nlp, corpus_texts):
    for text in corpus_texts:
        for variant in (text, text.replace("\n", "\r\n"), text.replace("\n", "\n\n\u3000\u3000"), text.replace("\n", "")):
            doc = nlp(variant)
            validate_layout(doc)
            assert_valid(Report.from_doc(doc), variant)


def test_the_contracts_example(nlp):
    record = json.loads(fazhi_nlp.analyze(EXAMPLE, nlp=nlp).to_json())
    assert [(p["start"], p["end"], p["section"]) for p in record["paragraphs"]] == [(0, 6, "measures"), (7, 19, "measures")]
    assert record["paragraphs"][0]["headings"] == [{"start": 0, "end": 6, "level": 1}]
    assert [(e["start"], e["end"], e["label"], e["text"]) for e in record["entities"]] == [(12, 18, "ACHIEVEMENT", "3000余份")]
    (achievement,) = record["achievements"]
    wanted = {"start": 12, "end": 18, "text": "3000余份", "value": 3000, "upper": None, "comparator": "gt", "unit": "份", "indicator": "宣传册", "action": "发放",
              "status": "achieved", "parent": None, "paragraph": 1}  # fmt: skip
    assert {k: achievement[k] for k in wanted} == wanted


def jsons(nlp, texts, **kwargs):
    return [Report.from_doc(doc).to_json() for doc in nlp.pipe(texts, **kwargs)]


def test_saved_and_loaded_gives_the_same(nlp, corpus_texts, tmp_path):
    nlp.to_disk(tmp_path / "rules")
    again = spacy.load(tmp_path / "rules")
    assert again.pipe_names == PIPES
    assert jsons(again, corpus_texts[:6]) == jsons(nlp, corpus_texts[:6])
    assert fazhi_nlp.load(tmp_path / "rules").pipe_names == PIPES


def test_worker_processes_give_the_same(nlp, corpus_texts):
    import multiprocessing

    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method("spawn", force=True)
    try:
        assert jsons(nlp, corpus_texts[:6], n_process=2, batch_size=2) == jsons(nlp, corpus_texts[:6])
    finally:
        multiprocessing.set_start_method(before, force=True)


def test_blank_pipeline_gives_the_same(nlp, corpus_texts):
    blank = spacy.blank("zh")
    for pipe in PIPES:
        blank.add_pipe(pipe)
    assert jsons(blank, [*corpus_texts[:6], "第 12 次 会议 研究  3 项\n 发放 200 余 份"]) == jsons(
        nlp, [*corpus_texts[:6], "第 12 次 会议 研究  3 项\n 发放 200 余 份"]
    )


def test_load_refuses_what_is_not_there():
    with pytest.raises(ConfigError, match=r"E001.*no_such_model"):
        fazhi_nlp.load("no_such_model")


def test_own_tables_are_merged_into_a_saved_pipeline(nlp, tmp_path):
    nlp.to_disk(tmp_path / "rules")
    own = tmp_path / "own"
    own.mkdir()
    (own / "topic_cues.tsv").write_text("id\ttopic\tword\tweight\nown\tdigital\t蘑菇\t5\n", encoding="utf-8")
    text = "一、主要举措\n种好蘑菇，卖好蘑菇。"
    saved, with_own = fazhi_nlp.load(tmp_path / "rules"), fazhi_nlp.load(tmp_path / "rules", knowledge=[own])
    assert [fazhi_nlp.analyze(text, nlp=n).paragraphs[1].topics for n in (saved, with_own)] == [[], ["digital"]]
    with_own.to_disk(tmp_path / "again")
    assert fazhi_nlp.analyze(text, nlp=fazhi_nlp.load(tmp_path / "again")).paragraphs[1].topics == ["digital"]


@pytest.mark.parametrize(("text", "code"), [("", "E006"), (" \n\u3000\t", "E006"), ("字" * (MAX_LENGTH + 1), "E005"), ("坏\ud800", "E007")])
def test_unfit_texts(nlp, text, code):
    with pytest.raises(InputError) as caught:
        fazhi_nlp.analyze(text, nlp=nlp)
    assert caught.value.code == code


def test_rule_pipeline_imports_nothing_heavy():
    import subprocess
    import sys

    code = (
        # thinc imports torch by itself where it is installed
        "import sys; sys.modules['torch'] = None\n"
        f"import fazhi_nlp; fazhi_nlp.analyze({EXAMPLE!r}, nlp=fazhi_nlp.load('rules'));"
        "print([m for m in ('transformers', 'onnxruntime', 'pandas', 'datasets', 'trafilatura', 'docx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_cost_of_a_character_does_not_grow_with_length(nlp, corpus_texts):
    corpus = "\n".join(corpus_texts)
    corpus = corpus * (200_000 // len(corpus) + 1)
    short = [corpus[i * 10_000 : (i + 1) * 10_000] for i in range(20)]

    def work(texts):
        return lambda: [Report.from_doc(nlp(text)) for text in texts]

    long, many = seconds([work([corpus[:200_000]]), work(short)], rounds=ROUNDS)
    assert long <= 1.3 * many
