import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_nlp.pages import Entry, Failure, render_index, render_report
from fazhi_nlp.pages.view import REQUIRED, amount_of, build_page
from fazhi_nlp.report import Report
from tests.growth import Work, grows_in_proportion

TEXT = "石坪镇2023年法治政府建设报告\n一、主要举措\n（一）学习《民法典》。发放宣传册3000余份，其中送至县司法局20份。\n二、存在的不足\n力量不足。\n"
VOID = {"meta", "input", "br", "hr", "link", "img"}


class Parsed(HTMLParser):
    """A page taken apart: elements in order with attributes and text, and errors of nesting."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[tuple[str, int]] = []
        self.texts: dict[int, str] = {}
        self.feed(page)
        assert not self.stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append((tag, len(self.elements) - 1))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack
        assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, number in self.stack:
            self.texts[number] = self.texts.get(number, "") + data

    def having(self, attribute: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attrs, self.texts.get(n, "")) for n, (_, attrs) in enumerate(self.elements) if attribute in attrs]


def made(text: str = TEXT, **more: object) -> Report:
    """A report with a heading that holds a law, two amounts of which the second belongs to the first, and an institution."""

    def span(words: str) -> dict[str, int]:
        return {"start": text.index(words), "end": text.index(words) + len(words)}

    paragraphs, at = [], 0
    for line, section in zip(text.split("\n"), ["title", "measures", "measures", "problems", "problems"], strict=False):
        paragraphs.append({"start": at, "end": at + len(line), "section": section, "section_score": 0.9, "topics": [], "headings": []})
        at += len(line) + 1
    paragraphs[1]["headings"] = [{**span("一、主要举措"), "level": 1}]
    paragraphs[2]["headings"] = [{**span("（一）学习《民法典》"), "level": 2}]
    paragraphs[2]["topics"] = ["publicity"]
    found = [("《民法典》", "LAW", "law:民法典"), ("3000余份", "ACHIEVEMENT", None), ("县司法局", "ORG", None), ("20份", "TARGET", None)]
    entities = [{**span(words), "label": label, "text": words, "id": name, "score": 0.9, "source": "model+rule"} for words, label, name in found]
    achievements = [
        {
            **span("3000余份"),
            "text": "3000余份",
            "label": "ACHIEVEMENT",
            "value": 3000,
            "comparator": "gt",
            "unit": "份",
            "indicator": "宣传册",
            "action": "发放",
            "paragraph": 2,
        },
        {**span("20份"), "text": "20份", "label": "TARGET", "value": 20, "unit": "份", "indicator": "宣传册", "status": "planned", "paragraph": 2, "parent": 0},
    ]
    fields = {"source": "a.txt", "title": "石坪镇2023年法治政府建设报告", "year": 2023, "issuer_level": "township", "genre_score": 0.9}
    return Report.model_validate(
        {
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "paragraphs": paragraphs,
            "entities": entities,
            "achievements": achievements,
            **fields,
            **more,
        }
    )


def test_every_highlight_is_the_slice_of_its_entity() -> None:
    report = made()
    shown: dict[str, str] = {}
    for attrs, text in Parsed(render_report(report, TEXT)).having("data-e"):
        shown[str(attrs["data-e"])] = shown.get(str(attrs["data-e"]), "") + text
    assert shown == {str(n): TEXT[e.start : e.end] for n, e in enumerate(report.entities)}


def test_every_paragraph_is_shown_whole() -> None:
    report = made()
    page = Parsed(render_report(report, TEXT))
    for number, paragraph in enumerate(report.paragraphs, 1):
        (shown,) = [text for attrs, text in page.having("id") if attrs["id"] == f"p{number}"]
        rest = "普法宣传" if paragraph.topics else ""
        assert shown == f"{number}{TEXT[paragraph.start : paragraph.end]}{rest}"


def test_table_and_text_lead_to_each_other() -> None:
    page = Parsed(render_report(made(), TEXT))
    ids = [attrs["id"] for attrs, _ in page.having("id")]
    assert len(ids) == len(set(ids))
    links = [str(attrs["href"]) for attrs, _ in page.having("href")]
    assert {link for link in links if link.startswith("#")} <= {f"#{name}" for name in ids}
    assert {"#r0", "#r1", "#e1", "#e3"} <= set(links)
    (row,) = [text for attrs, text in page.having("id") if attrs["id"] == "r1"]
    assert "第 1 项其中" in row
    assert "计划" in row


def test_headings_keep_their_level_and_hold_their_entities() -> None:
    page = Parsed(render_report(made(), TEXT))
    headings = [(attrs["aria-level"], text) for attrs, text in page.having("aria-level")]
    assert "".join(text for _, text in headings) == "一、主要举措（一）学习《民法典》"
    assert [level for level, _ in headings][:1] == ["3"]


def test_missing_parts_are_told() -> None:
    page = render_report(made(), TEXT)
    assert re.search(r"✗ 第一责任人 <span>未见", page)
    assert re.search(r"✗ 下一步安排 <span>未见", page)
    assert re.search(r"✓ 存在|✓ 不足与原因", page)
    assert not re.search(r"✗ 其他事项", page)


def test_nothing_comes_from_outside_and_the_policy_names_what_stands_inside() -> None:
    for page in (render_report(made(), TEXT, index="index.html"), render_index([Entry.from_report(made(), href="a.html")])):
        parsed = Parsed(page)
        for tag, attrs in parsed.elements:
            assert tag not in ("link", "img", "iframe", "object", "base")
            assert not {"src", "style", "srcset", "action"} & set(attrs)
            assert not any(name.startswith("on") for name in attrs)
            assert ":" not in (attrs.get("href") or "")
        assert "http://" not in page
        assert "https://" not in page
        (policy,) = [str(attrs["content"]) for attrs, _ in parsed.having("http-equiv")]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        for block in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy


EVIL = ["<script>alert(1)</script>", "]]>", "</style><b>", '" onclick="x', "'><img src=x>", "{{ 7*7 }}", "&lt;", "<!--", "\x00\x1b\x7f", "\u202e", "\u2028"]


@pytest.mark.parametrize("evil", EVIL)
def test_markup_in_any_field_stays_text(evil: str) -> None:
    text = TEXT.replace("力量不足。", f"力量{evil}不足。")
    fields = ("title", "doc_number", "addressee", "issuer", "source")
    report = made(text, issuers=[evil], warnings=[evil], findings=[{"message": evil, "paragraph": 1}], **dict.fromkeys(fields, evil))
    report.achievements[0].indicator = report.achievements[0].action = report.achievements[0].unit = evil
    report.entities[0].id = report.entities[0].source = evil
    harmless = made(text, issuers=["x"], warnings=["x"], findings=[{"message": "x", "paragraph": 1}], **dict.fromkeys(fields, "x"))
    harmless.achievements[0].indicator = harmless.achievements[0].action = harmless.achievements[0].unit = "x"
    page = Parsed(render_report(report, text))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in Parsed(render_report(harmless, text)).elements]
    index = Parsed(render_index([Entry.from_report(report, href="a.html")], [Failure(evil, evil)]))
    plain = Parsed(render_index([Entry.from_report(harmless, href="a.html")], [Failure("x", "x")]))
    assert [tag for tag, _ in index.elements] == [tag for tag, _ in plain.elements]


@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_text_is_shown_character_for_character(line: str) -> None:
    text = line.strip() or "x"
    record = {"start": 0, "end": len(text), "section": "other", "section_score": 1.0}
    entity = {"start": 0, "end": len(text), "label": "DOC", "text": text}
    report = Report.model_validate({"text_sha256": "0", "paragraphs": [record], "entities": [entity]})
    ((_, shown),) = Parsed(render_report(report, text)).having("data-e")
    assert len(shown) == len(text)
    assert all(a == b or not b.isprintable() or b.isspace() for a, b in zip(shown, text, strict=True))


def test_a_report_without_line_breaks_is_shown_by_its_segments() -> None:
    text = "石坪镇报告。一、举措开展12次。二、不足人少。"
    cuts = [(0, 6, "title"), (6, 16, "measures"), (16, len(text), "problems")]
    report = Report.model_validate(
        {
            "text_sha256": "0",
            "paragraphs": [{"start": 0, "end": len(text), "section": "measures", "section_score": 0.9}],
            "segments": [{"start": a, "end": b, "section": s} for a, b, s in cuts],
            "entities": [{"start": 12, "end": 15, "label": "ACHIEVEMENT", "text": text[12:15]}],
        }
    )
    page = build_page(report, text)
    assert [(g.section.id, "".join(p.text for line in g.lines for p in line.pieces)) for g in page.groups] == [(f"section:{s}", text[a:b]) for a, b, s in cuts]
    assert {part.name.id for part in page.parts if part.paragraph is not None} == {"section:measures", "section:problems"}
    assert Entry.from_report(report, href="a.html").found == {**dict.fromkeys((*REQUIRED, "other"), False), "measures": True, "problems": True}


def test_an_entity_across_the_end_of_a_heading_keeps_one_anchor() -> None:
    report = made()
    report.paragraphs[2].headings[0].end -= 2
    parsed = Parsed(render_report(report, TEXT))
    pieces = [(attrs.get("id"), text) for attrs, text in parsed.having("data-e") if attrs["data-e"] == "0"]
    assert pieces == [("e0", "《民法"), (None, "典》")]


@pytest.mark.parametrize(
    ("record", "amount"),
    [
        ({"value": 3000, "comparator": "gt", "unit": "份"}, "＞3,000份"),
        ({"value": 3, "upper": 5, "unit": "场"}, "3–5场"),
        ({"value": 98.5, "comparator": "eq", "unit": "%"}, "98.5%"),
        ({"value": 1224552.0, "unit": "元"}, "1,224,552元"),
        ({"value": 0, "unit": ""}, "0"),
    ],
)
def test_amounts(record: dict[str, object], amount: str) -> None:
    first = made().achievements[0].model_dump()
    assert amount_of(type(made().achievements[0]).model_validate({**first, "upper": None, "comparator": "eq", **record})) == amount


def test_cost_of_a_page_grows_with_its_length_only() -> None:
    line = "发放宣传册3000余份。"
    step = len(line) + 1

    def work(lines: int) -> Work:
        text = "\n".join([line] * lines)
        report = Report.model_validate(
            {
                "text_sha256": "0",
                "paragraphs": [{"start": k * step, "end": k * step + len(line), "section": "measures", "section_score": 1.0} for k in range(lines)],
                "entities": [{"start": k * step + 5, "end": k * step + 11, "label": "ACHIEVEMENT", "text": "3000余份"} for k in range(lines)],
            }
        )
        return lambda: build_page(report, text)

    assert grows_in_proportion(work, 2_000, 16_000)
