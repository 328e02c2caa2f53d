"""What every finder of entities takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from fazhi_nlp.knowledge.base import Knowledge


@dataclass(slots=True)
class Candidate:
    """A proposed entity. start, end: characters of the text, end exclusive.

    priority decides between overlapping candidates before length does (higher wins); 0 for the ordinary case, where the longest wins.
    attrs: plain data that goes with the entity (a quantity's value, a date's interval).
    """

    start: int
    end: int
    label: str
    id: str | None = None
    priority: int = 0
    score: float = 1.0
    source: str = "rule"
    attrs: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class ParagraphView:
    """A paragraph as finders see it: character offsets, section type (``""`` if not known), layout role."""

    start: int
    end: int
    section: str
    role: str


@dataclass(slots=True)
class Source:
    """A text with all that finders may look at. ``folded`` has the same length as ``text`` (`fazhi_nlp.core.normalize.fold`)."""

    text: str
    folded: str
    paragraphs: list[ParagraphView]
    knowledge: Knowledge
    year: int | None = None
    """The year reported on, where the layout found one."""
    issuers: tuple[str, ...] = ()
    """Names of the issuing bodies, where the layout found them: they teach the names of places that no table holds."""


class Finder(Protocol):
    """Finds candidates in a whole text in linear time. Finders don't see each other's results; the arbiter settles overlaps."""

    def __call__(self, source: Source) -> list[Candidate]:
        """Candidates in any order; they may overlap; none may cross a line end."""
        ...
