"""What every reader gives."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Format = Literal["txt", "html", "docx", "pdf"]
Unit = Literal["file", "block", "paragraph", "row", "page"]

MAX_BYTES = 200_000_000
"""Largest html, docx or pdf file, in bytes, and the largest sum of what a docx unpacks to."""


@dataclass(slots=True, frozen=True)
class Piece:
    """Where a stretch of the text comes from. start, end: code points of the text, end exclusive.

    unit and number: ``page`` 3 of a PDF, ``paragraph`` or table ``row`` of a Word file, ``block`` of a web page, all counted from 1;
    of a plain text there is one piece, the ``file``, whose offsets are those of the decoded file without its byte order mark.
    """

    start: int
    end: int
    unit: Unit
    number: int


@dataclass(slots=True)
class SourceText:
    """The text of one source and what is known of it.

    text: as read, line ends as they stand in the source (readers of other formats than txt write ``\\n``). source: path or id as given.
    encoding: of txt and html, as Python names it (``utf-8+gb18030`` for a file that mixes both), else None. metadata: what the format
    tells (title, date, url, author, created, pages …), strings. offset_map: pieces in order of the text. warnings: coded, to be added to
    those of the report.
    """

    text: str
    source: str
    format: Format
    encoding: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    offset_map: list[Piece] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def locate(self, offset: int) -> Piece | None:
        """The piece that holds the character at an offset of the text, or None for a character that the reader put between pieces."""
        at = bisect_right(self.offset_map, offset, key=_start) - 1
        piece = self.offset_map[at] if at >= 0 else None
        return piece if piece is not None and offset < piece.end else None


def _start(piece: Piece) -> int:
    return piece.start


def join_lines(lines: list[tuple[str, Unit, int]]) -> tuple[str, list[Piece]]:
    """Lines with their unit and number, one a line of the text, and the map of them. A line may itself hold line ends."""
    pieces, parts, at = [], [], 0
    for line, unit, number in lines:
        pieces.append(Piece(at, at + len(line), unit, number))
        parts.append(line)
        at += len(line) + 1
    return "\n".join(parts), pieces
