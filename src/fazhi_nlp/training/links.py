"""Learns when a model's indicator or action is to be taken in place of that of the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain

import numpy as np
from spacy.tokens import Doc
from spacy.util import filter_spans

from fazhi_nlp.achievements.links import ACTION, INDICATOR, LINK_FIELDS, Answers, LinkEvidence, LinkWeights, link_features, link_vector, settle_link
from fazhi_nlp.core.docs import QUANTITY_LABELS, make_span
from fazhi_nlp.core.normalize import fold
from fazhi_nlp.gold.markup import GoldReport, overlaps, quantity_attributes
from fazhi_nlp.training.logistic import fit_logistic
from fazhi_nlp.training.ways import BOTH, FOLDS, MODEL, RULES, WAYS, Row, best_way, fold_of, plain

_ALWAYS = 1000.0
_EXACT, _OVERLAP = "exact", "overlap"


@dataclass(slots=True, frozen=True)
class Case:
    """Two answers for one attribute of a quantity, and the right one."""

    name: str
    answers: Answers
    gold: str

    def grades(self, answer: str | None) -> dict[str, bool]:
        """Whether an answer is exactly right, and whether it overlaps what is right."""
        wanted, found = fold(self.gold), "".join(fold(answer or "").split())
        return {_EXACT: found == wanted, _OVERLAP: found == wanted or overlaps(wanted, found)}

    def grade(self, answer: str | None) -> float:
        """How good an answer is, 0 to 1: of an indicator the overlap is half, of an action all must be right."""
        grades = self.grades(answer)
        return (grades[_EXACT] + grades[_OVERLAP]) / 2 if self.name == INDICATOR else float(grades[_EXACT])


def link_cases(read: Callable[[Doc], Iterable[LinkEvidence]], doc: Doc, gold: GoldReport) -> list[Case]:
    """The cases of a report: what rules and model say of its gold quantities.

    read: ``AchievementMaker.evidence``. doc: of ``gold.text``, with paragraphs and proposals; its entities become those of the gold.
    """
    spans = [make_span(doc, e.start, e.end, e.label) for e in gold.entities]
    doc.set_ents(filter_spans([span for span in spans if span is not None]))
    attrs = {(e.start, e.end): quantity_attributes(e) for e in gold.entities if e.label in QUANTITY_LABELS}
    cases = []
    for found in read(doc):
        own = attrs.get((found.start, found.end), {})
        cases += [Case(INDICATOR, found.indicator, own.get("i", "")), Case(ACTION, found.action, own.get("a", ""))]
    return cases


def fit_links(reports: Sequence[list[Case]], *, folds: int = FOLDS) -> tuple[dict[str, dict[str, float]], list[Row]]:
    """Weights for indicator and action in their best way, as plain numbers, and the figures: share right, for the indicator of overlaps too.

    reports: the cases of each; a fold holds whole reports. An attribute without a case has no weights and no rows.
    """
    weights, rows = {}, []
    for name in LINK_FIELDS:
        own = [[case for case in cases if case.name == name] for cases in reports]
        every = list(chain.from_iterable(own))
        if not every:
            continue
        counts: Counter[tuple[str, str]] = Counter()
        for held, rest in fold_of(own, folds):
            for way in WAYS:
                fitted = _fit(list(chain.from_iterable(rest)), way)
                for case in chain.from_iterable(held):
                    answer = settle_link(case.answers, fitted)
                    counts.update((way, metric) for metric, right in case.grades(answer).items() if right)
        metrics = {_EXACT: name, _OVERLAP: f"{name} overlap"} if name == INDICATOR else {_EXACT: name}
        chosen = best_way({way: sum(counts[way, metric] for metric in metrics) / len(metrics) / len(every) for way in WAYS}, len(every))
        weights[name] = plain(asdict(_fit(every, chosen)))
        for metric, title in metrics.items():
            model, rules, both, kept = (counts[way, metric] / len(every) for way in (MODEL, RULES, BOTH, chosen))
            rows.append(Row(title, len(every), model=model, rules=rules, both=both, chosen=chosen, kept=kept))
    return weights, rows


def _fit(cases: Sequence[Case], way: str) -> LinkWeights:
    """Learn from the cases in which one answer is better than the other, each as often as it is better."""
    if way != BOTH:
        return LinkWeights(bias=_ALWAYS if way == MODEL else -_ALWAYS, model=0, overlap=0, rule_none=0, model_none=0)
    graded = [(case.answers, case.grade(case.answers.model) - case.grade(case.answers.rule)) for case in cases]
    told = [(answers, better) for answers, better in graded if better]
    better = np.array([b for _, b in told], dtype=np.float64)
    x = link_features([answers for answers, _ in told])
    found = fit_logistic(x, (better > 0).astype(np.float64), link_vector(LinkWeights()), counts=np.abs(better))
    return LinkWeights(*found.tolist())
