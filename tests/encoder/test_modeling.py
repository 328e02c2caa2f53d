import numpy as np
import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from fazhi_nlp.core.errors import ConfigError  # noqa: E402
from fazhi_nlp.encoder.bases import load_base  # noqa: E402
from fazhi_nlp.encoder.labels import Labels, tag_count  # noqa: E402
from fazhi_nlp.encoder.modeling import IGNORED, LINK_SIZE, ReportEncoder, from_base  # noqa: E402
from fazhi_nlp.encoder.windows import Passage, collate, windows  # noqa: E402

PASSAGES = [Passage("2022年，法治政府建设工作", ("一、工作",), 3, 9), Passage("政府", (), 0, 9)]


def batch(vocabulary):
    return {name: torch.from_numpy(array) for name, array in collate(windows(PASSAGES, vocabulary), vocabulary.pad).items()}


def test_any_chinese_wordpiece_bert_serves_and_digits_stay_apart(tiny):
    _, vocabulary = tiny
    (row, _) = windows(PASSAGES, vocabulary)
    assert len(row.ids) == 2 + len("工作") + len(PASSAGES[0].text) + 1
    assert "2022" not in vocabulary.tokens
    assert vocabulary.unknown not in row.ids.tolist()


def test_outputs_have_the_documented_shapes(tiny):
    model, vocabulary = tiny
    inputs = batch(vocabulary)
    rows, tokens = inputs["input_ids"].shape
    out = model(**inputs)
    labels = Labels()
    assert out.loss is None
    assert out.section.shape == (rows, 9)
    assert out.topics.shape == (rows, 11)
    assert out.tags.shape == (rows, tokens, tag_count(labels.entities))
    assert out.headings.shape == (rows, tokens, tag_count(labels.headings))
    assert out.query.shape == out.key.shape == (rows, tokens, 4 * LINK_SIZE)


def test_what_is_not_asked_does_not_count(tiny):
    model, vocabulary = tiny
    inputs = batch(vocabulary)
    rows, tokens = inputs["input_ids"].shape
    nothing = torch.full((rows, tokens), IGNORED)
    sections = torch.tensor([2, IGNORED])
    alone = model(**inputs, section_labels=sections).loss
    more = model(**inputs, section_labels=sections, tag_labels=nothing, heading_labels=nothing, link_labels=torch.zeros((0, 6), dtype=torch.int64)).loss
    torch.testing.assert_close(alone, more)


def test_padding_changes_nothing(tiny):
    model, vocabulary = tiny
    rows = windows(PASSAGES, vocabulary)
    with torch.inference_mode():
        together = model(**batch(vocabulary))
        alone = model(**{name: torch.from_numpy(array) for name, array in collate(rows[1:], vocabulary.pad).items()})
    size = len(rows[1].ids)
    torch.testing.assert_close(together.tags[1, :size], alone.tags[0], atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(together.section[1], alone.section[0], atol=1e-5, rtol=1e-4)


def test_save_and_load(tiny, tmp_path):
    model, vocabulary = tiny
    model.save_pretrained(tmp_path)
    assert (tmp_path / "model.safetensors").exists()
    again = ReportEncoder.from_pretrained(tmp_path).eval()
    with torch.inference_mode():
        torch.testing.assert_close(again(**batch(vocabulary)).tags, model(**batch(vocabulary)).tags)


def test_a_task_without_labels_has_no_head(tiny_base):
    model, vocabulary = from_base(str(tiny_base), labels=Labels(sections=(), topics=(), headings=(), links=False, entities=("X",)))
    out = model(**batch(vocabulary))
    assert out.tags.shape[-1] == 5
    assert out.section is out.topics is out.headings is out.query is None


def test_a_random_base_has_other_weights(tiny_base):
    random, _ = from_base(str(tiny_base), random=True)
    trained, _ = from_base(str(tiny_base))
    name = "bert.embeddings.word_embeddings.weight"
    assert not torch.equal(random.state_dict()[name], trained.state_dict()[name])


def test_bases_that_do_not_fit(tmp_path, tiny_base):
    with pytest.raises(ConfigError, match=r"E402"):
        load_base(str(tmp_path / "nothing"))
    transformers.RobertaConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2).save_pretrained(tmp_path / "roberta")
    with pytest.raises(ConfigError, match=r"E401.*roberta, not a bert"):
        load_base(str(tmp_path / "roberta"))
    small = tmp_path / "small"
    small.mkdir()
    transformers.BertConfig(vocab_size=20, hidden_size=32, num_hidden_layers=1, num_attention_heads=2).save_pretrained(small)
    (small / "vocab.txt").write_bytes((tiny_base / "vocab.txt").read_bytes())
    with pytest.raises(ConfigError, match=r"E401.*embeddings to 19"):
        load_base(str(small))


def test_onnx_says_what_torch_says(tiny, tiny_folder):
    from fazhi_nlp.encoder.backends import OnnxBackend, TorchBackend

    model, vocabulary = tiny
    arrays = collate(windows(PASSAGES, vocabulary), vocabulary.pad)
    wanted, found = TorchBackend(model)(arrays), OnnxBackend(tiny_folder / "model.onnx")(arrays)
    assert wanted.keys() == found.keys()
    real = arrays["attention_mask"].astype(bool)
    for name, array in wanted.items():
        got = found[name]
        np.testing.assert_allclose(got[real] if array.ndim == 3 else got, array[real] if array.ndim == 3 else array, atol=1e-4)
