"""Where title, number, addressee, closing lines, signature and web noise begin in a report whose line breaks are lost."""

from __future__ import annotations

import re

HEAD, TAIL = 800, 600
"""How many characters at the front, at the end, are searched."""

_YEAR = r"(?:20\d\d|二[〇零O0][一二三四五六七八九〇零]{2}) ?年"
_TITLE = re.compile(
    rf"(?:关于)?(?:{_YEAR}度?|上一年度|年度)[^。,;:!?《》]{{0,16}}(?:法治|依法)[^。,;:!?《》]{{0,26}}?(?:报告|总结|汇报)(?!如下|的|工作|情况|于后|[,。])"
    rf"|(?:法治|依法)[^。,;:]{{0,40}}?(?:报告|总结|汇报)(?!如下|的|工作|情况|于后|[,。])(?: *\({_YEAR}度?\))?"
    rf"|{_YEAR}度?(?:推进)?(?:法治政府建设|依法行政)(?:工作)?情况(?={_YEAR}|[^的,。]{{0,12}}(?:县|市|省)委)"
)
_AFTER_TITLE = re.compile(r" *\((?:20\d\d ?年度?|草案|摘要|送审稿|公开稿)\)")
_NUMBER = re.compile(r" *[\u4e00-\u9fff]{1,14}[〔\[(【](?:19|20)\d\d[〕\])】]第?\d{1,4}号")
_ADDRESSEE = re.compile(r" *[\u4e00-\u9fff、, ]{1,40}(?:[委府办]|委员会|办公室|人大常委会):")
_NOT_NAME = re.compile(r"[^\u4e00-\u9fff、()]")
_BLANK = re.compile(r"(?<=[^\d ]) +(?=[^\d ])")
_PREAMBLE = re.compile(r"如下 ?[:。]|(?:报告|总结|汇报)于后[。:]")
_DATE = rf"{_YEAR} ?[\d一二三四五六七八九十]{{1,3}} ?月(?: ?[\d一二三四五六七八九十]{{1,3}} ?日)?"
_CLOSING = re.compile(r"(?<=[。!”])(?: *)(?P<words>(?:特此|专此)(?:报告|汇报|报送)[。!]?)")
_SIGNED = re.compile(rf"[^。,;:!?]{{2,70}}?{_DATE}")
_LAST_LINES = re.compile(
    r"附(?:件|表|录) ?\d? ?:|\(?联 ?系 ?(?:人|电话|方式) ?:|\((?:此件|本文|盖章)|抄送 ?:"
    r"|[【\[](?:打印|关闭|收藏|返回|我要|大|字)|扫一扫|扫描二维码|责任编辑|(?<!责任)编辑 ?:"
    r"|上一[篇条页] ?:|下一[篇条页] ?:|分享(?:到|至) ?:?|主办(?:单位)? ?:|版权所有|网站标识码"
    r"|打印本页|关闭(?:窗口|本页)|(?:信息|文章|稿件)?来源 ?:|索 ?引 ?号 ?:|发布(?:时间|日期) ?:"
)


def front_places(folded: str, start: int, end: int) -> list[int]:
    """Where units begin at the front of folded[start:end]: title, document number, addressee, the text, the first part after the opening."""
    head = min(start + HEAD, end)
    places: list[int] = []
    title = _TITLE.search(folded, start, head)
    place = start
    if title and not re.search(r"[。;]", folded[start : title.start()]):
        first = title.start()
        while first > start and not _NOT_NAME.match(folded, first - 1):
            first -= 1
        after = _AFTER_TITLE.match(folded, title.end(), head)
        place = after.end() if after else title.end()
        places.extend((first, place))
        places.extend(m.end() for m in _BLANK.finditer(folded, first, place))
        # the title of the page, then that of the document
        again = _TITLE.search(folded, place, min(place + 80, head))
        if again and not _NOT_NAME.search(folded, place, again.start()):
            place = again.end()
            places.append(place)
    for pattern in (_NUMBER, _ADDRESSEE):
        match = pattern.match(folded, place, head)
        if match:
            places.append(place)
            place = match.end()
    places.append(place)
    preamble = _PREAMBLE.search(folded, start, head)
    if preamble:
        places.append(preamble.end())
    return places


def tail_places(folded: str, start: int, end: int) -> list[int]:
    """Where units begin at the end of folded[start:end]: closing words, annexes, the signature, what follows it."""
    tail = max(start, end - TAIL)
    places: list[int] = []
    closing = None
    for closing in _CLOSING.finditer(folded, tail, end):
        places.extend((closing.start("words"), closing.end()))
    stops = [folded.rfind(mark, tail, end - 1) for mark in "。!"]
    last = max(*stops, closing.end() - 1 if closing else -1)
    if last < 0:
        return places
    last += 1 + (folded[last + 1 : last + 2] == "”")
    lines = [m.start() for m in _LAST_LINES.finditer(folded, last, end)]
    signed = _SIGNED.search(folded, last, end)
    if signed is None and not lines:
        return places
    places.extend((last, *lines))
    if signed:
        places.append(signed.end())
        books = folded.rfind("》", last, signed.end()) + 1
        places.extend(p for p in (signed.start(), books) if p > last)
    return places
