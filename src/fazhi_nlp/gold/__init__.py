"""Annotated reports: the markup, checks, data sets and exchange formats."""

from fazhi_nlp.gold.markup import (
    GoldParagraph,
    GoldReport,
    GoldSpan,
    format_paragraph,
    parse_paragraph,
    read_gold,
    read_gold_folder,
    write_gold,
)

__all__ = ["GoldParagraph", "GoldReport", "GoldSpan", "format_paragraph", "parse_paragraph", "read_gold", "read_gold_folder", "write_gold"]
