import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from fazhi_nlp.core.errors import ConfigError, InputError
from fazhi_nlp.core.tokenizer import MAX_LENGTH, NAME

BLANK = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": NAME}}})


@given(st.text())
def test_one_token_a_code_point(text):
    doc = BLANK.make_doc(text)
    assert doc.text == text
    assert [token.text for token in doc] == list(text)
    assert [token.idx for token in doc] == list(range(len(text)))


def test_white_space_is_kept():
    text = " 一、\u3000主要\r\n\t举措  \n\n"
    assert BLANK(text).text == text


def test_too_long():
    with pytest.raises(InputError, match="E005") as caught:
        BLANK.tokenizer("字" * (MAX_LENGTH + 1))
    assert caught.value.code == "E005"


def test_round_trip(tmp_path):
    BLANK.to_disk(tmp_path / "blank")
    again = spacy.load(tmp_path / "blank")
    assert [t.text for t in again("2022年 县委")] == list("2022年 县委")
    assert again.max_length == MAX_LENGTH


def test_foreign_data_are_refused():
    with pytest.raises(ConfigError, match="E003"):
        BLANK.tokenizer.from_bytes(spacy.blank("en").tokenizer.to_bytes())
