"""What every baseline is, and how it runs: ``python -m benchmarks.accuracy.baselines.FILE NAME TASK.json ANSWERS.json`` in its own environment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks.accuracy.exchange import Answers, Task, read_task, write_answers

SECTIONS = "sections"
"""What a baseline offers that gives each line its section type."""
MONEY = "MONEY"
"""A sum of money: what a quantity in 元 is called where quantities of other units are not asked for."""


@dataclass(slots=True, frozen=True)
class Baseline:
    """A baseline or peer.

    name: of files and columns. title: one line for the page. packages: what it uses, whose versions are told. requirements: stem of its file in
    ``requirements/``. offers: ``sections`` or entity labels, or both. learns: from the training reports, or as it is. run: takes the task, gives the answers.
    mapping: the peer's own labels and what they are called here. limits: where its conventions differ, for the page.
    """

    name: str
    title: str
    requirements: str
    packages: tuple[str, ...]
    offers: tuple[str, ...]
    run: Callable[[Task], Answers]
    learns: bool = False
    mapping: Mapping[str, str] = field(default_factory=dict)
    limits: str = ""


def main(*baselines: Baseline) -> None:
    """Run the baseline that the command line names."""
    name, task, out = sys.argv[1:]
    baseline = next(b for b in baselines if b.name == name)
    answers = baseline.run(read_task(Path(task)))
    answers.versions = {package: version(package) for package in baseline.packages}
    write_answers(answers, Path(out))
