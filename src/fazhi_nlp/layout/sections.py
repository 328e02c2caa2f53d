"""The section type of every unit, from headings carried down, from place and form, and where these are silent from the paragraph's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from fazhi_nlp.layout.content import LOOKED_AT, densities, lack_starts, leaders_start, plan_share, plan_starts
from fazhi_nlp.layout.cues import Cues, HeadingType
from fazhi_nlp.layout.model import TITLE_ROLES, Heading, Layout, Unit
from fazhi_nlp.layout.numbering import is_item, numbering

SURE, LIKELY, UNSURE = 0.98, 0.85, 0.65
"""Scores: a heading names the part; form or inheritance; only the paragraph's words."""
NAMES = 5
"""Weight from which a lower heading opens another section inside a part."""
LACK, INTENT = 0.9, 1.1
"""Words of lack, of intent per 100 characters from which a stretch whose heading names nothing is taken for problems, for a plan.

Measured on written reports: measures have at most 0.4 words of lack; nine tenths of them have at most 0.6 of intent."""
MOSTLY = 0.75
"""Share of a paragraph about the time to come from which it opens the plan that no heading names."""
PARTS = ("measures", "problems", "leadership", "plan")
FIXED_ROLES = {"noise": "noise", "annex": "other", "closing": "signature", "signature": "signature", "date": "signature"}
_PREAMBLE_END = re.compile(r"如下[:。!]?$|(?:报告|汇报|总结|公布|公开)如下[:。,]")


@dataclass(slots=True)
class _Part:
    """A level-1 part: units first to last (exclusive) and what its heading says."""

    first: int
    last: int
    heading: Heading
    kind: HeadingType
    section: str = ""
    score: float = SURE


def assign_sections(layout: Layout, cues: Cues, year: int | None) -> None:
    """Set ``section`` and ``score`` of every unit. year: the year reported on, if known."""
    front = True
    for unit in layout.units:
        front = front and unit.role != "text"
        if unit.role in TITLE_ROLES or (unit.role == "date" and front):
            unit.section, unit.score = "title", SURE
        elif unit.role in FIXED_ROLES:
            unit.section, unit.score = FIXED_ROLES[unit.role], SURE
    parts = _parts(layout, cues, year)
    _resolve(layout, parts, year)
    first = parts[0].first if parts else len(layout.units)
    late = bool(parts) and parts[0].section in ("problems", "plan")
    body = _preamble(layout, first, late=late)
    walker = _Walker(layout, cues, year, missing=frozenset(PARTS) - {s for p in parts for s in (p.section, *p.kind.named)}, whole=not parts)
    walker.walk(body, first, None)
    for part in parts:
        walker.walk(part.first, part.last, part)
    for unit in layout.units:
        if not unit.section:
            unit.section, unit.score = "measures", UNSURE


def paragraph_sections(layout: Layout) -> list[tuple[str, float]]:
    """Section and score of every paragraph: of its units, the section with most characters."""
    sizes: list[dict[str, int]] = [{} for _ in layout.paragraphs]
    scores: list[dict[str, float]] = [{} for _ in layout.paragraphs]
    for unit in layout.units:
        size = sizes[unit.paragraph]
        size[unit.section] = size.get(unit.section, 0) + len(unit)
        scores[unit.paragraph].setdefault(unit.section, unit.score)
    out = []
    for size, score in zip(sizes, scores, strict=True):
        best = max(size, key=size.__getitem__)
        out.append((best, round(score[best] * (size[best] / sum(size.values())), 3)))
    return out


def _words(layout: Layout, heading: Heading) -> str:
    return layout.folded[heading.body : heading.end]


def _parts(layout: Layout, cues: Cues, year: int | None) -> list[_Part]:
    parts: list[_Part] = []
    for index, unit in enumerate(layout.units):
        if unit.headings and unit.headings[0].level == 1:
            if parts:
                parts[-1].last = index
            heading = unit.headings[0]
            parts.append(_Part(index, len(layout.units), heading, cues.headings(_words(layout, heading), year)))
    return parts


