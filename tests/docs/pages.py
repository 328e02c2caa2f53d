"""What the tests read of the documentation: pages, blocks of code, comments."""

import io
import re
import sys
import textwrap
import tokenize
from dataclasses import dataclass

from tests.conftest import ROOT

DOCS = ROOT / "docs"
ZH, EN = DOCS / "zh", DOCS / "en"
PAGES = sorted(str(path.relative_to(ZH)) for path in ZH.rglob("*.md"))
OUTPUTS = ('title="输出"', 'title="Output"')
RESULT = "# → "
"""In a Python block, after an expression: its value follows."""
_FENCE = re.compile(r"^( *)(?:<!-- not run: (?P<reason>.+?) -->\n *)?```(?P<lang>\w+)(?P<info>[^\n]*)\n(?P<body>.*?)^\1```$", re.MULTILINE | re.DOTALL)

sys.path.insert(0, str(DOCS / "hooks"))


@dataclass
class Block:
    """A block of code. reason: why it is not run, if it is not; output: what it should print, if the page says so."""

    lang: str
    body: str
    reason: str | None
    output: str | None = None


def blocks(text):
    """Blocks of a page in order; what a Python or bash block prints is no block of its own."""
    found = []
    for match in _FENCE.finditer(text):
        body = textwrap.dedent(match["body"])
        if match["lang"] == "text" and match["info"].strip() in OUTPUTS:
            assert found[-1].output is None, f"two outputs after {found[-1].body}"
            found[-1].output = body
        else:
            found.append(Block(match["lang"], body, match["reason"]))
    assert text.count("```") == 2 * len(list(_FENCE.finditer(text))), "a fence that was not understood"
    return found


def code(block):
    """A block without its comments; results of expressions stay."""
    if block.lang == "bash":
        return [line.split(" #")[0].rstrip() for line in block.body.splitlines() if line.strip() and not line.startswith("#")]
    if block.lang != "python":
        return block.body.splitlines()
    tokens = tokenize.generate_tokens(io.StringIO(block.body).readline)
    return [token.string for token in tokens if token.type not in (tokenize.COMMENT, tokenize.NL) or token.string.startswith(RESULT)]


def matches(wanted, got):
    """Whether a text is what a page says; … stands for anything, … at the beginning for any lines or none, and blanks and lines of a table may be shorter
    than they are."""
    wanted, got = ("\n".join(re.sub(r"─+", "─", re.sub(r" +", " ", line)).strip() for line in text.strip().splitlines()) for text in (wanted, got))
    opening, wanted = ("(?:.*\n)?", wanted[2:]) if wanted.startswith("…\n") else ("", wanted)
    return re.fullmatch(opening + ".*".join(map(re.escape, wanted.split("…"))), got, re.DOTALL) is not None
