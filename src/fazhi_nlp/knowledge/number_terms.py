"""The table of fixed terms that hold a numeral but say no quantity (``number_terms.tsv``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class NumberTerm:
    """A term such as 三重一大 or 一次性, folded."""

    id: str


def load_number_terms(folders: Iterable[str | Path] = ()) -> tuple[NumberTerm, ...]:
    """All terms, those of the folders merged in. Raises KnowledgeError (E2xx)."""
    return tuple(read_table("number_terms", NumberTerm, folders=folders))
