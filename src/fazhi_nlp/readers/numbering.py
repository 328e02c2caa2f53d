"""The automatic numbers of a Word file: which number stands before a paragraph although it is not in its text.

Word keeps them in ``numbering.xml``: a paragraph (or its style) names a list (``num``) and a level; the list points to an abstract list
with a format, a pattern (``第%1条``, ``（%2）``) and a start a level. Counters belong to the abstract list; a list with a
``startOverride`` starts afresh where it is first used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_MOST_STYLE_STEPS = 20
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    legal: bool = False
    """Whether the numbers of the levels above are written in Arabic digits, whatever their own format."""
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    restarts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """Numbers the paragraphs of one document, which must come in the order of the document.

    lists: by ``numId``. styles: by style id, ``(based on, numId or None, level or None)``.
    """

    lists: dict[str, _List]
    styles: Mapping[str, tuple[str | None, str | None, int | None]]
    default_style: str | None = None
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _used: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def from_parts(cls, numbering: Any | None, styles: Any | None) -> Numbering:
        """From the root elements of ``numbering.xml`` and ``styles.xml``; either may be None."""
        table, default = _styles(styles)
        return cls(_lists(numbering, table), table, default)

    def number(self, paragraph: Any) -> str:
        """The number that Word shows before a ``w:p`` element, with one blank where it does not end in punctuation, or ``""`` (bullets
        too: they say nothing)."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        number_id, level = found
        owner = self.lists.get(number_id)
        if owner is None or level not in owner.levels:
            return ""
        counters = self._counters.setdefault(owner.abstract, {})
        own = owner.levels[level]
        first = (number_id, level) not in self._used
        self._used.add((number_id, level))
        if level in owner.restarts and first:
            counters[level] = owner.restarts[level]
        else:
            counters[level] = counters[level] + 1 if level in counters else own.start
        for lower in [k for k in counters if k > level]:
            restart = owner.levels[lower].restart if lower in owner.levels else None
            if restart is None or (restart != 0 and level < restart):
                del counters[lower]
        text = self._filled(owner, level, counters)
        return text + " " if text and text[-1].isalnum() else text

    def _filled(self, owner: _List, level: int, counters: dict[int, int]) -> str:
        own = owner.levels[level]
        if own.format in ("bullet", "none") and "%" not in own.pattern:
            return "" if own.format == "bullet" else own.pattern.strip()
        text = own.pattern
        for at in range(level + 1):
            mark = f"%{at + 1}"
            if mark not in text:
                continue
            upper = owner.levels.get(at, _Level())
            value = counters.get(at, upper.start)
            text = text.replace(mark, format_number(value, "decimal" if own.legal and at < level else upper.format))
        return text.strip()

    def _list_of(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and level of a paragraph, its own or its style's; None if it has none or turns them off (list 0)."""
        properties = paragraph.find(f"{_W}pPr")
        number_id, level, style = None, None, None
        if properties is not None:
            number_id, level = _numbering_properties(properties)
            style = _value(properties, "pStyle")
        style = style or self.default_style
        steps = 0
        inherited_from = None
        while number_id is None and style is not None and steps < _MOST_STYLE_STEPS:
            based_on, style_number, style_level = self.styles.get(style, (None, None, None))
            level = style_level if level is None else level
            if style_number is not None:
                number_id, inherited_from = style_number, style
            style = based_on
            steps += 1
        if number_id is None or number_id == "0":
            return None
        if level is None and inherited_from is not None and number_id in self.lists:
            # a heading style names only the list; the level that names the style is its own
            level = next((k for k, v in self.lists[number_id].levels.items() if v.style == inherited_from), None)
        return number_id, min(level or 0, _LEVELS - 1)


def format_number(value: int, kind: str) -> str:
    """A counter in one of Word's number formats (``chineseCountingThousand``, ``decimalEnclosedCircle`` …); Arabic digits for a format
    that is not known."""
    writer = _FORMATS.get(kind)
    return writer(value) if writer is not None and value >= 0 else str(value)


def _counting(value: int, *, digits: str = _DIGITS, units: tuple[str, ...] = ("", "十", "百", "千"), zero: str = "零") -> str:
    """Chinese counting below ten thousand: 十一, 二十, 一百零三."""
    if value == 0 or value >= 10_000:
        return zero if value == 0 else str(value)
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            text += (zero if gap and text else "") + digits[digit] + units[power]
            gap = False
        else:
            gap = True
    return text[1:] if digits == _DIGITS and 10 <= value < 20 else text


def _chinese_counting(value: int) -> str:
    return _counting(value) if value < 100 else _digital(value)


def _legal(value: int) -> str:
    return _counting(value, digits=_LEGAL, units=("", "拾", "佰", "仟"))


def _digital(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _letters(value: int) -> str:
    return chr(96 + (value - 1) % 26 + 1) * ((value - 1) // 26 + 1) if value else ""


def _roman(value: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        text += letters * (value // size)
        value %= size
    return text


def _upper_letters(value: int) -> str:
    return _letters(value).upper()


def _upper_roman(value: int) -> str:
    return _roman(value).upper()


def _circle(value: int) -> str:
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    return chr(0x3251 + value - 21) if 21 <= value <= 35 else str(value)


def _in_brackets(value: int) -> str:
    return chr(0x2474 + value - 1) if 1 <= value <= 20 else f"({value})"


def _with_stop(value: int) -> str:
    return chr(0x2488 + value - 1) if 1 <= value <= 20 else f"{value}."


def _circled_chinese(value: int) -> str:
    return chr(0x3280 + value - 1) if 1 <= value <= 10 else _counting(value)


def _stem(value: int) -> str:
    return _STEMS[(value - 1) % 10] if value else ""


def _branch(value: int) -> str:
    return _BRANCHES[(value - 1) % 12] if value else ""


def _padded(value: int) -> str:
    return f"{value:02d}"


def _full_width(value: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(value))


def _nothing(value: int) -> str:
    return ""


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str, "decimalHalfWidth": str, "decimalZero": _padded, "decimalFullWidth": _full_width, "decimalFullWidth2": _full_width,
    "chineseCounting": _chinese_counting, "chineseCountingThousand": _counting, "taiwaneseCounting": _chinese_counting,
    "taiwaneseCountingThousand": _counting, "japaneseCounting": _counting, "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital, "taiwaneseDigital": _digital, "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal, "ideographTraditional": _stem, "ideographZodiac": _branch,
    "ideographEnclosedCircle": _circled_chinese, "decimalEnclosedCircle": _circle, "decimalEnclosedCircleChinese": _circle,
    "decimalEnclosedParen": _in_brackets, "decimalEnclosedFullstop": _with_stop, "lowerLetter": _letters, "upperLetter": _upper_letters,
    "lowerRoman": _roman, "upperRoman": _upper_roman, "bullet": _nothing, "none": _nothing,
}  # fmt: skip


def _lists(root: Any | None, styles: Mapping[str, tuple[str | None, str | None, int | None]]) -> dict[str, _List]:
    if root is None:
        return {}
    abstracts = {a.get(f"{_W}abstractNumId"): a for a in root.iter(f"{_W}abstractNum")}
    numbers = {n.get(f"{_W}numId"): n for n in root.iter(f"{_W}num")}
    lists = {}
    for number_id, number in numbers.items():
        abstract_id = _value(number, "abstractNumId")
        abstract = abstracts.get(abstract_id)
        link = _value(abstract, "numStyleLink") if abstract is not None else None
        if link is not None:
            # the list is that of a numbering style, kept in another abstract list
            abstract_id = next((k for k, a in abstracts.items() if _value(a, "styleLink") == link), abstract_id)
            linked = styles.get(link, (None, None, None))[1]
            if linked in numbers and abstract_id not in abstracts:
                abstract_id = _value(numbers[linked], "abstractNumId")
            abstract = abstracts.get(abstract_id)
        if abstract is None or abstract_id is None:
            continue
        levels = _levels(abstract)
        restarts: dict[int, int] = {}
        for override in number.iter(f"{_W}lvlOverride"):
            at = _integer(override.get(f"{_W}ilvl"), 0)
            start = _value(override, "startOverride")
            if start is not None:
                restarts[at] = _integer(start, 1)
            levels.update(_levels(override))
        lists[number_id] = _List(abstract_id, levels, restarts)
    return lists


def _levels(parent: Any) -> dict[int, _Level]:
    levels = {}
    for item in parent.iter(f"{_W}lvl"):
        legal = item.find(f"{_W}isLgl")
        restart = _value(item, "lvlRestart")
        levels[_integer(item.get(f"{_W}ilvl"), 0)] = _Level(
            start=_integer(_value(item, "start"), 0),
            format=_value(item, "numFmt") or "decimal",
            pattern=_value(item, "lvlText") or "",
            legal=legal is not None and legal.get(f"{_W}val") not in ("0", "false", "off"),
            restart=_integer(restart, 0) if restart is not None else None,
            style=_value(item, "pStyle"),
        )
    return levels


def _styles(root: Any | None) -> tuple[dict[str, tuple[str | None, str | None, int | None]], str | None]:
    table: dict[str, tuple[str | None, str | None, int | None]] = {}
    default = None
    if root is None:
        return table, default
    for style in root.iter(f"{_W}style"):
        style_id = style.get(f"{_W}styleId")
        if style_id is None:
            continue
        properties = style.find(f"{_W}pPr")
        number_id, level = _numbering_properties(properties) if properties is not None else (None, None)
        table[style_id] = (_value(style, "basedOn"), number_id, level)
        if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true"):
            default = style_id
    return table, default


def _numbering_properties(properties: Any) -> tuple[str | None, int | None]:
    found = properties.find(f"{_W}numPr")
    if found is None:
        return None, None
    level = _value(found, "ilvl")
    return _value(found, "numId"), _integer(level, 0) if level is not None else None


def _value(parent: Any, name: str) -> str | None:
    child = parent.find(f"{_W}{name}")
    return child.get(f"{_W}val") if child is not None else None


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
