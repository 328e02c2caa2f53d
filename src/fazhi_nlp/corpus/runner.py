"""From paths to reports, one by one and in order."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from spacy.language import Language

from fazhi_nlp.core.errors import Errors, FazhiError, InputError
from fazhi_nlp.pipeline import analyze
from fazhi_nlp.readers import SourceText, read
from fazhi_nlp.readers.files import STDIN
from fazhi_nlp.report import Report


@dataclass(slots=True)
class Analysed:
    """An input that gave a report; ``origin`` holds its text and where that stands in the source."""

    report: Report
    origin: SourceText


@dataclass(slots=True, frozen=True)
class Quarantined:
    """An input that gave none: its path or id, the code of the error and its message (with the code at its head)."""

    source: str
    code: str
    message: str

    def to_record(self) -> dict[str, str]:
        """As a line of the quarantine file has it."""
        return asdict(self)


def run(inputs: Iterable[tuple[str, InputError | None]], *, nlp: Language, with_text: bool = False) -> Iterator[Analysed | Quarantined]:
    """Read and analyse every input, lazily and in order.

    inputs: pairs as `fazhi_nlp.readers.find_inputs` gives them; ``-`` is the standard input. nlp: a pipeline of `fazhi_nlp.load`.
    with_text: keep the text in the report; it is always kept for sources that are not plain text. Warnings of the reader are added to
    those of the report. No error of an input is raised, not even one of the library itself (E704): it gives a `Quarantined` in its place.
    """
    for source, error in inputs:
        if error is not None:
            yield Quarantined(source, error.code, str(error))
            continue
        try:
            yield _analysed(source, nlp, with_text)
        except FazhiError as caught:
            yield Quarantined(source, caught.code, str(caught))
        except Exception as caught:  # one input must never stop a run of thousands
            message = FazhiError(Errors.E704.format(kind=type(caught).__name__, message=caught))
            yield Quarantined(source, message.code, str(message))


def _analysed(source: str, nlp: Language, with_text: bool) -> Analysed:
    origin = read(sys.stdin.buffer.read() if source == STDIN else Path(source), source=source)
    report = analyze(origin.text, nlp=nlp, source=source, with_text=with_text or origin.format != "txt")
    report.warnings.extend(origin.warnings)
    return Analysed(report, origin)


def exit_status(reports: int, quarantined: int) -> int:
    """0 if every input gave a report, 3 if some did, 1 if none."""
    if not quarantined and reports:
        return 0
    return 3 if reports else 1
