"""doccano JSONL: one record a paragraph, ``label`` a list of ``[start, end, label]``; other keys are doccano's metadata and come back with an export.

The project must allow overlapping entities, because entities stand inside headings. Attributes of quantities are metadata under ``attributes`` by
``start-end``: they follow a span as long as it keeps its offsets.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fazhi_nlp.core.docs import QUANTITY_LABELS
from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.gold.exchange import base
from fazhi_nlp.gold.markup import GoldParagraph, GoldReport, GoldSpan

NAME = "doccano"


def write(reports: list[GoldReport], path: Path) -> None:
    """Write a JSONL file to import as *sequence labeling*."""
    base.write_jsonl(path, map(_record, base.paragraph_records(reports)))


def _record(item: tuple[GoldReport, int, GoldParagraph, list[GoldSpan]]) -> dict[str, Any]:
    report, number, paragraph, spans = item
    return {
        "text": paragraph.text, "label": [[s.start, s.end, s.label] for s in spans], "report": report.name, "number": number,
        "section": paragraph.section, "topics": list(paragraph.topics),
        "attributes": {f"{s.start}-{s.end}": dict(s.attrs) for s in spans if s.label in QUANTITY_LABELS},
    }  # fmt: skip


def read(path: Path) -> list[GoldReport]:
    """Read doccano's JSONL export."""
    return base.gather(_paragraph(f"{path.name}:{number}", record) for number, record in base.read_jsonl(path, NAME))


def _paragraph(place: str, record: dict[str, Any]) -> tuple[str, int, GoldParagraph]:
    try:
        text, labels, name, number = record["text"], record["label"], record["report"], record["number"]
        section, topics, attrs = record["section"], tuple(record["topics"]), record.get("attributes", {})
    except KeyError as error:
        raise InputError(Errors.E807.format(place=place, format=NAME, reason=f"the key {error} is missing")) from error
    base.check_section(section, topics, place=place, format=NAME)
    paragraph = GoldParagraph(text, section, topics)
    for start, end, label in labels:
        base.check_span(text, start, end, label, place=place, format=NAME)
        base.add_span(paragraph, GoldSpan(start, end, label, base.attributes(attrs.get(f"{start}-{end}")) if label in QUANTITY_LABELS else ()))
    return name, number, paragraph


FORMAT = base.Format(write, read, base.source_losses)
