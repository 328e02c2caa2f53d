"""The summary table of a run."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fazhi_nlp.pages import Entry
from fazhi_nlp.pages.view import REQUIRED, name_of

# both signs are in GBK, the encoding of Chinese Windows terminals
_YES, _NO, _NONE = Text("√", style="green"), Text("×", style="bold red"), Text("-", style="dim")
_PLAIN_WIDTH = 200
"""Columns where the output is no terminal: wide enough that nothing is cut."""
_COUNTED = ("ACHIEVEMENT", "TARGET", "LAW", "ORG")


def print_summary(entries: Sequence[Entry], failed: int, *, file: io.TextIOWrapper | None = None) -> None:
    """Print a row a report: level, year, the parts that were found, counts, warnings below. file: None for stdout.

    On a terminal with colours and fitted to its width; elsewhere plain and wide.
    """
    terminal = file is None and sys.stdout.isatty()
    if file is None and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    console = Console(file=file, width=None if terminal else _PLAIN_WIDTH, highlight=False, emoji=False)
    if entries:
        console.print(_table(entries))
    for number, entry in enumerate(entries, 1):
        for warning in entry.warnings:
            console.print(Text(f"{number}: {warning}", style="yellow"))
    tail = f"，{failed} 份未能读取" if failed else ""
    console.print(Text(f"{len(entries)} 份报告{tail}；成果 {_total(entries, 'ACHIEVEMENT')} 项，计划 {_total(entries, 'TARGET')} 项"))


def _table(entries: Sequence[Entry]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False)
    table.add_column("", justify="right", style="dim")
    table.add_column("报告", overflow="fold", min_width=12)
    table.add_column("层级", no_wrap=True)
    table.add_column("年度", no_wrap=True)
    for label in (*REQUIRED, "other"):
        table.add_column(name_of("section", label).short, justify="center", no_wrap=True)
    for label in _COUNTED:
        table.add_column(name_of("entity", label).zh[:2], justify="right", no_wrap=True)
    table.add_column("提示", justify="right", no_wrap=True)
    for number, entry in enumerate(entries, 1):
        title = Text(entry.title)
        if entry.source and entry.source != entry.title:
            title.append(f"\n{entry.source}", style="dim")
        ticks = [_YES if there else (_NO if label in REQUIRED else _NONE) for label, there in entry.found.items()]
        counts = [str(entry.counts[label]) for label in _COUNTED]
        notes = entry.findings + len(entry.warnings)
        table.add_row(str(number), title, entry.level or "-", str(entry.year or "-"), *ticks, *counts, str(notes or "-"))
    return table


def _total(entries: Sequence[Entry], label: str) -> int:
    return sum(entry.counts[label] for entry in entries)
