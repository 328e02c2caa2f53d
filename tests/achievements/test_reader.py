"""What quantities count, and which verbs govern them: sentences of our own after the rules of the guidelines, section 5."""

import re
from functools import partial

import pytest

from fazhi_nlp.achievements.governor import normal_action, verb_grammar
from fazhi_nlp.achievements.reader import AchievementReader, Item, Reading
from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.base import ParagraphView, Source
from fazhi_nlp.entities.quantities import find_quantities
from fazhi_nlp.knowledge.base import load_knowledge
from tests.growth import grows_in_proportion


def read(text: str, **spans: list[tuple[int, int]]) -> list[Reading]:
    knowledge = load_knowledge()
    folded = fold(text)
    found = find_quantities(Source(text, folded, [ParagraphView(0, len(text), "measures", "")], knowledge, 2023))
    items = [Item(c.start, c.end, c.attrs["unit"], c.attrs["value"]) for c in found]
    return AchievementReader(verb_grammar(knowledge.verbs)).read(folded, items, **spans)


def pairs(text: str, **spans: list[tuple[int, int]]) -> list[tuple[str | None, str | None]]:
    return [(r.indicator, r.action) for r in read(text, **spans)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # noun before the number, verb before the noun
        ("发放法治宣传册3000余份。", [("法治宣传册", "发放")]),
        ("乡司法所组织开展普法宣讲12场。", [("普法宣讲", "开展")]),
        ("修改完善制度2项。", [("制度", "修改完善")]),
        ("帮助解决用水难题9个。", [("用水难题", "解决")]),
        ("化解各类矛盾纠纷53起。", [("矛盾纠纷", "化解")]),
        ("调解土地承包、婚姻家庭、劳务工资等纠纷18件。", [("纠纷", "调解")]),
        ("立案查处的违法用地案件26件。", [("违法用地案件", None)]),
        ("矛盾纠纷90起。", [("矛盾纠纷", None)]),
        ("审查合同、协议和规范性文件近百份。", [("合同、协议和规范性文件", "审查")]),
        ("举办《民法典》培训班1期。", [("《民法典》培训班", "举办")]),
        # number before its noun
        ("新建一项制度。", [("制度", "新建")]),
        ("帮助36名农民工讨回工资。", [("农民工", "帮助")]),
        ("9名班子成员全部述法。", [("班子成员", None)]),
        ("走访18个村居委会。", [("村居委会", "走访")]),
        ("现有律师5名。", [("律师", "有")]),
        ("对106户首次违法、情节轻微的摊主不予处罚。", [("摊主", "不予处罚")]),
        # number before its verb
        ("书记先后17次主持召开党委会议。", [("党委会议", "召开")]),
        ("局长5次研究法治议题、6次作出批示。", [("法治议题", "研究"), ("批示", "作出")]),
        # chains and shared verbs
        ("举办培训班5期1120人次。", [("培训班", "举办"), ("培训班", "举办")]),
        ("审查合同17份、重大行政决策1件。", [("合同", "审查"), ("重大行政决策", "审查")]),
        ("覆盖15个乡镇、142个行政村。", [("乡镇", "覆盖"), ("行政村", "覆盖")]),
        ("受理纠纷64件，化解62件。", [("纠纷", "受理"), ("纠纷", "化解")]),
        ("发现隐患167处，整改162处，整改率97%。", [("隐患", "发现"), ("隐患", "整改"), ("整改率", None)]),
        # rates
        ("参考率、合格率均达100%。", [("参考率、合格率", "达")]),
        ("响应率、办结率均为100%。", [("响应率、办结率", None)]),
        ("结案率、调解成功率分别达98.4%和76%。", [("结案率", "达"), ("调解成功率", "达")]),
        ("群众满意率96%以上。", [("群众满意率", None)]),
        ("复议纠错率控制在15%以内。", [("复议纠错率", "控制")]),
        # change
        ("信访总量同比下降17.3%。", [("信访总量", "下降")]),
        ("排查纠纷264件，同比下降9.3%。", [("纠纷", "排查"), ("纠纷", "下降")]),
        ("满意率97.3%，同比上升2.6个百分点。", [("满意率", None), ("满意率", "上升")]),
        ("信访件由46件降至31件。", [("信访件", "降至"), ("信访件", "降至")]),
        ("办理时限由15个工作日压缩到3个工作日。", [("办理时限", "压缩"), ("办理时限", "压缩")]),
        ("压减办理环节20个。", [("办理环节", "压减")]),
        # zeros
        ("行政诉讼零败诉。", [("败诉", None)]),
        ("行政应诉实现零败诉。", [("败诉", "实现")]),
        ("报备规范性文件4件，无一件被撤销。", [("规范性文件", "报备"), ("规范性文件", "撤销")]),
        ("亡人事故零发生。", [("亡人事故", "发生")]),
    ],
)
def test_indicator_and_action(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert pairs(text) == expected


def test_parts_know_their_head() -> None:
    readings = read("公开信息143条，其中月度数据36条、季度数据12条；办结案件5件。")
    assert [r.parent for r in readings] == [None, 0, 0, None]
    assert [(r.indicator, r.action) for r in readings] == [("信息", "公开"), ("月度数据", "公开"), ("季度数据", "公开"), ("案件", "办结")]


def test_a_part_with_a_verb_of_its_own_takes_the_noun_of_the_head() -> None:
    assert pairs("清理文件187件，其中废止34件、修改11件。") == [("文件", "清理"), ("文件", "废止"), ("文件", "修改")]


def test_parts_end_with_their_sentence() -> None:
    assert [r.parent for r in read("审结43件，其中维持29件。受理12件。")] == [None, 0, None]


def test_dates_and_bodies_are_no_part_of_the_noun() -> None:
    text = "2023年县人民法院接待来访38批。"
    assert pairs(text, dates=[(0, 5)], bodies=[(5, 11)]) == [("来访", "接待")]


def test_titles_hide_their_verbs() -> None:
    assert pairs("对照《招标投标法》《土地管理法》审查协议33份。") == [("协议", "审查")]


@pytest.mark.parametrize(("word", "action"), [("提高到", "提高"), ("降至", "降至"), ("控制在", "控制"), ("现有", "有"), ("达到", "达"), ("发放", "发放")])
def test_normal_form_of_actions(word: str, action: str) -> None:
    assert normal_action(word) == ("达到" if word == "达到" else action)


@pytest.mark.parametrize("unit", ["3件", "其中3件、", "由3件降至2件", "共计共计", "的3件", "无一例", "、、、", "对3个"])
def test_time_is_linear(unit: str) -> None:
    assert grows_in_proportion(lambda size: partial(read, (unit * size)[:size]), 5_000, 40_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # compounds that hold a verb, and words that begin or end with a function word
        ("查处违法占地4宗。", [("违法占地", "查处")]),
        ("提出修改意见31条。", [("修改意见", "提出")]),
        ("查处占道行为9起，罚款2000元。", [("占道行为", "查处"), ("罚款", None)]),
        ("立案6件，处罚款3万元。", [(None, "立案"), ("罚款", "处")]),
        ("调解纠纷40件，成功率98%，好评率97%。", [("纠纷", "调解"), ("成功率", None), ("好评率", None)]),
        ("制定村规民约14份。", [("村规民约", "制定")]),
        ("检查施工现场12处。", [("施工现场", "检查")]),
        ("承接下放事项28项。", [("下放事项", "承接")]),
        ("覆盖村（社区）19个。", [("村(社区)", "覆盖")]),
        ("复议人员6名。", [("复议人员", None)]),
        ("涉房屋征收纠纷8件。", [("涉房屋征收纠纷", None)]),
        # a verb that no table has; two verbs in coordination
        ("全年拆换老旧门牌20块。", [("老旧门牌", "拆换")]),
        ("共废止和修改文件9件。", [("文件", "废止和修改")]),
        # what is done to what
        ("对情节轻微的商户约谈4家。", [("商户", "约谈")]),
        ("对往年印发的文件开展清理，废止6件。", [("文件", "废止")]),
        ("责令停工整改7处。", [(None, "整改")]),
        # clauses with 的
        ("上年结转的9份协议重新谈判。", [("协议", "结转")]),
        ("对发现的6项问题全部整改。", [("问题", "整改")]),
        ("清理2019年以前的文件30件。", [("文件", "清理")]),
        ("执法人员中法学专业毕业的仅2人。", [("执法人员", None)]),
        # persons who go somewhere
        ("选派业务骨干赴外地学习8人次。", [("业务骨干", "选派")]),
        ("对3起偷排行为进行查处。", [("偷排行为", "查处")]),
        ("调解纠纷18起，无一起转为诉讼。", [("纠纷", "调解"), ("纠纷", "转为")]),
    ],
)
def test_words_at_their_edges(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    dates = [(m.start(), m.end()) for m in re.finditer(r"20\d\d年", text)]
    assert pairs(text, dates=dates) == expected


def test_a_part_in_the_next_sentence_finds_its_head() -> None:
    readings = read("调解纠纷90件，成功率98%。其中土地纠纷30件。")
    assert [(r.indicator, r.action, r.parent) for r in readings][2] == ("土地纠纷", "调解", 0)


def test_timeliness_is_a_rate_of_its_own() -> None:
    import fazhi_nlp

    report = fazhi_nlp.analyze("一、主要举措\n报备率、及时率、规范率均为100%。", nlp=fazhi_nlp.load("rules"))
    assert [a.indicator for a in report.achievements] == ["报备率、及时率、规范率"]
