"""Segmentation of a text into words by the shipped spacy-pkuseg model, within the edges that are certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.layout.paragraphs import paragraphs
from fazhi_nlp.words.edges import EdgeRules
from fazhi_nlp.words.model import EDGE, INNER, PkusegModel

WINDOW = 1000
"""Characters that are decoded together at most."""
MARGIN = 20
"""Where no edge is certain within a window, the last edge that is this far from the window's end counts."""
_STRETCH = re.compile(r"\S+")


class Segmenter:
    """Cuts a text into words."""

    def __init__(self, model: PkusegModel, rules: EdgeRules) -> None:
        self.model = model
        self.rules = rules

    def words(self, text: str, breaks: Sequence[int] = ()) -> Iterator[tuple[int, int]]:
        """Start and end of each word, in order: characters of the text, end exclusive.

        Every character that is not white space (``str.isspace``) is in one word, no white space is in any, none crosses the edge of a line.
        breaks: sorted offsets that no word may cross. Time grows linearly with the length.
        """
        folded = fold(text)
        next_break = 0
        for first, last in paragraphs(text):
            for stretch in _STRETCH.finditer(text, first, last):
                start, end = stretch.span()
                inside = []
                while next_break < len(breaks) and breaks[next_break] < end:
                    inside.append(breaks[next_break] - start)
                    next_break += 1
                begins = self._begins(text[start:end], folded[start:end], inside)
                position = 0
                while position < len(begins):
                    following = begins.find(1, position + 1)
                    following = len(begins) if following < 0 else following
                    yield start + position, start + following
                    position = following

    def _begins(self, original: str, folded: str, breaks: Sequence[int]) -> bytearray:
        certain = self.rules(original, folded, breaks)
        begins = bytearray()
        position = 0
        while position < len(folded):
            end = min(position + WINDOW, len(folded))
            if end == len(folded):
                begins += self.model.edges(folded[position:end], certain[position:end])
                break
            edge = certain.rfind(EDGE, position + 1, end + 1)
            if edge > 0:
                begins += self.model.edges(folded[position:edge], certain[position:edge])
                position = edge
                continue
            found = self.model.edges(folded[position:end], certain[position:end])
            edge = found.rfind(1, 1, WINDOW - MARGIN)
            if edge > 0:
                begins += found[:edge]
                position += edge
                certain[position] = EDGE
            else:
                begins += found
                position = end
                certain[position] = INNER
        return begins


@cache
def load_segmenter(folders: tuple[str, ...] = ()) -> Segmenter:
    """The shipped model with the tables of the library and of the folders; made once a process and folder list."""
    folder = files("fazhi_nlp.words").joinpath("model")
    return Segmenter(PkusegModel(str(folder)), EdgeRules(load_knowledge(folders)))
