"""Real reports, also cut or without title, score high; neighbouring genres low."""

import pytest

from fazhi_nlp.layout.cues import load_cues
from fazhi_nlp.layout.engine import lay_out, report_meta, type_sections
from fazhi_nlp.layout.genre import LOW

BODY = (
    "2023年，我镇在县委、县政府的坚强领导下，扎实推进依法行政，现将有关情况报告如下：\n一、主要举措和成效\n（一）加强组织领导。镇党委多次研究法治政府建设工作，"
    "落实第一责任人职责。\n（二）规范行政执法。组织执法人员参加培训，全年办理案件8件。\n（三）抓好普法宣传。发放资料2000余份，调解矛盾纠纷46起。\n"
)
TAIL = "二、存在的问题\n部分干部法治意识不强，执法力量不足。\n三、下一步工作打算\n继续加强普法，充实执法队伍。\n"

REPORTS = {
    "whole": "柳河镇2023年法治政府建设工作报告\n" + BODY + TAIL,
    "no title": BODY + TAIL,
    "cut in the middle of the first part": "柳河镇2023年法治政府建设工作报告\n" + BODY,
    "cut and no title": BODY,
    "one line": ("柳河镇2023年法治政府建设工作报告\n" + BODY + TAIL).replace("\n", ""),
    "thematic, no preamble": "松山街道2022年度法治政府建设情况报告\n一、强化政治引领，把牢方向\n开展行政执法检查36次，依法行政水平提升。\n二、坚持普法先行，营造氛围\n"
    "开展普法宣传20场次。\n三、正视短板，再接再厉\n仍存在执法力量薄弱等不足。下一步，街道将加强队伍建设。\n",
    "summary of a bureau": "东川县水利局2024年法治政府建设工作总结\n今年以来，我局认真贯彻落实县委依法治县办部署要求，现总结如下。\n一、工作开展情况\n"
    "严格落实行政执法三项制度，加强规范性文件合法性审查。\n二、存在不足\n执法人员偏少。\n三、2025年工作计划\n开展普法培训4期。\n",
}
OTHERS = {
    "disclosure report": "柳河镇2023年政府信息公开工作年度报告\n本年度报告由柳河镇人民政府按照《中华人民共和国政府信息公开条例》要求编制。\n一、总体情况\n（一）主动公开。"
    "全年主动公开政府信息126条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n"
    "五、存在的主要问题及改进情况\n六、其他需要报告的事项\n",
    "scheme": "柳河镇2024年法治政府建设实施方案\n为深入推进法治政府建设，结合我镇实际，特制定本方案。\n一、总体要求\n以习近平法治思想为指导，推进依法行政。\n二、主要任务\n"
    "（一）健全行政执法体制。（责任单位：综合行政执法队）\n（二）加强普法。（责任单位：司法所）\n三、保障措施\n加强组织领导。\n",
    "key points": "东川县2024年法治政府建设工作要点\n一、加强党的领导\n1.深入学习贯彻习近平法治思想。牵头单位：县司法局\n2.压实第一责任人职责。牵头单位：县委依法治县办\n"
    "二、推进依法行政\n3.规范行政执法。责任单位：各乡镇\n",
    "news": "东川县召开2024年法治政府建设推进会\n本网讯（记者 王某）3月12日上午，东川县召开法治政府建设推进会，副县长出席会议并讲话。\n会议指出，要进一步规范行政执法，"
    "加强行政复议工作。\n会议要求，各部门要提高认识，抓好普法。\n",
    "half a year": "柳河镇2024年上半年法治政府建设工作总结\n今年上半年，我镇扎实推进法治建设，现将上半年工作情况总结如下：\n一、主要做法\n开展普法宣传12场次，排查矛盾纠纷30起。\n"
    "二、存在问题\n执法力量不足。\n三、下半年工作打算\n继续抓好普法。\n",
    "template": "XX镇20__年法治政府建设情况报告\n20__年，XX镇在____的领导下，推进依法行政，现将情况报告如下：\n一、主要举措和成效\n（一）开展普法____场次，发放资料____份。\n"
    "二、存在的不足\n（此处填写）\n三、下一步打算\n（略）\n",
    "audit": "2023年度县本级预算执行和其他财政收支审计结果公告\n根据审计法规定，县审计局对县本级预算执行情况进行了审计。\n一、审计评价意见\n二、审计发现的主要问题\n部分项目进度缓慢。\n三、审计建议\n",
    "interpretation": "《东川县法治政府建设实施方案》政策解读\n一、出台背景\n为推进法治政府建设，规范行政执法，制定本方案。\n二、主要内容\n三、重点任务解读\n",
    "work report": "政府工作报告\n各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n一、2023年工作回顾\n地区生产总值增长6%。\n二、2024年工作安排\n粮食总产稳定。\n",
    "story": "秋天的风吹过田野。\n他站在路口，等那辆迟到的班车。\n",
    "numbers": "123456\n7890\n",
    "clearing of documents": "东川县人民政府关于公布规范性文件清理结果的通知\n各乡镇人民政府，县直各单位：\n经县政府同意，现将清理结果公布如下：\n一、继续有效的规范性文件\n二、废止的规范性文件\n",
}


def score(text: str) -> float:
    cues = load_cues()
    layout = lay_out(text, cues)
    return type_sections(layout, cues, report_meta(layout, cues).year)


@pytest.mark.parametrize("name", REPORTS)
def test_reports_score_high(name: str) -> None:
    assert score(REPORTS[name]) > 0.8


@pytest.mark.parametrize("name", OTHERS)
def test_other_genres_score_low(name: str) -> None:
    assert score(OTHERS[name]) < LOW
