from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_nlp.core.errors import InputError
from fazhi_nlp.readers import read
from fazhi_nlp.readers.encoding import MIXED, decode

TEXT = "2023年，石坪镇在县委、县政府的领导下，扎实推进法治政府建设，现将有关情况报告如下。\r\n一、主要举措和成效\r\n"
TRADITIONAL = "2023年，石坪鎮在縣委、縣政府的領導下，紮實推進法治政府建設，現將有關情況報告如下。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"])
@pytest.mark.parametrize("text", [TEXT, "共计3次", "镇", "石坪镇人民政府"])
def test_encodings_of_simplified_chinese(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8"])
def test_traditional_characters_keep_their_encoding(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)).text == TRADITIONAL


def test_big_endian_utf16_with_mark_gives_no_mark() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")).text == TEXT


def test_ascii_in_utf16_without_mark() -> None:
    assert decode("2023 report\n".encode("utf-16-le")).text == "2023 report\n"


@pytest.mark.parametrize("many", [1, 200])
def test_lines_of_two_encodings(many: int) -> None:
    data = TEXT.encode("gb18030") * many + TEXT.encode("utf-8")
    decoded = decode(data)
    assert decoded.text == TEXT * (many + 1)
    assert decoded.encoding == MIXED


def test_a_broken_byte_costs_a_warning_and_one_place() -> None:
    data = bytearray((TEXT * 100).encode("gb18030"))
    data[300] = 0xFF
    decoded = decode(bytes(data))
    assert decoded.encoding == "gb18030"
    assert decoded.warning is not None
    assert decoded.warning.startswith("[W101]")
    assert decoded.text.endswith(TEXT * 95)


def test_a_cut_last_character_is_read() -> None:
    decoded = decode((TEXT * 3).encode("utf-8") + "镇".encode()[:2])
    assert decoded.text == TEXT * 3 + "\ufffd"
    assert decoded.encoding == "utf-8"
    assert decoded.warning is not None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E103"),
        (b" \r\n\t", "E103"),
        ("\ufeff　\n".encode(), "E103"),
        (b"\0" * 64, "E103"),
        (bytes(range(1, 9)) * 100, "E104"),
        (bytes((7 * k * k + 13 * k) % 256 for k in range(4000)), "E104"),
        (bytes(0x80 + (k * 37) % 128 for k in range(4000)), "E105"),
    ],
)
def test_what_is_no_text(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == code


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_coded_error(data: bytes) -> None:
    with suppress(InputError):
        assert read(data).text.strip()


@given(st.text(alphabet=st.characters(codec="gb18030", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60))
def test_chinese_before_rare_characters_decides(tail: str) -> None:
    text = TEXT * 3 + tail
    assert decode(text.encode("gb18030")).text == text
