"""Entry points of spaCy's factories ``fazhi_layout`` and ``fazhi_outline_sections``."""

from __future__ import annotations

from spacy.language import Language

from fazhi_nlp.layout.components import LayoutComponent, OutlineSections


@Language.factory("fazhi_layout")
def create_layout(nlp: Language, name: str) -> LayoutComponent:
    """The component that finds paragraphs, headings, roles of lines and what the report says of itself."""
    return LayoutComponent()


@Language.factory("fazhi_outline_sections", default_config={"knowledge_folders": []})
def create_outline_sections(nlp: Language, name: str, knowledge_folders: list[str]) -> OutlineSections:
    """The component that types sections by structure and paragraphs by topic.

    knowledge_folders: folders of own tables (``heading_cues.tsv``, ``genre_cues.tsv``, ``topic_cues.tsv``).
    """
    return OutlineSections(knowledge_folders)
