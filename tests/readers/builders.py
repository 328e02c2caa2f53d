"""Small files of every format, made for the tests."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

LINES = [
    "石坪镇2023年法治政府建设情况报告",
    "一、主要举措和成效",
    "（一）加强组织领导。全年召开党委会议5次。",
    "二、存在的不足",
    "执法人员力量不足。",
]


def level(at: int, kind: str, pattern: str, *, start: int = 1, extra: str = "", style: str = "") -> str:
    """One ``w:lvl`` of a list definition."""
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{linked}{extra}<w:lvlText w:val="{pattern}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def new_document(levels: Sequence[str], *, overrides: Sequence[str] = ("",)) -> docx.document.Document:
    """A document whose list 1, 2 … all belong to one definition with these levels; overrides: inner XML of each list."""
    document = docx.Document()
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'))
    for number, override in enumerate(overrides, 1):
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="7"/>{override}</w:num>'))
    return document


def add(document: docx.document.Document, text: str, at: int | None = None, *, number: int = 1, style: str | None = None) -> None:
    """A paragraph, at a level of a list where one is given."""
    paragraph = document.add_paragraph(text, style=style)
    if at is not None:
        properties = paragraph._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'))


def saved(document: docx.document.Document) -> bytes:
    """The bytes of a document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(pages: Sequence[Sequence[tuple[float, str]]], *, size: float = 16.0) -> bytes:
    """A PDF with a text layer: pages of lines, a line being its left edge in points and its text; every character is one size wide."""
    characters = sorted({c for lines in pages for _, text in lines for c in text})
    to_unicode = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
    to_unicode += "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    for at in range(0, len(characters), 100):
        part = characters[at : at + 100]
        to_unicode += f"{len(part)} beginbfchar\n" + "".join(f"<{ord(c):04X}> <{ord(c):04X}>\n" for c in part) + "endbfchar\n"
    to_unicode += "endcmap CMapName currentdict /CMap defineresource pop end end"
    count = len(pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{6 + 2 * k} 0 R' for k in range(count))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        "/DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /Test /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        "/Ascent 900 /Descent -200 /CapHeight 900 /StemV 80 >> >>",
        f"<< /Length {len(to_unicode)} >> stream\n{to_unicode}\nendstream",
    ]
    for lines in pages:
        content, top = "", 800.0
        for left, text in lines:
            codes = "".join(f"{ord(c):04X}" for c in text)
            content += f"BT /F1 {size} Tf {left} {top} Td <{codes}> Tj ET\n"
            top -= 1.75 * size
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects) + 2} 0 R >>")
        objects.append(f"<< /Length {len(content)} >> stream\n{content}\nendstream")
    body, offsets = b"%PDF-1.7\n", []
    for number, inner in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj {inner} endobj\n".encode("ascii")
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{at:010d} 00000 n \n" for at in offsets)
    return body + f"{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF".encode("ascii")
