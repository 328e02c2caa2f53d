"""The component: what its words cover, where they may not cross, how it is saved and runs."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

import fazhi_nlp
from fazhi_nlp.core.docs import PARAGRAPHS, WORDS
from fazhi_nlp.core.errors import ConfigError, KnowledgeError
from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.words.dictionary import WordDictionary
from fazhi_nlp.words.model import MODEL_FILES, FeatureTable, PkusegModel
from fazhi_nlp.words.segmenter import WINDOW, load_segmenter

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "training" / "words" / "gold_words.txt"
REPORT = "兰溪镇人民政府2023年法治政府建设报告\n\n 一、主要举措\r\n县委、县政府高度重视，发放《信访工作条例》读本3000余份。\n  “八五”普法稳步推进，受众1.2万人次 ，网办率98.5％。"


@pytest.fixture(scope="module")
def chars() -> Language:
    nlp = fazhi_nlp.load("rules")
    nlp.add_pipe("fazhi_words")
    return nlp


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_words")
    return nlp


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in load_segmenter().words(text)]


def layer(nlp: Language, text: str) -> list[str]:
    doc = nlp(text)
    return [w.text for w in doc.spans[WORDS]]


def check_cover(text: str, spans: list[tuple[int, int]]) -> None:
    covered = [i for start, end in spans for i in range(start, end)]
    assert covered == [i for i, c in enumerate(text) if not c.isspace()]


texts = st.text(
    st.one_of(st.sampled_from("县委、政府办理3000余份1.2万元，。《》“”（） \n\r\t\u3000\x0b\x85\u2028%％…—法治建设的A"), st.characters(codec="utf-8")),
    max_size=60,
)


@given(texts)
@example("👨\u200d👩\u200d👧 家庭\u200d")
@example("\x00\x01县\x7f政府\ufeff")
@example("１２，３４５．６万元e\u0301é")
@example("1,234,567元和12,3个")
def test_words_hold_all_but_white_space(text: str) -> None:
    spans = list(load_segmenter().words(text))
    check_cover(text, spans)
    assert all(start < end for start, end in spans)


@given(texts, st.lists(st.integers(0, 60), max_size=8))
def test_words_never_cross_a_break(text: str, breaks: list[int]) -> None:
    spans = list(load_segmenter().words(text, sorted(set(breaks))))
    check_cover(text, spans)
    assert not [b for b in breaks for start, end in spans if start < b < end]


@given(texts)
@settings(max_examples=40)
def test_both_tokenizers_give_the_same_words(chars: Language, blank: Language, text: str) -> None:
    first, second = (nlp.get_pipe("fazhi_words")(nlp.make_doc(text)) for nlp in (chars, blank))
    assert [(w.start_char, w.end_char) for w in first.spans[WORDS]] == [(w.start_char, w.end_char) for w in second.spans[WORDS]]


def test_words_of_a_report(chars: Language) -> None:
    doc = chars(REPORT)
    found = doc.spans[WORDS]
    check_cover(REPORT, [(w.start_char, w.end_char) for w in found])
    assert {w.label_ for w in found} == {""}
    for paragraph in doc.spans[PARAGRAPHS]:
        inside = [w for w in found if w.start_char < paragraph.end_char and w.end_char > paragraph.start_char]
        assert (inside[0].start_char, inside[-1].end_char) == (paragraph.start_char, paragraph.end_char)
    assert len(doc.ents) > 4
    assert not [(e.text, w.text) for e in doc.ents for w in found for edge in (e.start_char, e.end_char) if w.start_char < edge < w.end_char]


def test_an_entity_edge_cuts_a_known_word_and_a_number(blank: Language) -> None:
    doc = blank.make_doc("行政复议案件1234件")
    doc.ents = [Span(doc, 0, 3, label="ORG"), Span(doc, 6, 8, label="DATE")]
    found = [w.text for w in blank.get_pipe("fazhi_words")(doc).spans[WORDS]]
    assert found[:2] == ["行政复", "议"]
    assert found[-3:] == ["12", "34", "件"]


def test_tokens_longer_than_words_join_them() -> None:
    nlp = spacy.blank("zh")
    component = nlp.add_pipe("fazhi_words")
    doc = Doc(nlp.vocab, words=["县委县", "政府", "办公室", "发文"], spaces=[False, False, True, False])
    assert [w.text for w in component(doc).spans[WORDS]] == ["县委县政府", "办公室", "发文"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("发放宣传册3000余份", "发放 宣传册 3000 余 份"),
        ("投入40余万元", "投入 40 余 万元"),
        ("受众1.2万人次，占98.5%", "受众 1.2万 人次 ， 占 98.5 %"),
        ("下降2个百分点", "下降 2 个 百分点"),
        ("１２３４５热线", "１２３４５ 热线"),
        ("罚款1,234元", "罚款 1,234 元"),
        ("县委、县政府、乡党委", "县委 、 县政府 、 乡党委"),
        ("贯彻《行政处罚法》", "贯彻 《 行政处罚法 》"),
        ("司法所、派出所联动", "司法所 、 派出所 联动"),
        ("规范性文件合法性审查", "规范性文件 合法性 审查"),
        ("行政執法公示制度", "行政執法 公示 制度"),
        ("工作……——完成", "工作 …… —— 完成"),
    ],
)
def test_conventions(text: str, wanted: str) -> None:
    assert words(text) == wanted.split()


def test_a_known_name_that_goes_on_is_not_cut() -> None:
    dictionary = WordDictionary(load_knowledge())
    for text, known in (("监察法、监察法规", [(0, 3)]), ("司法所需材料", []), ("综治办公室和综治办", [(6, 9)]), ("行政复议法和行政复议法律文书", [(0, 5)])):
        assert list(dictionary.find(text)) == known


def test_own_tables_join_the_dictionary(tmp_path: Path) -> None:
    text = "推进柠檬茶工程建设"
    assert "柠檬茶工程" not in words(text)
    (tmp_path / "word_terms.tsv").write_text("id\tkind\n柠檬茶工程\town\n", encoding="utf-8")
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_words", config={"knowledge_folders": [str(tmp_path)]})
    assert layer(nlp, text) == ["推进", "柠檬茶工程", "建设"]
    (tmp_path / "word_terms.tsv").write_text("id\tkind\tcolour\n茶\town\tred\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="E201"):
        spacy.blank("zh").add_pipe("fazhi_words", config={"knowledge_folders": [str(tmp_path), str(tmp_path)]})


def test_saved_and_loaded(chars: Language, blank: Language, tmp_path: Path) -> None:
    for name, nlp in (("chars", chars), ("blank", blank)):
        nlp.to_disk(tmp_path / name)
        again = spacy.load(tmp_path / name)
        assert layer(again, REPORT) == layer(nlp, REPORT)


def test_words_survive_bytes(chars: Language) -> None:
    doc = chars(REPORT)
    again = Doc(chars.vocab).from_bytes(doc.to_bytes())
    assert [w.text for w in again.spans[WORDS]] == [w.text for w in doc.spans[WORDS]]


def test_worker_processes(blank: Language, tmp_path: Path) -> None:
    script = (
        "import multiprocessing, spacy\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    nlp = spacy.blank('zh'); nlp.add_pipe('fazhi_words')\n"
        "    for doc in nlp.pipe(['县委、县政府高度重视。', '发放宣传册3000余份。'] * 2, n_process=2, batch_size=1):\n"
        "        print(ascii('|'.join(w.text for w in doc.spans['words'])))\n"
    )
    file = tmp_path / "work.py"
    file.write_text(script, encoding="utf-8")
    out = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=True, timeout=100).stdout
    expected = ["|".join(layer(blank, text)) for text in ("县委、县政府高度重视。", "发放宣传册3000余份。")] * 2
    assert out.split() == [ascii(e) for e in expected]


def test_nothing_is_fetched_or_unpickled_or_imported_early(tmp_path: Path) -> None:
    # in a process of its own: the model may be in this one already
    script = (
        "import pickle, socket, sys\n"
        "def no(*a, **k): raise AssertionError('network or pickle')\n"
        "socket.socket.connect = no; socket.getaddrinfo = no\n"
        "import spacy\n"
        "nlp = spacy.blank('zh'); nlp.add_pipe('fazhi_words')\n"
        "assert 'spacy_pkuseg' not in sys.modules\n"
        "pickle.load = pickle.loads = pickle.Unpickler = no\n"
        "import numpy.lib._npyio_impl as npy\n"
        "old = npy.NpzFile.__init__\n"
        "def checked(self, *a, **k):\n"
        "    old(self, *a, **k); assert not self.allow_pickle\n"
        "npy.NpzFile.__init__ = checked\n"
        "assert len(nlp('县委、县政府高度重视。').spans['words']) == 6\n"
        "assert 'spacy_pkuseg' in sys.modules\n"
    )
    env = {"PKUSEG_HOME": str(tmp_path / "home"), "PATH": "", "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "home").exists()


def test_a_folder_without_the_newer_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "features.pkl").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    (tmp_path / "weights.npz").write_bytes(b"")
    with pytest.raises(ConfigError, match=r"E010.*features\.msgpack"):
        PkusegModel(tmp_path)


def test_the_model_is_small() -> None:
    folder = ROOT / "src" / "fazhi_nlp" / "words" / "model"
    assert sorted(p.name for p in folder.iterdir()) == sorted(MODEL_FILES)
    assert sum(p.stat().st_size for p in folder.iterdir()) < 5 * 2**20


def test_features_are_those_of_the_package() -> None:
    from spacy_pkuseg.feature_extractor import FeatureExtractor

    extractor = FeatureExtractor.load(str(ROOT / "src" / "fazhi_nlp" / "words" / "model"))
    table = FeatureTable(extractor)
    for line in [*GOLD.read_text(encoding="utf-8").splitlines()[1:60], "", "三", "三1.2,Ａ／几十%-:百*", "12万余/份|ＡＢ党"]:
        text = line.replace(" ", "")
        nodes = list(extractor.normalize_text(text))
        assert [sorted(f) for f in table(text)] == [sorted(extractor.get_node_features_idx(i, nodes)) for i in range(len(nodes))]


@pytest.mark.parametrize("unit", ["法治政府建设稳步推进的", "县", "1", "，", "《", "一", "余份", "👨\u200d", " 县", "\n县\n", "1,234,", "1.", "个", "万元"])
def test_long_and_degenerate_lines(unit: str) -> None:
    text = unit * (12_000 // len(unit))
    check_cover(text, list(load_segmenter().words(text)))


def test_windows_leave_no_trace() -> None:
    # a line without any mark is decoded in windows; away from their edges nothing may change
    sentence = "组织全县乡镇干部学习宪法和民法典并结合实际认真开展普法宣传活动"
    text = sentence * (3 * WINDOW // len(sentence))
    spans = list(load_segmenter().words(text))
    check_cover(text, spans)
    one = words(sentence)
    again = [text[a:b] for a, b in spans]
    assert again.count("民法典") == one.count("民法典") * (3 * WINDOW // len(sentence))


def f1(cut: Callable[[str], list[str]]) -> float:
    right = found = wanted = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines()[1::4]:
        gold = _spans(line.split())
        got = _spans(cut(line.replace(" ", "")))
        right, found, wanted = right + len(gold & got), found + len(got), wanted + len(gold)
    return 2 * right / (found + wanted)


def _spans(pieces: list[str]) -> set[tuple[int, int]]:
    position, found = 0, set()
    for piece in pieces:
        found.add((position, position + len(piece)))
        position += len(piece)
    return found


def test_f1_on_a_part_of_the_gold() -> None:
    assert f1(words) > 0.93


@pytest.mark.skipif(importlib.util.find_spec("rjieba") is None, reason="rjieba is only there for training")
def test_better_than_jieba_by_our_conventions() -> None:
    import rjieba

    assert f1(words) > f1(lambda text: rjieba.cut(text, True)) + 0.03
