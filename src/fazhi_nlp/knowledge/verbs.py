"""The table of verbs that govern quantities (``verbs.tsv``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class Verb:
    """A verb, folded, and how it governs: hard, light, control, soft, state, single, change or reach (see the head of the table).

    A row of kind noun is a compound that holds a verb and is none.
    """

    id: str
    kind: str
    not_before: tuple[str, ...] = ()
    """What may not follow the verb: 款 after 处罚."""


def load_verbs(folders: Iterable[str | Path] = ()) -> tuple[Verb, ...]:
    """All verbs, those of the folders merged in. Raises KnowledgeError (E2xx)."""
    return tuple(read_table("verbs", Verb, folders=folders))
