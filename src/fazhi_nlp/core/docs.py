"""What a `Doc` carries between the rooms, and how: groups of spans, attributes of spans, typed records.

Groups: ``doc.spans["paragraphs"]`` (label: section type, ``""`` until known), ``"headings"`` (label H1 to H4), ``"sections"``
(label: section type), ``"segments"`` (pieces of a report without line breaks), ``"words"``. Entities: ``doc.ents``.

Attributes of a span (``span._.score``, ``span._.source``, ``span._.topics``, ``span._.role``, ``span._.attrs``) are kept by character offsets
*and label*: spaCy's own store forgets the label, and a paragraph and the heading that fills it have the same offsets.
All is plain data in ``doc.user_data``, so ``Doc.to_bytes``, ``DocBin`` and worker processes carry it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from spacy.tokens import Doc, Span

PARAGRAPHS, HEADINGS, SECTIONS, SEGMENTS, WORDS = "paragraphs", "headings", "sections", "segments", "words"

SECTION_LABELS = ("title", "preamble", "measures", "problems", "leadership", "plan", "other", "signature", "noise")
TOPIC_LABELS = (
    "party_leadership", "functions", "rulemaking", "decision", "enforcement", "emergency", "disputes", "oversight", "digital", "publicity", "capacity",
)  # fmt: skip
ENTITY_LABELS = ("LAW", "DOC", "ORG", "GPE", "PERSON", "DATE", "EVENT", "ACHIEVEMENT", "TARGET")
QUANTITY_LABELS = ("ACHIEVEMENT", "TARGET")
HEADING_LABELS = ("H1", "H2", "H3", "H4")

_STORE = "fazhi"


@dataclass(slots=True)
class ReportMeta:
    """What is said of the report as a whole. Offsets are code points of ``doc.text``, end exclusive."""

    title: str | None = None
    doc_number: str | None = None
    addressee: str | None = None
    issuers: list[str] = field(default_factory=list)
    issuer: str | None = None
    issuer_level: str | None = None
    year: int | None = None
    signed_date: str | None = None
    """ISO date, such as 2024-01-17."""
    genre_score: float | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Achievement:
    """A numeric achievement or target; the fields are those of ``fazhi-report/1``. start, end: characters of ``doc.text``."""

    start: int
    end: int
    text: str
    label: str
    value: float | int
    upper: float | int | None
    comparator: str
    unit: str
    indicator: str | None = None
    action: str | None = None
    status: str = "achieved"
    paragraph: int | None = None
    parent: int | None = None
    indicator_id: str | None = None
    period: list[str] | None = None
    scope: str | None = None
    basis: str | None = None
    measure: str | None = None


@dataclass(slots=True)
class Link:
    """Indicator and action of the quantity that begins at ``anchor``, as a model sees them. Spans are (start, end) in characters of ``doc.text``, None
    where the model sees none; the scores are probabilities of that answer, of None too."""

    anchor: int
    indicator: tuple[int, int] | None
    indicator_score: float
    action: tuple[int, int] | None
    action_score: float


@dataclass(slots=True)
class Proposals:
    """What a model proposes to the rooms that settle entities and achievements.

    spans: (start, end, label, probability), every entity span of probability PROPOSAL_FLOOR or more, overlaps included; a span that is not listed has
    less. links: one for every place where a quantity may begin, by anchor.
    """

    spans: list[tuple[int, int, str, float]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


PROPOSAL_FLOOR = 0.003


def set_span_data(span: Span, **data: Any) -> Span:
    """Set attributes (score, source, topics, role, attrs ...) of a span, kept under its offsets and label; gives the span back."""
    _data(span.doc).setdefault(_key(span), {}).update(data)
    return span


def get_span_data(span: Span) -> dict[str, Any]:
    """All attributes set on the span (empty if none)."""
    return _data(span.doc).get(_key(span)) or {}


def _data(doc: Doc) -> dict[tuple[Any, ...], Any]:
    # spaCy's stubs know string keys only; its own extensions use tuples
    return cast("dict[tuple[Any, ...], Any]", doc.user_data)


def _key(span: Span) -> tuple[str, int, int, str]:
    return (_STORE, span.start_char, span.end_char, span.label_)


def make_span(doc: Doc, start: int, end: int, label: str = "", *, kb_id: str = "", **data: Any) -> Span | None:
    """The span of characters start to end (exclusive), whatever the tokenizer, with its attributes set.

    kb_id: id in a table of knowledge, kept as ``span.kb_id_``. A boundary inside a token (possible only with other tokenizers)
    widens to that token. None if it holds no token.
    """
    span: Span | None = Span(doc, start, end, label=label, kb_id=kb_id) if is_char_doc(doc) else _widened(doc, start, end, label, kb_id)
    if span is None or not len(span):
        return None
    return set_span_data(span, **data) if data else span


def _widened(doc: Doc, start: int, end: int, label: str, kb_id: str) -> Span | None:
    span: Span | None = doc.char_span(start, end, label=label, kb_id=kb_id, alignment_mode="expand")
    return span


def is_char_doc(doc: Doc) -> bool:
    """Whether every token is one character, so that character offsets are token numbers."""
    return len(doc) > 0 and doc[-1].idx + 1 == len(doc) and not doc[-1].whitespace_ and len(doc[-1]) == 1


def set_achievements(doc: Doc, records: Iterable[Achievement]) -> None:
    """Store the achievements of a `Doc` (as plain data)."""
    _data(doc)[(_STORE, "achievements")] = [asdict(r) for r in records]


def set_report_meta(doc: Doc, meta: ReportMeta) -> None:
    """Store what is said of the report as a whole (as plain data)."""
    _data(doc)[(_STORE, "meta")] = asdict(meta)


def get_achievements(doc: Doc) -> list[Achievement]:
    """``doc._.achievements``: typed records, made anew at each call; change them with `set_achievements`."""
    return [Achievement(**r) for r in _data(doc).get((_STORE, "achievements")) or ()]


def get_report_meta(doc: Doc) -> ReportMeta:
    """``doc._.report_meta``: made anew at each call; change it with `set_report_meta`."""
    return ReportMeta(**(_data(doc).get((_STORE, "meta")) or {}))


def set_proposals(doc: Doc, proposals: Proposals) -> None:
    """Store what a model proposes (as plain data)."""
    _data(doc)[(_STORE, "proposals")] = asdict(proposals)


def get_proposals(doc: Doc) -> Proposals | None:
    """What a model proposed, made anew at each call; None if none has read the `Doc`."""
    found = _data(doc).get((_STORE, "proposals"))
    return None if found is None else Proposals([tuple(span) for span in found["spans"]], [Link(**link) for link in found["links"]])


def add_warning(doc: Doc, message: str) -> None:
    """Add a coded warning to the report, once."""
    meta = get_report_meta(doc)
    if message not in meta.warnings:
        meta.warnings.append(message)
        set_report_meta(doc, meta)


def _score(span: Span) -> float:
    return float(get_span_data(span).get("score", 1.0))


def _source(span: Span) -> str:
    return str(get_span_data(span).get("source", "rule"))


def _topics(span: Span) -> list[str]:
    return list(get_span_data(span).get("topics", ()))


def _role(span: Span) -> str:
    return str(get_span_data(span).get("role", ""))


def _attrs(span: Span) -> dict[str, Any]:
    return dict(get_span_data(span).get("attrs", {}))


def register_extensions() -> None:
    """Make ``doc._.achievements``, ``doc._.report_meta``, ``span._.score`` ... known to spaCy; called when this module is imported."""
    for name, getter in (("achievements", get_achievements), ("report_meta", get_report_meta)):
        Doc.set_extension(name, getter=getter, force=True)
    for name, span_getter in (("score", _score), ("source", _source), ("topics", _topics), ("role", _role), ("attrs", _attrs)):
        Span.set_extension(name, getter=span_getter, force=True)


register_extensions()
