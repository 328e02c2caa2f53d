import pytest
import spacy
from spacy.tokens import DocBin

from fazhi_nlp.core.errors import InputError
from fazhi_nlp.gold import GoldReport, parse_paragraph
from fazhi_nlp.gold.dataset import paragraph_rows, read_corpus, read_split, to_dataset_dict, to_docbin

REPORT = GoldReport(
    "a",
    [
        parse_paragraph(line)
        for line in (
            "[title] <GPE>石门镇</GPE>报告",
            "[measures] <H1>一、主要举措</H1>",
            "[measures|publicity] <H2>（一）普法</H2>。发放手册<ACHIEVEMENT v=3 c=eq u=份 i=手册 a=发放>3份</ACHIEVEMENT>",
            "[measures] <H2>（二）执法</H2>",
            "[plan] <H1>二、打算</H1>",
            "[plan] 继续",
        )
    ],
)


def test_rows_carry_the_headings_above():
    rows = list(paragraph_rows([REPORT]))
    assert [row["heading_path"] for row in rows] == [[], [], ["一、主要举措"], ["一、主要举措", "（一）普法"], ["一、主要举措", "（二）执法"], ["二、打算"]]
    assert rows[2]["entity_tags"][-2:] == ["B-ACHIEVEMENT", "I-ACHIEVEMENT"]
    assert rows[2]["heading_tags"][0] == "B-H2"
    assert rows[2]["quantities"] == [{"start": 10, "end": 12, "v": "3", "c": "eq", "u": "份", "i": "手册", "a": "发放"}]
    assert (rows[0]["position"], rows[-1]["position"]) == (0, 1)


def test_dataset_keeps_all():
    pytest.importorskip("datasets")
    data = to_dataset_dict({"train": [REPORT], "dev": [], "test": [REPORT]})
    assert {name: len(rows) for name, rows in data.items()} == {"train": 6, "dev": 0, "test": 6}
    row, feature = data["train"][2], data["train"].features
    assert feature["section"].int2str(row["section"]) == "measures"
    assert "".join(row["tokens"]) == REPORT.paragraphs[2].text
    assert row["quantities"][0]["i"] == "手册"


def test_docbin_there_and_back():
    nlp = spacy.blank("zh")
    (doc,) = DocBin().from_bytes(to_docbin([REPORT], nlp.vocab).to_bytes()).get_docs(nlp.vocab)
    assert doc.text == REPORT.text
    assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [(e.start, e.end, e.label) for e in REPORT.entities]
    assert doc.ents[-1]._.attrs["i"] == "手册"
    assert [p._.topics for p in doc.spans["paragraphs"]] == [list(p.topics) for p in REPORT.paragraphs]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["a\tx\tA\ttrain", "b\tx\tB\ttest"], "body"), (["a\tx\tA\ttrain", "b\ty\tA\tdev"], "hand"), (["a\tx\tA\ttrain", "a\tx\tA\ttrain"], "twice"), (["a\tx\tA\tvalid"], "valid"),
    ],
)  # fmt: skip
def test_split_keeps_bodies_and_hands_apart(rows, said, tmp_path):
    path = tmp_path / "split.tsv"
    path.write_text("\n".join(["name\tbody\thand\tsplit", *rows]), encoding="utf-8")
    with pytest.raises(InputError, match=f"E809.*{said}"):
        read_split(path)


def test_table_and_files_must_agree(tmp_path):
    (tmp_path / "split.tsv").write_text("name\tbody\thand\tsplit\na\tx\tA\ttrain\n", encoding="utf-8")
    with pytest.raises(InputError, match="E809"):
        read_corpus(tmp_path)
    (tmp_path / "a.txt").write_text("[plan] 继续\n", encoding="utf-8")
    assert [len(reports) for reports in read_corpus(tmp_path).values()] == [1, 0, 0]
