import pytest

from fazhi_nlp.core.errors import InputError
from fazhi_nlp.readers import read

BODY = (
    "<p>　　2023年，石坪镇在县委、县政府的领导下，扎实推进法治政府建设，现将有关情况报告如下。</p><p>　　一、主要举措和成效</p>"
    "<p>（一）加强组织领导。全年召开党委会议<b>5次</b>，研究法治\n政府建设工作，压实责任。</p>"
    "<table border=1><tr><th>项目</th><td><p>数量</p></td></tr><tr><td>行政检查</td><td>12次</td></tr></table>"
    "<p>二、存在的不足</p><p>执法力量不足，<br>普法手段单一。</p><div>三、下一步打算</div><div>继续抓好各项工作，推进法治政府建设取得新成效。</div>"
    '<p style="text-align:right">石坪镇人民政府</p><p style="text-align:right">2024年1月17日</p>'
)
WANTED = [
    "石坪镇2023年法治政府建设情况报告",
    "2023年，石坪镇在县委、县政府的领导下，扎实推进法治政府建设，现将有关情况报告如下。",
    "一、主要举措和成效",
    "（一）加强组织领导。全年召开党委会议5次，研究法治政府建设工作，压实责任。",
    "项目\t数量",
    "行政检查\t12次",
    "二、存在的不足",
    "执法力量不足，",
    "普法手段单一。",
    "三、下一步打算",
    "继续抓好各项工作，推进法治政府建设取得新成效。",
    "石坪镇人民政府",
    "2024年1月17日",
]


def page(body: str, *, charset: str = "utf-8", title: str = "石坪镇2023年法治政府建设情况报告") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_通知公告_石坪镇人民政府</title>'
        f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2024-01-20 10:00"><meta name="SiteName" content="石坪镇人民政府">'
        '<style>p{color:red}</style></head><body><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li></ul></div>'
        f'<div class="pos">您当前的位置：<a href="/">首页</a> &gt; <a href="/x">法治政府</a></div><h1>{title}</h1>'
        f'<div class="content TRS_Editor">{body}</div><div class="footer">版权所有 某ICP备1号</div><script>var 导航=1;</script></body></html>'
    )


def test_main_text_without_navigation() -> None:
    result = read(page(BODY).encode())
    lines = result.text.split("\n")
    assert [line for line in lines if line in WANTED] == WANTED
    assert not any(word in result.text for word in ("首页", "政务公开", "版权所有", "导航", "color"))
    assert result.metadata["title"] == WANTED[0]
    assert result.metadata["date"] == "2024-01-20 10:00"
    assert result.metadata["site"] == "石坪镇人民政府"


def test_every_line_is_a_block_of_the_offset_map() -> None:
    result = read(page(BODY).encode())
    assert [result.text[p.start : p.end] for p in result.offset_map] == result.text.split("\n")
    assert [p.number for p in result.offset_map] == list(range(1, len(result.offset_map) + 1))
    assert {p.unit for p in result.offset_map} == {"block"}


@pytest.mark.parametrize(("declared", "encoding"), [("gb2312", "gb18030"), ("utf-8", "gb18030"), ("gb2312", "utf-8"), ("gbk", "utf-16")])
def test_the_bytes_decide_the_encoding_whatever_is_declared(declared: str, encoding: str) -> None:
    # 镕 is in GB18030, not in GB 2312
    result = read(page(BODY.replace("石坪镇在", "将镕街道在"), charset=declared).encode(encoding))
    assert "将镕街道在县委" in result.text


def test_a_page_too_small_to_have_a_main_text_gives_all_of_it() -> None:
    assert read("<div>发放宣传册3000余份。</div>".encode(), source="x.html").text == "发放宣传册3000余份。"


def test_an_old_page_of_nested_tables() -> None:
    text = "全面贯彻落实各项部署，扎实推进法治政府建设各项工作取得新的成效，现报告如下。"
    body = (
        "<html><head><title>x</title></head><body><table><tr><td class=bt>石坪镇2022年法治政府建设情况报告</td></tr>"
        f"<tr><td>&nbsp;&nbsp;{text}<br>&nbsp;&nbsp;一、主要举措<br>　　{text}<br><br>　　二、存在问题<br>{text}<br>石坪镇人民政府<br>2023年1月3日</td></tr></table></body></html>"
    )
    lines = read(body.encode("gb18030")).text.split("\n")
    assert lines[-7:] == [text, "一、主要举措", text, "二、存在问题", text, "石坪镇人民政府", "2023年1月3日"]
    assert "石坪镇2022年法治政府建设情况报告" in lines


def test_escaped_markup_stays_text() -> None:
    assert "&lt;script&gt;" not in (text := read(page("<p>全年审查合同12份，其中&lt;script&gt;一类3份，按期办结并向社会公开。</p>" * 3).encode()).text)
    assert "<script>一类3份" in text


def test_deep_nesting_gives_text_or_a_coded_error() -> None:
    nested = "<html><body>{}发放宣传册3000余份。{}</body></html>"
    assert read(nested.format("<div>" * 200, "</div>" * 200).encode()).text == "发放宣传册3000余份。"
    with pytest.raises(InputError) as caught:
        read(nested.format("<div>" * 5000, "</div>" * 5000).encode())
    assert caught.value.code == "E113"


def test_lines_of_preformatted_text_stay_lines() -> None:
    body = "<pre>\n石坪镇2022年法治政府建设情况报告\n一、主要举措\n全年召开党委会议5次，研究法治政府建设工作，压实各级责任。\n二、存在的不足\n</pre>"
    assert "\n一、主要举措\n全年召开党委会议5次，研究法治政府建设工作，压实各级责任。\n二、存在的不足" in read(page(body).encode()).text
