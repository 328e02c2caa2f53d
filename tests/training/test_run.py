"""A whole training on a tiny BERT and a handful of reports: every part, through the command line."""

import json
import shutil

import pytest
from typer.testing import CliRunner

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

import fazhi_nlp  # noqa: E402
from fazhi_nlp.cli.app import app  # noqa: E402
from fazhi_nlp.encoder.modeling import ReportEncoder  # noqa: E402
from tests.conftest import ROOT  # noqa: E402
from tests.encoder.conftest import tiny_base  # noqa: E402, F401

CORPUS = ROOT / "training" / "corpus"
SETTINGS = """
name = "tiny"
base = "{base}"
data = "gold"
negatives = "nothing.txt"
epochs = 2
batch_tokens = 2048
encoder_rate = 1e-3

[augmentation]
renumber = 0.5
"""


@pytest.fixture(scope="module")
def trained(tiny_base, tmp_path_factory):  # noqa: F811
    folder = tmp_path_factory.mktemp("run")
    (folder / "gold").mkdir()
    for number in (87, 88, 95, 228, 251, 277):
        shutil.copy(CORPUS / f"r{number:03}.txt", folder / "gold")
    (folder / "nothing.txt").write_text("依法办理各类事项。\n" * 3, encoding="utf-8")
    (folder / "own.toml").write_text(SETTINGS.format(base=tiny_base), encoding="utf-8")
    result = CliRunner().invoke(app, ["train", str(folder / "own.toml"), "--out", str(folder / "out"), "--seed", "3"])
    assert result.exit_code == 0, result.output
    return folder, result.output


def test_the_pipeline_is_ready(trained):
    folder, output = trained
    nlp = fazhi_nlp.load(folder / "out")
    assert nlp.pipe_names == ["fazhi_layout", "fazhi_outline_sections", "fazhi_bert", "fazhi_entities", "fazhi_achievements"]
    report = fazhi_nlp.analyze("一、主要举措\n发放宣传册3000余份。", nlp=nlp)
    assert report.producer.model.startswith("zh_tiny ")
    assert len(report.producer.model_sha256) == 64
    assert "entities" in output


def test_the_record_says_what_decided_it(trained):
    folder, _ = trained
    record = json.loads((folder / "out" / "training.json").read_text(encoding="utf-8"))
    assert record["settings"]["seed"] == 3
    assert record["settings"]["augmentation"] == {"renumber": 0.5}
    assert {"torch", "transformers", "fazhi_nlp", "python"} <= record["versions"].keys()
    assert sorted(record["data"]["train"] + record["data"]["dev"] + record["data"]["test"])[:2] == ["nothing-0", "r087"]
    assert record["steps"] > 2
    assert {"sections", "topics", "entities", "headings", "indicators", "actions", "score"} <= record["encoder_on_dev"]["onnx"].keys()
    losses = [float(row["loss"]) for row in record["log"] if "loss" in row]
    assert losses[-1] < losses[0]


def test_the_torch_weights_can_be_gone_on_with(trained):
    folder, _ = trained
    model = ReportEncoder.from_pretrained(folder / "out" / "encoder")
    assert model.config.labels["sections"][0] == "title"
    assert not (folder / "out" / "fazhi_bert" / "model.safetensors").exists()


def test_coded_errors_end_the_command(tmp_path):
    for arguments, code in (([str(tmp_path / "none.toml")], "E820"), ([str(ROOT / "configs" / "smoke.toml"), "--data", str(tmp_path / "x")], "E821")):
        result = CliRunner().invoke(app, ["train", *arguments, "--out", str(tmp_path / "out")])
        assert result.exit_code == 2
        assert code in result.output
