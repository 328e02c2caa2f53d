"""Any text gives a valid layout, the same each time, in time linear in its length; and the written reports keep their figures."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_view import NLP, see

from fazhi_nlp.layout.cues import load_cues
from fazhi_nlp.layout.engine import lay_out, report_meta, type_sections
from fazhi_nlp.layout.sections import paragraph_sections
from fazhi_nlp.layout.validate import validate_layout
from tests.growth import grows_in_proportion

PIECES = [
    "一、", "二、", "（一）", "(二)", "1.", "2、", "（1）", "①", "一是", "主要举措和成效", "存在的问题", "下一步打算", "第一责任人", "2023年", "2024年", "柳河镇人民政府", "柳河镇", "县委、县政府：",
    "关于", "法治政府建设", "报告", "情况", "。", "，", "：", "；", "《", "》", "“", "”", "\n", "\r\n", "\r", " ", "\u3000", "\u2028", "\x85", "\x1c", "\t", "来源：", "首页>", "附件1", "目录",
    "特此报告", "2024年1月5日", "〔2024〕3号", "[bookmark: _GoBack]", "下一步，我镇将", "还存在不足", "如下：", "a", "9", "𠀀", "😀", "\ufeff", "_____",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
CORPUS = Path(__file__).parents[2] / "training" / "corpus"


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_gives_a_valid_layout(text: str) -> None:
    doc = NLP(text)
    validate_layout(doc)
    assert doc.text == text
    assert all(span.label_ for span in doc.spans["paragraphs"])


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_layout(text: str) -> None:
    first, second = see(text), see(text)
    assert first == second


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=30, max_size=120).map("".join))
def test_long_lines_are_valid_too(text: str) -> None:
    validate_layout(NLP(re.sub(r"[\r\n]", "", text) * 8))


DEGENERATE = [
    "1",
    "（",
    "《",
    "一、",
    "一、\n",
    "（一）强化领导\n",
    "一、某某某\n",
    "。（二）",
    "某某\n",
    "附件1\n",
    "中共某镇委员会\n",
    "目录\n一、主要\n",
    "首页>",
    "2024年1月1日\n",
    "①a\n",
    "（一）强化组织领导镇党委多次研究",
    "规范执法护民生。",
    "存在的问题和",
    "存在不足。",
    "现将某某镇",
]


def read(text: str) -> None:
    cues = load_cues()
    layout = lay_out(text, cues)
    type_sections(layout, cues, report_meta(layout, cues).year)


@pytest.mark.parametrize("piece", DEGENERATE)
def test_degenerate_texts_take_linear_time(piece: str) -> None:
    assert grows_in_proportion(lambda size: partial(read, piece * (size // len(piece))), 10_000, 80_000)


MARK = re.compile(r"</?(?:H[1-4]|[A-Z]{2,})(?: [^>]*)?>")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus beside the tests")
def test_figures_on_written_reports() -> None:
    cues = load_cues()
    right = total = 0
    for number in (2, 18, 22, 31, 36, 44, 57, 69, 87, 90, 93, 98):
        lines = (CORPUS / f"r{number:03d}.txt").read_text(encoding="utf-8").splitlines()
        gold = [re.match(r"\[(\w+)", line)[1] for line in lines if line.strip()]  # type: ignore[index]
        text = "\n".join(MARK.sub("", line.split("]", 1)[1].strip()) for line in lines if line.strip())
        layout = lay_out(text, cues)
        type_sections(layout, cues, report_meta(layout, cues).year)
        found = [section for section, _ in paragraph_sections(layout)]
        total += len(gold)
        right += sum(a == b for a, b in zip(gold, found, strict=True))
    assert right / total > 0.98
