"""The records of ``fazhi-report/1`` as pydantic models.

All offsets are code points of the text as read, start inclusive, end exclusive; a record's ``text`` is that slice.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from spacy.tokens import Doc

from fazhi_nlp.about import __version__
from fazhi_nlp.core import docs
from fazhi_nlp.core.errors import ConfigError, Errors

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "fazhi-report/1"

Section = Literal["title", "preamble", "measures", "problems", "leadership", "plan", "other", "signature", "noise"]
Topic = Literal[
    "party_leadership", "functions", "rulemaking", "decision", "enforcement", "emergency", "disputes", "oversight", "digital", "publicity", "capacity",
]  # fmt: skip
EntityLabel = Literal["LAW", "DOC", "ORG", "GPE", "PERSON", "DATE", "EVENT", "ACHIEVEMENT", "TARGET"]
IssuerLevel = Literal["township", "county", "city", "province", "ministry", "department"]
Comparator = Literal["eq", "approx", "gt", "ge", "lt", "le"]
Number = int | float


class _Record(BaseModel):
    # keys may be added by later versions of the contract: reading an unknown one must not fail
    model_config = ConfigDict(extra="ignore")


class Producer(_Record):
    """What made the report: version of the library, name and version of the model, SHA-256 of its weights (null for rules)."""

    library: str = __version__
    model: str | None = None
    model_sha256: str | None = None


class HeadingRecord(_Record):
    """A heading inside a paragraph: its number and words, without the closing 。 or ：."""

    start: int
    end: int
    level: int = Field(ge=1, le=4)


class ParagraphRecord(_Record):
    """A non-blank line, trimmed as ``str.strip`` does."""

    start: int
    end: int
    section: Section
    section_score: float
    topics: list[Topic] = []
    headings: list[HeadingRecord] = []


class SegmentRecord(_Record):
    """A piece of a paragraph that had to be cut, because the report came without line breaks."""

    start: int
    end: int
    section: Section


class EntityRecord(_Record):
    """A named entity or a quantity."""

    start: int
    end: int
    label: EntityLabel
    text: str
    id: str | None = None
    score: float = 1.0
    source: str = "rule"


class AchievementRecord(_Record):
    """A numeric achievement (or target): one for each entity ACHIEVEMENT or TARGET, with the same offsets.

    ``value`` and ``upper`` (of a range) have 万 and 亿 multiplied out, percentages in percent; ``paragraph`` and ``parent`` are indices
    into the report's ``paragraphs`` and ``achievements``.
    """

    start: int
    end: int
    text: str
    label: Literal["ACHIEVEMENT", "TARGET"]
    value: Number
    upper: Number | None = None
    comparator: Comparator = "eq"
    unit: str = ""
    indicator: str | None = None
    indicator_id: str | None = None
    action: str | None = None
    period: list[str] | None = None
    status: Literal["achieved", "planned"] = "achieved"
    scope: Literal["own", "higher", "other"] | None = None
    basis: Literal["current", "baseline", "comparison"] | None = None
    measure: Literal["flow", "stock"] | None = None
    parent: int | None = None
    paragraph: int | None = None


class Report(_Record):
    """One analysed report."""

    schema_: str = Field(default=SCHEMA, alias="schema", serialization_alias="schema")
    producer: Producer = Producer()
    source: str | None = None
    text_sha256: str
    title: str | None = None
    doc_number: str | None = None
    addressee: str | None = None
    issuers: list[str] = []
    issuer: str | None = None
    issuer_level: IssuerLevel | None = None
    year: int | None = None
    signed_date: str | None = None
    genre_score: float | None = None
    paragraphs: list[ParagraphRecord] = []
    segments: list[SegmentRecord] | None = None
    entities: list[EntityRecord] = []
    achievements: list[AchievementRecord] = []
    findings: list[dict[str, JsonValue]] = []
    warnings: list[str] = []
    text: str | None = None

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    @classmethod
    def from_doc(cls, doc: Doc, *, source: str | None = None, producer: Producer | None = None, with_text: bool = False) -> Report:
        """The report of a `Doc` that went through a pipeline of this library.

        source: path or id to put into the record; producer: see `fazhi_nlp.producer`; with_text: keep the text in the record.
        Raises ConfigError (E601) if no component gave the paragraphs their section types.
        """
        text = doc.text
        meta = docs.get_report_meta(doc)
        return cls(
            producer=producer or Producer(),
            source=source,
            text_sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
            title=meta.title,
            doc_number=meta.doc_number,
            addressee=meta.addressee,
            issuers=meta.issuers,
            issuer=meta.issuer,
            issuer_level=meta.issuer_level,  # type: ignore[arg-type]
            year=meta.year,
            signed_date=meta.signed_date,
            genre_score=meta.genre_score,
            paragraphs=_paragraphs(doc),
            segments=[SegmentRecord(start=s.start_char, end=s.end_char, section=s.label_) for s in doc.spans.get(docs.SEGMENTS, ())] or None,
            entities=_entities(doc, text),
            achievements=[AchievementRecord.model_validate(record, from_attributes=True) for record in docs.get_achievements(doc)],
            warnings=meta.warnings,
            text=text if with_text else None,
        )

    def to_json(self) -> str:
        """One line of JSON, as ``fazhi-nlp analyze --format jsonl`` writes it.

        ``text`` and ``segments`` stand there only if there are any. U+2028, U+2029 and U+0085 are escaped, for readers that take them for line ends.
        """
        left_out = {key for key in ("text", "segments") if getattr(self, key) is None}
        line = json.dumps(self.model_dump(mode="json", by_alias=True, exclude=left_out), ensure_ascii=False)
        for character in "\u2028\u2029\u0085":
            line = line.replace(character, f"\\u{ord(character):04x}")
        return line

    @classmethod
    def from_json(cls, line: str) -> Report:
        """The report that `to_json` wrote. Raises pydantic's ValidationError for anything else."""
        return cls.model_validate_json(line)

    def to_frame(self, table: str = "achievements") -> pd.DataFrame:
        """One table of the report as a pandas data frame: see `fazhi_nlp.report.frames.to_frames`."""
        from fazhi_nlp.report.frames import to_frames

        return to_frames([self])[table]


