"""Write the bill of materials (CycloneDX 1.6, JSON) of the library: what it needs at run time, and what its wheel holds of others.

    python tools/sbom.py --environment PYTHON --wheel WHEEL --out FILE

environment: the Python of an environment in which the wheel and nothing else was installed. Runs where cyclonedx-bom is installed (tools/release.py
sees to both). The same environment gives the same bytes: no time but SOURCE_DATE_EPOCH, no serial number, and no addresses: packages are named by purl.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from licences import ROOT, Part, bundled

SPEC = SchemaVersion.V1_6
MODEL = "fazhi_nlp/models/zh_fazhi_report"
WORDS = "fazhi_nlp/words/model"


def environment(python: str) -> dict[str, Any]:
    """What cyclonedx-bom says of an environment."""
    options = f"--mc-type library --output-reproducible --no-validate --sv {SPEC.to_version()} --of JSON -o -".split()
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--pyproject", str(ROOT / "pyproject.toml"), *options, python]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found


def without_addresses(value: Any) -> Any:
    """The same without links to web pages."""
    if isinstance(value, dict):
        return {key: without_addresses(inner) for key, inner in value.items() if key != "externalReferences"}
    return [without_addresses(inner) for inner in value] if isinstance(value, list) else value


def sha256(data: bytes) -> list[dict[str, str]]:
    """As CycloneDX writes it."""
    return [{"alg": "SHA-256", "content": hashlib.sha256(data).hexdigest()}]


def part(described: Part) -> dict[str, Any]:
    """The component of something of others inside the wheel."""
    component: dict[str, Any] = {"type": "data", "bom-ref": described.purl, "name": described.name, "purl": described.purl, "description": described.what}
    if described.model:
        component["type"] = "machine-learning-model"
    if described.version:
        component["version"] = described.version
    if described.licence:
        component["licenses"] = [{"license": {"id": described.licence, "acknowledgement": "declared"}}]
    if described.copyright:
        component["copyright"] = described.copyright
    return component


def model(wheel: ZipFile, parts: list[Part]) -> dict[str, Any]:
    """The component of the shipped model, with what it was made from."""
    meta = json.loads(wheel.read(f"{MODEL}/meta.json"))
    return {
        "type": "machine-learning-model",
        "bom-ref": "model",
        "name": f"{meta['lang']}_{meta['name']}",
        "version": meta["version"],
        "description": meta["description"],
        "hashes": sha256(wheel.read(f"{MODEL}/fazhi_bert/model.onnx")),
        "licenses": [{"expression": meta["license"], "acknowledgement": "declared"}],
        "pedigree": {"ancestors": [{key: value for key, value in part(p).items() if key != "bom-ref"} for p in parts if p.model]},
    }


def words(wheel: ZipFile, parts: list[Part], licenses: list[dict[str, str]]) -> dict[str, Any]:
    """The component of the model that segments words, under the licences of the library."""
    sources = [{key: value for key, value in part(p).items() if key != "bom-ref"} for p in parts if any(file.endswith(WORDS) for file in p.files)]
    return {
        "type": "machine-learning-model",
        "bom-ref": "words",
        "name": "fazhi_words",
        "description": "Model of word segmentation",
        "hashes": sha256(wheel.read(f"{WORDS}/weights.npz")),
        "licenses": licenses,
        "pedigree": {"ancestors": sources},
    }


def complete(bom: dict[str, Any], path: Path) -> dict[str, Any]:
    """Add the version and hash of the wheel, and its parts."""
    bom = without_addresses(bom)
    root = bom["metadata"]["component"]
    version = path.name.split("-")[1]
    root |= {"version": version, "purl": f"pkg:pypi/{root['name']}@{version}", "hashes": sha256(path.read_bytes())}
    parts = bundled()
    with ZipFile(path) as wheel:
        inside = [model(wheel, parts), words(wheel, parts, root["licenses"])]
    inside += [part(p) for p in parts if not p.model and any("/words/" not in file for file in p.files)]
    root["components"] = inside
    return bom


def main() -> None:
    """Write it, checked against the schema."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environment", required=True)
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    text = json.dumps(complete(environment(options.environment), options.wheel), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if error := JsonStrictValidator(SPEC).validate_str(text):
        raise SystemExit(f"not valid CycloneDX: {error}")
    options.out.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
