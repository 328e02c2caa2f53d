"""Every error and warning of the library, each with a stable code.

An entry is a format string: ``raise InputError(Errors.E101.format(...))``. Ranges: E0xx core and loading, E1xx readers,
E2xx knowledge, E3xx layout, E4xx encoder and entities, E5xx achievements, E6xx report, E7xx command line, E8xx gold, evaluation.
"""

from __future__ import annotations


class _WithCodes(type):
    """Prefixes each message with its attribute name in brackets, so that the code can't differ from the name."""

    def __getattribute__(cls, name: str) -> object:
        value = super().__getattribute__(name)
        return f"[{name}] {value}" if len(name) == 4 and name[1:].isdigit() else value


class Errors(metaclass=_WithCodes):
    """Messages of errors."""

    E001 = "No model '{name}': it is neither a folder, nor an installed pipeline, nor one of {known}."
    E002 = "This needs the package '{package}', which is not installed: pip install 'fazhi-nlp[{extra}]'."
    E003 = "A tokenizer's saved data are of '{found}', wanted '{wanted}'."
    E004 = "The component '{name}' needs '{needs}' before it in the pipeline; the pipeline has: {pipes}."
    E005 = "A text of {got:,} characters is longer than the {limit:,} that one report may have: split the file."
    E006 = "The text has no character that is not white space: there is nothing to analyse."
    E007 = "The text has a lone surrogate at character {position}: it was not decoded right."
    E008 = "Own tables {folders} cannot be merged into the installed pipeline {model}: give the folder of a model."
    E010 = "The folder {folder} holds no model for words: {missing} missing."
    E011 = "Setting '{setting}': {wrong} cannot be used; a table of numbers {names} for any of {known} is wanted."

    E101 = "There is no file or folder '{path}'."
    E102 = "The folder '{path}' has no file that can be read: known endings are {suffixes}."
    E103 = "The input is empty or holds only white space."
    E104 = "The input is binary data, not text: {share:.1%} of it are control characters."
    E105 = "The text is in no encoding that could be recognised; tried were {tried}. Save it as UTF-8."
    E106 = "The input is too large: {got:,} bytes {what}, at most {limit:,} are read."
    E107 = "The format is not known: the content is {found}. Known are {known}."
    E108 = "Old Word files (.doc) are not read: open the file in Word, WPS or LibreOffice and save it as .docx."
    E109 = "The Word file is damaged: {reason}."
    E110 = "The file is encrypted: save it without a password."
    E111 = "The PDF file is damaged: {reason}."
    E112 = "The PDF has no text layer ({pages} pages): it is probably a scan; run a text recognition (OCR) over it first."
    E113 = "The web page holds no text."
    E114 = "The file '{path}' cannot be opened: {reason}."

    E201 = "{place}: unknown columns {wrong}, missing columns {missing}; known are {known}."
    E202 = "{place}, line {line}: {got} cells, but the head has {wanted} columns."
    E203 = "{place}, line {line}, column {column}: {cell!r} is not of type {kind}."
    E204 = "{place}: the id {id!r} stands there twice."
    E205 = "{place}, {id!r}: the name {name!r} belongs to {other!r} already."
    E206 = "{place}, {id!r}, column {column}: {value!r} is no date such as 2021-01-01."
    E207 = "{place}, {id!r}: {late} is before {early}."
    E208 = "{place}, {id!r}: there is no other row with the id {other!r}."
    E209 = "{place}, {id!r}: the kind {kind!r} is none of {kinds}."
    E210 = "{place}: no such table; known are {known}."
    E220 = "institutions, {id!r}: unknown groups of levels {unknown}; known are {known}."
    E230 = "{place}, {id!r}: the pattern {pattern!r} cannot be used: {error}."
    E231 = "{place}, {id!r}: {kind!r} is none of {kinds}."
    E232 = "{place}, {id!r}: a word and a weight of 0 or more are wanted, not {word!r} and {weight}."

    E301 = "The layout breaks its rules: {what}."
    E302 = "The document has no paragraphs: put 'fazhi_layout' before 'fazhi_outline_sections'."

    E401 = "This is no Chinese BERT that the encoder could be built on: {reason}."
    E402 = "The base '{name}' cannot be loaded: {reason}."
    E403 = "The component 'fazhi_bert' has no model yet: load a trained pipeline, or train one with fazhi-nlp train."
    E404 = "The folder {folder} holds no encoder: {missing} missing."
    E405 = "No backend '{name}': known are {known}."

    E601 = "The paragraphs have no section types: add 'fazhi_outline_sections' (or a model) after 'fazhi_layout'."
    E602 = "These tables are missing: {missing}; wanted are {wanted}, as to_frames gives them."

    E701 = "Many pages need a folder to go to: give -o DIR or --out-dir DIR."
    E702 = "The output '{path}' is one of the inputs."
    E703 = "The output '{path}' cannot be written: {reason}."
    E704 = "Something went wrong inside the library: {kind}: {message}. Please report it with the file."

    E800 = "{path} cannot be read as a gold report: {reason}."
    E801 = "{place}: no prefix [section|topics] before the paragraph: {got!r}."
    E802 = "{place}: {got!r} is none of {known}."
    E803 = "{place}: the mark {label} does not match the marks around it: …{got}"
    E804 = "{place}: attributes {got!r}; each of {known} may stand once."
    E805 = "{name}: paragraph {number} should be {wanted!r}, in the source stands {got!r}."
    E806 = "No exchange format {got!r}; known are {known}."
    E807 = "{place}: these are no {format} data of ours: {reason}."
    E808 = "The two annotations are not of the same reports: {reason}."
    E809 = "{path}: this split cannot be used: {reason}."
    E810 = "The checked sample does not fit its manifest: {reason}."
    E820 = "{path}: these settings of a training cannot be used: {reason}."
    E821 = "The data in {path} cannot be trained on: {reason}."
    E811 = "{place}: this is no report of fazhi-nlp: {reason}."
    E812 = "There is nothing to learn weights from: {reason}."


class Warnings(metaclass=_WithCodes):
    """Messages of warnings, which end in ``Report.warnings`` and never change an exit status."""

    W001 = "This does not look like a yearly report on building a rule-of-law government (score {score:.2f})."

    W401 = "Line {line}: by the outline this is {outline}, by its words {model}; both are sure."

    W101 = "{count} places could not be decoded as {encoding} and hold the replacement character U+FFFD."
    W102 = "{empty} of {pages} pages have no text layer; what stands on them is missing."


class FazhiError(ValueError):
    """Base of all errors of this library; ``code`` is the code at the head of the message, such as ``E101``."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.code = message[1:5] if message[:1] == "[" else ""


class InputError(FazhiError):
    """An input that cannot be read or analysed: in a run over many inputs it goes to quarantine."""


class KnowledgeError(FazhiError):
    """A table of knowledge that breaks its own rules."""


class ConfigError(FazhiError):
    """A pipeline or a setting that cannot work."""


class MissingExtraError(FazhiError, ImportError):
    """An optional package that a feature needs is not installed."""


def require(package: str, *, extra: str) -> object:
    """Import an optional package.

    package: name to import, dotted names allowed. extra: the extra of this library that installs it.
    Returns the module. Raises MissingExtraError (E002) that names the extra.
    """
    import importlib

    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise MissingExtraError(Errors.E002.format(package=package, extra=extra)) from error
