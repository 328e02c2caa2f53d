"""A whole training: data, encoder, export, weights of the arbitration, pipeline, and the record of what decided it."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fazhi_nlp.about import __version__
from fazhi_nlp.core.docs import ENTITY_LABELS
from fazhi_nlp.core.errors import require
from fazhi_nlp.encoder.labels import Labels
from fazhi_nlp.encoder.model import ONNX_FILE, describe
from fazhi_nlp.encoder.sections import transitions
from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.pipeline import assemble
from fazhi_nlp.training.arbitration import fit
from fazhi_nlp.training.data import fingerprint, read_data
from fazhi_nlp.training.fitting import fit_bert
from fazhi_nlp.training.settings import Settings

RECORD = "training.json"
"""The file beside a trained pipeline that says what decided it."""
ENCODER = "encoder"
"""Folder of the torch weights, for going on with them."""
DESCRIPTION = "Sections, topics, headings, entities and figures of rule-of-law government reports (法治政府建设年度报告)"
_PACKAGES = ("torch", "transformers", "accelerate", "onnx", "onnxruntime", "spacy", "numpy")


def train(settings: Settings, out: str | Path) -> dict[str, Any]:
    """Train by settings and write into the folder ``out``: the pipeline (``fazhi_nlp.load(out)``), the torch weights (``encoder/``), and
    ``training.json``: settings, data, versions, figures on dev. Gives that record.

    Settings without the labels of reports (such as CLUENER's) give the encoder only. Raises ConfigError (E401, E402, E821), MissingExtraError (E002)
    without the extra ``train``.
    """
    require("transformers", extra="train")
    from fazhi_nlp.encoder.backends import OnnxBackend, TorchBackend
    from fazhi_nlp.training.dev_figures import dev_figures
    from fazhi_nlp.training.export import export
    from fazhi_nlp.training.stream import calibration
    from fazhi_nlp.training.trainer import fine_tune

    out, begin = Path(out), time.perf_counter()
    splits = read_data(settings)
    labels = settings.labels
    with tempfile.TemporaryDirectory() as work:
        model, vocabulary, history = fine_tune(splits["train"], splits["dev"], settings, Path(work))
    trained = time.perf_counter() - begin
    folder = out / ENCODER
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    vocabulary.save(folder)
    describe(folder, labels, transitions(_sections(splits["train"], labels)), heading_path=settings.heading_path)
    export(model, folder / ONNX_FILE, calibration=calibration(splits["train"], vocabulary, seed=settings.seed) if settings.quantize else None)
    record: dict[str, Any] = {
        "settings": settings.to_dict(),
        "data": {"sha256": fingerprint(splits), **{split: [report.name for report in reports] for split, reports in splits.items()}},
        "versions": {"fazhi_nlp": __version__, "python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
        "seconds": {"training": round(trained)},
        "steps": history["steps"],
        "encoder_on_dev": {
            "torch": dev_figures(splits["dev"], vocabulary, labels, TorchBackend(model)),
            "onnx": dev_figures(splits["dev"], vocabulary, labels, OnnxBackend(folder / ONNX_FILE)),
        },
        "log": history["log"],
    }
    if labels.sections and set(labels.entities) <= set(ENTITY_LABELS):
        record |= _pipeline(settings, splits["dev"], folder, out)
    record["seconds"]["all"] = round(time.perf_counter() - begin)
    (out / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return record


def _sections(reports: Sequence[GoldReport], labels: Labels) -> list[list[str]]:
    """Sections of each report; official text without sections is left out."""
    found = [[p.section for p in report.paragraphs] for report in reports] if labels.sections else []
    return [sequence for sequence in found if all(sequence)]


def _pipeline(settings: Settings, dev: Sequence[GoldReport], encoder: Path, out: Path) -> dict[str, Any]:
    """Put the pipeline together, learn its weights on dev, write it."""
    with tempfile.TemporaryDirectory() as work:
        for name in (ONNX_FILE, "vocab.json", "encoder.json"):
            shutil.copy(encoder / name, work)
        nlp = assemble(encoder=Path(work), name=settings.name)
        found: dict[str, Any] = {}
        if len(dev) > 1:
            bert = fit_bert(nlp, dev)
            bert.apply(nlp)
            fitted = fit(nlp, dev)
            fitted.apply(nlp)
            found = {"arbitration": [asdict(row) for row in (*bert.table, *fitted.table)], "sections": bert.sections}
        nlp.meta["fazhi"] = {"weights_sha256": hashlib.sha256((encoder / ONNX_FILE).read_bytes()).hexdigest()}
        nlp.meta["description"] = DESCRIPTION
        nlp.meta["license"] = "Apache-2.0"
        nlp.to_disk(out)
    return found
