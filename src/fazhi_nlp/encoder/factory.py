"""Entry point of spaCy's factory ``fazhi_bert``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from fazhi_nlp.encoder.component import BertComponent


@Language.factory("fazhi_bert", default_config={"weights": {}, "section_weights": {}, "backend": "auto"})
def create_bert(nlp: Language, name: str, weights: dict[str, Any], section_weights: dict[str, float], backend: str) -> BertComponent:
    """The component that reads paragraphs with a trained encoder; a trained pipeline brings it along.

    weights, section_weights: see `BertComponent`. backend: see `fazhi_nlp.encoder.model.Encoder`.
    """
    return BertComponent(name, weights, section_weights, backend)
