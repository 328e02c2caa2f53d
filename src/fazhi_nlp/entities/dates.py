"""DATE: calendar expressions, with the interval they mean where the year reported on tells it."""

from __future__ import annotations

import re
from calendar import monthrange

from fazhi_nlp.entities.base import Candidate, Source

_YEAR = r"(?:(?:19|20)\d\d|二[〇零0]{1,2}[〇零一二三四五六七八九0]{1,2}) ?年"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTH = rf"{_NUMBER} ?月(?!饼|光|亮|球|三”|三[歌节])"
_DAY = rf"{_NUMBER} ?[日号](?!令|文|院|楼|线|公告|通知)"
_ABSOLUTE = (
    rf"{_YEAR} ?{_MONTH} ?{_DAY}|{_YEAR} ?{_MONTH}(?:份?[上中下]旬|份?[初中底末]|份)?"
    rf"|{_YEAR} ?(?:上半年|下半年|第?[一二三四1-4]季度|全年|年?[初底末]|度)|{_YEAR}"
)
_RELATIVE_YEAR = r"(?:今年|去年|前年|明年|本年|上一?年|下一?年)"
_RELATIVE = (
    rf"{_RELATIVE_YEAR}(?:年?[初底末]|(?:上|下)半年|第?[一二三四]季度| ?{_MONTH}(?:{_DAY}|[上中下]旬|[初中底末份])?)"
    r"|(?:去年|(?<![以之])上一?年|前年)同期|今年|去年|(?<!\d)明年|(?<!年)来年|(?<![以之日月如向晚])前年|(?<![以之加马])上年度?(?!纪|龄|级)|[上下]一年度|(?<![以之])上一年|下一年(?![年级])|(?<!标)本年度?(?!级)"
    rf"|(?<![十百0-9一二三四五六七八九])(?:过去|近)?一年(?:多)?来|过去一年(?!来)|(?<![两三四五六七八九十几数多0-9])年度内|(?<![一两二三四五六七八九十几数多半0-9])年内"
    rf"|(?<![安健])全年(?!龄|级|度)|(?<!\d)(?:上|下)半年|(?<![每各前近逐])第?[一二三四](?<!每)季度|(?<![每度])年[初底末](?!期)"
    rf"|{_MONTH} ?{_DAY}|(?<![\d.·个零第全满近数多]){_MONTH}(?!一)(?:份?[上中下]旬|份?[初中底末]|份)?"
)
_SINGLE = rf"(?:{_ABSOLUTE}|{_RELATIVE})"
_JOIN = r" ?(?:至|到|-+|~) ?"
_RANGE_HEAD = (
    rf"(?:(?:19|20)\d\d ?年? ?-+ ?{_YEAR}度?(?: ?{_MONTH}(?: ?{_DAY})?)?|(?:{_YEAR} ?)?\d{{1,2}}(?: ?月)? ?(?:-+|~|至"
    rf"|到) ?{_MONTH}份?(?:[初中底末])?|{_MONTH} ?\d{{1,2}}(?: ?日)? ?(?:-+|~|至) ?{_DAY})"
)
_DATE = re.compile(rf"(?:{_RANGE_HEAD}|{_SINGLE}(?:{_JOIN}{_SINGLE})?)(?:以来)?|(?<!\d)(?:19|20)\d\d(?P<mark>[-./])\d{{1,2}}(?P=mark)\d{{1,2}}(?!\d)")
_DIGIT = "0123456789"

_CN = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "十": 10}


def find_dates(source: Source) -> list[Candidate]:
    """DATE candidates. ``attrs["interval"]``: first and last day in ISO form, where year, month or day can be told."""
    found = []
    for match in _DATE.finditer(source.folded):
        start, end = match.span()
        if not _stands_free(source.folded, start, end):
            continue
        interval = resolve(match[0], source.year)
        found.append(Candidate(start, end, "DATE", attrs={"interval": interval} if interval else {}))
    return found


def _stands_free(folded: str, start: int, end: int) -> bool:
    before, after = folded[max(0, start - 2) : start], folded[end : end + 2]
    if before[-1:] and before[-1] in _DIGIT and folded[start] in _DIGIT:
        return False
    # 十一月 inside 二十一个月, 3月 inside 1·3月
    if before[-1:] in ("十", "百", "第") and folded[start] in "一二三四五六七八九十":
        return False
    # a month of 13 or a year cut out of a longer figure is no date; 年级, 月份 of an age
    return not after.startswith(("年级", "龄"))


