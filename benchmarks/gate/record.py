"""What is checked in: ``gate.json`` with the figures of each pipeline, and a sample file for each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.gate.figures import Score
from benchmarks.gate.sample import Extraction, read_sample, write_sample
from benchmarks.gate.speed import settled

FILE = "gate.json"


@dataclass(slots=True)
class Measured:
    """A pipeline on the test split, the sample and the clock.

    made_by: name and version. weights: SHA-256 of the encoder's weights, None for rules. test: SHA-256 of the gold reports that it was measured on.
    speed: see `benchmarks.gate.speed`. scores: by name.
    """

    made_by: str
    weights: str | None
    test: str
    reports: int
    speed: float
    scores: dict[str, Score]
    sample: list[Extraction] = field(default_factory=list)


def read_record(folder: Path) -> dict[str, Measured]:
    """What a folder holds, by pipeline; nothing where there is nothing."""
    path = folder / FILE
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {name: _measured(row, read_sample(_sample(folder, name))) for name, row in found.items()}


def write_record(measured: Mapping[str, Measured], folder: Path) -> list[Path]:
    """Write the pipelines that were measured; others that the folder holds stay as they are. Gives the files that were written."""
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    rows |= {name: _row(own, rows.get(name, {}).get("speed")) for name, own in measured.items()}
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    for name, own in measured.items():
        write_sample(own.sample, _sample(folder, name))
    return [path, *(_sample(folder, name) for name in measured)]


def _sample(folder: Path, pipeline: str) -> Path:
    return folder / f"gate_sample_{pipeline}.tsv"


def _row(own: Measured, speed: float | None) -> dict[str, Any]:
    # the value stands there for the eye; it is counted anew from the rest
    scores = {name: {"value": round(s.value, 4), "right": s.right, "found": s.found, "gold": s.gold} for name, s in own.scores.items()}
    test = {"reports": own.reports, "sha256": own.test}
    return {"made_by": own.made_by, "weights_sha256": own.weights, "test": test, "speed": settled(speed, own.speed), "figures": scores}


def _measured(row: Mapping[str, Any], sample: list[Extraction]) -> Measured:
    scores = {name: Score(s["right"], s["found"], s["gold"]) for name, s in row["figures"].items()}
    return Measured(row["made_by"], row["weights_sha256"], row["test"]["sha256"], row["test"]["reports"], row["speed"], scores, sample)
