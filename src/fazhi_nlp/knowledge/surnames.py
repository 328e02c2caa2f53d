"""Surnames."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.knowledge.institutions import Term
from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class Surname:
    """A surname. kind: single, double (two characters), or syllable (two make a Tibetan name)."""

    id: str
    kind: str


def load_surnames(folders: Iterable[str | Path] = ()) -> tuple[Surname, ...]:
    """The table ``surnames``, with the folders' merged in."""
    return tuple(read_table("surnames", Surname, folders=folders))


def load_not_names(folders: Iterable[str | Path] = ()) -> tuple[Term, ...]:
    """The table ``not_names``, with the folders' merged in: words that look like a name after an office."""
    return tuple(read_table("not_names", Term, folders=folders))
