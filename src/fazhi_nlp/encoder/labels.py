"""The labels of an encoder, and the numbering of its tags."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from fazhi_nlp.core import docs

OUTSIDE = 0
PARTS = 4
"""Tags of a label: begin, inside, end, single (BIOES)."""
LINKS = ("indicator_first", "indicator_last", "action_first", "action_last")


LOSS_WEIGHTS = {"tags": 4.0, "headings": 1.0, "section": 0.5, "topics": 3.0, "links": 1.0}
"""Of the tasks in the sum of losses; each loss is a mean over what it counts (characters, paragraphs, quantities)."""


@dataclass(slots=True, frozen=True)
class Labels:
    """What an encoder tells apart, in the order of its outputs; a task without labels is not learnt."""

    sections: tuple[str, ...] = docs.SECTION_LABELS
    topics: tuple[str, ...] = docs.TOPIC_LABELS
    entities: tuple[str, ...] = docs.ENTITY_LABELS
    headings: tuple[str, ...] = docs.HEADING_LABELS
    links: bool = True

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Labels:
        """From what `to_dict` gave."""
        known: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
        return cls(**known)


def tag_count(labels: tuple[str, ...]) -> int:
    """Number of BIOES tags."""
    return 1 + PARTS * len(labels)


def begin(label: int) -> int:
    """Tag of a label's first character; inside, end and single follow it."""
    return 1 + PARTS * label


def span_tags(start: int, end: int, label: int) -> list[int]:
    """Tags of a span's characters."""
    first = begin(label)
    return [first + 3] if end - start == 1 else [first, *[first + 1] * (end - start - 2), first + 2]
