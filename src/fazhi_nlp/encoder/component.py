"""The component ``fazhi_bert``: what the encoder sees, weighed against the outline, written to the `Doc`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from spacy.tokens import Doc, Span
from spacy.util import minibatch

from fazhi_nlp.core import docs
from fazhi_nlp.core.docs import Link, Proposals
from fazhi_nlp.core.errors import ConfigError, Errors, Warnings
from fazhi_nlp.core.weighing import Evidence, Weights, decide, gather, log_odds, probability, read_weights
from fazhi_nlp.encoder.backends import AUTO
from fazhi_nlp.encoder.model import Encoder
from fazhi_nlp.encoder.reading import Reading
from fazhi_nlp.encoder.sections import SectionWeights, decode, potentials
from fazhi_nlp.encoder.windows import MIDDLE, Passage
from fazhi_nlp.layout.components import layout_of
from fazhi_nlp.layout.engine import section_runs
from fazhi_nlp.layout.model import Heading, Layout
from fazhi_nlp.layout.sections import paragraph_sections
from fazhi_nlp.layout.topics import TOPIC_SECTIONS

SURE = 0.9
"""Where outline and model are both at least this sure and differ, the report gets a warning."""


class BertComponent:
    """Reads the paragraphs of a `Doc` with the encoder. Sections, topics and headings are settled here (rules of the layout and model together);
    entities, indicators and actions are written as `docs.Proposals` for ``fazhi_entities`` and ``fazhi_achievements``.

    weights: by label (H1 … H4, topics), those of `fazhi_nlp.core.weighing.Weights`. section_weights: those of `SectionWeights`.
    """

    def __init__(self, name: str, weights: Mapping[str, Mapping[str, float]], section_weights: Mapping[str, float], backend: str = AUTO) -> None:
        self.name, self.backend = name, backend
        self.encoder: Encoder | None = None
        self.configure(weights, section_weights)

    def configure(self, weights: Mapping[str, Mapping[str, float]], section_weights: Mapping[str, float]) -> None:
        """Take other weights. Raises ConfigError for numbers that are not known."""
        self.weights = read_weights(Weights, weights, (*docs.HEADING_LABELS, *docs.TOPIC_LABELS), setting=f"{self.name}.weights")
        self.section_weights = read_weights(SectionWeights, {"section": section_weights}, ("section",), setting=f"{self.name}.section_weights")["section"]

    def __call__(self, doc: Doc) -> Doc:
        """Read one `Doc`."""
        return next(self.pipe([doc], batch_size=1))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """Read many, ``batch_size`` at a time: windows of all of them are sorted by length together."""
        for batch in minibatch(stream, batch_size):
            for doc, (layout, readings) in zip(batch, self._look(batch), strict=True):
                self._write(doc, layout, readings)
                yield doc

    def look(self, doc: Doc) -> tuple[Layout, list[Reading]]:
        """The outline's units of a `Doc` and what the encoder sees in each; the `Doc` is not changed."""
        return self._look([doc])[0]

    def _look(self, batch: Sequence[Doc]) -> list[tuple[Layout, list[Reading]]]:
        layouts = [self._layout(doc) for doc in batch]
        assert self.encoder is not None
        readings = iter(self.encoder.read([passage for layout in layouts for passage in passages_of(layout)]))
        return [(layout, [next(readings) for _ in layout.units]) for layout in layouts]

    def _layout(self, doc: Doc) -> Layout:
        if self.encoder is None:
            raise ConfigError(Errors.E403)
        if docs.PARAGRAPHS not in doc.spans or any(not span.label_ for span in doc.spans[docs.PARAGRAPHS]):
            raise ConfigError(Errors.E004.format(name=self.name, needs="fazhi_outline_sections", pipes="no sections on the document"))
        layout = layout_of(doc)
        typed = {(s.start_char, s.end_char): s for key in (docs.PARAGRAPHS, docs.SEGMENTS) for s in doc.spans.get(key, ())}
        for unit in layout.units:
            span = typed[unit.start, unit.end]
            unit.section, unit.score = span.label_, span._.score
        return layout

    def _write(self, doc: Doc, layout: Layout, readings: list[Reading]) -> None:
        assert self.encoder is not None
        if self.encoder.labels.sections:
            self._sections(doc, layout, readings)
        if self.encoder.labels.headings:
            self._headings(doc, layout, readings)
        self._topics_and_spans(doc, layout, readings)
        spans, links = [], []
        for unit, reading in zip(layout.units, readings, strict=True):
            spans += [(unit.start + s, unit.start + e, label, round(p, 4)) for s, e, label, p in reading.entities]
            links += [_moved(link, unit.start) for link in reading.links]
        docs.set_proposals(doc, Proposals(spans, links))

    def _sections(self, doc: Doc, layout: Layout, readings: list[Reading]) -> None:
        assert self.encoder is not None
        log_probs = np.array([reading.section for reading in readings])
        own = potentials(log_probs, [(unit.section, unit.score) for unit in layout.units], self.section_weights)
        path, sure = decode(own, self.encoder.order, self.section_weights, whole=is_whole(layout))
        names = self.encoder.labels.sections
        for unit, number, score, row in zip(layout.units, path, sure.tolist(), log_probs, strict=True):
            model = int(row.argmax())
            if unit.score >= SURE and np.exp(row[model]) >= SURE and names[model] != unit.section:
                line = layout.text.count("\n", 0, unit.start) + 1
                docs.add_warning(doc, Warnings.W401.format(line=line, outline=unit.section, model=names[model]))
            unit.section, unit.score = names[number], round(score, 4)

    def _headings(self, doc: Doc, layout: Layout, readings: list[Reading]) -> None:
        for unit, reading in zip(layout.units, readings, strict=True):
            rules = [(h.start - unit.start, h.end - unit.start, f"H{h.level}") for h in unit.headings]
            known = {(h.start - unit.start, h.end - unit.start): h for h in unit.headings}
            unit.headings = []
            for found, score in decide(gather(reading.headings, rules), self.weights):
                old = known.get((found.start, found.end))
                start, end = unit.start + found.start, unit.start + found.end
                unit.headings.append(Heading(start, end, int(found.label[1]), old.number if old else None, old.body if old else start))
                _span(doc, start, end, found.label, score=round(score, 4), source=found.source)
        doc.spans[docs.HEADINGS] = [_span(doc, h.start, h.end, f"H{h.level}") for h in layout.headings]

    def _topics_and_spans(self, doc: Doc, layout: Layout, readings: list[Reading]) -> None:
        assert self.encoder is not None
        roles = [docs.get_span_data(span).get("role", "text") for span in doc.spans[docs.PARAGRAPHS]]
        topics = [list(span._.topics) for span in doc.spans[docs.PARAGRAPHS]]
        sections = paragraph_sections(layout)
        if names := self.encoder.labels.topics:
            seen = [dict.fromkeys(names, 0.0) for _ in roles]
            for unit, reading in zip(layout.units, readings, strict=True):
                for name, p in zip(names, reading.topics.tolist(), strict=True):
                    seen[unit.paragraph][name] = max(seen[unit.paragraph][name], p)
            topics = [self._topics(p, rule) if section in TOPIC_SECTIONS else [] for p, rule, (section, _) in zip(seen, topics, sections, strict=True)]
        typed = zip(layout.paragraphs, roles, sections, topics, strict=True)
        cut = {(s.start_char, s.end_char) for s in doc.spans.get(docs.SEGMENTS, ())}
        doc.spans[docs.PARAGRAPHS] = [_span(doc, s, e, section, role=r, score=score, topics=own) for (s, e), r, (section, score), own in typed]
        pieces = [u for u in layout.units if (u.start, u.end) in cut]
        doc.spans[docs.SEGMENTS] = [_span(doc, u.start, u.end, u.section, role=u.role, score=u.score) for u in pieces]
        doc.spans[docs.SECTIONS] = [_span(doc, r.start, r.end, r.section) for r in section_runs(layout)]

    def _topics(self, probabilities: Mapping[str, float], rules: list[str]) -> list[str]:
        evidence = [Evidence(0, 1, name, p, rule=name in rules) for name, p in probabilities.items()]
        return [e.label for e, p in zip(evidence, probability(log_odds(evidence, self.weights)), strict=True) if p > 0.5]

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Copy the encoder's files."""
        if self.encoder is not None and self.encoder.folder.resolve() != (target := Path(path)).resolve():
            shutil.copytree(self.encoder.folder, target, dirs_exist_ok=True)

    def from_disk(self, path: str | Path, **kwargs: Any) -> BertComponent:
        """Take the encoder of a folder that `to_disk` wrote. Raises ConfigError (E404) if files are missing."""
        self.encoder = Encoder(path, backend=self.backend)
        return self

    def to_bytes(self, **kwargs: Any) -> bytes:
        """The encoder's files."""
        folder = self.encoder.folder if self.encoder else None
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()} if folder else {}
        return bytes(srsly.msgpack_dumps(files))

    def from_bytes(self, data: bytes, **kwargs: Any) -> BertComponent:
        """Take what `to_bytes` gave; the files go into a temporary folder that lives as long as the component."""
        if files := srsly.msgpack_loads(data):
            self._folder = tempfile.TemporaryDirectory(prefix="fazhi_bert_")
            for name, content in files.items():
                (Path(self._folder.name) / Path(name).name).write_bytes(content)
            self.from_disk(self._folder.name)
        return self


