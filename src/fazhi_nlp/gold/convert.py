"""Between gold reports and analysed ones."""

from __future__ import annotations

import hashlib

from fazhi_nlp.core.docs import QUANTITY_LABELS
from fazhi_nlp.gold.markup import GoldParagraph, GoldReport, GoldSpan, quantity_attributes
from fazhi_nlp.report.models import AchievementRecord, EntityRecord, HeadingRecord, ParagraphRecord, Report

_STATUS = {"ACHIEVEMENT": "achieved", "TARGET": "planned"}


def to_report(gold: GoldReport) -> Report:
    """The gold annotation in the form of an analysed report, so that two annotators are compared as a system is."""
    text = gold.text
    entities = list(gold.entities)
    ends = [start + len(p.text) for start, p in zip(gold.starts, gold.paragraphs, strict=True)]
    return Report(
        source=gold.name,
        text_sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        paragraphs=[
            ParagraphRecord(
                start=start, end=end, section=p.section, section_score=1.0, topics=list(p.topics),  # type: ignore[arg-type]
                headings=[HeadingRecord(start=start + h.start, end=start + h.end, level=int(h.label[1:])) for h in p.headings],
            )
            for start, end, p in zip(gold.starts, ends, gold.paragraphs, strict=True)
        ],
        entities=[EntityRecord(start=e.start, end=e.end, label=e.label, text=text[e.start : e.end], source="gold") for e in entities],  # type: ignore[arg-type]
        achievements=[_achievement(e, text, ends) for e in entities if e.label in QUANTITY_LABELS],
    )  # fmt: skip


def _achievement(span: GoldSpan, text: str, ends: list[int]) -> AchievementRecord:
    attrs = quantity_attributes(span)
    low, _, high = attrs["v"].partition("..")
    return AchievementRecord(
        start=span.start, end=span.end, text=text[span.start : span.end], label=span.label,  # type: ignore[arg-type]
        value=_number(low), upper=_number(high) if high else None, comparator=attrs["c"],  # type: ignore[arg-type]
        unit=attrs["u"], indicator=attrs.get("i") or None, action=attrs.get("a") or None, status=_STATUS[span.label],  # type: ignore[arg-type]
        paragraph=next(number for number, end in enumerate(ends) if span.end <= end),
    )  # fmt: skip


def _number(written: str) -> int | float:
    value = float(written)
    return int(value) if value.is_integer() else value


def from_report(report: Report, text: str, *, name: str) -> GoldReport:
    """An analysed report as gold, for correction by hand.

    text: the source (the offsets of the report are its). Attributes that the markup cannot hold (white space inside) lose that white space.
    """
    quantities = {(a.start, a.end): a for a in report.achievements}
    paragraphs = []
    entities, position = report.entities, 0
    for record in report.paragraphs:
        paragraph = GoldParagraph(text[record.start : record.end], record.section, tuple(record.topics))
        paragraph.headings = [GoldSpan(h.start - record.start, h.end - record.start, f"H{h.level}") for h in record.headings]
        while position < len(entities) and entities[position].end <= record.end:
            entity = entities[position]
            attrs = _attributes(quantities[entity.start, entity.end]) if entity.label in QUANTITY_LABELS else ()
            paragraph.entities.append(GoldSpan(entity.start - record.start, entity.end - record.start, entity.label, attrs))
            position += 1
        paragraphs.append(paragraph)
    joined = "\n".join(p.text for p in paragraphs)
    return GoldReport(name, paragraphs, None if joined == text else text)


def _attributes(record: AchievementRecord) -> tuple[tuple[str, str], ...]:
    value = f"{record.value}" if record.upper is None else f"{record.value}..{record.upper}"
    written = {"v": value, "c": record.comparator, "u": record.unit, "i": record.indicator or "", "a": record.action or ""}
    # a gap is no value: an indicator or action that was not found is left out, the unit may be empty
    return tuple((key, "".join(v.split()).replace(">", "")) for key, v in written.items() if v or key == "u")
