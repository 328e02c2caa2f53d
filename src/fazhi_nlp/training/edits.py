"""Editing annotated paragraphs: the text changes, the annotation stays right.

An edit replaces characters ``start`` to ``end`` of a paragraph. It may lie outside all spans, or inside a span (which then grows or shrinks), but not
cross the edge of
one; what would cross is left undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fazhi_nlp.gold.markup import GoldParagraph, GoldSpan


@dataclass(slots=True, frozen=True, order=True)
class Edit:
    """Replace characters start to end (exclusive) by ``text``; ``attrs`` replaces the attributes of a span that the edit fills."""

    start: int
    end: int
    text: str
    attrs: tuple[tuple[str, str], ...] | None = None


def apply_edits(paragraph: GoldParagraph, edits: Iterable[Edit]) -> GoldParagraph:
    """A new paragraph with the edits done, those that overlap an earlier one or cross a span's edge apart."""
    spans = [*paragraph.headings, *paragraph.entities]
    chosen: list[Edit] = []
    for edit in sorted(edits):
        if chosen and edit.start < chosen[-1].end:
            continue
        if all(_fits(edit, span) for span in spans):
            chosen.append(edit)
    pieces, position = [], 0
    for edit in chosen:
        pieces += [paragraph.text[position : edit.start], edit.text]
        position = edit.end
    text = "".join([*pieces, paragraph.text[position:]])
    return GoldParagraph(
        text, paragraph.section, paragraph.topics, [_moved(s, chosen) for s in paragraph.headings], [_moved(s, chosen) for s in paragraph.entities]
    )


def _fits(edit: Edit, span: GoldSpan) -> bool:
    if edit.end <= span.start or edit.start >= span.end:
        # an insertion at the edge of a span stands outside it
        return True
    inside = span.start <= edit.start and edit.end <= span.end
    around = edit.start <= span.start and span.end <= edit.end
    empties = (edit.start, edit.end) == (span.start, span.end) and not edit.text
    return (inside or (around and (edit.start, edit.end) == (span.start, span.end))) and not empties


def _moved(span: GoldSpan, edits: list[Edit]) -> GoldSpan:
    start, end, attrs = span.start, span.end, span.attrs
    for edit in edits:
        grown = len(edit.text) - (edit.end - edit.start)
        if edit.end <= span.start:
            start, end = start + grown, end + grown
        elif edit.start < span.end:
            end += grown
            if edit.attrs is not None and (edit.start, edit.end) == (span.start, span.end):
                attrs = edit.attrs
    return GoldSpan(start, end, span.label, attrs)
