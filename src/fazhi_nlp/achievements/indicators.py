"""Finds the indicator of the table that the words of a record mean."""

from __future__ import annotations

from collections.abc import Iterable

from fazhi_nlp.knowledge.indicators import Indicator


class IndicatorFinder:
    """Looks up indicators by the longest name that ends a noun phrase."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._ids = {name: indicator.id for indicator in indicators for name in indicator.names}
        self._longest = max(map(len, self._ids), default=0)

    def find(self, words: str | None) -> str | None:
        """The id for a folded noun phrase; None if it ends with no known name."""
        if not words:
            return None
        for length in range(min(self._longest, len(words)), 1, -1):
            found = self._ids.get(words[-length:])
            if found:
                return found
        return None
