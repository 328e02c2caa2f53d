"""Web pages: the main text without navigation, through trafilatura."""

from __future__ import annotations

import re
from typing import Any

from fazhi_nlp.core.errors import Errors, InputError, require
from fazhi_nlp.readers.base import SourceText, Unit, join_lines
from fazhi_nlp.readers.encoding import decode

_MAX_BYTES = 20_000_000
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK_IN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n\f]*(?=[\u3000-\u9fff\uff00-\uffef])")
# what a site adds after the title of a page: 报告_通知公告_某县人民政府, 报告 - 某县人民政府门户网站
_SITE_TAIL = re.compile(r"\s*(?:[_|｜].*|\s[-–—]\s.*|-{2,}.*|[-–—][^-–—]*(?:政府|网|网站|门户)\s*)$")
_BLOCKS = frozenset((
    "body", "main", "article", "section", "header", "form", "fieldset", "div", "p", "pre", "quote", "blockquote", "code", "hr",
    "head", "h1", "h2", "h3", "h4", "h5", "h6", "list", "item", "ul", "ol", "li", "dl", "dt", "dd", "table", "row", "tr",
))  # fmt: skip
_BREAKS = frozenset(("lb", "br"))
_CELLS = frozenset(("cell", "td", "th"))
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "nav", "footer", "button", "select", "option", "iframe", "object", "svg", "title", "meta",
    "link",
))  # fmt: skip
_TITLE_WITHIN = 400
"""How far down the text a title may stand, in characters, and still count as being there."""


def read_html(data: bytes, source: str) -> SourceText:
    """The main text of a web page, one paragraph, list item or table row (cells parted by tabs) a line.

    The bytes decide the encoding, whatever the page declares (many declare gb2312 and hold GB18030). A title that the page shows outside
    the main text becomes the first line. offset_map: one ``block`` a line. metadata: title, date, url, site, origin, author, as far as
    the page tells. A page too small for trafilatura to tell text from frame gives all its text. Raises InputError: E103, E104, E105, E106
    (over 20 MB), E113 no text; MissingExtraError (E002).
    """
    if len(data) > _MAX_BYTES:
        raise InputError(Errors.E106.format(got=len(data), what="of web page", limit=_MAX_BYTES))
    trafilatura: Any = require("trafilatura", extra="readers")
    decoded = decode(data)
    tree = _tree(decoded.text)
    metas = _metas(tree)
    whole = _lines(tree)  # trafilatura takes the tree apart
    # favor_recall: without it unmarked headings in <div> and what follows them are lost
    document = trafilatura.bare_extraction(tree, include_tables=True, include_comments=False, deduplicate=False, with_metadata=True, favor_recall=True)
    lines = _lines(document.body) if document is not None and document.body is not None else []
    if len(lines) < 2:
        # of a page with little text trafilatura gives nothing, or all of it in one line
        lines = whole
    if not lines:
        raise InputError(Errors.E113)
    title = _without_site(metas.get("articletitle") or (document.title if document is not None else None) or "")
    if title and _squeezed(title) not in _squeezed("".join(lines)[:_TITLE_WITHIN]):
        lines.insert(0, title)
    text, pieces = join_lines([(line, _BLOCK, number) for number, line in enumerate(lines, 1)])
    found = {
        "title": title,
        "date": metas.get("pubdate") or (document.date if document is not None else None),
        "url": metas.get("url") or (document.url if document is not None else None),
        "site": metas.get("sitename") or (document.sitename if document is not None else None),
        "origin": metas.get("contentsource"),
        "author": metas.get("author") or (document.author if document is not None else None),
    }
    return SourceText(
        text=text,
        source=source,
        format="html",
        encoding=decoded.encoding,
        metadata={key: value.strip() for key, value in found.items() if value and value.strip()},
        offset_map=pieces,
        warnings=[decoded.warning] if decoded.warning else [],
    )


_BLOCK: Unit = "block"


def _tree(text: str) -> Any:
    lxml_html: Any = require("lxml.html", extra="readers")
    try:
        # a tree of our own: trafilatura's loader refuses fragments
        return lxml_html.document_fromstring(_without_source_lines(_XML_HEAD.sub("", text).replace("\0", "")))
    except (lxml_html.etree.LxmlError, ValueError) as error:
        raise InputError(Errors.E113) from error


def _without_site(title: str) -> str:
    return _SITE_TAIL.sub("", " ".join(title[:_TITLE_WITHIN].split()))


def _without_source_lines(page: str) -> str:
    """The page without the line ends that its source has amid Chinese words, where a blank would be wrong; ``<pre>`` becomes ``<div>``
    with ``<br>``."""
    lowered = page.replace("<PRE", "<pre").replace("</PRE", "</pre")
    parts, at = [], 0
    while (opening := lowered.find("<pre", at)) >= 0 and (closing := lowered.find("</pre", opening)) >= 0:
        inner = page[opening + 4 : closing].replace("\r\n", "\n").replace("\n", "<br>")
        parts += [_BREAK_IN_CHINESE.sub("", page[at:opening]), "<div", inner, "</div"]
        at = closing + 5
    return "".join([*parts, _BREAK_IN_CHINESE.sub("", page[at:])])


def _metas(tree: Any) -> dict[str, str]:
    """The ``<meta name=… content=…>`` of the page; those of the standard for government sites are ArticleTitle, PubDate, ContentSource,
    SiteName, Url."""
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name, content = element.get("name"), element.get("content")
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _lines(root: Any) -> list[str]:
    """Text of the element, a block a line; works on a page as it is and on what trafilatura makes of it."""
    etree: Any = require("lxml.etree", extra="readers")
    lines: list[str] = []
    current: list[str] = []
    skipping: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipping is None:
                current.append(element.tail or "")
            continue
        tag = element.tag
        if event == "start" and skipping is None:
            if tag in _SKIPPED:
                skipping = element
                continue
            if tag in _BREAKS or (tag in _BLOCKS and not _alone_in_cell(element)):
                _flush(current, lines)
            elif tag in _CELLS and element.getprevious() is not None:
                current.append("\t")
            current.append(_collapsed(element.text))
        elif event == "end":
            if skipping is element:
                skipping = None
            elif skipping is None and tag in _BLOCKS and not _alone_in_cell(element):
                _flush(current, lines)
            if skipping is None and element is not root:
                current.append(_collapsed(element.tail))
    _flush(current, lines)
    return lines


def _alone_in_cell(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in _CELLS and len(parent) == 1 and element.tag in ("p", "div")


def _collapsed(text: str | None) -> str:
    return _SPACE.sub(" ", text) if text else ""


def _flush(current: list[str], lines: list[str]) -> None:
    line = "".join(current).strip()
    if line:
        lines.append(line)
    current.clear()


def _squeezed(text: str) -> str:
    return "".join(text.split())
