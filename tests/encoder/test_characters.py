import json

import pytest

from fazhi_nlp.core.errors import ConfigError
from fazhi_nlp.encoder.characters import _COMMON, SPECIALS, CharVocabulary


def wordpiece(extra=()):
    return {token: k for k, token in enumerate([*SPECIALS, *dict.fromkeys(_COMMON), "2022", "##年", "a", "0", "2", ",", *extra])}


def test_one_character_is_one_id_even_where_the_vocabulary_has_longer_pieces():
    vocabulary = CharVocabulary(wordpiece())
    ids = vocabulary.encode("2022年")
    assert ids.tolist() == [vocabulary.tokens[c] for c in "2022年"]
    assert "2022" not in vocabulary.tokens


def test_case_width_and_unknown_characters():
    vocabulary = CharVocabulary(wordpiece())
    tokens = vocabulary.tokens
    assert vocabulary.encode("A，２㐀").tolist() == [tokens["a"], tokens[","], tokens["2"], vocabulary.unknown]


def test_a_blank_is_never_unknown():
    assert CharVocabulary(wordpiece()).encode(" \u3000").tolist() == [3, 3]


def test_alias_comes_before_folding():
    vocabulary = CharVocabulary(wordpiece(["；"]), {"；": "a"})
    assert vocabulary.encode("；").tolist() == [vocabulary.tokens["；"]]
    assert CharVocabulary(wordpiece(), {"；": "a"}).encode("；").tolist() == [vocabulary.tokens["a"]]


@pytest.mark.parametrize("drop", ["[MASK]", "[PAD]"])
def test_a_vocabulary_without_special_tokens_does_not_fit(drop):
    tokens = wordpiece()
    del tokens[drop]
    with pytest.raises(ConfigError, match=r"E401.*\[") as error:
        CharVocabulary(tokens)
    assert drop in str(error.value)


def test_a_vocabulary_without_chinese_does_not_fit():
    with pytest.raises(ConfigError, match=r"E401.*0% of the most common"):
        CharVocabulary({token: k for k, token in enumerate([*SPECIALS, *"abc"])})


def test_files(tmp_path):
    vocabulary = CharVocabulary(wordpiece(), {"；": ","})
    vocabulary.save(tmp_path)
    again = CharVocabulary.load(tmp_path)
    assert again.tokens == vocabulary.tokens
    assert again.encode("；年x").tolist() == vocabulary.encode("；年x").tolist()


def test_files_of_bases(tmp_path):
    own, wordpieces = tmp_path / "own", tmp_path / "wordpieces"
    own.mkdir()
    wordpieces.mkdir()
    tokens = wordpiece()
    (own / "vocab.json").write_text(json.dumps(list(tokens)), encoding="utf-8")
    (own / "normalize.json").write_text(json.dumps({"；": ","}), encoding="utf-8")
    (wordpieces / "vocab.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8")
    assert CharVocabulary.load(own).encode("法；").tolist() == [tokens["法"], tokens[","]]
    assert CharVocabulary.load(wordpieces).encode("法2").tolist() == [tokens["法"], tokens["2"]]
    with pytest.raises(ConfigError, match=r"no vocab\.json and no vocab\.txt"):
        CharVocabulary.load(tmp_path)
