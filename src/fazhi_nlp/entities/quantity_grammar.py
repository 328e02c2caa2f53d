"""Reads a quantity at a numeral: approximators, range, scale, unit. No judgement on whether it is an achievement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.core.numerals import (
    AFTER,
    BEFORE,
    BEFORE_BARE,
    DIGITS,
    INSIDE,
    LARGE_SCALES,
    NUMERAL,
    Amount,
    as_plain,
    before_number,
    parse_amount,
    parse_fraction,
    parse_number,
    parse_scale,
    parse_vague,
)
from fazhi_nlp.knowledge.units import Unit

PERCENT = "%"
_SCALES = "十百千万亿"
_SCALE_NUMERAL = re.compile(rf"[{_SCALES}]+")
_RANGE = re.compile(r"(?P<percent>%?)(?:-{1,2}|~|至|到)(?=[\d一二两三四五六七八九十])")
_TENTHS = re.compile(r"成(?P<half>[一二三四五六七八九1-9半]?)(?P<more>多?)(?![立员果效为功熟都本人长绩份年型形交就不品套分语语龙婚才因])")
_PLACES = re.compile(r"\([次件起场]\)")
_NOT_VAGUE_AFTER = "人次件总基指分为负整参系少多半倍级点函岁无户"
_TIMES = re.compile(r"翻(?P<times>[一二两三]?)番")
_HALF = re.compile(r"过半(?![数年月天百])|半数以上")


@dataclass(slots=True, frozen=True)
class Quantity:
    """A number with its unit in a folded text. start, end: characters; numeral: offset of the first numeral character."""

    start: int
    end: int
    numeral: int
    amount: Amount
    unit: str
    kind: str
    """Kind of the unit in the table of units; "" without unit; fraction, half and times for the forms without one."""
    weak: bool = False
    chinese: bool = False
    """Whether the number is written in Chinese characters only."""

    def attrs(self) -> dict[str, Any]:
        """The plain data of a span: value, upper, comparator, unit."""
        upper = None if self.amount.upper is None else as_plain(self.amount.upper)
        return {"value": as_plain(self.amount.value), "upper": upper, "comparator": self.amount.comparator, "unit": self.unit}


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def _unit_order(unit: Unit) -> tuple[int, str]:
    return -len(unit.id), unit.id


def _unit_pattern(unit: Unit) -> str:
    return re.escape(unit.id) + (f"(?!{_alternatives(unit.not_before)})" if unit.not_before else "")


class QuantityGrammar:
    """Reads quantities with the units of one table of units; linear, without state."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = {u.id: u for u in units}
        inside = "".join(INSIDE)
        unit = "|".join(map(_unit_pattern, sorted(self._units.values(), key=_unit_order)))
        self._tail = re.compile(
            rf"(?P<inside>[{inside}]?)(?P<gap> ?)(?P<scale>[{_SCALES}]{{0,3}})(?P<inside2>[余多]?) ?"
            rf"(?:(?P<unit>{unit})(?P<places>(?:{_PLACES.pattern})?)(?P<over>(?:(?<=[倍个])[多余])?))?(?P<after>{_alternatives(AFTER)})?"
        )

    def read_all(self, text: str) -> list[Quantity]:
        """Every quantity of a folded text, in order, without overlap. Numbers without a unit are there too (unit "")."""
        found = [reader(m) for pattern, reader in ((_TIMES, _read_times), (_HALF, _read_half)) for m in pattern.finditer(text)]
        taken = {q.numeral for q in found}
        numerals = [m for m in NUMERAL.finditer(text) if m.start() not in taken]
        index = last = 0
        while index < len(numerals):
            quantity, index = self._read(text, numerals, index)
            if quantity is not None and quantity.start >= last:
                found.append(quantity)
                last = quantity.end
        return sorted(found, key=_by_start)

    def _read(self, text: str, numerals: list[re.Match[str]], index: int) -> tuple[Quantity | None, int]:
        match = numerals[index]
        start, end = match.span()
        surface = match.group()
        following = numerals[index + 1] if index + 1 < len(numerals) else None
        if following is not None and following.start() == end + 2 and text.startswith("分之", end):
            return self._read_fraction(text, match, following), index + 2
        digit = DIGITS.get(surface) if len(surface) == 1 else (int(surface) if len(surface) == 1 and surface.isdigit() else None)
        if digit and (tenths := _TENTHS.match(text, end)):
            return self._read_tenths(text, match, digit, tenths), index + 1 + bool(tenths["half"] and tenths["half"] != "半")
        chinese = not any(c.isdigit() and c.isascii() for c in surface)
        bare = bool(_SCALE_NUMERAL.fullmatch(surface)) and surface != "十"
        if start and text[start - 1] in "数几" and _SCALE_NUMERAL.fullmatch(surface) and self._vague_before(text, start - 1):
            return self._finish(text, match, start - 1, end, parse_vague(surface), chinese=True), index + 1
        amount = parse_amount(surface)
        if amount is None:
            return None, index + 1
        ranged = _RANGE.match(text, end)
        if ranged and following is not None and following.start() == ranged.end() and amount.upper is None:
            joined = self._read_range(text, match, following, amount, percent=bool(ranged["percent"]))
            if joined is not None:
                return joined, index + 2
        return self._finish(text, match, start, end, amount, chinese=chinese, bare=bare), index + 1

    @staticmethod
    def _vague_before(text: str, at: int) -> bool:
        """Whether 数 or 几 belongs to the number (文件数十件), not to the word before (人数十名)."""
        return text[max(0, at - 1) : at] not in tuple(_NOT_VAGUE_AFTER) or text.endswith(("文件", "案件", "信件", "证件"), 0, at)

    def _finish(self, text: str, match: re.Match[str], start: int, end: int, amount: Amount | None, *, chinese: bool, bare: bool = False) -> Quantity | None:
        """Approximators, scale and unit around a number that stands at start to end."""
        tail = self._tail.match(text, end)
        if amount is None or tail is None:
            return None
        scale = parse_scale(tail["scale"]) if tail["inside"] or tail["gap"] or not tail["scale"] else None
        if scale is None:
            return None
        amount = amount.scaled(scale)
        comparator, vague = amount.comparator, amount.comparator == "approx"
        inside = tail["inside"] or tail["inside2"] or tail["over"]
        if inside and not vague:
            comparator = INSIDE[inside]
        begin, before = before_number(text, start, bare=bare)
        if bare and not (before or inside or vague):
            return None
        comparator = before or comparator
        if tail["after"] and (tail["unit"] or amount.comparator != "eq" or inside or not chinese):
            if not (before and AFTER[tail["after"]] == "approx"):
                comparator = AFTER[tail["after"]]
            stop = tail.end()
        else:
            stop = tail.start("after") if tail["after"] else tail.end()
        if tail["unit"] is None and text[stop - 1] == " ":
            stop -= 1
        unit = (tail["unit"] or "") + (tail["places"] or "")
        entry = self._units.get(tail["unit"] or "")
        return Quantity(
            begin, stop, match.start(), replace(amount, comparator=comparator), unit, entry.kind if entry else "", bool(entry and entry.weak), chinese
        )

    def _read_range(self, text: str, first: re.Match[str], second: re.Match[str], low: Amount, *, percent: bool) -> Quantity | None:
        high = parse_number(second.group())
        if high is None or text[max(0, first.start() - 1) : first.start()] in ("由", "从"):
            return None
        value = low.value
        if high <= value and second.group()[-1] in LARGE_SCALES:
            value *= LARGE_SCALES[second.group()[-1]]  # 3至5万
        elif second.group()[-1] in LARGE_SCALES and first.group()[-1] not in LARGE_SCALES and value < 100:
            value *= LARGE_SCALES[second.group()[-1]]
        if high <= value:
            return None
        joined = self._finish(text, first, first.start(), second.end(), Amount(value, high), chinese=not first.group()[0].isascii())
        return None if joined is None or (percent and joined.unit != PERCENT) else joined

    def _read_fraction(self, text: str, base: re.Match[str], part: re.Match[str]) -> Quantity | None:
        share = parse_fraction(text[base.start() : part.end()])
        if share is None:
            return None
        found = self._finish(text, base, base.start(), part.end(), Amount(share), chinese=False)
        if found is None:
            return None
        end = found.end if not found.unit else part.end()
        return replace(found, end=end, unit=PERCENT, kind="ratio" if base.group() in ("百", "100") else "fraction", weak=False)

    def _read_tenths(self, text: str, match: re.Match[str], digit: int, tenths: re.Match[str]) -> Quantity:
        half = tenths["half"]
        value = Decimal(digit * 10) + (Decimal(5) if half == "半" else Decimal(DIGITS.get(half, 0) if not half.isdigit() else int(half)))
        begin, comparator = before_number(text, match.start())
        end = tenths.end()
        after = next((a for a in AFTER if text.startswith(a, end)), "")
        if tenths["more"]:
            comparator = INSIDE[tenths["more"]]
        return Quantity(begin, end + len(after), match.start(), Amount(value, None, AFTER.get(after) or comparator or "eq"), PERCENT, "fraction", chinese=True)


