import json

import pytest
import spacy
from spacy.tokens import Doc

from fazhi_nlp.core.errors import FazhiError, InputError
from fazhi_nlp.gold import GoldParagraph, GoldReport, GoldSpan, read_gold_folder
from fazhi_nlp.gold.exchange import FORMATS, export_gold, import_gold
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def corpus():
    return read_gold_folder(ROOT / "training" / "corpus")


def bare(report):
    """Without what CoNLL columns cannot hold."""
    paragraphs = [GoldParagraph(p.text, p.section, p.topics, p.headings, [GoldSpan(e.start, e.end, e.label) for e in p.entities]) for p in report.paragraphs]
    return GoldReport(report.name, paragraphs)


@pytest.mark.parametrize("format", FORMATS)
def test_every_corpus_report_comes_back(corpus, format, tmp_path):
    losses = export_gold(corpus, tmp_path / "export.json", format=format)
    wanted = corpus
    if format == "conll":
        assert "quantities" in losses[0]
        wanted = [bare(report) for report in corpus]
    else:
        assert losses == []
    assert import_gold(tmp_path / "export.json", format=format) == wanted


@pytest.mark.parametrize("format", ["brat", "label-studio", "spacy"])
def test_sources_come_back_with_their_blank_lines(format, tmp_path):
    report = GoldReport(
        "a", [GoldParagraph("县委", "title", (), [], [GoldSpan(0, 2, "ORG")]), GoldParagraph("　x", "plan", ("digital",))], "\r\n  县委\r\n\n　x "
    )
    report.paragraphs[1].text = "x"
    assert export_gold([report], tmp_path / "a.json", format=format) == []
    (again,) = import_gold(tmp_path / "a.json", format=format)
    assert (again.text, again.paragraphs, list(again.entities)) == (report.text, report.paragraphs, [GoldSpan(4, 6, "ORG")])


def test_loss_of_blank_lines_is_said(tmp_path):
    report = GoldReport("a", [GoldParagraph("县委", "title")], "\n县委\n")
    for format in ("doccano", "prodigy", "conll"):
        assert "blank lines" in export_gold([report], tmp_path / "a", format=format)[0]


def test_spacy_reads_its_format(corpus, tmp_path):
    export_gold(corpus[:3], tmp_path / "a.jsonl", format="spacy")
    nlp = spacy.blank("zh")
    for report, line in zip(corpus, (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines(), strict=False):
        doc = Doc(nlp.vocab).from_json(json.loads(line), validate=True)
        assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [(e.start, e.end, e.label) for e in report.entities]
        assert [p.label_ for p in doc.spans["paragraphs"]] == [p.section for p in report.paragraphs]


def test_attributes_follow_corrected_spans(tmp_path):
    """What an annotator moves loses its attributes in doccano (they go by offsets); the others keep theirs."""
    quantity = (("v", "3"), ("c", "eq"), ("u", "次"), ("i", "会议"))
    report = GoldReport(
        "a", [GoldParagraph("会议3次，会议3次", "measures", (), [], [GoldSpan(2, 4, "ACHIEVEMENT", quantity), GoldSpan(7, 9, "ACHIEVEMENT", quantity)])]
    )
    export_gold([report], tmp_path / "a.jsonl", format="doccano")
    record = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))
    record["label"][1] = [6, 9, "ACHIEVEMENT"]
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    first, second = import_gold(tmp_path / "a.jsonl", format="doccano")[0].paragraphs[0].entities
    assert (first.attrs, second.attrs) == (quantity, ())


@pytest.mark.parametrize(
    ("format", "content"),
    [
        ("doccano", '{"text": "a"}'), ("doccano", "[]"), ("doccano", "{"), ("prodigy", '{"text": "a", "meta": {}}'), ("spacy", '{"text": "a", "ents": []}'), ("label-studio", "{}"),
        ("label-studio", '[{"data": {"text": "a"}}]'), ("conll", "字\tO\n"), ("conll", "# section = measures\n字符\tO\tO\n"), ("conll", "# section = nothing\n字\tO\tO\n"),
        ("doccano", '{"text": "县委", "label": [[0, 9, "ORG"]], "report": "a", "number": 0, "section": "plan", "topics": []}'),
        ("doccano", '{"text": "县委", "label": [[0, 1, "NAME"]], "report": "a", "number": 0, "section": "plan", "topics": []}'),
    ],
)  # fmt: skip
def test_foreign_data_get_a_coded_error(format, content, tmp_path):
    (tmp_path / "a").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="E807"):
        import_gold(tmp_path / "a", format=format)


def test_brat_without_files(tmp_path):
    with pytest.raises(InputError, match="E807"):
        import_gold(tmp_path, format="brat")


def test_unknown_format(tmp_path):
    with pytest.raises(FazhiError, match=r"E806.*doccano"):
        export_gold([], tmp_path / "a", format="xml")
