from typer.testing import CliRunner

import fazhi_nlp
from fazhi_nlp.cli.app import app


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_good_tables_are_merged_and_used(tmp_path):
    (tmp_path / "laws.tsv").write_text("id\ttitle\taliases\tkind\nlaw:x\t蓝田县水车保护条例\t水车条例\t地方性法规\n", encoding="utf-8")
    assert call("check-tables", tmp_path).exit_code == 0
    text = "一、主要举措\n学习水车条例。"
    with_tables = fazhi_nlp.analyze(text, nlp=fazhi_nlp.load("rules", knowledge=[tmp_path]))
    assert [(e.text, e.label, e.id) for e in with_tables.entities] == [("水车条例", "LAW", "law:x")]
    assert fazhi_nlp.analyze(text, nlp=fazhi_nlp.load("rules")).entities == []


def test_every_problem_is_told_with_its_line(tmp_path):
    (tmp_path / "laws.tsv").write_text("id\ttitle\tfirst\nlaw:x\t甲条例\t2021-13-40\nlaw:x\t乙条例\t\n", encoding="utf-8")
    (tmp_path / "nothing.tsv").write_text("id\na\n", encoding="utf-8")
    done = call("check-tables", tmp_path)
    assert done.exit_code == 1
    for said in ("laws.tsv, line 2", "E204", "nothing.tsv"):
        assert said in done.output


def test_no_such_folder(tmp_path):
    assert call("check-tables", tmp_path / "none").exit_code in (1, 2)
