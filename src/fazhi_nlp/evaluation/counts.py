"""Counts of one report against its gold: what every figure is made of.

A count has a key such as ``entity/LAW/tp``. Counts add up over reports, so a figure of a set of reports, or of a bootstrap sample of them, is a
function of sums.
The rules are those that the acceptance scorer of the project uses: strict spans with label; a gold paragraph is compared with the paragraph that
overlaps it most;
attributes are compared where the span is the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fazhi_nlp.core.docs import ENTITY_LABELS, QUANTITY_LABELS
from fazhi_nlp.core.errors import require
from fazhi_nlp.gold.markup import GoldReport, GoldSpan, overlaps, quantity_attributes
from fazhi_nlp.report.models import AchievementRecord, Report

REQUIRED_PARTS = ("measures", "problems", "leadership", "plan")
"""Parts that the regulation asks of every report and that can be told from the text (其他 is there only if there is something to report)."""

Span = tuple[int, int, str]
Quantity = dict[str, Any]


@dataclass(slots=True)
class Miss:
    """One error. ``kind``: section, heading, extra (an entity too many), missed (one too few), attribute. Offsets into the gold report's text."""

    kind: str
    start: int
    end: int
    gold: str | None
    found: str | None


@dataclass(slots=True)
class ReportCounts:
    """Counts and errors of one report."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[Miss] = field(default_factory=list)
    scores: list[tuple[str, float, bool]] = field(default_factory=list)
    """Of each entity found: label, score, whether it is right."""


def count_report(gold: GoldReport, report: Report) -> ReportCounts:
    """Compare an analysed report with its gold annotation; the report must be of ``gold.text``.

    Partial scores of entities are counted by nervaluate (extra ``eval``); raises MissingExtraError (E002) without it.
    """
    result = ReportCounts(gold.name)
    _sections(gold, report, result)
    _headings(gold, report, result)
    _entities(gold, report, result)
    _quantities(gold, report, result)
    return result


def _sections(gold: GoldReport, report: Report, result: ReportCounts) -> None:
    counts, candidates, first = result.counts, report.paragraphs, 0
    for start, paragraph in zip(gold.starts, gold.paragraphs, strict=True):
        end = start + len(paragraph.text)
        while first < len(candidates) and candidates[first].end <= start:
            first += 1
        best, most, number = None, 0, first
        while number < len(candidates) and candidates[number].start < end:
            overlap = min(end, candidates[number].end) - max(start, candidates[number].start)
            if overlap > most:
                best, most = candidates[number], overlap
            number += 1
        found = best.section if best else "(none)"
        counts[f"section/{paragraph.section}/{found}"] += 1
        if found != paragraph.section:
            result.errors.append(Miss("section", start, end, paragraph.section, found))
        wanted_topics, found_topics = set(paragraph.topics), set(best.topics if best else ())
        _add(counts, "topics", len(wanted_topics & found_topics), len(found_topics - wanted_topics), len(wanted_topics - found_topics))
    has, says = {p.section for p in gold.paragraphs}, {p.section for p in candidates}
    for part in REQUIRED_PARTS:
        counts[f"part/{part}/right"] += (part in has) == (part in says)
        _add(counts, f"part/{part}", part in has & says, part in says - has, part in has - says)


def _headings(gold: GoldReport, report: Report, result: ReportCounts) -> None:
    wanted = {(h.start, h.end, h.label) for h in gold.headings}
    found = {(h.start, h.end, f"H{h.level}") for p in report.paragraphs for h in p.headings}
    _add(result.counts, "heading", len(wanted & found), len(found - wanted), len(wanted - found))
    result.errors += [Miss("heading", s, e, None, label) for s, e, label in sorted(found - wanted)]
    result.errors += [Miss("heading", s, e, label, None) for s, e, label in sorted(wanted - found)]


def _entities(gold: GoldReport, report: Report, result: ReportCounts) -> None:
    wanted: set[Span] = {(e.start, e.end, e.label) for e in gold.entities}
    found: set[Span] = {(e.start, e.end, e.label) for e in report.entities}
    for label in ENTITY_LABELS:
        mine, its = {s for s in wanted if s[2] == label}, {s for s in found if s[2] == label}
        _add(result.counts, f"entity/{label}", len(mine & its), len(its - mine), len(mine - its))
    result.errors += [Miss("extra", s, e, None, label) for s, e, label in sorted(found - wanted)]
    result.errors += [Miss("missed", s, e, label, None) for s, e, label in sorted(wanted - found)]
    result.scores += [(e.label, e.score, (e.start, e.end, e.label) in wanted) for e in report.entities]
    _partial(wanted, found, result.counts)


def _partial(wanted: set[Span], found: set[Span], counts: Counter[str]) -> None:
    nervaluate: Any = require("nervaluate", extra="eval")
    evaluator = nervaluate.Evaluator([_as_dicts(wanted)], [_as_dicts(found)], tags=list(ENTITY_LABELS), loader="dict")
    for label, schemes in evaluator.evaluate()["entities"].items():
        scheme = schemes["partial"]
        for name in ("correct", "partial", "possible", "actual"):
            counts[f"partial/{label}/{name}"] += getattr(scheme, name)


def _as_dicts(spans: set[Span]) -> list[dict[str, Any]]:
    # nervaluate takes inclusive ends
    return [{"start": start, "end": end - 1, "label": label} for start, end, label in sorted(spans)]


def _quantities(gold: GoldReport, report: Report, result: ReportCounts) -> None:
    counts = result.counts
    wanted = {(e.start, e.end): gold_quantity(e) for e in gold.entities if e.label in QUANTITY_LABELS}
    found = {(a.start, a.end): found_quantity(a) for a in report.achievements}
    counts["quantity/gold"] += len(wanted)
    counts["quantity/found"] += len(found)
    for (start, end), mine in wanted.items():
        its = found.get((start, end))
        if its is None:
            continue
        same = {key: mine[key] == its[key] for key in mine}
        same["value+comparator+unit"] = same["value"] and same["comparator"] and same["unit"]
        same["indicator overlap"] = overlaps(mine["indicator"], its["indicator"])
        same["record"] = same["value+comparator+unit"] and same["indicator overlap"]
        counts["quantity/span"] += 1
        for key, right in same.items():
            counts[f"quantity/{key}"] += right
        for key in mine:
            if not same[key]:
                result.errors.append(Miss("attribute", start, end, f"{key}={_shown(mine[key])}", f"{key}={_shown(its[key])}"))


def gold_quantity(span: GoldSpan) -> Quantity:
    """value (tuple of one or two floats), comparator, unit, indicator, action as the gold markup has them."""
    attrs = quantity_attributes(span)
    return {
        "value": _numbers(attrs.get("v", "")), "comparator": attrs.get("c"), "unit": attrs.get("u", ""),
        "indicator": attrs.get("i", ""), "action": attrs.get("a", ""),
    }  # fmt: skip


def found_quantity(record: AchievementRecord) -> Quantity:
    """The same of an analysed report."""
    value = str(record.value) if record.upper is None else f"{record.value}..{record.upper}"
    return {
        "value": _numbers(value), "comparator": record.comparator, "unit": record.unit, "indicator": record.indicator or "", "action": record.action or "",
    }  # fmt: skip


def _numbers(written: str) -> tuple[float, ...] | str:
    try:
        return tuple(round(float(part), 4) for part in re.split(r"\.\.", written))
    except ValueError:
        return written


def _shown(value: Any) -> str:
    return "..".join(f"{v:g}" for v in value) if isinstance(value, tuple) else str(value)


def _add(counts: Counter[str], key: str, tp: int, fp: int, fn: int) -> None:
    for name, number in (("tp", tp), ("fp", fp), ("fn", fn)):
        counts[f"{key}/{name}"] += number


def count_reports(pairs: Iterable[tuple[GoldReport, Report]]) -> list[ReportCounts]:
    """`count_report` for each pair, in order."""
    return [count_report(gold, report) for gold, report in pairs]
