"""Achievements as rows of a table for a spreadsheet."""

from __future__ import annotations

import csv
from typing import Any

from fazhi_nlp.pages.view import stretch_at, stretches
from fazhi_nlp.readers import SourceText
from fazhi_nlp.report import Report

COLUMNS = (
    "source", "title", "issuer", "issuer_level", "year", "section", "topics", "label", "status", "value", "upper", "comparator", "unit", "indicator", "action",
    "text", "start", "end", "paragraph", "paragraph_start", "paragraph_end", "row", "parent", "place", "context",
)  # fmt: skip
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")
_SENTENCE_ENDS = "。！？；!?;\n\r"
_LONGEST_CONTEXT = 120
"""Characters of context on either side."""


def write_rows(writer: csv.DictWriter[str], report: Report, origin: SourceText) -> None:
    """Write the achievements of a report, a row each.

    Offsets count characters of the text. ``row`` is the achievement's number in its report, to which ``parent`` refers, ``paragraph`` the
    paragraph's, both from 0. ``place`` tells where it stands in a source that is no plain text (``page 3``), ``context`` the sentence. A text
    that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    found = stretches(report)
    for number, record in enumerate(report.achievements):
        paragraph = report.paragraphs[record.paragraph] if record.paragraph is not None else None
        stretch = stretch_at(found, record.start)
        piece = origin.locate(record.start)
        cells: dict[str, Any] = {
            "source": report.source,
            "title": report.title,
            "issuer": report.issuer,
            "issuer_level": report.issuer_level,
            "year": report.year,
            "section": stretch.section if stretch else None,
            "topics": "|".join(paragraph.topics) if paragraph else None,
            **record.model_dump(include={name for name in COLUMNS if name in type(record).model_fields}),
            "paragraph_start": paragraph.start if paragraph else None,
            "paragraph_end": paragraph.end if paragraph else None,
            "row": number,
            "place": f"{piece.unit} {piece.number}" if piece is not None and piece.unit != "file" else None,
            "context": _sentence(origin.text, record.start, record.end),
        }
        writer.writerow({name: _safe(value) for name, value in cells.items()})


def _safe(value: object) -> object:
    if isinstance(value, str) and (value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA)):
        return f"'{value}"
    return value


def _sentence(text: str, start: int, end: int) -> str:
    low, high = max(0, start - _LONGEST_CONTEXT), min(len(text), end + _LONGEST_CONTEXT)
    first = max(text.rfind(mark, low, start) for mark in _SENTENCE_ENDS)
    after = [at for mark in _SENTENCE_ENDS if (at := text.find(mark, end, high)) >= 0]
    return text[first + 1 if first >= 0 else low : min(after) + 1 if after else high].strip()
