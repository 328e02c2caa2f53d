"""One scorer for all: what a system says becomes a `Report`, and `fazhi_nlp.evaluation` counts it. Several views, for the conventions of peers differ.

``strict``: same characters, same label. ``overlap``: see `overlap_counts`. ``money`` and ``money, overlap``: the same two where the only items are
quantities in 元, whether achieved or planned. `SECTION_VIEWS`: section types once more, of reports without headings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from benchmarks.accuracy.baselines.base import MONEY, SECTIONS
from benchmarks.accuracy.exchange import Answer, Span

from fazhi_nlp.core.docs import ENTITY_LABELS, HEADING_LABELS
from fazhi_nlp.evaluation.counts import ReportCounts, count_report
from fazhi_nlp.evaluation.figures import Figure, figures
from fazhi_nlp.evaluation.paired import Difference, differences
from fazhi_nlp.gold.markup import GoldReport, GoldSpan, quantity_attributes
from fazhi_nlp.report.models import EntityRecord, ParagraphRecord, Report
from fazhi_nlp.training.augment import without_headings

SECTION_VIEWS = {"sections, no level 1": HEADING_LABELS[:1], "sections, no headings": HEADING_LABELS}
"""Section types where headings of these levels are taken out of the reports: what is read from the lines themselves."""
SECTION_TOTALS = ("all", "macro")
"""Figures that are told of these views."""
VIEWS = ("strict", "overlap", "money", "money, overlap", *SECTION_VIEWS)
Counts = dict[str, list[ReportCounts]]
"""Counts of all reports by view."""
Row = TypeVar("Row", Figure, Difference)
SAMPLES = 10_000
"""Bootstrap samples of the differences: the share of those below zero is told to a thousandth."""
AS_MONEY = "ACHIEVEMENT"
"""The label under which money is counted in its own view, where nothing else is."""


def to_report(gold: GoldReport, answer: Answer) -> Report:
    """What a baseline says of a report, as an analysed one; money is left out, for no label of ours means it. Raises ValueError for sections of other lines."""
    starts, sections = gold.starts, answer.sections or []
    if sections and len(sections) != len(starts):
        raise ValueError(f"{len(sections)} section types for the {len(starts)} lines of {gold.name}")
    paragraphs = [
        ParagraphRecord(start=start, end=start + len(p.text), section=section, section_score=1.0)  # type: ignore[arg-type]
        for start, p, section in zip(starts, gold.paragraphs, sections, strict=False)
    ]
    return _report(gold, paragraphs, [span for span in answer.entities or [] if span[2] != MONEY])


def _report(gold: GoldReport, paragraphs: list[ParagraphRecord], spans: Iterable[Span]) -> Report:
    entities = [EntityRecord(start=s, end=e, label=label, text=gold.text[s:e]) for s, e, label in sorted(spans)]  # type: ignore[arg-type]
    return Report(source=gold.name, text_sha256=hashlib.sha256(gold.text.encode("utf-8")).hexdigest(), paragraphs=paragraphs, entities=entities)


def count_answers(golds: Sequence[GoldReport], answers: Sequence[Answer]) -> Counts:
    """Counts of what a baseline says of reports, in order."""
    money = [[span for span in answer.entities or [] if span[2] == MONEY] for answer in answers]
    return _count(golds, [to_report(gold, answer) for gold, answer in zip(golds, answers, strict=True)], money)


def count_own(golds: Sequence[GoldReport], reports: Sequence[Report]) -> Counts:
    """Counts of analyses by this project, in order."""
    return _count(golds, reports, [[(a.start, a.end, MONEY) for a in report.achievements if is_money(a.unit)] for report in reports])


def count_sections(golds: Sequence[GoldReport], reports: Iterable[Report]) -> list[ReportCounts]:
    """Counts of analyses of which only the section types are asked for, in order."""
    return [count_report(gold, report) for gold, report in zip(golds, reports, strict=True)]


def bare_reports(golds: Sequence[GoldReport]) -> dict[str, list[GoldReport]]:
    """The reports without headings, by view."""
    return {view: [without_headings(gold, levels=levels) for gold in golds] for view, levels in SECTION_VIEWS.items()}


def _count(golds: Sequence[GoldReport], reports: Sequence[Report], money: Sequence[Sequence[Span]]) -> Counts:
    out: Counts = {view: [] for view in VIEWS if view not in SECTION_VIEWS}
    for gold, report, sums in zip(golds, reports, money, strict=True):
        out["strict"].append(count_report(gold, report))
        out["overlap"].append(overlap_counts(gold, report))
        only, found = money_only(gold), _report(gold, [], [(s, e, AS_MONEY) for s, e, _ in sums])
        out["money"].append(count_report(only, found))
        out["money, overlap"].append(overlap_counts(only, found))
    return out


def is_money(unit: str) -> bool:
    """Whether a unit is one of money (元, 美元)."""
    return unit.endswith("元")


def money_only(gold: GoldReport) -> GoldReport:
    """The report with its quantities in 元 as its only entities."""

    def sums(spans: Iterable[GoldSpan]) -> list[GoldSpan]:
        return [GoldSpan(e.start, e.end, AS_MONEY, e.attrs) for e in spans if is_money(quantity_attributes(e).get("u", ""))]

    return GoldReport(gold.name, [replace(p, entities=sums(p.entities)) for p in gold.paragraphs], gold.source)


def overlap_counts(gold: GoldReport, report: Report) -> ReportCounts:
    """Counts of entities that go easy on conventions: a span is right if it overlaps one of its label, each gold span and each found one counting once;
    a found span that is a proper part of a gold span of another label is not counted as wrong (a place name inside an institution's)."""
    wanted = sorted((e.start, e.end, e.label) for e in gold.entities)
    found = sorted((e.start, e.end, e.label) for e in report.entities)
    result = ReportCounts(gold.name)
    for label in ENTITY_LABELS:
        mine = [span for span in wanted if span[2] == label]
        its = [span for span in found if span[2] == label]
        pairs = matched(mine, its)
        hit = {pair[1] for pair in pairs}
        wrong = [span for span in its if span not in hit and not any(_part_of(span, other) for other in wanted if other[2] != label)]
        for kind, number in (("tp", len(pairs)), ("fp", len(wrong)), ("fn", len(mine) - len(pairs))):
            result.counts[f"entity/{label}/{kind}"] += number
    return result


def matched(wanted: Sequence[Span], found: Sequence[Span]) -> list[tuple[Span, Span]]:
    """Pairs of overlapping spans, as many as there can be with each span in one pair. Both sorted, no two of one side overlapping."""
    pairs, i, j = [], 0, 0
    while i < len(wanted) and j < len(found):
        if found[j][0] < wanted[i][1] and wanted[i][0] < found[j][1]:
            pairs.append((wanted[i], found[j]))
            i, j = i + 1, j + 1
        elif wanted[i][1] <= found[j][0]:
            i += 1
        else:
            j += 1
    return pairs


def _part_of(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1] and span[1] - span[0] < other[1] - other[0]


def place_of(view: str, figure: Figure | Difference, offers: Sequence[str]) -> tuple[str, str] | None:
    """Group and name under which a figure of a view stands in the tables; None for what the system does not offer."""
    if view in SECTION_VIEWS:
        return (view, figure.name) if SECTIONS in offers and figure.group == "sections" and figure.name in SECTION_TOTALS else None
    if figure.group == "sections":
        return ("sections", figure.name) if view == "strict" and SECTIONS in offers else None
    if figure.group != "entities":
        return None
    group = "entities, overlap" if view.endswith("overlap") else "entities"
    if view.startswith("money"):
        return (group, MONEY) if MONEY in offers and figure.name == AS_MONEY else None
    offered = figure.name in offers or (figure.name == "all" and set(ENTITY_LABELS) <= set(offers))
    return (group, figure.name) if offered else None


def figures_of(counts: Counts, offers: Sequence[str]) -> list[Figure]:
    """The figures of a system, of all views, under their places in the tables."""
    return [placed for view, own in counts.items() for figure in figures(own) if (placed := _placed(view, figure, offers)) is not None]


def differences_of(ours: Counts, theirs: Counts, offers: Sequence[str]) -> list[Difference]:
    """The same of the differences of two systems in what the second offers."""
    found = ((view, row) for view in theirs for row in differences(ours[view], theirs[view], samples=SAMPLES))
    return [placed for view, row in found if (placed := _placed(view, row, offers)) is not None]


def _placed(view: str, figure: Row, offers: Sequence[str]) -> Row | None:
    spot = place_of(view, figure, offers)
    return replace(figure, group=spot[0], name=spot[1]) if spot else None
