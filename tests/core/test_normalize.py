from hypothesis import given
from hypothesis import strategies as st

from fazhi_nlp.core.normalize import fold


@given(st.text())
def test_keeps_length_and_line_ends(text):
    folded = fold(text)
    assert len(folded) == len(text)
    for before, after in zip(text, folded, strict=True):
        assert (before in "\r\n") == (after in "\r\n")


@given(st.text())
def test_is_stable(text):
    assert fold(fold(text)) == fold(text)


def test_folds():
    assert fold("（２０２２—2023）年：９８％，區域") == "(2022-2023)年:98%,区域"
    assert fold("《条例》。、“八五”") == "《条例》。、“八五”"


def test_characters_of_simplified_text_stay():
    assert fold("显著乾坤叶於") == "显著乾坤叶於"
