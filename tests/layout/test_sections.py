"""Section types: headings in many wordings, merged and thematic parts, paragraphs that go their own way, front and end."""

import pytest
from layout_view import NLP, see

from fazhi_nlp.layout.cues import load_cues
from fazhi_nlp.layout.validate import validate_layout

WORDINGS = {
    "measures": [
        "推进法治政府建设的主要举措和成效", "主要措施及成效", "工作开展情况", "2023年工作推进情况", "基本情况", "主要做法", "创新工作举措", "特色亮点", "总体情况",
        "法治政府建设工作落实情况", "重点工作推进情况", "全年主要工作完成情况", "主要举措、成效及存在的问题", "法治建设取得的成绩", "经验做法", "上年度反馈问题整改落实情况", "做了哪些工作", "全年工作回顾", "存在的问题整改情况",
    ],
    "problems": [
        "存在的不足和原因", "存在问题", "存在的困难和短板", "薄弱环节", "短板弱项", "问题及原因分析", "面临的困难", "不足之处", "存在的问题及下一步打算", "工作中的差距与成因",
        "正视差距，清醒认识不足", "2023年法治建设工作存在的主要问题", "当前存在的突出问题", "存在的主要问题和整改措施", "还存在哪些问题", "有待改进的方面", "做得不够的地方", "面临的主要问题", "原因剖析",
    ],
    "leadership": [
        "党政主要负责人履行推进法治建设第一责任人职责情况", "主要负责同志履职情况", "党政主要负责人履行推进法治建设第一责任人职责，加强法治政府建设的有关情况",
        "书记镇长抓法治建设履职情况", "落实第一责任人职责情况",
    ],
    "plan": [
        "2024年工作计划", "下一步工作打算", "下步工作思路", "下一年度推进法治政府建设的主要安排", "2024年重点工作", "努力方向", "今后工作打算", "2024年工作谋划", "下一步工作措施",
        "下阶段工作重点安排", "明年工作设想", "2024年法治政府建设工作目标任务", "整改措施", "后续工作打算", "接下来的工作", "2024 年工作安排",
    ],
    "other": ["其他需要报告的情况", "其它需要报告的事项", "需要说明的其他情况"],
}  # fmt: skip
PAIRS = [(section, words) for section, all_words in WORDINGS.items() for words in all_words]


@pytest.mark.parametrize(("section", "words"), PAIRS)
def test_wordings_of_headings(section: str, words: str) -> None:
    assert load_cues().headings(words, 2023).section == section


@pytest.mark.parametrize("words", ["强化组织领导，夯实法治基础", "坚持党的领导，把牢正确方向", "规范执法行为，守护公平正义", "共治共享，多元化解矛盾"])
def test_slogans_name_no_section(words: str) -> None:
    assert load_cues().headings(words, 2023).named == ()


def sections(text: str) -> str:
    """The sections of the paragraphs, one letter each: t p m b(problems) l n(plan) o s x(noise)."""
    letters = {"title": "t", "preamble": "p", "measures": "m", "problems": "b", "leadership": "l", "plan": "n", "other": "o", "signature": "s", "noise": "x"}
    return "".join(letters[s] for s in see(text).sections)


