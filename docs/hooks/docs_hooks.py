"""Hooks of MkDocs: comments in a page become tables made of the code, files of the repository, or rendered gold markup.

``<!-- generated: NAME ARGUMENT -->``: a table of `docs_tables`. ``<!-- include: PATH -->``: a Markdown file of the repository, its headings one level
lower and its relative links without their targets; a note where it is not there. ``<!-- file: PATH -->``: a file as a code block. A block ``gold`` is
rendered by `docs_gold`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docs_gold import render
from docs_tables import GENERATORS, ROOT

_MARKER = re.compile(r"^<!-- (generated|include|file): (\S+) ?(.*?) *-->$", re.MULTILINE)
_GOLD = re.compile(r"^```gold\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\((?![a-z]+:|#)[^)]*\)")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """What MkDocs calls with the text of each page."""
    return expand(markdown, page.file.src_uri.partition("/")[0])


def expand(markdown: str, lang: str) -> str:
    """The page with all of its comments and gold blocks resolved. lang: ``zh`` or ``en``."""
    markdown = _GOLD.sub(lambda match: render(match[1], lang), markdown)
    return _MARKER.sub(lambda match: _resolved(match[1], match[2], match[3], lang), markdown)


def _resolved(what: str, name: str, argument: str, lang: str) -> str:
    if what == "generated":
        return GENERATORS[name](lang, argument)
    path = ROOT / name
    if what == "file":
        return f'```{path.suffix[1:]} title="{name}"\n{path.read_text(encoding="utf-8").rstrip()}\n```'
    if path.is_file():
        return _included(path)
    return f"（`{name}` 还没有生成。）" if lang == "zh" else f"(`{name}` has not been made yet.)"


def _included(path: Path) -> str:
    return _LINK.sub(r"\1", re.sub(r"^(#{1,5}) ", r"#\1 ", path.read_text(encoding="utf-8"), flags=re.MULTILINE))
