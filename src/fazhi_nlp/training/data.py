"""The data of a training: a folder of gold reports, or CLUENER's files, in three parts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

from fazhi_nlp.core.errors import ConfigError, Errors
from fazhi_nlp.gold import read_gold_folder
from fazhi_nlp.gold.dataset import SPLIT_FILE, SPLITS, read_corpus
from fazhi_nlp.gold.markup import GoldParagraph, GoldReport, GoldSpan, lines
from fazhi_nlp.training.settings import Settings

NEGATIVE_LINES, NEGATIVE_DEV = 20, 6
SHARE = 10
"""Without a split table one report in so many is for dev, and one for test."""


def read_data(settings: Settings) -> dict[str, list[GoldReport]]:
    """The reports of ``train``, ``dev`` and ``test``.

    A folder with a ``split.tsv`` is split by it; any other by the hash of the reports' names, so that a report stays where it is when others come.
    Raises ConfigError (E821): no such folder, or fewer than two reports; InputError (E8xx) for reports that break the markup.
    """
    folder = Path(settings.data)
    if not folder.is_dir():
        raise ConfigError(Errors.E821.format(path=settings.data, reason="there is no such folder"))
    if settings.format == "cluener":
        found = _cluener(folder)
    elif (folder / SPLIT_FILE).exists():
        found = read_corpus(folder)
    else:
        found = _by_name(read_gold_folder(folder))
    if settings.share < 1:
        some = Random(settings.seed).sample(range(len(found["train"])), max(1, round(settings.share * len(found["train"]))))
        found["train"] = [found["train"][k] for k in sorted(some)]
    if settings.negatives:
        # every sixth to dev, where the weights of the arbitration are learnt
        for number, report in enumerate(read_negatives(Path(settings.negatives))):
            found["dev" if number % NEGATIVE_DEV == 0 and found["dev"] else "train"].append(report)
    if not found["train"]:
        raise ConfigError(Errors.E821.format(path=settings.data, reason="no report is there to learn from; two at least are wanted"))
    return found


def read_negatives(path: Path) -> list[GoldReport]:
    """Lines without entities as reports whose paragraphs have no section: only "no entity here" is learnt from them. Raises ConfigError (E821)."""
    if not path.is_file():
        raise ConfigError(Errors.E821.format(path=path, reason="there is no such file"))
    found = [text for _, text in lines(path.read_text(encoding="utf-8"))]
    groups = [found[k : k + NEGATIVE_LINES] for k in range(0, len(found), NEGATIVE_LINES)]
    return [GoldReport(f"{path.stem}-{k}", [GoldParagraph(text, "") for text in group]) for k, group in enumerate(groups)]


def _by_name(reports: Sequence[GoldReport]) -> dict[str, list[GoldReport]]:
    order = sorted(reports, key=_hash)
    some = max(1, len(order) // SHARE) if len(order) > 1 else 0
    tested = some if len(order) > SHARE // 2 else 0
    return {"train": order[some + tested :], "dev": order[:some], "test": order[some : some + tested]}


def _hash(report: GoldReport) -> str:
    return hashlib.sha256(report.name.encode()).hexdigest()


def _cluener(folder: Path) -> dict[str, list[GoldReport]]:
    """CLUENER2020: a JSON object a line with ``text`` and ``label`` (label: surface: [first, last]); its test part has no labels."""
    out: dict[str, list[GoldReport]] = {"train": [], "dev": [], "test": []}
    for split in ("train", "dev"):
        path = folder / f"{split}.json"
        if not path.exists():
            raise ConfigError(Errors.E821.format(path=folder.name, reason=f"{path.name} is missing"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            try:
                record = json.loads(line)
                places = [(label, place) for label, names in record["label"].items() for found in names.values() for place in found]
                spans = sorted({GoldSpan(first, last + 1, label) for label, (first, last) in places})
                paragraph = GoldParagraph(record["text"], "", (), [], spans)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ConfigError(Errors.E821.format(path=path.name, reason=f"line {number + 1}: {type(error).__name__}: {error}")) from error
            out[split].append(GoldReport(f"{split}-{number}", [paragraph]))
    return out


def fingerprint(splits: dict[str, list[GoldReport]]) -> str:
    """SHA-256 over names, splits, texts and annotations: equal data, equal figure."""
    digest = hashlib.sha256()
    for split in SPLITS:
        for report in sorted(splits[split], key=_name):
            digest.update(f"{split}\t{report.name}\n{report.paragraphs!r}\n".encode())
    return digest.hexdigest()


def _name(report: GoldReport) -> str:
    return report.name
