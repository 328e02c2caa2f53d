"""The bundled reports go through the whole pipeline as ``make demo`` runs it."""

from pathlib import Path

import pytest
from spacy.language import Language

from fazhi_nlp.corpus import Analysed, run
from fazhi_nlp.readers import find_inputs
from fazhi_nlp.report import Report

FOLDER = Path(__file__).resolve().parent.parent.parent / "examples"
LEVELS = {
    "01-township.txt": ("township", 2023), "02-county.txt": ("county", 2022), "03-city.txt": ("city", 2024), "04-justice-bureau.html": ("department", 2023),
    "05-province.txt": ("province", 2023), "06-town-autonumbered.docx": ("township", 2025), "07-subdistrict-gb18030.txt": ("township", 2024),
    "08-department-webtext.txt": ("department", 2023),
}  # fmt: skip


@pytest.fixture(scope="module")
def reports(nlp: Language) -> dict[str, tuple[Report, str]]:
    outcomes = list(run(find_inputs([FOLDER]), nlp=nlp))
    assert all(isinstance(outcome, Analysed) for outcome in outcomes)
    return {Path(o.origin.source).name: (o.report, o.origin.text) for o in outcomes if isinstance(o, Analysed)}


def test_every_example_is_told_by_level_and_year(reports: dict[str, tuple[Report, str]]) -> None:
    assert {name: (report.issuer_level, report.year) for name, (report, _) in reports.items()} == LEVELS
    assert not [report.warnings for report, _ in reports.values() if report.warnings]


def test_every_example_has_measures_problems_plan_and_figures(reports: dict[str, tuple[Report, str]]) -> None:
    for name, (report, text) in reports.items():
        assert {"measures", "problems", "plan"} <= {p.section for p in report.paragraphs}, name
        assert len(report.achievements) > 15, name
        assert any(a.label == "TARGET" for a in report.achievements), name
        assert all(text[e.start : e.end] == e.text for e in report.entities), name


def test_word_numbers_become_headings(reports: dict[str, tuple[Report, str]]) -> None:
    report, text = reports["06-town-autonumbered.docx"]
    headings = [text[h.start : h.end] for p in report.paragraphs for h in p.headings if h.level == 1]
    assert headings == ["一、主要举措和成效", "二、存在的不足和原因", "三、党政主要负责人履行推进法治建设第一责任人职责情况", "四、2026年工作计划"]


def test_web_noise_is_no_part_of_a_report(reports: dict[str, tuple[Report, str]]) -> None:
    report, text = reports["08-department-webtext.txt"]
    noise = "\n".join(text[p.start : p.end] for p in report.paragraphs if p.section == "noise")
    rest = "\n".join(text[p.start : p.end] for p in report.paragraphs if p.section != "noise")
    for words in ("浏览次数", "索引号", "打印本页", "网站标识码"):
        assert words in noise
        assert words not in rest
    page = reports["04-justice-bureau.html"][1]
    assert not any(words in page for words in ("首页", "无障碍", "网站地图", "述职述廉", "setFont"))
