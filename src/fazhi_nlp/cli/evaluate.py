"""The command ``evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fazhi_nlp.cli.stop import coded_errors, print_figures


@coded_errors
def evaluate(
    golds: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="标注文件或文件夹 Gold files or folders.")],
    model: Annotated[str | None, typer.Option("--model", help="rules、模型名或路径 rules, a name or a path; default: the shipped one.")] = None,
    source: Annotated[
        Path | None, typer.Option("--source", help="原文所在文件夹（空行、换行与标注不同时）Folder with the annotated files, where their blank lines matter.")
    ] = None,
    split: Annotated[str | None, typer.Option("--split", help="只用 split.tsv 的这一部分：train、dev、test Only this part of the folder's split.tsv.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="把数字和错误写成 JSON Write figures and errors as JSON.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help="把每个错误连同上下文写成网页 Write a page that shows every error in its sentence.")] = None,
) -> None:
    """Measure a pipeline against gold reports: sections, headings, topics, entities, achievements, each with n and a bootstrap 95 % interval over reports."""
    import json

    from fazhi_nlp.evaluation.figures import as_json, figures
    from fazhi_nlp.evaluation.page import render_page
    from fazhi_nlp.evaluation.run import evaluate as run
    from fazhi_nlp.gold import read_gold_folder
    from fazhi_nlp.gold.dataset import SPLITS, read_corpus
    from fazhi_nlp.pipeline import load, producer

    if split is not None and split not in SPLITS:
        raise typer.BadParameter(f"{split!r} is none of {', '.join(SPLITS)}", param_hint="--split")
    reports = [report for path in golds for report in (read_gold_folder(path, source=source) if split is None else read_corpus(path)[split])]
    nlp = load(model)
    counts = run(reports, nlp=nlp)
    found = figures(counts)
    print_figures(found)
    title = f"{producer(nlp).model} on {', '.join(path.name for path in golds)}{f' ({split})' if split else ''}"
    if json_file is not None:
        content = {"model": producer(nlp).model_dump(), "gold": [path.name for path in golds], "split": split, **as_json(counts, found)}
        json_file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if html_file is not None:
        html_file.write_text(render_page(reports, counts, found, title=title), encoding="utf-8")
