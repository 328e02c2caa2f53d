"""Logistic regression with a prior, small and deterministic."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fazhi_nlp.core.weighing import probability

_STEPS = 100
_HALVINGS = 30
_CLOSE = 1e-9


def fit_logistic(
    x: NDArray[np.float64], y: NDArray[np.float64], prior: NDArray[np.float64], *, strength: float = 1.0, counts: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Weights that make the answers likely and stay near the prior; found by Newton's method, halving steps that overshoot.

    x: *shape:* ``(cases, features)``. y: 0 or 1, *shape:* ``(cases,)``. prior: weights where the cases say nothing, *shape:* ``(features,)``; half of
    ``strength`` times the squared distance to them is added to the summed log loss. counts: how often each case counts (default: once).
    *Shape* of the result: ``(features,)``.
    """
    weights = prior.astype(np.float64).copy()
    often = np.ones(len(y)) if counts is None else counts
    loss = _loss(x, y, often, weights, prior, strength)
    for _ in range(_STEPS):
        sure = probability(x @ weights)
        slope = x.T @ (often * (sure - y)) + strength * (weights - prior)
        curve = (x.T * (often * sure * (1 - sure))) @ x + strength * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        size = 1.0
        for _ in range(_HALVINGS):
            after = _loss(x, y, often, weights - size * step, prior, strength)
            if after <= loss:
                break
            size /= 2
        else:
            break
        weights, loss = weights - size * step, after
        if float(np.abs(size * step).max(initial=0.0)) < _CLOSE:
            break
    return weights


def _loss(
    x: NDArray[np.float64], y: NDArray[np.float64], often: NDArray[np.float64], weights: NDArray[np.float64], prior: NDArray[np.float64], strength: float
) -> float:
    odds = x @ weights
    away = weights - prior
    return float((often * (np.logaddexp(0, odds) - y * odds)).sum() + strength / 2 * (away @ away))
