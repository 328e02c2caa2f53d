"""PDF files with a text layer, through pypdfium2."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from fazhi_nlp.core.errors import Errors, InputError, Warnings, require
from fazhi_nlp.core.tokenizer import MAX_LENGTH
from fazhi_nlp.readers.base import Piece, SourceText

# 3, - 3 -, — 3 —, ·3·, 第3页, 第 3 页 共 9 页, 3/9
_PAGE_NUMBER = re.compile(r"[\s\-—–―－·•]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*(?:[,，/／]\s*共?|共)\s*\d{1,4}(?:\s*页)?)?[\s\-—–―－·•]*")
_HEADING_START = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节条]")
_SENTENCE_END = "。！？；：!?;:"
_METADATA = {"Title": "title", "Author": "author", "CreationDate": "created", "Producer": "producer"}
_FEWEST_CHARACTERS = 10
_GENERATED_BLANK = "\ufdd0"
"""Stands for a blank that is not in the file until it is known what stands beside it (a code point that is no character)."""
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·"
_GENERATED_BY_CHINESE = re.compile(f"(?<=[{_CHINESE}]){_GENERATED_BLANK}+|{_GENERATED_BLANK}+(?=[{_CHINESE}])")
_GENERATED = re.compile(f"{_GENERATED_BLANK}+")
_UNBROKEN = re.compile(r"[!-~]{0,40}[，。；：、！？）》”’％]{0,3}")
"""What a line can begin with that no line break may part: a word or number in Latin letters, and the punctuation after it."""
# fonts made by Word and WPS often map a character (工) to the radical that looks the same (⼯)
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}


@dataclass(slots=True)
class _Line:
    """A line as it stands on the page; left, right, size in points (size: mean width of a character)."""

    text: str
    page: int
    left: float
    right: float
    size: float


@dataclass(slots=True, frozen=True)
class _Margins:
    left: float
    right: float


def read_pdf(data: bytes, source: str) -> SourceText:
    """The text of a PDF, one paragraph a line.

    Two lines are joined only where all speaks for one paragraph: the first reaches the right margin of its page (to one and a half
    characters, or what the number or word that opens the second would have taken), the second starts at the left margin (an indented line
    opens a paragraph, as official documents have it), and it does not open with a heading number after the end of a sentence. A wrong break
    is easier to live with than a wrong join, so doubtful cases stay apart. Lines that hold nothing but a page number (``— 3 —``,
    ``第 3 页``) and stand first or last on a page are dropped; running heads stay. Blanks that are not in the file but only gaps beside a
    Chinese character are none. offset_map: one ``page`` a piece of a page's text. metadata: title, author, created, producer, pages.

    Raises InputError: E110 encrypted, E111 damaged, E112 no text layer; MissingExtraError (E002).
    """
    pdfium: Any = require("pypdfium2", extra="readers")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise InputError(Errors.E110 if "assword" in str(error) else Errors.E111.format(reason=error)) from error
    try:
        pages: list[list[_Line]] = []
        total = 0
        for number in range(len(document)):
            lines = _page_lines(pdfium, document, number)
            total += sum(len(line.text) for line in lines)
            if total > MAX_LENGTH:
                raise InputError(Errors.E005.format(got=total, limit=MAX_LENGTH))
            pages.append(_without_page_numbers(lines))
        metadata = {_METADATA[key]: value for key, value in document.get_metadata_dict(skip_empty=True).items() if key in _METADATA}
    finally:
        document.close()
    if total < _FEWEST_CHARACTERS:
        raise InputError(Errors.E112.format(pages=len(pages)))
    empty = sum(not lines for lines in pages)
    text, pieces = _paragraphs(pages)
    return SourceText(
        text=text,
        source=source,
        format="pdf",
        metadata={**metadata, "pages": str(len(pages))},
        offset_map=pieces,
        warnings=[Warnings.W102.format(empty=empty, pages=len(pages))] if empty else [],
    )


def _page_lines(pdfium: Any, document: Any, number: int) -> list[_Line]:
    """The non-blank lines of a page. A page that pdfium cannot load counts as damaged."""
    try:
        page = document[number]
        textpage = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise InputError(Errors.E111.format(reason=f"page {number + 1}: {error}")) from error
    raw = pdfium.raw
    lines: list[_Line] = []
    characters: list[str] = []
    first = last = -1
    count = textpage.count_chars()
    for index in range(count + 1):
        code = raw.FPDFText_GetUnicode(textpage, index) if index < count else 0x0A
        if code in (0x0A, 0x0D):
            text = _joined(characters)
            if text:
                lines.append(_measured(raw, textpage, text, number + 1, first, last))
            characters, first, last = [], -1, -1
        elif (code >= 0x20 or code == 0x09) and code not in (0xFFFE, 0xFFFF):
            # pdfium puts blanks where characters stand apart, as in justified lines
            characters.append(_GENERATED_BLANK if code == 0x20 and raw.FPDFText_IsGenerated(textpage, index) == 1 else chr(code))
            if code > 0x20 and code not in (0x3000, 0xA0):
                first, last = (index if first < 0 else first), index
    textpage.close()
    page.close()
    return lines


def _joined(characters: list[str]) -> str:
    # pdfium gives characters beyond U+FFFF as two halves
    text = "".join(characters).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _GENERATED.sub(" ", _GENERATED_BY_CHINESE.sub("", text)).translate(_RADICALS).strip()


def _measured(raw: Any, textpage: Any, text: str, page: int, first: int, last: int) -> _Line:
    box = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = box
    raw.FPDFText_GetCharBox(textpage, first, left, right, bottom, top)
    start = left.value
    raw.FPDFText_GetCharBox(textpage, last, left, right, bottom, top)
    end = right.value
    return _Line(text, page, start, end, max((end - start) / sum(_width(character) for character in text), 1.0))


def _width(character: str) -> float:
    return 1.0 if character > "\u2e7f" else 0.5


def _without_page_numbers(lines: list[_Line]) -> list[_Line]:
    if lines and _PAGE_NUMBER.fullmatch(lines[-1].text):
        lines = lines[:-1]
    if lines and _PAGE_NUMBER.fullmatch(lines[0].text):
        lines = lines[1:]
    return lines


def _paragraphs(pages: list[list[_Line]]) -> tuple[str, list[Piece]]:
    margins = [_margins(lines) for lines in pages]
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    previous: _Line | None = None
    for lines in pages:
        start = at
        for line in lines:
            if previous is not None:
                gap = "\n"
                if _continues(previous, line, margins[previous.page - 1], margins[line.page - 1]):
                    gap = " " if _is_latin(previous.text[-1]) and _is_latin(line.text[0]) else ""
                parts.append(gap)
                at += len(gap)
                if line is lines[0]:
                    start = at
            parts.append(line.text)
            at += len(line.text)
            previous = line
        if lines:
            pieces.append(Piece(start, at, "page", lines[0].page))
    return "".join(parts), pieces


def _margins(lines: list[_Line]) -> _Margins:
    """Where the text of a page begins and ends: the outermost edges of its longer lines (all lines, if the page has few)."""
    if not lines:
        return _Margins(0.0, 0.0)
    longest = max(len(line.text) for line in lines)
    long_lines = [line for line in lines if len(line.text) > longest / 2] or lines
    rights = sorted(line.right for line in long_lines)
    return _Margins(min(line.left for line in long_lines), rights[(len(rights) * 3) // 4])


def _continues(previous: _Line, line: _Line, before: _Margins, own: _Margins) -> bool:
    start = _UNBROKEN.match(line.text)
    did_not_fit = sum(_width(character) for character in start[0]) if start else 0.0
    if previous.right < before.right - (1.5 + did_not_fit) * previous.size or line.left > own.left + line.size:
        return False
    return not (previous.text[-1] in _SENTENCE_END and _HEADING_START.match(line.text))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