def resolve(text: str, year: int | None) -> list[str] | None:
    """First and last day, ISO, of a date expression in folded form.

    text: as found, such as ``2022年3月``, ``去年``, ``5月至6月``. year: the year reported on, by which relative expressions are read.
    None where it can't be told.
    """
    if text.endswith("以来"):
        first = resolve(text[:-2], year)
        return [first[0], f"{year}-12-31"] if first and year and first[0][:4] <= str(year) else None
    parts = re.split(r" ?(?:至|到|-+|~) ?", text)
    if len(parts) == 2 and parts[0] and parts[1]:
        return _resolve_range(parts[0], parts[1], year)
    if len(parts) == 3:
        return _day(parts[0], parts[1], parts[2])
    dotted = re.fullmatch(r"(\d{4})[./](\d{1,2})[./](\d{1,2})", text)
    if dotted:
        return _day(*dotted.groups())
    return _resolve_single(text, year)


def _resolve_range(left: str, right: str, year: int | None) -> list[str] | None:
    if month := re.match(r".*?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?月", left):
        # 5月10日至15日: the month, and the year if there is one, hold for both
        right = month[0] + right if re.fullmatch(r"[^月年]+[日号]", right) else right
    last = _resolve_single(right, year)
    if last is None:
        return None
    base = int(last[0][:4])
    if left.isdigit():
        unit = "年" if len(left) == 4 else "月" if "月" in right and "日" not in right else "日"
        left = left + unit if unit != "日" else f"{int(last[0][5:7])}月{left}日"
    elif re.fullmatch(r".*年 ?\d{1,2}", left):
        left += "月"
    elif re.fullmatch(r".*月 ?\d{1,2}", left):
        left += "日"
    first = _resolve_single(left, base)
    written = re.match(r"\d{4}", left)
    if first is not None and written and not re.match(r"\d{4}", right):
        last = _resolve_single(right, int(written[0]))
    return [first[0], last[1]] if first and last and first[0] <= last[1] else None


def _resolve_single(text: str, year: int | None) -> list[str] | None:
    text = text.replace(" ", "").replace("号", "日").removesuffix("同期")
    base, rest = _year_of(text, year)
    if base is None:
        return None
    month = re.match(r"(\d{1,2}|[一二三四五六七八九十]{1,3})月份?", rest)
    if month:
        number = _small(month[1])
        tail = rest[month.end() :]
        if number is None or not 1 <= number <= 12:
            return None
        day = re.match(r"(\d{1,2}|[一二三四五六七八九十]{1,3})日", tail)
        if day:
            value = _small(day[1])
            return _day(str(base), str(number), str(value)) if value else None
        end = monthrange(base, number)[1]
        first, last = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, end), "底": (end, end), "末": (end, end), "初": (1, 10)}.get(tail, (1, end))
        return [f"{base}-{number:02}-{first:02}", f"{base}-{number:02}-{last:02}"]
    if "半年" in rest:
        return [f"{base}-01-01", f"{base}-06-30"] if "上" in rest else [f"{base}-07-01", f"{base}-12-31"]
    quarter = re.search(r"([一二三四1-4])季度", rest)
    if quarter:
        at = "一二三四".find(quarter[1]) if quarter[1] in "一二三四" else int(quarter[1]) - 1
        return [f"{base}-{at * 3 + 1:02}-01", f"{base}-{at * 3 + 3:02}-{monthrange(base, at * 3 + 3)[1]}"]
    if rest.endswith(("底", "末")):
        return [f"{base}-12-31", f"{base}-12-31"]
    if rest.endswith("初"):
        return [f"{base}-01-01", f"{base}-01-31"]
    return [f"{base}-01-01", f"{base}-12-31"]


def _year_of(text: str, year: int | None) -> tuple[int | None, str]:
    written = re.match(r"(\d{4}|二[〇零一二三四五六七八九0]{3})年", text)
    if written:
        digits = "".join(c if c in _DIGIT else str(_CN[c]) for c in written[1])
        return int(digits), text[written.end() :]
    if year is None:
        return None, text
    for words, shift in ((("去年", "上年", "上一年"), -1), (("前年",), -2), (("明年", "下一年"), 1)):
        for word in words:
            if text.startswith(word):
                return year + shift, text[len(word) :]
    return year, text.removeprefix("今年").removeprefix("本年")


def _small(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if text == "十":
        return 10
    left, ten, right = text.partition("十")
    if ten:
        return (_CN.get(left, 1) if left else 1) * 10 + (_CN.get(right, 0) if right else 0)
    return _CN.get(text)


def _day(year: str, month: str, day: str) -> list[str] | None:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(int(year), int(month))[1]):
        return None
    iso = f"{int(year)}-{int(month):02}-{int(day):02}"
    return [iso, iso]
