"""Augmentation of gold reports: what real copies of reports differ in, applied at random, with an annotation that stays right.

Every operation takes a report and a random number generator and gives a new report (the one given is not changed). Two kinds: other contents (place
names, numbers, laws, institutions)
and other form (punctuation width, indents, blank lines, line ends, hard wraps, lost line breaks, damaged and removed headings, web noise).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from random import Random

from fazhi_nlp.core.docs import HEADING_LABELS, QUANTITY_LABELS
from fazhi_nlp.entities.quantity_grammar import parse_quantity
from fazhi_nlp.gold.markup import GoldParagraph, GoldReport, GoldSpan, lines
from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.training.edits import Edit, apply_edits

Operation = Callable[[GoldReport, Random], GoldReport]

_PLACE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2,4}?)(?P<kind>民族乡|街道|社区|苏木|镇|乡|村|县|区|旗)")
_STEM_FIRST = "云石青白龙金玉清柳松梅杨沙双大新平安永和长高东南西北上下黄红金银马牛羊凤鹤"
_STEM_LAST = "河溪湖塘岭坪坝湾桥沟山峰峪洲堡店寨圩岗营屯浦墩港潭泉川原庄集口关"
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉玲建国华志斌波宇浩然子轩欣怡梓涵晨阳佳琪雪梅红英春兰凤玉珍海燕建军永福德"
    "林光荣庆祥振东立新少峰晓东旭宏博思远卓玛扎西央金才旺仁增措毛"
)
_HOLDER = re.compile(
    r"(?:[镇乡县区市局所院站队]长|主任|书记|律师|民警|法官|检察官|调解员|网格员)"
    r"(?=带头|主持|亲自|多次|率|领着|领办|担?任(?!何)|逐|每|主?抓|把|坚持|先后|常(?!委)|定期|深入|组织|讲|说|提出|牵头|召集|[、，](?!对|在|以|为))"
)
"""An office before what its holder does."""
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_BRACKETED_LAW = re.compile(r"《([^《》]{2,30})》")
_OFFICE = re.compile(r"([省市州县区旗])([\u4e00-\u9fff]{2,6}[局委厅])")
_OFFICES = (
    "司法局", "公安局", "教育局", "民政局", "财政局", "审计局", "统计局", "水利局", "农业农村局", "自然资源局", "生态环境局", "交通运输局",
    "应急管理局", "市场监管局",
    "文旅局", "卫生健康局", "住建局", "林业局", "信访局", "医保局", "人社局", "商务局", "退役军人事务局",
)  # fmt: skip
_HALF_WIDTH = str.maketrans("，：；（）％！？", ",:;()%!?")
_NOISE_BEFORE = (
    "当前位置：首页 > 政务公开 > 法治政府建设", "信息来源：本站", "发布时间：2024-01-22 09:15", "字体：【大 中 小】", "浏览次数：317次",
    "索引号：00815-2024-00031", "打印", "分享到：微信 微博",
    "今天是2024年3月6日 星期三 农历正月廿六", "无障碍 | 关怀版 | 简体 | 繁体", "语音播报", "主题分类：综合政务  体裁分类：报告  公开方式：主动公开",
)  # fmt: skip
_NOISE_AFTER = (
    "【打印本页】【关闭窗口】",
    "上一篇：没有了",
    "下一篇：政府信息公开指南",
    "责任编辑：管理员",
    "返回顶部",
    "网站地图 | 联系我们 | 版权声明",
    "扫一扫在手机打开当前页",
    "相关附件",
    "点击量：1204",
)
_DAMAGE = (
    (re.compile(r"([一二三四五六七八九十]+)、"), r"\1"), (re.compile(r"[（(]([一二三四五六七八九十]+[）)])"), r"\1"), (re.compile(r"(\d+)[.．、]"), r"\1"),
    (re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]"), ""), (re.compile(r"（([一二三四五六七八九十]+)）"), r"(\1)"),
)  # fmt: skip
WRAP_WIDTHS = (28, 34, 40)
_PIECES = (1, 1, 1, 2, 3, 5, 8)
_SENTENCE_END = re.compile(r"[。；！？][”’）》]?")


def augment(report: GoldReport, rng: Random, *, probabilities: Mapping[str, float]) -> GoldReport:
    """Apply each operation of ``OPERATIONS`` with its probability, in their order.

    probabilities: by name, 0 to 1; operations that are not named are not applied.
    """
    for name, operation in OPERATIONS.items():
        if rng.random() < probabilities.get(name, 0.0):
            report = operation(report, rng)
    return report


def rename_places(report: GoldReport, rng: Random) -> GoldReport:
    """Give made-up places other names of the same kind, everywhere in the report; places of the table of areas keep theirs."""
    known = {name for place in load_knowledge().places for name in (place.name, *place.aliases)}
    names: dict[str, str] = {}
    for paragraph in report.paragraphs:
        for span in paragraph.entities:
            surface = paragraph.text[span.start : span.end]
            match = _PLACE.fullmatch(surface) if span.label == "GPE" else None
            if match and surface not in known and surface not in names:
                names[surface] = rng.choice(_STEM_FIRST) + rng.choice(_STEM_LAST) + match["kind"]
    if not names:
        return report
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    paragraphs = []
    for paragraph in report.paragraphs:
        edits = [Edit(m.start(), m.end(), names[m[0]]) for m in pattern.finditer(paragraph.text)]
        paragraphs.append(_with_attributes(apply_edits(paragraph, edits), names))
    return _checked(report, paragraphs)


def renumber(report: GoldReport, rng: Random) -> GoldReport:
    """Other digits in quantities, with value and comparator read anew; quantities that the grammar reads differently from the annotation keep theirs."""
    paragraphs = []
    for paragraph in report.paragraphs:
        edits = []
        for span in paragraph.entities:
            if span.label in QUANTITY_LABELS and rng.random() < 0.7:
                surface = paragraph.text[span.start : span.end]
                attrs = dict(span.attrs)
                new = _other_number(surface, rng)
                if _read(surface) == {k: attrs.get(k) for k in "vcu"} and new != surface and (read := _read(new)) and read["u"] == attrs["u"]:
                    edits.append(Edit(span.start, span.end, new, tuple((k, read.get(k, v)) for k, v in span.attrs)))
        paragraphs.append(apply_edits(paragraph, edits))
    return _checked(report, paragraphs)


def _other_number(surface: str, rng: Random) -> str:
    matches = list(_DIGITS.finditer(surface))
    if len(matches) != 1 or matches[0][0].startswith("0"):
        return surface
    digits, ratio = matches[0][0], "%" in surface or "％" in surface
    if ratio:
        new = rng.choice(("100", f"{rng.randint(55, 99)}", f"{rng.randint(80, 99)}.{rng.randint(1, 9)}"))
    elif "." in digits:
        new = f"{rng.randint(1, 99)}.{rng.randint(1, 99)}".rstrip("0")
    else:
        new = str(rng.randint(10 ** (len(digits) - 1), 10 ** len(digits) - 1))
        if "余" in surface or "多" in surface:
            new = new[0] + "0" * (len(new) - 1) if len(new) > 1 else new
    return surface.replace(digits, new)


def _read(surface: str) -> dict[str, str] | None:
    found = parse_quantity(surface)
    if found is None:
        return None
    value = f"{found['value']}" if found["upper"] is None else f"{found['value']}..{found['upper']}"
    return {"v": value, "c": found["comparator"], "u": found["unit"]}


def swap_laws(report: GoldReport, rng: Random) -> GoldReport:
    """Other national laws in the place of half of the bracketed ones, the same everywhere in the report."""
    titles = [law.title.removeprefix("中华人民共和国") for law in load_knowledge().laws.laws if law.kind in ("法律", "行政法规") and len(law.title) < 20]

    def other(surface: str) -> str | None:
        return f"《{rng.choice(titles)}》" if _BRACKETED_LAW.fullmatch(surface) else None

    return _swap(report, "LAW", other, rng)


def swap_offices(report: GoldReport, rng: Random) -> GoldReport:
    """Other bureaus of the same level in the place of half of the bureaus, the same everywhere in the report."""

    def other(surface: str) -> str | None:
        match = _OFFICE.fullmatch(surface)
        return match[1] + rng.choice(_OFFICES) if match and match[2] in _OFFICES else None

    return _swap(report, "ORG", other, rng)


def rename_persons(report: GoldReport, rng: Random) -> GoldReport:
    """Other names in the place of half of the persons, the same everywhere in the report."""

    def other(surface: str) -> str | None:
        return _person(rng) if 2 <= len(surface) <= 4 else None

    return _swap(report, "PERSON", other, rng)


def _person(rng: Random) -> str:
    """A made-up name; one in twelve is a Tibetan one."""
    names = load_knowledge().surnames
    if rng.random() < 1 / 12:
        return "".join(rng.sample([name.id for name in names if name.kind == "syllable"], 2))
    surname = rng.choice([name.id for name in names if name.kind != "syllable"])
    return surname + "".join(rng.choices(_GIVEN, k=rng.choice((1, 2, 2))))


def name_holders(report: GoldReport, rng: Random) -> GoldReport:
    """Names of persons after half of the offices that do something and have no name yet: real reports name more persons than written ones."""
    paragraphs = []
    for paragraph in report.paragraphs:
        spans = [*paragraph.headings, *paragraph.entities]
        words = [value for span in paragraph.entities for key, value in span.attrs if key in "ia" and value]
        held = [(m.start(), m.end()) for word in words for m in re.finditer(re.escape(word), paragraph.text)]
        barred = [(s.start, s.end) for s in spans] + held
        places = [m.end() for m in _HOLDER.finditer(paragraph.text) if rng.random() < 0.5]
        names = {at: _person(rng) for at in places if not any(start < at < end for start, end in barred)}
        changed = apply_edits(paragraph, [Edit(at, at, name) for at, name in names.items()])
        shift = 0
        for at, name in names.items():
            changed.entities.append(GoldSpan(at + shift, at + shift + len(name), "PERSON"))
            shift += len(name)
        changed.entities.sort()
        paragraphs.append(changed)
    return _checked(report, paragraphs)


def _swap(report: GoldReport, label: str, other: Callable[[str], str | None], rng: Random) -> GoldReport:
    """Replace surfaces of a label; a surface is swapped wherever it is annotated, or nowhere, so that indicators that hold it stay right."""
    names: dict[str, str] = {}
    surfaces = dict.fromkeys(p.text[e.start : e.end] for p in report.paragraphs for e in p.entities if e.label == label)
    for surface in surfaces:
        new = other(surface)
        if new is not None and rng.random() < 0.5:
            names[surface] = new
    paragraphs = []
    for paragraph in report.paragraphs:
        found = [(e, paragraph.text[e.start : e.end]) for e in paragraph.entities if e.label == label]
        edits = [Edit(e.start, e.end, names[surface]) for e, surface in found if surface in names]
        paragraphs.append(_with_attributes(apply_edits(paragraph, edits), names))
    return _checked(report, paragraphs)


def half_width(report: GoldReport, rng: Random) -> GoldReport:
    """Half-width punctuation: throughout, or (one time in three) at random places."""
    everywhere = rng.random() < 2 / 3
    paragraphs = []
    for paragraph in report.paragraphs:
        text = "".join(c.translate(_HALF_WIDTH) if everywhere or rng.random() < 0.5 else c for c in paragraph.text)
        entities = [
            GoldSpan(e.start, e.end, e.label, tuple((k, _as_in(v, paragraph.text, text) if k in "ia" else v) for k, v in e.attrs)) for e in paragraph.entities
        ]
        paragraphs.append(GoldParagraph(text, paragraph.section, paragraph.topics, list(paragraph.headings), entities))
    return _checked(report, paragraphs)


def _as_in(value: str, before: str, after: str) -> str:
    """The words of an attribute as they stand in the changed text (same length as before)."""
    at = before.find(value)
    return after[at : at + len(value)] if at >= 0 else value


def space_out(report: GoldReport, rng: Random) -> GoldReport:
    """Ideographic indents, blank lines and other line ends between the paragraphs."""
    indent, gap = rng.choice(("", "\u3000\u3000", "    ")), rng.choice((1, 1, 2))
    newline = rng.choice(("\n", "\n", "\r\n"))
    text = "".join(f"{indent}{p.text}{newline * gap}" for p in report.paragraphs)
    return GoldReport(report.name, report.paragraphs, text)


def hard_wrap(report: GoldReport, rng: Random) -> GoldReport:
    """Line breaks inside sentences at a fixed width, as in text copied from a page layout; never inside a span."""
    width = rng.choice(WRAP_WIDTHS)
    paragraphs: list[GoldParagraph] = []
    for paragraph in report.paragraphs:
        start = 0
        spans = [*paragraph.headings, *paragraph.entities]
        while len(paragraph.text) - start > width:
            cut = start + width
            while cut > start and (any(s.start < cut < s.end for s in spans) or paragraph.text[cut - 1].isspace() or paragraph.text[cut].isspace()):
                cut -= 1
            if cut == start:
                break
            paragraphs.append(part(paragraph, start, cut))
            start = cut
        paragraphs.append(part(paragraph, start, len(paragraph.text)))
    return _checked(report, paragraphs)


def join_lines(report: GoldReport, rng: Random) -> GoldReport:
    """Lost line breaks: runs of paragraphs of one section become one; a paragraph that is only a heading stays."""
    paragraphs: list[GoldParagraph] = []
    for paragraph in report.paragraphs:
        last = paragraphs[-1] if paragraphs else None
        bare = paragraph.section in ("title", "signature", "noise") or _is_heading(paragraph)
        if last is None or bare or _is_heading(last) or last.section != paragraph.section or rng.random() < 0.4:
            paragraphs.append(paragraph)
            continue
        shift = len(last.text)
        paragraphs[-1] = GoldParagraph(
            last.text + paragraph.text, last.section, tuple(dict.fromkeys((*last.topics, *paragraph.topics))),
            [*last.headings, *(h.moved(shift) for h in paragraph.headings)], [*last.entities, *(e.moved(shift) for e in paragraph.entities)],
        )  # fmt: skip
    return _checked(report, paragraphs)


def damage_headings(report: GoldReport, rng: Random) -> GoldReport:
    """Numbers of headings that lost a mark or a bracket, or are gone; a third of the headings."""
    paragraphs = []
    for paragraph in report.paragraphs:
        edits = []
        for heading in paragraph.headings:
            pattern, new = rng.choice(_DAMAGE)
            match = pattern.match(paragraph.text, heading.start, heading.end)
            # the level is read off the number: without one, only level 1 can still be told
            if match and rng.random() < 1 / 3 and (heading.label == "H1" or match.expand(new)):
                edits.append(Edit(match.start(), match.end(), match.expand(new)))
        paragraphs.append(apply_edits(paragraph, edits))
    return _checked(report, paragraphs)


def remove_headings(report: GoldReport, rng: Random) -> GoldReport:
    """Drop paragraphs that are only a heading: all of them (one time in three), or each with an even chance. The others keep their types."""
    every = rng.random() < 1 / 3
    paragraphs = [p for p in report.paragraphs if not (_is_heading(p) and (every or rng.random() < 0.5))]
    return _checked(report, paragraphs) if paragraphs else report


def without_headings(report: GoldReport, *, levels: Sequence[str] = HEADING_LABELS) -> GoldReport:
    """The report without the words of its headings of some levels; paragraphs that were only a heading go. The others keep their types.

    Unlike `remove_headings` it is thorough: what is left shows how much is read from the paragraphs themselves.
    """
    paragraphs = []
    for paragraph in report.paragraphs:
        cut = [h for h in paragraph.headings if h.label in levels]
        edges = [0, *(edge for h in cut for edge in (h.start, h.end)), len(paragraph.text)]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            piece = paragraph.text[start:end]
            start += len(piece) - len(piece.lstrip("。：: \u3000"))
            end -= len(piece) - len(piece.rstrip())
            if start < end:
                paragraphs.append(part(paragraph, start, end))
    return _checked(report, paragraphs) if paragraphs else report


def add_noise(report: GoldReport, rng: Random) -> GoldReport:
    """Lines of a web page before and after the report."""
    before = [GoldParagraph(text, "noise") for text in rng.sample(_NOISE_BEFORE, rng.randint(1, 5))]
    after = [GoldParagraph(text, "noise") for text in rng.sample(_NOISE_AFTER, rng.randint(0, 4))]
    return _checked(report, [*before, *report.paragraphs, *after])


def cut_up(report: GoldReport, rng: Random) -> list[GoldReport]:
    """The report in pieces, each a report of its own: runs of one to eight paragraphs, and half of the single ones sentence by sentence.

    Users pass paragraphs and sentences too; a piece knows only the headings that lie in it.
    """
    out: list[GoldReport] = []
    rest = report.paragraphs
    while rest:
        some = rng.choice(_PIECES)
        own, rest = rest[:some], rest[some:]
        if some == 1 and rng.random() < 0.5:
            out += [GoldReport(report.name, [sentence]) for sentence in _sentences(own[0])]
        else:
            out.append(GoldReport(report.name, own))
    return out


def _sentences(paragraph: GoldParagraph) -> list[GoldParagraph]:
    """The sentences of a paragraph; a heading stays with what follows it."""
    ends = {m.end() for m in _SENTENCE_END.finditer(paragraph.text)} - {len(paragraph.text), *(h.end for h in paragraph.headings)}
    kept = [end for end in sorted(ends) if not any(s.start < end < s.end for s in (*paragraph.headings, *paragraph.entities))]
    return [part(paragraph, start, end) for start, end in pairwise([0, *kept, len(paragraph.text)])]


OPERATIONS: dict[str, Operation] = {
    "rename_places": rename_places,
    "renumber": renumber,
    "swap_laws": swap_laws,
    "swap_offices": swap_offices,
    "rename_persons": rename_persons,
    "name_holders": name_holders,
    "half_width": half_width,
    "damage_headings": damage_headings,
    "remove_headings": remove_headings,
    "join_lines": join_lines,
    "hard_wrap": hard_wrap,
    "add_noise": add_noise,
    "space_out": space_out,
}
"""By name, in the order in which `augment` applies them; what works on paragraphs comes before what works on the lines between them."""


def part(paragraph: GoldParagraph, start: int, end: int) -> GoldParagraph:
    """Characters start to end of a paragraph as one of its own, with the spans that lie inside."""
    headings, entities = ([s.moved(-start) for s in spans if start <= s.start and s.end <= end] for spans in (paragraph.headings, paragraph.entities))
    return GoldParagraph(paragraph.text[start:end], paragraph.section, paragraph.topics, headings, entities)


def _is_heading(paragraph: GoldParagraph) -> bool:
    return any(h.start == 0 and h.end >= len(paragraph.text) - 1 for h in paragraph.headings)


def _with_attributes(paragraph: GoldParagraph, names: Mapping[str, str]) -> GoldParagraph:
    """Indicators and actions that hold a changed name change with it."""
    for number, span in enumerate(paragraph.entities):
        attrs = tuple((key, _replace(value, names) if key in "ia" else value) for key, value in span.attrs)
        paragraph.entities[number] = GoldSpan(span.start, span.end, span.label, attrs)
    return paragraph


def _replace(value: str, names: Mapping[str, str]) -> str:
    if not names:
        return value
    pattern = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.sub(pattern, lambda match: names[match[0]], value)


def _checked(report: GoldReport, paragraphs: list[GoldParagraph]) -> GoldReport:
    """The changed report; a report that had a source of its own gets its paragraphs, one a line."""
    changed = GoldReport(report.name, paragraphs)
    # an operation that leaves white space at an edge, or a line end inside, would shift what readers see
    assert [text for _, text in lines(changed.text)] == [p.text for p in paragraphs], report.name
    return changed
