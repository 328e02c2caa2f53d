import subprocess
import sys

import pytest
import spacy

from fazhi_nlp.core import docs
from fazhi_nlp.core.errors import ConfigError
from fazhi_nlp.encoder.component import BertComponent, passages_of
from fazhi_nlp.encoder.model import Encoder
from fazhi_nlp.encoder.windows import MIDDLE
from fazhi_nlp.pipeline import analyze, assemble
from fazhi_nlp.report import Report

TEXT = """云溪县人民政府关于2022年法治政府建设情况的报告
2022年，全县依法开展工作。现将有关情况报告如下。
一、主要举措和成效
（一）加强学习。县委组织学习宪法，发放宣传册3000余份。
二、存在的问题
工作人员不足。
三、下一步打算
2023年，开展普法活动10场次以上。
云溪县人民政府
2023年1月10日
"""


@pytest.fixture(scope="module")
def nlp(tiny_folder):
    return assemble(encoder=tiny_folder, name="tiny")


def test_report_of_a_pipeline_with_a_model(nlp):
    report = analyze(TEXT, nlp=nlp, with_text=True)
    assert [TEXT[p.start : p.end] for p in report.paragraphs] == TEXT.splitlines()
    assert all(TEXT[e.start : e.end] == e.text and 0 < e.score <= 1 for e in report.entities)
    assert {e.source for e in report.entities} <= {"model", "rule", "model+rule"}
    assert Report.from_json(report.to_json()) == report


def test_proposals_point_into_the_document(nlp):
    proposals = docs.get_proposals(nlp(TEXT))
    assert proposals is not None
    assert proposals.spans
    lines = [(p.start, p.end) for p in analyze(TEXT, nlp=nlp).paragraphs]
    assert all(any(s <= start < end <= e for s, e in lines) and docs.PROPOSAL_FLOOR <= p + 1e-4 <= 1.001 for start, end, _, p in proposals.spans)


def test_a_batch_gives_what_single_documents_give(nlp):
    texts = [TEXT, "2022年，依法行政。", TEXT.replace("\n", ""), TEXT * 2]
    single = [Report.from_doc(nlp(text)) for text in texts]
    together = [Report.from_doc(doc) for doc in nlp.pipe(texts, batch_size=4)]
    for a, b in zip(single, together, strict=True):
        # other batches round differently in the last places
        assert [(e.start, e.end, e.label) for e in a.entities] == [(e.start, e.end, e.label) for e in b.entities]
        assert [(p.section, p.topics) for p in a.paragraphs] == [(p.section, p.topics) for p in b.paragraphs]


def test_to_disk_and_back_and_in_workers(tiny_folder, tmp_path):
    nlp = assemble(encoder=tiny_folder, name="tiny")
    nlp.get_pipe("fazhi_bert").configure({"H1": {"rule": 4.0}}, {"order": 0.5})
    nlp.get_pipe_config("fazhi_bert").update({"weights": {"H1": {"rule": 4.0}}, "section_weights": {"order": 0.5}})
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.get_pipe("fazhi_bert").weights["H1"].rule == 4.0
    assert again.get_pipe("fazhi_bert").section_weights.order == 0.5
    wanted = Report.from_doc(nlp(TEXT))
    assert Report.from_doc(again(TEXT)) == wanted
    assert [Report.from_doc(doc).paragraphs for doc in again.pipe([TEXT, TEXT], n_process=2)] == [wanted.paragraphs] * 2


def test_to_bytes_carries_the_model(tiny_folder):
    full, blank = assemble(encoder=tiny_folder), assemble()
    blank.add_pipe("fazhi_bert", after="fazhi_outline_sections")
    blank.from_bytes(full.to_bytes())
    assert Report.from_doc(blank(TEXT)).paragraphs == Report.from_doc(full(TEXT)).paragraphs


def test_without_a_model_the_error_says_so():
    blank = assemble()
    blank.add_pipe("fazhi_bert", after="fazhi_outline_sections")
    with pytest.raises(ConfigError, match=r"E403"):
        blank(TEXT)


