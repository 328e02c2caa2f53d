"""Gold reports as Hugging Face `datasets` and as spaCy `DocBin`.

The split is a checked-in table (``split.tsv`` beside the corpus: name, body, hand, split), by reporting body and by writer's hand, so that neither a
body nor the turns of phrase of a
writer stand on two sides.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from fazhi_nlp.core import docs
from fazhi_nlp.core.errors import Errors, InputError, require
from fazhi_nlp.gold.exchange.conll import tags
from fazhi_nlp.gold.markup import GoldReport, read_gold

if TYPE_CHECKING:
    from datasets import DatasetDict

SPLITS = ("train", "dev", "test")
SPLIT_FILE = "split.tsv"


@dataclass(slots=True, frozen=True)
class SplitRow:
    """Where a report belongs. body: the reporting body; hand: the writer, by a letter."""

    name: str
    body: str
    hand: str
    split: str


def read_split(path: str | Path) -> list[SplitRow]:
    """Read a split table.

    Raises InputError (E809): unknown split, a report twice, a body or a hand that stands in two splits.
    """
    path = Path(path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [SplitRow(**{k: record[k] for k in ("name", "body", "hand", "split")}) for record in csv.DictReader(file, delimiter="\t")]
    if wrong := sorted({row.split for row in rows} - set(SPLITS)):
        raise InputError(Errors.E809.format(path=path.name, reason=f"splits {wrong} are none of {', '.join(SPLITS)}"))
    for key in ("name", "body", "hand"):
        places: dict[str, set[str]] = {}
        for row in rows:
            places.setdefault(getattr(row, key), set()).add(row.split)
        if torn := sorted(value for value, found in places.items() if len(found) > 1):
            raise InputError(Errors.E809.format(path=path.name, reason=f"{key} {torn[:5]} in two splits"))
    if len({row.name for row in rows}) < len(rows):
        raise InputError(Errors.E809.format(path=path.name, reason="a report stands there twice"))
    return rows


def read_corpus(folder: str | Path) -> dict[str, list[GoldReport]]:
    """The reports of a folder by split, in the order of its ``split.tsv``. Raises InputError as `read_split` and `read_gold`; E809 if table and files
    differ."""
    folder = Path(folder)
    rows = read_split(folder / SPLIT_FILE)
    names, files = {row.name for row in rows}, {path.stem for path in folder.glob("*.txt")}
    if names != files:
        raise InputError(Errors.E809.format(path=SPLIT_FILE, reason=f"only in the table or only in the folder: {sorted(names ^ files)[:5]}"))
    return {split: [read_gold(folder / f"{row.name}.txt") for row in rows if row.split == split] for split in SPLITS}


def paragraph_rows(reports: Iterable[GoldReport]) -> Iterator[dict[str, Any]]:
    """One row a paragraph, in order: report, number, position (0..1), heading_path, text, tokens, section, topics, entity_tags, heading_tags, quantities.

    ``tokens``, ``entity_tags`` and ``heading_tags`` have one item a character; tags are BIO. ``heading_path``: the headings above the paragraph, its
    own not among them.
    """
    for report in reports:
        paths = heading_paths(report)
        for number, (path, paragraph) in enumerate(zip(paths, report.paragraphs, strict=True)):
            yield {
                "report": report.name, "number": number, "position": number / max(1, len(report.paragraphs) - 1), "heading_path": list(path),
                "text": paragraph.text, "tokens": list(paragraph.text), "section": paragraph.section, "topics": list(paragraph.topics),
                "entity_tags": tags(paragraph.text, paragraph.entities), "heading_tags": tags(paragraph.text, paragraph.headings),
                "quantities": [
                    {"start": e.start, "end": e.end, **{letter: dict(e.attrs).get(letter, "") for letter in "vcuia"}}
                    for e in paragraph.entities
                    if e.label in docs.QUANTITY_LABELS
                ],
            }  # fmt: skip


def heading_paths(report: GoldReport) -> list[tuple[str, ...]]:
    """For each paragraph the headings above it, outermost first; its own are not among them."""
    out: list[tuple[str, ...]] = []
    path: list[tuple[int, str]] = []
    for paragraph in report.paragraphs:
        out.append(tuple(text for _, text in path))
        for heading in paragraph.headings:
            level = int(heading.label[1:])
            path = [(above, text) for above, text in path if above < level]
            path.append((level, paragraph.text[heading.start : heading.end]))
    return out


def to_dataset_dict(splits: dict[str, list[GoldReport]]) -> DatasetDict:
    """`paragraph_rows` of each split as a `datasets.DatasetDict` with class labels (extra ``train``). Raises MissingExtraError (E002) without it."""
    datasets: Any = require("datasets", extra="train")
    entity_tags = ["O", *(f"{p}-{label}" for label in docs.ENTITY_LABELS for p in "BI")]
    heading_tags = ["O", *(f"{p}-{label}" for label in docs.HEADING_LABELS for p in "BI")]
    text, number, label = datasets.Value("string"), datasets.Value("int32"), datasets.ClassLabel
    quantity = {"start": number, "end": number, **dict.fromkeys("vcuia", text)}
    features = datasets.Features(
        {
            "report": text,
            "number": number,
            "position": datasets.Value("float32"),
            "heading_path": datasets.List(text),
            "text": text,
            "tokens": datasets.List(text),
            "section": label(names=list(docs.SECTION_LABELS)),
            "topics": datasets.List(label(names=list(docs.TOPIC_LABELS))),
            "entity_tags": datasets.List(label(names=entity_tags)),
            "heading_tags": datasets.List(label(names=heading_tags)),
            "quantities": datasets.List(quantity),
        }
    )
    out = {}
    for name, reports in splits.items():
        rows = list(paragraph_rows(reports))
        # by columns: a split without a row keeps its features
        out[name] = datasets.Dataset.from_dict({key: [row[key] for row in rows] for key in features}, features=features)
    found: DatasetDict = datasets.DatasetDict(out)
    return found


def to_doc(report: GoldReport, vocab: Vocab) -> Doc:
    """The report as a `Doc` with one token a character: paragraphs (label: section type, ``_.topics``), headings, and entities (quantities with
    ``_.attrs``)."""
    text = report.text
    doc = Doc(vocab, words=list(text), spaces=[False] * len(text))
    spans = [
        docs.make_span(doc, start, start + len(p.text), p.section, topics=list(p.topics), source="gold")
        for start, p in zip(report.starts, report.paragraphs, strict=True)
    ]
    doc.spans[docs.PARAGRAPHS] = [span for span in spans if span is not None]
    headings = [docs.make_span(doc, h.start, h.end, h.label, source="gold") for h in report.headings]
    doc.spans[docs.HEADINGS] = [span for span in headings if span is not None]
    ents = [docs.make_span(doc, e.start, e.end, e.label, source="gold", attrs=dict(e.attrs)) for e in report.entities]
    doc.ents = [span for span in ents if span is not None]
    return doc


def to_docbin(reports: Sequence[GoldReport], vocab: Vocab) -> DocBin:
    """Reports as a `DocBin` for ``spacy train`` (with spans and user data)."""
    return DocBin(docs=[to_doc(report, vocab) for report in reports], store_user_data=True)
