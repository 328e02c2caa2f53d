"""What the front and the end of a report say of it: title, number, addressee, issuers, year, date."""

from __future__ import annotations

import re
from datetime import date

from fazhi_nlp.core.docs import ReportMeta
from fazhi_nlp.core.numerals import parse_number
from fazhi_nlp.layout.issuers import issuer_level, named_in_text, own_level, primary, split_issuers
from fazhi_nlp.layout.model import Layout
from fazhi_nlp.layout.roles import DATE, DOC_NUMBER

HEAD = 1500
"""How many characters of the body are searched for the year."""
OPENING = 600
"""How many characters of the first paragraph are searched for the name of the body."""

_YEAR = re.compile(r"(?<![〔\[(（【\d])(20\d\d)(?=年)|(?<=\()(20\d\d)(?=年度?\))|([二][〇零O0][一二三四五六七八九〇零]{2})(?=年)")
_REPORTED = re.compile(
    r"现将[^。]{0,40}?(20\d\d)年?度?|(20\d\d)年(?:度)?[^。;]{0,30}?(?:法治|依法行政)[^。;]{0,30}?(?:报告"
    r"|汇报|总结)如下"
)
_OPENING_YEAR = re.compile(r"(?:^|(?<=[。!]))(20\d\d)年(?:度|以来|是|,|我|全|,)?")
_TITLE_ISSUER = re.compile(r"^(.{3,60}?)(?:关于|20\d\d年|二[〇零]|(?=法治政府建设|依法行政)|(?:上一)?年度)")
_BOOK = re.compile(r"《[^》]{0,80}》")
_ANY_YEAR = re.compile(r"(?<![\d\-~至])(20\d\d)年(?!\d{1,2}月)")
_PLAN_YEAR = re.compile(r"(20\d\d)年")
_LABELLED_NUMBER = re.compile(r"(?:发文字号|文 ?号|文件编号) *[:|] *([^ |]{4,24}号)")


def read_meta(layout: Layout, plan_headings: list[str]) -> ReportMeta:
    """What a report says of itself. plan_headings: folded headings of plan parts, whose year is the one after the report's."""
    units = layout.units
    title = _title(layout)
    signed = _signed(layout)
    issuers = _issuers(layout, title)
    addressee = next((layout.text[u.start : u.end].rstrip(":： ") for u in units if u.role == "addressee"), None)
    issuer = primary(issuers)
    return ReportMeta(
        title=title,
        doc_number=_number(layout),
        addressee=addressee,
        issuers=issuers,
        issuer=issuer,
        issuer_level=issuer_level(issuer, addressee=addressee, folded=layout.folded[: 20 * HEAD]) if issuer else own_level(layout.folded[: 20 * HEAD]),
        year=_year(layout, title, plan_headings, signed),
        signed_date=signed.isoformat() if signed else None,
    )


def _title(layout: Layout) -> str | None:
    """The lines of the title joined, with the issuers before it where it begins with 关于 or a year. A title that stands twice counts once."""
    lines: list[tuple[str, str]] = []
    for unit in layout.units:
        if unit.role in ("title", "issuer") and (not lines or unit.section in ("", "title")):
            lines.append((unit.role, layout.text[unit.start : unit.end]))
        elif unit.role == "text":
            break
    titles = [line for role, line in lines if role == "title"]
    if not titles:
        return None
    # of two blocks the one that is a whole title: page title and document title
    joined = "".join(dict.fromkeys(titles))
    whole = [t for t in titles if re.search(r"(?:报告|总结|汇报)", t) and re.search(r"法治|依法", t)]
    if len(whole) > 1:
        joined = whole[-1]
    issuers = list(dict.fromkeys(line for role, line in lines if role == "issuer"))
    if issuers and re.match(r"关于|20\d\d|二[〇○零]", joined):
        joined = " ".join(issuers) + joined
    return joined


