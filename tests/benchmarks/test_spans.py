import pytest
from benchmarks.accuracy.baselines import jiagu_tags, lac_tags, rjieba_tags
from benchmarks.accuracy.baselines.tagging import INTO, JOINED, tagged
from benchmarks.accuracy.exchange import Line, Task, Text
from benchmarks.accuracy.spans import bio, calendar, label, place


def surfaces(text, spans):
    return [(text[start:end], name) for start, end, name in spans]


def test_words_are_found_where_they_stand():
    text = "　县司法局 与县法院"
    tokens = place(text, [("县", "n"), ("司法局", "nt"), ("与", "c"), ("县", "n"), ("法院", "nt")], offset=100)
    assert [(s - 100, e - 100) for s, e, _ in tokens] == [(1, 2), (2, 5), (6, 7), (7, 8), (8, 10)]


def test_a_word_that_the_tagger_writes_otherwise_does_not_move_the_others():
    text = "共１２件，县委县委县法院"
    tokens = place(text, [("共", "d"), ("12", "m"), ("件", "q"), ("，", "w"), ("县委", "ORG"), ("县委", "ORG"), ("县", "n"), ("法院", "n")])
    assert surfaces(text, tokens) == [("共", "d"), ("件", "q"), ("，", "w"), ("县委", "ORG"), ("县委", "ORG"), ("县", "n"), ("法院", "n")]
    assert tokens[-1][1] == len(text)


def test_a_word_that_is_not_there_is_left_out():
    assert place("县委县政府", [("市委", "ORG"), ("县委", "ORG")]) == [(0, 2, "ORG")]
    assert place("县委", [("", "n"), ("县委", "ORG"), ("县委", "ORG")]) == [(0, 2, "ORG")]


def test_places_in_a_row_are_one_and_go_with_the_institution_behind():
    text = "山东省济宁市、梁山县县委县政府在梁山县"
    tokens = place(text, [("山东省", "ns"), ("济宁市", "ns"), ("、", "w"), ("梁山县", "ns"), ("县委", "nt"), ("县政府", "nt"), ("在", "p"), ("梁山县", "ns")])
    found = label(tokens, rjieba_tags.MAPPING, joined=JOINED, into=INTO)
    assert surfaces(text, found) == [("山东省济宁市", "GPE"), ("梁山县县委", "ORG"), ("县政府", "ORG"), ("梁山县", "GPE")]


def test_unknown_tags_part_neighbours():
    assert label([(0, 2, "ns"), (2, 3, "n"), (3, 5, "ns")], {"ns": "GPE"}, joined=("GPE",)) == [(0, 2, "GPE"), (3, 5, "GPE")]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["2023/m", "年/m", "3/m", "月/m", "，/x", "12/m", "件/q"], ["2023年3月"]),
        (["2023/m", " /x", "年/m", " /x", "3/m", " /x", "月/m"], ["2023 年 3 月"]),
        (["2023/v", "年/nt"], ["2023年"]),
        (["3000/m", "余/m", "份/q"], []),
        (["当/p", "年/m"], []),
        (["今年/t", "上半年/t"], ["今年上半年"]),
    ],
)
def test_pieces_of_dates_are_put_together(words, wanted):
    pairs = [tuple(word.rsplit("/", 1)) for word in words]
    text = "".join(word for word, _ in pairs)
    tokens = calendar(text, place(text, pairs), times=("t", "nt"), numbers=("m",), tag="date")
    assert [text[start:end] for start, end, tag in tokens if tag == "date"] == wanted


def test_runs_of_bio_tags():
    tokens = [(0, 1, "B-ORG"), (1, 3, "I-ORG"), (3, 4, "I-LOC"), (4, 5, "O"), (5, 6, "I-LOC"), (6, 7, "B-LOC"), (7, 8, "I-ORG")]
    assert bio(tokens) == [(0, 3, "ORG"), (3, 4, "LOC"), (5, 6, "LOC"), (6, 7, "LOC"), (7, 8, "ORG")]


def test_spans_of_lines_are_moved_to_the_report():
    text = "第一行\n  县委\n县委会议"
    report = Text("a", text, [Line(0, 3), Line(6, 8), Line(9, 13)])
    found = tagged(Task([], [], [report]), lambda line: [(0, 2, "ORG")] if line.startswith("县委") else []).reports[0]
    assert (found.name, found.sections) == ("a", None)
    assert found.entities is not None
    assert [text[start:end] for start, end, _ in found.entities] == ["县委", "县委"]


def test_peers_map_to_labels_that_they_offer():
    for peer in (rjieba_tags.BASELINE, jiagu_tags.BASELINE, lac_tags.BASELINE):
        assert set(peer.mapping.values()) == set(peer.offers)
