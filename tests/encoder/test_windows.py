from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_nlp.encoder import windows as w
from fazhi_nlp.encoder.characters import _COMMON, SPECIALS, CharVocabulary

VOCABULARY = CharVocabulary({token: k for k, token in enumerate([*SPECIALS, *dict.fromkeys(_COMMON), "。", "、"])})


def test_a_row_is_path_and_paragraph():
    passage = w.Passage("政府工作", ("一、法治建设", "（一）学习"), 2, 9)
    (row,) = w.windows([passage], VOCABULARY)
    path = VOCABULARY.encode("法治建设。学习").tolist()
    assert row.ids.tolist() == [VOCABULARY.cls, *path, VOCABULARY.sep, *VOCABULARY.encode("政府工作"), VOCABULARY.sep]
    assert row.ids[row.characters].tolist() == VOCABULARY.encode("政府工作").tolist()
    assert (row.start, row.end, row.core_start, row.core_end, row.place) == (0, 4, 0, 4, (2, 6, 1))


def test_the_path_keeps_the_outermost_and_the_innermost_headings():
    assert w.path_text(["一、甲", "（一）乙", "1.丙", "（1）丁"]) == "甲。丙。丁"
    assert len(w.path_text(["政" * 90])) == w._PATH_CHARACTERS


@given(st.integers(1, 2000), st.integers(120, 250), st.lists(st.integers(1, 2000)))
def test_pieces_cover_all_and_overlap(length, room, ends):
    pieces = w.cut(length, room, sorted(e for e in ends if e <= length))
    assert pieces[0][0] == 0
    assert pieces[-1][1] == length
    assert all(0 < end - start <= room for start, end in pieces)
    for (_, before), (start, after) in pairwise(pieces):
        assert before - start >= w.OVERLAP
        assert after > before


@given(st.lists(st.integers(0, 900), max_size=6))
def test_cores_partition_each_passage(lengths):
    passages = [w.Passage("法治。政府" * (n // 5) + "年" * (n % 5)) for n in lengths]
    rows = w.windows(passages, VOCABULARY)
    for number, passage in enumerate(passages):
        cores = [(r.core_start, r.core_end) for r in rows if r.passage == number]
        assert [c for start, end in cores for c in range(start, end)] == list(range(len(passage.text)))
    assert all(len(r.ids) <= w.LONGEST and r.start <= r.core_start < r.core_end <= r.end for r in rows)


def test_a_long_passage_is_cut_at_sentences():
    passage = w.Passage(("政府工作依法开展" * 6 + "。") * 10)
    rows = w.windows([passage], VOCABULARY)
    assert len(rows) > 2
    assert all(passage.text[r.end - 1] == "。" for r in rows)
    assert all(r.start == 0 or passage.text[r.start - 1] == "。" for r in rows)


@given(st.lists(st.integers(1, w.LONGEST), max_size=60), st.integers(256, 4096))
def test_batches_hold_every_row_once_with_little_padding(lengths, budget):
    found = list(w.batches(lengths, budget=budget))
    assert sorted(k for batch in found for k in batch) == list(range(len(lengths)))
    for batch in found:
        size = len(batch) * max(lengths[k] for k in batch)
        assert size <= budget
        assert 1 - sum(lengths[k] for k in batch) / size <= w.MOST_PADDING


def test_collated_rows():
    rows = w.windows([w.Passage("法"), w.Passage("政府工作", ("年",))], VOCABULARY)
    arrays = w.collate(rows, VOCABULARY.pad)
    assert arrays["input_ids"].shape == (2, 8)
    np.testing.assert_array_equal(arrays["attention_mask"].sum(1), [4, 8])
    np.testing.assert_array_equal(arrays["token_type_ids"].sum(1), [2, 5])
    assert arrays["input_ids"][0, 4:].tolist() == [VOCABULARY.pad] * 4


@pytest.mark.parametrize(("index", "total", "want"), [(0, 1, (0, 0, 0)), (0, 30, (0, 7, 0)), (29, 30, (7, 0, 7)), (15, 30, (7, 7, 4))])
def test_places(index, total, want):
    assert w.place_of(index, total) == want
