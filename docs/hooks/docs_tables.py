"""Tables of the documentation that are made of the code: names and defaults come from there, meanings from ``docs/terms.tsv``.

A page asks for one by a comment of its own line, ``<!-- generated: NAME ARGUMENT -->``. Every function gives Markdown.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import typer
from spacy.language import Language

from fazhi_nlp.achievements.links import LinkWeights
from fazhi_nlp.cli.app import app
from fazhi_nlp.cli.rows import COLUMNS
from fazhi_nlp.core.errors import Errors, Warnings
from fazhi_nlp.core.weighing import Weights
from fazhi_nlp.encoder.sections import SectionWeights
from fazhi_nlp.gold.exchange import FORMATS
from fazhi_nlp.gold.markup import GoldReport, parse_paragraph
from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.knowledge.laws import LAW_FILES
from fazhi_nlp.report import models
from fazhi_nlp.training.augment import OPERATIONS
from fazhi_nlp.training.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
ZH, EN = LANGUAGES = ("zh", "en")
_WEIGHTS = {"Weights": Weights, "SectionWeights": SectionWeights, "LinkWeights": LinkWeights}
_RECORDS = ("Report", "Producer", "ParagraphRecord", "HeadingRecord", "SegmentRecord", "EntityRecord", "AchievementRecord")
_AFTER_CHINESE = re.compile(r"[^\u2e80-\uffef]*\Z")
_SENTENCE = re.compile(r"(?:^|(?<=\s))(?:[A-Z][a-z]|A )")
_EXAMPLE = "[measures|publicity] 发放宣传册<ACHIEVEMENT v=3000 c=gt u=份 i=宣传册 a=发放>3000余份</ACHIEVEMENT>。"


@cache
def _terms() -> dict[tuple[str, str], dict[str, str]]:
    lines = [line for line in (ROOT / "docs" / "terms.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {(row["kind"], row["key"]): row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def term(kind: str, *keys: str, lang: str) -> str:
    """The meaning of the first of the keys that is there. Raises KeyError: something in the code is new and ``docs/terms.tsv`` lacks it."""
    for key in keys:
        if (kind, key) in _terms():
            return _terms()[kind, key][lang] or ""
    raise KeyError(f"docs/terms.tsv has no {kind} {keys[0]}")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(heads) + " |", "| --- " * len(heads) + "|"]
    lines += ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _heads(lang: str, *names: str) -> list[str]:
    words = {
        "name": "名称", "default": "默认值", "meaning": "含义", "label": "标签", "type": "类型", "rows": "行数", "columns": "列", "code": "代码", "key": "键",
        "option": "选项", "kind": "类别", "file": "文件", "packages": "软件包", "holds all": "完整往返", "Chinese": "中文名", "sign": "符号",
        "first": "首次公布", "version": "现行版本", "effective": "施行", "repealed": "废止", "message": "信息",
    }  # fmt: skip
    return [words[name] if lang == ZH else name for name in names]


def _value(value: Any) -> str:
    if value == "":
        return '`""`'
    return f"`{json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)}`"


# components


def factories() -> dict[str, str]:
    """The factories that the distribution declares, in the order of its pyproject, each with the module that holds it."""
    return {name: place.partition(":")[0] for name, place in _project()["entry-points"]["spacy_factories"].items()}


@cache
def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def components(lang: str, _: str) -> str:
    """All components and what they do."""
    return table(_heads(lang, "name", "meaning"), [(f"[`{n}`](#{n})", term("component", n, lang=lang)) for n in factories()])


def component(lang: str, name: str) -> str:
    """Keys and defaults of one component's configuration."""
    import_module(factories()[name])
    defaults = Language.get_factory_meta(name).default_config
    if not defaults:
        return "这个组件没有配置项。" if lang == ZH else "This component has no configuration."
    rows = [(f"`{key}`", _value(value), term("config", f"{name}.{key}", key, lang=lang)) for key, value in defaults.items()]
    return table(_heads(lang, "key", "default", "meaning"), rows)


def weights(lang: str, name: str) -> str:
    """Numbers of a set of weights."""
    rows = [(f"`{f.name}`", _value(f.default), term("weights", f"{name}.{f.name}", lang=lang)) for f in fields(_WEIGHTS[name])]
    return table(_heads(lang, "name", "default", "meaning"), rows)


# training


