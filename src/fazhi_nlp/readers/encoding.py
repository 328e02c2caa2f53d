"""From bytes to text for files that don't say, or say wrongly, how they are encoded.

Candidates are decoded strictly and compared by how plausible the Chinese is that comes out: bytes of UTF-16, Big5 or UTF-8 often are
valid GB18030 as well, but then give rare characters. In doubt the earlier in the order UTF-8, UTF-16, GB18030, Big5 wins.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fazhi_nlp.core.errors import Errors, InputError, Warnings
from fazhi_nlp.core.normalize import fold

MIXED = "utf-8+gb18030"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CLEAR_MARGIN = 0.05
"""How much more plausible a later candidate must be to win over an earlier one."""
_PLAUSIBLE = 0.6
_DAMAGE = 0.005
"""Largest share of undecodable places in a file that is otherwise plausible."""
_CONTROL = 0.01
_BLANKS = "\t\n\r\f\v\x1a"
_COMMON = "，。、：；（）《》〈〉“”‘’！？—…·　〔〕【】％％+－○①②③④⑤⑥⑦⑧⑨⑩\u00a0"


@dataclass(slots=True, frozen=True)
class Decoded:
    """A decoded text without byte order mark, its encoding, and a coded warning where places were lost."""

    text: str
    encoding: str
    warning: str | None = None


def decode(data: bytes) -> Decoded:
    """Decode the bytes of a Chinese text; line ends are kept.

    Raises InputError: E103 empty, E104 binary, E105 no encoding fits.
    """
    if not data.strip(b" \t\r\n\0"):
        raise InputError(Errors.E103)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_lenient(data, encoding))
    best: Decoded | None = None
    best_score = 0.0
    for candidate in _candidates(data):
        score = plausibility(candidate.text)
        # a few lines in another encoding change the share little, but lines that are UTF-8 are so by no chance
        margin = 0.0 if candidate.encoding == MIXED else _CLEAR_MARGIN
        if best is None or score > best_score + margin:
            best, best_score = candidate, score
    if best is None or best_score < _PLAUSIBLE:
        best = _damaged(data, best, best_score)
    return _checked(best)


def plausibility(text: str) -> float:
    """Share of everyday Chinese characters (first level of GB 2312, traditional forms folded), ASCII and common punctuation; 0 to 1."""
    counts = Counter(fold(text))
    total = sum(counts.values())
    if not total:
        return 0.0
    everyday = _everyday()
    return sum(count for character, count in counts.items() if character in everyday) / total


@cache
def _everyday() -> frozenset[str]:
    first_level = bytes(b for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for b in (lead, trail)).decode("gb2312", "ignore")
    ascii_characters = "".join(map(chr, range(0x20, 0x7F)))
    return frozenset(first_level + ascii_characters + _BLANKS + _COMMON + fold(_COMMON))


def _candidates(data: bytes) -> Iterator[Decoded]:
    utf8 = _strict(data, "utf-8")
    if utf8 is not None and b"\0" not in data:
        yield Decoded(utf8, "utf-8")  # nothing else that is Chinese is valid UTF-8 by chance
        return
    whole = _without_cut_end(data) if utf8 is None else None
    if whole is not None:
        yield Decoded(whole, "utf-8", Warnings.W101.format(count=1, encoding="utf-8"))
        return
    for name in ("utf-16-le", "utf-16-be", "gb18030", "big5hkscs"):
        text = _strict(data, name)
        if text is not None:
            yield Decoded(text, name)
    if utf8 is not None:
        yield Decoded(utf8, "utf-8")
    mixed = _mixed(data)
    if mixed is not None:
        yield mixed


def _strict(data: bytes, encoding: str) -> str | None:
    if encoding.startswith("utf-16") and len(data) % 2:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _without_cut_end(data: bytes) -> str | None:
    """The text of UTF-8 data whose last character is cut off, marked as lost; None for anything else."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return None
    return None if text.isascii() else text + "\ufffd"


def _mixed(data: bytes) -> Decoded | None:
    """Line by line: UTF-8 where a line is valid UTF-8, else GB18030; only if both occur."""
    seen, lines = set(), []
    for line in data.split(b"\n"):
        for encoding in ("utf-8", "gb18030"):
            text = _strict(line, encoding)
            if text is not None:
                if not line.isascii():
                    seen.add(encoding)
                lines.append(text)
                break
        else:
            return None
    return Decoded("\n".join(lines), MIXED) if len(seen) == 2 else None


def _damaged(data: bytes, best: Decoded | None, best_score: float) -> Decoded:
    """A text with a few broken bytes, or in an encoding that only statistics can tell; else the best strict one if half plausible."""
    for encoding in ("utf-8", "gb18030"):
        result = _lenient(data, encoding)
        lost = result.text.count("\ufffd")
        if lost <= max(2, _DAMAGE * len(result.text)) and plausibility(result.text) >= _PLAUSIBLE:
            return result
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:200_000]).best()
    if guess is not None:
        text = _strict(data, guess.encoding)
        if text is not None and plausibility(text) > max(best_score + _CLEAR_MARGIN, _PLAUSIBLE):
            return Decoded(text, guess.encoding)
    _raise_if_binary(data.decode("latin-1"))
    if best is not None and best_score >= _PLAUSIBLE / 2:
        return best
    raise InputError(Errors.E105.format(tried="UTF-8, UTF-16, GB18030, Big5"))


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    lost = text.count("\ufffd") - data.count("\ufffd".encode()) * encoding.startswith("utf-8")
    return Decoded(text, encoding, Warnings.W101.format(count=lost, encoding=encoding) if lost > 0 else None)


def _checked(decoded: Decoded) -> Decoded:
    if not decoded.text or decoded.text.isspace():
        raise InputError(Errors.E103)
    _raise_if_binary(decoded.text)
    return decoded


def _raise_if_binary(text: str) -> None:
    controls = sum(text.count(chr(c)) for c in range(32) if chr(c) not in _BLANKS)
    if controls > _CONTROL * len(text) and controls > 2:
        raise InputError(Errors.E104.format(share=controls / len(text)))
