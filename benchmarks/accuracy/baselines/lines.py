"""What the section baselines know of a line. Standard library only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.accuracy.exchange import Answer, Text

EDGE = 4
"""Lines at either end of a report that are told apart."""
PARTS = 5
"""Parts of a report in the middle that are told apart."""


@dataclass(slots=True, frozen=True)
class Seen:
    """A line: its words, the headings above it in one string, where it stands, its section type (empty where it is not told)."""

    text: str
    path: str
    place: tuple[str, ...]
    section: str


def seen(report: Text) -> list[Seen]:
    """The lines of a report."""
    return [Seen(report.text[line.start : line.end], "|".join(line.path), place(k, len(report.lines)), line.section) for k, line in enumerate(report.lines)]


def place(number: int, count: int) -> tuple[str, ...]:
    """Where line ``number`` of ``count`` stands: its number from either end near the ends, and which part of the report it is in."""
    out = [f"part{number * PARTS // count}"]
    if number < EDGE:
        out.append(f"first{number}")
    if count - number <= EDGE:
        out.append(f"last{count - number - 1}")
    return tuple(out)


def told(reports: Sequence[Text]) -> list[Seen]:
    """The lines whose section type is told."""
    return [line for report in reports for line in seen(report) if line.section]


def accuracy(wanted: Sequence[Seen], found: Sequence[str]) -> float:
    """Share of right section types."""
    return sum(line.section == name for line, name in zip(wanted, found, strict=True)) / max(1, len(wanted))


def answers(reports: Sequence[Text], predict: Callable[[list[Seen]], Sequence[str]]) -> Iterator[Answer]:
    """Section types of all lines of each report."""
    for report in reports:
        yield Answer(report.name, sections=[str(name) for name in predict(seen(report))])
