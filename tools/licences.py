"""Write the lists of licences: of the packages that the library needs, and of what it holds of others.

    python tools/licences.py

Run it where everything is installed (``make licences``), after a change of pyproject.toml, constraints.txt or tools/bundled.toml. It writes docs/licences.md,
THIRD-PARTY-NOTICES.txt and models/zh_fazhi_report/LICENSES_SOURCES. Licences are those that the packages' own metadata state.
"""

from __future__ import annotations

import textwrap
import tomllib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
DISTRIBUTION = "fazhi-nlp"
PAGE = ROOT / "docs" / "licences.md"
NOTICES = ROOT / "THIRD-PARTY-NOTICES.txt"
SOURCES = ROOT / "models" / "zh_fazhi_report" / "LICENSES_SOURCES"
RUN_TIME = ""
"""The group of what the library needs by itself; the others are its extras."""
SPDX = {
    "Apache": "Apache-2.0", "Apache 2.0": "Apache-2.0", "Apache 2.0 License": "Apache-2.0", "Apache Software License": "Apache-2.0",
    "MIT License": "MIT", "ISC License": "ISC", "3-Clause BSD License": "BSD-3-Clause",
    "The BSD 2-Clause License": "BSD-2-Clause", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "BSD License": "BSD",
}  # fmt: skip
"""SPDX identifiers of names that packages use; BSD where they do not say which."""
LONGEST_NAME = 60
"""A longer licence field holds the text, not the name."""
MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


NOTE = """\
Not part of the packages, installed beside them. Versions: those of `constraints.txt`; licences: as each package's metadata state (BSD: it does not say which).
With other systems, Python versions or builds a few more come along, such as colorama (BSD-3-Clause) on Windows, or NVIDIA's libraries, under their own terms,
with a torch for their GPUs."""


@dataclass(frozen=True)
class Part:
    """Something of others inside the packages: an entry of bundled.toml."""

    name: str
    version: str
    purl: str
    licence: str
    copyright: str
    files: tuple[str, ...]
    model: bool
    what: str

    @property
    def title(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}".strip()


def bundled() -> list[Part]:
    """The entries of bundled.toml."""
    entries = tomllib.loads((ROOT / "tools" / "bundled.toml").read_text(encoding="utf-8"))["part"]
    return [Part(**{**entry, "files": tuple(entry["files"])}) for entry in entries]


def licence(about: metadata.PackageMetadata) -> str:
    """The licence that a package states, as an SPDX identifier where it is a known name. Raises SystemExit where it states none."""
    expression, stated = _field(about, "License-Expression"), _field(about, "License")
    if not expression and (not stated or len(stated) > LONGEST_NAME or "\n" in stated):
        classified = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License :: ")]
        stated = " AND ".join(classified)
    if not (stated := expression or stated):
        raise SystemExit(f"{about['Name']} states no licence: look it up, or do without it")
    return SPDX.get(stated, stated)


def _field(about: metadata.PackageMetadata, name: str) -> str:
    stated: str = (about.get_all(name) or [""])[0].strip()
    return "" if stated == "UNKNOWN" else stated


def groups() -> dict[str, dict[str, metadata.Distribution]]:
    """What the library needs by itself, and what each extra adds to the groups before it: distributions by normalised name, with all that they need in turn."""
    own = metadata.distribution(DISTRIBUTION)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    found: dict[str, dict[str, metadata.Distribution]] = {}
    for group in (RUN_TIME, *extras):
        before = {name for earlier in found.values() for name in earlier}
        found[group] = {name: dist for name, dist in _closure(own, group).items() if name not in before}
    return found


def _closure(own: metadata.Distribution, extra: str) -> dict[str, metadata.Distribution]:
    found: dict[str, metadata.Distribution] = {}
    seen: set[tuple[str, str]] = set()
    waiting = deque(_needs(own, extra, only=bool(extra)))
    while waiting:
        name, wanted = waiting.popleft()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            raise SystemExit(f"{name} is not installed: make licences") from None
        waiting.extend(_needs(found[name], wanted))
    return found


def _needs(distribution: metadata.Distribution, extra: str, *, only: bool = False) -> Iterator[tuple[str, str]]:
    """Names that a distribution needs here with an extra (``""`` for none), each with every extra that is asked of it. only: only what the extra adds."""
    for line in distribution.requires or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if (marker is None or marker.evaluate({"extra": extra})) and not (only and (marker is None or marker.evaluate({"extra": ""}))):
            for wanted in ("", *sorted(requirement.extras)):
                yield canonicalize_name(requirement.name), wanted


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows))


def parts_table() -> str:
    """The table of what the packages hold of others."""
    return table(
        ("from", "licence", "copyright", "what", "files"),
        [(p.title, p.licence or "none stated", p.copyright or "–", p.what, ", ".join(f"`{file}`" for file in p.files)) for p in bundled()],
    )


def page() -> str:
    """docs/licences.md."""
    sections = [
        "# Licences",
        "Written by `make licences`. fazhi-nlp itself: Apache-2.0 (`LICENSE`).",
        "## What the packages hold of others",
        parts_table(),
        "## What fazhi-nlp needs at run time",
        NOTE,
    ]
    for group, distributions in groups().items():
        rows = [(d.metadata["Name"], d.version.partition("+")[0], licence(d.metadata)) for _, d in sorted(distributions.items())]
        sections += ([f"## What the extra `{group}` adds"] if group else []) + [table(("package", "version", "licence"), rows) if rows else "Nothing."]
    return "\n\n".join(sections) + "\n"


def notices(parts: list[Part], thing: str) -> str:
    """The notices that the licences of these parts ask for. thing: what holds them."""
    blocks = [f"{thing} holds, or is derived from, the following works of others."]
    for part in parts:
        lines = [part.title, *textwrap.wrap(part.what + ".", 120), f"Licence: {part.licence or 'none stated'}", *([part.copyright] if part.copyright else [])]
        blocks.append("\n".join(lines))
    names = {part.licence for part in parts}
    if "Apache-2.0" in names:
        blocks.append("The text of the Apache License 2.0 is in the file LICENSE.")
    if "MIT" in names:
        blocks.append("The MIT licence:\n\n" + MIT.rstrip())
    return "\n\n".join(blocks) + "\n"


def texts() -> dict[Path, str]:
    """The files that do not depend on what is installed."""
    parts = bundled()
    return {NOTICES: notices(parts, "fazhi-nlp"), SOURCES: notices([part for part in parts if part.model], "The model zh_fazhi_report")}


def main() -> None:
    """Write all."""
    for path, text in {PAGE: page(), **texts()}.items():
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
