"""What the tests of the layout share: a text's sections, headings, roles and meta, checked by the validator on the way."""

from __future__ import annotations

from dataclasses import dataclass

import spacy
from spacy.language import Language

from fazhi_nlp.core.docs import ReportMeta, get_report_meta, get_span_data
from fazhi_nlp.layout.validate import validate_layout


def pipeline(*, own_tokenizer: bool = True) -> Language:
    """Both components, on our tokenizer or on spaCy's."""
    config = {"nlp": {"tokenizer": {"@tokenizers": "fazhi_nlp.CharTokenizer.v1"}}} if own_tokenizer else {}
    nlp = spacy.blank("zh", config=config)
    nlp.add_pipe("fazhi_layout")
    nlp.add_pipe("fazhi_outline_sections")
    return nlp


NLP = pipeline()


@dataclass
class Seen:
    """sections: of every paragraph; headings: level and text; roles: of every paragraph; segments: section and text."""

    sections: list[str]
    headings: list[tuple[int, str]]
    roles: list[str]
    segments: list[tuple[str, str]]
    meta: ReportMeta


def see(text: str) -> Seen:
    doc = NLP(text)
    validate_layout(doc)
    paragraphs = doc.spans["paragraphs"]
    return Seen(
        [s.label_ for s in paragraphs],
        [(int(s.label_[1:]), s.text) for s in doc.spans["headings"]],
        [get_span_data(s)["role"] for s in paragraphs],
        [(s.label_, s.text) for s in doc.spans["segments"]],
        get_report_meta(doc),
    )
