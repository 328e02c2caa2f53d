"""Prodigy JSONL: one task a paragraph, one token a character, ``spans`` with character and token offsets; ``meta`` and further keys of a span come
back untouched.

For the recipe ``spans.manual``: headings and the entities inside them overlap.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.gold.exchange import base
from fazhi_nlp.gold.markup import GoldParagraph, GoldReport, GoldSpan

NAME = "prodigy"


def write(reports: list[GoldReport], path: Path) -> None:
    """Write a JSONL file of tasks (`prodigy db-in`)."""
    base.write_jsonl(path, map(_task, base.paragraph_records(reports)))


def _task(item: tuple[GoldReport, int, GoldParagraph, list[GoldSpan]]) -> dict[str, Any]:
    report, number, paragraph, spans = item
    return {
        "text": paragraph.text,
        "tokens": [{"text": c, "start": k, "end": k + 1, "id": k, "ws": False} for k, c in enumerate(paragraph.text)],
        # token_end of Prodigy is inclusive
        "spans": [
            {"start": s.start, "end": s.end, "token_start": s.start, "token_end": s.end - 1, "label": s.label, **({"attrs": dict(s.attrs)} if s.attrs else {})}
            for s in spans
        ],
        "meta": {"report": report.name, "number": number, "section": paragraph.section, "topics": list(paragraph.topics)},
        "answer": "accept",
    }


def read(path: Path) -> list[GoldReport]:
    """Read a dataset that ``prodigy db-out`` wrote; tasks that were rejected or ignored are left out."""
    records = base.read_jsonl(path, NAME)
    return base.gather(_paragraph(f"{path.name}:{number}", record) for number, record in records if record.get("answer", "accept") == "accept")


def _paragraph(place: str, task: dict[str, Any]) -> tuple[str, int, GoldParagraph]:
    try:
        text, spans, meta = task["text"], task.get("spans", []), task["meta"]
        name, number, section, topics = meta["report"], meta["number"], meta["section"], tuple(meta["topics"])
    except KeyError as error:
        raise InputError(Errors.E807.format(place=place, format=NAME, reason=f"the key {error} is missing")) from error
    base.check_section(section, topics, place=place, format=NAME)
    paragraph = GoldParagraph(text, section, topics)
    for span in spans:
        base.check_span(text, span.get("start"), span.get("end"), span.get("label"), place=place, format=NAME)
        base.add_span(paragraph, GoldSpan(span["start"], span["end"], span["label"], base.attributes(span.get("attrs"))))
    return name, number, paragraph


FORMAT = base.Format(write, read, base.source_losses)
