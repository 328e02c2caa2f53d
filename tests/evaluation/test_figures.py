from collections import Counter

import pytest

from fazhi_nlp.evaluation.counts import ReportCounts, count_report
from fazhi_nlp.evaluation.figures import as_json, confusion, figures
from fazhi_nlp.gold import GoldReport, parse_paragraph
from fazhi_nlp.gold.convert import from_report, to_report

pytest.importorskip("nervaluate")

GOLD = GoldReport(
    "a",
    [
        parse_paragraph(line)
        for line in (
            "[title] <GPE>石门镇</GPE>报告",
            "[measures] <H1>一、主要举措</H1>",
            "[measures|publicity,capacity] <ORG>司法所</ORG>发放手册<ACHIEVEMENT v=3..5 c=eq u=份 i=手册 a=发放>3至5份</ACHIEVEMENT>",
            "[plan|digital] 力争<TARGET v=90 c=ge u=% i=办结率>90%以上</TARGET>",
        )
    ],
)


def by_name(counts):
    return {(f.group, f.name): f for f in figures(counts, samples=200)}


def test_gold_against_itself_is_perfect():
    found = by_name([count_report(GOLD, to_report(GOLD))] * 3)
    for figure in found.values():
        if figure.n and figure.value is not None:
            assert (figure.value, figure.low, figure.high) == (1, 1, 1), figure
    assert found["entities", "all"].n == 12
    assert found["entities", "LAW"].value is None


def test_conversion_there_and_back():
    assert from_report(to_report(GOLD), GOLD.text, name="a") == GOLD


def test_errors_are_counted_and_told():
    report = to_report(GOLD)
    report.paragraphs[3].section = "measures"
    report.paragraphs[2].topics = ["publicity"]
    report.paragraphs[1].headings[0].level = 2
    report.entities[1].end -= 1
    report.achievements[0].comparator = "approx"
    report.achievements[0].indicator = "发放手册"
    counts = count_report(GOLD, report)
    found = by_name([counts, count_report(GOLD, to_report(GOLD))])
    assert found["sections", "all"].value == pytest.approx(7 / 8)
    assert found["topics", "micro"].recall == pytest.approx(5 / 6)
    assert found["headings", "all"].value == pytest.approx(2 * 1 / (2 + 1 + 1))
    assert found["entities", "ORG"].value == pytest.approx(1 / 2)
    assert found["entities, partial", "ORG"].value == pytest.approx((1 + 0.5) / 2)
    assert found["achievements", "comparator"].value == pytest.approx(3 / 4)
    assert found["achievements", "indicator"].value == pytest.approx(3 / 4)
    assert found["achievements", "indicator overlap"].value == 1
    assert found["achievements", "record"].value == pytest.approx(3 / 4)
    assert found["parts found", "plan"].value == pytest.approx(1 / 2)
    assert 0.5 <= found["entities", "ORG"].value <= 1
    assert found["entities", "ORG"].low == 0
    assert found["entities", "ORG"].high == 1
    kinds = Counter(error.kind for error in counts.errors)
    assert kinds == {"section": 1, "heading": 2, "extra": 1, "missed": 1, "attribute": 2}
    assert confusion([counts])["plan"] == {"measures": 1}
    assert as_json([counts], list(found.values()))["errors"]["a"][0]["kind"] == "section"


def test_one_report_has_no_interval():
    (figure, *_) = figures([count_report(GOLD, to_report(GOLD))])
    assert (figure.low, figure.high) == (None, None)


def test_no_paragraph_found():
    report = to_report(GOLD)
    report.paragraphs = []
    found = by_name([count_report(GOLD, report)])
    assert found["sections", "all"].value == 0


def test_intervals_are_the_same_each_time():
    counts = [ReportCounts(str(k), Counter({"entity/LAW/tp": k, "entity/LAW/fp": 2, "entity/LAW/fn": 1})) for k in range(6)]
    assert figures(counts) == figures(counts)
    assert figures(counts, seed=1) != figures(counts)
