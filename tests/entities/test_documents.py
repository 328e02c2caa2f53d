"""DOC: titles, quoted names, numbers, the outline with its years."""

from __future__ import annotations

import pytest

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.base import Source
from fazhi_nlp.entities.documents import find_documents
from fazhi_nlp.knowledge.base import load_knowledge


def documents(text: str, year: int | None = 2023) -> list[tuple[str, str | None]]:
    source = Source(text, fold(text), [], load_knowledge(), year)
    found: list[tuple[str, str | None]] = []
    last = 0
    for c in sorted(find_documents(source), key=lambda c: (c.start, -c.end)):
        if c.end > last:
            found.append((text[c.start : c.end], c.id))
            last = c.end
    return found


def texts(text: str) -> list[str]:
    return [t for t, _ in documents(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("印发《青石镇2023年法治政府建设工作要点》", ["《青石镇2023年法治政府建设工作要点》"]),
        ("落实“八五”普法规划和“谁执法谁普法”责任清单", ["“八五”普法规划", "“谁执法谁普法”责任清单"]),
        ("编制“十四五”规划，谋划“九五”普法工作方案", ["“十四五”规划", "“九五”普法工作方案"]),
        ("落实县委全面依法治县工作要点", ["县委全面依法治县工作要点"]),
        ("落实区委2023年全面依法治区工作要点", ["区委2023年全面依法治区工作要点"]),
        ("学习党的二十大报告", ["党的二十大报告"]),
        ("发放《反诈明白纸》，订阅《法治日报》", ["《反诈明白纸》", "《法治日报》"]),
        ("按照国办发〔2018〕118号文件和浙政发【2023】6号", ["国办发〔2018〕118号", "浙政发【2023】6号"]),
        ("青政报〔2025〕 3 号", ["青政报〔2025〕 3 号"]),
        ("青司发〔202526号", ["青司发〔202526号"]),
        ("根据省政府印发的《甲》（青政发〔2020〕1号）", ["《甲》", "青政发〔2020〕1号"]),
        ("《关于贯彻落实《法治政府建设实施纲要（2021-2025年）》的实施意见》", ["《关于贯彻落实《法治政府建设实施纲要（2021-2025年）》的实施意见》"]),
        ("《青石县贯彻落实〈信访工作条例〉实施方案》", ["《青石县贯彻落实〈信访工作条例〉实施方案》"]),
    ],
)
def test_found(text: str, wanted: list[str]) -> None:
    assert texts(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "制定工作方案、年度计划和实施方案，完善应急预案，公布权责清单和规范性文件目录。",
        "落实“谁执法谁普法”普法责任制，推行“三张清单”，深化“放管服”改革，严格“三项制度”。",
        "推行“首违不罚”柔性执法，列出问题清单",
        "办理案件〔2025〕，热线12345号，共3号楼",
        "学习《宪法》《信访工作条例》，空的《》",
    ],
)
def test_nothing(text: str) -> None:
    assert texts(text) == []


def test_years_of_the_outline() -> None:
    new, old = "doc:法治政府建设实施纲要（2021—2025年）", "doc:法治政府建设实施纲要（2015—2020年）"
    for form in (
        "（2021—2025年）",
        "(2021-2025年)",
        "（2021－2025年）",
        "（20212025年）",
        "（2021年—2025年）",
        "（2021—2025）",
        "（2021—2025年",
        "（2021—2026年）",
    ):
        assert documents(f"《法治政府建设实施纲要{form}》") == [(f"《法治政府建设实施纲要{form}》", new)]
    assert documents("法治政府建设实施纲要（2015-2020年）") == [("法治政府建设实施纲要（2015-2020年）", old)]
    assert documents("《法治政府建设实施纲要》", 2019)[0][1] == old
    assert documents("《法治政府建设实施纲要》", 2023)[0][1] == new
    assert documents("《法治政府建设实施纲要》", None)[0][1] == new


def test_alias_of_a_document() -> None:
    new = "doc:法治政府建设实施纲要（2021—2025年）"
    found = documents("《法治政府建设实施纲要（2021—2025年）》（以下简称《纲要》）印发后，对照《纲要》")
    assert [i for _, i in found] == [new, new, new]


def test_own_title_is_no_document() -> None:
    assert texts("《青石县2023年法治政府建设情况报告》已报送") == []
    assert texts("《青石县2022年法治政府建设情况报告》已公开") == ["《青石县2022年法治政府建设情况报告》"]
