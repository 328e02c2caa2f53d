"""Same-length folding of a text for matching: character i of the folded text stands for character i of the text.

Nothing is added or dropped, so an offset found in the folded text is an offset of the source.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_PUNCTUATION = {
    "，": ",",
    "：": ":",
    "；": ";",
    "（": "(",
    "）": ")",
    "［": "[",
    "］": "]",
    "％": "%",
    "．": ".",
    "！": "!",
    "？": "?",
    "／": "/",
    "﹪": "%",
    "︰": ":",
    "﹐": ",",
    "﹔": ";",
    "﹙": "(",
    "﹚": ")",
    "∶": ":",
    "､": "、",
    "｡": "。",
    "—": "-",
    "–": "-",
    "―": "-",
    "－": "-",
    "‐": "-",
    "‑": "-",
    "─": "-",
    "−": "-",
    "﹣": "-",
    "〜": "~",
    "～": "~",
    "＂": '"',
    "〝": "“",
    "〞": "”",
    "＇": "'",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "﹁": "“",
    "﹂": "”",
    "＜": "<",
    "＞": ">",
    "\u3000": " ",
    "\u00a0": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\t": " ",
    "•": "·",
    "・": "·",
    "‧": "·",
    "∙": "·",
    "﹒": "·",
    "⋅": "·",
    "〇": "〇",
    "○": "〇",
    "Ｏ": "O",
}


@cache
def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for source in range(0xFF10, 0xFF1A):
        table[source] = chr(source - 0xFEE0)
    for first in (0xFF21, 0xFF41):
        for source in range(first, first + 26):
            table[source] = chr(source - 0xFEE0)
    lines = files("fazhi_nlp.core").joinpath("traditional.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            traditional, simplified = line.split("\t")
            table[ord(traditional)] = simplified
    table.update({ord(k): v for k, v in _PUNCTUATION.items()})
    return table


def fold(text: str) -> str:
    """Fold width, punctuation variants, white space (not line ends) and traditional characters, one to one.

    text: any string. Returns a string of the same length: full-width digits, letters and ``，：；（）％`` become ASCII, all
    dashes ``-``, all blanks a space, a traditional character its simplified form. 。、《》“” stay as they are.
    """
    folded = text.translate(_table())
    assert len(folded) == len(text)
    return folded