def _number(layout: Layout) -> str | None:
    for unit in layout.units:
        if unit.role == "doc_number":
            return layout.text[unit.start : unit.end].strip("()（） ")
    for unit in layout.units[:60]:
        if unit.role == "noise":
            match = _LABELLED_NUMBER.search(layout.line(unit))
            if match and DOC_NUMBER.fullmatch(match[1]):
                return layout.text[unit.start + match.start(1) : unit.start + match.end(1)]
    return None


def _signed(layout: Layout) -> date | None:
    dated = [u for u in layout.units if u.role in ("date", "signature")]
    for unit in reversed(dated):
        match = DATE.search(layout.line(unit))
        if match and match["d"]:
            found = make_date(match["y"], match["m"], match["d"])
            if found:
                return found
    return None


def make_date(year: str, month: str, day: str) -> date | None:
    """The date of three numerals, Arabic or Chinese (二〇二四, 十二), or None if there is no such day."""
    values = []
    for numeral in (year.replace("O", "〇").replace("o", "〇").replace("0", "〇") if not year.isdigit() else year, month, day):
        value = parse_number(numeral)
        if value is None:
            return None
        values.append(int(value))
    try:
        return date(*values)
    except ValueError:
        return None


def _issuers(layout: Layout, title: str | None) -> list[str]:
    front = [layout.text[u.start : u.end] for u in layout.units if u.role == "issuer"]
    back = [DATE.sub("", layout.line(u)) and layout.text[u.start : u.end] for u in layout.units if u.role == "signature"]
    signed = [re.sub(r"[(（]?(?:\d{4}|[二〇○零一二三四五六七八九]{4})\s*年.*$", "", line).strip() for line in back]
    named = []
    if title and not front:
        match = _TITLE_ISSUER.match(title)
        if match:
            named = [match[1].strip().removeprefix("关于")]
    for lines in (front, signed, named):
        found = split_issuers(lines)
        if found:
            return found
    body = next((u for u in layout.units if u.role == "text"), None)
    place = named_in_text(layout.folded[body.start : min(body.end, body.start + OPENING)]) if body else None
    return [layout.text[body.start + place[0] : body.start + place[1]]] if body and place else []


def early_year(layout: Layout) -> int | None:
    """The year reported on as far as title, opening and signature tell it, before the headings are known."""
    return _year(layout, _title(layout), [], _signed(layout))


def _year(layout: Layout, title: str | None, plan_headings: list[str], signed: date | None) -> int | None:
    """Title first, then the sentence 现将…如下, the opening of the body, headings, the plan's year less one, the signing date."""
    if title:
        match = _YEAR.search(title) or re.search(r"()(20\d\d)", re.sub(r"[〔\[(（【]20\d\d[〕\])）】]\d+号", "", title))
        if match:
            return _as_year(next(g for g in match.groups() if g))
    body = next((u for u in layout.units if u.role == "text"), None)
    if body is None:
        return signed.year - (signed.month <= 6) if signed else None
    head = _BOOK.sub("", layout.folded[body.start : body.start + HEAD])
    for pattern, text in ((_REPORTED, head), (_OPENING_YEAR, head[:400]), (_ANY_YEAR, _BOOK.sub("", layout.line(body))[:400])):
        match = pattern.search(text)
        if match:
            return int(next(g for g in match.groups() if g))
    for heading in plan_headings:
        match = _PLAN_YEAR.search(heading)
        if match:
            return int(match[1]) - 1
    first = next((u.headings[0] for u in layout.units if u.headings and u.headings[0].level == 1), None)
    match = _PLAN_YEAR.search(layout.folded[first.start : first.end]) if first else None
    if match:
        return int(match[1])
    if signed:
        return signed.year - (signed.month <= 6)
    return None


def _as_year(digits: str) -> int | None:
    value = parse_number(digits.replace("O", "〇").replace("0", "〇") if not digits.isdigit() else digits)
    return int(value) if value is not None else None