def _read_times(match: re.Match[str]) -> Quantity:
    times = DIGITS.get(match["times"], 1)
    return Quantity(match.start(), match.end(), match.start("times"), Amount(Decimal(2**times)), "倍", "times")


def _read_half(match: re.Match[str]) -> Quantity:
    comparator = "gt" if match.group() == "过半" else "ge"
    return Quantity(match.start(), match.end(), match.start(), Amount(Decimal(50), None, comparator), PERCENT, "half")


def _by_start(quantity: Quantity) -> int:
    return quantity.start


@lru_cache(maxsize=256)
def grammar_of(units: tuple[Unit, ...]) -> QuantityGrammar:
    """The grammar for a table of units, made once."""
    return QuantityGrammar(units)


_ANY_BEFORE = re.compile(rf"(?:{_alternatives([*BEFORE, *BEFORE_BARE])})? ?(?=[\d零〇一二两三四五六七八九十百千万亿数几])")
_NONE = re.compile(r"(?:无|没有|未|不)(?:有)?一(?P<unit>.*)")
_ANY_UNIT = re.compile(rf"[{''.join(INSIDE)}]? ?[{_SCALES}]{{0,3}}[余多]? ?(?P<unit>.*?)(?:(?<=[倍个])[多余])?(?:{_alternatives(AFTER)})?", re.DOTALL)
_KNOWN_RATIOS = ("%", "个百分点")


