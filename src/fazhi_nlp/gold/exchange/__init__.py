"""Gold reports to the formats of annotation tools and back.

All that a format can hold comes back identical; `losses` says, for each format, what of given reports it cannot hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fazhi_nlp.core.errors import Errors, FazhiError
from fazhi_nlp.gold.exchange import brat, conll, doccano, label_studio, prodigy, spacy_json
from fazhi_nlp.gold.exchange.base import Format
from fazhi_nlp.gold.markup import GoldReport

FORMATS: dict[str, Format] = {
    "doccano": doccano.FORMAT,
    "label-studio": label_studio.FORMAT,
    "prodigy": prodigy.FORMAT,
    "brat": brat.FORMAT,
    "conll": conll.FORMAT,
    "spacy": spacy_json.FORMAT,
}


def export_gold(reports: Sequence[GoldReport], path: str | Path, *, format: str) -> list[str]:
    """Write reports in the format of a tool.

    path: a file, for brat a folder. format: one of ``FORMATS``. Returns what the format cannot hold, a line each (empty if it holds all).
    Raises FazhiError (E806) for an unknown format.
    """
    chosen = _format(format)
    chosen.write(list(reports), Path(path))
    return chosen.losses(list(reports))


def import_gold(path: str | Path, *, format: str) -> list[GoldReport]:
    """Read what a tool exported (or `export_gold` wrote). Raises FazhiError (E806) for an unknown format, InputError (E807) for data that are not of
    the format."""
    return _format(format).read(Path(path))


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise FazhiError(Errors.E806.format(got=name, known=", ".join(FORMATS)))
    return FORMATS[name]
