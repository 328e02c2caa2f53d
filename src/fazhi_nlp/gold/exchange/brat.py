"""brat standoff: a folder with ``NAME.txt`` and ``NAME.ann`` for each report and one ``annotation.conf``.

Entities and headings are text-bound annotations of their label, a paragraph is one of ``Section_TYPE``; topics and the comparator are attributes, the
other attributes
of a quantity stand in its note (``AnnotatorNotes``) as in the markup. Offsets are code points.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fazhi_nlp.core.docs import SECTION_LABELS, TOPIC_LABELS
from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.gold.exchange import base
from fazhi_nlp.gold.markup import ATTRIBUTES, GoldReport, GoldSpan

NAME = "brat"
_SECTION, _TOPIC, _COMPARATOR = "Section_", "Topic_", "Comparator"
_COMPARATORS = ("eq", "approx", "gt", "ge", "lt", "le")
_CONFIG = "\n".join(
    [
        "[entities]", *base.SPAN_LABELS, *(_SECTION + label for label in SECTION_LABELS), "", "[relations]",
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", "", "[attributes]",
        f"{_COMPARATOR}\tArg:<ENTITY>, Value:{'|'.join(_COMPARATORS)}", *(f"{_TOPIC}{topic}\tArg:<ENTITY>" for topic in TOPIC_LABELS), "",
    ]
)  # fmt: skip


def write(reports: list[GoldReport], path: Path) -> None:
    """Write a folder that brat can serve."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "annotation.conf").write_text(_CONFIG, encoding="utf-8", newline="\n")
    for report in reports:
        (path / f"{report.name}.txt").write_text(report.text, encoding="utf-8", newline="")
        (path / f"{report.name}.ann").write_text("".join(f"{line}\n" for line in _annotations(report)), encoding="utf-8", newline="\n")


def _annotations(report: GoldReport) -> list[str]:
    text = report.text
    bound: list[str] = []
    marks: list[str] = []
    notes: list[str] = []

    def add(start: int, end: int, label: str) -> str:
        bound.append(f"T{len(bound) + 1}\t{label} {start} {end}\t{text[start:end]}")
        return f"T{len(bound)}"

    for start, paragraph in zip(report.starts, report.paragraphs, strict=True):
        target = add(start, start + len(paragraph.text), _SECTION + paragraph.section)
        for topic in paragraph.topics:
            marks.append(f"A{len(marks) + 1}\t{_TOPIC}{topic} {target}")
    for span in (*report.headings, *report.entities):
        target = add(span.start, span.end, span.label)
        attrs = dict(span.attrs)
        if "c" in attrs:
            marks.append(f"A{len(marks) + 1}\t{_COMPARATOR} {target} {attrs.pop('c')}")
        if attrs:
            notes.append(f"#{len(notes) + 1}\tAnnotatorNotes {target}\t{' '.join(f'{k}={v}' for k, v in attrs.items())}")
    return [*bound, *marks, *notes]


def read(path: Path) -> list[GoldReport]:
    """Read every ``.ann`` of a folder with the ``.txt`` beside it, sorted by name. Raises InputError (E807)."""
    files = sorted(path.glob("*.ann"))
    if not files:
        raise InputError(Errors.E807.format(place=path, format=NAME, reason="no .ann file"))
    return [_report(file) for file in files]


def _report(file: Path) -> GoldReport:
    source = file.with_suffix(".txt")
    if not source.exists():
        raise InputError(Errors.E807.format(place=file.name, format=NAME, reason=f"{source.name} is missing"))
    text = source.read_bytes().decode("utf-8")
    bound: dict[str, tuple[int, int, str]] = {}
    data: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        place = f"{file.name}:{number}"
        if match := re.fullmatch(r"(T\d+)\t(\S+) (\d+) (\d+)(?:\t.*)?", line):
            bound[match[1]] = (int(match[3]), int(match[4]), match[2])
        elif match := re.fullmatch(r"[AM]\d+\t(\S+) (T\d+)(?: (\S+))?", line):
            item = data.setdefault(match[2], {})
            if match[1] == _COMPARATOR:
                item["c"] = match[3]
            else:
                item.setdefault("topics", []).append(match[1].removeprefix(_TOPIC))
        elif match := re.fullmatch(r"#\d+\tAnnotatorNotes (T\d+)\t(.*)", line):
            pairs = [part.partition("=") for part in match[2].split()]
            data.setdefault(match[1], {}).update({key: value for key, _, value in pairs if key in ATTRIBUTES})
        elif line.strip():
            raise InputError(Errors.E807.format(place=place, format=NAME, reason=f"cannot be read: {line[:40]!r}"))
    sections, spans = {}, []
    for key, (start, end, label) in bound.items():
        place, more = f"{file.name} {key}", data.get(key, {})
        if label.startswith(_SECTION):
            topics = tuple(more.get("topics", ()))
            base.check_section(label.removeprefix(_SECTION), topics, place=place, format=NAME)
            sections[start] = (label.removeprefix(_SECTION), topics)
        else:
            base.check_span(text, start, end, label, place=place, format=NAME)
            spans.append(GoldSpan(start, end, label, base.attributes(more)))
    return base.report_of(file.stem, text, sections, spans, place=file.name, format=NAME)


FORMAT = base.Format(write, read, base.no_losses)
