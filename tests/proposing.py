"""A stand-in for a model: a component that sets proposals which a test has written."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from fazhi_nlp.core.docs import Link, Proposals, set_proposals
from fazhi_nlp.core.tokenizer import NAME

PROPOSED: dict[str, Proposals] = {}
"""What the component proposes, by text; nothing for other texts."""
READ: list[str] = []
"""The texts that the component has read."""


@Language.component("fazhi_test_model")
def propose(doc: Doc) -> Doc:
    READ.append(doc.text)
    if doc.text in PROPOSED:
        set_proposals(doc, PROPOSED[doc.text])
    return doc


def spans_of(text: str, *wanted: tuple[str, str, float]) -> list[tuple[int, int, str, float]]:
    """Proposals by surface, label and probability; each surface is taken where it stands first."""
    return [(text.index(surface), text.index(surface) + len(surface), label, p) for surface, label, p in wanted]


def link_of(text: str, quantity: str, *, indicator: tuple[str | None, float] = (None, 0.0), action: tuple[str | None, float] = (None, 0.0)) -> Link:
    """A link by surfaces."""
    (what, sure), (verb, surely) = indicator, action
    found = [(text.index(s), text.index(s) + len(s)) if s else None for s in (what, verb)]
    return Link(text.index(quantity), found[0], sure, found[1], surely)


def pipeline(**configs: dict[str, object]) -> Language:
    """The rule pipeline with the stand-in before the entities. configs: of the components by name."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": NAME}}})
    for name in ("fazhi_layout", "fazhi_outline_sections", "fazhi_test_model", "fazhi_entities", "fazhi_achievements"):
        nlp.add_pipe(name, config=configs.get(name, {}))
    return nlp
