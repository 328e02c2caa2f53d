"""What the build of the model's distribution takes from the library's folder: the data and their version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

NAME = "zh_fazhi_report"
DATA = Path("..", "..", "src", "fazhi_nlp", "models", NAME)


class Version(MetadataHookInterface):
    """The version, from meta.json."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set it."""
        metadata["version"] = json.loads((Path(self.root) / DATA / "meta.json").read_text(encoding="utf-8"))["version"]


class Data(BuildHookInterface[Any]):
    """The files, in the folder that carries the version, as spaCy looks for them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add them. version: of the kind of wheel, not of the distribution."""
        data = Path(self.root) / DATA
        build_data["force_include"] |= {str(data): f"{NAME}/{NAME}-{self.metadata.version}", str(data / "meta.json"): f"{NAME}/meta.json"}