def settings(lang: str, _: str) -> str:
    """Settings of a training."""
    rows = [(f"`{f.name}`", _value(getattr(Settings(), f.name)), term("setting", f.name, lang=lang)) for f in fields(Settings)]
    return table(_heads(lang, "key", "default", "meaning"), rows)


def operations(lang: str, _: str) -> str:
    """Operations of augmentation."""
    return table(_heads(lang, "key", "meaning"), [(f"`{name}`", term("operation", name, lang=lang)) for name in OPERATIONS])


# formats


def record(lang: str, name: str) -> str:
    """Keys of one record of fazhi-report/1."""
    rows = []
    for key, field in getattr(models, name).model_fields.items():
        shown = field.alias or key
        rows.append((f"`{shown}`", _type(field.annotation), term("field", f"{name}.{shown}", f"*.{shown}", lang=lang)))
    return table(_heads(lang, "key", "type", "meaning"), rows)


def records(lang: str, _: str) -> str:
    """Keys of all records, one table each."""
    return "\n\n".join(f"### `{name}`\n\n{record(lang, name)}" for name in _RECORDS)


def _type(kind: Any) -> str:
    if typing.get_origin(kind) is typing.Literal:
        return " ".join(f"`{value}`" for value in typing.get_args(kind))
    if typing.get_origin(kind) is list:
        return f"[{_type(typing.get_args(kind)[0])}]"
    if parts := typing.get_args(kind):
        if typing.get_origin(kind) is dict:
            return "`object`"
        return " / ".join(dict.fromkeys("`null`" if part is type(None) else _type(part) for part in parts))
    names = {int: "integer", float: "number", str: "string"}
    return f"`{names.get(kind, kind.__name__)}`"


def schema(lang: str, _: str) -> str:
    """The JSON schema, folded."""
    text = files("fazhi_nlp.report").joinpath("schema.json").read_text(encoding="utf-8").rstrip()
    title = "JSON Schema（draft 2020-12）" if lang == ZH else "JSON Schema (draft 2020-12)"
    body = "\n".join(f"    {line}" for line in ("```json", *text.splitlines(), "```"))
    return f'??? note "{title}"\n\n{body}'


def csv_columns(lang: str, _: str) -> str:
    """Columns of achievements.csv."""
    rows = []
    for name in COLUMNS:
        if ("csv", name) in _terms():
            meaning = term("csv", name, lang=lang)
        elif name in models.AchievementRecord.model_fields:
            meaning = term("field", f"AchievementRecord.{name}", f"*.{name}", lang=lang)
        else:
            meaning = term("field", f"Report.{name}", lang=lang)
        rows.append((f"`{name}`", meaning))
    return table(_heads(lang, "name", "meaning"), rows)


def exchange(lang: str, _: str) -> str:
    """Exchange formats and whether they hold everything."""
    example = [GoldReport("example", [parse_paragraph(_EXAMPLE)])]
    yes, no = ("是", "否") if lang == ZH else ("yes", "no")
    rows = [(f"`{name}`", term("exchange", name, lang=lang), no if each.losses(example) else yes) for name, each in FORMATS.items()]
    return table(_heads(lang, "name", "meaning", "holds all"), rows)


# labels


def labels(lang: str, kind: str) -> str:
    """Names of the labels of a kind: section, topic, entity, level, comparator."""
    rows = []
    for name in load_knowledge().names:
        if name.kind == kind:
            shown = name.id.partition(":")[2]
            sign = [name.short or "="] if kind == "comparator" else []
            rows.append((f"`{shown}`", *sign, name.zh, name.note if lang == ZH else term("label", name.id, lang=lang)))
    return table(_heads(lang, "label", *(["sign"] if kind == "comparator" else []), "Chinese", "meaning"), rows)


# knowledge


def laws(lang: str, _: str) -> str:
    """Size of the catalogue of laws, by file and kind, and how many rows have each date."""
    unknown = "（未核对）" if lang == ZH else "(not checked)"
    rows = []
    for name in LAW_FILES:
        own = _rows(name)
        counts = Counter(row["kind"] for row in own)
        for kind, number in counts.most_common():
            dated = [str(sum(bool(row[column]) for row in own if row["kind"] == kind)) for column in ("first", "version", "effective", "repealed")]
            rows.append((f"`{name}.tsv`", kind or unknown, str(number), *dated))
    return table(_heads(lang, "file", "kind", "rows", "first", "version", "effective", "repealed"), rows)


