"""The README says what is true: its Python runs, and both halves show the same code."""

import re

from tests.conftest import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE, ENGLISH = TEXT.split("\n---\n")


def blocks(half, language):
    return re.findall(rf"```{language}\n(.*?)```", half, re.DOTALL)


def code(block):
    return [line.split("#")[0].split() for line in block.splitlines() if line.split("#")[0].strip()]


def test_both_halves_show_the_same_python():
    assert [code(b) for b in blocks(CHINESE, "python")] == [code(b) for b in blocks(ENGLISH, "python")]


def test_both_halves_have_the_same_commands():
    for chinese, english in zip(blocks(CHINESE, "bash"), blocks(ENGLISH, "bash"), strict=True):
        assert [line[:2] for line in code(chinese)] == [line[:2] for line in code(english)]


def test_python_runs_and_gives_what_it_says():
    (block,) = blocks(ENGLISH, "python")
    names: dict = {}
    exec(block, names)
    said = dict(re.findall(r"^(report\S+) +# (.*)$", block, re.MULTILINE))
    assert len(said) == 2
    for expression, value in said.items():
        assert repr(eval(expression, names)) == value
    (ents,) = re.findall(r"^# (\[.*\])$", block, re.MULTILINE)
    assert repr([(ent.text, ent.label_) for ent in names["doc"].ents]) == ents
