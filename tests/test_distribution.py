"""What goes out besides code: the model's folder, licences, the citation, and the checks of the release. ``make release`` builds and tries the whole."""

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from fazhi_nlp.about import SHIPPED, __version__, shipped_model

from .conftest import ROOT

DISTRIBUTION = ROOT / "models" / SHIPPED
shipped = pytest.mark.skipif(shipped_model() is None, reason="no trained model is in the package")


def script(path):
    spec = importlib.util.spec_from_file_location(f"script_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


LICENCES = script(ROOT / "tools" / "licences.py")
RELEASE = script(ROOT / "tools" / "release.py")
SHIP = script(ROOT / "training" / "tools" / "ship.py")


def project(folder):
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@shipped
def test_the_shipped_model_is_whole_and_small():
    folder = shipped_model()
    assert folder is not None
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert f"{meta['lang']}_{meta['name']}" == SHIPPED
    assert meta["license"] == project(DISTRIBUTION)["license"]
    assert meta["fazhi"]["weights_sha256"] == hashlib.sha256((folder / "fazhi_bert" / "model.onnx").read_bytes()).hexdigest()
    for name in SHIP.LICENCES:
        assert (folder / name).read_bytes() == (DISTRIBUTION / name).read_bytes()
    assert not [name for name in RELEASE.MODEL_FILES if not (folder / name).exists()]
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= SHIP.LARGEST


def test_the_models_distribution_goes_with_this_library():
    about = project(DISTRIBUTION)
    (needs,) = map(Requirement, about["dependencies"])
    assert needs.name == project(ROOT)["name"]
    assert needs.specifier.contains(__version__)
    assert about["requires-python"] == project(ROOT)["requires-python"]
    assert (DISTRIBUTION / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_citation_is_valid_and_of_this_version():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format", str(ROOT / "CITATION.cff")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.*)$", text, re.MULTILINE) == [__version__]
    assert " AND ".join(re.findall(r"^  - (\S+)$", text.split("license:")[1].split("keywords:")[0], re.MULTILINE)) == project(ROOT)["license"]


def test_every_dependency_has_its_licence_listed_at_the_version_of_the_constraints():
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line)
    pins = {canonicalize_name(name): version for name, version in pins.items()}
    rows = dict(re.findall(r"^\| (\S+) \| (\d\S*) \| \S.* \|$", LICENCES.PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    rows = {canonicalize_name(name): version for name, version in rows.items()}
    about = project(ROOT)
    wanted = [Requirement(line) for lines in (about["dependencies"], *about["optional-dependencies"].values()) for line in lines]
    assert not [str(r) for r in wanted if canonicalize_name(r.name) not in rows]
    assert rows == {name: pins.get(name) for name in rows}


@shipped
def test_lists_of_what_is_held_of_others_are_current():
    for path, text in LICENCES.texts().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: make licences"
    assert LICENCES.parts_table() in LICENCES.PAGE.read_text(encoding="utf-8"), "make licences"
    for part in LICENCES.bundled():
        assert not [file for file in part.files if not (ROOT / file).exists()]


@pytest.fixture
def built(tmp_path):
    """A wheel as it should be, as names and contents, and what checks it."""
    files = [PurePosixPath("src/fazhi_nlp/py.typed"), *(RELEASE.MODEL / name for name in RELEASE.MODEL_FILES), PurePosixPath("tests/test_x.py")]
    members = {str(file.relative_to("src")): b"" for file in files[:-1]}
    members |= {f"fazhi_nlp-1.dist-info/licenses/{name}": b"" for name in RELEASE.LICENCES}

    def check(members):
        with ZipFile(tmp_path / "fazhi_nlp-1-py3-none-any.whl", "w") as wheel:
            for name, content in members.items():
                wheel.writestr(name, content)
        RELEASE.check_contents(tmp_path, files, [Path("/some/where")])

    check(members)
    return members, check


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"tests/test_x.py": b""}, r"differ: \['tests/test_x.py'\]"),
        ({"fazhi_nlp/py.typed": None}, r"differ: \['fazhi_nlp/py.typed'\]"),
        ({"fazhi_nlp-1.dist-info/licenses/LICENSE": None}, "lacks licences"),
        ({"fazhi_nlp/py.typed": b"# /some/where/else"}, "names a folder of this machine"),
    ],
)
def test_the_release_refuses_a_wheel_that_is_not_what_it_should_be(built, change, complaint):
    members, check = built
    with pytest.raises(SystemExit, match=complaint):
        check({name: content for name, content in (members | change).items() if content is not None})


def test_the_release_refuses_builds_that_differ(tmp_path):
    for folder, content in (("one", "a"), ("another", "b")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.whl").write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit, match=r"x\.whl differ"):
        RELEASE.same(tmp_path / "one", tmp_path / "another")
