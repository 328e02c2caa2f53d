"""Tables of words around numerals: terms that hold one but say no quantity, nouns after 零, nouns that are arranged rather than counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class NumberTerm:
    """A word or term, folded."""

    id: str


def load_number_terms(folders: Iterable[str | Path] = ()) -> tuple[NumberTerm, ...]:
    """``number_terms.tsv``: fixed terms that hold a numeral but say no quantity (三重一大, 一次性). Raises KnowledgeError (E2xx)."""
    return tuple(read_table("number_terms", NumberTerm, folders=folders))


def load_zero_nouns(folders: Iterable[str | Path] = ()) -> tuple[NumberTerm, ...]:
    """``zero_nouns.tsv``: nouns after 零 that make it a count of none (零败诉). Raises KnowledgeError (E2xx)."""
    return tuple(read_table("zero_nouns", NumberTerm, folders=folders))


def load_uncounted_nouns(folders: Iterable[str | Path] = ()) -> tuple[NumberTerm, ...]:
    """``uncounted_nouns.tsv``: nouns that a small number only arranges (三个环节). Raises KnowledgeError (E2xx)."""
    return tuple(read_table("uncounted_nouns", NumberTerm, folders=folders))
