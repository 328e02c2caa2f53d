"""Figures of an encoder alone on annotated paragraphs, for choosing the best epoch; the pipeline's own figures are `fazhi_nlp.evaluation`'s."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fazhi_nlp.core.docs import QUANTITY_LABELS
from fazhi_nlp.core.weighing import choose, logit
from fazhi_nlp.encoder.backends import Backend
from fazhi_nlp.encoder.characters import CharVocabulary
from fazhi_nlp.encoder.labels import Labels
from fazhi_nlp.encoder.reading import Reading, read
from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.training.examples import nearest, passages


def dev_figures(reports: Sequence[GoldReport], vocabulary: CharVocabulary, labels: Labels, backend: Backend) -> dict[str, float]:
    """Section accuracy, micro F1 of topics, entities (and of each label, ``f1_LAW``) and headings, share of right indicators and actions, and ``score``,
    the mean of those of the tasks learnt."""
    counts: Counter[str] = Counter()
    found = read([p for report in reports for p in passages(report)], vocabulary, labels, backend)
    for paragraph, reading in zip((p for report in reports for p in report.paragraphs), found, strict=True):
        known = bool(paragraph.section) or not labels.sections
        if labels.sections and known:
            counts["sections"] += 1
            counts["sections right"] += labels.sections[int(reading.section.argmax())] == paragraph.section
        if labels.topics and known:
            _count(counts, "topics", {t for t, p in zip(labels.topics, reading.topics, strict=True) if p > 0.5}, set(paragraph.topics))
        for task, spans, gold in (("entities", reading.entities, paragraph.entities), ("headings", reading.headings, paragraph.headings)):
            wanted = {(e.start, e.end, e.label) for e in gold}
            chosen = {spans[k][:3] for k in choose([span[:2] for span in spans], [logit(span[3]) for span in spans])}
            if task == "entities" or known:
                _count(counts, task, chosen, wanted)
            for label in labels.entities if task == "entities" else ():
                _count(counts, label, {s for s in chosen if s[2] == label}, {s for s in wanted if s[2] == label})
        if labels.links:
            _count_links(counts, reading, paragraph.text, [e for e in paragraph.entities if e.label in QUANTITY_LABELS])
    out: dict[str, float] = {}
    if labels.sections:
        out["sections"] = counts["sections right"] / max(1, counts["sections"])
    for task, learnt in (("topics", labels.topics), ("entities", labels.entities), ("headings", labels.headings)):
        if learnt:
            out[task] = _f1(counts, task)
    if labels.links:
        out |= {name: counts[f"{name} right"] / max(1, counts[name]) for name in ("indicators", "actions")}
    out["score"] = sum(out.values()) / len(out)
    return out | {f"f1_{label}": _f1(counts, label) for label in labels.entities}


def _count_links(counts: Counter[str], reading: Reading, text: str, quantities: list) -> None:  # type: ignore[type-arg]
    links = {link.anchor: link for link in reading.links}
    for quantity in quantities:
        link = links.get(quantity.start)
        attrs = dict(quantity.attrs)
        for name, letter in (("indicators", "i"), ("actions", "a")):
            words = attrs.get(letter, "")
            if words and nearest(words, quantity, text) is None:
                continue
            span = None if link is None else link.indicator if letter == "i" else link.action
            counts[name] += 1
            counts[f"{name} right"] += link is not None and (text[span[0] : span[1]] if span else "") == words


def _count(counts: Counter[str], key: str, found: set, wanted: set) -> None:  # type: ignore[type-arg]
    counts[f"{key} tp"] += len(found & wanted)
    counts[f"{key} found"] += len(found)
    counts[f"{key} wanted"] += len(wanted)


def _f1(counts: Counter[str], key: str) -> float:
    total = counts[f"{key} found"] + counts[f"{key} wanted"]
    return 2 * counts[f"{key} tp"] / total if total else 1.0