def passages_of(layout: Layout) -> list[Passage]:
    """The units of a layout as the encoder reads them, each under the headings above it."""
    out: list[Passage] = []
    path: list[tuple[int, str]] = []
    whole, total = is_whole(layout), len(layout.units)
    for number, unit in enumerate(layout.units):
        index, of = (number, total) if whole else MIDDLE
        out.append(Passage(layout.text[unit.start : unit.end], tuple(text for _, text in path), index, of))
        for heading in unit.headings:
            path = [(level, text) for level, text in path if level < heading.level]
            path.append((heading.level, layout.text[heading.start : heading.end]))
    return out


def _span(doc: Doc, start: int, end: int, label: str, **data: Any) -> Span:
    span = docs.make_span(doc, start, end, label, **data)
    assert span is not None  # units, and what lies in them, hold a character that is not blank
    return span


def is_whole(layout: Layout) -> bool:
    """Whether the text is a whole report rather than a part of one: the outline saw a title."""
    return any(unit.section == "title" for unit in layout.units)


def _moved(link: Link, by: int) -> Link:
    indicator, action = (None if span is None else (span[0] + by, span[1] + by) for span in (link.indicator, link.action))
    return Link(link.anchor + by, indicator, round(link.indicator_score, 4), action, round(link.action_score, 4))
