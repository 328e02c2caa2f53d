import json

import pytest

from fazhi_nlp.core.errors import ConfigError
from fazhi_nlp.gold.markup import GoldSpan, parse_paragraph
from fazhi_nlp.training.data import fingerprint, read_data
from fazhi_nlp.training.settings import Settings

LINE = "[measures|publicity] 全镇学习<LAW>宪法</LAW>{}次。\n"


def folder(tmp_path, count, name="gold"):
    target = tmp_path / name
    target.mkdir(exist_ok=True)
    for k in range(count):
        (target / f"n{k:02}.txt").write_text(LINE.format(k), encoding="utf-8")
    return target


def names(splits):
    return {split: {r.name for r in reports} for split, reports in splits.items()}


def test_a_folder_without_a_table_is_split_by_name(tmp_path):
    found = names(read_data(Settings(data=str(folder(tmp_path, 30)))))
    assert {split: len(own) for split, own in found.items()} == {"train": 24, "dev": 3, "test": 3}
    assert len(set.union(*found.values())) == 30
    # the order of the hashes decides, not that of the files
    again = names(read_data(Settings(data=str(folder(tmp_path, 31)))))
    assert len(found["train"] & again["train"]) >= 22


@pytest.mark.parametrize(("count", "sizes"), [(1, (1, 0, 0)), (2, (1, 1, 0)), (5, (4, 1, 0)), (6, (4, 1, 1))])
def test_small_folders_keep_something_to_learn_from(tmp_path, count, sizes):
    found = read_data(Settings(data=str(folder(tmp_path, count))))
    assert tuple(len(found[split]) for split in ("train", "dev", "test")) == sizes


def test_a_share_is_drawn_by_the_seed(tmp_path):
    data = str(folder(tmp_path, 30))
    first, same, other = (names(read_data(Settings(data=data, share=0.25, seed=seed)))["train"] for seed in (1, 1, 2))
    assert len(first) == 6
    assert first == same != other


def test_negatives_go_to_train_and_dev_without_sections(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("".join(f"依法办理第{k}类事项。\n\n" for k in range(150)), encoding="utf-8")
    found = read_data(Settings(data=str(folder(tmp_path, 12)), negatives=str(path)))
    extra = {split: [r for r in found[split] if r.name.startswith("text-")] for split in found}
    assert sum(len(r.paragraphs) for own in extra.values() for r in own) == 150
    assert {split: len(own) for split, own in extra.items()} == {"train": 6, "dev": 2, "test": 0}
    assert all(p.section == "" and not p.entities for r in extra["train"] for p in r.paragraphs)


def test_data_that_is_not_there(tmp_path):
    for settings in (Settings(data=str(tmp_path / "none")), Settings(data=str(folder(tmp_path, 3)), negatives=str(tmp_path / "none"))):
        with pytest.raises(ConfigError, match="E821"):
            read_data(settings)


def test_cluener(tmp_path):
    record = {"text": "彭小军认为，国内银行现在走的是台湾的发卡模式", "label": {"address": {"台湾": [[15, 16]]}, "name": {"彭小军": [[0, 2]]}}}
    for name in ("train", "dev"):
        (tmp_path / f"{name}.json").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    (report,) = read_data(Settings(data=str(tmp_path), format="cluener"))["train"]
    (paragraph,) = report.paragraphs
    assert paragraph.entities == [GoldSpan(0, 3, "name"), GoldSpan(15, 17, "address")]
    (tmp_path / "dev.json").write_text('{"text": "x"}\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"E821.*dev\.json.*line 1"):
        read_data(Settings(data=str(tmp_path), format="cluener"))
    (tmp_path / "dev.json").unlink()
    with pytest.raises(ConfigError, match=r"E821.*dev\.json is missing"):
        read_data(Settings(data=str(tmp_path), format="cluener"))


def test_equal_data_have_equal_fingerprints(tmp_path):
    data = str(folder(tmp_path, 12))
    first = fingerprint(read_data(Settings(data=data)))
    assert first == fingerprint(read_data(Settings(data=data)))
    (tmp_path / "gold" / "n03.txt").write_text("[measures] 全镇学习<LAW>宪法</LAW>3次。\n", encoding="utf-8")
    assert first != fingerprint(read_data(Settings(data=data)))
    assert parse_paragraph(LINE.format(1)).topics == ("publicity",)
