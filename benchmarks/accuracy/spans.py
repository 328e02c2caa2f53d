"""From a tagger's tokens to spans in the text. Standard library only, for it runs in the environments of the baselines too."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from benchmarks.accuracy.exchange import Span

UNITS = ("年", "月", "日")
Token = tuple[int, int, str]
"""Start, end, tag of the tagger."""


def place(text: str, words: Sequence[tuple[str, str]], *, offset: int = 0) -> list[Token]:
    """Tokens with their places in the text; words: word and tag, in order.

    White space that the tagger left out is passed over; a word that does not come next in the text (a tagger may write it otherwise) is left out, and
    the next words are looked for behind the last one that was found, no further than ``len(word)`` and the words left out allow. offset: added to all.
    """
    out, at, lost = [], 0, 0
    for word, tag in words:
        while at < len(text) and text[at].isspace() and not word[:1].isspace():
            at += 1
        start = at if text.startswith(word, at) else text.find(word, at, at + lost + 2 * len(word) + 1) if lost else -1
        if start < 0 or not word:
            lost += len(word)
            continue
        out.append((offset + start, offset + start + len(word), tag))
        at, lost = start + len(word), 0
    return out


def label(
    tokens: Sequence[Token], mapping: Mapping[str, str], *, joined: Collection[str] = (), into: Mapping[tuple[str, str], str] | None = None
) -> list[Span]:
    """Tokens under our labels; those whose tag the mapping does not know are left out.

    joined: labels of which neighbours that touch become one span. into: what a span of the first label becomes with one of the second that touches it on
    the right (a place and the institution behind it: an institution).
    """
    out: list[Span] = []
    for start, end, tag in tokens:
        name = mapping.get(tag)
        if name is None:
            continue
        if out and out[-1][1] == start:
            last = out[-1]
            merged = name if last[2] == name and name in joined else (into or {}).get((last[2], name))
            if merged is not None:
                out[-1] = (last[0], end, merged)
                continue
        out.append((start, end, name))
    return out


def bio(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with the tags ``B-X``, ``I-X`` and ``O`` as runs with the tag ``X``; an I that no B opens opens one itself."""
    out: list[Token] = []
    open_tag = ""
    for start, end, tag in tokens:
        kind, _, name = tag.partition("-")
        if not name:
            open_tag = ""
        elif kind == "I" and open_tag == name and out[-1][1] == start:
            out[-1] = (out[-1][0], end, name)
        else:
            out.append((start, end, name))
            open_tag = name
    return out


def calendar(text: str, tokens: Sequence[Token], *, times: Collection[str], numbers: Collection[str], tag: str) -> list[Token]:
    """Tokens with the pieces of a date put together, for taggers that cut 2023年3月 into 2023, 年, 3 and 月 and mean a date all the same.

    Runs of times and numbers with nothing but white space between them become one token with ``tag`` if one of them is a time or ends in 年, 月 or 日; a 年,
    月 or 日 by itself becomes none. text: what the offsets of the tokens count in. times, numbers: the tagger's tags of them.
    """
    runs: list[list[Token]] = []
    for token in tokens:
        if text[token[0] : token[1]].isspace():
            continue
        near = bool(runs) and not text[runs[-1][-1][1] : token[0]].strip()
        if near and all(t[2] in times or _number(text, t, numbers) for t in (runs[-1][-1], token)):
            runs[-1].append(token)
        else:
            runs.append([token])
    out: list[Token] = []
    for run in runs:
        start, end = run[0][0], run[-1][1]
        if text[start:end] in UNITS:
            continue
        date = any(kind in times or (_number(text, (s, e, kind), numbers) and text[s:e].endswith(UNITS)) for s, e, kind in run)
        out += [(start, end, tag)] if date else run
    return out


def _number(text: str, token: Token, numbers: Collection[str]) -> bool:
    # some taggers call digits nouns or verbs
    return token[2] in numbers or text[token[0] : token[1]].isdigit()
