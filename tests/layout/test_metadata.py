"""Title, number, addressee, issuers and their level, year, date of signing."""

import pytest
from layout_view import see

from fazhi_nlp.layout.issuers import issuer_level

BODY = "\n我镇扎实推进依法行政，现将有关情况报告如下：\n一、主要举措和成效\n抓普法。\n二、存在的问题\n力量不足。\n三、下一步打算\n加强培训。\n"


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("柳河镇2023年法治政府建设工作报告", "柳河镇2023年法治政府建设工作报告"),
        ("中共柳河镇委员会\n柳河镇人民政府\n关于2023年度法治政府建设情况的报告", "中共柳河镇委员会 柳河镇人民政府关于2023年度法治政府建设情况的报告"),
        ("柳河镇人民政府\n关于2023年度法治政府建设\n情况的报告", "柳河镇人民政府关于2023年度法治政府建设情况的报告"),
        ("柳河镇法治政府建设年度报告\n（2023年度）", "柳河镇法治政府建设年度报告（2023年度）"),
        ("柳河镇2023年法治政府建设工作报告\n来源：柳河镇\n柳河镇2023年法治政府建设工作报告", "柳河镇2023年法治政府建设工作报告"),
        ("柳政发〔2024〕3号", None),
    ],
)
def test_title(front: str, title: str | None) -> None:
    assert see(front + BODY).meta.title == title


def test_number_addressee_and_signature() -> None:
    seen = see("柳河镇人民政府\n关于2023年法治政府建设情况的报告\n柳政报〔2024〕3号\n县委、县政府：" + BODY + "柳河镇人民政府\n二〇二四年一月十二日\n")
    assert seen.roles[:4] == ["issuer", "title", "doc_number", "addressee"]
    meta = seen.meta
    assert (meta.doc_number, meta.addressee, meta.signed_date) == ("柳政报〔2024〕3号", "县委、县政府", "2024-01-12")
    assert (meta.issuers, meta.issuer, meta.issuer_level, meta.year) == (["柳河镇人民政府"], "柳河镇人民政府", "township", 2023)


def test_number_from_the_table_of_the_web_page() -> None:
    meta = see("发文字号：柳政报〔2024〕3号 成文日期：2024-01-12\n柳河镇2023年法治政府建设工作报告" + BODY).meta
    assert (meta.doc_number, meta.signed_date) == ("柳政报〔2024〕3号", None)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("发布时间：2024-03-01\n柳河镇2023年法治政府建设工作报告" + BODY, 2023),
        ("柳河镇二〇二三年法治政府建设工作报告" + BODY, 2023),
        ("柳河镇2025年法治政府建设工作报告\n一、2024年主要举措\n抓普法。\n", 2025),
        ("柳河镇2023年工作总结和2024年工作计划" + BODY, 2023),
        ("柳政发〔2024〕3号" + "\n2023年，我镇推进依法行政，现报告如下。\n一、主要做法\n抓普法。\n", 2023),
        ("现将我镇2022年度法治政府建设情况报告如下：\n一、主要做法\n抓普法。\n", 2022),
        ("一、主要做法\n抓普法。\n二、2024年工作打算\n加强培训。\n", 2023),
        ("一、主要做法\n抓普法。\n柳河镇人民政府\n2024年1月3日\n", 2023),
        ("一、主要做法\n抓普法。\n柳河镇人民政府\n2023年12月28日\n", 2023),
        ("一、主要做法\n抓普法。\n", None),
    ],
)
def test_year(text: str, year: int | None) -> None:
    assert see(text).meta.year == year


@pytest.mark.parametrize(
    ("name", "addressee", "level"),
    [
        ("柳河镇人民政府", None, "township"), ("中共青山乡委员会", None, "township"), ("东城区南门街道办事处", None, "township"), ("柳河镇", None, "township"),
        ("东川县人民政府", None, "county"), ("鄂托克旗人民政府", None, "county"), ("某州市南城区人民政府", None, "county"), ("义乌市人民政府", None, "county"),
        ("杭州市人民政府", None, "city"), ("恩施土家族苗族自治州人民政府", None, "city"), ("云桥市人民政府", "省委、省政府", "city"), ("云桥市人民政府", "市委、市政府", "county"),
        ("湖南省人民政府", None, "province"), ("广西壮族自治区人民政府", None, "province"), ("重庆市人民政府", None, "province"),
        ("东川县司法局", None, "department"), ("湖南省教育厅", None, "department"), ("杭州市卫生健康委员会", None, "department"), ("东川县公安局党委", None, "department"),
        ("司法部", None, "ministry"), ("国家税务总局", None, "ministry"), ("国家市场监督管理总局", None, "ministry"),
        ("某公司联合会", None, None),
    ],
)  # fmt: skip
def test_issuer_level(name: str, addressee: str | None, level: str | None) -> None:
    assert issuer_level(name, addressee=addressee) == level


@pytest.mark.parametrize(
    ("opening", "issuer", "level"),
    [
        ("现将浅溪乡有关工作汇报如下：", "浅溪乡", "township"),
        ("2023年，东川县人民政府在县委领导下推进依法行政，现报告如下：", "东川县人民政府", "county"),
        ("一年来，青枫街道党工委、办事处坚持依法治街，现报告如下：", "青枫街道", "township"),
        # higher bodies and kinds of area are not who reports; how a body speaks of itself still tells its level
        ("在县委、县政府领导下，景区建设全面展开，我镇上下同心，我镇干部带头，现报告如下：", None, "township"),
        ("市委坚持高位推动，我局紧扣职能，我局干部带头，现报告如下：", None, "department"),
        ("现将有关情况报告如下：", None, None),
    ],
)
def test_issuer_from_the_opening(opening: str, issuer: str | None, level: str | None) -> None:
    meta = see(opening + "\n一、主要做法\n抓普法。\n二、存在的问题\n力量不足。\n").meta
    assert (meta.issuer, meta.issuers, meta.issuer_level) == (issuer, [issuer] if issuer else [], level)


def test_an_issuer_with_a_second_name_in_brackets() -> None:
    seen = see("东川市城市管理局（综合行政执法局）\n2023年法治政府建设工作总结" + BODY)
    assert (seen.roles[0], seen.sections[0]) == ("issuer", "title")


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert see("柳河镇2023年法治政府建设工作报告" + BODY + "柳河镇人民政府\n2024年2月31日\n").meta.signed_date is None
