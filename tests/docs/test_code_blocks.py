"""Every Python and bash block of the documentation runs, page by page in order, and gives what the page says.

Chinese pages are run; `test_pages` sees to it that the English ones hold the same code. A block that cannot run offline in seconds has a comment
``<!-- not run: REASON -->`` before it.
"""

import ast
import contextlib
import io
import shlex
from functools import cache

import pytest
from typer.testing import CliRunner

from fazhi_nlp import pipeline
from fazhi_nlp.cli.app import app
from tests.conftest import ROOT

from .pages import PAGES, RESULT, ZH, blocks, matches

RUNNABLE = ("python", "bash")
LINKED = ("examples", "configs", "models")
MOST_NOT_RUN = 0.25
cached_load = cache(pipeline.load)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that looks like the repository to a reader's commands."""
    for name in LINKED:
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load_once(model=None, *, knowledge=()):
    # a command loads its model anew; here all share one
    return cached_load(model, knowledge=tuple(knowledge))


def run_bash(block, patch):
    """Run the commands of a block in this process; gives what they print."""
    printed, status = [], None
    patch.setattr(pipeline, "load", load_once)
    for line in block.body.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if not words:
            continue
        if words == ["echo", "$?"]:
            printed.append(f"{status}\n")
            status = 0
            continue
        assert not status, f"status {status} before {line}"
        assert words[0] == "fazhi-nlp", f"{line}: only fazhi-nlp is run here; mark the block with <!-- not run: ... -->"
        result = CliRunner().invoke(app, words[1:])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        status = result.exit_code
        printed.append(result.stdout)
        assert not status or "echo $?" in block.body, f"{line}: {result.output}"
    return "".join(printed)


def run_python(block, names):
    """Run a block; the value of an expression that is followed by ``# → VALUE`` must be that. Gives what is printed."""
    lines = block.body.splitlines()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for node in ast.parse(block.body).body:
            source = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            said = lines[node.end_lineno - 1].partition(RESULT)[2]
            if lines[node.end_lineno : node.end_lineno + 1] and lines[node.end_lineno].startswith(RESULT):
                said = lines[node.end_lineno].removeprefix(RESULT)
            if isinstance(node, ast.Expr) and said:
                got = repr(eval(compile(ast.Expression(node.value), "<docs>", "eval"), names))
                assert matches(said, got), f"{source}\ngives {got}"
            else:
                assert not said, f"no expression: {source}"
                exec(compile(ast.Module([node], []), "<docs>", "exec"), names)
    return printed.getvalue()


@pytest.mark.parametrize("page", [page for page in PAGES if any(b.lang in RUNNABLE for b in blocks((ZH / page).read_text(encoding="utf-8")))])
def test_code_of_a_page_runs(page, folder):
    names: dict = {"__name__": "__main__"}
    for block in blocks((ZH / page).read_text(encoding="utf-8")):
        if block.lang in RUNNABLE and block.reason is None:
            with pytest.MonkeyPatch.context() as patch:
                got = run_bash(block, patch) if block.lang == "bash" else run_python(block, names)
            assert block.output is None or matches(block.output, got), f"{block.body}\nprints\n{got}"


def test_few_blocks_are_not_run():
    found = [b for page in PAGES for b in blocks((ZH / page).read_text(encoding="utf-8")) if b.lang in RUNNABLE]
    assert sum(b.reason is not None for b in found) <= MOST_NOT_RUN * len(found)