FRONT = "柳河镇2023年法治政府建设工作报告\n2023年，我镇扎实推进依法行政，现将有关情况报告如下：\n"
MEASURES = "一、主要举措和成效\n（一）抓学习。组织干部学法。\n（二）抓普法。赶集宣传12场次。\n"
PROBLEMS = "二、存在的问题\n部分干部法治意识不强。\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (FRONT + MEASURES + PROBLEMS + "三、下一步打算\n加强培训。\n特此报告。\n柳河镇人民政府\n2024年1月5日\n", "tpmmmbbnnsss"),
        # the leaders first; last, without number; as a lower heading
        (FRONT + "一、主要负责人履行第一责任人职责情况\n书记带头学法。\n二、主要做法\n抓普法。\n三、存在的不足\n力量薄弱。\n四、打算\n充实队伍。\n", "tpllmmbbnn"),
        (FRONT + MEASURES + PROBLEMS + "党政主要负责人履行推进法治建设第一责任人职责情况\n书记带头学法。\n五、2024年计划\n加强培训。\n", "tpmmmbbllnn"),
        (FRONT + MEASURES + "（三）党政主要负责人履行第一责任人职责情况\n书记带头学法。\n（四）抓调解。化解纠纷。\n", "tpmmmllm"),
        (FRONT + MEASURES + "（三）落实责任。党政主要负责人履行第一责任人职责，带头学法。\n", "tpmmmm"),
        # two parts under one heading
        (FRONT + MEASURES + "二、存在的问题及下一步打算\n执法力量不足。\n普法不够深入。\n下一步，我镇将充实队伍，加强培训。\n一是抓学习。\n", "tpmmmbbbnn"),
        (FRONT + MEASURES + "二、存在的问题及下一步打算\n（一）力量不足。下一步，将争取编制，充实执法队伍，加强业务培训。\n（二）普法不深。部分群众不了解法律。\n", "tpmmmbnb"),
        (FRONT + "一、主要举措、成效及存在的问题\n（一）抓学习。组织学法。\n（二）存在的问题。执法力量不足，普法不够深入。\n二、2024年打算\n加强培训。\n", "tpmmbnn"),
        # slogans as headings, with and without problems and plan of their own
        (
            FRONT + "一、强化领导，把牢方向\n镇党委专题研究。\n二、坚持普法先行\n赶集宣传。\n三、正视差距，查找不足\n执法力量不足。\n四、接续奋斗，开创新局\n新的一年，我镇将加强培训，力争再上台阶。\n",
            "tpmmmmbbnn",
        ),
        (FRONT + "一、强化领导，把牢方向\n镇党委专题研究。\n二、坚持普法先行\n赶集宣传。\n虽然取得一定成绩，但仍存在执法力量不足等问题。\n下一步，我镇将加强培训。\n", "tpmmmmbn"),
        # slogans between measures: problems and plan have headings of their own
        (
            FRONT + "一、从制度入手\n修订办法。\n二、从责任入手\n针对力量不足、难以监管的问题，个别单位重视不够、有的案件困难多，逐项整改。\n三、存在的问题\n力量不足。\n四、下一步打算\n加强培训。\n",
            "tpmmmmbbnn",
        ),
        # closing paragraphs without a heading, in other words
        (
            FRONT + "一是抓学习。组织学法。\n二是抓普法。赶集宣传。\n成绩来之不易，短板不容忽视：个别干部法治意识不强，执法力量薄弱。\n风好正是扬帆时。2024年，我们将充实队伍，加强培训，化解纠纷，再上台阶。\n",
            "tpmmbn",
        ),
        # the leaders under a number of the lowest level; a list after them whose heading is lost
        (FRONT + "一、主要做法\n1.抓落实\n①建台账。逐项登记。\n②履行第一责任。镇党委书记带头学法。\n2.抓普法\n赶集宣传。\n", "tpmmmlmm"),
        # numbering that starts anew inside a part
        (FRONT + "一、主要举措和成效\n一、强化领导\n专题研究。\n二、规范执法\n加强检查。\n二、存在的问题\n力量不足。\n", "tpmmmmmbb"),
        # no headings at all
        (FRONT + "一是抓学习。组织学法。\n二是抓普法。赶集宣传。\n回顾一年来的工作，还存在不少差距：一是力量不足。\n2024年，我们将加强培训，再上台阶。\n一是抓队伍。\n", "tpmmbnn"),
        # a lost heading: the numbers start anew, the words are those of problems
        (FRONT + MEASURES + "（一）执法力量不足。人员偏少，经验欠缺，能力不强。\n（二）普法不够深入。形式单一，效果有待提升。\n三、下一步打算\n加强培训。\n", "tpmmmbbnn"),
        # annexes before and after the signature
        (FRONT + MEASURES + PROBLEMS + "附件：1.普法责任清单\n2.执法事项目录\n柳河镇人民政府\n2024年1月5日\n", "tpmmmbbooss"),
        (FRONT + MEASURES + PROBLEMS + "柳河镇人民政府\n2024年1月5日\n附件\n2023年执法案件统计表\n序号 案由 数量\n", "tpmmmbbssooo"),
        (FRONT + MEASURES + PROBLEMS + "柳河镇人民政府\n二〇二四年一月五日\n（此件公开发布）\n联系人：李某 电话：12345678\n抄送：县司法局\n", "tpmmmbbsssss"),
        (FRONT + MEASURES + PROBLEMS + "柳河镇人民政府  2024年1月5日\n", "tpmmmbbs"),
        (FRONT + MEASURES + PROBLEMS + "柳河镇人民政府\n2024年1月5日\n附件：普法责任清单\n联系人：李某 电话：12345678\n（此件公开发布）\n", "tpmmmbbssoss"),
        (FRONT + MEASURES + PROBLEMS + "柳河镇人民政府\n2024年1月5日\n为您服务 柳河在线\n", "tpmmmbbssx"),
        # noise before, inside and after
        (
            "当前位置：首页 > 政务公开\n索引号：1234/2024-001 发布机构：柳河镇\n发布时间：2024-01-08 浏览次数：12\n字体：【大 中 小】 打印\n" + FRONT + MEASURES
            + "[bookmark: _GoBack]\n- 2 -\n" + PROBLEMS + "责任编辑：某某\n上一篇：某某通知\n扫一扫在手机打开当前页\n",
            "xxxxtpmmmxxbbxxx",
        ),
        ("索引号\n1234/2024-001\n发文机关\n柳河镇人民政府\n成文日期\n2024-01-05\n" + FRONT + MEASURES, "xxxxxxtpmmm"),
        (FRONT.split("\n")[0] + "\n来源：柳河镇 发布时间：2024-01-08\n" + FRONT + MEASURES, "txtpmmm"),
        ("柳河镇2023年法治政府建设工作报告\n目录\n一、主要举措和成效……1\n二、存在的问题……3\n2023年，我镇扎实推进依法行政，现报告如下。\n" + MEASURES + PROBLEMS, "txxxpmmmbb"),
    ],
)  # fmt: skip
def test_sections(text: str, wanted: str) -> None:
    assert sections(text) == wanted


