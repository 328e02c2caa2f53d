"""What each line is by its form and place: title lines at the front, signature at the end, annexes, noise."""

from __future__ import annotations

import re

from fazhi_nlp.layout.cues import Cues
from fazhi_nlp.layout.model import TITLE_ROLES, Unit
from fazhi_nlp.layout.numbering import is_item, numbering

LONGEST_NOISE = 220
LONGEST_TITLE = 90
LONGEST_ADDRESSEE = 45
FOOTER, LONGEST_FOOTER = 3, 60
"""How many lines of no known form, of what length, may follow the signature."""
FRONT = 300
"""How many lines, at most, may stand before the first line of the body."""

DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d|[二一][〇零O0o一二三四五六七八九]{3}) *[年.\-/] *(?P<m>\d{1,2}"
    r"|[一二三四五六七八九十]{1,3}) *(?:[月.\-/] *(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3}) *日?)?)?(?![\d:])"
)
DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14} ?[〔\[(【（﹝<]? ?(?:19|20)\d\d ?[〕\])】）﹞>]? ?第? ?\d{1,4} ?号")
_ORGAN = (
    r"(?:人民政府(?:办公室)?|政府|委员会(?:办公室)?|办事处|[局厅部委]|党组|党委|党工委|管委会|公署|办公室|支队|总队|大队"
    r"|[分总]局|[学法检]院|中心|[司派]\w{0,2}所|公司|"
    r"(?:依法治[省市县区州旗]|法治)[办委])"
)
_BODY = rf"[\u4e00-\u9fff·、]{{2,34}}{_ORGAN}(?:\([\u4e00-\u9fff·、]{{2,20}}{_ORGAN}\))?"
ISSUER = re.compile(rf"{_BODY}(?: +{_BODY})*")
_SIGNED = re.compile(rf"(?:{ISSUER.pattern} *)?\(?(?:{DATE.pattern})\)?")
_ADDRESSEE = re.compile(r"[\u4e00-\u9fff·,、 ()“”]{2,60}:")
_ADDRESSED = re.compile(r"[委府办局厅部会院组]|领导|代表|同志|单位")
_TITLE = re.compile(
    r"(?:报告|总结|汇报|年报)(?: *\(.{1,14}\))?(?:[_\-|].{0,30})?$|^关于.{4,}|^.{0,30}(?:法治政府|依法行政|法治建设"
    r"|依法治[乡镇县区市街]).{0,24}$|^\(?20\d\d年?度?\)?$|情况的?$|(?:报告|总结|汇报).{1,12}(?:计划|打算|安排|思路)$"
    r"|^\((?:草案|送审稿|修订稿|摘要|全文|公开稿).{0,6}\)$|^20\d\d年.{2,30}$|.{3,30}20\d\d年度?$"
)
_REPORT = re.compile(r"报告|总结|汇报")
_LEAD_IN = re.compile(r"如下 *[:。]? *$|现将.{4,}:$|(?:以下|下列|如下).{0,6}(?:报告|汇报|总结|情况) *[:。]$")
_VERB = re.compile(r"开展|落实|加强|推进(?!法治|依法)|组织|坚持|召开")


def assign_roles(folded: str, units: list[Unit], cues: Cues) -> None:
    """Set the role of every unit; those that are none of the rest keep ``text``."""
    _noise(folded, units, cues)
    body = _front(folded, units, cues)
    annex = _annex(folded, units, body, cues)
    _tail(folded, units, body, annex, cues)


def _text(folded: str, unit: Unit) -> str:
    return folded[unit.start : unit.end]


def _is_noise(line: str, cues: Cues) -> bool:
    if len(line) > LONGEST_NOISE or (line.endswith("。") and len(line) > 30) or not cues.lines.is_a("noise", line):
        return False
    stop = line.find("。")
    if 0 <= stop < len(line) - 1 and not cues.lines.is_a("noise", line[: stop + 1]):
        return False
    return numbering(line, 0, len(line)) is None or len(line) < 4 or " " in line.strip()[4:]


def _noise(folded: str, units: list[Unit], cues: Cues) -> None:
    contents = -1
    for index, unit in enumerate(units):
        line = folded[unit.start : min(unit.end, unit.start + LONGEST_NOISE + 1)]
        if _is_noise(line, cues):
            unit.role = "noise"
        elif len(line) < 10 and contents < 0 and cues.lines.is_a("contents", line):
            unit.role = "noise"
            contents = index
    if contents >= 0:
        _contents(folded, units, contents)


def _contents(folded: str, units: list[Unit], start: int) -> None:
    """The lines of a table of contents: those that come again later, or end with a page number."""
    trim = re.compile(r"[ .·…。]*\d{0,3}$")
    last: dict[str, int] = {}
    for index, unit in enumerate(units):
        if len(unit) <= LONGEST_TITLE:
            last[trim.sub("", _text(folded, unit))] = index
    for index in range(start + 1, len(units)):
        line = _text(folded, units[index]) if len(units[index]) <= LONGEST_TITLE else ""
        bare = trim.sub("", line)
        leader = re.search(r"(?:[.·…]{2,}| ) *\d{1,3}$", line)
        if not bare or not (leader or last.get(bare, index) > index):
            return
        units[index].role = "noise"


