"""Word files, through python-docx, with the automatic numbers that it leaves out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from fazhi_nlp.core.errors import Errors, InputError, require
from fazhi_nlp.readers.base import MAX_BYTES, SourceText, Unit, join_lines
from fazhi_nlp.readers.numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CONTAINERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
# text that is not shown (deleted, field codes), shown twice (fallbacks for old readers) or not part of the line (ruby, text boxes, which
# follow)
_LEFT_OUT = frozenset([f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rt", "txbxContent", "pPr")] + [f"{_MC}Fallback"])
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_PARAGRAPH: Unit = "paragraph"
_ROW: Unit = "row"


def read_docx(data: bytes, source: str) -> SourceText:
    """The text of a Word file, one paragraph or table row (cells parted by tabs) a line.

    Automatic numbers (一、 （一） 1. ①, patterns of one's own, restarts, numbers that come from styles) stand before their paragraph as
    Word shows them; bullets don't. A line break inside a paragraph stays a line break. A text box follows the paragraph that holds it.
    Left out: deleted text, hidden text, field codes, headers and footers, notes, comments. offset_map: ``paragraph`` and ``row`` pieces,
    counted through the file from 1. metadata: title, author, created, modified, subject.

    Raises InputError: E106 unpacks to more than 200 MB, E109 damaged; MissingExtraError (E002).
    """
    docx: Any = require("docx", extra="readers")
    _check_size(data)
    try:
        document = docx.Document(io.BytesIO(_as_plain_docx(data)))
        part = document.part
        numbering = Numbering.from_parts(_root(part, "numbering"), _root(part, "styles"))
        lines = [line for line in _body_lines(document.element.body, numbering) if line[0].strip()]
        metadata = _metadata(document.core_properties)
    except InputError:
        raise
    except Exception as error:  # python-docx and lxml raise many kinds for files that break their rules
        raise InputError(Errors.E109.format(reason=f"{type(error).__name__}: {error}")) from error
    text, pieces = join_lines(lines)
    return SourceText(text=text, source=source, format="docx", metadata=metadata, offset_map=pieces)


def _check_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # zipfile never unpacks more than the declared size, so a bomb cannot understate itself
            size = sum(entry.file_size for entry in archive.infolist())
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise InputError(Errors.E110)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(Errors.E109.format(reason=error)) from error
    if size > MAX_BYTES:
        raise InputError(Errors.E106.format(got=size, what="unpacked", limit=MAX_BYTES))


def _as_plain_docx(data: bytes) -> bytes:
    """A file with macros or a template differs only by a content type, at which python-docx stops; its text is the same."""
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    others = (
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml")
        if not any(other in types for other in others):
            return data
        for other in others:
            types = types.replace(other, main)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for entry in archive.infolist():
                copy.writestr(entry, types if entry.filename == "[Content_Types].xml" else archive.read(entry))
    return out.getvalue()


def _root(part: Any, kind: str) -> Any | None:
    """Root element of a related part, None if there is none (python-docx would make an empty one)."""
    etree: Any = require("lxml.etree", extra="readers")
    for relation in part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return etree.fromstring(relation.target_part.blob, parser)
    return None


def _body_lines(body: Any, numbering: Numbering) -> Iterator[tuple[str, Unit, int]]:
    paragraphs = rows = 0
    for block in _blocks(body):
        if block.tag == f"{_W}p":
            paragraphs += 1
            for line in _paragraph_lines(block, numbering):
                yield line, _PARAGRAPH, paragraphs
        else:
            for row in block.iterchildren(f"{_W}tr"):
                rows += 1
                yield "\t".join(_cell_text(cell, numbering) for cell in _blocks(row, of=f"{_W}tc")).strip(), _ROW, rows


def _blocks(parent: Any, *, of: str = "") -> Iterator[Any]:
    """Paragraphs and tables (or elements of one tag) in a body, cell or text box, those inside content controls included."""
    wanted = (of,) if of else (f"{_W}p", f"{_W}tbl")
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _blocks(child, of=of)


def _cell_text(cell: Any, numbering: Numbering) -> str:
    texts: list[str] = []
    for block in _blocks(cell):
        if block.tag == f"{_W}p":
            texts += _paragraph_lines(block, numbering)
        else:
            texts += [_cell_text(inner, numbering) for row in block.iterchildren(f"{_W}tr") for inner in _blocks(row, of=f"{_W}tc")]
    return " ".join(text.replace("\n", " ").strip() for text in texts if text.strip())


def _paragraph_lines(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    """The paragraph with its number, then those of its text boxes."""
    number = numbering.number(paragraph)
    text = "".join(_texts(paragraph)).strip()
    yield number + text if text else ""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
            for inner in _blocks(box):
                if inner.tag == f"{_W}p":
                    yield from _paragraph_lines(inner, numbering)


def _texts(element: Any) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _LEFT_OUT:
            continue
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == f"{_W}br":
            yield "\n" if child.get(f"{_W}type") in (None, "textWrapping") else ""
        elif tag != f"{_W}r" or not _hidden(child):
            yield from _texts(child)


def _hidden(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")


def _metadata(properties: Any) -> dict[str, str]:
    found = {
        "title": properties.title,
        "author": properties.author,
        "subject": properties.subject,
        "created": properties.created.isoformat() if properties.created else "",
        "modified": properties.modified.isoformat() if properties.modified else "",
    }
    return {key: value for key, value in found.items() if value}
