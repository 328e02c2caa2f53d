"""The spaCy components of the layout. They hold no state but the folders of a user's tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc, Span

from fazhi_nlp.core import docs
from fazhi_nlp.core.errors import ConfigError, Errors, Warnings
from fazhi_nlp.core.normalize import fold
from fazhi_nlp.layout.cues import load_cues
from fazhi_nlp.layout.engine import lay_out, report_meta, section_runs, type_sections
from fazhi_nlp.layout.genre import LOW
from fazhi_nlp.layout.model import Heading, Layout, Unit
from fazhi_nlp.layout.numbering import numbering
from fazhi_nlp.layout.sections import paragraph_sections
from fazhi_nlp.layout.topics import load_topic_scorer, paragraph_topics


class LayoutComponent:
    """Writes ``doc.spans["paragraphs"]`` (label "", role), ``"headings"``, ``"segments"`` (of lines that had to be cut) and the report's meta."""

    def __call__(self, doc: Doc) -> Doc:
        """Lay the text of the `Doc` out and write the result to it; gives the same `Doc` back."""
        cues = load_cues()
        layout = lay_out(doc.text, cues)
        roles = [""] * len(layout.paragraphs)
        counts = [0] * len(layout.paragraphs)
        for unit in layout.units:
            roles[unit.paragraph] = roles[unit.paragraph] or unit.role
            counts[unit.paragraph] += 1
        doc.spans[docs.PARAGRAPHS] = [_span(doc, s, e, "", role=r if n == 1 else "text") for (s, e), r, n in zip(layout.paragraphs, roles, counts, strict=True)]
        doc.spans[docs.SEGMENTS] = [_span(doc, u.start, u.end, "", role=u.role) for u in layout.units if counts[u.paragraph] > 1]
        doc.spans[docs.HEADINGS] = [_span(doc, h.start, h.end, f"H{h.level}") for h in layout.headings]
        docs.set_report_meta(doc, report_meta(layout, cues))
        return doc


class OutlineSections:
    """Types the sections by structure: paragraphs and segments get labels and scores, paragraphs topics, ``doc.spans["sections"]`` is made,
    ``genre_score`` is set."""

    def __init__(self, knowledge_folders: Sequence[str] = ()) -> None:
        self.knowledge_folders = tuple(knowledge_folders)
        load_cues(self.knowledge_folders)
        load_topic_scorer(self.knowledge_folders)

    def __call__(self, doc: Doc) -> Doc:
        """Type the sections of the `Doc`; gives it back. Raises ConfigError (E302) if it has no paragraphs."""
        if docs.PARAGRAPHS not in doc.spans:
            raise ConfigError(Errors.E302)
        cues = load_cues(self.knowledge_folders)
        layout = layout_of(doc)
        meta = docs.get_report_meta(doc)
        meta.genre_score = type_sections(layout, cues, meta.year)
        docs.set_report_meta(doc, meta)
        if meta.genre_score < LOW:
            docs.add_warning(doc, Warnings.W001.format(score=meta.genre_score))
        roles = [docs.get_span_data(span).get("role", "text") for span in doc.spans[docs.PARAGRAPHS]]
        sections = paragraph_sections(layout)
        topics = paragraph_topics(layout, [section for section, _ in sections], load_topic_scorer(self.knowledge_folders), cues.headings, meta.year)
        typed = zip(layout.paragraphs, roles, sections, topics, strict=True)
        doc.spans[docs.PARAGRAPHS] = [_span(doc, s, e, section, role=r, score=score, topics=own) for (s, e), r, (section, score), own in typed]
        cut = {(s.start_char, s.end_char) for s in doc.spans.get(docs.SEGMENTS, ())}
        pieces = [u for u in layout.units if (u.start, u.end) in cut]
        doc.spans[docs.SEGMENTS] = [_span(doc, u.start, u.end, u.section, role=u.role, score=u.score) for u in pieces]
        doc.spans[docs.SECTIONS] = [_span(doc, r.start, r.end, r.section) for r in section_runs(layout)]
        return doc


def layout_of(doc: Doc) -> Layout:
    """The layout that ``fazhi_layout`` (or anything else) wrote to the `Doc`."""
    text = doc.text
    folded = fold(text)
    lines = [(span.start_char, span.end_char) for span in doc.spans[docs.PARAGRAPHS]]
    roles = [str(docs.get_span_data(span).get("role", "text")) for span in doc.spans[docs.PARAGRAPHS]]
    segments = [(s.start_char, s.end_char, str(docs.get_span_data(s).get("role", "text"))) for s in doc.spans.get(docs.SEGMENTS, ())]
    units: list[Unit] = []
    place = 0
    for index, ((start, end), role) in enumerate(zip(lines, roles, strict=True)):
        first = len(units)
        while place < len(segments) and segments[place][1] <= end:
            units.append(Unit(segments[place][0], segments[place][1], index, segments[place][2]))
            place += 1
        if len(units) == first:
            units.append(Unit(start, end, index, role))
    place = 0
    for span in doc.spans.get(docs.HEADINGS, ()):
        while place + 1 < len(units) and units[place].end < span.end_char:
            place += 1
        number = numbering(folded, span.start_char, span.end_char)
        heading = Heading(span.start_char, span.end_char, int(span.label_[1:]), number.number if number else None, number.body if number else span.start_char)
        units[place].headings.append(heading)
    return Layout(text, folded, lines, units)


def _span(doc: Doc, start: int, end: int, label: str, **data: Any) -> Span:
    span = docs.make_span(doc, start, end, label, **data)
    assert span is not None  # a line holds a character that is not blank, so a token
    return span
