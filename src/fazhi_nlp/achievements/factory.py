"""The component ``fazhi_achievements``: typed records for the quantities among ``doc.ents``."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from fazhi_nlp.achievements.governor import verb_grammar
from fazhi_nlp.achievements.indicators import IndicatorFinder
from fazhi_nlp.achievements.reader import AchievementReader, Item
from fazhi_nlp.core.docs import PARAGRAPHS, QUANTITY_LABELS, Achievement, get_span_data, set_achievements
from fazhi_nlp.core.errors import ConfigError, Errors
from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.quantity_grammar import parse_quantity
from fazhi_nlp.knowledge.base import load_knowledge

_NEAR = 250
"""How far from a quantity, in characters, its words are looked for."""
_UNREADABLE: dict[str, Any] = {"value": 1, "upper": None, "comparator": "approx", "unit": ""}


class AchievementMaker:
    """Makes one `Achievement` of every entity ACHIEVEMENT or TARGET, in order of position.

    Value, upper, comparator and unit are those of the span's ``attrs``; without them (a span that a model found) they are read from its text.
    A span whose text holds no number that can be read counts as about one: value 1, comparator approx, unit ``""``, so that every entity
    has its record. Needs the paragraphs of ``fazhi_layout``: raises ConfigError (E004) without them.
    """

    def __init__(self, nlp: Language, name: str, knowledge_folders: list[str]) -> None:
        self.name = name
        self._nlp = nlp
        knowledge = load_knowledge(knowledge_folders)
        self._reader = AchievementReader(verb_grammar(knowledge.verbs))
        self._indicators = IndicatorFinder(knowledge.indicators)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.achievements``; those set before are replaced."""
        if PARAGRAPHS not in doc.spans:
            raise ConfigError(Errors.E004.format(name=self.name, needs="fazhi_layout", pipes=self._nlp.pipe_names))
        text, folded = doc.text, fold(doc.text)
        spans = [e for e in doc.ents if e.label_ in QUANTITY_LABELS]
        dates, bodies = _spans(doc, "DATE"), _spans(doc, "ORG")
        attrs = [_attrs(span) for span in spans]
        items = [Item(s.start_char, s.end_char, a["unit"], float(a["value"])) for s, a in zip(spans, attrs, strict=True)]
        starts = [p.start_char for p in doc.spans[PARAGRAPHS]]
        readings = self._reader.read(folded, items, dates=dates, bodies=bodies)
        records = []
        for span, found, reading in zip(spans, attrs, readings, strict=True):
            paragraph = bisect_right(starts, span.start_char) - 1
            records.append(
                Achievement(
                    start=span.start_char,
                    end=span.end_char,
                    text=text[span.start_char : span.end_char],
                    label=span.label_,
                    value=found["value"],
                    upper=found["upper"],
                    comparator=found["comparator"],
                    unit=found["unit"],
                    indicator=_as_written(reading.indicator, text, folded, span),
                    indicator_id=self._indicators.find(reading.indicator),
                    action=_as_written(reading.action, text, folded, span),
                    status="planned" if span.label_ == "TARGET" else "achieved",
                    paragraph=paragraph if paragraph >= 0 else None,
                    parent=reading.parent,
                )
            )
        set_achievements(doc, records)
        return doc


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


@Language.factory("fazhi_achievements", default_config={"knowledge_folders": []}, requires=["doc.ents"])
def create_achievements(nlp: Language, name: str, knowledge_folders: list[str]) -> AchievementMaker:
    """Entry point of spaCy's factories. knowledge_folders: folders with tables that are merged over the library's own, in order."""
    return AchievementMaker(nlp, name, knowledge_folders)
