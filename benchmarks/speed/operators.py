"""Which operators of the ONNX graph the encoder's time goes to, by ONNX Runtime's own profile."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.speed.backends import Load
from benchmarks.speed.machine import usable_cores

ROUNDS = 3
_PRODUCTS = ("MatMul", "Gemm", "Attention")


def profile(model: Path, load: Load, work: Path) -> list[dict[str, Any]]:
    """The share of each kind of operator, the greatest first, and whether it multiplies matrices. work: folder for the profile."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = usable_cores()
    options.log_severity_level = 3
    options.enable_profiling = True
    options.profile_file_prefix = str(work / "profile")
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    names = [one.name for one in session.get_inputs()]
    for _ in range(ROUNDS):
        for batch in load.arrays:
            session.run(None, {name: batch[name] for name in names})
    return shares(json.loads(Path(session.end_profiling()).read_text(encoding="utf-8")))


def shares(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The shares in the events of a profile."""
    spent: Counter[str] = Counter()
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            spent[event["args"]["op_name"]] += event["dur"]
    total = sum(spent.values())
    return [{"operator": name, "share": own / total, "product": any(part in name for part in _PRODUCTS)} for name, own in spent.most_common()]
