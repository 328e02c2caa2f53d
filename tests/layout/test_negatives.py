"""Documents of neighbouring genres, which use the words of the reports, score low; reports of the corpus, whole or damaged, do not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from layout_view import NLP

from fazhi_nlp.core.docs import get_report_meta
from fazhi_nlp.gold.markup import GoldReport, read_gold
from fazhi_nlp.layout.cues import load_cues
from fazhi_nlp.layout.engine import lay_out, report_meta, type_sections
from fazhi_nlp.layout.genre import LOW

TRAINING = Path(__file__).parents[2] / "training"
NEGATIVES = sorted((TRAINING / "negatives").glob("n*.txt"))
REPORTS = [f"r{n:03}" for n in (*range(1, 77, 3), *range(85, 101))]
CUES = load_cues()
CUT = 700


def gold(name: str) -> GoldReport:
    return read_gold(TRAINING / "corpus" / f"{name}.txt")


def score(text: str) -> float:
    layout = lay_out(text, CUES)
    return type_sections(layout, CUES, report_meta(layout, CUES).year)


def warned(text: str) -> bool:
    return any(w.startswith("[W001]") for w in get_report_meta(NLP(text)).warnings)


def negative(path: Path, *, title: bool = True) -> str:
    """The text without blank lines; without title: from the line after the last one that names the kind of document."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if title:
        return "\n".join(lines)
    start = next(i for i, line in enumerate(lines) if not line.startswith(("当前位置", "发布日期")))
    return "\n".join(lines[start + 1 :])


def report(name: str, *, title: bool = True) -> str:
    return "\n".join(p.text for p in gold(name).paragraphs if title or p.section not in ("title", "noise"))


def as_is(text: str) -> str:
    return text


def cut(text: str) -> str:
    return text[:CUT]


def one_line(text: str) -> str:
    return text.replace("\n", "")


def area(high: list[float], low: list[float]) -> float:
    """Area under the curve: how often one of the first scores higher than one of the second, a tie as half."""
    return sum((a > b) + 0.5 * (a == b) for a in high for b in low) / len(high) / len(low)


def test_there_are_negatives_of_every_genre() -> None:
    readme = (TRAINING / "negatives" / "README.md").read_text(encoding="utf-8")
    assert len(NEGATIVES) == 14
    for path in NEGATIVES:
        assert f"| {path.name} |" in readme
        assert 700 <= len(path.read_text(encoding="utf-8")) <= 2000


@pytest.mark.parametrize("path", NEGATIVES, ids=lambda p: p.stem)
@pytest.mark.parametrize("damage", [as_is, cut, one_line])
@pytest.mark.parametrize("title", [True, False], ids=["title", "no title"])
def test_negatives_score_low_and_are_warned_of(path: Path, damage: Callable[[str], str], title: bool) -> None:
    text = damage(negative(path, title=title))
    assert score(text) < LOW
    assert warned(text)


@pytest.mark.parametrize("name", REPORTS)
def test_reports_score_high_and_are_not_warned_of(name: str) -> None:
    text = report(name)
    assert score(text) > 0.9
    assert not warned(text)
    assert score(cut(text)) > 0.8
    assert score(one_line(text)) > 0.7
    assert score(report(name, title=False)) > LOW


@pytest.mark.parametrize(
    ("damage", "title", "floor"),
    [(as_is, True, 0.995), (cut, True, 0.99), (one_line, True, 0.99), (as_is, False, 0.99), (cut, False, 0.97), (one_line, False, 0.98)],
)
def test_reports_and_negatives_are_apart(damage: Callable[[str], str], title: bool, floor: float) -> None:
    reports = [score(damage(report(name, title=title))) for name in REPORTS]
    negatives = [score(damage(negative(path, title=title))) for path in NEGATIVES]
    assert area(reports, negatives) >= floor


TITLED = {
    "a bureau whose name is that of another genre": "东溪县审计局2024年度法治政府建设报告",
    "a verb of news in the title": "关于2023年开展法治政府建设工作情况的报告",
    "the name of another report inside the title": "东溪镇2023年法治政府工作报告",
    "a bureau of petitions": "东溪县信访局2023年法治政府建设工作总结",
    "law-based administration": "东溪县教育局2023年度依法行政工作总结",
}
TRAPS = (
    "2023年，在县委坚强领导下，我们把法治建设与党风廉政建设同部署，广大师生、群众受益，现将有关事项报告如下：\n一、主要举措和成效\n"
    "（一）推进政务公开。办理依申请公开申请12件，答复情况良好。\n（二）接受监督。对省委督察组指出的8个问题逐项整改，采纳意见建议。行政复议案件结转下年度3件。\n"
    "二、存在的不足\n执法力量不足。\n三、下一步打算\n加强普法。\n"
)


@pytest.mark.parametrize("title", TITLED.values(), ids=TITLED)
def test_words_of_other_genres_in_a_report_do_no_harm(title: str) -> None:
    assert score(f"{title}\n{TRAPS}") > 0.9


def test_the_subject_alone_does_not_make_a_report_of_another_work() -> None:
    text = (
        "东溪镇2023年平安建设工作总结\n2023年，我镇在县委政法委指导下扎实推进平安建设，现将工作情况总结如下：\n一、主要工作\n（一）压实第一责任人责任，依法行政。\n"
        "（二）排查矛盾纠纷120起，开展普法宣传20场次、行政执法检查30次，落实法律顾问制度。\n二、存在问题\n法治意识不强。\n三、下一步打算\n继续抓好平安建设。\n"
    )
    assert score(text) < LOW
    # the same text as a report on law-based government is one
    assert score(text.replace("平安建设", "法治政府建设")) > 0.9
