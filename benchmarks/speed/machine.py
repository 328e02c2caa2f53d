"""What machine it is, and how much of it other programs took."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

INSTRUCTIONS = ("avx2", "avx512f", "avx_vnni", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16", "asimddp", "i8mm", "bf16")
"""Instruction sets that decide how fast matrices are multiplied, as the kernel of Linux names them."""
PACKAGES = ("fazhi-nlp", "spacy", "thinc", "numpy", "onnxruntime", "torch", "transformers")
_INFO, _STAT = Path("/proc/cpuinfo"), Path("/proc/stat")


def usable_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def describe() -> dict[str, Any]:
    """The processor, its cores and instruction sets (None where the system does not say), the system, the load before the run."""
    info = read_info(_INFO.read_text(encoding="utf-8", errors="replace")) if _INFO.exists() else {}
    flags = info.get("flags", info.get("Features"))
    return {
        "processor": info.get("model name") or platform.processor() or platform.machine(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "usable_cores": usable_cores(),
        "instructions": None if flags is None else [name for name in INSTRUCTIONS if name in flags.split()],
        "system": platform.system(),
        "load": round(os.getloadavg()[0], 2),
    }


def read_info(text: str) -> dict[str, str]:
    """The first processor of ``/proc/cpuinfo``, by key."""
    pairs = (line.partition(":") for line in text.split("\n\n")[0].splitlines())
    return {key.strip(): value.strip() for key, _, value in pairs}


def versions() -> dict[str, str]:
    """Of Python and of the packages that take time, those that are installed."""
    found = {"Python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


class Others:
    """How many cores other programs kept busy, from the making of this to `cores`."""

    def __init__(self) -> None:
        self._begin = self._clocks()

    @staticmethod
    def _clocks() -> tuple[float, float, float] | None:
        """Seconds of the clock, of all cores at work, of this process and its children."""
        if not _STAT.exists():
            return None
        # user, nice, system, idle, iowait, irq, softirq, steal
        counts = [int(number) for number in _STAT.read_text(encoding="utf-8").split("\n")[0].split()[1:9]]
        own = os.times()
        return own.elapsed, (sum(counts) - counts[3] - counts[4]) / os.sysconf("SC_CLK_TCK"), sum(own[:4])

    def cores(self) -> float | None:
        """Cores, None where the system does not say."""
        end = self._clocks()
        if self._begin is None or end is None:
            return None
        elapsed, busy, own = (b - a for a, b in zip(self._begin, end, strict=True))
        return round(max(0.0, busy - own) / elapsed, 2)
