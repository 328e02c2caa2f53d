import io
import zipfile

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from fazhi_nlp.readers import read
from fazhi_nlp.readers.numbering import format_number

from .builders import add, level, new_document, saved

OFFICIAL = [
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
]


def lines(document: object) -> list[str]:
    return read(saved(document)).text.split("\n")  # type: ignore[arg-type]


def test_heading_numbers_of_an_official_document() -> None:
    document = new_document(OFFICIAL)
    add(document, "石坪镇2023年法治政府建设情况报告")
    for text, at in [
        ("主要举措", 0),
        ("加强领导", 1),
        ("召开会议5次。", 2),
        ("印发方案", 2),
        ("细则", 3),
        ("规范执法", 1),
        ("持证上岗", 2),
        ("存在的不足", 0),
        ("力量不足", 1),
    ]:
        add(document, text, at)
    assert lines(document) == [
        "石坪镇2023年法治政府建设情况报告",
        "一、主要举措", "（一）加强领导", "1.召开会议5次。", "2.印发方案", "（1）细则", "（二）规范执法", "1.持证上岗", "二、存在的不足", "（一）力量不足",
    ]  # fmt: skip


def test_numbers_that_come_from_styles() -> None:
    document = new_document([level(0, "chineseCounting", "%1、", style="Heading1"), level(1, "chineseCounting", "（%2）", style="Heading2")])
    number = f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].element.get_or_add_pPr().append(parse_xml(number))
    own = document.styles.add_style("单位标题", 1)
    own.base_style = document.styles["Heading 1"]
    add(document, "主要举措", style="Heading 1")
    add(document, "加强领导", style="Heading 2")
    add(document, "存在的不足", style="单位标题")
    add(document, "正文")
    assert lines(document) == ["一、主要举措", "（一）加强领导", "二、存在的不足", "正文"]


def test_a_paragraph_can_turn_off_the_number_of_its_style() -> None:
    document = new_document([level(0, "chineseCounting", "%1、", style="Heading1")])
    document.styles["Heading 1"].element.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    add(document, "甲", style="Heading 1")
    add(document, "乙", 0, number=0, style="Heading 1")
    add(document, "丙", style="Heading 1")
    assert lines(document) == ["一、甲", "乙", "二、丙"]


def test_a_second_list_goes_on_or_starts_afresh() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    document = new_document([level(0, "decimal", "%1.")], overrides=["", "", restart])
    for text, number in [("甲", 1), ("乙", 1), ("丙", 2), ("丁", 3), ("戊", 3), ("己", 1)]:
        add(document, text, 0, number=number)
    assert lines(document) == ["1.甲", "2.乙", "3.丙", "1.丁", "2.戊", "3.己"]


def test_patterns_of_several_levels_and_their_digits() -> None:
    legal = [level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", extra="<w:isLgl/>"), level(2, "decimal", "%1-%3", start=3)]
    document = new_document(legal)
    for text, at in [("总则", 0), ("范围", 1), ("其他", 2), ("附则", 0), ("解释", 1)]:
        add(document, text, at)
    assert lines(document) == ["第一章 总则", "1.1 范围", "一-3 其他", "第二章 附则", "2.1 解释"]


def test_levels_that_do_not_restart() -> None:
    document = new_document([level(0, "decimal", "%1、"), level(1, "decimal", "(%2)", extra='<w:lvlRestart w:val="0"/>')])
    for text, at in [("甲", 0), ("乙", 1), ("丙", 0), ("丁", 1)]:
        add(document, text, at)
    assert lines(document) == ["1、甲", "(1)乙", "2、丙", "(2)丁"]


def test_bullets_say_nothing() -> None:
    document = new_document([level(0, "bullet", "\uf0b7")])
    add(document, "甲", 0)
    assert lines(document) == ["甲"]


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (11, "chineseCounting", "十一"), (20, "chineseCounting", "二十"),
        (35, "chineseCountingThousand", "三十五"), (103, "chineseCountingThousand", "一百零三"), (110, "chineseCountingThousand", "一百一十"),
        (1001, "chineseCountingThousand", "一千零一"), (10, "ideographDigital", "一〇"), (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"), (21, "decimalEnclosedCircle", "㉑"), (3, "decimalEnclosedParen", "⑶"), (2, "decimalEnclosedFullstop", "⒉"),
        (4, "decimalZero", "04"), (12, "decimalFullWidth", "１２"), (27, "lowerLetter", "aa"), (2, "upperLetter", "B"), (14, "lowerRoman", "xiv"),
        (9, "upperRoman", "IX"), (3, "ideographTraditional", "丙"), (2, "ideographZodiac", "丑"), (3, "ideographEnclosedCircle", "㊂"), (7, "noSuchFormat", "7"),
    ],
)  # fmt: skip
def test_number_formats(value: int, kind: str, written: str) -> None:
    assert format_number(value, kind) == written


def test_tables_breaks_boxes_and_deleted_text() -> None:
    document = new_document([])
    add(document, "前")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, [("项目", "数量"), ("行政检查", "12次")], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    paragraph = document.add_paragraph("上行")
    paragraph.add_run().add_break()
    paragraph.add_run("下行")
    wps = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} {wps} {mc}><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    changed = document.add_paragraph("后")
    changed._p.append(parse_xml(f"<w:ins {nsdecls('w')} w:id='1' w:author='a'><w:r><w:t>增</w:t></w:r></w:ins>"))
    changed._p.append(parse_xml(f"<w:del {nsdecls('w')} w:id='2' w:author='a'><w:r><w:delText>删</w:delText></w:r></w:del>"))
    changed._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"))
    changed._p.append(parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"))
    result = read(saved(document))
    assert result.text == "前\n项目\t数量\n行政检查\t12次\n上行\n下行\n框中\n后增控件"
    assert [(p.unit, p.number) for p in result.offset_map] == [
        ("paragraph", 1), ("row", 1), ("row", 2), ("paragraph", 2), ("paragraph", 2), ("paragraph", 3),
    ]  # fmt: skip
    place = result.locate(result.text.index("12次"))
    assert place is not None
    assert (place.unit, place.number) == ("row", 2)


def test_metadata_and_a_file_with_macros() -> None:
    document = new_document([])
    add(document, "石坪镇召开会议5次。")
    document.core_properties.title = "报告"
    document.core_properties.author = "石坪镇"
    data = saved(document)
    result = read(data)
    assert (result.metadata["title"], result.metadata["author"], result.encoding) == ("报告", "石坪镇", None)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                )
            new.writestr(entry, content)
    assert read(out.getvalue()).text == "石坪镇召开会议5次。"
