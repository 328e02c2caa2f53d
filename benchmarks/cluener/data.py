"""CLUENER2020 as it is published: a JSON object a line, ``{"text": …, "label": {label: {surface: [[first, last], …]}}}``. Standard library only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

Span = tuple[int, int, str]
"""Start, end (exclusive), label; characters of the sentence."""
TRAIN, DEV = "train", "dev"
NAMES = ("{}.json", "cluener_{}.jsonl")
"""What the files of a part may be called."""


@dataclass(slots=True, frozen=True)
class Sentence:
    """A sentence and its entities, in order, each once; they may overlap."""

    text: str
    spans: tuple[Span, ...]


def lines(folder: Path, part: str, *, limit: int | None = None) -> list[str]:
    """The first ``limit`` lines of a part, as they are. Raises FileNotFoundError where the folder does not hold it under one of `NAMES`."""
    names = [name.format(part) for name in NAMES]
    path = next((folder / name for name in names if (folder / name).is_file()), None)
    if path is None:
        raise FileNotFoundError(f"no {' and no '.join(names)} in {folder}")
    return path.read_text(encoding="utf-8").splitlines()[:limit]


def sentences(records: Sequence[str]) -> list[Sentence]:
    """The sentences of some lines. Raises ValueError, with the line, for what is not of the form or whose places do not hold the surface they name."""
    out = []
    for number, line in enumerate(records, 1):
        try:
            record = json.loads(line)
            text, found = record["text"], set()
            for label, surfaces in record["label"].items():
                for surface, places in surfaces.items():
                    for first, last in places:
                        if not surface or text[first : last + 1] != surface:
                            raise ValueError(f"{label}: {surface!r} is not at {first} to {last}")
                        found.add((first, last + 1, label))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"line {number}: {type(error).__name__}: {error}") from error
        out.append(Sentence(text, tuple(sorted(found))))
    return out


def overlapping(found: Sequence[Sentence]) -> int:
    """Pairs of entities that share a character."""
    return sum(second[0] < first[1] for sentence in found for first, second in combinations(sentence.spans, 2))
