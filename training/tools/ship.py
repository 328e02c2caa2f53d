"""Put a trained pipeline into the package: src/fazhi_nlp/models/zh_fazhi_report.

    python training/tools/ship.py OUT

OUT: a folder that ``fazhi-nlp train configs/report_bert.toml`` wrote. The torch weights stay behind (they are larger than the wheel may be);
``training.json`` goes along without its log; licences come from models/zh_fazhi_report, whose files are theirs. README.md there, the model card, is
written by hand and kept.
"""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from pathlib import Path

from fazhi_nlp.training.run import ENCODER, RECORD

ROOT = Path(__file__).resolve().parents[2]
NAME = "zh_fazhi_report"
TARGET = ROOT / "src" / "fazhi_nlp" / "models" / NAME
DISTRIBUTION = ROOT / "models" / NAME
CARD = "README.md"
META = "meta.json"
LICENCES = ("LICENSE", "LICENSES_SOURCES")
"""As `spacy package` names them."""
LARGEST = 25 * 2**20
"""Bytes that the shipped pipeline may have."""


def main() -> None:
    """Copy, say who made it under which licences, check name and size."""
    source = Path(sys.argv[1])
    meta = json.loads((source / META).read_text(encoding="utf-8"))
    if (name := f"{meta['lang']}_{meta['name']}") != NAME:
        raise SystemExit(f"the pipeline in {source} is named {name}, not {NAME}")
    card = (TARGET / CARD).read_bytes() if (TARGET / CARD).exists() else b""
    shutil.rmtree(TARGET, ignore_errors=True)
    shutil.copytree(source, TARGET, ignore=shutil.ignore_patterns(ENCODER, RECORD))
    for name in LICENCES:
        shutil.copy(DISTRIBUTION / name, TARGET / name)
    about = tomllib.loads((DISTRIBUTION / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    meta |= {"author": about["authors"][0]["name"], "license": about["license"]}
    (TARGET / META).write_text(json.dumps(meta, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
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
