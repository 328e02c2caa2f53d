"""Where the outcomes of a run go: files, folders, the terminal. Each output takes every outcome, in order, and is closed once."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from fazhi_nlp.cli.names import PageNames
from fazhi_nlp.cli.rows import COLUMNS, write_rows
from fazhi_nlp.core.errors import ConfigError, Errors, InputError
from fazhi_nlp.corpus import Analysed, Quarantined
from fazhi_nlp.readers.files import STDIN

if TYPE_CHECKING:
    import csv

    from fazhi_nlp.cli.app import Format
    from fazhi_nlp.pages import Entry, Failure

JSONL, CSV, INDEX, QUARANTINE = "reports.jsonl", "achievements.csv", "index.html", "quarantine.jsonl"
_LINE_ENDS = {0x2028: "\\u2028", 0x2029: "\\u2029", 0x85: "\\u0085"}
_PAGE_SUFFIXES = (".html", ".htm")

Outcome = Analysed | Quarantined


class Output(Protocol):
    """Takes the outcomes of a run."""

    def add(self, outcome: Outcome) -> None:
        """Take the next outcome; those that it has no place for are passed over."""


class JsonLines:
    """One object of ``fazhi-report/1`` a line."""

    def __init__(self, stack: ExitStack, path: Path | None) -> None:
        self._file = _open(stack, path)

    def add(self, outcome: Outcome) -> None:
        """Write a report at once, so that a run that is broken off leaves whole lines."""
        if isinstance(outcome, Analysed):
            self._file.write(outcome.report.to_json() + "\n")


class JsonArray:
    """One array of all reports, indented for reading."""

    def __init__(self, stack: ExitStack, path: Path | None) -> None:
        self._file = _open(stack, path)
        self._separator = "[\n"
        stack.callback(self._close)

    def add(self, outcome: Outcome) -> None:
        """Write a report."""
        if isinstance(outcome, Analysed):
            text = json.dumps(json.loads(outcome.report.to_json()), ensure_ascii=False, indent=1)
            self._file.write(self._separator + text.translate(_LINE_ENDS))
            self._separator = ",\n"

    def _close(self) -> None:
        self._file.write("[]\n" if self._separator == "[\n" else "\n]\n")


class CsvRows:
    """One row an achievement or target. A file begins with a byte order mark, without which Excel misreads Chinese; stdout has none."""

    def __init__(self, stack: ExitStack, path: Path | None) -> None:
        import csv

        self._writer: csv.DictWriter[str] = csv.DictWriter(_open(stack, path, mark=path is not None), COLUMNS, lineterminator="\r\n")
        self._writer.writeheader()

    def add(self, outcome: Outcome) -> None:
        """Write the rows of a report."""
        if isinstance(outcome, Analysed):
            write_rows(self._writer, outcome.report, outcome.origin)


class Pages:
    """One page a report in a folder, and an index of all."""

    def __init__(self, stack: ExitStack, folder: Path, *, files: Sequence[str] = ()) -> None:
        _make_folder(folder)
        self._folder = folder
        self._names = PageNames(INDEX)
        self._entries: list[Entry] = []
        self._failures: list[Failure] = []
        self._files = files
        stack.callback(self._close)

    def add(self, outcome: Outcome) -> None:
        """Write the page of a report."""
        from fazhi_nlp.pages import Entry, Failure, render_report

        if isinstance(outcome, Quarantined):
            self._failures.append(Failure(outcome.source, outcome.message))
            return
        name = self._names.name(outcome.origin.source)
        _write(self._folder / name, render_report(outcome.report, outcome.origin.text, index=INDEX))
        self._entries.append(Entry.from_report(outcome.report, href=name))

    def _close(self) -> None:
        from fazhi_nlp.pages import render_index

        _write(self._folder / INDEX, render_index(self._entries, self._failures, files=[(name, name) for name in self._files]))


class OnePage:
    """The page of the only input."""

    def __init__(self, stack: ExitStack, path: Path | None) -> None:
        self._file = _open(stack, path)

    def add(self, outcome: Outcome) -> None:
        """Write the page."""
        from fazhi_nlp.pages import render_report

        if isinstance(outcome, Analysed):
            self._file.write(render_report(outcome.report, outcome.origin.text))


class Summary:
    """A table for people, when all is done."""

    def __init__(self, stack: ExitStack, path: Path | None) -> None:
        self._outcomes: list[Entry] = []
        self._failed = 0
        self._file = _open(stack, path) if path is not None else None
        stack.callback(self._close)

    def add(self, outcome: Outcome) -> None:
        """Remember the figures of a report."""
        from fazhi_nlp.pages import Entry

        if isinstance(outcome, Analysed):
            self._outcomes.append(Entry.from_report(outcome.report, href=""))
        else:
            self._failed += 1

    def _close(self) -> None:
        from fazhi_nlp.cli.summary import print_summary

        print_summary(self._outcomes, self._failed, file=self._file)


class Quarantine:
    """Inputs that gave no report: a line each on stderr and in a file beside the output, which is there only if there are any."""

    def __init__(self, stack: ExitStack, output: Path | None, out_dir: Path | None) -> None:
        self._count = 0
        self._stack = stack
        self._paths = []
        if output is not None:
            self._paths.append(output.with_name(f"{output.name}.{QUARANTINE}"))
        if out_dir is not None:
            self._paths.append(out_dir / QUARANTINE)
        self._files: list[io.TextIOWrapper] = []
        for path in self._paths:
            path.unlink(missing_ok=True)  # that of an earlier run

    def add(self, outcome: Quarantined) -> None:
        """Tell and write an input."""
        if not self._count:
            self._files = [_open(self._stack, path) for path in self._paths]
        self._count += 1
        print(f"{outcome.source}: {outcome.message}", file=sys.stderr)
        for file in self._files:
            file.write(json.dumps(outcome.to_record(), ensure_ascii=False).translate(_LINE_ENDS) + "\n")

    def __len__(self) -> int:
        return self._count


def check_outputs(inputs: Sequence[tuple[str, InputError | None]], format_: Format, output: Path | None, out_dir: Path | None) -> None:
    """Refuse what cannot work before any work is done. Raises ConfigError: E701 many pages and no folder, E702 an output is an input."""
    one_file = output is None or output.suffix.lower() in _PAGE_SUFFIXES
    if format_ == "html" and len(inputs) != 1 and one_file:
        raise ConfigError(Errors.E701)
    written = [path for path in (output, *([out_dir / JSONL, out_dir / CSV] if out_dir else [])) if path is not None and path.is_file()]
    if written:
        for source, _ in inputs:
            for path in written:
                if source != STDIN and Path(source).exists() and path.samefile(source):
                    raise ConfigError(Errors.E702.format(path=path))


def open_outputs(stack: ExitStack, format_: Format, output: Path | None, out_dir: Path | None, *, quiet: bool) -> list[Output]:
    """The outputs that the options name; the stack closes them. Raises ConfigError (E703) for a place that cannot be written."""
    outputs: list[Output] = []
    if out_dir is not None:
        _make_folder(out_dir)
        outputs += [JsonLines(stack, out_dir / JSONL), CsvRows(stack, out_dir / CSV), Pages(stack, out_dir, files=(JSONL, CSV))]
    if format_ == "html":
        if output is None or output.suffix.lower() in _PAGE_SUFFIXES:
            outputs.append(OnePage(stack, output))
        else:
            outputs.append(Pages(stack, output))
    elif format_ != "table":
        outputs.append(_MAKERS[format_](stack, output))
    elif not quiet or output is not None:
        outputs.append(Summary(stack, output))
    return outputs


_MAKERS: dict[str, Callable[[ExitStack, Path | None], Output]] = {"json": JsonArray, "jsonl": JsonLines, "csv": CsvRows}


def _open(stack: ExitStack, path: Path | None, *, mark: bool = False) -> io.TextIOWrapper:
    """A text file in UTF-8 whose line ends are written as they are; stdout for None, in UTF-8 too, whatever the terminal's encoding."""
    encoding = "utf-8-sig" if mark else "utf-8"
    if path is None:
        file = io.TextIOWrapper(sys.stdout.buffer, encoding=encoding, newline="", write_through=True)
        stack.callback(file.detach)  # stdout itself stays open
        return file
    try:
        return stack.enter_context(path.open("w", encoding=encoding, newline=""))
    except OSError as error:
        raise ConfigError(Errors.E703.format(path=path, reason=error.strerror or error)) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(Errors.E703.format(path=folder, reason=error.strerror or error)) from error


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
