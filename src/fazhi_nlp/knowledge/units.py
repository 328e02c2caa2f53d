"""The table of units (``units.tsv``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class Unit:
    """A unit of quantities, folded, as it stands after the number."""

    id: str
    kind: str
    """count, ratio, money, area, length, measure, effort, score or time."""
    weak: bool = False
    """A unit only where the sentence says that something is measured."""
    not_before: tuple[str, ...] = ()
    """What may not follow the unit: 民 after 人."""


def load_units(folders: Iterable[str | Path] = ()) -> tuple[Unit, ...]:
    """All units, those of the folders merged in. Raises KnowledgeError (E2xx)."""
    return tuple(read_table("units", Unit, folders=folders))
