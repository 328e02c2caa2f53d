import json

import pytest
from typer.testing import CliRunner

from fazhi_nlp.cli.app import app
from fazhi_nlp.gold import read_gold_folder
from tests.conftest import ROOT

pytest.importorskip("nervaluate")

CORPUS = ROOT / "training" / "corpus"
REPORT = (
    "某县石门镇人民政府\n关于2023年法治政府建设情况的报告\n一、主要举措\n司法所发放手册300份，学习《中华人民共和国民法典》。\n二、存在的问题\n执法力量不足。\n"
)


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def few(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    for name in ("r001", "r090", "r101"):
        (folder / f"{name}.txt").write_bytes((CORPUS / f"{name}.txt").read_bytes())
    return folder


def test_lint_says_what_is_wrong(few):
    assert call("gold", "lint", few, "--errors-only").exit_code == 0
    (few / "bad.txt").write_text("[measures] 开展<ACHIEVEMENT v=三 c=eq u=次 i=会议>3次</ACHIEVEMENT>\n", encoding="utf-8")
    done = call("gold", "lint", few)
    assert done.exit_code == 1
    assert "bad:1: error: attributes" in done.output
    assert "bad:1: error: indicator" in done.output


def test_export_and_import(few, tmp_path):
    done = call("gold", "export", few, "-o", tmp_path / "out.conll", "-f", "conll")
    assert done.exit_code == 0
    assert "not held by conll" in done.output
    assert call("gold", "export", few, "-o", tmp_path / "out.jsonl", "-f", "doccano").exit_code == 0
    assert call("gold", "import", tmp_path / "out.jsonl", "-o", tmp_path / "back", "-f", "doccano").exit_code == 0
    assert read_gold_folder(tmp_path / "back") == read_gold_folder(few)


def test_coded_errors_end_with_status_2(few, tmp_path):
    for arguments in (
        ("gold", "export", few, "-o", tmp_path / "x", "-f", "xml"), ("gold", "import", few / "r001.txt", "-o", tmp_path / "x", "-f", "doccano"), ("gold", "lint", tmp_path / "none"),
        ("gold", "sample", few / "r001.txt", "-o", tmp_path / "x"), ("evaluate", few, "--split", "train", "--model", "rules"), ("gold", "agree", few, tmp_path / "none"),
    ):  # fmt: skip
        done = call(*arguments)
        assert done.exit_code == 2, arguments
        assert "Traceback" not in done.output
    assert call("evaluate", few, "--split", "valid").exit_code == 2


def test_suggest_writes_markup_and_order(tmp_path):
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("没有标题的一行，另有12件事。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    done = call("gold", "suggest", tmp_path / "a.txt", tmp_path / "sub", tmp_path / "b.txt", "-o", tmp_path / "out", "--model", "rules")
    assert done.exit_code == 0
    assert "E103" in done.output
    rows = (tmp_path / "out" / "order.tsv").read_text(encoding="utf-8").splitlines()
    doubts = [float(row.split("\t")[1]) for row in rows[1:]]
    assert len(doubts) == 2
    assert doubts == sorted(doubts, reverse=True)
    (tmp_path / "out" / "order.tsv").unlink()
    suggested = {report.name: report for report in read_gold_folder(tmp_path / "out")}
    assert set(suggested) == {"a", "a-2"}
    assert any(e.label == "LAW" for e in suggested["a"].entities)


def test_sample_and_score(tmp_path):
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    assert call("analyze", tmp_path / "a.txt", "--format", "jsonl", "-o", tmp_path / "r.jsonl", "--with-text", "--model", "rules", "--quiet").exit_code == 0
    done = call("gold", "sample", tmp_path / "r.jsonl", "-o", tmp_path / "sample.txt", "-n", 5)
    assert done.exit_code == 0, done.output
    done = call("gold", "sample", tmp_path / "sample.txt", "--score")
    assert done.exit_code == 0
    assert "entities" in done.output


def test_agree_compares_what_both_have(few, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "r090.txt").write_text((few / "r090.txt").read_text(encoding="utf-8").replace("<LAW>宪法</LAW>", "宪法"), encoding="utf-8")
    done = call("gold", "agree", few, other)
    assert done.exit_code == 0
    assert "1 reports; section types: Cohen's kappa 1.000" in done.output


def test_evaluate_writes_json_and_page(few, tmp_path):
    done = call("evaluate", few, "--model", "rules", "--json", tmp_path / "e.json", "--html", tmp_path / "e.html")
    assert done.exit_code == 0
    record = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    assert record["reports"] == ["r001", "r090", "r101"]
    (accuracy,) = [f for f in record["figures"] if (f["group"], f["name"]) == ("sections", "all")]
    assert 0.5 < accuracy["value"] <= 1
    assert accuracy["low"] <= accuracy["value"] <= accuracy["high"]
    assert "rules" in (tmp_path / "e.html").read_text(encoding="utf-8")
