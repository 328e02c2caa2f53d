"""LAW: titles, bare names, traps, damage, ids."""

from __future__ import annotations

import pytest

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.base import Candidate, Source
from fazhi_nlp.entities.brackets import read_brackets
from fazhi_nlp.entities.documents import find_documents
from fazhi_nlp.entities.laws import find_laws
from fazhi_nlp.knowledge.base import load_knowledge
from tests.growth import Work, grows_in_proportion


def _source(text: str) -> Source:
    return Source(text, fold(text), [], load_knowledge(), 2023)


def _longest(candidates: list[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for c in sorted(candidates, key=lambda c: (c.start - c.end, c.start)):
        if all(c.end <= k.start or k.end <= c.start for k in kept):
            kept.append(c)
    return sorted(kept, key=lambda c: c.start)


def laws(text: str) -> list[str]:
    source = _source(text)
    return [text[c.start : c.end] for c in _longest(find_laws(source) + find_documents(source)) if c.label == "LAW"]


def ids(text: str) -> list[str | None]:
    source = _source(text)
    return [c.id for c in _longest(find_laws(source) + find_documents(source))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("组织学习《中华人民共和国行政处罚法》、《民法典》和宪法。", ["《中华人民共和国行政处罚法》", "《民法典》", "宪法"]),
        ("宣传《反有组织犯罪法》《反电信网络诈骗法》", ["《反有组织犯罪法》", "《反电信网络诈骗法》"]),
        ("讲解宪法、民法典、国家安全法等内容", ["宪法", "民法典", "国家安全法"]),
        ("学习《民法典》（婚姻家庭编）和民法典人格权编", ["《民法典》", "民法典"]),
        ("学习《民法典·物权编》", ["《民法典·物权编》"]),
        ("《行政复议法（修订）》《中华人民共和国行政处罚法（2021年修订）》", ["《行政复议法（修订）》", "《中华人民共和国行政处罚法（2021年修订）》"]),
        ("落实信访工作条例和重大行政决策程序暂行条例", ["信访工作条例", "重大行政决策程序暂行条例"]),
        ("严格执行中央“八项规定”，深入落实中央八项规定精神", ["中央“八项规定”", "中央八项规定"]),
        ("学习党章和《中国共产党纪律处分条例》", ["党章", "《中国共产党纪律处分条例》"]),
        ("贯彻广东省多元化解矛盾纠纷促进条例和云南省优化营商环境条例", ["广东省多元化解矛盾纠纷促进条例", "云南省优化营商环境条例"]),
        ("推进宪法法律全面实施，开展宪法知识测试", ["宪法", "宪法"]),
        ("举办民法典法律知识讲座", ["民法典"]),
        ("學習《憲法》和《行政處罰法》", ["《憲法》", "《行政處罰法》"]),
        ("宣传水法、森林法，讲草原法", ["水法", "森林法", "草原法"]),
        ("宣传环保法、交通安全法", ["环保法", "交通安全法"]),
    ],
)
def test_found(text: str, wanted: list[str]) -> None:
    assert laws(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "加强法律法规、规章和党内法规学习，宣传婚姻、继承、劳动方面的法律。",
        "制作行政处罚法律文书，做好统计法规培训，开展行政处罚法制审核和监察法务工作。",
        "开展“12·4”国家宪法日和宪法宣传周、民法典宣传月活动。",
        "推广节水法，完善治水法子，提升安全教育法治化水平。",
        "党章党规党纪学习教育走深走实。",
        "落实“三项制度”，推行工作方法和执法办法。",
        "深入贯彻中央八项规定精神学习教育扎实开展",
        "不低于工资专项集体合同规定的标准",
        "坚持依法行政，遇事找法，办事依法。",
    ],
)
def test_nothing(text: str) -> None:
    assert laws(text) == []


@pytest.mark.parametrize(
    ("title", "is_law"),
    [
        ("湖南省行政程序规定", True),
        ("广西壮族自治区实施〈中华人民共和国水法〉办法", True),
        ("东莞市养犬管理条例", True),
        ("东莞市养犬管理办法", True),
        ("延边朝鲜族自治州自治条例", True),
        ("海南经济特区禁毒条例", True),
        ("长阳土家族自治县水土保持条例", True),
        ("长阳土家族自治县规范性文件管理办法", False),
        ("义乌市城市管理办法", False),
        ("宁波市慈溪市规范性文件管理办法", False),
        ("青石县行政规范性文件管理办法", False),
        ("柳溪镇合同管理规定", False),
        ("东莞市公安局执法办案管理规定", False),
        ("县人民政府重大行政决策程序规定", False),
        ("市人民政府重大行政决策程序规定", True),
        ("局机关内部管理规定", False),
        ("合同管理办法", False),
        ("城市管理执法办法", True),
        ("农贸市场条例", True),
        ("枫桥工作法", False),
        ("某某领域促进法", True),
        ("关于贯彻实施《中华人民共和国行政复议法》的通知", False),
    ],
)
def test_form_of_title(title: str, is_law: bool) -> None:
    assert bool(laws(f"《{title}》")) is is_law


def test_context_names_the_issuer() -> None:
    assert laws("按照省《行政应诉工作办法》，修订县《行政应诉工作办法》") == ["《行政应诉工作办法》"]
    assert laws("学习贯彻《行政机关应诉规定》，制定《行政机关应诉规定》")[:1] == ["《行政机关应诉规定》"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("《宪法、《民法典》和《行政处罚法>等", ["《宪法", "《民法典》", "《行政处罚法>"]),
        ("空的《》和《 》，还有《水法》", ["《水法》"]),
        ("《民法典\n》《水法》", ["《民法典", "《水法》"]),
        ("《江西省实施《中华人民共和国水法》办法》", ["《江西省实施《中华人民共和国水法》办法》"]),
    ],
)
def test_damage(text: str, wanted: list[str]) -> None:
    assert laws(text) == wanted


def test_ids_of_aliases() -> None:
    text = "《重大行政决策程序暂行条例》（以下简称《条例》）和《信访工作条例》，《条例》第三条"
    decision, petition = "law:重大行政决策程序暂行条例", "law:信访工作条例"
    assert ids(text) == [decision, decision, petition, decision]
    assert ids("《信访工作条例》施行后，按《条例》办") == [petition, petition]
    assert ids("《湖南省消防条例》（2025年修订，以下简称“《消防条例》”）")[1:] == [None]
    assert ids("宣传环保法、《中华人民共和国环境保护法》") == ["law:环境保护法"] * 2
    assert ids("省优化营商环境条例和优化营商环境条例") == [None, "law:优化营商环境条例"]


def test_brackets() -> None:
    text = fold("甲《乙〈丙〉丁》戊《己《庚》辛》壬《关于印发《癸的通知》子《丑")
    assert [text[b.start : b.end] for b in read_brackets(text)] == ["《乙〈丙〉丁》", "《己《庚》辛》", "《关于印发《癸的通知》", "《丑"]
    assert [b.closed for b in read_brackets(text)] == [True, True, True, False]


@pytest.mark.parametrize(
    "piece", ["《", "》", "《》", "<", "《<", "《关于", "宪", "宪法", "1", "“", "〔2025〕", "省条例", "湖南省", "《甲\n", "(", "全面依法治县"]
)
def test_linear_on_degenerate_text(piece: str) -> None:

    def work(size: int) -> Work:
        source = _source(piece * (size // len(piece)))

        def find() -> None:
            for c in find_laws(source) + find_documents(source):
                assert 0 <= c.start < c.end <= size

        return find

    assert grows_in_proportion(work, 10_000, 80_000)
