"""The component ``fazhi_words``: sets ``doc.spans["words"]``."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from fazhi_nlp.core.docs import WORDS, is_char_doc, make_span
from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.words.segmenter import load_segmenter


class WordLayer:
    """Writes ``doc.spans["words"]``: the words of each paragraph in order, label ``""``.

    Together they hold every character that is not white space, and no word crosses an edge of an entity of ``doc.ents``: put the
    component after the one that sets them. With a tokenizer whose tokens are longer than words, words that share a token are one.
    """

    def __init__(self, knowledge_folders: list[str]) -> None:
        self.knowledge_folders = tuple(knowledge_folders)
        # tables that break their rules are told when the pipeline is made; the model waits for the first text, in each process
        load_knowledge(self.knowledge_folders)

    def __call__(self, doc: Doc) -> Doc:
        """Set the words of a `Doc`; gives the same `Doc` back. Raises ConfigError (E010) where the package lacks its model."""
        breaks = sorted({edge for entity in doc.ents for edge in (entity.start_char, entity.end_char)})
        words = load_segmenter(self.knowledge_folders).words(doc.text, breaks)
        spans = (make_span(doc, start, end) for start, end in (words if is_char_doc(doc) else _on_tokens(doc, words)))
        doc.spans[WORDS] = [span for span in spans if span is not None]
        return doc


def _on_tokens(doc: Doc, words: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Words widened to whole tokens; those that meet inside a token are joined."""
    edges = {token.idx for token in doc} | {token.idx + len(token) for token in doc}
    start = None
    end = 0
    for word_start, word_end in words:
        if start is not None and end in edges:
            yield start, end
            start = None
        start = word_start if start is None else start
        end = word_end
    if start is not None:
        yield start, end


@Language.factory("fazhi_words", default_config={"knowledge_folders": []})
def create_words(nlp: Language, name: str, knowledge_folders: list[str]) -> WordLayer:
    """Entry point of spaCy's factories. knowledge_folders: folders with tables that are merged over the library's own, in order."""
    return WordLayer(knowledge_folders)
