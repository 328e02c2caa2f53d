"""What must work where nothing but the wheels is installed.

    python tools/smoke.py REPORT            the library's wheel alone
    python tools/smoke.py REPORT --model    with the distribution of the model beside it

REPORT: the text of a report. tools/release.py runs it in a new environment.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ABSENT = ("torch", "transformers", "datasets", "docx", "pandas", "pytest", "hatchling")
"""Modules of extras and of tools."""
COMMAND = Path(sys.executable).parent / "fazhi-nlp"
MODEL = "zh_fazhi_report"


def check(holds: object, what: str) -> None:
    """Raises SystemExit if it does not hold."""
    if not holds:
        raise SystemExit(f"smoke test: {what}")


def call(*arguments: str) -> str:
    """What the command prints."""
    return subprocess.run([str(COMMAND), *arguments], check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout


def alone(path: Path) -> None:
    """The library by itself."""
    import fazhi_nlp
    from fazhi_nlp.about import shipped_model

    check(Path(fazhi_nlp.__file__).is_relative_to(sys.prefix), "the library is not the installed one")
    check(not [name for name in ABSENT if find_spec(name)], "the environment holds more than the wheel asks for")
    folder = shipped_model()
    if folder is None:
        raise SystemExit("smoke test: no model in the wheel")
    weights = hashlib.sha256((folder / "fazhi_bert" / "model.onnx").read_bytes()).hexdigest()
    nlp = fazhi_nlp.load()
    check("fazhi_bert" in nlp.pipe_names, "load() does not give the shipped model")
    identity = f"{MODEL} {nlp.meta['version']}"
    told = [f"fazhi-nlp {fazhi_nlp.__version__}", f"{identity} (weights sha256 {weights})"]
    check(call("--version").splitlines() == told, "--version says something else")
    check(metadata.version("fazhi-nlp") == fazhi_nlp.__version__, "the version of the wheel is another")
    check(f"weights: sha256 {weights}\n" in call("info"), "info does not tell the weights")

    text = path.read_text(encoding="utf-8")
    record: dict[str, Any] = json.loads(call("analyze", str(path), "--format", "jsonl", "--quiet"))
    check(record["producer"] == {"library": fazhi_nlp.__version__, "model": identity, "model_sha256": weights}, f"producer is {record['producer']}")
    check(record == json.loads(fazhi_nlp.analyze(text, nlp=nlp, source=str(path)).to_json()), "the command and the library differ")
    check(all(paragraph["section"] for paragraph in record["paragraphs"]), "paragraphs without sections")
    check(record["entities"] and record["achievements"] and record["year"], "a report without entities, figures or a year")
    with tempfile.TemporaryDirectory() as out:
        call("analyze", str(path), "--out-dir", out, "--quiet")
        names = {found.name for found in Path(out).iterdir()}
        check({"reports.jsonl", "achievements.csv", "index.html"} <= names, f"--out-dir wrote {sorted(names)}")
    nlp.add_pipe("fazhi_words")
    doc = nlp("发放宣传册3000余份。")
    check([word.text for word in doc.spans["words"]] == ["发放", "宣传册", "3000", "余", "份", "。"], "other words")


def beside(path: Path) -> None:
    """The model's own distribution."""
    import spacy

    import fazhi_nlp

    text = path.read_text(encoding="utf-8")
    nlp = spacy.load(MODEL)
    check(metadata.version(MODEL) == nlp.meta["version"], "the distribution's version is not that of its data")
    check(Path(nlp.path).is_relative_to(str(metadata.distribution(MODEL).locate_file(MODEL))), "spaCy loads the model from elsewhere")
    mine, shipped = (fazhi_nlp.analyze(text, nlp=each).to_json() for each in (nlp, fazhi_nlp.load()))
    check(mine == shipped, "spacy.load and fazhi_nlp.load give different reports")


def main() -> None:
    """Check, say so."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path)
    parser.add_argument("--model", action="store_true")
    options = parser.parse_args()
    (beside if options.model else alone)(options.report)


if __name__ == "__main__":
    main()
