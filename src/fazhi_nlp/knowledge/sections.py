"""Tables of the layout: words of headings, forms of lines, cues of the genre (``heading_cues.tsv``, ``line_cues.tsv``, ``genre_cues.tsv``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.core.docs import SECTION_LABELS
from fazhi_nlp.core.errors import Errors, KnowledgeError
from fazhi_nlp.knowledge.table import read_table

LINE_ROLES = ("noise", "label", "closing", "annex", "contents")
GENRE_PLACES = ("title", "head", "text", "template", "plan", "disclosure", "questions")


@dataclass(slots=True, frozen=True)
class HeadingCue:
    """A word of headings; section: what it announces, ``""`` for a word that says nothing; pattern: regular expression over folded text."""

    id: str
    section: str
    pattern: str
    weight: int


@dataclass(slots=True, frozen=True)
class LineCue:
    """What a line with this pattern is: one of ``LINE_ROLES``."""

    id: str
    role: str
    pattern: str


@dataclass(slots=True, frozen=True)
class GenreCue:
    """What speaks for (weight above 0) or against the genre; place: one of ``GENRE_PLACES``."""

    id: str
    place: str
    pattern: str
    weight: float


def load_heading_cues(folders: Iterable[str | Path] = ()) -> tuple[HeadingCue, ...]:
    """All words of headings, those of the folders merged in. Raises KnowledgeError (E2xx)."""
    rows = read_table("heading_cues", HeadingCue, folders=folders)
    for row in rows:
        _check("heading_cues.tsv", row.id, row.pattern, row.section, ("", *SECTION_LABELS))
    return tuple(rows)


def load_line_cues(folders: Iterable[str | Path] = ()) -> tuple[LineCue, ...]:
    """All forms of lines, those of the folders merged in. Raises KnowledgeError (E2xx)."""
    rows = read_table("line_cues", LineCue, folders=folders)
    for row in rows:
        _check("line_cues.tsv", row.id, row.pattern, row.role, LINE_ROLES)
    return tuple(rows)


def load_genre_cues(folders: Iterable[str | Path] = ()) -> tuple[GenreCue, ...]:
    """All cues of the genre, those of the folders merged in. Raises KnowledgeError (E2xx)."""
    rows = read_table("genre_cues", GenreCue, folders=folders)
    for row in rows:
        _check("genre_cues.tsv", row.id, row.pattern, row.place, GENRE_PLACES)
    return tuple(rows)


def _check(place: str, key: str, pattern: str, kind: str, kinds: tuple[str, ...]) -> None:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise KnowledgeError(Errors.E230.format(place=place, id=key, pattern=pattern, error=error)) from error
    if groups:
        raise KnowledgeError(Errors.E230.format(place=place, id=key, pattern=pattern, error="it has groups that capture"))
    if kind not in kinds:
        raise KnowledgeError(Errors.E231.format(place=place, id=key, kind=kind, kinds=kinds))
