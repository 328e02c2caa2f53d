"""The tables of laws and documents, and the check of a user's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi_nlp.core.errors import KnowledgeError
from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.knowledge.laws import KINDS, load_documents, load_laws, title_key
from fazhi_nlp.knowledge.lint import lint

HEAD = "id\ttitle\taliases\tkind\tfirst\teffective\trepealed\treplaced_by\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_forms_of_a_title_have_one_law() -> None:
    table = load_laws()
    for title in ("中华人民共和国行政处罚法", "行政处罚法", "行政处罚法(2021年修订)", "行政处罚法(修订)", " 行政处罚法", "中华人民共和国 行政处罚法"):
        law = table.find(title)
        assert law is not None
        assert law.id == "law:行政处罚法"
    assert table.find("办法") is None
    assert title_key("刑法修正案(十一)") != title_key("刑法修正案(十)")


def test_facts() -> None:
    by_id = load_laws().by_id
    contract = by_id["law:合同法"]
    assert (contract.repealed, contract.replaced_by) == ("2021-01-01", ("law:民法典",))
    assert by_id["law:法治宣传教育法"].effective == "2025-11-01"
    assert by_id["law:治安管理处罚法"].version == "2025-06-27"
    assert by_id["law:信访工作条例"].kind == "党内法规"
    assert by_id["law:重大行政决策程序暂行条例"].kind == "行政法规"
    assert {law.kind for law in by_id.values()} <= {*KINDS, ""}


def test_own_tables_are_clean(folder: Path) -> None:
    assert lint(folder) == []


def test_user_rows_are_merged(folder: Path) -> None:
    (folder / "laws.tsv").write_text(
        HEAD + "law:民法典\t中华人民共和国民法典\t民法大典\t法律\t\t\t\t\nlaw:青石条例\t青石市古树条例\t\t地方性法规\t\t\t\t\n", encoding="utf-8"
    )
    table = load_knowledge([folder]).laws
    assert table.names["民法大典"] == "law:民法典"
    assert table.find("青石市古树条例") is not None
    assert len(table.laws) == len(load_laws().laws) + 1


def test_lint_tells_every_problem_with_its_line(folder: Path) -> None:
    (folder / "laws.tsv").write_text(
        HEAD
        + "law:甲\t甲法\t民法典\t法律\t\t\t\t\n"  # 2: a name of another law
        + "law:乙\t乙法\t\t法令\t2020-13-01\t\t\t\n"  # 3: kind and date
        + "law:丙\t丙法\t\t法律\t2021-01-01\t2020-01-01\t\tlaw:无\n"  # 4: order, unknown id
        + "law:丙\t丙法二\t\t法律\n"  # 5: twice
        + "law:丁\t丁法\t\t法律\t\t\t\t\t\t\t\t\t\n",  # 6: too many cells
        encoding="utf-8",
    )
    (folder / "unit.tsv").write_text("id\n", encoding="utf-8")
    (folder / "units.tsv").write_text("id\tkind\tweak\n份\tcount\tmaybe\n", encoding="utf-8")
    problems = lint(folder)
    assert sorted(p[1:5] for p in problems) == ["E202", "E203", "E204", "E205", "E206", "E207", "E208", "E209", "E210"]
    for code, line in (("E205", 2), ("E206", 3), ("E209", 3), ("E207", 4), ("E208", 4), ("E204", 5), ("E202", 6)):
        message = next(p for p in problems if p[1:5] == code)
        assert f"{folder / 'laws.tsv'}, line {line}" in message
    with pytest.raises(KnowledgeError):
        load_laws([folder])


def test_lint_tells_a_bad_head(folder: Path) -> None:
    (folder / "documents.tsv").write_text("id\tname\n", encoding="utf-8")
    assert [p[1:5] for p in lint(folder)] == ["E201"]


def test_lint_wants_a_folder(folder: Path) -> None:
    with pytest.raises(NotADirectoryError):
        lint(folder / "none")


def test_documents_of_one_name_differ_in_their_years() -> None:
    named = load_documents().by_title["法治政府建设实施纲要"]
    assert [(d.first_year, d.last_year) for d in named] == [(2015, 2020), (2021, 2025)]
