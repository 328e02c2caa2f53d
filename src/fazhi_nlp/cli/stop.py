"""What commands share: coded errors end with their message and status 2, figures print as a table."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ParamSpec

import typer

if TYPE_CHECKING:
    from fazhi_nlp.evaluation.figures import Figure

P = ParamSpec("P")
USAGE = 2
_WIDTH = 120
"""Columns where the output is no terminal."""


def coded_errors(command: Callable[P, None]) -> Callable[P, None]:
    """A command that says a coded error in one line and exits with 2, and a missing file likewise."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        from fazhi_nlp.core.errors import FazhiError

        try:
            command(*args, **kwargs)
        except (FazhiError, OSError) as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(USAGE) from None

    return wrapped


def print_figures(figures: Sequence[Figure]) -> None:
    """Print figures as a table: value, interval, precision, recall, n."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for name in ("group", "name", "metric"):
        table.add_column(name, no_wrap=True)
    for name in ("value", "95 % interval", "precision", "recall", "n"):
        table.add_column(name, justify="right", no_wrap=True)
    for f in figures:
        interval = f"{f.low:.3f} – {f.high:.3f}" if f.low is not None and f.high is not None else "–"
        table.add_row(f.group, f.name, f.metric, _shown(f.value), interval, _shown(f.precision, ""), _shown(f.recall, ""), str(f.n))
    console = Console(highlight=False)
    (console if console.is_terminal else Console(width=_WIDTH, highlight=False)).print(table)


def _shown(value: float | None, nothing: str = "–") -> str:
    return nothing if value is None else f"{value:.3f}"
