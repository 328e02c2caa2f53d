"""Finds the quantities of achievements and targets in a text."""

from __future__ import annotations

from fazhi_nlp.entities.base import Candidate, Source
from fazhi_nlp.entities.quantity_filters import QuantityFilter
from fazhi_nlp.entities.quantity_grammar import grammar_of, parse_quantity
from fazhi_nlp.entities.quantity_status import StatusReader

__all__ = ["find_quantities", "parse_quantity"]


def find_quantities(source: Source) -> list[Candidate]:
    """Candidates ACHIEVEMENT and TARGET of a text, in order, without overlap.

    The span is the number with its approximators and unit (``3000余份``). ``attrs`` are value, upper (of a range, else None), comparator
    (eq, approx, gt, ge, lt, le) and unit (``""`` if none), all plain data. Nothing is found in paragraphs of noise. Linear time.
    """
    text = source.folded
    grammar = grammar_of(source.knowledge.units)
    accepts = QuantityFilter(source)
    status = StatusReader(source)
    found: list[Candidate] = []
    for quantity in grammar.read_all(text):
        kept = accepts(quantity)
        if kept is not None:
            found.append(Candidate(kept.start, kept.end, status.label(kept), attrs=kept.attrs()))
    return found
