"""Exports are read by the tools' own libraries. spaCy's own check of its format is in test_exchange.py.

Not here: Prodigy (not free software), and doccano, whose importer is part of its web application.
"""

import json
import subprocess
import sys

import pytest

from fazhi_nlp.core.docs import ENTITY_LABELS
from fazhi_nlp.gold import read_gold_folder
from fazhi_nlp.gold.exchange import export_gold
from tests.conftest import ROOT

LABEL_STUDIO = """
import json, sys
from label_studio_sdk.label_interface import LabelInterface
interface = LabelInterface(open(sys.argv[1] + ".xml", encoding="utf-8").read())
interface.validate()
tasks = json.load(open(sys.argv[1] + ".json", encoding="utf-8"))
for task in tasks:
    # validate_task can't check annotations itself: it calls its own method without the argument
    assert interface.validate_task({"data": task["data"]})
    for annotation in task["annotations"]:
        assert interface.validate_annotation(annotation)
print(sum(region["from_name"] == "label" for task in tasks for a in task["annotations"] for region in a["result"]))
"""
BRAT = """
import sys
from bioc import brat
count = 0
for path in sys.argv[2:]:
    document = brat.load(open(path + ".txt", encoding="utf-8", newline=""), open(path + ".ann", encoding="utf-8"))
    for entity in document.entities:
        start, end = entity.total_span
        assert document.text[start:end] == entity.text, (path, entity)
        count += not entity.type.startswith("Section_")
print(count)
"""


@pytest.fixture(scope="module")
def reports():
    return read_gold_folder(ROOT / "training" / "corpus")[::20]


@pytest.fixture(scope="module")
def spans(reports):
    return sum(1 for report in reports for _ in (*report.entities, *report.headings))


def in_own_environment(folder, package, script, *arguments):
    """Run a script where only a tool's library is installed, so that it can't disturb ours."""
    python = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package], check=True)
    done = subprocess.run([str(python), "-c", script, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout.split()[-1])


@pytest.mark.slow
def test_label_studio(reports, spans, tmp_path):
    export_gold(reports, tmp_path / "tasks.json", format="label-studio")
    assert in_own_environment(tmp_path, "label-studio-sdk>=2.1", LABEL_STUDIO, tmp_path / "tasks") == spans


@pytest.mark.slow
def test_brat(reports, spans, tmp_path):
    export_gold(reports, tmp_path / "brat", format="brat")
    assert in_own_environment(tmp_path, "bioc>=2.1", BRAT, "", *(tmp_path / "brat" / report.name for report in reports)) == spans


def test_conll_with_nervaluate(reports, tmp_path):
    nervaluate = pytest.importorskip("nervaluate")
    export_gold(reports, tmp_path / "a.conll", format="conll")
    lines = [line for line in (tmp_path / "a.conll").read_text(encoding="utf-8").split("\n") if not line.startswith("# ")]
    text = "\n".join("\t".join(line.split("\t")[:2]) for line in lines)
    loaded = nervaluate.loaders.ConllLoader().load(text)
    found = sum(len(document) for document in loaded)
    assert found == sum(1 for report in reports for _ in report.entities)
    assert {entity.label for document in loaded for entity in document} <= set(ENTITY_LABELS)


def test_doccano_lines_have_what_its_importer_wants(reports, tmp_path):
    export_gold(reports, tmp_path / "a.jsonl", format="doccano")
    for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert isinstance(record["text"], str)
        assert all(len(label) == 3 and label[1] <= len(record["text"]) for label in record["label"])
