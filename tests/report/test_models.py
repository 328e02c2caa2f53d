import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fazhi_nlp
from fazhi_nlp.core import docs
from fazhi_nlp.core.errors import ConfigError, FazhiError
from fazhi_nlp.report import Report, json_schema
from fazhi_nlp.report.frames import TABLES, from_frames, to_frames
from tests.conftest import ROOT

TEXT = "某县新河镇人民政府\n关于2022年法治政府建设情况的报告\n一、主要举措\n发放宣传册3000余份，参考率98.5%。\n新河镇人民政府\n2023年1月17日"


@pytest.fixture(scope="module")
def report(nlp):
    return fazhi_nlp.analyze(TEXT, nlp=nlp, source="a.txt", with_text=True)


def test_json_and_back(report):
    assert Report.from_json(report.to_json()) == report


def test_json_holds_the_contract(report):
    record = json.loads(report.to_json())
    jsonschema.Draft202012Validator(json_schema()).validate(record)
    assert record["schema"] == "fazhi-report/1"
    assert record["producer"]["model"] == f"rules {fazhi_nlp.__version__}"
    assert record["source"] == "a.txt"
    assert record["achievements"][0]["value"] == 3000
    assert isinstance(record["achievements"][0]["value"], int)
    assert record["achievements"][1]["value"] == 98.5
    for key in ("title", "doc_number", "addressee", "issuers", "issuer_level", "signed_date", "genre_score", "findings", "warnings"):
        assert key in record


def test_text_only_when_asked(nlp):
    assert "text" not in json.loads(fazhi_nlp.analyze(TEXT, nlp=nlp).to_json())
    assert json.loads(fazhi_nlp.analyze(TEXT, nlp=nlp, with_text=True).to_json())["text"] == TEXT


def test_checked_in_schema_is_the_current_one():
    path = ROOT / "src" / "fazhi_nlp" / "report" / "schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == json_schema(), "run: make schema"


def test_unknown_keys_of_later_versions_are_read(report):
    record = json.loads(report.to_json()) | {"new_key": 1}
    assert Report.from_json(json.dumps(record)) == report


@given(st.text(alphabet=st.sampled_from('一\u2028\u2029\u0085\n"\\<>&'), min_size=1))
def test_one_report_is_one_line(text):
    report = Report(text_sha256="", text=text, source=text)
    line = report.to_json()
    assert not set(line) & set("\n\r\u2028\u2029\u0085")
    assert len(line.splitlines()) == 1
    assert Report.from_json(line).text == text


def test_paragraphs_without_types_are_refused(nlp):
    doc = nlp.make_doc("一行")
    doc.spans[docs.PARAGRAPHS] = [docs.make_span(doc, 0, 2)]
    with pytest.raises(ConfigError, match="E601"):
        Report.from_doc(doc)


def test_frames_and_back(report, nlp, corpus_texts):
    pytest.importorskip("pandas")
    reports = [report, *fazhi_nlp.analyze_many([(t, None) for t in [*corpus_texts[:3], "无数字的一行"]], nlp=nlp)]
    frames = to_frames(reports)
    assert list(frames) == list(TABLES)
    assert len(frames["achievements"]) == sum(len(r.achievements) for r in reports)
    assert [r.to_json() for r in from_frames(frames)] == [r.to_json() for r in reports]
    assert list(report.to_frame()["indicator"]) == [a.indicator for a in report.achievements]
    assert report.to_frame("entities")["text"].tolist() == [e.text for e in report.entities]


def test_frames_missing(report):
    pytest.importorskip("pandas")
    frames = to_frames([report])
    del frames["entities"]
    with pytest.raises(FazhiError, match=r"E602.*entities"):
        from_frames(frames)
