"""Named days, weeks, months and campaigns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class NamedEvent:
    """An event with a fixed name. names: forms as written, without quotation marks; kind: day, week, month, campaign, education or meeting;
    date: month and day of a day (12·4), by which it is often called too."""

    id: str
    names: tuple[str, ...]
    kind: str
    date: str = ""


def load_events(folders: Iterable[str | Path] = ()) -> tuple[NamedEvent, ...]:
    """The table ``events``, with the folders' merged in."""
    return tuple(read_table("events", NamedEvent, folders=folders))
