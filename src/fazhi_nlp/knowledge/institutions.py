"""Institutions of party, state and basic level, and the fixed terms that only look like one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.core.errors import Errors, KnowledgeError
from fazhi_nlp.knowledge.table import read_table

LEVEL_LETTERS = "省市州盟县区旗镇乡街"
"""What ``#`` stands for in a name, one letter at a time."""


@dataclass(slots=True, frozen=True)
class Institution:
    """The last part of institutions' names. names: forms; levels: groups of `Level` that may stand before; bare: may stand without;
    tail: name of the grammar of what may follow."""

    id: str
    names: tuple[str, ...]
    levels: tuple[str, ...] = ()
    bare: bool = False
    tail: str = ""

    def forms(self) -> tuple[str, ...]:
        """All names, with ``#`` spelt out."""
        return tuple(f for n in self.names for f in ([n.replace("#", c) for c in LEVEL_LETTERS] if "#" in n else [n]))


@dataclass(slots=True, frozen=True)
class Level:
    """A group of level words: id such as ``town``, words such as 乡."""

    id: str
    words: tuple[str, ...]


@dataclass(slots=True, frozen=True)
class Term:
    """A word or phrase that is its own id."""

    id: str


def load_levels(folders: Iterable[str | Path] = ()) -> tuple[Level, ...]:
    """The table ``levels``, with the folders' merged in."""
    return tuple(read_table("levels", Level, folders=folders))


def load_institutions(folders: Iterable[str | Path] = ()) -> tuple[Institution, ...]:
    """The table ``institutions``, with the folders' merged in. Raises KnowledgeError (E220) for a group of levels that is not there."""
    folders = tuple(folders)
    known = {level.id for level in load_levels(folders)}
    rows = tuple(read_table("institutions", Institution, folders=folders))
    for row in rows:
        unknown = sorted(set(row.levels) - known)
        if unknown:
            raise KnowledgeError(Errors.E220.format(id=row.id, unknown=unknown, known=sorted(known)))
    return rows


def load_institution_terms(folders: Iterable[str | Path] = ()) -> tuple[Term, ...]:
    """The table ``institution_terms``, with the folders' merged in: fixed terms in which no institution is meant."""
    return tuple(read_table("institution_terms", Term, folders=folders))


def load_group_words(folders: Iterable[str | Path] = ()) -> tuple[Term, ...]:
    """The table ``group_words``, with the folders' merged in: words of which names of leading groups are made."""
    return tuple(read_table("group_words", Term, folders=folders))


def load_context_words(folders: Iterable[str | Path] = ()) -> tuple[Term, ...]:
    """The table ``context_words``, with the folders' merged in: words that stand before a name without belonging to it."""
    return tuple(read_table("context_words", Term, folders=folders))


def load_department_words(folders: Iterable[str | Path] = ()) -> tuple[Term, ...]:
    """The table ``department_words``, with the folders' merged in: words of which names of departments are made."""
    return tuple(read_table("department_words", Term, folders=folders))
