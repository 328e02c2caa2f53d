"""Settles what the rules found and what a model proposes, by learnt weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fazhi_nlp.core.docs import QUANTITY_LABELS, Proposals
from fazhi_nlp.core.weighing import Evidence, Key, Weights, decide, gather
from fazhi_nlp.entities.arbiter import allowed, merge_equal
from fazhi_nlp.entities.base import Candidate, Finder, ParagraphView, Source
from fazhi_nlp.entities.quantity_grammar import parse_quantity


def weigh_up(proposals: Proposals, settled: Iterable[Candidate], source: Source) -> list[Evidence]:
    """All that may be an entity, with its evidence, in order of position.

    settled: what the rules alone would set; the one thing more that speaks for a rule is that it knows what it found from a table (an id). The
    model's spans must be such as the text's structure allows (`allowed`).
    """
    foreign = [Candidate(start, end, label, score=probability, source="model") for start, end, label, probability in proposals.spans]
    spans = [(c.start, c.end, c.label, c.score) for c in allowed(foreign, source.folded, source.paragraphs)]
    known = {key(c): c.id is not None for c in settled}
    return gather(spans, known, {k for k, has_id in known.items() if has_id})


def arbitrate(
    evidence: Sequence[Evidence], weights: Mapping[str, Weights], candidates: Iterable[Candidate], source: Source, *, finders: Iterable[Finder]
) -> list[Candidate]:
    """The entities, in order of position; ``score`` is the probability, ``source`` is model, rule or model+rule.

    evidence: of `weigh_up`. candidates: all that the finders proposed, settled or not: id and attributes of an equal span are kept. A span that only
    the model proposes gets those that the finders would give its text alone.
    """
    chosen = decide(evidence, weights)
    read = {key(c): c for c in merge_equal(candidates)}
    unread = [e.key for e, _ in chosen if e.key not in read and e.label not in QUANTITY_LABELS]
    read.update(read_alone(unread, source, finders))
    settled = []
    for e, score in chosen:
        found, attrs = read.get(e.key), {}
        if found is not None:
            attrs = found.attrs
        elif e.label in QUANTITY_LABELS:
            attrs = parse_quantity(source.text[e.start : e.end]) or {}
        settled.append(Candidate(e.start, e.end, e.label, found.id if found else None, score=score, source=e.source, attrs=attrs))
    return settled


def read_alone(keys: Sequence[Key], source: Source, finders: Iterable[Finder]) -> dict[Key, Candidate]:
    """What the finders say of the text of each span, as if it stood alone in a line; only spans that a finder takes whole and labels so.

    source: where the spans stand; its year and issuers help. Linear in the length of the spans.
    """
    if not keys:
        return {}
    lines, at = [], 0
    for start, end, _ in keys:
        lines.append(ParagraphView(at, at + end - start, "other", ""))
        at += end - start + 1
    text, folded = ("\n".join(whole[start:end] for start, end, _ in keys) for whole in (source.text, source.folded))
    alone = Source(text, folded, lines, source.knowledge, source.year, source.issuers)
    found = {key(c): c for c in merge_equal(c for find in finders for c in find(alone))}
    return {k: c for k, line in zip(keys, lines, strict=True) if (c := found.get((line.start, line.end, k[2]))) is not None}


def key(candidate: Candidate) -> Key:
    """Span and label of a candidate."""
    return (candidate.start, candidate.end, candidate.label)
