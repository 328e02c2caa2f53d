"""Topics of paragraphs: the words of the table, what headings hand down, where there are none, and a floor on written reports."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_view import NLP

from fazhi_nlp.core.docs import TOPIC_LABELS, get_span_data
from fazhi_nlp.core.errors import KnowledgeError
from fazhi_nlp.core.normalize import fold
from fazhi_nlp.gold.markup import read_gold
from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.layout.topics import TOPIC_SECTIONS, choose, load_topic_scorer

CORPUS = Path(__file__).parents[2] / "training" / "corpus"
TITLE = "柳河镇人民政府关于2023年度法治政府建设情况的报告"


def topics(text: str) -> list[list[str]]:
    doc = NLP(text)
    return [span._.topics for span in doc.spans["paragraphs"]]


def under_measures(*lines: str) -> list[list[str]]:
    """Topics of lines under a heading of measures that says nothing of a topic."""
    return topics("\n".join((TITLE, "一、主要举措和成效", *lines)))[2:]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("发放宣传册3000余份。", ["publicity"]),
        ("镇党委书记认真履行第一责任人职责，调整法治建设领导小组，年底带头述法。", ["party_leadership"]),
        ("深化放管服改革，公布权力清单，便民服务中心实行一窗受理、限时办结。", ["functions"]),
        ("清理行政规范性文件12件，废止3件，按时报送备案审查。", ["rulemaking"]),
        ("重大行政决策经专家论证、集体讨论，法律顾问全程参与，审查合同20份。", ["decision"]),
        ("综合行政执法队落实三项制度，办理行政处罚案件9件，案卷评查均为合格。", ["enforcement"]),
        ("修订防汛应急预案，开展应急演练2次，排查安全生产隐患30处。", ["emergency"]),
        ("人民调解委员会调解矛盾纠纷56件，办结信访件7件，没有行政复议案件。", ["disputes"]),
        ("主动公开政府信息120条，办理人大代表建议4件、政协提案2件，自觉接受监督。", ["oversight"]),
        ("推进数字政府建设，数据共享到村，事项一律全程网办。", ["digital"]),
        ("党委理论学习中心组集体学法4次，轮训执法骨干，组织法治培训2期。", ["capacity"]),
    ],
)
def test_a_paragraph_has_the_topic_of_its_words(line: str, wanted: list[str]) -> None:
    assert under_measures(line) == [wanted]


def test_topics_stand_in_the_order_of_the_labels() -> None:
    line = "全年调解矛盾纠纷56件，化解率98%。围绕宪法宣传周开展普法宣传，宣讲民法典。公布权力清单，压减审批时限，优化营商环境。"
    assert under_measures(line) == [["functions", "disputes", "publicity"]]


def test_what_says_nothing_has_no_topic() -> None:
    assert under_measures("各项工作有序推进，成效明显。") == [[]]


def test_width_and_traditional_characters_do_not_matter() -> None:
    assert under_measures("調解矛盾糾紛５６件。") == under_measures("调解矛盾纠纷56件。") == [["disputes"]]


def test_a_longer_word_hides_the_shorter_in_it() -> None:
    assert under_measures("材料报送县市场监督管理局。") == [[]]
    assert under_measures("谁执法谁普法逐项落地。") == [["publicity"]]


def test_paragraphs_inherit_from_the_heading_above() -> None:
    vague = "走村入户40余次，群众普遍欢迎。"
    found = under_measures("（一）加强普法宣传", vague, vague, "（二）规范行政执法", vague)
    assert found == [["publicity"], ["publicity"], ["publicity"], ["enforcement"], ["enforcement"]]


def test_nothing_is_inherited_from_a_heading_that_has_ended() -> None:
    text = "\n".join((TITLE, "一、主要举措和成效", "（一）加强普法宣传", "走村入户40余次。", "二、存在的问题", "有的工作推进较慢。"))
    assert topics(text)[2:] == [["publicity"], ["publicity"], [], []]


def test_a_run_in_heading_counts_more_than_the_text() -> None:
    heading_first = under_measures("（一）化解矛盾纠纷。司法所组织宣传3次，培训2次，走访群众，效果良好。")
    assert "disputes" in heading_first[0]
    plain = "司法所组织宣传3次，培训2次，走访群众，效果良好。"
    assert "disputes" not in under_measures(plain)[0]


def test_headings_of_the_required_parts_have_no_topic_but_hand_it_down() -> None:
    text = "\n".join((TITLE, "一、党政主要负责人履行推进法治建设第一责任人职责情况", "各项要求逐一落地。", "二、规范行政执法", "三、下一步工作打算"))
    assert topics(text) == [[], [], ["party_leadership"], ["enforcement"], []]


def test_only_four_sections_have_topics() -> None:
    report = "\n".join(
        (
            "首页 > 政务公开 > 法治政府建设", TITLE, "县人民政府：",
            "2023年，我镇扎实推进普法宣传、行政执法和矛盾纠纷调解工作。现将有关情况报告如下：",
            "一、主要举措和成效", "调解矛盾纠纷56件。", "二、其他需要报告的情况", "调解矛盾纠纷56件。", "特此报告。", "柳河镇人民政府普法办公室", "2024年1月5日",
            "打印本页",
        )
    )  # fmt: skip
    doc = NLP(report)
    found = [(span.label_, span._.topics) for span in doc.spans["paragraphs"]]
    assert {section for section, _ in found} >= {"title", "preamble", "measures", "other", "signature"}
    assert [own for section, own in found if section not in TOPIC_SECTIONS and own] == []
    assert ("measures", ["disputes"]) in found


def test_one_line_without_breaks_has_the_topics_of_all_its_parts() -> None:
    parts = ("一、主要举措和成效", "（一）加强普法宣传。深入村组发放资料，开展普法宣讲。", "（二）化解矛盾纠纷。全年调解邻里纠纷56件。", "二、存在的问题", "有的工作推进较慢。")  # fmt: skip
    assert topics(TITLE + "".join(parts)) == [["disputes", "publicity"]]


def test_the_highest_is_given_where_none_has_enough_and_one_far_behind_is_not() -> None:
    assert choose({"publicity": 0.5, "capacity": 0.45}) == ["publicity"]
    assert choose({"capacity": 0.5, "publicity": 0.5}) == ["publicity"]  # even: the first of the labels
    assert choose({"publicity": 0.3}) == []
    assert choose({"publicity": 6.0, "capacity": 1.2, "digital": 2.0}) == ["digital", "publicity"]


PIECES = ["一、", "（一）", "1.", "普法", "执法", "调解", "培训", "公开", "存在的问题", "下一步打算", "第一责任人", "。", "，", "\n", "\r", " ", "𠀀", "a", "9", TITLE]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)))
def test_any_text_has_known_topics_in_order(text: str) -> None:
    doc = NLP(text)
    for span in doc.spans["paragraphs"]:
        own = get_span_data(span)["topics"]
        assert own == sorted(set(own), key=TOPIC_LABELS.index)
        assert not own or span.label_ in TOPIC_SECTIONS
    assert [span._.topics for span in doc.spans["paragraphs"]] == topics(text)


def test_the_table_is_consistent() -> None:
    cues = load_knowledge().topic_cues
    assert {cue.topic for cue in cues} == {"", *TOPIC_LABELS}
    assert len({(cue.topic, fold(cue.word)) for cue in cues}) == len(cues)
    assert all((cue.weight > 0) == bool(cue.topic) for cue in cues)
    weights = {(cue.topic, cue.word): cue.weight for cue in cues}
    scorer = load_topic_scorer()
    for (topic, word), weight in weights.items():
        # a longer word hides the shorter ones in it, so it must not say less
        for start in range(len(word)):
            inner = [weights.get((topic, word[start:end]), 0.0) for end in range(start + 1, len(word) + 1)]
            assert weight >= max(inner, default=0.0) or not topic
        assert [found for found, _ in scorer.found(fold(word))] == [fold(word)]


@pytest.mark.parametrize("row", ["own-1\tsport\t足球\t1", "own-1\tpublicity\t\t1", "own-1\tpublicity\t普法\t-1", "own-1\tpublicity\t普法\tnan"])
def test_a_wrong_row_is_refused(row: str, tmp_path: Path) -> None:
    (tmp_path / "topic_cues.tsv").write_text(f"id\ttopic\tword\tweight\n{row}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="own-1"):
        load_knowledge([tmp_path])


def test_a_users_word_is_merged(tmp_path: Path) -> None:
    (tmp_path / "topic_cues.tsv").write_text("id\ttopic\tword\tweight\nown-1\tpublicity\t院坝会\t1\n", encoding="utf-8")
    found = dict.fromkeys(word for word, _ in load_topic_scorer((str(tmp_path),)).found("召开院坝会"))
    assert list(found) == ["院坝会"]


def test_topics_of_written_reports_keep_their_figure() -> None:
    right, extra, missed = Counter[str](), Counter[str](), Counter[str]()
    for number in (86, 89, 92, 95, 98, 100):
        gold = read_gold(CORPUS / f"r{number:03}.txt")
        found = topics(gold.text)
        assert len(found) == len(gold.paragraphs)
        for paragraph, own in zip(gold.paragraphs, found, strict=True):
            right.update(set(own) & set(paragraph.topics))
            extra.update(set(own) - set(paragraph.topics))
            missed.update(set(paragraph.topics) - set(own))
    tp, fp, fn = right.total(), extra.total(), missed.total()
    assert tp + fn > 100
    assert 2 * tp / (2 * tp + fp + fn) >= 0.83
