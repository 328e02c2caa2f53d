"""Put a trained pipeline into the package: src/fazhi_nlp/models/zh_fazhi_report.

    python training/tools/ship.py OUT

OUT: a folder that ``fazhi-nlp train configs/report_bert.toml`` wrote. The torch weights stay behind (they are larger than the wheel may be);
``training.json`` goes along without its log. README.md there, the model card, is written by hand and kept.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from fazhi_nlp.training.run import ENCODER, RECORD

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src" / "fazhi_nlp" / "models" / "zh_fazhi_report"
CARD = "README.md"
LARGEST = 25 * 2**20
"""Bytes that the shipped pipeline may have."""


def main() -> None:
    """Copy, check the size."""
    source = Path(sys.argv[1])
    card = (TARGET / CARD).read_bytes() if (TARGET / CARD).exists() else b""
    shutil.rmtree(TARGET, ignore_errors=True)
    shutil.copytree(source, TARGET, ignore=shutil.ignore_patterns(ENCODER, RECORD))
    record = json.loads((source / RECORD).read_text(encoding="utf-8"))
    del record["log"]
    (TARGET / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if card:
        (TARGET / CARD).write_bytes(card)
    size = sum(path.stat().st_size for path in TARGET.rglob("*") if path.is_file())
    print(f"{size / 2**20:.1f} MiB in {TARGET.relative_to(ROOT)}")
    if size > LARGEST:
        raise SystemExit(f"larger than {LARGEST / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
