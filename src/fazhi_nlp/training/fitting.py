"""Learns on dev how outline and encoder are weighed: section types, topics, headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from fazhi_nlp.core.docs import HEADING_LABELS, HEADINGS, PARAGRAPHS, SECTION_LABELS, TOPIC_LABELS
from fazhi_nlp.core.weighing import Evidence, Key, gather
from fazhi_nlp.encoder.component import BertComponent, is_whole
from fazhi_nlp.encoder.reading import Reading
from fazhi_nlp.encoder.sections import SectionWeights, decode, log_likelihood, potentials
from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.layout.model import Layout
from fazhi_nlp.layout.topics import TOPIC_SECTIONS
from fazhi_nlp.training.arbitration import fit_weights
from fazhi_nlp.training.augment import without_headings
from fazhi_nlp.training.ways import Row

BERT = "fazhi_bert"
_MODEL, _RULE, _ORDER = (0.3, 0.5, 0.7, 1.0, 1.4), (0.0, 0.15, 0.3, 0.5, 0.7, 1.0, 1.4), (0.0, 0.3, 0.6, 1.0)


@dataclass(slots=True)
class FittedBert:
    """Weights for ``fazhi_bert`` and the figures they were chosen by."""

    weights: dict[str, dict[str, float]]
    section_weights: dict[str, float]
    table: list[Row]
    sections: dict[str, float]
    """Accuracy on the reports it was learnt from, as written and without headings: model only, outline only, both."""

    def apply(self, nlp: Language) -> None:
        """Weigh so from now on, and write it into the configuration that ``nlp.to_disk`` saves."""
        nlp.get_pipe(BERT).configure(self.weights, self.section_weights)  # type: ignore[attr-defined]
        nlp.get_pipe_config(BERT).update({"weights": self.weights, "section_weights": self.section_weights})


@dataclass(slots=True)
class _Report:
    log_probs: np.ndarray
    rules: list[tuple[str, float]]
    gold: list[int]
    whole: bool


def fit_bert(nlp: Language, golds: Sequence[GoldReport]) -> FittedBert:
    """Learn the weights from gold reports that the encoder was not trained on. nlp: the whole pipeline; it is not changed."""
    bert: BertComponent = nlp.get_pipe(BERT)  # type: ignore[assignment]
    assert bert.encoder is not None
    reports, headings, topics = [], [], []
    golds = [gold for gold in golds if all(p.section for p in gold.paragraphs)]
    for doc, gold in zip(_outlines(nlp, golds), golds, strict=True):
        layout, readings = bert.look(doc)
        reports.append(_report(layout, readings, gold))
        found = [(u.start + s, u.start + e, label, p) for u, r in zip(layout.units, readings, strict=True) for s, e, label, p in r.headings]
        rules = [(span.start_char, span.end_char, span.label_) for span in doc.spans[HEADINGS]]
        headings.append((gather(found, rules), {(h.start, h.end, h.label) for h in gold.headings}))
        topics.append(_topics(doc, gold, layout.units, readings))
    # an outline says less where headings are lost: the weights must know such reports
    bare = [without_headings(gold) for gold in golds]
    lost = [_report(*bert.look(doc), gold) for doc, gold in zip(_outlines(nlp, bare), bare, strict=True)]
    heading_weights, heading_table = fit_weights(headings, HEADING_LABELS)
    topic_weights, topic_table = fit_weights(topics, TOPIC_LABELS)
    best = _fit_sections([*reports, *lost], bert.encoder.order)
    figures = {
        f"{name}{kind}": value for kind, own in (("", reports), (" without headings", lost)) for name, value in _accuracy(own, bert.encoder.order, best).items()
    }
    return FittedBert({**heading_weights, **topic_weights}, asdict(best), heading_table + topic_table, figures)


def _outlines(nlp: Language, golds: Sequence[GoldReport]) -> list[Doc]:
    """Documents as they are before ``fazhi_bert``."""
    with nlp.select_pipes(disable=nlp.pipe_names[nlp.pipe_names.index(BERT) :]):
        return list(nlp.pipe(gold.text for gold in golds))


def _report(layout: Layout, readings: Sequence[Reading], gold: GoldReport) -> _Report:
    return _Report(
        np.array([reading.section for reading in readings]),
        [(unit.section, unit.score) for unit in layout.units],
        [SECTION_LABELS.index(gold.paragraphs[unit.paragraph].section) for unit in layout.units],
        is_whole(layout),
    )


def _topics(doc: Any, gold: GoldReport, units: Sequence[Any], readings: Sequence[Any]) -> tuple[list[Evidence], set[Key]]:
    """A topic of paragraph n as a span (n, n + 1), so that one and the same way of learning serves."""
    seen: dict[Key, float] = {}
    for unit, reading in zip(units, readings, strict=True):
        for name, p in zip(TOPIC_LABELS, reading.topics.tolist(), strict=True):
            key = (unit.paragraph, unit.paragraph + 1, name)
            seen[key] = max(seen.get(key, 0.0), p)
    rules = [set(span._.topics) for span in doc.spans[PARAGRAPHS]]
    # offsets apart for each topic: topics of a paragraph do not exclude each other
    shift = {name: k * len(rules) for k, name in enumerate(TOPIC_LABELS)}
    asked = {n for n, p in enumerate(gold.paragraphs) if p.section in TOPIC_SECTIONS}
    evidence = [Evidence(n + shift[name], n + shift[name] + 1, name, p, rule=name in rules[n]) for (n, _, name), p in sorted(seen.items()) if n in asked]
    wanted = {(n + shift[t], n + shift[t] + 1, t) for n in asked for t in gold.paragraphs[n].topics}
    return evidence, wanted


def _fit_sections(reports: Sequence[_Report], order: np.ndarray) -> SectionWeights:
    """The weights under which the right sequences are most probable, on a grid: three numbers need no more."""
    tried = [SectionWeights(*values) for values in product(_MODEL, _RULE, _ORDER)]
    scores = [sum(log_likelihood(potentials(r.log_probs, r.rules, w), order, w, r.gold, whole=r.whole) for r in reports) for w in tried]
    return tried[int(np.argmax(scores))]


def _accuracy(reports: Sequence[_Report], order: np.ndarray, weights: SectionWeights) -> dict[str, float]:
    total = sum(len(r.gold) for r in reports)
    right = {
        "model": sum(int((r.log_probs.argmax(1) == r.gold).sum()) for r in reports),
        "outline": sum(SECTION_LABELS[g] == section for r in reports for (section, _), g in zip(r.rules, r.gold, strict=True)),
        "both": sum(int((np.array(decode(potentials(r.log_probs, r.rules, weights), order, weights, whole=r.whole)[0]) == r.gold).sum()) for r in reports),
    }
    return {name: count / max(1, total) for name, count in right.items()}
