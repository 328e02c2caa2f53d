"""Exports are read by the tools' own libraries. spaCy's own check of its format is in test_exchange.py.

Not here: Prodigy, which is not free software.
"""

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
DOCCANO = """
import os, pathlib, site, sys, tempfile
sys.path.insert(0, str(pathlib.Path(site.getsitepackages()[-1]) / "backend"))
home = tempfile.mkdtemp()
os.environ.update(DJANGO_SETTINGS_MODULE="config.settings.base", DATABASE_URL=f"sqlite:///{home}/db.sqlite3", DOCCANO_HOME=home, STANDALONE="True", SECRET_KEY="x")
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
call_command("migrate", verbosity=0)
from data_import.datasets import load_dataset
from data_import.pipeline.catalog import create_file_format
from data_import.pipeline.readers import FileName
from examples.models import Example
from labels.models import Span
from projects.models import SequenceLabelingProject
user = get_user_model().objects.create_user("a", password="b")
project = SequenceLabelingProject.objects.create(name="p", created_by=user, allow_overlapping=True, project_type="SequenceLabeling")
file = FileName(full_path=sys.argv[1], generated_name=sys.argv[1], upload_name=sys.argv[1])
options = {"encoding": "utf_8", "column_data": "text", "column_label": "label"}
data = load_dataset("SequenceLabeling", create_file_format("JSONL"), [file], project, **options)
data.save(user, batch_size=1000)
assert not data.errors, data.errors
assert set(Example.objects.first().meta) == {"report", "number", "section", "topics", "attributes"}
print(Span.objects.count())
"""


@pytest.fixture(scope="module")
def reports():
    return read_gold_folder(ROOT / "training" / "corpus")[::20]


@pytest.fixture(scope="module")
def spans(reports):
    return sum(1 for report in reports for _ in (*report.entities, *report.headings))


def in_own_environment(folder, packages, script, *arguments):
    """Run a script where only a tool's library is installed, so that it can't disturb ours."""
    python = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    for each in packages:
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *each], check=True)
    done = subprocess.run([str(python), "-c", script, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout.split()[-1])


@pytest.mark.slow
def test_label_studio(reports, spans, tmp_path):
    export_gold(reports, tmp_path / "tasks.json", format="label-studio")
    assert in_own_environment(tmp_path, [["label-studio-sdk>=2.1"]], LABEL_STUDIO, tmp_path / "tasks") == spans


@pytest.mark.slow
def test_brat(reports, spans, tmp_path):
    export_gold(reports, tmp_path / "brat", format="brat")
    assert in_own_environment(tmp_path, [["bioc>=2.1"]], BRAT, "", *(tmp_path / "brat" / report.name for report in reports)) == spans


@pytest.mark.slow
def test_doccano(reports, spans, tmp_path):
    export_gold(reports, tmp_path / "a.jsonl", format="doccano")
    # doccano pins a pandas that does not go with the numpy it gets
    packages = [["doccano==1.8.4", "marshmallow<4"], ["--no-deps", "pandas>=2.2,<4"]]
    assert in_own_environment(tmp_path, packages, DOCCANO, tmp_path / "a.jsonl") == spans


def test_conll_with_nervaluate(reports, tmp_path):
    nervaluate = pytest.importorskip("nervaluate")
    export_gold(reports, tmp_path / "a.conll", format="conll")
    lines = [line for line in (tmp_path / "a.conll").read_text(encoding="utf-8").split("\n") if not line.startswith("# ")]
    text = "\n".join("\t".join(line.split("\t")[:2]) for line in lines)
    loaded = nervaluate.loaders.ConllLoader().load(text)
    found = sum(len(document) for document in loaded)
    assert found == sum(1 for report in reports for _ in report.entities)
    assert {entity.label for document in loaded for entity in document} <= set(ENTITY_LABELS)
