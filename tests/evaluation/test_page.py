import pytest

from fazhi_nlp.evaluation.counts import count_report
from fazhi_nlp.evaluation.figures import figures
from fazhi_nlp.evaluation.page import render_page
from fazhi_nlp.evaluation.run import evaluate
from fazhi_nlp.gold import GoldReport, parse_paragraph
from fazhi_nlp.gold.convert import to_report

pytest.importorskip("nervaluate")


def test_every_error_stands_in_its_sentence():
    gold = GoldReport("a<b", [parse_paragraph("[plan] 继续<ORG>县委</ORG>&<b>工作</b>，学习<LAW>宪法</LAW>")])
    report = to_report(gold)
    report.entities.pop()
    counts = [count_report(gold, report)]
    page = render_page([gold], counts, figures(counts), title="<script>alert(1)</script>")
    assert "<script" not in page
    assert "missed LAW (1)" in page
    assert "&lt;b&gt;工作&lt;/b&gt;，学习<mark>宪法</mark>" in page
    assert "a&lt;b" in page
    assert "http" not in page.replace("http-equiv", "")


def test_evaluation_runs_the_pipeline(nlp):
    gold = GoldReport("a", [parse_paragraph("[measures] <H1>一、主要举措</H1>"), parse_paragraph("[measures] 学习<LAW>《中华人民共和国民法典》</LAW>")])
    (counts,) = evaluate([gold], nlp=nlp)
    assert counts.counts["entity/LAW/tp"] == 1
    assert counts.counts["section/measures/measures"] == 2
