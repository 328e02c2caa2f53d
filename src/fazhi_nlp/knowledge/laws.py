"""The tables of legal norms (``laws.tsv`` and ``laws_local.tsv``, one shape) and of named documents (``documents.tsv``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from fazhi_nlp.core.errors import Errors
from fazhi_nlp.core.normalize import fold
from fazhi_nlp.knowledge.table import Located, read_located, report

KINDS = ("宪法", "法律", "监察法规", "行政法规", "党内法规", "部门规章", "司法解释", "地方性法规", "地方政府规章")
STATE = "中华人民共和国"
LAW_FILES = ("laws", "laws_local")
DOCUMENT_FILE = "documents"
_DATES = ("first", "version", "effective", "repealed")
_ORDER = (("first", "version"), ("first", "effective"), ("first", "repealed"), ("version", "effective"), ("effective", "repealed"))
_DATE = re.compile(r"(?:1[89]|2[01])\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
Key = TypeVar("Key")
_BLANKS = re.compile(r"\s+")
_VERSION = re.compile(
    r"\((?:试行|暂行|草案|征求意见稿|送审稿|(?:新|最新)?修[订正](?:草案|版)?|\d{4}年?(?:版|修订版|修正本|修[订正])?|第[一二三四五]次修[订正])\)?$"
)


@dataclass(slots=True, frozen=True)
class Law:
    """A named legal norm. Dates are ISO dates; an empty one means that nobody has checked it, not that there is none."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    """Short names that stand for it anywhere; the title without 中华人民共和国 need not be among them."""
    marked: tuple[str, ...] = ()
    """Short names that stand for it only inside 《》, because they are common words too."""
    kind: str = ""
    """One of `KINDS`, empty where nobody has checked it."""
    issuer: str | None = None
    first: str | None = None
    """When it was first adopted or issued."""
    version: str | None = None
    """When the version in force was adopted or issued."""
    effective: str | None = None
    """From when that version holds."""
    repealed: str | None = None
    """From when it no longer holds."""
    replaced_by: tuple[str, ...] = ()
    """Ids of what holds in its place."""
    source: str | None = None


@dataclass(slots=True, frozen=True)
class NamedDocument:
    """A document that many reports name. The years of a range that belongs to the title are part of it (``first_year``, ``last_year``)."""

    id: str
    title: str
    """Without the range of years in brackets."""
    aliases: tuple[str, ...] = ()
    """Other titles inside 《》."""
    bare: tuple[str, ...] = ()
    """Names that stand for it without 《》 as well."""
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, eq=False)
class LawTable:
    """All legal norms. Compared by identity, so that an automaton over it can be kept."""

    laws: tuple[Law, ...]
    by_id: dict[str, Law] = field(init=False, repr=False)
    names: dict[str, str] = field(init=False, repr=False)
    """`title_key` of each title, short name and alias (the marked ones too) → id."""
    bare_names: dict[str, str] = field(init=False, repr=False)
    """Folded names that stand for a law without 《》 as well → id."""

    def __post_init__(self) -> None:
        names: dict[str, str] = {}
        bare: dict[str, str] = {}
        for law in self.laws:
            for name in (*_titles(law.title), *law.aliases):
                folded = fold(name)
                bare.setdefault(folded, law.id)
                names.setdefault(title_key(folded), law.id)
        for law in self.laws:
            for name in law.marked:
                names.setdefault(title_key(fold(name)), law.id)
        object.__setattr__(self, "by_id", {law.id: law for law in self.laws})
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "bare_names", bare)

    def find(self, title: str) -> Law | None:
        """The law of a folded title as it stands between 《 and 》, in any of its forms (with or without 中华人民共和国, （修订） …)."""
        found = self.names.get(title_key(title))
        return self.by_id[found] if found else None


@dataclass(frozen=True, eq=False)
class DocumentTable:
    """All named documents."""

    documents: tuple[NamedDocument, ...]
    by_title: dict[str, tuple[NamedDocument, ...]] = field(init=False, repr=False)
    """`title_key` of each title and alias → the documents of that name, which differ in their years."""

    def __post_init__(self) -> None:
        by_title: dict[str, tuple[NamedDocument, ...]] = {}
        for document in self.documents:
            for key in {title_key(fold(name)) for name in (document.title, *document.aliases, *document.bare)}:
                by_title[key] = (*by_title.get(key, ()), document)
        object.__setattr__(self, "by_title", by_title)


def title_key(folded: str) -> str:
    """What of a folded title tells it apart.

    Without blanks and commas, 中华人民共和国 at the head, （试行）, （修订） and the like at the end; inner 〈〉 and 《》 made one kind.
    """
    key = _BLANKS.sub("", folded).translate(_BRACKETS)
    if key.startswith(STATE) and len(key) > len(STATE) + 1:
        key = key[len(STATE) :]
    shorter = _VERSION.sub("", key)
    return shorter or key


_BRACKETS = str.maketrans({"《": "<", "》": ">", "〈": "<", "〉": ">", "“": '"', "”": '"', "、": None, ",": None})


def _titles(title: str) -> tuple[str, ...]:
    return (title, title[len(STATE) :]) if title.startswith(STATE) and len(title) > len(STATE) + 1 else (title,)


def load_laws(folders: Iterable[str | Path] = (), *, problems: list[str] | None = None) -> LawTable:
    """All legal norms, those of the folders merged in.

    problems: takes the message of every problem; without it the first is raised. Raises KnowledgeError: E201 to E204 of the table itself,
    E205 a name that two laws share, E206 no ISO date, E207 dates out of order, E208 an id that is not there, E209 an unknown kind.
    """
    folders = tuple(folders)
    rows: dict[str, Located[Law]] = {}
    for name in LAW_FILES:
        for item in read_located(name, Law, folders=folders, problems=problems):
            other = rows.get(item.row.id)
            if other is not None and other.place == f"{LAW_FILES[0]}.tsv" and item.place == f"{name}.tsv":
                report(Errors.E204.format(place=f"{item.place}, line {item.line}", id=item.row.id), problems)
            rows[item.row.id] = item
    _check(list(rows.values()), problems)
    return LawTable(tuple(item.row for item in rows.values()))


def load_documents(folders: Iterable[str | Path] = (), *, problems: list[str] | None = None) -> DocumentTable:
    """All named documents, those of the folders merged in. problems and errors as in `load_laws` (E201 to E205, E207)."""
    items = read_located(DOCUMENT_FILE, NamedDocument, folders=folders, problems=problems)
    owners: dict[tuple[str, int | None], str] = {}
    for item in items:
        row = item.row
        where = f"{item.place}, line {item.line}"
        if row.first_year and row.last_year and row.last_year < row.first_year:
            report(Errors.E207.format(place=where, id=row.id, early="first_year", late="last_year"), problems)
        for name in {title_key(fold(n)) for n in (row.title, *row.aliases, *row.bare)}:
            _own(owners, (name, row.first_year), row.id, name, where, problems)
    return DocumentTable(tuple(item.row for item in items))


def _check(items: Sequence[Located[Law]], problems: list[str] | None) -> None:
    ids = {item.row.id for item in items}
    owners: dict[str, str] = {}
    for item in items:
        law, where = item.row, f"{item.place}, line {item.line}"
        for name in {title_key(fold(n)) for n in (law.title, *law.aliases, *law.marked)}:
            _own(owners, name, law.id, name, where, problems)
        if law.kind and law.kind not in KINDS:
            report(Errors.E209.format(place=where, id=law.id, kind=law.kind, kinds=KINDS), problems)
        for column in _DATES:
            value = getattr(law, column)
            if value is not None and not _DATE.fullmatch(value):
                report(Errors.E206.format(place=where, id=law.id, column=column, value=value), problems)
        for early, late in _ORDER:
            before, after = getattr(law, early), getattr(law, late)
            if before and after and after < before:
                report(Errors.E207.format(place=where, id=law.id, early=early, late=late), problems)
        for other in law.replaced_by:
            if other not in ids or other == law.id:
                report(Errors.E208.format(place=where, id=law.id, other=other), problems)


def _own(owners: dict[Key, str], key: Key, owner: str, name: str, where: str, problems: list[str] | None) -> None:
    other = owners.setdefault(key, owner)
    if other != owner:
        report(Errors.E205.format(place=where, id=owner, name=name, other=other), problems)
