"""The table of indicators (``indicators.tsv``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class Indicator:
    """Something that reports count: its names, folded."""

    id: str
    names: tuple[str, ...]


def load_indicators(folders: Iterable[str | Path] = ()) -> tuple[Indicator, ...]:
    """All indicators, those of the folders merged in. Raises KnowledgeError (E2xx)."""
    return tuple(read_table("indicators", Indicator, folders=folders))