def test_without_sections_the_error_names_what_is_missing(tiny_folder):
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_layout")
    nlp.add_pipe("fazhi_bert").from_disk(tiny_folder)
    with pytest.raises(ConfigError, match=r"E004.*fazhi_outline_sections"):
        nlp(TEXT)


def test_folders_without_an_encoder(tmp_path, tiny_folder):
    with pytest.raises(ConfigError, match=r"E404.*encoder\.json, vocab\.json, model\.onnx or model\.safetensors"):
        Encoder(tmp_path)
    with pytest.raises(ConfigError, match=r"E405.*cuda"):
        Encoder(tiny_folder, backend="cuda")


def test_the_backends_agree(tiny_folder):
    from fazhi_nlp.encoder.windows import Passage

    passages = [Passage("县委组织学习宪法，发放宣传份3000余份。", ("一、主要",), 1, 4)]
    (a,), (b,) = (Encoder(tiny_folder, backend=name).read(passages) for name in ("onnx", "torch"))
    assert a.section == pytest.approx(b.section, abs=1e-4)
    assert a.topics == pytest.approx(b.topics, abs=1e-4)


def test_neither_torch_nor_transformers_is_needed(nlp, tmp_path):
    # blocked, not looked for: thinc imports torch by itself where it is installed
    nlp.to_disk(tmp_path / "model")
    code = (
        "import sys; sys.modules['torch'] = sys.modules['transformers'] = None\n"
        f"import fazhi_nlp; doc = fazhi_nlp.load({str(tmp_path / 'model')!r})('一、法治政府建设'); print(doc.spans['paragraphs'][0].label_)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() in docs.SECTION_LABELS


def test_passages_stand_under_the_headings_above_them(nlp):
    layout, _ = nlp.get_pipe("fazhi_bert").look(assemble()(TEXT))
    passages = passages_of(layout)
    assert [p.text for p in passages] == TEXT.splitlines()
    assert passages[3].path == ("一、主要举措和成效",)
    assert passages[2].path == ()
    assert (passages[3].index, passages[3].total) == (3, 10)


def test_a_part_of_a_report_has_no_place_in_it(nlp):
    layout, _ = nlp.get_pipe("fazhi_bert").look(assemble()("一、主要举措\n发放宣传册3000余份。"))
    assert {(p.index, p.total) for p in passages_of(layout)} == {MIDDLE}


class Sure:
    """An encoder that is sure of one section and one topic everywhere."""

    def __init__(self, folder):
        self.real = Encoder(folder)

    def __getattr__(self, name):
        return getattr(self.real, name)

    def read(self, passages):
        import numpy as np

        found = self.real.read(passages)
        for reading in found:
            reading.section = np.log(np.full(len(self.labels.sections), 0.001))
            reading.section[self.labels.sections.index("plan")] = np.log(0.992)
            reading.topics = np.array([0.99 if t == "digital" else 0.01 for t in self.labels.topics])
            reading.headings, reading.entities, reading.links = [], [], []
        return found


def test_sure_outline_and_sure_model_that_differ_give_a_warning(tiny_folder):
    nlp = assemble(encoder=tiny_folder)
    component: BertComponent = nlp.get_pipe("fazhi_bert")
    component.encoder = Sure(tiny_folder)
    component.configure({}, {"rule": 0.0, "order": 0.0})
    doc = nlp(TEXT)
    assert {p.label_ for p in doc.spans[docs.PARAGRAPHS]} == {"plan"}
    assert all("digital" in p._.topics for p in doc.spans[docs.PARAGRAPHS])
    warned = [w for w in docs.get_report_meta(doc).warnings if w.startswith("[W401]")]
    assert any("Line 5: by the outline this is problems, by its words plan" in w for w in warned)
    component.configure({}, {"rule": 1.0, "model": 0.0, "order": 0.0})
    both, rules = nlp(TEXT), assemble()(TEXT)
    assert [p.label_ for p in both.spans[docs.PARAGRAPHS]] == [p.label_ for p in rules.spans[docs.PARAGRAPHS]]
