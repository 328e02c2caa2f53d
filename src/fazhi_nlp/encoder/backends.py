"""What runs the encoder: ONNX Runtime (the default, without torch), or torch where it is installed."""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from fazhi_nlp.core.errors import ConfigError, Errors, require
from fazhi_nlp.encoder.windows import TOKEN_BUDGET

ONNX, TORCH, AUTO = "onnx", "torch", "auto"
BACKENDS = (AUTO, ONNX, TORCH)
INPUTS = ("input_ids", "attention_mask", "token_type_ids", "place")


GPU_BUDGET = 16384
"""Tokens of a batch on a GPU."""


class Backend(Protocol):
    """Runs one batch. budget: tokens that a batch had best have."""

    budget: int

    def __call__(self, arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Outputs by name (as `ReportEncoderOutput`, float32) of the arrays of `fazhi_nlp.encoder.windows.collate`."""
        ...


_SESSIONS: weakref.WeakSet[Any] = weakref.WeakSet()
_INHERITED: list[Any] = []
"""Sessions of the process from which this one was forked. Their threads are not here, so freeing one would wait for them for ever."""


def _keep_inherited() -> None:
    _INHERITED.extend(_SESSIONS)
    _SESSIONS.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_keep_inherited)


class OnnxBackend:
    """ONNX Runtime on the CPU.

    model: a path or the bytes of an ONNX file. threads: 0 for as many as the processor has cores that this process may use. A process forked from this
    one makes a session of its own, with one thread: its siblings want the other cores.
    """

    budget = TOKEN_BUDGET

    def __init__(self, model: str | Path | bytes, *, threads: int = 0) -> None:
        self.source = model if isinstance(model, bytes) else str(model)
        self._open(threads or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else threads)

    def _open(self, threads: int) -> None:
        import onnxruntime as ort  # half a second: only when a model is there

        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self.session = ort.InferenceSession(self.source, options, providers=["CPUExecutionProvider"])
        self.process = os.getpid()
        _SESSIONS.add(self.session)
        self.names = [output.name for output in self.session.get_outputs()]
        self.inputs = {i.name for i in self.session.get_inputs()}

    def __call__(self, arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """As `Backend`."""
        if self.process != os.getpid():
            self._open(threads=1)
        found = self.session.run(self.names, {name: arrays[name] for name in self.inputs})
        return dict(zip(self.names, found, strict=True))


class TorchBackend:
    """A `ReportEncoder` in torch (extra ``train``), on the device it lies on; bf16 where ``bf16``."""

    def __init__(self, model: Any, *, bf16: bool = False) -> None:
        self.model, self.bf16 = model, bf16
        self.budget = GPU_BUDGET if model.device.type == "cuda" else TOKEN_BUDGET

    def __call__(self, arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """As `Backend`."""
        torch: Any = require("torch", extra="train")
        was_training = self.model.training
        self.model.eval()
        device = self.model.device
        with torch.inference_mode(), torch.autocast(device.type, dtype=torch.bfloat16, enabled=self.bf16):
            found = self.model(**{name: torch.from_numpy(arrays[name]).to(device) for name in INPUTS})
        self.model.train(was_training)
        return {name: value.float().cpu().numpy() for name, value in found.items() if name != "loss" and value is not None}


def check_backend(name: str) -> str:
    """The name, if it is known. Raises ConfigError (E405)."""
    if name not in BACKENDS:
        raise ConfigError(Errors.E405.format(name=name, known=", ".join(BACKENDS)))
    return name
