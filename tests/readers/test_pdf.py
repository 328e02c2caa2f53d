import pytest

from fazhi_nlp.readers import read

from .builders import pdf

LEFT, INDENT, CENTRE = 80.0, 112.0, 200.0
FULL = "全镇上下认真贯彻落实上级决策部署扎实推进法治政府建设"  # as wide as the page


def test_hard_wrapped_lines_become_paragraphs_and_page_numbers_go() -> None:
    first = [
        (CENTRE, "石坪镇法治政府建设报告"),
        (INDENT, FULL[:-2]),
        (LEFT, FULL),
        (LEFT, "召开会议5次。"),
        (INDENT, "一、主要举措"),
        (INDENT, FULL[:-2]),
        (290.0, "— 1 —"),
    ]
    second = [(LEFT, FULL), (LEFT, "检查12次。"), (INDENT, "二、存在的不足"), (INDENT, "力量不足。"), (290.0, "第2页")]
    result = read(pdf([first, second]))
    assert result.text.split("\n") == [
        "石坪镇法治政府建设报告",
        FULL[:-2] + FULL + "召开会议5次。",
        "一、主要举措",
        FULL[:-2] + FULL + "检查12次。",
        "二、存在的不足",
        "力量不足。",
    ]
    assert result.metadata["pages"] == "2"
    for word, page in [("召开会议", 1), ("检查12次", 2), ("力量不足", 2)]:
        piece = result.locate(result.text.index(word))
        assert piece is not None
        assert (piece.unit, piece.number) == ("page", page)


def test_a_full_line_before_a_heading_stays_apart_even_without_indents() -> None:
    result = read(pdf([[(LEFT, FULL), (LEFT, FULL[:-1] + "。"), (LEFT, "二、存在的不足"), (LEFT, "力量不足。")]]))
    assert result.text.split("\n") == [FULL + FULL[:-1] + "。", "二、存在的不足", "力量不足。"]


@pytest.mark.parametrize("line", ["20240117", "2023年", "3项", "（3）"])
def test_what_is_no_page_number_stays(line: str) -> None:
    assert read(pdf([[(INDENT, FULL[:-2]), (LEFT, "完成。"), (LEFT, line)]])).text.split("\n")[-1] == line


@pytest.mark.parametrize("line", ["3", "- 3 -", "—3—", "第 3 页 共 9 页", "3/9", "第3页"])
def test_page_numbers(line: str) -> None:
    assert read(pdf([[(INDENT, FULL[:-2]), (LEFT, "完成。"), (LEFT, line)]])).text == FULL[:-2] + "完成。"


def test_radicals_that_stand_for_characters() -> None:
    assert read(pdf([[(INDENT, "⼯作情况良好，⼈员到位齐全。")]])).text == "工作情况良好，人员到位齐全。"


def test_pages_without_text_are_told() -> None:
    result = read(pdf([[(INDENT, FULL)], []]))
    assert result.text == FULL
    assert result.warnings[0].startswith("[W102] 1 of 2 pages")


def test_a_line_that_a_long_number_could_not_join_is_full() -> None:
    result = read(pdf([[(LEFT, FULL), (LEFT, FULL[:-3]), (LEFT, "15640件，同比增长。"), (LEFT, FULL[:-3]), (LEFT, "另起一段。")]]))
    assert result.text.split("\n") == [FULL + FULL[:-3] + "15640件，同比增长。", FULL[:-3], "另起一段。"]
