"""The pipelines of this project."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from benchmarks.accuracy.baselines.base import MONEY, SECTIONS
from spacy.language import Language

import fazhi_nlp
from fazhi_nlp.about import shipped_model
from fazhi_nlp.core.docs import ENTITY_LABELS
from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.pipeline import RULES, analyze_many
from fazhi_nlp.report import Report

OFFERS = (SECTIONS, *ENTITY_LABELS, MONEY)
MODEL = "model"
"""Name of the shipped model's column."""


def own_pipelines(folder: Path | None) -> dict[str, Language]:
    """The rules, and the model where there is one. folder: of a trained pipeline to take in the place of the shipped model."""
    out = {RULES: fazhi_nlp.load(RULES)}
    if (model := folder or shipped_model()) is not None:
        out[MODEL] = fazhi_nlp.load(model)
    return out


def analyses(nlp: Language, golds: Iterable[GoldReport]) -> list[Report]:
    """The reports as a pipeline reads them."""
    return list(analyze_many([(gold.text, gold.name) for gold in golds], nlp=nlp))
