"""The documentation holds together: both languages have the same pages and code, links and pictures are there, and nothing in the code is left out."""

import re

import pytest

from fazhi_nlp.core.docs import ENTITY_LABELS, HEADING_LABELS, SECTION_LABELS, TOPIC_LABELS
from fazhi_nlp.gold.lint import COMPARATORS, lint
from fazhi_nlp.gold.markup import ATTRIBUTES, GoldReport, parse_paragraph
from tests.conftest import ROOT

from .pages import DOCS, EN, PAGES, ZH, blocks, code

LANGUAGES = {"zh": ZH, "en": EN}
LARGEST_PICTURE = 200_000
BOTH = [(lang, page) for lang in LANGUAGES for page in PAGES]
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_ANCHOR = re.compile(r"\{ *#([\w-]+) *\}")
_MARKER = re.compile(r"^ *<!-- (generated|include|file): (.+?) -->$", re.MULTILINE)
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def read(lang, page):
    return (LANGUAGES[lang] / page).read_text(encoding="utf-8")


def test_both_languages_have_the_same_pages():
    assert sorted(str(path.relative_to(EN)) for path in EN.rglob("*.md")) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_code(page):
    chinese, english = ([(b.lang, code(b), b.reason, b.output) for b in blocks(read(lang, page))] for lang in LANGUAGES)
    assert chinese == english


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_parts(page):
    def parts(text):
        bare = _CODE.sub("", text)
        return [len(line) - len(line.lstrip("#")) for line in bare.splitlines() if line.startswith("#")], _ANCHOR.findall(bare), _MARKER.findall(text)

    assert parts(read("zh", page)) == parts(read("en", page))


def test_navigation_has_every_page():
    listed = re.findall(r": (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == PAGES


@pytest.mark.parametrize(("lang", "page"), BOTH)
def test_links_lead_somewhere(lang, page):
    here = LANGUAGES[lang] / page
    for target in _LINK.findall(_CODE.sub("", read(lang, page))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (here.parent / path).resolve() if path else here
        assert found.is_file(), f"{page}: {target}"
        if anchor:
            assert anchor in _ANCHOR.findall(found.read_text(encoding="utf-8")), f"{page}: {target}"


@pytest.mark.parametrize(("lang", "page"), BOTH)
def test_what_is_made_of_the_code_can_be_made(lang, page):
    from docs_hooks import expand

    assert not _MARKER.search(expand(read(lang, page), lang))


def test_a_new_name_in_the_code_wants_a_meaning():
    from docs_tables import term

    with pytest.raises(KeyError, match=r"terms\.tsv"):
        term("setting", "no_such_setting", lang="zh")


def test_every_meaning_is_of_something():
    """No term is left of what the code no longer has."""
    import docs_tables

    used = set()

    class Spy(dict):
        def __getitem__(self, key):
            used.add(key)
            return super().__getitem__(key)

    spied = Spy(docs_tables._terms())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docs_tables, "_terms", lambda: spied)
        for lang in LANGUAGES:
            for kind, argument in {marker for page in PAGES for marker in _MARKER.findall(read(lang, page))}:
                name, _, rest = argument.partition(" ")
                if kind == "generated":
                    docs_tables.GENERATORS[name](lang, rest)
    assert set(spied) - used == set()


def test_every_component_is_described():
    from docs_tables import factories

    markers = [argument for _, argument in _MARKER.findall(read("zh", "components.md"))]
    assert set(factories()) == {argument.partition(" ")[2] for argument in markers if argument.startswith("component ")}


GOLD = [block.body for block in blocks(read("zh", "labels.md")) if block.lang == "gold"]
EXAMPLES = [GoldReport(f"example-{k}", [parse_paragraph(line) for line in body.strip().splitlines()]) for k, body in enumerate(GOLD)]
PARAGRAPHS = [paragraph for report in EXAMPLES for paragraph in report.paragraphs]


def test_label_reference_has_an_example_of_every_label():
    assert {p.section for p in PARAGRAPHS} == set(SECTION_LABELS)
    assert {topic for p in PARAGRAPHS for topic in p.topics} == set(TOPIC_LABELS)
    assert {h.label for p in PARAGRAPHS for h in p.headings} == set(HEADING_LABELS)
    assert {e.label for p in PARAGRAPHS for e in p.entities} == set(ENTITY_LABELS)
    attributes = [dict(e.attrs) for p in PARAGRAPHS for e in p.entities if e.attrs]
    assert {name for each in attributes for name in each} == set(ATTRIBUTES)
    assert {each["c"] for each in attributes} == set(COMPARATORS)


def test_each_entity_label_has_an_example_under_its_name():
    text = read("zh", "labels.md")
    for label in ENTITY_LABELS:
        part = text.partition(f"{{#{label}}}")[2].partition("\n#")[0]
        assert f"<{label}" in part, label


def test_examples_keep_the_guidelines():
    problems = [problem for report in EXAMPLES for problem in lint([report])]
    assert problems == []


def test_gold_shows_the_text_and_its_labels():
    from docs_gold import render

    shown = render("[plan|capacity] <H1>一、<DATE>2024年</DATE>打算</H1>：培训<TARGET v=4 c=ge u=期 i=培训>4期</TARGET>。", "zh")
    text = re.sub(r"<sub>.*?</sub>|<[^>]+>", "", shown.partition('<div class="gold">')[2].partition("</div>")[0])
    assert text.strip() == "plancapacity一、2024年打算：培训4期。"
    assert 'class="heading h1"' in shown
    assert 'title="计划数据 · v=4 · c=ge · u=期 · i=培训"' in shown


def test_pictures_are_small():
    large = {path.name: size for path in (DOCS / "img").iterdir() if (size := path.stat().st_size) > LARGEST_PICTURE}
    assert large == {}
    used = {name for lang, page in BOTH for name in re.findall(r"img/([\w.-]+)\)", read(lang, page))}
    assert used == {path.name for path in (DOCS / "img").iterdir()}
