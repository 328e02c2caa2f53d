"""Learns by which weights rules and a model's proposals are settled, from reports that neither was made on.

Three ways are compared by cross-validation over reports: the model only, the rules only, both; for each label the best is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from spacy.language import Language

from fazhi_nlp.core.docs import ENTITY_LABELS, get_proposals
from fazhi_nlp.core.errors import ConfigError, Errors
from fazhi_nlp.core.weighing import FEATURES, Evidence, Key, Weights, decide, features, vector
from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.training.links import fit_links, link_cases
from fazhi_nlp.training.logistic import fit_logistic
from fazhi_nlp.training.ways import BOTH, FOLDS, MODEL, RULES, WAYS, Row, best_way, fold_of, plain

ENTITIES, ACHIEVEMENTS = "fazhi_entities", "fazhi_achievements"
_SEEN = {BOTH: FEATURES, MODEL: ("bias", "model"), RULES: ("bias", "rule")}
"""The features that each way looks at."""
_SURE = 0.05
"""Log-odds that rules only gives at least to what a rule proposes, and takes from all else."""

Sample = tuple[list[Evidence], set[Key]]
"""What was proposed for a report, and what is right."""


@dataclass(slots=True, frozen=True)
class Fitted:
    """Weights as the components' configurations want them, and the figures by which they were chosen."""

    weights: dict[str, dict[str, float]]
    link_weights: dict[str, dict[str, float]]
    table: list[Row]

    def apply(self, nlp: Language) -> None:
        """Settle with these weights from now on, and write them into the configuration that ``nlp.to_disk`` saves."""
        nlp.get_pipe(ENTITIES).set_weights(self.weights)  # type: ignore[attr-defined]
        nlp.get_pipe_config(ENTITIES)["weights"] = self.weights
        if self.link_weights:
            nlp.get_pipe(ACHIEVEMENTS).set_link_weights(self.link_weights)  # type: ignore[attr-defined]
            nlp.get_pipe_config(ACHIEVEMENTS)["link_weights"] = self.link_weights


def fit(nlp: Language, golds: Sequence[GoldReport], *, folds: int = FOLDS) -> Fitted:
    """Learn the weights for a pipeline from gold reports.

    nlp: a pipeline in which a component sets proposals (`fazhi_nlp.core.docs.set_proposals`) before ``fazhi_entities``; it reads each report once and
    is not changed: call `Fitted.apply`. golds: reports that the model was not trained on, and best such as the rules were not made on. Without
    ``fazhi_achievements`` in the pipeline no link weights are learnt. Raises ConfigError (E812): no ``fazhi_entities``, fewer than two reports, no
    proposals.
    """
    if ENTITIES not in nlp.pipe_names:
        raise ConfigError(Errors.E812.format(reason=f"the pipeline has no component '{ENTITIES}'"))
    if len(golds) < 2:
        raise ConfigError(Errors.E812.format(reason="two reports at least are wanted"))
    recognizer = nlp.get_pipe(ENTITIES)
    maker = nlp.get_pipe(ACHIEVEMENTS) if ACHIEVEMENTS in nlp.pipe_names else None
    samples, cases = [], []
    with nlp.select_pipes(disable=nlp.pipe_names[nlp.pipe_names.index(ENTITIES) :]):
        for doc, gold in zip(nlp.pipe(gold.text for gold in golds), golds, strict=True):
            if get_proposals(doc) is None:
                raise ConfigError(Errors.E812.format(reason=f"no component before '{ENTITIES}' sets proposals"))
            samples.append((recognizer.evidence(doc), {(e.start, e.end, e.label) for e in gold.entities}))  # type: ignore[attr-defined]
            if maker is not None:
                cases.append(link_cases(maker.evidence, doc, gold))  # type: ignore[attr-defined]
    weights, table = fit_weights(samples, ENTITY_LABELS, folds=folds)
    link_weights, link_table = fit_links(cases, folds=folds)
    return Fitted(weights, link_weights, table + link_table)


def fit_weights(samples: Sequence[Sample], labels: Sequence[str], *, folds: int = FOLDS) -> tuple[dict[str, dict[str, float]], list[Row]]:
    """Weights of each label in its best way, as plain numbers, and the figures (strict F1), the last row over ``all`` labels.

    samples: one a report, two at least; a fold holds whole reports.
    """
    tried: dict[str, Counter[str]] = {way: Counter() for way in WAYS}
    fitted: list[tuple[list[Sample], dict[str, dict[str, Weights]]]] = []
    for held, rest in fold_of(samples, folds):
        by_way = {way: _fit(rest, labels, way) for way in WAYS}
        fitted.append((held, by_way))
        for way in WAYS:
            tried[way] += _count(held, by_way[way])
    wanted = Counter(label for _, gold in samples for _, _, label in gold)
    chosen = {label: best_way({way: _f1(tried[way], [label]) for way in WAYS}, wanted[label]) for label in labels}
    kept: Counter[str] = Counter()
    for held, by_way in fitted:
        kept += _count(held, {label: by_way[chosen[label]][label] for label in labels})
    final = {way: _fit(samples, labels, way) for way in set(chosen.values())}
    rows = [
        Row(
            name,
            n=sum(wanted[label] for label in own),
            model=_f1(tried[MODEL], own),
            rules=_f1(tried[RULES], own),
            both=_f1(tried[BOTH], own),
            chosen=chosen.get(name, ""),
            kept=_f1(kept, own),
        )
        for name, own in [*((label, [label]) for label in labels), ("all", list(labels))]
    ]
    return {label: plain(asdict(final[chosen[label]][label])) for label in labels}, rows


def _fit(samples: Sequence[Sample], labels: Sequence[str], way: str) -> dict[str, Weights]:
    """Weights of each label, drawn to those of all labels together, which are drawn to the default ones."""
    evidence = [e for own, _ in samples for e in own]
    y = np.array([e.key in gold for own, gold in samples for e in own], dtype=np.float64)
    seen = np.array([name in _SEEN[way] for name in FEATURES], dtype=np.float64)
    x = features(evidence) * seen
    names = np.array([e.label for e in evidence], dtype=object)
    pooled = fit_logistic(x, y, vector(Weights()) * seen)
    found = {}
    for label in labels:
        own = names == label
        weights = Weights(*fit_logistic(x[own], y[own], pooled).tolist())
        found[label] = _obeying(weights) if way == RULES else weights
    return found


def _obeying(weights: Weights) -> Weights:
    """The weights such that all that a rule proposes stands, and nothing else."""
    bias = min(weights.bias, -_SURE)
    return replace(weights, bias=bias, rule=max(weights.bias + weights.rule, _SURE) - bias)


def _count(samples: Sequence[Sample], weights: dict[str, Weights]) -> Counter[str]:
    """By label, right, found and wanted."""
    counts: Counter[str] = Counter()
    for evidence, gold in samples:
        found = {e.key for e, _ in decide(evidence, weights)}
        for name, keys in (("right", found & gold), ("found", found), ("gold", gold)):
            counts.update(f"{label}/{name}" for _, _, label in keys)
    return counts


def _f1(counts: Counter[str], labels: Sequence[str]) -> float | None:
    right, found, gold = (sum(counts[f"{label}/{name}"] for label in labels) for name in ("right", "found", "gold"))
    return 2 * right / (found + gold) if found + gold else None
