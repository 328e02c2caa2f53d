"""From a `Report` and its text to what the templates show: plain data, in reading order, nothing escaped yet.

Offsets are code points of the report's text, end exclusive.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from fazhi_nlp.core.docs import ENTITY_LABELS, QUANTITY_LABELS
from fazhi_nlp.knowledge.names import Name, load_names
from fazhi_nlp.report import AchievementRecord, EntityRecord, Report

REQUIRED = ("measures", "problems", "leadership", "plan")
"""The parts that every annual report must have; 其他 is the fifth and may be missing."""
_SOURCES = {"rule": "规则", "model": "模型"}
_UNSURE = 0.6
"""Paragraphs whose section has a lower score are marked as doubtful."""


@dataclass(slots=True)
class Piece:
    """A stretch of a line that is inside or outside of one entity and one heading. first: the piece that carries the entity's anchor."""

    text: str
    entity: int | None
    level: int
    first: bool = False


@dataclass(slots=True)
class Line:
    """A paragraph, or one segment of a paragraph that came without line breaks. number: the paragraph's, from 1; anchor: its first line."""

    number: int
    anchor: bool
    start: int
    end: int
    pieces: list[Piece]
    topics: list[Name]
    score: float
    level: int
    """Level of the heading that fills the whole line, else 0."""

    @property
    def unsure(self) -> bool:
        """Whether the section is doubtful."""
        return self.score < _UNSURE


@dataclass(slots=True)
class Group:
    """Consecutive lines of the same section."""

    section: Name
    lines: list[Line]


@dataclass(slots=True)
class Mark:
    """An entity as the text shows it. tip: its explanation; row: number of its row in the table of quantities."""

    label: str
    short: str
    tip: str
    row: int | None


@dataclass(slots=True)
class Row:
    """An achievement or target as the table shows it."""

    record: AchievementRecord
    amount: str
    section: Name | None
    mark: int | None
    """Number of its entity."""
    tip: str

    @property
    def reworded(self) -> bool:
        """Whether the text says it in other words than the amount does."""
        return self.record.text.replace(",", "") != self.amount.replace(",", "")


@dataclass(slots=True)
class Heading:
    """A heading in the outline."""

    text: str
    level: int
    paragraph: int
    section: str


@dataclass(slots=True)
class Part:
    """One of the required parts: whether it was found, its first paragraph, its share of the characters."""

    name: Name
    required: bool
    paragraph: int | None
    share: float


@dataclass(slots=True)
class Named:
    """A name that occurs in the report and where: numbers of its entities."""

    text: str
    marks: list[int]


@dataclass(slots=True)
class Page:
    """All that the page of a report shows."""

    report: Report
    title: str
    level: Name | None
    model: str
    length: int
    parts: list[Part]
    groups: list[Group]
    marks: list[Mark]
    rows: list[Row]
    outline: list[Heading]
    counts: dict[str, int]
    labels: list[Name]
    names: list[tuple[Name, list[Named]]]
    units: list[str] = field(default_factory=list)
    row_sections: list[Name] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """A report in the index: its row of figures and the address of its page."""

    href: str
    source: str
    title: str
    issuer: str | None
    level: str
    year: int | None
    found: dict[str, bool]
    """Section label to whether it was found, for the required parts and 其他."""
    counts: dict[str, int]
    """Entity label to number of entities."""
    warnings: list[str]
    findings: int

    @classmethod
    def from_report(cls, report: Report, *, href: str) -> Entry:
        """The entry of a report whose page is at href (relative)."""
        sections = {p.section for p in report.paragraphs} | {s.section for s in report.segments or ()}
        level = name_of("level", report.issuer_level) if report.issuer_level else None
        return cls(
            href=href,
            source=report.source or "",
            title=title_of(report),
            issuer=report.issuer,
            level=level.zh if level else "",
            year=report.year,
            found={label: label in sections for label in (*REQUIRED, "other")},
            counts=count_labels(report),
            warnings=list(report.warnings),
            findings=len(report.findings),
        )


@dataclass(slots=True, frozen=True)
class Failure:
    """An input that gave no report, and why."""

    source: str
    message: str


@cache
def _names() -> dict[str, Name]:
    return {name.id: name for name in load_names()}


