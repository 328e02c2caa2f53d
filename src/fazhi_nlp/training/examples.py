"""From gold reports to what the encoder learns: windows with a target for every task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
import torch
from torch import Tensor

from fazhi_nlp.core.docs import QUANTITY_LABELS
from fazhi_nlp.encoder.characters import CharVocabulary
from fazhi_nlp.encoder.labels import Labels, span_tags
from fazhi_nlp.encoder.modeling import IGNORED
from fazhi_nlp.encoder.windows import MIDDLE, Passage, Window, collate, windows
from fazhi_nlp.gold.dataset import heading_paths
from fazhi_nlp.gold.markup import GoldParagraph, GoldReport, GoldSpan


@dataclass(slots=True)
class Example:
    """A window and its targets. tags, headings: as the row's ids, IGNORED outside the characters. links: as `ReportEncoder.forward`, without the row."""

    window: Window
    section: int
    topics: list[float]
    tags: np.ndarray
    headings: np.ndarray
    links: list[list[int]] = field(default_factory=list)


def passages(report: GoldReport) -> list[Passage]:
    """The paragraphs of a gold report as the encoder reads them, under the headings of the annotation. In what has no title they have no place."""
    whole, total = any(p.section == "title" for p in report.paragraphs), len(report.paragraphs)
    places = [(k, total) if whole else MIDDLE for k in range(total)]
    return [Passage(p.text, path, *place) for p, path, place in zip(report.paragraphs, heading_paths(report), places, strict=True)]


def examples(report: GoldReport, vocabulary: CharVocabulary, labels: Labels, *, rng: Random, path_dropout: float = 0.0) -> Iterator[Example]:
    """The windows of a report with their targets. path_dropout: share of paragraphs that are shown without their heading path."""
    found = passages(report)
    found = [Passage(p.text, (), p.index, p.total) if rng.random() < path_dropout else p for p in found]
    for window in windows(found, vocabulary):
        paragraph = report.paragraphs[window.passage]
        section = labels.sections.index(paragraph.section) if paragraph.section in labels.sections else IGNORED
        known = bool(paragraph.section)
        topics = [float(topic in paragraph.topics) if known else float(IGNORED) for topic in labels.topics]
        tags = _tags(window, paragraph.entities, labels.entities)
        headings = _tags(window, paragraph.headings, labels.headings)
        if not known:
            headings[:] = IGNORED
        yield Example(window, section, topics, tags, headings, _links(window, paragraph) if labels.links else [])


def _tags(window: Window, spans: Sequence[GoldSpan], labels: tuple[str, ...]) -> np.ndarray:
    """Tags of a window's row; a span cut by the window's edge is not asked."""
    out = np.full(len(window.ids), IGNORED, dtype=np.int64)
    out[window.characters] = 0
    for span in spans:
        start, end = max(span.start, window.start), min(span.end, window.end)
        if start < end and span.label in labels:
            whole = start == span.start and end == span.end
            at = window.offset - window.start
            out[at + start : at + end] = span_tags(start, end, labels.index(span.label)) if whole else IGNORED
    return out


def _links(window: Window, paragraph: GoldParagraph) -> list[list[int]]:
    """Rows (token of the quantity's first character, then the tokens of LINKS)."""
    out = []
    at = window.offset - window.start
    for span in paragraph.entities:
        if span.label in QUANTITY_LABELS and window.start <= span.start < window.end:
            attrs = dict(span.attrs)
            ends: list[int] = []
            for letter in "ia":
                ends += _token_span(attrs.get(letter, ""), span, paragraph.text, window, at)
            out.append([at + span.start, *ends])
    return out


def _token_span(words: str, quantity: GoldSpan, text: str, window: Window, at: int) -> list[int]:
    """First and last token of an attribute's words: the place nearest to the quantity. [CLS] where there is none; not asked where the words stand
    elsewhere."""
    if not words:
        return [0, 0]
    best = nearest(words, quantity, text)
    if best is None or best < window.start or best + len(words) > window.end:
        return [IGNORED, IGNORED]
    return [at + best, at + best + len(words) - 1]


def nearest(words: str, quantity: GoldSpan, text: str) -> int | None:
    """Where the words stand nearest to the quantity and do not overlap it; None where they don't stand in the text."""
    places: list[tuple[int, int]] = []
    place = text.find(words)
    while place >= 0:
        end = place + len(words)
        if end <= quantity.start or place >= quantity.end:
            places.append((quantity.start - end if end <= quantity.start else place - quantity.end, place))
        place = text.find(words, place + 1)
    return min(places)[1] if places else None


def to_batch(batch: Sequence[Example], pad: int) -> dict[str, Tensor]:
    """Tensors of some examples, by the names of `ReportEncoder.forward`."""
    out = {name: torch.from_numpy(array) for name, array in collate([e.window for e in batch], pad).items()}
    longest = out["input_ids"].shape[1]
    out["section_labels"] = torch.tensor([e.section for e in batch])
    out["topic_labels"] = torch.tensor([e.topics for e in batch])
    for name in ("tags", "headings"):
        padded = np.full((len(batch), longest), IGNORED, dtype=np.int64)
        for k, e in enumerate(batch):
            tags = getattr(e, name)
            padded[k, : len(tags)] = tags
        out[f"{name.removesuffix('s')}_labels"] = torch.from_numpy(padded)
    rows = [[k, *link] for k, e in enumerate(batch) for link in e.links]
    out["link_labels"] = torch.tensor(rows, dtype=torch.int64).reshape(len(rows), 6)
    return out
