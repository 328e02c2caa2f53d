from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_nlp.core.numerals import MAX_NUMERAL, Amount, as_plain, before_number, parse_amount, parse_fraction, parse_number, parse_vague


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"), ("零", "0"), ("两", "2"), ("十", "10"), ("十二", "12"), ("二十", "20"), ("九十九", "99"), ("一百零五", "105"), ("一百一十", "110"),
        ("三百五", "350"), ("一千零二十", "1020"), ("一千二百", "1200"), ("两千三百", "2300"), ("一万二", "12000"), ("六万两千", "62000"),
        ("三万一千", "31000"), ("十二万", "120000"), ("二〇二三", "2023"), ("九十七点五", "97.5"), ("3000", "3000"), ("3,000", "3000"),
        ("1,234,567", "1234567"), ("98.5", "98.5"), ("1.2万", "12000"), ("122.4552万", "1224552"), ("3亿", "300000000"), ("2亿3000万", "230000000"),
        ("3万5千", "35000"), ("1千", "1000"), ("1万亿", "1000000000000"),
    ],
)  # fmt: skip
def test_number(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "百千万", "十四五十", "8五", "一百二百", "点五", "九点", "三余", "件", "9" * (MAX_NUMERAL + 1)])
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"), [("三五", 3, 5), ("七八", 7, 8), ("十七八", 17, 18), ("三四百", 300, 400), ("两三千", 2000, 3000), ("一两", 1, 2)]
)
def test_estimates_side_by_side(text: str, low: int, high: int) -> None:
    assert parse_amount(text) == Amount(Decimal(low), Decimal(high), "approx")


def test_digits_that_do_not_follow_one_another_are_no_estimate() -> None:
    assert parse_amount("八五") == Amount(Decimal(85))


@pytest.mark.parametrize(("scale", "low", "high"), [("十", 10, 99), ("百", 100, 999), ("万", 10_000, 99_999)])
def test_vague_scales(scale: str, low: int, high: int) -> None:
    assert parse_vague(scale) == Amount(Decimal(low), Decimal(high), "approx")


@pytest.mark.parametrize(
    ("text", "value"), [("百分之九十八", "98"), ("百分之九十七点五", "97.5"), ("百分之百", "100"), ("三分之二", "66.6667"), ("四分之三", "75")]
)
def test_fraction(text: str, value: str) -> None:
    assert parse_fraction(text) == Decimal(value)


@pytest.mark.parametrize("text", ["一半", "零分之一", "分之一", "三分之"])
def test_no_fraction(text: str) -> None:
    assert parse_fraction(text) is None


@pytest.mark.parametrize(
    ("text", "length", "comparator"),
    [
        ("发放约", 1, "approx"), ("化解约", 1, "approx"), ("不少于", 3, "ge"), ("不超过", 3, "le"), ("不足", 2, "lt"), ("突破", 2, "gt"), ("达近", 1, "approx"),
        ("预约", 0, ""), ("村规民约", 0, ""), ("最近", 0, ""), ("签约", 0, ""), ("发放", 0, ""),
    ],
)  # fmt: skip
def test_approximator_before_a_number(text: str, length: int, comparator: str) -> None:
    assert before_number(text, len(text)) == (len(text) - length, comparator)


def test_over_and_above_need_a_bare_scale() -> None:
    assert before_number("举办上", 3, bare=True) == (2, "ge")
    assert before_number("举办上", 3) == (3, "")
    assert before_number("通过", 2, bare=True) == (2, "")


def test_plain_numbers_are_whole_where_they_can_be() -> None:
    assert as_plain(Decimal("12000.0")) == 12000
    assert isinstance(as_plain(Decimal("12000.0")), int)
    assert as_plain(Decimal("98.5")) == 98.5


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    text, zero = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + name
        zero = digit == 0
    return text


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_every_written_number_is_read_back(high: int, low: int) -> None:
    text = _chinese(high) + "万" + (("零" if low < 1000 else "") + _chinese(low) if low else "")
    assert parse_number(text) == high * 10_000 + low
