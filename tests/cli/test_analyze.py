import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

import fazhi_nlp
from fazhi_nlp.about import __version__
from fazhi_nlp.cli.app import app
from fazhi_nlp.corpus import runner
from fazhi_nlp.report import Report, json_schema

from ..readers.builders import LINES, add, new_document, saved

TEXT = "石坪镇2023年法治政府建设情况报告\n一、主要举措和成效\n全年发放宣传册3000余份，召开党委会议5次。\n二、存在的不足\n执法人员仅4名。\n三、2024年工作打算\n计划开展培训3场。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good reports, a Word file, and a damaged one, in this order of names."""
    (tmp_path / "in" / "b").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    document = new_document([])
    for line in LINES:
        add(document, line)
    (tmp_path / "in" / "b" / "c.docx").write_bytes(saved(document))
    (tmp_path / "in" / "b" / "d.docx").write_bytes(b"PK\x03\x04broken")
    (tmp_path / "in" / "z.txt").write_bytes(TEXT.replace("石坪", "将镕").encode("gb18030"))
    return tmp_path / "in"


def call(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["analyze", *map(str, arguments)], input=stdin)


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_jsonl_is_the_contract_in_order_with_bad_input_in_quarantine(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    result = call(folder / "z.txt", folder, "--format", "jsonl", "-o", out)
    assert result.exit_code == 3
    found = records(out.read_text(encoding="utf-8"))
    assert [Path(str(r["source"])).name for r in found] == ["z.txt", "a.txt", "c.docx", "z.txt"]
    for record in found:
        jsonschema.validate(record, json_schema())
    (bad,) = records((tmp_path / "out.jsonl.quarantine.jsonl").read_text(encoding="utf-8"))
    assert bad["code"] == "E109"
    assert Path(str(bad["source"])).name == "d.docx"
    assert str(bad["message"]).startswith("[E109] ")
    assert result.stderr.count("E109") == 1
    assert result.stdout == ""


def test_text_stands_there_when_asked_for_and_for_what_is_no_plain_text(folder: Path) -> None:
    without = records(call(folder, "--format", "jsonl").stdout)
    assert ["text" in record for record in without] == [False, True, False]
    with_text = records(call(folder / "a.txt", "--format", "jsonl", "--with-text").stdout)
    assert with_text[0]["text"] == TEXT


@pytest.mark.parametrize("names", [["a.txt"], ["a.txt", "none.txt"], ["none.txt"], ["b/d.docx", "none.txt"]])
def test_exit_status_counts_inputs(folder: Path, names: list[str]) -> None:
    good = sum(name == "a.txt" for name in names)
    status = 0 if good == len(names) else 3 if good else 1
    assert call(*(folder / name for name in names), "--format", "jsonl").exit_code == status


def test_warnings_do_not_change_the_status(tmp_path: Path) -> None:
    (tmp_path / "shopping.txt").write_text("今天买了苹果3斤。", encoding="utf-8")
    result = call(tmp_path / "shopping.txt", "--format", "jsonl")
    assert result.exit_code == 0
    assert any("W001" in str(w) for w in records(result.stdout)[0]["warnings"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a.txt", "--format", "xml"],
        ["a.txt", "--model", "no_such_model"],
        ["a.txt", "z.txt", "--format", "html"],
        ["a.txt", "z.txt", "--format", "html", "-o", "x.html"],
        ["a.txt", "-o", "a.txt", "--format", "jsonl"],
        ["a.txt", "-o", "a.txt/x.jsonl", "--format", "jsonl"],
        ["a.txt", "--out-dir", "a.txt"],
        ["a.txt", "--no-such-option"],
    ],
)
def test_wrong_usage(folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(folder)
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert Path("a.txt").read_text(encoding="utf-8") == TEXT


def test_stdin(folder: Path) -> None:
    result = call("-", "--format", "jsonl", stdin=TEXT.encode("gb18030"))
    assert result.exit_code == 0
    assert records(result.stdout)[0]["source"] == "-"
    assert call("-", "--format", "jsonl", stdin=b"").exit_code == 1


def test_json_is_one_array(folder: Path) -> None:
    found = json.loads(call(folder / "a.txt", folder / "z.txt", "--format", "json").stdout)
    assert [Report.model_validate(r).year for r in found] == [2023, 2023]
    assert json.loads(call(folder / "none.txt", "--format", "json").stdout) == []


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_line_separators_are_escaped(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.txt").write_text("一、主要\u2028举措\u2029和\u0085成效\n发放3份。", encoding="utf-8")
    result = call(tmp_path / "a.txt", "--format", kind, "--with-text")
    assert not any(mark in result.stdout for mark in "\u2028\u2029\u0085")
    parsed = json.loads(result.stdout)
    assert "\u2028举措\u2029和\u0085" in (parsed[0] if kind == "json" else parsed)["text"]


def test_csv_rows_hold_offsets_of_the_text(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    assert call(folder / "a.txt", folder / "b" / "c.docx", "--format", "csv", "-o", out).exit_code == 0
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    first = next(row for row in rows if row["text"] == "3000余份")
    assert (first["value"], first["comparator"], first["unit"], first["section"], first["year"]) == ("3000", "gt", "份", "measures", "2023")
    assert TEXT[int(first["start"]) : int(first["end"])] == "3000余份"
    assert TEXT[int(first["paragraph_start"]) : int(first["paragraph_end"])].startswith("全年发放")
    assert first["context"] == "全年发放宣传册3000余份，召开党委会议5次。"
    assert first["place"] == ""
    assert [row["place"] for row in rows if row["source"].endswith("docx")] == ["paragraph 3"]


@pytest.mark.parametrize("start", ["=1+1", "+8", "-2", "@x", "＝1", " =1", "\t=1"])
def test_no_cell_is_a_formula(start: str) -> None:
    from fazhi_nlp.cli.rows import _safe

    assert str(_safe(start)).startswith("'")
    assert _safe("3份") == "3份"
    assert _safe(-3) == -3


def test_one_run_writes_everything(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = call(folder, "--out-dir", out)
    assert result.exit_code == 3
    assert sorted(p.name for p in out.iterdir()) == [
        "a.html", "achievements.csv", "c.html", "index.html", "quarantine.jsonl", "reports.jsonl", "z.html",
    ]  # fmt: skip
    assert len(records((out / "reports.jsonl").read_text(encoding="utf-8"))) == 3
    index = (out / "index.html").read_text(encoding="utf-8")
    assert 'href="c.html"' in index
    assert "E109" in index
    assert "石坪镇2023年法治政府建设情况报告" in result.stdout
    assert "3 份报告，1 份未能读取" in result.stdout
    again = call(folder / "a.txt", "--out-dir", out)
    assert again.exit_code == 0
    assert not (out / "quarantine.jsonl").exists()


def test_html_for_one_input_is_a_file_or_stdout(folder: Path, tmp_path: Path) -> None:
    assert call(folder / "a.txt", "--format", "html", "-o", tmp_path / "x.html").exit_code == 0
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert call(folder / "a.txt", "--format", "html").stdout == page
    assert call(folder, "--format", "html", "-o", tmp_path / "pages").exit_code == 3
    assert (tmp_path / "pages" / "index.html").exists()


def test_table_off_a_terminal_is_plain(folder: Path) -> None:
    result = call(folder / "a.txt")
    assert "\x1b" not in result.stdout
    row = next(line for line in result.stdout.splitlines() if "石坪镇2023年" in line)
    assert "2023" in row
    assert (row.count("√"), row.count("×")) == (3, 1)
    assert call(folder / "a.txt", "--quiet").stdout == ""


def test_an_error_of_the_library_stops_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = runner.analyze

    def breaking(text: str, **more: object) -> Report:
        if "将镕" in text:
            raise RuntimeError("boom")
        return real(text, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(runner, "analyze", breaking)
    result = call(folder / "z.txt", folder / "a.txt", "--format", "jsonl")
    assert result.exit_code == 3
    assert len(records(result.stdout)) == 1
    assert "[E704]" in result.stderr
    assert "boom" in result.stderr


def test_interruption_leaves_whole_lines(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = runner.analyze

    def interrupted(text: str, **more: object) -> Report:
        if "将镕" in text:
            raise KeyboardInterrupt
        return real(text, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(runner, "analyze", interrupted)
    for kind in ("jsonl", "json"):
        result = call(folder / "a.txt", folder / "z.txt", "--format", kind, "-o", tmp_path / "x")
        assert result.exit_code == 130
        assert json.loads((tmp_path / "x").read_text(encoding="utf-8"))


def test_a_reader_that_leaves_early_is_no_error_to_shout_about(folder: Path) -> None:
    many = [str(folder / "a.txt")] * 60
    process = subprocess.Popen([sys.executable, "-m", "fazhi_nlp.cli", "analyze", *many, "--format", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b'{"schema"')
    process.stdout.close()
    shouted = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 141
    assert b"Traceback" not in shouted
    assert b"BrokenPipe" not in shouted


def test_version_and_help_do_not_wait_for_spacy() -> None:
    code = "import sys; from fazhi_nlp.cli.app import app; print(sorted({'spacy', 'pydantic', 'jinja2', 'docx', 'lxml'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    library, model = CliRunner().invoke(app, ["--version"]).stdout.splitlines()
    assert library == f"fazhi-nlp {__version__}"
    made_by = fazhi_nlp.producer(fazhi_nlp.load())
    assert made_by.model_sha256 is None or model == f"{made_by.model} (weights sha256 {made_by.model_sha256})"
    assert made_by.model_sha256 or "rules only" in model


def test_info_tells_what_is_there() -> None:
    lines = dict(line.split(": ", 1) for line in CliRunner().invoke(app, ["info"]).stdout.splitlines())
    assert lines["fazhi-nlp"] == __version__
    nlp = fazhi_nlp.load()
    made_by = fazhi_nlp.producer(nlp)
    assert lines["model"].startswith(f"{made_by.model} (")
    assert lines.get("weights") == (made_by.model_sha256 and f"sha256 {made_by.model_sha256}")
    assert lines["pipes"].split(", ") == nlp.pipe_names
    assert "extra readers" in lines
    assert "units " in lines["tables"]
