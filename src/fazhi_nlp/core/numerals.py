"""Numbers as Chinese reports write them: Arabic, Chinese and mixed, with 万 and 亿, ranges, fractions and approximators.

All functions take *folded* text (`fazhi_nlp.core.normalize.fold`), so every width is one width. Inside, numbers are ``Decimal``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SMALL_SCALES = {"十": 10, "百": 100, "千": 1000}
LARGE_SCALES = {"万": 10**4, "亿": 10**8}
MAX_NUMERAL = 30
"""Longest numeral, in characters, that is read as a number."""

ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,5}+(?!\d)|\d++)(?:\.\d++)?"
NUMERAL = re.compile(rf"(?:{ARABIC}|[零〇一二两三四五六七八九十百千万亿])++(?:点[零〇一二三四五六七八九]++)?")
"""Matches every run of numeral characters; `parse_number` or `parse_amount` says whether it is a number."""

_TOKEN = re.compile(r"\d++(?:\.\d++)?|.", re.DOTALL)

BEFORE = {
    "约": "approx", "大约": "approx", "大概": "approx", "约为": "approx", "近": "approx", "将近": "approx", "接近": "approx", "约计": "approx",
    "逾": "gt", "超": "gt", "超过": "gt", "突破": "gt", "多于": "gt", "大于": "gt", "不止": "gt", "超出": "gt",
    "不足": "lt", "不到": "lt", "未满": "lt", "不满": "lt", "少于": "lt", "小于": "lt", "未到": "lt",
    "至少": "ge", "不少于": "ge", "不低于": "ge", "不小于": "ge", "最少": "ge", "不下": "ge", "不下于": "ge", "不少": "ge",
    "不超过": "le", "不多于": "le", "不高于": "le", "不大于": "le", "最多": "le", "至多": "le", "不超": "le",
}  # fmt: skip
"""Approximators before a number and the comparator each gives. 上 and 过 count only before a bare 百, 千, 万, 亿."""

BEFORE_BARE = {"上": "ge", "成": "ge", "过": "gt"}
AFTER = {
    "以上": "ge", "及以上": "ge", "(含)以上": "ge", "以内": "le", "之内": "le", "以下": "le", "及以下": "le", "(含)以下": "le",
    "左右": "approx", "上下": "approx",
}  # fmt: skip
"""Approximators after the unit."""
INSIDE = {"余": "gt", "多": "gt", "几": "gt"}
"""Approximators between number and unit."""

# The preceding character that makes an approximator part of another word: 预约, 最近, 通过.
_NOT_AFTER: dict[str, tuple[str, ...]] = {
    "约": (*"预节签违制合公特条邀履契缔续爽订简租誓", "规民"),
    "近": tuple("最附临靠就亲邻贴远"),
    "超": tuple("赶反"),
    "过": tuple("通超经不错难度路胜渡越跨走未"),
    "上": tuple("以网线会席之向马加身车早晚"),
    "成": tuple("完达形建组构促变养化生"),
    "不到": tuple("做达办看听感找得想查"),
}
_LONGEST_BEFORE = max(map(len, BEFORE))


@dataclass(slots=True, frozen=True)
class Amount:
    """A number with its bounds: value, or value to upper; comparator one of eq, approx, gt, ge, lt, le."""

    value: Decimal
    upper: Decimal | None = None
    comparator: str = "eq"

    def scaled(self, factor: Decimal) -> Amount:
        """The amount times a factor."""
        return replace(self, value=self.value * factor, upper=None if self.upper is None else self.upper * factor)


def parse_number(text: str) -> Decimal | None:
    """The exact number that the whole of a folded text writes (``3,000``, ``一千二百``, ``1.2万``, ``二〇二三``, ``九十七点五``), else None.

    A last digit after 百, 千, 万 or 亿 without 零 counts in the next lower scale (三百五 is 350).
    """
    if not 0 < len(text) <= MAX_NUMERAL:
        return None
    tokens = _TOKEN.findall(text.replace(",", ""))
    if "点" in tokens:
        return _parse_point(tokens)
    if len(tokens) > 1 and all(t in DIGITS for t in tokens):
        return Decimal("".join(str(DIGITS[t]) for t in tokens))
    return _parse_scaled(tokens)


def parse_scale(text: str) -> Decimal | None:
    """The factor of a run of scale characters (万: 10000, 千万: 10000000; the empty text: 1), else None."""
    factor = 1
    for char in text:
        scale = SMALL_SCALES.get(char) or LARGE_SCALES.get(char)
        if scale is None:
            return None
        factor *= scale
    return Decimal(factor)


def parse_amount(text: str) -> Amount | None:
    """Like `parse_number`, and the juxtaposed estimates: 三五 (3 to 5), 七八 (7 to 8), 十七八 (17 to 18), 三四百 (300 to 400), approx all."""
    pair = _parse_pair(text)
    if pair is not None:
        return pair
    number = parse_number(text)
    return None if number is None else Amount(number)


def parse_vague(scale: str) -> Amount | None:
    """What 数 or 几 before a scale means: 数十 is 10 to 99, 几百 is 100 to 999, approx. scale: the scale characters alone."""
    factor = parse_scale(scale) if scale else None
    return None if factor is None else Amount(factor, factor * 10 - 1, "approx")


def parse_fraction(text: str) -> Decimal | None:
    """A fraction of the form 三分之一 as a number of percent, rounded to four places (33.3333); 百分之九十八 is 98. Else None."""
    base, found, part = text.partition("分之")
    if not found:
        return None
    whole, share = parse_number(base), parse_number(part)
    if whole is None or share is None or whole <= 0:
        return None
    return share if whole == 100 else round(share * 100 / whole, 4)


def before_number(text: str, start: int, *, bare: bool = False) -> tuple[int, str]:
    """Find an approximator that ends where a number starts.

    text: folded. start: offset of the number. bare: the number is a scale alone (百, 万). Returns its offset and comparator;
    ``(start, "")`` if there is none.
    """
    end = start - 1 if start and text[start - 1] == " " else start
    for length in range(min(_LONGEST_BEFORE, end), 0, -1):
        word = text[end - length : end]
        comparator = BEFORE.get(word) or (BEFORE_BARE.get(word) if bare else None)
        if comparator and not text.endswith(_NOT_AFTER.get(word, ()), 0, end - length):
            return end - length, comparator
    return start, ""


def as_plain(number: Decimal) -> int | float:
    """A `Decimal` as JSON writes it: int where it is integral, else float."""
    return int(number) if number == number.to_integral_value() else float(number)


def _parse_pair(text: str) -> Amount | None:
    """三五, 七八, 十七八, 三四十, 三四百: two digits side by side that follow one another, or 三五."""
    for at in range(min(len(text) - 1, 4)):
        low, high = DIGITS.get(text[at]), DIGITS.get(text[at + 1])
        if low is None or high is None or not low:
            continue
        if high - low != 1 and (low, high) != (3, 5):
            return None
        head, tail = text[:at], text[at + 2 :]
        if (head and head[-1] not in SMALL_SCALES) or any(c in DIGITS for c in tail):
            return None
        first, second = parse_number(head + text[at] + tail), parse_number(head + text[at + 1] + tail)
        return None if first is None or second is None or first >= second else Amount(first, second, "approx")
    return None


def _parse_point(tokens: list[str]) -> Decimal | None:
    at = tokens.index("点")
    whole = _parse_scaled(tokens[:at]) if at else None
    digits = tokens[at + 1 :]
    if whole is None or not digits or any(t not in DIGITS for t in digits):
        return None
    return whole + Decimal("0." + "".join(str(DIGITS[t]) for t in digits))


def _parse_scaled(tokens: list[str]) -> Decimal | None:
    total = section = Decimal(0)
    pending: Decimal | None = None
    below, section_below, last = 10**12, 10**4, 0
    zero = False
    for token in tokens:
        if token in ("零", "〇") and len(tokens) > 1:
            if pending is not None:
                return None
            zero = True
        elif token in DIGITS or token[0].isdigit():
            if pending is not None:
                return None
            pending = Decimal(DIGITS[token]) if token in DIGITS else Decimal(token)
        elif token in SMALL_SCALES:
            scale = SMALL_SCALES[token]
            if scale >= section_below or (pending is None and section and scale > 10):
                return None
            section += (Decimal(1) if pending is None else pending) * scale
            pending, section_below, last, zero = None, scale, scale, False
        elif token in LARGE_SCALES:
            scale = LARGE_SCALES[token]
            if last >= 10**4 and pending is None and not section and scale == 10**8:
                total *= scale  # 万亿
            elif scale >= below:
                return None
            else:
                part = section + (pending or 0)
                total += (part or 1) * scale
            section, pending, below, section_below, last, zero = Decimal(0), None, scale, 10**4, scale, False
        else:
            return None
    if pending is not None:
        section += pending * (last // 10 if last >= 100 and not zero and pending < 10 and len(tokens[-1]) == 1 else 1)
    return total + section
