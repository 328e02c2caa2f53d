"""The version of the library, written once, and the model that comes with it. Imports nothing heavy."""

import json
from importlib.resources import files
from pathlib import Path

__version__ = "0.1.0"

SHIPPED = "zh_fazhi_report"


def shipped_model() -> Path | None:
    """Folder of the model inside the package, or None where there is none."""
    folder = Path(str(files("fazhi_nlp").joinpath("models", SHIPPED)))
    return folder if (folder / "meta.json").exists() else None


def shipped_identity() -> str | None:
    """Name, version and SHA-256 of the weights of the model inside the package, or None where there is none."""
    folder = shipped_model()
    if folder is None:
        return None
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return f"{SHIPPED} {meta['version']} (weights sha256 {meta['fazhi']['weights_sha256']})"
