"""The component ``fazhi_achievements``: typed records for the quantities among ``doc.ents``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from fazhi_nlp.achievements.governor import verb_grammar
from fazhi_nlp.achievements.indicators import IndicatorFinder
from fazhi_nlp.achievements.links import LINK_FIELDS, Answers, LinkEvidence, LinkWeights, settle_link
from fazhi_nlp.achievements.reader import AchievementReader, Item
from fazhi_nlp.core.docs import PARAGRAPHS, QUANTITY_LABELS, Achievement, Link, get_proposals, get_span_data, set_achievements
from fazhi_nlp.core.errors import ConfigError, Errors
from fazhi_nlp.core.normalize import fold
from fazhi_nlp.core.weighing import read_weights
from fazhi_nlp.entities.quantity_grammar import parse_quantity
from fazhi_nlp.knowledge.base import load_knowledge

_NEAR = 250
"""How far from a quantity, in characters, its words are looked for."""
_UNREADABLE: dict[str, Any] = {"value": 1, "upper": None, "comparator": "approx", "unit": ""}


@dataclass(slots=True)
class _Quantity:
    """A quantity and what the rules say of it, in the words of the document."""

    span: Span
    attrs: dict[str, Any]
    indicator: str | None
    action: str | None
    parent: int | None


class AchievementMaker:
    """Makes one `Achievement` of every entity ACHIEVEMENT or TARGET, in order of position.

    Value, upper, comparator and unit are those of the span's ``attrs``; without them (a span that a model found) they are read from its text.
    A span whose text holds no number that can be read counts as about one: value 1, comparator approx, unit ``""``, so that every entity
    has its record. Where a model proposes links (`fazhi_nlp.core.docs.Proposals`) for the place at which the quantity begins, indicator and action are
    settled between it and the rules. Needs the paragraphs of ``fazhi_layout``. Raises ConfigError: E004 without them, E011 for weights that cannot be
    used.
    """

    def __init__(self, nlp: Language, name: str, knowledge_folders: list[str], link_weights: Mapping[str, Mapping[str, float]]) -> None:
        self.name = name
        self._nlp = nlp
        knowledge = load_knowledge(knowledge_folders)
        self._reader = AchievementReader(verb_grammar(knowledge.verbs))
        self._indicators = IndicatorFinder(knowledge.indicators)
        self.link_weights: dict[str, LinkWeights] = {}
        self.set_link_weights(link_weights)

    def set_link_weights(self, link_weights: Mapping[str, Mapping[str, float]]) -> None:
        """Settle with these from now on: for ``indicator`` and ``action`` the numbers of `LinkWeights`. Raises ConfigError (E011)."""
        self.link_weights = read_weights(LinkWeights, link_weights, LINK_FIELDS, setting="link_weights")

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.achievements``; those set before are replaced."""
        text, starts = doc.text, [p.start_char for p in self._paragraphs(doc)]
        links, records = _links(doc), []
        for found in self._quantities(doc):
            span, attrs, indicator, action = found.span, found.attrs, found.indicator, found.action
            if (link := links.get(span.start_char)) is not None:
                answers = _answers(text, found, link)
                indicator, action = self._settle("indicator", answers.indicator), self._settle("action", answers.action)
            paragraph = bisect_right(starts, span.start_char) - 1
            records.append(
                Achievement(
                    start=span.start_char,
                    end=span.end_char,
                    text=text[span.start_char : span.end_char],
                    label=span.label_,
                    value=attrs["value"],
                    upper=attrs["upper"],
                    comparator=attrs["comparator"],
                    unit=attrs["unit"],
                    indicator=indicator,
                    indicator_id=self._indicators.find(fold(indicator or "")),
                    action=action,
                    status="planned" if span.label_ == "TARGET" else "achieved",
                    paragraph=paragraph if paragraph >= 0 else None,
                    parent=found.parent,
                )
            )
        set_achievements(doc, records)
        return doc

    def evidence(self, doc: Doc) -> list[LinkEvidence]:
        """The answers of rules and model for the quantities among ``doc.ents`` of which a model says something, in order. Sets nothing."""
        text, links = doc.text, _links(doc)
        return [_answers(text, q, links[q.span.start_char]) for q in self._quantities(doc) if q.span.start_char in links]

    def _settle(self, name: str, answers: Answers) -> str | None:
        return settle_link(answers, self.link_weights.get(name, LinkWeights()))

    def _paragraphs(self, doc: Doc) -> list[Span]:
        if PARAGRAPHS not in doc.spans:
            raise ConfigError(Errors.E004.format(name=self.name, needs="fazhi_layout", pipes=self._nlp.pipe_names))
        return list(doc.spans[PARAGRAPHS])

    def _quantities(self, doc: Doc) -> list[_Quantity]:
        text, folded = doc.text, fold(doc.text)
        spans = [e for e in doc.ents if e.label_ in QUANTITY_LABELS]
        attrs = [_attrs(span) for span in spans]
        items = [Item(s.start_char, s.end_char, a["unit"], float(a["value"])) for s, a in zip(spans, attrs, strict=True)]
        readings = self._reader.read(folded, items, dates=_spans(doc, "DATE"), bodies=_spans(doc, "ORG"))
        return [
            _Quantity(s, a, _as_written(r.indicator, text, folded, s), _as_written(r.action, text, folded, s), r.parent)
            for s, a, r in zip(spans, attrs, readings, strict=True)
        ]


def _links(doc: Doc) -> dict[int, Link]:
    proposals = get_proposals(doc)
    return {} if proposals is None else {link.anchor: link for link in proposals.links}


def _answers(text: str, found: _Quantity, link: Link) -> LinkEvidence:
    indicator, action = (text[slice(*span)] if span else None for span in (link.indicator, link.action))
    return LinkEvidence(
        found.span.start_char,
        found.span.end_char,
        Answers(found.indicator, indicator, link.indicator_score),
        Answers(found.action, action, link.action_score),
    )


def _spans(doc: Doc, label: str) -> list[tuple[int, int]]:
    return [(e.start_char, e.end_char) for e in doc.ents if e.label_ == label]


def _as_written(words: str | None, text: str, folded: str, span: Span) -> str | None:
    """Words of the folded text as the text has them, taken from where they stand nearest before the span, or after it."""
    if not words:
        return words
    start, end = span.start_char, span.end_char
    at = folded.rfind(words, max(0, start - _NEAR), end)
    at = folded.find(words, end, end + _NEAR) if at < 0 else at
    return words if at < 0 else text[at : at + len(words)]


def _attrs(span: Span) -> dict[str, Any]:
    attrs = get_span_data(span).get("attrs") or {}
    return attrs if _UNREADABLE.keys() <= attrs.keys() else parse_quantity(span.text) or dict(_UNREADABLE)


@Language.factory("fazhi_achievements", default_config={"knowledge_folders": [], "link_weights": {}}, requires=["doc.ents"])
def create_achievements(nlp: Language, name: str, knowledge_folders: list[str], link_weights: dict[str, dict[str, float]]) -> AchievementMaker:
    """Entry point of spaCy's factories.

    knowledge_folders: folders with tables that are merged over the library's own, in order. link_weights: for ``indicator`` and ``action`` the numbers
    by which the rules' answer and a model's are settled (`fazhi_nlp.achievements.links.LinkWeights`); what is not there takes the defaults.
    """
    return AchievementMaker(nlp, name, knowledge_folders, link_weights)
