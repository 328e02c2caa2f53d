"""Start-up and memory: in fresh processes, which say themselves how long each step took and how much memory they had held at most."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.speed.keys import MODEL, PROCESS, RULES, STARTUP
from benchmarks.speed.measure import SELDOM, Run, Spent, Work, now, since
from benchmarks.speed.plan import ROOT

FIRST = "first report"
BLOCKED, WITH_TORCH = "", "torch importable"
_CHILD = """
import json, resource, sys, time
torch, model, *paths = sys.argv[1:]
if not torch:
    sys.modules["torch"] = None
def peak():
    try:
        # Linux counts what the parent held into the ru_maxrss of a child
        return int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) / 2**10
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
steps, last = {}, [time.perf_counter(), time.process_time()]
def step(name):
    here = [time.perf_counter(), time.process_time()]
    steps[name] = {"spent": [b - a for a, b in zip(last, here)], "peak": peak()}
    last[:] = here
import spacy
step("import spacy")
from fazhi_nlp import analyze_many, load
step("import fazhi_nlp")
nlp = load(model)
step("load")
for path in paths:
    name, texts = json.loads(open(path, encoding="utf-8").read())
    last[:] = [time.perf_counter(), time.process_time()]
    for _ in analyze_many([(text, None) for text in texts], nlp=nlp):
        pass
    step(name)
print(json.dumps(steps))
"""


def save_texts(name: str, texts: Sequence[str], folder: Path) -> Path:
    """Write texts for a child; ``name`` is that of the step which analyses them."""
    path = folder / f"{name.replace(' ', '_')}.json"
    path.write_text(json.dumps([name, list(texts)]), encoding="utf-8")
    return path


def child(model: str, torch: str, paths: Sequence[Path]) -> Mapping[str, Any]:
    """What a fresh process says of its steps: ``spent`` (seconds of the clock and of the processor), ``peak`` (MiB held at most so far).

    torch: `BLOCKED`, as if it were not installed (thinc imports it wherever it is), or `WITH_TORCH`. paths: of `save_texts`.
    Raises subprocess.CalledProcessError if it fails.
    """
    command = [sys.executable, "-c", _CHILD, torch, model, *map(str, paths)]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)
    found: Mapping[str, Any] = json.loads(run.stdout)
    return found


def variants(model: str) -> dict[str, tuple[str, str]]:
    """What is started: name, and the model with the say on torch."""
    out = {MODEL: (model, BLOCKED), RULES: (RULES, BLOCKED)}
    return out | {f"{MODEL}, {WITH_TORCH}": (model, WITH_TORCH)} if find_spec("torch") else out


def works(model: str, first: Path) -> list[Work]:
    """Start each variant and analyse a first report: the steps, and the whole process with the start of Python and its end."""
    return [Work(_start(name, *how, first), {}, every=SELDOM) for name, how in variants(model).items()]


def _start(name: str, model: str, torch: str, first: Path) -> Run:
    def run() -> Mapping[str, Spent]:
        begin = now()
        steps = child(model, torch, [first])
        spent = since(begin)
        return {f"{STARTUP}/{name}/{step}": Spent(*told["spent"]) for step, told in steps.items()} | {f"{STARTUP}/{name}/{PROCESS}": spent}

    return run


def memory(model: str, paths: Sequence[Path]) -> dict[str, dict[str, float]]:
    """MiB held at most after each step, by variant, in a process each. paths: of texts, by size."""
    return {name: {step: told["peak"] for step, told in child(*how, paths).items()} for name, how in variants(model).items()}
