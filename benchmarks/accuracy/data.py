"""Gold reports in the form in which the baselines get them."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.accuracy.baselines.base import SECTIONS, Baseline
from benchmarks.accuracy.exchange import Line, Task, Text

from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.report import Report


def texts(golds: Sequence[GoldReport], rules: Sequence[Report], *, told: bool) -> list[Text]:
    """Reports for a baseline. rules: their analyses by the rules, whose headings it gets. told: with section types and entities."""
    return [text(gold, analysis, told=told) for gold, analysis in zip(golds, rules, strict=True)]


def needed(whole: Task, baseline: Baseline, *, plain: int) -> Task:
    """The part of a task that a baseline can use, so that its kept answers outlast changes in the rest.

    plain: the first so many of the texts are for all, the rest for those that offer section types.
    """
    sections, entities = SECTIONS in baseline.offers, any(offer != SECTIONS for offer in baseline.offers)

    def part(report: Text) -> Text:
        lines = report.lines if sections else [Line(line.start, line.end) for line in report.lines]
        return Text(report.name, report.text, lines, report.entities if entities else [])

    train, dev = (whole.train, whole.dev) if baseline.learns else ([], [])
    return Task(*([part(report) for report in reports] for reports in (train, dev, whole.texts if sections else whole.texts[:plain])))


def text(gold: GoldReport, rules: Report, *, told: bool) -> Text:
    """A report for a baseline. told: with its section types and entities."""
    paths = {p.start: path for p, path in zip(rules.paragraphs, heading_paths(rules, gold.text), strict=True)}
    lines = [Line(start, start + len(p.text), paths.get(start, ()), p.section if told else "") for start, p in zip(gold.starts, gold.paragraphs, strict=True)]
    return Text(gold.name, gold.text, lines, [(e.start, e.end, e.label) for e in gold.entities] if told else [])


def heading_paths(report: Report, text: str) -> list[tuple[str, ...]]:
    """For each paragraph the headings above it that the analysis found, outermost first; its own are not among them."""
    out: list[tuple[str, ...]] = []
    path: list[tuple[int, str]] = []
    for paragraph in report.paragraphs:
        out.append(tuple(words for _, words in path))
        for heading in paragraph.headings:
            path = [(level, words) for level, words in path if level < heading.level]
            path.append((heading.level, text[heading.start : heading.end]))
    return out