def _resolve(layout: Layout, parts: list[_Part], year: int | None) -> None:
    """The section of every part. A heading that names none is a thematic one: measures, unless place and words say otherwise."""
    outer: _Part | None = None
    inner = 0
    before: set[str] = set()
    named = {section for part in parts for section in part.kind.named if part.kind.weight >= NAMES}
    for index, part in enumerate(parts):
        if index:
            before.add(parts[index - 1].section)
        number = part.heading.number
        if part.kind.named:
            part.section, outer, inner = part.kind.section, part, 0
            part.score = SURE if part.kind.weight >= NAMES else LIKELY
            continue
        if outer is not None and number is not None and ((number == 1 and outer is parts[index - 1]) or (inner and number == inner + 1)):
            # 一、 again right under a part's heading: its numbering starts anew inside that part
            part.section, part.score, inner = outer.section, LIKELY, number
            continue
        inner = 0
        part.section, part.score = _by_words(layout, part, before, named, year), UNSURE if before & {"problems", "plan"} else LIKELY


def _by_words(layout: Layout, part: _Part, before: set[str], named: set[str], year: int | None) -> str:
    start, end = layout.units[part.first].start, layout.units[part.last - 1].end
    own = layout.folded[part.heading.end : min(end, part.heading.end + LOOKED_AT)] if start < end else ""
    lack, intent = densities(own, year)
    if named >= {"problems", "plan"}:
        # both have headings of their own: words of lack or intent are those of a part about measures
        return "measures"
    late = bool(before & {"problems", "leadership"})
    if not before:
        return "measures"
    if lack_starts(own.lstrip("。:\r\n \u3000")):
        return "problems"
    if lack >= (LACK / 2 if part.kind.soft == "problems" else LACK) and lack > intent:
        return "problems"
    if (late or part.kind.soft == "plan" or "plan" in before) and intent >= (INTENT / 2 if part.kind.soft == "plan" and late else INTENT):
        return "plan"
    return "measures"


def _preamble(layout: Layout, first: int, *, late: bool) -> int:
    """Type the paragraphs before the first part; gives the index of the first unit of the body proper. late: the measures stand before the first heading."""
    texts = [i for i, u in enumerate(layout.units[:first]) if u.role == "text"]
    if not texts:
        return first
    closed = [i for i in texts[:8] if _PREAMBLE_END.search(layout.line(layout.units[i])[-40:])]
    starts = [i for i in texts if layout.units[i].headings or is_item(layout.folded, layout.units[i].start, layout.units[i].end)]
    unopened = first < len(layout.units) and (layout.units[first].headings[0].number or 1) > 1
    if first < len(layout.units) and not ((unopened or late) and len(texts) > 1):
        end = closed[-1] + 1 if closed and len(texts) - texts.index(closed[-1]) > 1 else first
        if starts:
            end = min(end, starts[0])
    else:
        end = min(closed[0] + 1 if closed else texts[0] + 1, starts[0] if starts else first)
        if not closed and not starts and len(texts) == 1:
            end = texts[0]
    for index in texts:
        if index < end:
            layout.units[index].section, layout.units[index].score = "preamble", SURE if closed else LIKELY
    return end


