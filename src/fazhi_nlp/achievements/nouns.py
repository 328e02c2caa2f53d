"""Trims pieces of text to the noun phrase that names what is counted."""

from __future__ import annotations

import re

_LEADING = re.compile(
    r"(?:[了过出好、 ]|各类|各种|各项|各级|各|相关|有关|全部|全年|共计|累计|一共|总共|共|其中|本年度|今年以来|今年|截至目前|目前|年内|年末|上半年|下半年|同比"
    r"|全[市县区镇乡局街省系统旗州校](?![面民])|我[市县区镇乡局街省院](?:道)?|本级|本[市县区镇乡局街]|辖区内?|区内|是|以及|和|及|与|的|并|还|另|仅|现|先后"
    r"|对|将|把|为|给|向|在|使|让|由|从|也|又|等|已|不断|确保|力争|实现|推动|做到|达到|成功|乡里|镇里|街道(?=.{4})|[^,]{0,8}中(?=[^心国央小学间介期医长级]))*+"
)
_TRAILING = re.compile(
    r"(?:[ 、,共约各均都等达仅已总计只又是为有的将也]|合计|一共|总数|数量|数|平均|分别|全年|人均|全部|双双|不少于|超过|力争|其中|每年|目前|年均|户均|村均|现场"
    r"|陆续|合格|全体|到|高达|左右|成功|现)++$"
)
_OF = re.compile(r"的(?=[^的]{2,}$)")
_AND_OTHERS = re.compile(r"等(?:各类|各种|方面的?|多个|各项|相关|领域的?)?(?=[^等]{2,}$)")
_TITLES = re.compile(r"^(?:《[^》]*》[、和及]?){2,}(?=..)")
_EXAMINED = re.compile(r"^.*(?:考试|测试)(?=.{1,4}率)")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}是|其[一二三]|\(?\d{1,2}[).、]|首先|同时|另外|此外|第[一二三四五])")
_MODIFIED = re.compile(r"、[^,。;、的]{2,10}的(?P<noun>[^,。;、的不未已均都]{2,10})")
"""A list of attributes before a noun (首次违法、情节轻微的摊主), from the first 、 on."""

_STOP = re.compile(
    r"[、,。;:!?\n()]|全部|全都|均|都|已|未|被|并|还|也|共|仍|尚|正在|通过|参加|完成|实现|接入|落户|上网|得到|到会|走进|进入|作为|以及|和(?=[^平谐解])|(?<=.)(?:中|里|内|上|时)(?=[^心央国小期学间学医]|$)|全年|同比|先后|分别|负责人(?=.)|按期|按时|没有|没|不|进行|开展|列席|率先"
)


def strip_noun(text: str) -> str:
    """The text without function words, scope words and numbering around the noun phrase; "" if nothing is left."""
    text = _NUMBERED.sub("", text.strip())
    text = text[_leading_end(text) :]
    text = _TRAILING.sub("", text)
    return text if any("\u4e00" <= c <= "\u9fff" for c in text) else ""


def core_noun(text: str) -> str:
    """The head of a noun phrase with the modifiers that tell it apart: what follows 的 or 等 where something follows."""
    text = strip_noun(text)
    for pattern in (_OF, _AND_OTHERS):
        found = list(pattern.finditer(text))
        if found and not _inside_marks(text, found[-1].start()):
            text = strip_noun(text[found[-1].end() :]) or text
    return _EXAMINED.sub("", _TITLES.sub("", text))


def noun_after(text: str) -> str:
    """The noun phrase that a number counts when it stands after the number: up to a mark, an adverb or a known predicate."""
    text = text.strip()
    if text.startswith("的"):
        return ""
    at = 0
    depth = 0
    while at < len(text):
        char = text[at]
        if char in "《“":
            depth += 1
        elif char in "》”":
            depth -= 1
        elif depth <= 0 and _STOP.match(text, at):
            break
        at += 1
    modified = _MODIFIED.match(text, at)
    return core_noun(modified["noun"] if modified else text[:at])


def _inside_marks(text: str, position: int) -> bool:
    head = text[:position]
    return head.count("《") > head.count("》") or head.count("“") > head.count("”")


def _leading_end(text: str) -> int:
    found = _LEADING.match(text)
    return found.end() if found else 0
