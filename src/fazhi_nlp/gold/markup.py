"""Gold reports: annotated paragraphs, and the inline markup of ``training/GUIDELINES.md`` section 6.

One paragraph a line: ``[section|topic,topic] text with <LAW>marks</LAW>``. The source of a gold report is its paragraphs joined by one newline; offsets of a
`GoldSpan` count characters of its paragraph, those of `GoldReport.entities` and `GoldReport.headings` of that source. End exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from fazhi_nlp.core.docs import ENTITY_LABELS, HEADING_LABELS, QUANTITY_LABELS, SECTION_LABELS, TOPIC_LABELS
from fazhi_nlp.core.errors import Errors, InputError

ATTRIBUTES = {"v": "value", "c": "comparator", "u": "unit", "i": "indicator", "a": "action"}
"""Attributes of a quantity in the order in which they are written, and what they are called in a `Report`."""

_LINE = re.compile(r"\[(\w+)(?:\|([\w,]*))?\] ?(.*)", re.DOTALL)
_TAG = re.compile(rf"<(/)?({'|'.join((*HEADING_LABELS, *ENTITY_LABELS))})((?: \w=[^ >]*)*)>")


@dataclass(slots=True, frozen=True, order=True)
class GoldSpan:
    """An entity or a heading (labels H1 to H4). ``attrs`` holds the attributes of a quantity as written, by their letters."""

    start: int
    end: int
    label: str
    attrs: tuple[tuple[str, str], ...] = ()

    def moved(self, by: int) -> GoldSpan:
        """The same span with both offsets moved."""
        return GoldSpan(self.start + by, self.end + by, self.label, self.attrs)


@dataclass(slots=True)
class GoldParagraph:
    """A paragraph with its annotation."""

    text: str
    section: str
    topics: tuple[str, ...] = ()
    headings: list[GoldSpan] = field(default_factory=list)
    entities: list[GoldSpan] = field(default_factory=list)


@dataclass
class GoldReport:
    """An annotated report. ``name`` is the stem of its file; ``source`` the text it was annotated from, where that is kept beside it."""

    name: str
    paragraphs: list[GoldParagraph]
    source: str | None = None

    @cached_property
    def text(self) -> str:
        """The source; without one, the paragraphs joined by one newline."""
        return "\n".join(p.text for p in self.paragraphs) if self.source is None else self.source

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each paragraph in the text. Raises InputError (E805) if the source's non-blank lines are not these paragraphs."""
        found = list(lines(self.text))
        for number, paragraph in enumerate(self.paragraphs):
            if number >= len(found) or found[number][1] != paragraph.text:
                got = found[number][1][:30] if number < len(found) else "nothing"
                raise InputError(Errors.E805.format(name=self.name, number=number, wanted=paragraph.text[:30], got=got))
        if len(found) > len(self.paragraphs):
            raise InputError(Errors.E805.format(name=self.name, number=len(self.paragraphs), wanted="nothing", got=found[len(self.paragraphs)][1][:30]))
        return [start for start, _ in found]

    @property
    def entities(self) -> Iterator[GoldSpan]:
        """All entities with offsets into the source."""
        return (span.moved(start) for start, p in zip(self.starts, self.paragraphs, strict=True) for span in p.entities)

    @property
    def headings(self) -> Iterator[GoldSpan]:
        """All headings with offsets into the source."""
        return (span.moved(start) for start, p in zip(self.starts, self.paragraphs, strict=True) for span in p.headings)


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Non-blank lines of a text, trimmed, each with its offset. A line ends at ``\\n``, ``\\r\\n`` or ``\\r``."""
    position = 0
    for line in re.split(r"(\r\n|\n|\r)", text):
        if stripped := line.strip():
            yield position + line.index(stripped), stripped
        position += len(line)


def parse_paragraph(line: str, *, place: str = "line") -> GoldParagraph:
    """Read one line of markup.

    place: what to call the line in an error. Raises InputError: E801 no prefix, E802 unknown section or topic, E803 marks that don't match, E804 unknown or
    doubled attribute.
    """
    match = _LINE.fullmatch(line.strip())
    if not match:
        raise InputError(Errors.E801.format(place=place, got=line[:40]))
    section, topics = match[1], tuple(t for t in (match[2] or "").split(",") if t)
    for label, known in ((section, SECTION_LABELS), *((t, TOPIC_LABELS) for t in topics)):
        if label not in known:
            raise InputError(Errors.E802.format(place=place, got=label, known=", ".join(known)))
    paragraph = GoldParagraph("", section, topics)
    pieces: list[str] = []
    length = position = 0
    open_marks: list[tuple[int, str, tuple[tuple[str, str], ...]]] = []
    body = match[3].strip()
    for tag in _TAG.finditer(body):
        pieces.append(body[position : tag.start()])
        length += tag.start() - position
        position = tag.end()
        if not tag[1]:
            open_marks.append((length, tag[2], _attributes(tag[3], place)))
            continue
        if not open_marks or open_marks[-1][1] != tag[2]:
            raise InputError(Errors.E803.format(place=place, label=tag[2], got=body[max(0, tag.start() - 20) : tag.end()]))
        start, label, attrs = open_marks.pop()
        (paragraph.headings if label in HEADING_LABELS else paragraph.entities).append(GoldSpan(start, length, label, attrs))
    if open_marks:
        raise InputError(Errors.E803.format(place=place, label=open_marks[-1][1], got=body[-30:]))
    paragraph.text = "".join([*pieces, body[position:]])
    paragraph.headings.sort()
    paragraph.entities.sort()
    return paragraph


def _attributes(written: str, place: str) -> tuple[tuple[str, str], ...]:
    pairs = [tuple(item.split("=", 1)) for item in written.split()]
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names) or not set(names) <= set(ATTRIBUTES):
        raise InputError(Errors.E804.format(place=place, got=written.strip(), known=", ".join(ATTRIBUTES)))
    return tuple((name, value) for name, value in pairs)


def format_paragraph(paragraph: GoldParagraph) -> str:
    """Write one line of markup; `parse_paragraph` gives the same paragraph back.

    Raises InputError (E803) for spans that cross each other.
    """
    events: list[tuple[int, int, int, str]] = []
    for span in (*paragraph.headings, *paragraph.entities):
        attrs = "".join(f" {name}={value}" for name, value in span.attrs)
        length = span.end - span.start
        heading = span.label in HEADING_LABELS
        # at one place: closing marks first, the inner one before the outer; of opening marks the longer first, a heading around an entity
        events.append((span.start, 1, -length * 2 - heading, f"<{span.label}{attrs}>"))
        events.append((span.end, 0, length * 2 + heading, f"</{span.label}>"))
    topics = f"|{','.join(paragraph.topics)}" if paragraph.topics else ""
    pieces, position = [f"[{paragraph.section}{topics}] "], 0
    for place, _, _, mark in sorted(events):
        pieces += [paragraph.text[position:place], mark]
        position = place
    line = "".join([*pieces, paragraph.text[position:]])
    parse_paragraph(line, place=paragraph.text[:20])
    return line


def read_gold(path: str | Path, *, source: str | Path | None = None) -> GoldReport:
    """Read a file of gold markup (UTF-8).

    source: the file that was annotated, where its blank lines and line ends matter. Raises InputError: E800 not UTF-8 or no paragraph, E805 markup
    and source differ, else as
    `parse_paragraph`, with file and line.
    """
    path = Path(path)
    numbered = [(number, line) for number, line in enumerate(re.split(r"\r\n|\n|\r", _decode(path)), 1) if line.strip()]
    if not numbered:
        raise InputError(Errors.E800.format(path=path, reason="no paragraph"))
    report = GoldReport(path.stem, [parse_paragraph(line, place=f"{path.name}:{number}") for number, line in numbered])
    if source is not None:
        report.source = _decode(Path(source))
        _ = report.starts  # differences show now, not at the first use
    return report


def _decode(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Errors.E800.format(path=path, reason=error)) from error


def read_gold_folder(path: str | Path, *, source: str | Path | None = None) -> list[GoldReport]:
    """All ``*.txt`` gold files of a folder (or one file), sorted by name; source: the folder with the annotated files of the same names.

    Raises InputError as `read_gold`, E800 for a folder without one.
    """
    path = Path(path)
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    if not files:
        raise InputError(Errors.E800.format(path=path, reason="no *.txt"))
    return [read_gold(file, source=Path(source) / file.name if source is not None else None) for file in files]


def write_gold(report: GoldReport, path: str | Path) -> None:
    """Write a report as markup (UTF-8, one newline after each paragraph)."""
    Path(path).write_text("".join(f"{format_paragraph(p)}\n" for p in report.paragraphs), encoding="utf-8", newline="\n")


def overlaps(wanted: str, found: str) -> bool:
    """Whether of two indicators one holds the other and the found one is not overlong."""
    return bool(found) and (wanted in found or found in wanted) and len(found) <= 2 * len(wanted) + 4


def quantity_attributes(span: GoldSpan) -> dict[str, str]:
    """The attributes of a quantity by letter (``v c u i a``; only those that are written). Empty for other labels."""
    return dict(span.attrs) if span.label in QUANTITY_LABELS else {}
