"""The outline of a report: for every paragraph, the headings it stands under."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc

from fazhi_nlp.core.docs import HEADINGS, PARAGRAPHS


@dataclass(slots=True)
class OutlineNode:
    """A heading with what stands under it. level 0 is the report itself. start, end: characters of the heading; paragraphs: indices of
    ``doc.spans["paragraphs"]`` directly under it, the heading's own paragraph first."""

    level: int
    text: str
    start: int
    end: int
    paragraphs: list[int] = field(default_factory=list)
    children: list[OutlineNode] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """root: the tree; paths: for every paragraph the texts of the headings above its own words, outermost first (its own heading last)."""

    root: OutlineNode
    paths: list[tuple[str, ...]]


def outline(doc: Doc) -> Outline:
    """The outline of a `Doc` that went through ``fazhi_layout``. Linear in the numbers of headings and paragraphs."""
    root = OutlineNode(0, "", 0, 0)
    stack = [root]
    paths: list[tuple[str, ...]] = []
    headings = sorted(doc.spans.get(HEADINGS, ()), key=_start)
    place = 0
    for number, paragraph in enumerate(doc.spans.get(PARAGRAPHS, ())):
        opened = False
        while place < len(headings) and headings[place].start_char < paragraph.end_char:
            span = headings[place]
            node = OutlineNode(int(span.label_[1:]), span.text, span.start_char, span.end_char)
            while stack[-1].level >= node.level:
                stack.pop()
            stack[-1].children.append(node)
            stack.append(node)
            if not opened:
                node.paragraphs.append(number)
                opened = True
            place += 1
        if not opened:
            stack[-1].paragraphs.append(number)
        paths.append(tuple(node.text for node in stack[1:]))
    return Outline(root, paths)


def _start(span: object) -> tuple[int, int]:
    return span.start_char, -span.end_char  # type: ignore[attr-defined]
