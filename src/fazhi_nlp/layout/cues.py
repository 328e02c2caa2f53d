"""The tables of the layout, compiled: which section a heading announces, what a line is by its form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.knowledge.sections import GenreCue, HeadingCue, LineCue

STRONG = 3
"""Weight from which a heading names a section."""
FUTURE = 4
"""Weight for the plan of a year after the one reported on."""
CACHED = 8192
"""How many headings are remembered: each is asked for several times."""
MAX_HEADING = 80
"""Longest heading, in characters, that is looked at."""
_YEAR = re.compile(r"20\d\d(?= ?年)")
_PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")


@dataclass(slots=True, frozen=True)
class HeadingType:
    """What a heading announces. named: the sections it names, in order; weight: of the first; soft: the section that weaker words hint at, if none is named.

    coverage: share of its characters that the table knows.
    """

    named: tuple[str, ...] = ()
    weight: int = 0
    soft: str = ""
    coverage: float = 0.0

    @property
    def section(self) -> str:
        """The section named first, or ``""``."""
        return self.named[0] if self.named else ""


class HeadingTyper:
    """Says which sections a heading names, by the weighted words of the table."""

    def __init__(self, rows: Iterable[HeadingCue]) -> None:
        # at one place the longer pattern speaks, so that a term hides the words in it
        self.rows = sorted(rows, key=_length, reverse=True)
        self.pattern = re.compile("|".join(f"({row.pattern})" for row in self.rows) or "(?!)")

        self._cached = lru_cache(CACHED)(self._type)

    def __call__(self, words: str, year: int | None = None) -> HeadingType:
        """words: the heading, folded, without its number; year: the year reported on, if known."""
        return self._cached(words[:MAX_HEADING], year)

    def _type(self, words: str, year: int | None) -> HeadingType:
        if "(" in words:
            words = _PINYIN.sub("", words)
        totals: dict[str, int] = {}
        first: dict[str, int] = {}
        covered = 0
        for match in self.pattern.finditer(words):
            row = self.rows[(match.lastindex or 1) - 1]
            covered += match.end() - match.start()
            if row.section:
                totals[row.section] = totals.get(row.section, 0) + row.weight
                if row.weight > 1:
                    first.setdefault(row.section, match.start())
        for match in _YEAR.finditer(words):
            if year is not None and int(match[0]) > year:
                totals["plan"] = totals.get("plan", 0) + FUTURE
                first["plan"] = min(first.get("plan", match.start()), match.start())
                break
        named = tuple(sorted((s for s, total in totals.items() if total >= STRONG and s in first), key=first.__getitem__))
        soft = max(totals, key=totals.__getitem__) if totals and not named else ""
        return HeadingType(named, totals[named[0]] if named else 0, soft, covered / len(words) if words else 0.0)


def _length(row: HeadingCue) -> tuple[int, int]:
    return len(row.pattern), row.weight


class LineSorter:
    """Says what a line is by its form alone: noise, label (of a metadata table), closing, annex, contents, or ``""``."""

    def __init__(self, rows: Iterable[LineCue]) -> None:
        patterns: dict[str, list[str]] = {}
        for row in rows:
            patterns.setdefault(row.role, []).append(row.pattern)
        self.patterns = {role: re.compile("|".join(f"(?:{p})" for p in ps)) for role, ps in patterns.items()}

    def is_a(self, role: str, line: str) -> bool:
        """Whether the folded line shows this role."""
        pattern = self.patterns.get(role)
        return pattern is not None and pattern.search(line) is not None


@dataclass(slots=True, frozen=True)
class Cues:
    """All compiled tables of the layout."""

    headings: HeadingTyper
    lines: LineSorter
    genre: tuple[GenreCue, ...]


@cache
def load_cues(folders: tuple[str, ...] = ()) -> Cues:
    """The compiled tables, a user's folders merged in; made once a process and list of folders."""
    knowledge = load_knowledge(folders)
    return Cues(HeadingTyper(knowledge.heading_cues), LineSorter(knowledge.line_cues), knowledge.genre_cues)
