"""What every exchange format gives, and what several of them share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fazhi_nlp.core.docs import ENTITY_LABELS, HEADING_LABELS, SECTION_LABELS, TOPIC_LABELS
from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.gold.markup import ATTRIBUTES, GoldParagraph, GoldReport, GoldSpan, lines

SPAN_LABELS = (*ENTITY_LABELS, *HEADING_LABELS)


@dataclass(slots=True, frozen=True)
class Format:
    """An exchange format: write reports to a path, read them back, and say what of them it cannot hold."""

    write: Callable[[list[GoldReport], Path], None]
    read: Callable[[Path], list[GoldReport]]
    losses: Callable[[list[GoldReport]], list[str]]


def no_losses(reports: list[GoldReport]) -> list[str]:
    """For formats that hold all."""
    return []


def source_losses(reports: list[GoldReport]) -> list[str]:
    """For formats with one record a paragraph: what stands between the paragraphs of a source is not held."""
    names = [report.name for report in reports if report.source is not None]
    return [f"blank lines, indents and line ends of the sources of {len(names)} reports: {', '.join(names[:5])}{' …' * (len(names) > 5)}"] if names else []


def write_jsonl(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line, UTF-8."""
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), encoding="utf-8", newline="\n")


def read_jsonl(path: Path, format: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of each line. Raises InputError (E807)."""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise InputError(Errors.E807.format(place=f"{path.name}:{number}", format=format, reason=error)) from error
            if not isinstance(record, dict):
                raise InputError(Errors.E807.format(place=f"{path.name}:{number}", format=format, reason="not an object"))
            yield number, record


def check_span(text: str, start: Any, end: Any, label: Any, *, place: str, format: str) -> None:
    """Raises InputError (E807) unless start and end are offsets into the text and the label is one of ours."""
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise InputError(Errors.E807.format(place=place, format=format, reason=f"offsets {start!r} to {end!r} in a text of {len(text)} characters"))
    if label not in SPAN_LABELS:
        raise InputError(Errors.E807.format(place=place, format=format, reason=f"label {label!r} is none of {', '.join(SPAN_LABELS)}"))


def check_section(section: Any, topics: Iterable[Any], *, place: str, format: str) -> None:
    """Raises InputError (E807) unless the section type and the topics are ours."""
    if section not in SECTION_LABELS:
        raise InputError(Errors.E807.format(place=place, format=format, reason=f"section {section!r} is none of {', '.join(SECTION_LABELS)}"))
    if wrong := [t for t in topics if t not in TOPIC_LABELS]:
        raise InputError(Errors.E807.format(place=place, format=format, reason=f"topics {wrong} are none of {', '.join(TOPIC_LABELS)}"))


def attributes(data: dict[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """Attributes by letter, in the order of the markup."""
    return tuple((letter, str(data[letter])) for letter in ATTRIBUTES if data and letter in data)


def add_span(paragraph: GoldParagraph, span: GoldSpan) -> None:
    """Put a span where it belongs, in order."""
    target = paragraph.headings if span.label in HEADING_LABELS else paragraph.entities
    target.append(span)
    target.sort()


def paragraph_records(reports: Iterable[GoldReport]) -> Iterator[tuple[GoldReport, int, GoldParagraph, list[GoldSpan]]]:
    """Report, paragraph number, paragraph and all its spans in order: for formats with one record a paragraph."""
    for report in reports:
        for number, paragraph in enumerate(report.paragraphs):
            yield report, number, paragraph, sorted([*paragraph.headings, *paragraph.entities])


def gather(records: Iterable[tuple[str, int, GoldParagraph]]) -> list[GoldReport]:
    """Reports from paragraphs with report name and number, reports in order of first appearance."""
    reports: dict[str, dict[int, GoldParagraph]] = {}
    for name, number, paragraph in records:
        reports.setdefault(name, {})[number] = paragraph
    return [GoldReport(name, [paragraphs[number] for number in sorted(paragraphs)]) for name, paragraphs in reports.items()]


def report_of(name: str, text: str, sections: dict[int, tuple[str, tuple[str, ...]]], spans: Iterable[GoldSpan], *, place: str, format: str) -> GoldReport:
    """A report from a whole text: for formats with one record a report.

    sections: section type and topics by the offset at which the paragraph starts; spans: with offsets into the text. Raises InputError (E807) for a
    paragraph without a section or a span
    outside every paragraph.
    """
    starts, paragraphs = [], []
    for start, line in lines(text):
        if start not in sections:
            raise InputError(Errors.E807.format(place=place, format=format, reason=f"no section for the paragraph at {start}"))
        starts.append(start)
        paragraphs.append(GoldParagraph(line, *sections[start]))
    number = 0
    for span in sorted(spans):
        while number + 1 < len(starts) and starts[number + 1] <= span.start:
            number += 1
        if not paragraphs or not starts[number] <= span.start < span.end <= starts[number] + len(paragraphs[number].text):
            raise InputError(Errors.E807.format(place=place, format=format, reason=f"the span {span.start} to {span.end} is in no paragraph"))
        add_span(paragraphs[number], span.moved(-starts[number]))
    joined = "\n".join(p.text for p in paragraphs)
    return GoldReport(name, paragraphs, None if joined == text else text)