def name_of(kind: str, label: str) -> Name:
    """The name of a label; one that the table does not know is called as it is."""
    return _names().get(f"{kind}:{label}") or Name(f"{kind}:{label}", kind, label, label, label[:1], "")


def title_of(report: Report) -> str:
    """Title of the report, else its issuer and year, else its source."""
    fallback = " ".join(part for part in (report.issuer, f"{report.year}年度" if report.year else None) if part)
    return report.title or fallback or report.source or "未命名报告"


def count_labels(report: Report) -> dict[str, int]:
    """Number of entities by label, in the order of the labels; labels without entities have 0."""
    counts = dict.fromkeys(ENTITY_LABELS, 0)
    for entity in report.entities:
        counts[entity.label] += 1
    return counts


def parts_of(report: Report) -> list[Part]:
    """The five parts, whether there or not."""
    sizes: dict[str, int] = {}
    first: dict[str, int] = {}
    total = 0
    for stretch in stretches(report):
        size = stretch.end - stretch.start
        sizes[stretch.section] = sizes.get(stretch.section, 0) + size
        first.setdefault(stretch.section, stretch.paragraph)
        total += size
    return [
        Part(name_of("section", label), label in REQUIRED, first.get(label), sizes.get(label, 0) / total if total else 0.0) for label in (*REQUIRED, "other")
    ]


@dataclass(slots=True, frozen=True)
class Stretch:
    """A stretch of a report that has one section: a paragraph, or a segment of one that came without line breaks. paragraph: its number."""

    start: int
    end: int
    section: str
    paragraph: int


def stretches(report: Report) -> list[Stretch]:
    """The whole report in stretches, in order. What lies between two segments of a paragraph belongs to the first."""
    found: list[Stretch] = []
    segments = report.segments or []
    at = 0
    for number, paragraph in enumerate(report.paragraphs):
        while at < len(segments) and segments[at].start < paragraph.start:
            at += 1
        inside = at
        while inside < len(segments) and segments[inside].end <= paragraph.end:
            inside += 1
        own, at = segments[at:inside], inside
        starts = [paragraph.start, *(segment.start for segment in own[1:]), paragraph.end]
        sections = [segment.section for segment in own] or [paragraph.section]
        found += [Stretch(start, end, section, number) for start, end, section in zip(starts, starts[1:], sections, strict=False)]
    return found


def stretch_at(found: list[Stretch], offset: int) -> Stretch | None:
    """The stretch that holds a character, None for one between paragraphs."""
    at = bisect_right(found, offset, key=_start) - 1
    return found[at] if at >= 0 and offset < found[at].end else None


def _start(stretch: Stretch) -> int:
    return stretch.start


def amount_of(record: AchievementRecord) -> str:
    """Value with its comparator's sign and unit, such as ``＞3,000份``, ``3–5场``, ``98.5%``."""
    sign = name_of("comparator", record.comparator).short
    value = number_text(record.value) + (f"–{number_text(record.upper)}" if record.upper is not None else "")
    return f"{sign}{value}{record.unit}"


