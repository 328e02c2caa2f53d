"""All tables together, loaded once a process and folder list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(slots=True, frozen=True)
class Knowledge:
    """Every table of the library, with a user's folders merged in. Each attribute is the typed table of the module of its name."""


@cache
def _load(folders: tuple[Path, ...]) -> Knowledge:
    return Knowledge()


def load_knowledge(folders: Iterable[str | Path] = ()) -> Knowledge:
    """The library's tables with those of the folders merged over them, in order. Raises KnowledgeError (E2xx) for a table that breaks its rules."""
    return _load(tuple(Path(f).resolve() for f in folders))
