"""From passages to what the encoder sees in them: windows through a backend, put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from fazhi_nlp.core.docs import PROPOSAL_FLOOR, QUANTITY_LABELS, Link
from fazhi_nlp.encoder.backends import Backend
from fazhi_nlp.encoder.characters import CharVocabulary
from fazhi_nlp.encoder.labels import LINKS, Labels
from fazhi_nlp.encoder.lattice import log_softmax, spans
from fazhi_nlp.encoder.windows import Passage, Window, batches, collate, windows

LONGEST_LINK = 40
CHUNK = 2048
"""Windows that are read at once: bounds the memory that a corpus or an endless report takes."""


@dataclass(slots=True)
class Reading:
    """What the encoder sees in a passage. Offsets are characters of the passage.

    section: log probabilities. *Shape:* ``(sections,)``. topics: probabilities. *Shape:* ``(topics,)``. entities, headings: (start, end, label,
    probability), all of PROPOSAL_FLOOR or more. links: of the places where a quantity may begin.
    """

    section: np.ndarray
    topics: np.ndarray
    entities: list[tuple[int, int, str, float]] = field(default_factory=list)
    headings: list[tuple[int, int, str, float]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    """Outputs of one window, characters only (the [CLS] apart)."""

    window: Window
    section: np.ndarray | None
    topics: np.ndarray | None
    tags: np.ndarray | None
    headings: np.ndarray | None
    query: np.ndarray | None
    key: np.ndarray | None
    none_key: np.ndarray | None


def read(passages: Sequence[Passage], vocabulary: CharVocabulary, labels: Labels, backend: Backend) -> list[Reading]:
    """Read passages, in batches of like length. Gives one `Reading` for each, in order."""
    rows = windows(passages, vocabulary)
    out = [Reading(np.full(len(labels.sections), -np.log(max(1, len(labels.sections)))), np.zeros(len(labels.topics))) for _ in passages]
    for first in range(0, len(rows), CHUNK):
        # a passage cut by the chunk's edge is read with the chunk it begins in
        chunk = rows[first : first + CHUNK]
        while first and chunk and chunk[0].core_start:
            chunk = chunk[1:]
        last = first + CHUNK
        while last < len(rows) and rows[last].core_start:
            chunk.append(rows[last])
            last += 1
        for part in _by_passage(_run(chunk, vocabulary, backend)):
            out[part[0].window.passage] = _reading(part, labels)
    return out


def _run(rows: list[Window], vocabulary: CharVocabulary, backend: Backend) -> list[_Part]:
    parts: list[_Part | None] = [None] * len(rows)
    for batch in batches([len(row.ids) for row in rows], budget=backend.budget):
        found = backend(collate([rows[k] for k in batch], vocabulary.pad))
        for place, k in enumerate(batch):
            row = rows[k]
            one = {name: found[name][place] if name in found else None for name in ("section", "topics", "tags", "headings", "query", "key")}
            whole = {name: None if (a := one[name]) is None else a[row.characters] for name in ("tags", "headings", "query", "key")}
            key = one["key"]
            parts[k] = _Part(row, one["section"], one["topics"], **whole, none_key=None if key is None else key[0])
    return [part for part in parts if part is not None]


def _by_passage(parts: list[_Part]) -> list[list[_Part]]:
    groups: list[list[_Part]] = []
    for part in parts:
        if groups and groups[-1][0].window.passage == part.window.passage:
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _reading(parts: list[_Part], labels: Labels) -> Reading:
    sizes = np.array([p.window.core_end - p.window.core_start for p in parts], dtype=float)
    sections = [log_softmax(p.section) for p in parts if p.section is not None]
    section = np.log(np.average(np.exp(sections), axis=0, weights=sizes)) if sections else np.zeros(0)
    scores = [p.topics for p in parts if p.topics is not None]
    topics = (1 / (1 + np.exp(-np.max(scores, axis=0)))).astype(float) if scores else np.zeros(0)
    entities = _spans(parts, "tags", labels.entities)
    anchors = sorted({start for start, _, label, _ in entities if label in QUANTITY_LABELS}) if labels.links else []
    return Reading(section, topics, entities, _spans(parts, "headings", labels.headings), [_link(parts, anchor) for anchor in anchors])


def _spans(parts: list[_Part], name: str, labels: tuple[str, ...]) -> list[tuple[int, int, str, float]]:
    scores = [(p.window, s) for p in parts if (s := getattr(p, name)) is not None]
    if not scores:
        return []
    whole = np.concatenate([s[w.core_start - w.start : w.core_end - w.start] for w, s in scores])
    return [(start, end, labels[label], p) for start, end, label, p in spans(log_softmax(whole), PROPOSAL_FLOOR)]


def _link(parts: list[_Part], anchor: int) -> Link:
    part = next(p for p in parts if p.window.core_start <= anchor < p.window.core_end)
    assert part.query is not None
    assert part.key is not None
    assert part.none_key is not None
    shape = (-1, len(LINKS), part.key.shape[-1] // len(LINKS))
    query = part.query[anchor - part.window.start].reshape(shape[1:])
    keys = np.concatenate([part.none_key[None], part.key]).reshape(shape)
    scores = log_softmax(np.einsum("hd,thd->ht", query, keys) / np.sqrt(shape[2]))
    indicator, indicator_score = _best(scores[0], scores[1], part.window.start)
    action, action_score = _best(scores[2], scores[3], part.window.start)
    return Link(anchor, indicator, indicator_score, action, action_score)


def _best(first: np.ndarray, last: np.ndarray, start: int) -> tuple[tuple[int, int] | None, float]:
    """The most probable span of a first and a last character, or none (place 0)."""
    none = float(first[0] + last[0])
    first, last = first[1:], last[1:]
    sums = np.full((min(LONGEST_LINK, len(first)), len(first)), -np.inf)
    for length in range(len(sums)):
        sums[length, : len(first) - length] = first[: len(first) - length] + last[length:]
    best = float(sums.max(initial=-np.inf))
    if best <= none:
        return None, float(np.exp(none))
    length, f = divmod(int(sums.argmax()), sums.shape[1])
    return (start + f, start + f + length + 1), float(np.exp(best))