def test_a_report_without_line_breaks() -> None:
    text = (FRONT + MEASURES * 3 + PROBLEMS + "三、下一步打算\n" + "加强培训，充实队伍，推进普法，化解纠纷。" * 8).replace("\n", "")
    seen = see(text)
    assert seen.sections == ["plan"]
    labels = [label for label, _ in seen.segments]
    assert labels[0] == "title"
    assert [s for i, s in enumerate(labels) if i == 0 or labels[i - 1] != s] == ["title", "preamble", "measures", "problems", "plan"]
    assert (1, "二、存在的问题") in seen.headings
    assert (2, "（二）抓普法") in seen.headings


UNBROKEN = (
    "当前位置：首页 > 政务公开　字号：大 中 小　【打印】柳河镇人民政府关于2023年法治政府建设情况的报告柳政报〔2024〕3号县委、县政府：2023年，我镇扎实推进依法行政，现将有关情况报告如下："
    "一、主要举措和成效（一）夯实组织基础镇党委、政府每季研究法治工作，主要负责人带头述法，村村落实。（二）规范执法行为镇综合行政执法队亮证执法，文书逐份评查，案卷无一退回，群众满意。"
    "（三）守住安全底线1.排查隐患。节前逐户检查，登记造册，限期整改。2.织密网格。网格员每日巡查，发现一处上报一处。二、存在的不足和原因与群众的期待相比，普法不够深入，执法力量不足，原因在于人手少。"
    "三、下一步打算我们将加强培训，充实队伍。特此报告。柳河镇人民政府2024年1月5日（联系人：李某）责任编辑：某某【关闭窗口】"
)


def test_front_tail_and_fused_headings_of_a_report_without_line_breaks() -> None:
    seen = see(UNBROKEN)
    labels = [label for label, _ in seen.segments]
    wanted = ["noise", "title", "preamble", "measures", "problems", "plan", "signature", "noise"]
    assert [s for i, s in enumerate(labels) if i == 0 or labels[i - 1] != s] == wanted
    assert seen.headings == [
        (1, "一、主要举措和成效"), (2, "（一）夯实组织基础"), (2, "（二）规范执法行为"), (2, "（三）守住安全底线"), (3, "1.排查隐患"), (3, "2.织密网格"),
        (1, "二、存在的不足和原因"), (1, "三、下一步打算"),
    ]  # fmt: skip
    assert (seen.meta.doc_number, seen.meta.addressee, seen.meta.signed_date) == ("柳政报〔2024〕3号", "县委、县政府", "2024-01-05")


def test_the_paragraph_has_the_section_of_most_of_its_characters() -> None:
    text = FRONT + MEASURES + "群众满意度有新提升。二、存在的问题" + "部分干部法治意识不强，执法力量不足。" * 4 + "\n"
    assert see(text).sections[-1] == "problems"


def test_the_walker_survives_a_document_of_headings_only() -> None:
    seen = see("一、存在的问题\n二、下一步打算\n（一）\n1.\n一、\n")
    assert seen.sections[:2] == ["problems", "plan"]


def test_scores_are_lower_where_only_words_decide() -> None:
    doc = NLP(FRONT + MEASURES + PROBLEMS + "下一步，我镇将加强培训。\n")
    validate_layout(doc)
    named, own = doc.spans["paragraphs"][-2], doc.spans["paragraphs"][-1]
    assert own.label_ == "plan"
    assert own._.score < named._.score