def starts_body(line: str, cues: Cues) -> bool:
    """Whether a line near the front can only belong to the body: a numbered part, an item, a sentence."""
    number = numbering(line, 0, len(line))
    if (number and number.level < 4) or is_item(line, 0, len(line)) or len(line) > LONGEST_TITLE:
        return True
    if line.endswith(("。", ";", "!")) or _LEAD_IN.search(line):
        return line.startswith(("现将", "现就", "现把")) or not (len(line) < 50 and _REPORT.search(line[-6:-1]) and "," not in line)
    if len(line) >= 20 and re.search("[,;。]", line) and not (line.endswith(":") and len(line) <= LONGEST_ADDRESSEE) and not _REPORT.search(line[-8:]):
        return True
    if len(line) <= 40 and not _REPORT.search(line) and not DOC_NUMBER.fullmatch(line):
        kind = cues.headings(line.rstrip(":"))
        return bool(kind.named) and kind.weight >= 5 and kind.coverage >= 0.8
    return False


def _front_role(line: str) -> str:
    if DOC_NUMBER.fullmatch(line.strip("() ")):
        return "doc_number"
    if _ADDRESSEE.fullmatch(line) and _ADDRESSED.search(line):
        return "addressee"
    if DATE.fullmatch(line.strip("() ")):
        return "date"
    if ISSUER.fullmatch(line) and not _REPORT.search(line) and not _VERB.search(line):
        return "issuer"
    return "title" if _TITLE.search(line) else ""


def _front(folded: str, units: list[Unit], cues: Cues) -> int:
    """Roles of the lines before the body; gives the index of the first unit of the body."""
    roles: list[tuple[int, str]] = []
    body = len(units)
    label = False
    for index, unit in enumerate(units[:FRONT]):
        line = folded[unit.start : min(unit.end, unit.start + LONGEST_TITLE + 60)]
        if cues.lines.is_a("label", line):
            unit.role, label = "noise", True
            continue
        if unit.role == "noise":
            label = False
            continue
        if starts_body(line, cues):
            body = index
            break
        if label and len(line) <= 60:
            unit.role, label = "noise", False
            continue
        label = False
        role = _front_role(line)
        if role in ("", "title") and not _REPORT.search(line) and any(known == "addressee" for _, known in roles):
            # below the addressee the report itself begins; a hard-wrapped first sentence shows no full stop
            body = index
            break
        roles.append((index, role))
    titles = [i for i, role in roles if role in ("title", "doc_number", "addressee")]
    if body == len(units) or (not titles and len(roles) > 6):
        # no body in sight: only what is plainly a title is one
        last = titles[-1] if titles else -1
        roles = [(i, role) for i, role in roles if i <= last or role]
        body = max([last, *(i for i, role in roles if role)], default=-1) + 1
    first, last = (titles[0], titles[-1]) if titles else (body, body)
    for index, role in roles:
        units[index].role = _settle(units, index, role, first, last, body)
    return body


def _settle(units: list[Unit], index: int, role: str, first: int, last: int, body: int) -> str:
    """The role of a front line in the light of the others: what stands outside the title block is noise."""
    noise_after = any(u.role == "noise" for u in units[index + 1 : max(first, index + 1)])
    if index < first:
        return role if role == "issuer" and not noise_after else "noise"
    if role:
        return role
    if index < last or units[index - 1].role in TITLE_ROLES:
        return "title"
    return "noise"


def _annex(folded: str, units: list[Unit], body: int, cues: Cues) -> int:
    """Index of the line with which the annexes begin, or the number of units."""
    if not units:
        return 0
    half = (units[0].start + units[-1].end) // 2
    for index in range(max(body, 1), len(units)):
        unit = units[index]
        if unit.start >= half and unit.role == "text" and len(unit) <= 200 and cues.lines.is_a("annex", _text(folded, unit)):
            return index
    return len(units)


def signature_role(line: str, cues: Cues) -> str:
    """closing, date, signature or ``""`` of a line near the end."""
    if len(line) > 120:
        return ""
    if numbering(line, 0, len(line)) is None and len(line) <= 60 and cues.lines.is_a("closing", line):
        return "closing"
    bare = line.strip("() ")
    if DATE.fullmatch(bare):
        return "date"
    if ISSUER.fullmatch(bare) and not _VERB.search(bare):
        return "signature"
    return "signature" if _SIGNED.fullmatch(line) else ""


def _tail(folded: str, units: list[Unit], body: int, annex: int, cues: Cues) -> None:
    """Roles of closing formulas, signature, date, and annexes before or after them."""
    end = annex
    unknown: list[Unit] = []
    for index in range(annex - 1, max(body, 0), -1):
        unit = units[index]
        if unit.role == "noise":
            continue
        line = _text(folded, unit)[:130]
        role = signature_role(line, cues)
        if role:
            # short lines after the signature are of the page, whatever they say
            for other in unknown:
                other.role = "noise"
            unknown = []
            unit.role, end = role, index
        elif end == annex and len(unknown) < FOOTER and len(line) <= LONGEST_FOOTER and not re.search("[。;]$", line) and numbering(line, 0, len(line)) is None:
            unknown.append(unit)
        else:
            break
    signed = any(u.role in ("date", "signature") for u in units[end:annex])
    for unit in units[annex:]:
        if unit.role == "text":
            # the signature of the report may follow its annexes, not a second one; closing lines may always
            role = signature_role(_text(folded, unit)[:130], cues)
            unit.role = role if role and (role == "closing" or not signed) else "annex"
