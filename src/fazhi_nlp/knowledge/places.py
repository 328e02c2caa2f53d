"""Provinces, prefectures and counties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class Place:
    """An administrative area. id: statistical code; level: province, prefecture or county; aliases: short forms (湖南, 恩施州)."""

    id: str
    name: str
    level: str
    aliases: tuple[str, ...] = ()


def load_places(folders: Iterable[str | Path] = ()) -> tuple[Place, ...]:
    """The table ``places``, with the folders' merged in."""
    return tuple(read_table("places", Place, folders=folders))
