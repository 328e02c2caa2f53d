"""The commands and their options; the work is done elsewhere."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from fazhi_nlp.about import __version__, shipped_identity
from fazhi_nlp.cli.evaluate import evaluate
from fazhi_nlp.cli.gold import gold
from fazhi_nlp.cli.stop import USAGE, coded_errors
from fazhi_nlp.cli.train import train

if TYPE_CHECKING:
    from fazhi_nlp.cli.outputs import Output

INTERRUPTED, BROKEN_PIPE = 130, 141

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="法治政府建设年度报告的结构化分析。Read rule-of-law government reports into structured data.",
)


class Format(StrEnum):
    """What ``analyze`` writes."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fazhi-nlp {__version__}")
        typer.echo(shipped_identity() or "无自带模型，只有规则 no model shipped, rules only")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示程序和模型的版本 Show the versions of program and model.")
    ] = False,
) -> None:
    """Options of all commands."""


@app.command()
def analyze(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="文件或文件夹（递归，按名排序），- 为标准输入 Files or folders, - for stdin.")],
    format_: Annotated[
        Format,
        typer.Option("--format", "-f", help="table 汇总表；json 数组；jsonl 每行一份报告；csv 每行一项数据；html 网页 What to write to stdout or to -o."),
    ] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写入的文件（html 可为文件夹）File to write, or a folder for html.")] = None,
    out_dir: Annotated[
        Path | None,
        typer.Option("--out-dir", help="同时写 reports.jsonl、achievements.csv 和网页的文件夹 Folder for all of jsonl, csv and html."),
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help="rules、模型名或路径，缺省为自带模型 rules, a name or a path; default: the shipped one.")] = None,
    knowledge: Annotated[
        list[Path] | None, typer.Option("--knowledge", help="自有表格（法规、机构、单位）的文件夹 Folder of own tables; may be repeated.")
    ] = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="JSON 中保留全文 Keep the text in the JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度和汇总 No progress bar, no summary.")] = False,
) -> None:
    """Analyse reports: txt, html, docx, pdf.

    Exit status: 0 every input gave a record, 3 some went to quarantine, 1 none gave one, 2 wrong usage. The reasons of quarantine go to
    stderr, with -o also to OUT.quarantine.jsonl, with --out-dir to quarantine.jsonl in it.
    """
    from fazhi_nlp.core.errors import FazhiError

    try:
        status = _analyze(paths, format_, output, out_dir, model, knowledge or [], with_text, quiet)
    except FazhiError as error:  # of the options; those of an input never come here
        _stop(str(error))
    except KeyboardInterrupt:
        typer.echo("interrupted", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # who reads our output has had enough; keep the interpreter from complaining when it closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(BROKEN_PIPE) from None
    raise typer.Exit(status)


def _analyze(
    paths: list[str],
    format_: Format,
    output: Path | None,
    out_dir: Path | None,
    model: str | None,
    knowledge: list[Path],
    with_text: bool,
    quiet: bool,
) -> int:
    from fazhi_nlp.cli.outputs import Quarantine, check_outputs, open_outputs
    from fazhi_nlp.cli.progress import progress
    from fazhi_nlp.corpus import Quarantined, exit_status, run
    from fazhi_nlp.pipeline import load
    from fazhi_nlp.readers import find_inputs

    inputs = list(find_inputs(paths))
    check_outputs(inputs, format_, output, out_dir)
    nlp = load(model, knowledge=knowledge)
    reports = 0
    with ExitStack() as stack:
        outputs: list[Output] = open_outputs(stack, format_, output, out_dir, quiet=quiet)
        quarantine = Quarantine(stack, output, out_dir)
        advance = stack.enter_context(progress(len(inputs), shown=not quiet))
        for outcome in run(inputs, nlp=nlp, with_text=with_text):
            if isinstance(outcome, Quarantined):
                quarantine.add(outcome)
            else:
                reports += 1
            for each in outputs:
                each.add(outcome)
            advance()
    return exit_status(reports, len(quarantine))


@app.command()
def info() -> None:
    """Versions, models, pipes, sizes of the tables, extras."""
    from fazhi_nlp.cli.info import lines

    for line in lines():
        typer.echo(line)


@app.command("check-tables")
@coded_errors
def check_tables(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="自有表格的文件夹 Folder of own tables.")],
) -> None:
    """Check own tables (laws.tsv, institutions.tsv, units.tsv ...): every problem with file and line. Exit status 1 if there are any."""
    from fazhi_nlp.knowledge.lint import lint

    problems = lint(folder)
    for problem in problems:
        typer.echo(problem)
    if not problems:
        typer.echo(f"{folder}: 没有问题 no problems")
    raise typer.Exit(1 if problems else 0)


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(USAGE)


app.command()(evaluate)
app.command()(train)
app.add_typer(gold, name="gold")