def parse_quantity(text: str) -> dict[str, Any] | None:
    """The attributes that the whole text of a quantity span says: ``3000余份`` gives value 3000, upper None, comparator gt, unit 份.

    text: as it stands in a report, any width. The unit is whatever follows the number, known to the table of units or not.
    Returns None if there is no number at its head.
    """
    folded = fold(text).strip()
    if none := _NONE.fullmatch(folded):
        return {"value": 0, "upper": None, "comparator": "eq", "unit": none["unit"]}
    head = _ANY_BEFORE.match(folded)
    numeral = NUMERAL.search(folded)
    if head is None and not (_TIMES.match(folded) or _HALF.match(folded)):
        return None
    unit = ""
    if numeral is not None and (rest := _ANY_UNIT.fullmatch(folded, numeral.end())):
        unit = rest["unit"]
    last = list(NUMERAL.finditer(folded))
    if len(last) > 1 and (rest := _ANY_UNIT.fullmatch(folded, last[-1].end())) and _RANGE.match(folded, last[0].end()):
        unit = rest["unit"]
    units = tuple(Unit(u, "ratio" if u in _KNOWN_RATIOS else "count") for u in sorted({unit, *_KNOWN_RATIOS}) if u)
    found = grammar_of(units).read_all(folded)
    return found[0].attrs() if found else None
