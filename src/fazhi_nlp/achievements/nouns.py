"""Trims pieces of text to the noun phrase that names what is counted."""

from __future__ import annotations

import re

_LEADING = re.compile(
    r"(?:[了、 ]|过(?![程错境渡期])|出(?![庭租让口境资])|好(?![评转人友])"
    r"|各类|各种|各项|各级|各|相关|有关|全部|全年|共计|累计|一共|总共|共|其中|剩余|其余|余下|本年度|今年以来|今年|截至目前|目前|年内|年末|上半年|下半年|同比"
    r"|全(?:系统|[市县区镇乡局街省旗州校])(?![面民])|我们|[县市省]里|专门(?![人学])|而(?!且)|我[市县区镇乡局街省院](?:道)?|本级|本[市县区镇乡局街]|辖区内?|区内|是(?!非)|以及|和(?![平谐解])|及(?![时格])|与(?!会)|的|并(?!联)|还|另|仅|现(?![场有金行代状])|先后"
    r"|对(?![外口象接照比策])|将|把(?!关)|为(?!民)|给|向(?!导)|在(?![建线编岗职逃册校])|使(?!用)|让|由|从(?!业)|也|又|等(?!级)|已|不断|确保|力争|实现|推动|做到|达到|成功(?!率)|乡里|镇里|街道(?=.{4})|[^,]{0,8}中(?=[^心国央小学间介期医长级]))*+"
)
_TRAILING = re.compile(
    r"(?:[ 、,各均都仅已总只又是将也]|(?<!公)共|(?<![合公节条预签违契民制履])约"
    r"|(?<![平高])等|(?<![下表])达|(?<![统会审设预估])计|(?<![行作])为|(?<![国所私公])有|(?<!目)的|(?<=[率度额量])至"
    r"|合计|一共|总数|数量|(?<!次)数|(?:现行|继续)?有效|平均|分别|全年|人均|全部|双双|不少于|超过|力争|其中|每年|目前|年均|户均|村均|(?<![工故发法])现场"
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
    r"[、,。;:!?\n]|予以|因(?!素)|由|很|全部|全都|均|都|已|未(?!成年|结|办|缴)|被|并|还|也|共|仍|尚|正在|通过|参加|完成|实现|接入|落户|上网|得到|到会|走进|进入|作为|以及|和(?=[^平谐解])|(?<=.)(?:中|里|内|上|时)(?=[^心央国小期学间学医]|$)|全年|同比|先后|分别|负责人(?=.)|按期|按时|没有|没|不(?!动产|符|规范|实|安全|合格|良|满意)|进行|开展|列席|率先|(?<=.)(?:逐[一件条项个户案份]|全面|重新|依法|予以|赴|讲述)"
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
    if "(" in text and ")" not in text:
        text = text.rpartition("(")[2] or text  # 人员已明确(文化市场3名、…: the bracket opens a list
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
        if char in "《“(":
            depth += 1
        elif char in "》”)":
            if char == ")" and depth <= 0:
                break
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
