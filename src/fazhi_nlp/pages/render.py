"""Fills the templates. The pages forbid themselves everything from outside, and every script and style but their own, by a content security policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fazhi_nlp.pages.view import REQUIRED, Entry, Failure, build_page, name_of
from fazhi_nlp.report import Report

# what HTML forbids or what would change how its neighbours are shown becomes a visible sign of the same length
_SHOWN = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_SHOWN |= {0x7F: 0x2421, **dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF], 0xFFFD)}


def render_report(report: Report, text: str, *, index: str | None = None) -> str:
    """The page of a report.

    text: the text that was analysed, which the report's offsets count. index: relative address of the page of all reports, to link to.
    Control characters of the text are shown as signs (␀), of equal length.
    """
    return _environment().get_template("report.html.j2").render(page=build_page(report, text), index=index, **_assets("table.js", "report.js"))


def render_index(entries: Sequence[Entry], failures: Sequence[Failure] = (), *, files: Sequence[tuple[str, str]] = ()) -> str:
    """The page of many reports. failures: inputs that gave none; files: name and relative address of what else there is (the JSON, the table)."""
    columns = [name_of("section", label) for label in (*REQUIRED, "other")]
    template = _environment().get_template("index.html.j2")
    return template.render(entries=entries, failures=failures, files=files, columns=columns, required=REQUIRED, **_assets("table.js"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("fazhi_nlp.pages", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["shown"] = _shown
    return environment


def _shown(text: str | None) -> str:
    return (text or "").translate(_SHOWN)


@cache
def _assets(*scripts: str) -> dict[str, Markup]:
    """Style, script and the policy that allows these two and nothing else."""
    folder = files("fazhi_nlp.pages").joinpath("templates")
    style = folder.joinpath("page.css").read_text(encoding="utf-8")
    code = "".join(folder.joinpath(script).read_text(encoding="utf-8") for script in scripts)
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(code)}; base-uri 'none'; form-action 'none'"
    return {"style": Markup(style), "script": Markup(code), "policy": Markup(policy)}


def _digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"