def _paragraphs(doc: Doc) -> list[ParagraphRecord]:
    headings: list[HeadingRecord] = [HeadingRecord(start=h.start_char, end=h.end_char, level=int(h.label_[1:])) for h in doc.spans.get(docs.HEADINGS, ())]
    records, next_heading = [], 0
    for span in doc.spans.get(docs.PARAGRAPHS, ()):
        if not span.label_:
            raise ConfigError(Errors.E601)
        start, end, data = span.start_char, span.end_char, docs.get_span_data(span)
        own = []
        while next_heading < len(headings) and headings[next_heading].start < end:
            own.append(headings[next_heading])
            next_heading += 1
        records.append(
            ParagraphRecord(
                start=start, end=end, section=span.label_,
                section_score=round(float(data.get("score", 1.0)), 4), topics=list(data.get("topics", ())), headings=own,
            )
        )  # fmt: skip
    return records


def _entities(doc: Doc, text: str) -> list[EntityRecord]:
    records = []
    for ent in doc.ents:
        data = docs.get_span_data(ent)
        start, end = ent.start_char, ent.end_char
        records.append(
            EntityRecord(
                start=start, end=end, label=ent.label_, text=text[start:end], id=ent.kb_id_ or None,  # type: ignore[arg-type]
                score=round(float(data.get("score", 1.0)), 4), source=str(data.get("source", "rule")),
            )
        )  # fmt: skip
    return records


def json_schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of a report, as ``fazhi_nlp/report/schema.json`` holds it."""
    schema = Report.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
