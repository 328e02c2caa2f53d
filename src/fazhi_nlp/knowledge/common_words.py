"""Common words of two characters, by which a name is told from ordinary text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class CommonWords:
    """The common words that begin with one character (id). verbs, others: their second characters, those of verbs, adverbs and prepositions
    apart from those of nouns and all else."""

    id: str
    verbs: str = ""
    others: str = ""


def load_common_words(folders: Iterable[str | Path] = ()) -> tuple[CommonWords, ...]:
    """``common_words.tsv``, with the folders' merged in. Raises KnowledgeError (E2xx)."""
    return tuple(read_table("common_words", CommonWords, folders=folders))
