"""How good is the analysis of *my* reports? A stratified sample to check by hand, and precision and recall of the whole set from it.

The sample is paragraphs, pre-annotated in gold markup, one a line: whoever checks corrects the marks. Paragraphs that hold no entity are sampled too,
for what was missed shows there.
Each paragraph stands for as many of its stratum as the stratum has per sampled one; the bootstrap draws within strata (W. G. Cochran, Sampling
Techniques, 1977, chapter 5).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.evaluation.counts import ReportCounts, count_report
from fazhi_nlp.evaluation.figures import Figure, figures
from fazhi_nlp.gold.convert import from_report, to_report
from fazhi_nlp.gold.markup import GoldReport, format_paragraph, parse_paragraph
from fazhi_nlp.report.models import Report

LEAST = 2
"""Paragraphs that every stratum gives, if it has them: with one there is no interval."""


@dataclass(slots=True, frozen=True)
class Drawn:
    """A sampled paragraph. start, end: its place in the source; population: paragraphs of its stratum; sampled: how many of them were drawn; markup:
    what the system says."""

    source: str
    start: int
    end: int
    stratum: str
    population: int
    sampled: int
    markup: str


def draw(reports: Iterable[Report], size: int, *, seed: int = 0) -> list[Drawn]:
    """Draw paragraphs from analysed reports that carry their text (``--with-text``).

    Strata: section type, and whether the paragraph holds entities; sizes in proportion to the strata's, at least ``LEAST`` of each. The same seed
    draws the same.
    Raises InputError (E810) for a report without its text.
    """
    strata: dict[str, list[tuple[str, int, int, str]]] = {}
    for report in reports:
        if report.text is None:
            raise InputError(Errors.E810.format(reason=f"the report {report.source} does not hold its text: analyse with --with-text"))
        gold = from_report(report, report.text, name=report.source or "")
        for paragraph, record in zip(gold.paragraphs, report.paragraphs, strict=True):
            stratum = f"{paragraph.section}/{'entities' if paragraph.entities else 'none'}"
            strata.setdefault(stratum, []).append((gold.name, record.start, record.end, format_paragraph(paragraph)))
    total = sum(map(len, strata.values()))
    rng, drawn = Random(seed), []
    for stratum, members in sorted(strata.items()):
        number = min(len(members), max(LEAST, round(size * len(members) / total)))
        for source, start, end, markup in sorted(rng.sample(members, number)):
            drawn.append(Drawn(source, start, end, stratum, len(members), number, markup))
    return drawn


def write_sample(drawn: Sequence[Drawn], path: str | Path) -> Path:
    """Write the sample to ``path`` (markup, a paragraph a line, to be corrected) and what the system said to ``path`` + ``.manifest.jsonl``; returns
    the latter's path."""
    path = Path(path)
    path.write_text("".join(f"{item.markup}\n" for item in drawn), encoding="utf-8", newline="\n")
    manifest = path.with_name(path.name + ".manifest.jsonl")
    manifest.write_text("".join(f"{json.dumps(asdict(item), ensure_ascii=False)}\n" for item in drawn), encoding="utf-8", newline="\n")
    return manifest


def score_sample(path: str | Path) -> tuple[list[Figure], list[ReportCounts]]:
    """Figures of the whole set from a corrected sample: the system's marks against the corrected ones, weighted by stratum.

    Raises InputError: E810 lines missing or a text that was changed (only marks may be), else as `parse_paragraph`.
    """
    path = Path(path)
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    records = path.with_name(path.name + ".manifest.jsonl").read_text(encoding="utf-8").split("\n")
    drawn = [Drawn(**json.loads(record)) for record in records if record.strip()]
    if len(lines) != len(drawn):
        raise InputError(Errors.E810.format(reason=f"{len(lines)} paragraphs, {len(drawn)} were drawn"))
    counts = []
    for number, (line, item) in enumerate(zip(lines, drawn, strict=True), 1):
        checked = parse_paragraph(line, place=f"{path.name}:{number}")
        said = parse_paragraph(item.markup)
        if checked.text != said.text:
            raise InputError(Errors.E810.format(reason=f"the text of paragraph {number} was changed: {checked.text[:20]!r}"))
        name = f"{item.source}:{item.start}"
        counts.append(count_report(GoldReport(name, [checked]), to_report(GoldReport(name, [said]))))
    weights = [item.population / item.sampled for item in drawn]
    return figures(counts, weights=weights, strata=[item.stratum for item in drawn]), counts
