"""What a file is, by its content first and by the ending of its name only where the content may be either of two."""

from __future__ import annotations

import io
import re
import zipfile

from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.readers.base import Format

KNOWN = "txt, html, docx, pdf"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"{\\rtf", "an RTF document: save it as .docx"),
    (b"MIME-Version:", "a web archive (.mht): save the page as .html"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
# the tags that open or fill a page; a plain text that merely mentions one has no such tag near its start
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|meta|title|body|div|p|table|span|h[1-6])[\s>/]", re.IGNORECASE)
_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_HEAD = 4096


def sniff(data: bytes, *, name: str = "") -> Format:
    """The format of the bytes. name: file name, for the ending.

    Raises InputError: E103 no bytes, E107 a known format that is not read (an image, an archive, a spreadsheet), E108 an old Word file,
    E109 a zip file that is damaged, E110 an encrypted Word file.
    """
    if not data:
        raise InputError(Errors.E103)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    if data.startswith(_OLE):
        raise InputError(_ole_error(data))
    for magic, found in _FOREIGN:
        if data.startswith(magic):
            raise InputError(Errors.E107.format(found=found, known=KNOWN))
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith(b"<") and _HTML.search(head):
        return "html"
    if name.lower().endswith(_HTML_SUFFIXES) and _HTML.search(data.replace(b"\0", b"")):
        return "html"
    return "txt"


def _sniff_zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise InputError(Errors.E109.format(reason=error)) from error
    if "word/document.xml" in names or any(n.startswith("word/document") for n in names):
        return "docx"
    kinds = {"xl/": "a spreadsheet (.xlsx)", "ppt/": "a presentation (.pptx)", "content.xml": "an OpenDocument file: save it as .docx"}
    found = next((kind for start, kind in kinds.items() if any(n.startswith(start) for n in names)), "a ZIP archive: unpack it")
    raise InputError(Errors.E107.format(found=found, known=KNOWN))


def _ole_error(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Errors.E110
    if "WordDocument".encode("utf-16-le") in data:
        return Errors.E108
    return Errors.E107.format(found="an old Office file: save it as .docx", known=KNOWN)
