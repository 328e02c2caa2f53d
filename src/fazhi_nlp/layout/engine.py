"""The layout of a text, and its section types, apart from spaCy."""

from __future__ import annotations

from dataclasses import dataclass

from fazhi_nlp.core.docs import ReportMeta
from fazhi_nlp.core.normalize import fold
from fazhi_nlp.layout.cues import Cues
from fazhi_nlp.layout.genre import genre_score
from fazhi_nlp.layout.headings import HeadingFinder
from fazhi_nlp.layout.metadata import early_year, read_meta
from fazhi_nlp.layout.model import Layout, Unit
from fazhi_nlp.layout.paragraphs import paragraphs
from fazhi_nlp.layout.roles import assign_roles
from fazhi_nlp.layout.sections import assign_sections
from fazhi_nlp.layout.segments import Cutter


@dataclass(slots=True)
class SectionRun:
    """Neighbouring units of one section type, as one stretch of text."""

    start: int
    end: int
    section: str


def lay_out(text: str, cues: Cues) -> Layout:
    """Paragraphs, units, roles of lines and headings of any text. Deterministic, linear in its length; offsets are those of text."""
    folded = fold(text)
    lines = list(paragraphs(text))
    units: list[Unit] = []
    cutter = Cutter(folded, cues.headings)
    for index, (start, end) in enumerate(lines):
        units.extend(cutter.cut(start, end, index))
    assign_roles(folded, units, cues)
    layout = Layout(text, folded, lines, units)
    HeadingFinder(folded, units, cues.headings, early_year(layout)).run()
    return layout


def report_meta(layout: Layout, cues: Cues) -> ReportMeta:
    """What the report says of itself (without genre score)."""
    words = [layout.folded[h.body : h.end] for h in layout.headings if h.level == 1]
    return read_meta(layout, [w for w in words if cues.headings(w).section == "plan"])


def type_sections(layout: Layout, cues: Cues, year: int | None) -> float:
    """Give every unit its section and score; returns the genre score (0 to 1). year: the year reported on, if known."""
    assign_sections(layout, cues, year)
    named = {s for h in layout.headings if h.level <= 2 for s in cues.headings(layout.folded[h.body : h.end], year).named}
    return genre_score(layout, cues.genre, named)


def section_runs(layout: Layout) -> list[SectionRun]:
    """The sections: runs of neighbouring units of one type, in order, without overlap; together they hold every unit."""
    runs: list[SectionRun] = []
    for unit in layout.units:
        if runs and runs[-1].section == unit.section:
            runs[-1].end = unit.end
        else:
            runs.append(SectionRun(unit.start, unit.end, unit.section))
    return runs
