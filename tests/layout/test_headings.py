"""Which lines and sentences are headings, and of what level."""

import pytest
from layout_view import see

FRONT = "柳河镇2023年法治政府建设工作报告\n2023年，我镇扎实推进依法行政，现将有关情况报告如下：\n"

CASES = [
    # own lines, run-in sentences, half and full width
    ("一、主要举措和成效\n（一）强化组织领导，压实责任。镇党委多次研究。\n", [(1, "一、主要举措和成效"), (2, "（一）强化组织领导，压实责任")]),
    ("一、主要举措和成效\n(一)强化组织领导,压实责任。镇党委多次研究。\n", [(1, "一、主要举措和成效"), (2, "(一)强化组织领导,压实责任")]),
    ("一、主要做法：\n１．抓学习。组织干部学法。\n", [(1, "一、主要做法"), (3, "１．抓学习")]),
    ("一、主要做法。\n（１）抓学习。组织干部学法。\n①建台账。逐项登记。\n", [(1, "一、主要做法"), (4, "（１）抓学习"), (4, "①建台账")]),
    ("一、主要做法\n1、抓学习：组织干部学法。\n2、抓培训：轮训干部。\n", [(1, "一、主要做法"), (3, "1、抓学习"), (3, "2、抓培训")]),
    # a line of its own that ends with a full stop, and what it heads below
    ("一、主要做法\n（一）夯实基层基础。\n镇村两级建立网格，全年走访群众，化解矛盾。\n", [(1, "一、主要做法"), (2, "（一）夯实基层基础")]),
    # numbered sentences have no heading of their own
    ("一、存在的问题\n（一）人员少，任务重，执法力量跟不上。\n（二）普法形式单一，群众参与不多。\n", [(1, "一、存在的问题")]),
    ("一、下一步打算\n1.举办培训不少于4期。\n2.新增法律明白人10名。\n", [(1, "一、下一步打算")]),
    ("一、下一步打算\n（一）聚焦重点领域，开展检查6次；压减检查频次。\n", [(1, "一、下一步打算")]),
    # items in words are no headings
    ("一、存在的问题\n一是认识不足。部分干部不重视。\n二是力量不足：\n", [(1, "一、存在的问题")]),
    # damage
    ("一、主要做法\n（一）抓学习。组织学法。\n二）抓普法。赶集宣传。\n（三抓调解。排查纠纷。\n", [(1, "一、主要做法"), (2, "（一）抓学习"), (2, "二）抓普法"), (2, "（三抓调解")]),
    ("一主要举措和成效\n（一）抓学习。组织学法。\n", [(1, "一主要举措和成效"), (2, "（一）抓学习")]),
    ("一、主要做法\n1.优服务。窗口前移。\n2强执法。规范检查。\n", [(1, "一、主要做法"), (3, "1.优服务"), (3, "2强执法")]),
    ("[bookmark: _GoBack]一、主要做法\n[bookmark: _GoBack]（一）抓学习。组织学法。\n", [(1, "一、主要做法"), (2, "（一）抓学习")]),
    # heading and text without a mark between
    ("一、主要举措和成效2023年，我镇紧扣目标，抓好法治建设，各项任务落地见效。\n", [(1, "一、主要举措和成效")]),
    ("二、存在的问题一是执法力量不足。二是普法不够深入。\n", [(1, "二、存在的问题")]),
    ("一、主要做法（一）加强领导。镇党委研究部署。\n", [(1, "一、主要做法"), (2, "（一）加强领导")]),
    ("一、主要做法\n（一）完善公共法律服务体系依托镇司法所落实《法律援助法》，接待咨询。\n", [(1, "一、主要做法"), (2, "（一）完善公共法律服务体系")]),
    # without a number: only what opens a required part
    ("一、主要做法\n抓学习。\n党政主要负责人履行推进法治建设第一责任人职责情况\n镇党委书记带头述法。\n", [(1, "一、主要做法"), (1, "党政主要负责人履行推进法治建设第一责任人职责情况")]),
    ("存在的不足和原因\n执法人员偏少。\n下一步工作打算：\n加强培训。\n", [(1, "存在的不足和原因"), (1, "下一步工作打算")]),
    ("一、主要做法\n司法所联合派出所进村入户\n", [(1, "一、主要做法")]),
    ("四、其他需要报告的情况\n没有其他需要报告的。\n", [(1, "四、其他需要报告的情况")]),
    ("二、主要负责人履职情况\n镇党委书记、镇长切实履行职责。\n", [(1, "二、主要负责人履职情况")]),
    # the same on one sister after another, where none alone would tell
    (
        "一、主要做法\n（一）压实工作责任街道党工委每季听取汇报，研究难点问题，督促各科室落实年初定下的任务。\n（二）规范行政执法街道综合行政执法队实行办案与审核分离，文书逐份评查，案卷按月归档。\n"
        "（三）化解矛盾纠纷司法所、派出所每周联合排查，把邻里、物业、拆迁方面的苗头登记在册。\n",
        [(1, "一、主要做法"), (2, "（一）压实工作责任"), (2, "（二）规范行政执法"), (2, "（三）化解矛盾纠纷")],
    ),
    ("一、下一步打算\n（一）充实执法力量，力争持证人员占比达到八成，组织案卷评查。\n（二）落实学法制度，坚持按月学习，全年不间断。\n", [(1, "一、下一步打算")]),
    # two halves on a line of its own, and a heading before its text
    ("一、主要做法:在实干中见成效\n（一）普法：走村入户\n镇里干部赶集宣传。\n（二）调解：司法所每周排查，随时化解。\n", [(1, "一、主要做法:在实干中见成效"), (2, "（一）普法：走村入户"), (2, "（二）调解")]),
    # a number that lost its mark on a line that names no part
    ("一、把牢方向，压实责任\n镇党委专题研究。\n二转变职能，优化便民服务\n窗口前移。\n", [(1, "一、把牢方向，压实责任"), (1, "二转变职能，优化便民服务")]),
    # first sentences without numbers are no headings, however alike
    (
        "一、主要做法\n" + "".join(f"{lead}。镇里把这项工作列入日程，逐月调度，年底考核。\n" for lead in ("党委带头学法律", "便民窗口优服务", "阳光执法护民生", "多元调解促和谐")),
        [(1, "一、主要做法")],
    ),
    # sentences that say what was not done; long items of an enumeration
    ("一、其他需要报告的情况\n（一）本年度我局没有制定规范性文件。咨询中的共性问题已上报。\n", [(1, "一、其他需要报告的情况")]),
    ("一、主要做法\n①水事纠纷牵连上下游、左右岸，处置不及时容易激化。我局联合司法所处置。\n②守住底线。逐项登记。\n", [(1, "一、主要做法"), (4, "②守住底线")]),
    # numbers that are none
    ("一、主要做法\n2023年全镇共办理案件8件。\n15个村全部覆盖。\n3.15消费者权益日开展宣传。\n三、五级网格员上门走访。\n", [(1, "一、主要做法")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "wanted"), CASES, ids=[body[:18] for body, _ in CASES])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"], ids=["lf", "crlf", "cr", "blank"])
def test_headings(body: str, wanted: list[tuple[int, str]], end: str) -> None:
    assert see((FRONT + body).replace("\n", end)).headings == wanted


def test_headings_with_indents() -> None:
    seen = see(FRONT + "\u3000\u3000一、主要做法\n\u3000\u3000（一）抓学习。组织学法。\n")
    assert seen.headings == [(1, "一、主要做法"), (2, "（一）抓学习")]


def test_lines_broken_in_the_middle_of_sentences() -> None:
    text = FRONT + (
        "一、存在的问题\n（一）人员配备不足，受编制和经费的约束，工作人员的业务能\n力水平仍需进一步加强。\n（二）普法形式比较单一。部分群众对讲座兴趣不高，参与度\n"
        "不够理想，宣传效果打了折扣，需要在今后的工作中不断加以\n改进和完善，进一步提高针对性。另外，部分干部忙于业务，对\n法律法规学习不够系统，遇到具体问题时还习惯于凭经验办事\n"
        "，运用法治思维解决问题的能力有待提高，这些都要逐项整改\n落实到位。\n"
    )
    assert see(text).headings == [(1, "一、存在的问题"), (2, "（二）普法形式比较单一")]


def test_two_halves_with_a_colon_are_told_by_their_sisters():
    """A short clause behind the colon belongs to the heading if the sisters are built alike, else it is the text."""
    import fazhi_nlp

    nlp = fazhi_nlp.load("rules")

    def headings(*lines):
        doc = nlp("\n".join(["一、主要举措", *lines]))
        return [h.text for h in doc.spans["headings"]][1:]

    alike = (
        "（一）学法：先学一步。党组每月安排一次集体学习。",
        "（二）执法：不越边界。执法队逐户走访，先讲规定。",
        "（三）普法：院坝就是课堂。干部趁农闲进村讲解。",
    )
    assert headings(*alike) == ["（一）学法：先学一步", "（二）执法：不越边界", "（三）普法：院坝就是课堂"]
    unlike = (
        "（一）学法讲纪律：党组每月安排一次集体学习，干部轮流领学，学后讨论。",
        "（二）办事晒清单：清单上墙。低保、救助等事项全部公开，群众随时可查。",
        "（三）执法讲程序：执法队逐户走访，先讲规定，再看现场，最后才下文书。",
    )
    assert headings(*unlike) == ["（一）学法讲纪律", "（二）办事晒清单", "（三）执法讲程序"]


def test_long_items_of_official_outlines_are_headings():
    import fazhi_nlp

    nlp = fazhi_nlp.load("rules")
    item = "（三）2024年度党政主要负责人履行推进法治建设第一责任人职责、加强法治政府建设的有关情况"
    doc = nlp(f"一、加大法治政府建设统筹推进力度\n{item}。\n一是主要负责人亲自部署、督办。")
    assert [h.text for h in doc.spans["headings"]] == ["一、加大法治政府建设统筹推进力度", item]
    assert [p.label_ for p in doc.spans["paragraphs"]] == ["measures", "leadership", "leadership"]
