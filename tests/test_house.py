"""The house: data flows one way, each room imports only from rooms to its left, and rooms stay small."""

import ast

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "fazhi_nlp"
ROOMS = (
    "about", "core", "knowledge", "readers", "layout", "words", "encoder", "entities", "achievements", "report", "pipeline", "gold", "training", "evaluation", "corpus", "pages", "cli",
)  # fmt: skip
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 500


def room(parts):
    return parts[1] if len(parts) > 1 else "about"


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith("fazhi_nlp"):
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "fazhi_nlp" else [node.module]
            yield from (name.split(".") for name in names)
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names if alias.name.startswith("fazhi_nlp"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_point_left(path):
    relative = path.relative_to(SOURCE)
    if relative.name == "__init__.py" and len(relative.parts) == 1:
        return  # the face of the library as a whole
    own = ROOMS.index(relative.parts[0].removesuffix(".py"))
    for parts in imported(path):
        other = room(parts)
        assert ROOMS.index(other) <= own, f"{relative} imports {'.'.join(parts)}"


def test_rooms_stay_small():
    long = {str(path.relative_to(SOURCE)): n for path in MODULES if (n := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST}
    assert long == {}
