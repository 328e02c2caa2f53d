"""An encoder that is ready to run: vocabulary, labels, order of sections, and a backend; how it lies on disk and travels to workers."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from fazhi_nlp.core.errors import ConfigError, Errors
from fazhi_nlp.encoder.backends import AUTO, ONNX, TORCH, Backend, OnnxBackend, TorchBackend, check_backend
from fazhi_nlp.encoder.characters import FILE as VOCABULARY
from fazhi_nlp.encoder.characters import CharVocabulary
from fazhi_nlp.encoder.labels import Labels
from fazhi_nlp.encoder.reading import Reading, read
from fazhi_nlp.encoder.windows import Passage

ONNX_FILE, TORCH_FILE, DESCRIPTION = "model.onnx", "model.safetensors", "encoder.json"


class Encoder:
    """Reads passages with the model of a folder.

    folder: with ``encoder.json`` (labels, order of sections), ``vocab.json`` and ``model.onnx``, or the ``config.json`` and ``model.safetensors`` of a
    `ReportEncoder`, or both. backend: ``onnx``, ``torch``, or ``auto``: torch where its weights are there, it is installed, and the machine has a GPU or
    a processor with AMX, on which torch in bf16 is faster; ONNX Runtime on all others.
    Raises ConfigError: E404 files missing, E405 unknown backend.
    """

    def __init__(self, folder: str | Path, *, backend: str = AUTO) -> None:
        self.folder, self.backend_name = Path(folder), check_backend(backend)
        wanted = [DESCRIPTION, VOCABULARY]
        if missing := [name for name in wanted if not (self.folder / name).exists()] + self._without_weights():
            raise ConfigError(Errors.E404.format(folder=self.folder.name, missing=", ".join(missing)))
        self.vocabulary = CharVocabulary.load(self.folder)
        described = json.loads((self.folder / DESCRIPTION).read_text(encoding="utf-8"))
        self.labels = Labels.from_dict(described["labels"])
        self.order = np.array([[-np.inf if x is None else x for x in row] for row in described["order"]], dtype=float)
        self.heading_path = bool(described["heading_path"])
        self._backend: Backend | None = None

    def _without_weights(self) -> list[str]:
        names = {ONNX: [ONNX_FILE], TORCH: [TORCH_FILE], AUTO: [ONNX_FILE, TORCH_FILE]}[self.backend_name]
        return [] if any((self.folder / name).exists() for name in names) else [" or ".join(names)]

    def __getstate__(self) -> dict[str, Any]:
        # a session does not travel to a worker; the worker makes its own
        return {**self.__dict__, "_backend": None}

    @property
    def backend(self) -> Backend:
        """Made when it is first needed."""
        if self._backend is None:
            self._backend = self._torch() if self._choice() == TORCH else OnnxBackend(self.folder / ONNX_FILE)
        return self._backend

    def _choice(self) -> str:
        if self.backend_name != AUTO:
            return self.backend_name
        if not (self.folder / TORCH_FILE).exists():
            return ONNX
        if not (self.folder / ONNX_FILE).exists():
            return TORCH
        return TORCH if find_spec("torch") and find_spec("transformers") and (_has_amx() or _has_gpu()) else ONNX

    def _torch(self) -> TorchBackend:
        from fazhi_nlp.encoder.modeling import ReportEncoder  # torch and transformers, seconds

        model = ReportEncoder.from_pretrained(self.folder).eval()
        if _has_gpu():
            model = model.cuda()
        return TorchBackend(model, bf16=_has_amx() or _has_gpu())

    def read(self, passages: list[Passage]) -> list[Reading]:
        """What the model sees in passages, in order."""
        if not self.heading_path:
            passages = [replace(passage, path=()) for passage in passages]
        return read(passages, self.vocabulary, self.labels, self.backend)


def describe(folder: str | Path, labels: Labels, order: np.ndarray, *, heading_path: bool = True) -> None:
    """Write ``encoder.json``: labels, order of sections (`transitions`), whether headings above a paragraph are read."""
    rows = [[None if not np.isfinite(x) else round(float(x), 5) for x in row] for row in order]
    data = {"labels": labels.to_dict(), "order": rows, "heading_path": heading_path}
    (Path(folder) / DESCRIPTION).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _has_amx() -> bool:
    try:
        return sys.platform == "linux" and "amx_bf16" in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _has_gpu() -> bool:
    torch = sys.modules.get("torch")
    return bool(torch and torch.cuda.is_available()) if torch else Path("/proc/driver/nvidia/version").exists()
