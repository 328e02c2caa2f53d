"""What the layout of a report consists of. All offsets are code points of the text, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass, field

TITLE_ROLES = frozenset({"title", "issuer", "doc_number", "addressee"})
"""Roles of the lines above the text. The others: text, annex, closing, signature, date, noise."""


@dataclass(slots=True)
class Heading:
    """A heading: its number and words, without the closing 。 or ：. number: as counted by its style, None if it has none."""

    start: int
    end: int
    level: int
    number: int | None = None
    body: int = 0
    """Where the words after the number begin."""


@dataclass(slots=True)
class Unit:
    """A paragraph, or a piece of one that had to be cut. paragraph: index of the paragraph it lies in."""

    start: int
    end: int
    paragraph: int
    role: str = "text"
    headings: list[Heading] = field(default_factory=list)
    section: str = ""
    score: float = 0.0

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(slots=True)
class Layout:
    """A report's paragraphs (every non-blank line once, trimmed), the units they consist of, and what is in them. folded: same length as text."""

    text: str
    folded: str
    paragraphs: list[tuple[int, int]]
    units: list[Unit]

    @property
    def headings(self) -> list[Heading]:
        """All headings in order."""
        return [heading for unit in self.units for heading in unit.headings]

    def line(self, unit: Unit) -> str:
        """The folded text of the unit."""
        return self.folded[unit.start : unit.end]
