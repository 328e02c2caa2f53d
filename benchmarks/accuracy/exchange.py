"""What goes to a baseline and what comes back: two JSON files. Standard library only, for it runs in the environments of the baselines too.

All offsets are characters of the report's text, start inclusive, end exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

Span = tuple[int, int, str]
"""Start, end, label."""


@dataclass(slots=True)
class Line:
    """A paragraph: a non-blank line of the report.

    path: the headings above it as this project's rules find them, outermost first, its own not among them. section: empty where it is not told.
    """

    start: int
    end: int
    path: tuple[str, ...] = ()
    section: str = ""


@dataclass(slots=True)
class Text:
    """A report. entities: empty where they are not told."""

    name: str
    text: str
    lines: list[Line]
    entities: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Task:
    """The reports to learn from, those to choose by, and those to analyse; the last without their annotation.

    The first two may hold official text without sections (every ``section`` empty): for entities only, it has none.
    """

    train: list[Text]
    dev: list[Text]
    texts: list[Text]


@dataclass(slots=True)
class Answer:
    """What a baseline says of a report: a section type for each line, or entities, or both. None where it does not say."""

    name: str
    sections: list[str] | None = None
    entities: list[Span] | None = None


@dataclass(slots=True)
class Answers:
    """What a baseline says of all reports; chosen: what was chosen on dev, with the figures there; versions: of the packages that did it."""

    reports: list[Answer]
    chosen: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)


def write_task(task: Task, path: Path) -> None:
    """Write the input of a baseline."""
    path.write_text(json.dumps(asdict(task), ensure_ascii=False), encoding="utf-8")


def read_task(path: Path) -> Task:
    """Read what `write_task` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Task(*([_text(record) for record in data[part]] for part in ("train", "dev", "texts")))


def _text(record: dict[str, Any]) -> Text:
    lines = [Line(line["start"], line["end"], tuple(line["path"]), line["section"]) for line in record["lines"]]
    return Text(record["name"], record["text"], lines, spans(record["entities"]))


def write_answers(answers: Answers, path: Path) -> None:
    """Write the output of a baseline."""
    path.write_text(json.dumps(asdict(answers), ensure_ascii=False), encoding="utf-8")


def read_answers(path: Path) -> Answers:
    """Read what `write_answers` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    reports = [Answer(r["name"], r["sections"], None if r["entities"] is None else spans(r["entities"])) for r in data["reports"]]
    return Answers(reports, data["chosen"], data["versions"])


def spans(records: Sequence[Sequence[Any]]) -> list[Span]:
    """Spans from JSON's lists."""
    return [(int(start), int(end), str(label)) for start, end, label in records]
