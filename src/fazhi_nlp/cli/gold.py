"""Commands for annotated reports: checks, exchange with annotation tools, pre-annotation, samples, agreement."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fazhi_nlp.cli.stop import coded_errors, print_figures

if TYPE_CHECKING:
    from fazhi_nlp.report import Report

gold = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="标注语料的检查、交换与抽样 Annotated reports: checks, exchange, samples."
)

GoldPath = Annotated[Path, typer.Argument(metavar="GOLD", help="标注文件或文件夹 A gold file or a folder of them.")]
FormatName = Annotated[str, typer.Option("--format", "-f", help="doccano | label-studio | prodigy | brat | conll | spacy")]
Model = Annotated[str | None, typer.Option("--model", help="rules、模型名或路径 rules, a name or a path; default: the shipped one.")]


@gold.command()
@coded_errors
def lint(
    path: GoldPath, warnings: Annotated[bool, typer.Option("--warnings/--errors-only", help="是否列出提示 Also list what should be looked at.")] = True
) -> None:
    """Check gold reports: overlaps, attributes, indicators not in the text, unmarked digits, near-duplicates. Exit status 1 if there are errors."""
    from fazhi_nlp.gold import read_gold_folder
    from fazhi_nlp.gold.lint import lint as check

    reports = read_gold_folder(path)
    problems = check(reports)
    for problem in problems:
        if warnings or problem.level == "error":
            place = problem.report if problem.paragraph is None else f"{problem.report}:{problem.paragraph + 1}"
            typer.echo(f"{place}: {problem.level}: {problem.code}: {problem.message}")
    errors = sum(problem.level == "error" for problem in problems)
    typer.echo(f"{len(reports)} reports, {errors} errors, {len(problems) - errors} warnings")
    raise typer.Exit(1 if errors else 0)


@gold.command("export")
@coded_errors
def export_(
    path: GoldPath, output: Annotated[Path, typer.Option("--output", "-o", help="文件（brat 为文件夹）A file, for brat a folder.")], format_: FormatName
) -> None:
    """Write gold reports in the format of an annotation tool, and say what the format cannot hold."""
    from fazhi_nlp.gold import read_gold_folder
    from fazhi_nlp.gold.exchange import export_gold

    reports = read_gold_folder(path)
    losses = export_gold(reports, output, format=format_)
    for loss in losses:
        typer.echo(f"not held by {format_}: {loss}", err=True)
    typer.echo(f"{len(reports)} reports to {output}")


@gold.command("import")
@coded_errors
def import_(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="标注工具导出的文件 What the tool exported.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="存放标注文件的文件夹 Folder for the gold files.")],
    format_: FormatName,
) -> None:
    """Read what an annotation tool exported and write gold files."""
    from fazhi_nlp.gold import write_gold
    from fazhi_nlp.gold.exchange import import_gold

    reports = import_gold(path, format=format_)
    output.mkdir(parents=True, exist_ok=True)
    for report in reports:
        write_gold(report, output / f"{Path(report.name).name}.txt")
    typer.echo(f"{len(reports)} reports to {output}")


@gold.command()
@coded_errors
def suggest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="待标注的报告 Raw reports.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="存放预标注文件的文件夹 Folder for the pre-annotated files.")],
    model: Model = None,
) -> None:
    """Pre-annotate raw reports for correction; order.tsv in the folder lists them with those first of which the model is least sure."""
    from fazhi_nlp.corpus import Analysed, run
    from fazhi_nlp.evaluation.suggest import write_suggestions
    from fazhi_nlp.pipeline import load
    from fazhi_nlp.readers import find_inputs

    reports = []
    for outcome in run(find_inputs(paths), nlp=load(model), with_text=True):
        if isinstance(outcome, Analysed):
            reports.append(outcome.report)
        else:
            typer.echo(f"{outcome.source}: {outcome.message}", err=True)
    for suggestion in write_suggestions(reports, output):
        typer.echo(f"{suggestion.doubt:.4f}  {suggestion.name}.txt")
    raise typer.Exit(0 if reports else 1)


@gold.command()
@coded_errors
def sample(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="REPORTS.jsonl", help="analyze --with-text 的结果；配 --score 时为核对后的样本 Reports with text; with --score, the checked sample."
        ),
    ],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="样本文件 File for the sample.")] = None,
    size: Annotated[int, typer.Option("--size", "-n", min=1, help="抽取的段落数 Paragraphs to draw.")] = 200,
    seed: Annotated[int, typer.Option(help="随机种子 Seed.")] = 0,
    score: Annotated[bool, typer.Option("--score", help="由核对后的样本估计准确率 Figures from a checked sample.")] = False,
) -> None:
    """Draw a stratified sample of analysed paragraphs for hand checking, or (--score) turn a checked one into figures with intervals for all of them."""
    from fazhi_nlp.evaluation.sampling import draw, score_sample, write_sample

    if score:
        print_figures(score_sample(path)[0])
        return
    if output is None:
        raise typer.BadParameter("a sample needs --output", param_hint="--output")
    drawn = draw(_reports(path), size, seed=seed)
    manifest = write_sample(drawn, output)
    typer.echo(f"{len(drawn)} paragraphs to {output}; correct the marks there, keep {manifest.name} beside it, then: fazhi-nlp gold sample {output} --score")


def _reports(path: Path) -> Iterable[Report]:
    from pydantic import ValidationError

    from fazhi_nlp.core.errors import Errors, InputError
    from fazhi_nlp.report import Report

    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield Report.from_json(line)
                except ValidationError as error:
                    raise InputError(Errors.E811.format(place=f"{path.name}:{number}", reason=error.errors()[0]["msg"])) from error


@gold.command()
@coded_errors
def agree(
    first: Annotated[Path, typer.Argument(metavar="A", help="第一份标注 First annotation: a file or folder.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="第二份标注 Second annotation of the same reports.")],
) -> None:
    """Agreement of two annotators: Cohen's kappa of section types, F1 by label, attributes. Only reports that both have are compared."""
    from fazhi_nlp.evaluation.agreement import agreement
    from fazhi_nlp.gold import read_gold_folder

    one, other = read_gold_folder(first), read_gold_folder(second)
    shared = {r.name for r in one} & {r.name for r in other}
    found = agreement([r for r in one if r.name in shared], [r for r in other if r.name in shared])
    typer.echo(f"{len(shared)} reports; section types: Cohen's kappa {'–' if found.kappa is None else f'{found.kappa:.3f}'}")
    print_figures(found.figures)
