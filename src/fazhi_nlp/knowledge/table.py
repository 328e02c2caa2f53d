"""Typed reading, merging and checking of TSV tables."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from fazhi_nlp.core.errors import Errors, KnowledgeError

Row = TypeVar("Row")
LIST_SEPARATOR = "|"


def read_table(name: str, row: type[Row], *, folders: Iterable[str | Path] = ()) -> list[Row]:
    """Read ``<name>.tsv`` of the library and then of each folder that has one.

    row: a dataclass with a field ``id``. Field types: str, int, float, bool, ``tuple[str, ...]`` (written with ``|`` between), and ``X | None``
    (an empty cell). The first line names the columns; lines that begin with ``#`` are comments. A later row with the same id replaces the earlier.
    Raises KnowledgeError: E201 unknown or missing column, E202 wrong number of cells, E203 a cell that is not of the field's type, E204 an id twice in one file.
    """
    rows: dict[str, Row] = {}
    own = files("fazhi_nlp.knowledge").joinpath("tables", f"{name}.tsv")
    for place, lines in _sources(name, own, folders):
        seen: set[str] = set()
        for item in _parse(place, lines, row):
            key = str(item.id)  # type: ignore[attr-defined]
            if key in seen:
                raise KnowledgeError(Errors.E204.format(place=place, id=key))
            seen.add(key)
            rows[key] = item
    return list(rows.values())


def _sources(name: str, own: Any, folders: Iterable[str | Path]) -> Iterator[tuple[str, list[str]]]:
    yield f"{name}.tsv", own.read_text(encoding="utf-8").split("\n")
    for folder in folders:
        path = Path(folder) / f"{name}.tsv"
        if path.exists():
            yield str(path), path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").split("\n")


def _parse(place: str, lines: list[str], row: type[Row]) -> Iterator[Row]:
    hints = typing.get_type_hints(row)
    known = {f.name: f for f in dataclasses.fields(row)}  # type: ignore[arg-type]
    columns: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = [c.strip() for c in cells]
            wrong = [c for c in columns if c not in known]
            missing = [n for n, f in known.items() if n not in columns and f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING]
            if wrong or missing:
                raise KnowledgeError(Errors.E201.format(place=place, wrong=wrong, missing=missing, known=sorted(known)))
            continue
        if len(cells) > len(columns):
            raise KnowledgeError(Errors.E202.format(place=place, line=number, got=len(cells), wanted=len(columns)))
        cells += [""] * (len(columns) - len(cells))
        values = {c: _convert(place, number, c, v.strip(), hints[c]) for c, v in zip(columns, cells, strict=True)}
        yield row(**values)


def _convert(place: str, line: int, column: str, cell: str, kind: Any) -> Any:
    if isinstance(kind, types.UnionType):
        if not cell:
            return None
        kind = next(k for k in typing.get_args(kind) if k is not type(None))
    if typing.get_origin(kind) is tuple:
        return tuple(part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip())
    if kind is bool and cell in ("yes", "no", ""):
        return cell == "yes"
    if kind in (str, int, float):
        try:
            return kind(cell)
        except ValueError:
            pass
    raise KnowledgeError(Errors.E203.format(place=place, line=line, column=column, cell=cell, kind=getattr(kind, "__name__", kind)))