class _Walker:
    """Carries a part's section down its units and lets headings and paragraphs that plainly say something else go their way."""

    def __init__(self, layout: Layout, cues: Cues, year: int | None, *, missing: frozenset[str], whole: bool) -> None:
        self.layout, self.cues, self.year = layout, cues, year
        self.missing = missing
        self.whole = whole

    def walk(self, first: int, last: int, part: _Part | None) -> None:
        """Type the units first to last (exclusive)."""
        base = part.section if part else "measures"
        score = part.score if part else UNSURE
        merged = len(part.kind.named) > 1 if part else False
        gaps = self._gaps(first, last, base)
        override, override_level = "", 9
        state, state_level, level = base, 1, 1
        for index in range(first, last):
            unit = self.layout.units[index]
            if unit.section:
                continue
            if index in gaps:
                base = state = gaps[index]
                score, state_level = UNSURE, 1
            for heading in unit.headings:
                level = heading.level
                if level == 1:
                    continue
                if level <= override_level and (level < 4 or "第一责任" in _words(self.layout, heading)):
                    override = self._lower(heading, base, min(index + 6, last))
                    override_level = level if override else 9
                if level <= state_level and state_level > 1:
                    state, state_level = base, 1
            if override:
                unit.section, unit.score = override, LIKELY
                continue
            if unit.headings and unit.headings[-1].end >= unit.end - 1 and (level == 1 or state == base):
                unit.section, unit.score = state, score
                continue
            found, carries = self._own(unit, state, base, level)
            unit.section = found or state
            unit.score = UNSURE if unit.section != base else min(score, LIKELY) if merged else score
            if carries:
                state, state_level = found, level

    def _lower(self, heading: Heading, base: str, last: int) -> str:
        """The section that a lower heading opens inside a part, or ``""``."""
        words = _words(self.layout, heading)
        kind = self.cues.headings(words, self.year)
        if base == "measures" and "第一责任" in words:
            return "leadership"
        if kind.section == base or kind.weight < NAMES:
            return ""
        if base == "measures":
            if kind.section == "problems":
                text = self.layout.folded[heading.end : min(heading.end + LOOKED_AT // 4, self.layout.units[last - 1].end)]
                return "problems" if "存在" in words or densities(text, self.year)[0] >= LACK else ""
            return kind.section if kind.section in ("leadership", "plan") else ""
        return "plan" if base == "problems" and kind.section == "plan" else ""

    def _own(self, unit: Unit, state: str, base: str, level: int) -> tuple[str, bool]:
        """What the unit's own words say: a section or ``""``, and whether it goes on after the unit."""
        line = self.layout.folded[unit.headings[-1].end if unit.headings else unit.start : unit.end].lstrip("。:, ")
        if state == "plan" or base in ("plan", "other"):
            return "", False
        plain = not unit.headings
        if plain and (plan_starts(line, self.year) or ("plan" in self.missing and plan_share(line, self.year) > MOSTLY)):
            return "plan", True
        leaders = plain and "leadership" in self.missing and (state == "problems" or self.whole) and leaders_start(line)
        if state == "problems":
            if plan_share(line, self.year) > 0.5:
                return "plan", False
            return ("leadership", True) if leaders else ("", False)
        if plain and lack_starts(line) and (self.whole or level == 1 or state == "leadership" or "problems" in self.missing):
            return ("plan", False) if plan_share(line, self.year) > 0.5 else ("problems", True)
        return ("leadership", True) if leaders and state == "measures" else ("", False)

    def _gaps(self, first: int, last: int, base: str) -> dict[int, str]:
        """Where inside a part another begins whose heading is lost: the numbers start anew, and the words are those of a part that no heading names."""
        if not self.missing & {"measures", "problems", "plan"}:
            return {}
        starts = [i for i in self._restarts(first, last, opens=base == "leadership") if not self.layout.units[i].section]
        found: dict[int, str] = {}
        state = base
        for start, end in pairwise([*starts, last]):
            text = self.layout.folded[self.layout.units[start].start : min(self.layout.units[end - 1].end, self.layout.units[start].start + LOOKED_AT)]
            section = self._by_density(text, state)
            if section:
                found[start] = state = section
        return found

    def _restarts(self, first: int, last: int, *, opens: bool) -> list[int]:
        """Units at which a numbering or an enumeration begins again inside units first to last, or unnumbered text follows numbered paragraphs.

        opens: the first enumeration counts too (the words on the heads of party and government seldom have one).
        """
        units, folded = self.layout.units, self.layout.folded
        starts: list[int] = []
        numbers: dict[int, int] = {}
        run_in = False
        for index in range(first, last):
            unit = units[index]
            number = numbering(folded, unit.start, unit.end)
            item = number is None and is_item(folded, unit.start, unit.end)
            level = number.level if number else 5 if item else 0
            count = number.number if number else 1 if folded.startswith("一", unit.start) else 2
            if level == 1:
                continue
            if (level and count == 1 and (opens or numbers.get(level) or (level < 5 and numbers.get(5))) and not any(k < level for k in numbers)) or (
                not level and run_in and len(unit) > 20
            ):
                starts.append(index)
                numbers = {}
            if level:
                numbers[level] = count
            run_in = bool(unit.headings) and unit.headings[-1].end < unit.end - 1
        return starts

    def _by_density(self, text: str, state: str) -> str:
        lack, intent = densities(text, self.year)
        if "problems" in self.missing and state in ("measures", "leadership") and lack >= LACK and lack > intent:
            return "problems"
        if "plan" in self.missing and state != "plan" and intent >= INTENT and intent > lack:
            return "plan"
        return "measures" if "measures" in self.missing and state == "leadership" and lack < LACK / 2 else ""
