"""Plain text in any Chinese encoding."""

from __future__ import annotations

from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.core.tokenizer import MAX_LENGTH
from fazhi_nlp.readers.base import Piece, SourceText
from fazhi_nlp.readers.encoding import decode

_MOST_BYTES = 4 * MAX_LENGTH + 4


def read_plain(data: bytes, source: str) -> SourceText:
    """The decoded text without its byte order mark, line ends as they are; offsets are those of the decoded file.

    Raises InputError: E103 empty, E104 binary, E105 no encoding fits, E106 more bytes than the longest text can have.
    """
    if len(data) > _MOST_BYTES:
        raise InputError(Errors.E106.format(got=len(data), what="of plain text", limit=_MOST_BYTES))
    result = decode(data)
    return SourceText(
        text=result.text,
        source=source,
        format="txt",
        encoding=result.encoding,
        offset_map=[Piece(0, len(result.text), "file", 1)],
        warnings=[result.warning] if result.warning else [],
    )
