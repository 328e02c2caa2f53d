"""Lines and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n]+")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    r"""Start and end of every non-blank line, trimmed as ``str.strip`` does. A line ends at ``\n``, ``\r\n`` or ``\r``, at nothing else."""
    for match in _LINE.finditer(text):
        line = match[0]
        words = line.strip()
        if words:
            start = match.start() + len(line) - len(line.lstrip())
            yield start, start + len(words)