def number_text(value: float) -> str:
    """A number with commas between thousands and no needless decimals."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.6f}".rstrip("0")


def _entity_tip(entity: EntityRecord) -> str:
    name = name_of("entity", entity.label)
    parts = [f"{name.zh} {entity.label}", f"编号 {entity.id}" if entity.id else "", _origin(entity)]
    return f"{entity.text}：" + " · ".join(part for part in parts if part)


def _origin(entity: EntityRecord) -> str:
    source = "+".join(_SOURCES.get(part, part) for part in entity.source.split("+"))
    return f"来源 {source} · 置信度 {entity.score:.2f}"


def _quantity_tip(record: AchievementRecord, entity: EntityRecord | None) -> str:
    parts = [
        f"{name_of('entity', record.label).zh} {amount_of(record)}",
        f"指标 {record.indicator}" if record.indicator else "",
        f"动作 {record.action}" if record.action else "",
        "计划数" if record.status == "planned" else "",
        f"{record.period[0]} 至 {record.period[-1]}" if record.period else "",
        _origin(entity) if entity is not None else "",
    ]
    return f"{record.text}：" + " · ".join(part for part in parts if part)


def build_page(report: Report, text: str) -> Page:
    """The view of a report; text: the text that was analysed."""
    by_place = {(e.start, e.end): number for number, e in enumerate(report.entities) if e.label in QUANTITY_LABELS}
    found = stretches(report)
    rows = []
    for record in report.achievements:
        mark = by_place.get((record.start, record.end))
        entity = report.entities[mark] if mark is not None else None
        stretch = stretch_at(found, record.start)
        section = name_of("section", stretch.section) if stretch is not None else None
        rows.append(Row(record, amount_of(record), section, mark, _quantity_tip(record, entity)))
    row_of = {row.mark: number for number, row in enumerate(rows) if row.mark is not None}
    marks = [
        Mark(e.label, name_of("entity", e.label).short, rows[row_of[number]].tip if number in row_of else _entity_tip(e), row_of.get(number))
        for number, e in enumerate(report.entities)
    ]
    counts = count_labels(report)
    model = report.producer.model or ""
    return Page(
        report=report,
        title=title_of(report),
        level=name_of("level", report.issuer_level) if report.issuer_level else None,
        model=f"{model} · fazhi-nlp {report.producer.library}".removeprefix(" · "),
        length=len(text),
        parts=parts_of(report),
        groups=_groups(report, text, found),
        marks=marks,
        rows=rows,
        outline=[Heading(text[h.start : h.end], h.level, number, p.section) for number, p in enumerate(report.paragraphs) for h in p.headings],
        counts=counts,
        labels=[name_of("entity", label) for label in ENTITY_LABELS if counts[label]],
        names=_occurrences(report),
        units=sorted({a.unit for a in report.achievements if a.unit}),
        row_sections=list({row.section.id: row.section for row in rows if row.section is not None}.values()),
    )


def _groups(report: Report, text: str, found: list[Stretch]) -> list[Group]:
    groups: list[Group] = []
    cursor, before = 0, -1
    for stretch in found:
        while cursor < len(report.entities) and report.entities[cursor].end <= stretch.start:
            cursor += 1
        line = _line(report, stretch, text, cursor)
        line.anchor = stretch.paragraph != before
        before = stretch.paragraph
        if not groups or groups[-1].section.id != f"section:{stretch.section}":
            groups.append(Group(name_of("section", stretch.section), []))
        groups[-1].lines.append(line)
    return groups


def _line(report: Report, stretch: Stretch, text: str, cursor: int) -> Line:
    start, end, paragraph = stretch.start, stretch.end, report.paragraphs[stretch.paragraph]
    spans: list[tuple[int, int, int | None]] = []
    at = start
    while cursor < len(report.entities) and report.entities[cursor].start < end:
        entity = report.entities[cursor]
        low, high = max(entity.start, at), min(entity.end, end)
        if low < high:
            spans += [(at, low, None), (low, high, cursor)]
            at = high
        cursor += 1
    spans.append((at, end, None))
    headings = [(max(h.start, start), min(h.end, end), h.level) for h in paragraph.headings if h.start < end and h.end > start]
    pieces = []
    for low, high, owner in spans:
        for a, b, level in _cut_by_headings(low, high, headings):
            first = owner is not None and a == report.entities[owner].start
            pieces.append(Piece(text[a:b], owner, level, first))
    whole = next((level for low, high, level in headings if (low, high) == (start, end)), 0)
    return Line(stretch.paragraph + 1, True, start, end, pieces, [name_of("topic", t) for t in paragraph.topics], paragraph.section_score, whole)


def _cut_by_headings(low: int, high: int, headings: list[tuple[int, int, int]]) -> Iterable[tuple[int, int, int]]:
    at = low
    for start, end, level in headings:
        a, b = max(start, at), min(end, high)
        if a >= b:
            continue
        if at < a:
            yield at, a, 0
        yield a, b, level
        at = b
    if at < high:
        yield at, high, 0


def _occurrences(report: Report) -> list[tuple[Name, list[Named]]]:
    """Names by label, most frequent first; entities with the same id are one name."""
    table: dict[str, dict[str, Named]] = {label: {} for label in ENTITY_LABELS if label not in (*QUANTITY_LABELS, "DATE")}
    for number, entity in enumerate(report.entities):
        if entity.label in table:
            named = table[entity.label].setdefault(entity.id or entity.text, Named(entity.text, []))
            named.marks.append(number)
    return [(name_of("entity", label), sorted(found.values(), key=_by_count)) for label, found in table.items() if found]


def _by_count(named: Named) -> int:
    return -len(named.marks)
