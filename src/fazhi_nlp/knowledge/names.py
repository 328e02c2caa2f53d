"""What the labels of the output are called in Chinese and English (``names.tsv``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class Name:
    """The name of a label. id: kind and label, such as ``section:measures``; kind: section, topic, entity, level or comparator."""

    id: str
    kind: str
    zh: str
    en: str
    short: str
    """One or two characters for tight places; of a comparator its sign."""
    note: str


def load_names(folders: Iterable[str | Path] = ()) -> tuple[Name, ...]:
    """All names, those of the folders merged in. Raises KnowledgeError (E2xx)."""
    return tuple(read_table("names", Name, folders=folders))
