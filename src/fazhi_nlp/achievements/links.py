"""Settles the two answers to what a quantity counts and which verb governs it: that of the rules and that of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.core.weighing import logit

INDICATOR, ACTION = "indicator", "action"
LINK_FIELDS = (INDICATOR, ACTION)


@dataclass(slots=True, frozen=True)
class LinkWeights:
    """Weights of the log-odds that the model's answer is to be taken where it differs from that of the rules. The defaults are those for a model of
    which nothing has been learnt.

    Rules only: ``bias`` -1000 and the others 0. Model only: ``bias`` 1000 and the others 0.
    """

    bias: float = -0.5
    model: float = 1.0
    """Of the log-odds of the model's probability."""
    overlap: float = 0.5
    """If one answer holds the other, so that only the edges differ."""
    rule_none: float = 1.0
    """If the rules found nothing."""
    model_none: float = -1.0
    """If the model sees nothing."""


LINK_FEATURES = tuple(field.name for field in fields(LinkWeights))


@dataclass(slots=True, frozen=True)
class Answers:
    """What the rules and a model say of one quantity, as the document has it; None for nothing. probability: the model's, of its answer."""

    rule: str | None
    model: str | None
    probability: float


@dataclass(slots=True, frozen=True)
class LinkEvidence:
    """The answers for the quantity at start to end (characters, end exclusive)."""

    start: int
    end: int
    indicator: Answers
    action: Answers


def link_features(answers: Sequence[Answers]) -> NDArray[np.float64]:
    """The numbers that `LinkWeights` go with. *Shape:* ``(answers, len(LINK_FEATURES))``."""
    rows = []
    for a in answers:
        rule, model = fold(a.rule or ""), fold(a.model or "")
        rows.append((1.0, logit(a.probability), bool(rule and model) and (rule in model or model in rule), not rule, not model))
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(LINK_FEATURES))


def link_vector(weights: LinkWeights) -> NDArray[np.float64]:
    """Weights in the order of LINK_FEATURES. *Shape:* ``(len(LINK_FEATURES),)``."""
    return np.array([getattr(weights, name) for name in LINK_FEATURES], dtype=np.float64)


def settle_link(answers: Answers, weights: LinkWeights) -> str | None:
    """The answer that stands."""
    return answers.model if float((link_features([answers]) @ link_vector(weights))[0]) > 0 else answers.rule