def law_dates(lang: str, _: str) -> str:
    """The latest dates in the catalogue, and what the heads of its files say."""
    lines = []
    for name in LAW_FILES:
        own = _rows(name)
        version, effective = (max(row[column] for row in own) for column in ("version", "effective"))
        if lang == ZH:
            lines.append(f"`{name}.tsv`：最晚的版本日期 {version}，最晚的施行日期 {effective}。文件开头写着：")
        else:
            lines.append(f"`{name}.tsv`: the latest date of a version is {version}, of taking effect {effective}. Its head says:")
        lines.append("\n".join(f"> {comment}" for comment in _comments(name)))
    return "\n\n".join(lines)


def tables(lang: str, _: str) -> str:
    """All tables of knowledge with their columns."""
    rows = []
    for path in sorted((ROOT / "src" / "fazhi_nlp" / "knowledge" / "tables").glob("*.tsv")):
        own = _rows(path.stem)
        meaning = term("table", path.stem, lang=lang) or _comments(path.stem)[0]
        rows.append((f"`{path.name}`", str(len(own)), " ".join(f"`{column}`" for column in own[0]), meaning))
    return table(_heads(lang, "file", "rows", "columns", "meaning"), rows)


@cache
def _rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in _tsv(name).splitlines() if line.strip() and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


def _comments(name: str) -> list[str]:
    return [line.lstrip("# ") for line in _tsv(name).splitlines() if line.startswith("#")]


def _tsv(name: str) -> str:
    return files("fazhi_nlp.knowledge").joinpath("tables", f"{name}.tsv").read_text(encoding="utf-8")


# command line, errors, extras


def commands(lang: str, _: str) -> str:
    """Every command with its arguments and options."""
    return "\n\n".join(_command(lang, "fazhi-nlp", typer.main.get_command(app)))


def _command(lang: str, name: str, command: Any) -> Iterable[str]:
    if children := getattr(command, "commands", None):
        for child, own in children.items():
            yield from _command(lang, f"{name} {child}", own)
        return
    arguments = " ".join(p.metavar or p.name.upper() for p in command.params if p.param_type_name == "argument")
    meaning = term("command", name, lang=lang) or command.help.strip().replace("\n", " ")
    yield f"### `{name} {arguments}`".rstrip(" `") + "`"
    yield meaning
    rows = []
    for parameter in command.params:
        shown = parameter.metavar if parameter.param_type_name == "argument" else ", ".join((*parameter.opts, *parameter.secondary_opts))
        default = parameter.default
        silent = parameter.required or default is None or default is False or callable(default)
        rows.append((f"`{shown}`", "" if silent else _value(default), _side(getattr(parameter, "help", "") or "", lang)))
    if rows:
        yield table(_heads(lang, "option", "default", "meaning"), rows)


def _side(text: str, lang: str) -> str:
    """The half of a bilingual help text: Chinese first; English begins with a capital after the last Chinese character, or right there."""
    tail = _AFTER_CHINESE.search(text)
    assert tail is not None
    if not tail.start() or not tail[0].strip():
        return text
    sentence = _SENTENCE.search(tail[0])
    at = tail.start() + (sentence.start() if sentence else 0)
    return text[:at].strip() if lang == ZH else text[at:].strip()


def errors(lang: str, _: str) -> str:
    """Every coded error and warning. Messages are English in both languages, as the library gives them."""
    rows = []
    for kind in (Errors, Warnings):
        for code in sorted(name for name in vars(kind) if re.fullmatch(r"[EW]\d{3}", name)):
            rows.append((f"`{code}`", _escape(getattr(kind, code).partition("] ")[2])))
    return table(_heads(lang, "code", "message"), rows)


def _escape(text: str) -> str:
    return re.sub(r"([<>*_\[\]])", r"\\\1", text)


def extras(lang: str, _: str) -> str:
    """Optional dependencies that bring something to a user of the library."""
    rows = []
    for name, packages in _project()["optional-dependencies"].items():
        if ("extra", name) in _terms():
            rows.append((f"`{name}`", term("extra", name, lang=lang), " ".join(f"`{re.split('[<>=]', p)[0]}`" for p in packages)))
    return table(_heads(lang, "name", "meaning", "packages"), rows)


GENERATORS: dict[str, Callable[[str, str], str]] = {
    each.__name__: each
    for each in (
        components, component, weights, settings, operations, record, records, schema, csv_columns, exchange, labels, laws, law_dates, tables, commands,
        errors, extras,
    )
}  # fmt: skip
