"""What word segmentation has to know: fixed terms that are one word, and what may not follow a known name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class WordTerm:
    """A fixed term, folded, that is one word. kind: legal, body, slogan, event, or what a user's own table calls it."""

    id: str
    kind: str = ""


@dataclass(slots=True, frozen=True)
class WordGuard:
    """A last character of names (id) and the characters that may not follow, because it then belongs to the next word (法 before 规)."""

    id: str
    not_before: tuple[str, ...]


def load_word_terms(folders: Iterable[str | Path] = ()) -> tuple[WordTerm, ...]:
    """``word_terms.tsv``: terms that are never cut (行政复议, 规范性文件). Raises KnowledgeError (E2xx)."""
    return tuple(read_table("word_terms", WordTerm, folders=folders))


def load_word_guards(folders: Iterable[str | Path] = ()) -> tuple[WordGuard, ...]:
    """``word_guards.tsv``: where a known name does not end, although its characters stand there. Raises KnowledgeError (E2xx)."""
    return tuple(read_table("word_guards", WordGuard, folders=folders))
