"""The rules that every layout keeps, checked."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc, Span

from fazhi_nlp.core.docs import HEADING_LABELS, HEADINGS, PARAGRAPHS, SECTION_LABELS, SECTIONS, SEGMENTS
from fazhi_nlp.core.errors import ConfigError, Errors
from fazhi_nlp.layout.paragraphs import paragraphs


def validate_layout(doc: Doc) -> None:
    """Check paragraphs, headings, segments and sections of a `Doc`.

    Paragraphs are every non-blank line once; headings and segments lie in order, without overlap, inside paragraphs; segments cover the characters of the
    paragraphs they cut; sections lie in order, without overlap, cover every paragraph, and neighbours differ. Raises ConfigError (E301).
    """
    spans = list(doc.spans.get(PARAGRAPHS, ()))
    _check([(s.start_char, s.end_char) for s in spans] == list(paragraphs(doc.text)), "the paragraphs are not the non-blank lines")
    for group in (HEADINGS, SEGMENTS, SECTIONS):
        _ordered(list(doc.spans.get(group, ())), group)
    _inside(list(doc.spans.get(HEADINGS, ())), spans, HEADINGS)
    _check(all(s.label_ in HEADING_LABELS and s.text.strip() for s in doc.spans.get(HEADINGS, ())), "a heading without level or words")
    segments = list(doc.spans.get(SEGMENTS, ()))
    _covered(segments, spans, _inside(segments, spans, SEGMENTS), doc.text)
    if SECTIONS in doc.spans:
        _sections(list(doc.spans[SECTIONS]), spans, bool(segments))


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise ConfigError(Errors.E301.format(what=what))


def _ordered(spans: list[Span], group: str) -> None:
    _check(all(a.end_char <= b.start_char for a, b in pairwise(spans)), f"the {group} overlap or are out of order")


def _inside(inner: list[Span], outer: list[Span], group: str) -> list[int]:
    """Index of the paragraph of each span."""
    places, place = [], 0
    for span in inner:
        while place < len(outer) and outer[place].end_char < span.end_char:
            place += 1
        _check(place < len(outer) and outer[place].start_char <= span.start_char, f"one of the {group} crosses a line end")
        places.append(place)
    return places


def _covered(segments: list[Span], spans: list[Span], places: list[int], text: str) -> None:
    gaps: dict[int, int] = {}
    for segment, place in zip(segments, places, strict=True):
        start = gaps.get(place, spans[place].start_char)
        _check(not text[start : segment.start_char].strip(), "segments leave out characters")
        gaps[place] = segment.end_char
    _check(all(not text[end : spans[place].end_char].strip() for place, end in gaps.items()), "segments leave out the end of a line")


def _sections(sections: list[Span], spans: list[Span], cut: bool) -> None:
    _check(all(s.label_ in SECTION_LABELS for s in (*sections, *spans)), "a section without a type")
    _check(all(a.label_ != b.label_ for a, b in pairwise(sections)), "neighbouring sections have one type")
    if not spans:
        return
    _check(sections[0].start_char == spans[0].start_char and sections[-1].end_char == spans[-1].end_char, "the sections do not cover the text")
    if cut:
        return
    place = 0
    for span in spans:
        while sections[place].end_char < span.end_char:
            place += 1
        _check(sections[place].start_char <= span.start_char and sections[place].label_ == span.label_, "a paragraph outside the section of its type")
