"""File names for pages."""

from __future__ import annotations

import re
from pathlib import PurePath

_UNSAFE = re.compile(r"[^\w\-.（）()]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST = 60


class PageNames:
    """Gives each source a file name of its own: readable, the same in every run, fit for any file system.

    taken: names that are used already. Case does not tell names apart, and what is no letter, digit, ``-``, ``.`` or bracket becomes ``_``.
    """

    def __init__(self, *taken: str) -> None:
        self._taken = {name.lower() for name in taken}

    def name(self, source: str) -> str:
        """The name of the page of a source (a path or an id)."""
        stem = _UNSAFE.sub("_", PurePath(source.replace("\\", "/")).stem).strip("._ ")[:_LONGEST] or "report"
        if _RESERVED.fullmatch(stem.split(".")[0]):
            stem = f"_{stem}"
        name, number = f"{stem}.html", 1
        while name.lower() in self._taken:
            number += 1
            name = f"{stem}-{number}.html"
        self._taken.add(name.lower())
        return name
