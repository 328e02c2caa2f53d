"""Paragraphs, headings, outline, roles of lines, what the front and the end of a report say, section types from structure, the genre.

The work is in pure functions on text (`fazhi_nlp.layout.engine.lay_out`); the spaCy components in `fazhi_nlp.layout.components` write the
results to a `Doc`. Deterministic, linear in the length of the text.
"""
