"""The command ``train``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fazhi_nlp.cli.stop import coded_errors


@coded_errors
def train(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="设置文件，如 configs/report_bert.toml A file of settings.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="写入模型的文件夹 Folder for the model.")],
    data: Annotated[Path | None, typer.Option("--data", help="标注文件夹，代替设置中的 Folder of gold reports in the place of the setting's.")] = None,
    base: Annotated[str | None, typer.Option("--base", help="中文 BERT 的文件夹或名称 Folder or hub name of a Chinese BERT.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="随机种子 Random seed.")] = None,
    epochs: Annotated[int | None, typer.Option("--epochs", help="训练轮数 Passes over the data.")] = None,
    threads: Annotated[int | None, typer.Option("--threads", help="线程数 Threads.")] = None,
) -> None:
    """Train an encoder on annotated reports and put a pipeline together: fazhi_nlp.load(OUT) uses it. Figures on dev are printed; measure with evaluate."""
    from fazhi_nlp.training.run import train as run
    from fazhi_nlp.training.settings import read_settings

    changes = {"data": None if data is None else str(data), "base": base, "seed": seed, "epochs": epochs, "threads": threads}
    settings = read_settings(config, **changes)
    record = run(settings, out)
    for name, value in record["encoder_on_dev"]["onnx"].items():
        typer.echo(f"{name:16s} {value:.4f}")
    typer.echo(f"{record['seconds']['all']} s, {record['steps']} steps → {out}")
