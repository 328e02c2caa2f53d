"""An environment for each baseline, with its own pinned packages, and runs in it. What is there already is not made or run again."""

from __future__ import annotations

import ast
import hashlib
import os
import platform
import subprocess
import sys
from pathlib import Path

from benchmarks.accuracy.baselines.base import Baseline
from benchmarks.accuracy.exchange import Answers, Task, read_answers, write_task

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def requirements_of(baseline: Baseline) -> Path:
    """The file with the pinned packages of a baseline."""
    return HERE / "requirements" / f"{baseline.requirements}.txt"


def environment(requirements: Path, folder: Path) -> Path:
    """The Python of the environment with these packages under ``folder``; made if it is not there or was made from other requirements."""
    own = folder / requirements.stem
    stamp, wanted = own / "made-from", _digest(requirements.read_bytes())
    python, log = own / "bin" / "python", folder / f"{requirements.stem}.log"
    folder.mkdir(parents=True, exist_ok=True)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        _call([sys.executable, "-m", "venv", "--clear", str(own)], log)
        _call([str(python), "-m", "pip", "install", "--disable-pip-version-check", "-r", str(requirements)], log)
        stamp.write_text(wanted, encoding="utf-8")
    return python


def answers(module: str, baseline: Baseline, task: Task, work: Path) -> Answers:
    """What a baseline says to a task.

    module: the stem of its file. work: folder for environments, tasks, answers and logs. Raises RuntimeError with the last lines of what it wrote if it fails.
    """
    (work / "tasks").mkdir(parents=True, exist_ok=True)
    (work / "answers").mkdir(exist_ok=True)
    draft = work / "tasks" / "draft.json"
    write_task(task, draft)
    asked = draft.rename(work / "tasks" / f"{_digest(draft.read_bytes())}.json")
    requirements = requirements_of(baseline)
    # kept as long as the baseline's own file, what it imports of ours, its packages and its task stay as they are
    sources = [*sorted(sources_of(HERE / "baselines" / f"{module}.py")), requirements]
    key = _digest(asked.name.encode() + b"".join(path.read_bytes() for path in sources))
    out = work / "answers" / f"{baseline.name}-{key}.json"
    if not out.exists():
        python = environment(requirements, work / "environments")
        part = out.with_suffix(".part")
        # from the root of the project: its folder is what -m looks in, the library itself is not there
        _call([str(python), "-m", f"benchmarks.accuracy.baselines.{module}", baseline.name, str(asked), str(part)], out.with_suffix(".log"))
        part.rename(out)
    return read_answers(out)


def sources_of(file: Path) -> set[Path]:
    """A file of this package and the files of this package that it imports, directly or not."""
    out, new = {file}, [file]
    while new:
        for node in ast.walk(ast.parse(new.pop().read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("benchmarks."):
                other = ROOT.joinpath(*str(node.module).split(".")).with_suffix(".py")
                if other not in out:
                    out.add(other)
                    new.append(other)
    return out


def _call(command: list[str], log: Path) -> None:
    with log.open("w", encoding="utf-8") as file:
        run = subprocess.run(command, cwd=ROOT, env={**os.environ, **ONE_THREAD}, stdout=file, stderr=subprocess.STDOUT, check=False)
    if run.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} … failed:\n" + "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data + platform.python_version().encode()).hexdigest()[:16]
