"""What the encoder reads: windows of a paragraph after its heading path, in batches with little padding."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from fazhi_nlp.encoder.characters import CharVocabulary

LONGEST = 256
"""Tokens of a window, special ones included."""
OVERLAP = 48
"""Characters that two windows of a paragraph share at least, where a sentence begins there: the first sentence after it opens the next window."""
_PATH_HEADINGS, _PATH_CHARACTERS = 3, 18
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?\s*")
_SENTENCE_END = re.compile(r"[。；;！!？?]")
PLACE_BUCKETS = 8
MIDDLE = (50, 100)
"""Index and total of a passage of which the place in the report is not known."""
TOKEN_BUDGET = 512
"""Tokens of a batch on a processor: what they make stays in its cache, and a batch has one range of activations (a fifth faster than 4,096 tokens)."""
MOST_PADDING = 0.1


@dataclass(slots=True, frozen=True)
class Passage:
    """A paragraph (or a piece of one) to be read. path: the headings above it, outermost first. index of total: its place in the report, 0-based."""

    text: str
    path: tuple[str, ...] = ()
    index: int = MIDDLE[0]
    total: int = MIDDLE[1]


@dataclass(slots=True)
class Window:
    """A row of the encoder: ``[CLS] path [SEP] characters [SEP]``.

    passage: number of the passage it is of. start, end: its characters in the passage. core_start, core_end: those for which this window speaks, the
    more central one where two overlap. offset: place of the first character in ``ids``. place: buckets from the front, from the back, relative.
    """

    passage: int
    start: int
    end: int
    core_start: int
    core_end: int
    ids: np.ndarray
    offset: int
    place: tuple[int, int, int] = field(default=(0, 0, 0))

    @property
    def characters(self) -> slice:
        """Where the characters stand in the row."""
        return slice(self.offset, self.offset + self.end - self.start)


def place_of(index: int, total: int) -> tuple[int, int, int]:
    """Buckets (0 to 7 each) of a passage's place: from the front, from the back, and relative."""
    last = PLACE_BUCKETS - 1
    return min(index, last), min(total - 1 - index, last), min(last, index * PLACE_BUCKETS // max(1, total))


def path_text(path: Sequence[str]) -> str:
    """The heading path as the encoder reads it: the outermost heading and the innermost ones, without numbers, shortened."""
    kept = [*path[:1], *path[1:][-(_PATH_HEADINGS - 1) :]]
    return "。".join(_NUMBER.sub("", heading)[:_PATH_CHARACTERS] for heading in kept)


def cut(length: int, room: int, ends: Sequence[int]) -> list[tuple[int, int]]:
    """Pieces of at most ``room`` characters that cover ``length`` characters and overlap.

    ends: places after the ends of sentences, ascending. A piece ends with a sentence where one ends in its second half; the next one begins OVERLAP
    characters or a little more before that, with a sentence where possible.
    """
    if length <= room:
        return [(0, length)]
    pieces: list[tuple[int, int]] = []
    start = 0
    while length - start > room:
        end = max((e for e in ends if start + room // 2 < e <= start + room), default=start + room)
        pieces.append((start, end))
        start = max((e for e in ends if end - room // 2 < e <= end - OVERLAP and e > start), default=end - OVERLAP)
    return [*pieces, (start, length)]


def windows(passages: Sequence[Passage], vocabulary: CharVocabulary) -> list[Window]:
    """The windows of some passages, in order. A passage without characters has none."""
    out: list[Window] = []
    for number, passage in enumerate(passages):
        path = vocabulary.encode(path_text(passage.path))
        head = np.concatenate([[vocabulary.cls], path, [vocabulary.sep]])
        ids = vocabulary.encode(passage.text)
        room = LONGEST - len(head) - 1
        # only a long passage needs its sentence ends
        pieces = cut(len(ids), room, [m.end() for m in _SENTENCE_END.finditer(passage.text)] if len(ids) > room else [])
        place = place_of(passage.index, passage.total)
        for k, (start, end) in enumerate(pieces):
            core_start = (start + pieces[k - 1][1]) // 2 if k else 0
            core_end = (pieces[k + 1][0] + end) // 2 if k + 1 < len(pieces) else len(ids)
            if end > start:
                out.append(Window(number, start, end, core_start, core_end, np.concatenate([head, ids[start:end], [vocabulary.sep]]), len(head), place))
    return out


def batches(lengths: Sequence[int], *, budget: int = TOKEN_BUDGET) -> Iterator[list[int]]:
    """Row numbers in batches: rows sorted by length, at most ``budget`` tokens with padding (or one row), at most a tenth of them padding."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    batch: list[int] = []
    total = 0
    for row in order:
        size = (len(batch) + 1) * lengths[row]
        if batch and (size > budget or total + lengths[row] < math.ceil(size * (1 - MOST_PADDING))):
            yield batch
            batch, total = [], 0
        batch.append(row)
        total += lengths[row]
    if batch:
        yield batch


def collate(rows: Sequence[Window], pad: int) -> dict[str, np.ndarray]:
    """Arrays of some windows. *Shape:* input_ids, attention_mask, token_type_ids ``(rows, longest)``; place ``(rows, 3)``; all int64."""
    longest = max(len(row.ids) for row in rows)
    out = {name: np.zeros((len(rows), longest), dtype=np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
    out["input_ids"][:] = pad
    for k, row in enumerate(rows):
        out["input_ids"][k, : len(row.ids)] = row.ids
        out["attention_mask"][k, : len(row.ids)] = 1
        out["token_type_ids"][k, row.offset : len(row.ids)] = 1
    out["place"] = np.array([row.place for row in rows], dtype=np.int64).reshape(len(rows), 3)
    return out
