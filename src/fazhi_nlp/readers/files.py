"""From paths to the files behind them, and from a file or bytes to its text."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.core.tokenizer import MAX_LENGTH
from fazhi_nlp.readers.base import MAX_BYTES, Format, SourceText
from fazhi_nlp.readers.docx import read_docx
from fazhi_nlp.readers.html import read_html
from fazhi_nlp.readers.pdf import read_pdf
from fazhi_nlp.readers.plain import read_plain
from fazhi_nlp.readers.sniff import sniff

SUFFIXES = (".txt", ".html", ".htm", ".xhtml", ".shtml", ".docx", ".docm", ".pdf", ".doc")
"""Endings of the files that `find_inputs` takes from a folder. A .doc is taken so that its error is told rather than the file passed
over."""
STDIN = "-"
_READERS: dict[Format, Callable[[bytes, str], SourceText]] = {"txt": read_plain, "html": read_html, "docx": read_docx, "pdf": read_pdf}


def read(data: str | Path | bytes, *, source: str | None = None) -> SourceText:
    """Read one report.

    data: a path, or the bytes of a file. source: id to carry (default: the path as given, ``-`` for bytes); with bytes its ending helps
    to tell html from txt. The format is decided by content. Raises InputError (E101 to E114, E005 for a text of more than 2 million
    characters), MissingExtraError (E002) where a format needs the extra ``readers``.
    """
    if not isinstance(data, bytes):
        source = source if source is not None else str(data)
        data = _load(Path(data))
    name = source if source is not None else STDIN
    if len(data) > MAX_BYTES:
        raise InputError(Errors.E106.format(got=len(data), what="in the file", limit=MAX_BYTES))
    result = _READERS[sniff(data, name=name)](data, name)
    if not result.text or result.text.isspace():
        raise InputError(Errors.E103)
    if len(result.text) > MAX_LENGTH:
        raise InputError(Errors.E005.format(got=len(result.text), limit=MAX_LENGTH))
    return result


def _load(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(Errors.E106.format(got=size, what="in the file", limit=MAX_BYTES))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(Errors.E101.format(path=path)) from error
    except OSError as error:
        raise InputError(Errors.E114.format(path=path, reason=error.strerror or error)) from error


def find_inputs(paths: Iterable[str | Path]) -> Iterator[tuple[str, InputError | None]]:
    """The files behind paths, in the order given; folders recursively, sorted by their parts, with the endings of ``SUFFIXES``.

    Hidden files and folders and the lock files of Word (``~$…``) are passed over, links to folders not followed; ``-`` stands for the
    standard input. Gives pairs of path and None; a folder without such a file comes with its error (E102). Whether a file exists is found
    when it is read.
    """
    for path in map(str, paths):
        if path == STDIN or not Path(path).is_dir():
            yield path, None
            continue
        found = False
        for file in _walk(path):
            found = True
            yield file, None
        if not found:
            yield path, InputError(Errors.E102.format(path=path, suffixes=", ".join(SUFFIXES)))


def _walk(folder: str) -> Iterator[str]:
    with os.scandir(folder) as scan:
        entries = sorted((e for e in scan if not e.name.startswith((".", "~$"))), key=_name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif entry.is_file() and entry.name.lower().endswith(SUFFIXES):
            yield entry.path


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
