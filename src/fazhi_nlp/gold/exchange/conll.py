"""CoNLL columns with BIO tags: a line a character (character, entity tag, heading tag; tabs between), a blank line after each paragraph.

Comment lines as in CoNLL-U carry what has no column: ``# newdoc id = NAME``, ``# section = measures``, ``# topics = publicity,capacity``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fazhi_nlp.core.docs import QUANTITY_LABELS
from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.gold.exchange import base
from fazhi_nlp.gold.markup import GoldParagraph, GoldReport, GoldSpan

NAME = "conll"


def write(reports: list[GoldReport], path: Path) -> None:
    """Write one file."""
    pieces = []
    for report, number, paragraph, _ in base.paragraph_records(reports):
        head = [f"# newdoc id = {report.name}"] if number == 0 else []
        head.append(f"# section = {paragraph.section}")
        if paragraph.topics:
            head.append(f"# topics = {','.join(paragraph.topics)}")
        columns = zip(paragraph.text, tags(paragraph.text, paragraph.entities), tags(paragraph.text, paragraph.headings), strict=True)
        pieces.append("\n".join([*head, *("\t".join(row) for row in columns)]) + "\n\n")
    path.write_text("".join(pieces), encoding="utf-8", newline="\n")


def tags(text: str, spans: list[GoldSpan]) -> list[str]:
    """BIO tags of flat spans, one a character. *Shape:* ``len(text)``."""
    out = ["O"] * len(text)
    for span in spans:
        out[span.start : span.end] = [f"B-{span.label}"] + [f"I-{span.label}"] * (span.end - span.start - 1)
    return out


def spans(tagged: list[str]) -> Iterator[GoldSpan]:
    """Spans of BIO tags; an ``I-`` after another label begins a span, as the CoNLL evaluation script takes it."""
    start, label = 0, None
    for position, tag in enumerate([*tagged, "O"]):
        begins = tag != "O" and (tag[0] == "B" or tag[2:] != label)
        if label is not None and (tag == "O" or begins):
            yield GoldSpan(start, position, label)
            label = None
        if begins:
            start, label = position, tag[2:]


def read(path: Path) -> list[GoldReport]:
    """Read such a file. Raises InputError (E807)."""
    return base.gather(_paragraphs(path))


def _paragraphs(path: Path) -> Iterator[tuple[str, int, GoldParagraph]]:
    name, number = path.stem, 0
    comments: dict[str, str] = {}
    rows: list[list[str]] = []
    for at, line in enumerate([*path.read_text(encoding="utf-8-sig").split("\n"), ""], 1):
        place = f"{path.name}:{at}"
        if line.startswith("# ") and not rows:
            key, _, value = line[2:].partition(" = ")
            comments[key] = value
            if key == "newdoc id":
                name, number = value, 0
        elif line:
            row = line.split("\t")
            if len(row) != 3 or len(row[0]) != 1:
                raise InputError(Errors.E807.format(place=place, format=NAME, reason=f"a character and two tags are wanted, got {line[:30]!r}"))
            rows.append(row)
        elif rows:
            topics = tuple(t for t in comments.get("topics", "").split(",") if t)
            base.check_section(comments.get("section"), topics, place=place, format=NAME)
            text = "".join(row[0] for row in rows)
            paragraph = GoldParagraph(text, comments["section"], topics)
            for column in (1, 2):
                for span in spans([row[column] for row in rows]):
                    base.check_span(text, span.start, span.end, span.label, place=place, format=NAME)
                    base.add_span(paragraph, span)
            yield name, number, paragraph
            number, comments, rows = number + 1, {}, []


def losses(reports: list[GoldReport]) -> list[str]:
    """CoNLL columns hold no attributes of quantities."""
    count = sum(bool(e.attrs) for report in reports for e in report.entities if e.label in QUANTITY_LABELS)
    return [*base.source_losses(reports), *([f"value, comparator, unit, indicator and action of {count} quantities"] if count else [])]


FORMAT = base.Format(write, read, losses)
