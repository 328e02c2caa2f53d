import dataclasses

import pytest

from fazhi_nlp.core.errors import ConfigError
from fazhi_nlp.training.settings import CLUENER, Settings, read_settings
from tests.conftest import ROOT


@pytest.mark.parametrize("path", sorted((ROOT / "configs").glob("*.toml")), ids=lambda p: p.stem)
def test_every_configuration_of_the_project_is_read(path):
    settings = read_settings(path)
    if settings.format == "gold":
        assert (ROOT / "training" / "corpus").samefile(settings.data)


def write(tmp_path, text):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_folders_are_relative_to_the_file_and_changes_win(tmp_path):
    (tmp_path / "gold").mkdir()
    path = write(tmp_path, 'data = "gold"\nepochs = 3\nencoder_rate = 1\n[augmentation]\nrenumber = 0.5\n')
    settings = read_settings(path, seed=7, epochs=None)
    assert (tmp_path / "gold").samefile(settings.data)
    assert (settings.epochs, settings.seed, settings.encoder_rate, settings.augmentation) == (3, 7, 1.0, {"renumber": 0.5})
    assert settings.to_dict() == dataclasses.asdict(settings)


def test_tasks_decide_the_labels(tmp_path):
    labels = read_settings(write(tmp_path, 'tasks = ["section", "entities"]\n')).labels
    assert labels.sections
    assert labels.entities
    assert (labels.topics, labels.headings, labels.links) == ((), (), False)
    assert Settings(format="cluener").labels.entities == CLUENER


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("epoch = 3\n", "unknown keys.*epoch"),
        ('epochs = "3"\n', "epochs = '3' is not of type int"),
        ("epochs = true\n", "is not of type int"),
        ("epochs = 0\n", "epochs must be 1 or more"),
        ("share = 0.0\n", "share"),
        ("[augmentation]\nshuffle = 1.0\n", "unknown operations.*shuffle"),
        ("[loss_weights]\nner = 1.0\n", "unknown losses.*ner"),
        ('format = "bio"\n', "format 'bio' is none of gold, cluener"),
        ("epochs =", "Invalid value"),
    ],
)
def test_what_a_file_must_not_say(tmp_path, text, said):
    with pytest.raises(ConfigError, match=rf"E820.*own\.toml.*{said}"):
        read_settings(write(tmp_path, text))


def test_a_missing_file(tmp_path):
    with pytest.raises(ConfigError, match=r"E820.*no such file"):
        read_settings(tmp_path / "none.toml")
