"""Checks a user's folder of tables and tells everything that is wrong with it."""

from __future__ import annotations

import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fazhi_nlp.core.errors import Errors, KnowledgeError
from fazhi_nlp.knowledge.base import Knowledge, load_knowledge
from fazhi_nlp.knowledge.laws import DOCUMENT_FILE, LAW_FILES, load_documents, load_laws
from fazhi_nlp.knowledge.table import read_located

_OWN_LOADERS: dict[str, Callable[..., object]] = dict.fromkeys(LAW_FILES, load_laws) | {DOCUMENT_FILE: load_documents}


def lint(folder: str | Path) -> list[str]:
    """Every problem of the tables in a folder, each a message with its code, file and line; an empty list if all is well.

    The tables are checked as they will be used, merged over the library's own. A ``.tsv`` file of another name is a problem too (E210).
    Raises NotADirectoryError if there is no such folder.
    """
    folder = Path(folder).resolve()
    if not folder.is_dir():
        raise NotADirectoryError(str(folder))
    rows = _row_types()
    problems: list[str] = []
    done: set[Callable[..., object]] = set()
    for path in sorted(folder.glob("*.tsv")):
        own_loader = _OWN_LOADERS.get(path.stem)
        if own_loader is not None:
            if own_loader not in done:
                own_loader((folder,), problems=problems)
            done.add(own_loader)
        elif path.stem in rows:
            read_located(path.stem, rows[path.stem], folders=(folder,), problems=problems)
        else:
            problems.append(Errors.E210.format(place=path, known=sorted([*rows, *_OWN_LOADERS])))
    if not problems:
        # rules that only the loaders of other tables know: the first that is broken
        try:
            load_knowledge((folder,))
        except KnowledgeError as error:
            problems.append(str(error))
    return problems


def _row_types() -> dict[str, type[Any]]:
    """Row class of each table whose name is that of the attribute of `Knowledge` that holds its rows."""
    found = {}
    for name, hint in typing.get_type_hints(Knowledge).items():
        if typing.get_origin(hint) is tuple:
            found[name] = typing.get_args(hint)[0]
    return found
