"""spaCy's JSON of a `Doc` (``Doc.to_json``, ``Doc.from_json``), one a line: entities in ``ents``, paragraphs and headings in ``spans``.

Attributes of quantities and topics are further keys of an item, strings as in the markup, which ``Doc.from_json`` passes over.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fazhi_nlp.core.docs import HEADINGS, PARAGRAPHS
from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.gold.exchange import base
from fazhi_nlp.gold.markup import GoldReport, GoldSpan

NAME = "spacy"


def write(reports: list[GoldReport], path: Path) -> None:
    """Write a JSONL file, one object a report."""
    base.write_jsonl(path, map(_record, reports))


def _record(report: GoldReport) -> dict[str, Any]:
    text = report.text
    return {
        "text": text,
        "ents": [_span(s) for s in report.entities],
        "spans": {
            HEADINGS: [_span(s) for s in report.headings],
            PARAGRAPHS: [
                {"start": start, "end": start + len(p.text), "label": p.section, "kb_id": "", "topics": ",".join(p.topics)}
                for start, p in zip(report.starts, report.paragraphs, strict=True)
            ],
        },
        "tokens": [{"id": k, "start": start, "end": end} for k, (start, end) in enumerate(_tokens(text))],
        "cats": {},
        "name": report.name,
    }


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """One token a character, white space as spaCy has it: one space after a character belongs to that, more make a token together."""
    position = 0
    while position < len(text):
        start = position
        while position < len(text) and text[position].isspace():
            position += 1
        if position > start:
            yield start, position
        if position < len(text):
            yield position, position + 1
            position += 1
            position += text[position : position + 1] == " "


def _span(span: GoldSpan) -> dict[str, Any]:
    return {
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "kb_id": "",
        **({"attrs": " ".join(f"{k}={v}" for k, v in span.attrs)} if span.attrs else {}),
    }


def read(path: Path) -> list[GoldReport]:
    """Read such a file."""
    return [_report(f"{path.name}:{number}", record) for number, record in base.read_jsonl(path, NAME)]


def _report(place: str, record: dict[str, Any]) -> GoldReport:
    try:
        text, ents = record["text"], record["ents"]
        paragraphs, headings = record["spans"][PARAGRAPHS], record["spans"].get(HEADINGS, [])
    except KeyError as error:
        raise InputError(Errors.E807.format(place=place, format=NAME, reason=f"the key {error} is missing")) from error
    sections = {}
    for item in paragraphs:
        topics = tuple(t for t in item.get("topics", "").split(",") if t)
        base.check_section(item.get("label"), topics, place=place, format=NAME)
        sections[item["start"]] = (item["label"], topics)
    spans = []
    for item in (*ents, *headings):
        base.check_span(text, item.get("start"), item.get("end"), item.get("label"), place=place, format=NAME)
        spans.append(GoldSpan(item["start"], item["end"], item["label"], base.attributes(dict(part.split("=", 1) for part in item.get("attrs", "").split()))))
    return base.report_of(record.get("name", place), text, sections, spans, place=place, format=NAME)


FORMAT = base.Format(write, read, base.no_losses)
