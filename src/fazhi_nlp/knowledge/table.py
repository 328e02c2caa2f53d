"""Typed reading, merging and checking of TSV tables."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Generic, TypeVar

from fazhi_nlp.core.errors import Errors, KnowledgeError

Row = TypeVar("Row")
LIST_SEPARATOR = "|"


@dataclass(slots=True, frozen=True)
class Located(Generic[Row]):
    """A row with where it stands: place is the file (its name for the library's own tables, else its path), line counts from 1."""

    place: str
    line: int
    row: Row


def read_table(name: str, row: type[Row], *, folders: Iterable[str | Path] = ()) -> list[Row]:
    """Read ``<name>.tsv`` of the library and then of each folder that has one.

    row: a dataclass with a field ``id``. Field types: str, int, float, bool, ``tuple[str, ...]`` (written with ``|`` between), and
    ``X | None`` (an empty cell). The first line names the columns; lines that begin with ``#`` are comments. A later row with the same id
    replaces the earlier. Raises KnowledgeError: E201 unknown or missing column, E202 too many cells, E203 a cell that is not of the
    field's type, E204 an id twice in one file.
    """
    return [item.row for item in read_located(name, row, folders=folders)]


def read_located(name: str, row: type[Row], *, folders: Iterable[str | Path] = (), problems: list[str] | None = None) -> list[Located[Row]]:
    """As `read_table`, each row with its file and line.

    problems: a list that takes the message of every problem; what is wrong is then left out. Without it the first problem is raised.
    """
    rows: dict[str, Located[Row]] = {}
    own = files("fazhi_nlp.knowledge").joinpath("tables", f"{name}.tsv")
    for place, text in _sources(name, own, folders):
        seen: set[str] = set()
        for item in _parse(place, text, row, problems):
            key = str(item.row.id)  # type: ignore[attr-defined]
            if key in seen:
                report(Errors.E204.format(place=f"{place}, line {item.line}", id=key), problems)
                continue
            seen.add(key)
            rows[key] = item
    return list(rows.values())


def report(message: str, problems: list[str] | None) -> None:
    """Add the message to problems, or raise it as KnowledgeError where there is no list."""
    if problems is None:
        raise KnowledgeError(message)
    problems.append(message)


def _sources(name: str, own: Any, folders: Iterable[str | Path]) -> Iterator[tuple[str, str]]:
    yield f"{name}.tsv", own.read_text(encoding="utf-8")
    for folder in folders:
        path = Path(folder) / f"{name}.tsv"
        if path.exists():
            yield str(path), path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")


def _parse(place: str, text: str, row: type[Row], problems: list[str] | None) -> Iterator[Located[Row]]:
    converters = {name: _converter(kind) for name, kind in typing.get_type_hints(row).items()}
    columns: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = [c.strip() for c in cells]
            if not _check_columns(place, columns, row, problems):
                return
            continue
        if len(cells) > len(columns):
            report(Errors.E202.format(place=place, line=number, got=len(cells), wanted=len(columns)), problems)
            continue
        cells += [""] * (len(columns) - len(cells))
        values: dict[str, Any] = {}
        for column, raw in zip(columns, cells, strict=True):
            convert, kind = converters[column]
            cell = raw.strip()
            try:
                values[column] = convert(cell)
            except ValueError:
                report(Errors.E203.format(place=place, line=number, column=column, cell=cell, kind=kind), problems)
        if len(values) == len(columns):
            yield Located(place, number, row(**values))


def _check_columns(place: str, columns: list[str], row: type[Any], problems: list[str] | None) -> bool:
    known = {f.name: f for f in dataclasses.fields(row)}
    wrong = [c for c in columns if c not in known or columns.count(c) > 1]
    required = [n for n, f in known.items() if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING]
    missing = [n for n in required if n not in columns]
    if wrong or missing:
        report(Errors.E201.format(place=place, wrong=wrong, missing=missing, known=sorted(known)), problems)
    return not (wrong or missing)


def _converter(kind: Any) -> tuple[Callable[[str], Any], str]:
    """The function that reads a cell of a field's type, and the name of the type for messages."""
    optional = isinstance(kind, types.UnionType)
    if optional:
        kind = next(k for k in typing.get_args(kind) if k is not type(None))
    if typing.get_origin(kind) is tuple:
        return _read_list, "list"
    name = getattr(kind, "__name__", str(kind))
    if kind is bool:
        return _read_bool, name
    if kind not in (str, int, float):
        raise TypeError(f"no cell can be of type {name}")
    return (_Optional(kind) if optional else kind), name


@dataclass(slots=True, frozen=True)
class _Optional:
    kind: Callable[[str], Any]

    def __call__(self, cell: str) -> Any:
        return self.kind(cell) if cell else None


def _read_list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in map(str.strip, cell.split(LIST_SEPARATOR)) if part) if cell else ()


def _read_bool(cell: str) -> bool:
    if cell not in ("yes", "no", ""):
        raise ValueError(cell)
    return cell == "yes"
