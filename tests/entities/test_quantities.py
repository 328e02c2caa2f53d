from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.base import ParagraphView, Source
from fazhi_nlp.entities.quantities import find_quantities
from fazhi_nlp.entities.quantity_grammar import parse_quantity
from fazhi_nlp.knowledge.base import load_knowledge
from tests.growth import grows_in_proportion


def source(text: str, section: str = "measures", year: int | None = 2023) -> Source:
    return Source(text, fold(text), [ParagraphView(0, len(text), section, "")], load_knowledge(), year)


def found(text: str, section: str = "measures") -> list[str]:
    return [text[c.start : c.end] for c in find_quantities(source(text, section))]


# one row of the guidelines' table each: span, value, upper, comparator, unit
SPANS = [
    ("3000余份", 3000, None, "gt", "份"), ("4余次", 4, None, "gt", "次"), ("十余件", 10, None, "gt", "件"), ("十多个", 10, None, "gt", "个"),
    ("上百场", 100, None, "ge", "场"), ("逾百件", 100, None, "gt", "件"), ("超百人", 100, None, "gt", "人"), ("突破1.6万人次", 16000, None, "gt", "人次"),
    ("数十次", 10, 99, "approx", "次"), ("几百份", 100, 999, "approx", "份"), ("三五个", 3, 5, "approx", "个"), ("七八次", 7, 8, "approx", "次"),
    ("3至5个", 3, 5, "eq", "个"), ("3-5场", 3, 5, "eq", "场"), ("10%至15%", 10, 15, "eq", "%"), ("近百人", 100, None, "approx", "人"),
    ("约100件", 100, None, "approx", "件"), ("100件左右", 100, None, "approx", "件"), ("不足十人", 10, None, "lt", "人"), ("不到5%", 5, None, "lt", "%"),
    ("至少4场", 4, None, "ge", "场"), ("不少于3期", 3, None, "ge", "期"), ("90%以上", 90, None, "ge", "%"), ("不低于95%", 95, None, "ge", "%"),
    ("不超过3件", 3, None, "le", "件"), ("3件以内", 3, None, "le", "件"), ("百分之九十八", 98, None, "eq", "%"), ("98％", 98, None, "eq", "%"),
    ("九成八", 98, None, "eq", "%"), ("近八成", 80, None, "approx", "%"), ("过半", 50, None, "gt", "%"), ("翻一番", 2, None, "eq", "倍"),
    ("1.2万人次", 12000, None, "eq", "人次"), ("3亿元", 300000000, None, "eq", "元"), ("40余万元", 400000, None, "gt", "元"),
    ("２３６项", 236, None, "eq", "项"), ("236 项", 236, None, "eq", "项"), ("86.2 万元", 862000, None, "eq", "元"), ("1,234件", 1234, None, "eq", "件"),
    ("2.6个百分点", 2.6, None, "eq", "个百分点"), ("两期", 2, None, "eq", "期"), ("一千二百余册", 1200, None, "gt", "册"), ("1万2千人", 12000, None, "eq", "人"),
]  # fmt: skip


@pytest.mark.parametrize(("span", "value", "upper", "comparator", "unit"), SPANS)
def test_span_and_values(span: str, value: float, upper: float | None, comparator: str, unit: str) -> None:
    text = f"全乡共办理{span}，效果明显。"
    [candidate] = find_quantities(source(text))
    assert text[candidate.start : candidate.end] == span
    attrs = {"value": value, "upper": upper, "comparator": comparator, "unit": unit}
    assert candidate.attrs == attrs
    assert candidate.label == "ACHIEVEMENT"
    assert parse_quantity(span) == attrs


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("新建一项制度。", ["一项"]),
        ("全年开展文件清理一次，逐件过筛。", ["一次"]),
        ("行政诉讼零败诉，实现零上访。", ["零", "零"]),
        ("无一例被撤销，无一人伤亡。", ["无一例", "无一人"]),
        ("参考率、合格率均达100%。", ["100%"]),
        ("举办培训班5期1120人次。", ["5期", "1120人次"]),
        ("信访件由46件降至31件，同比下降32.6%。", ["46件", "31件", "32.6%"]),
        ("办理时限由5个工作日压缩至3个工作日。", ["5个工作日", "3个工作日"]),
        ("平均分由84.3分提高到91.5分。", ["84.3分", "91.5分"]),
        ("签订村规民约5份，避免损失约27万元。", ["5份", "约27万元"]),
        ("审查合同一百五十余份。", ["一百五十余份"]),
        ("仅4名执法人员。", ["4名"]),
        ("在18个村居委会开展宣讲。", ["18个"]),
        ("收到12345工单116件。", ["116件"]),
        ("连续三年获评优秀。", ["三年"]),
    ],
)
def test_quantities_in_their_sentences(text: str, spans: list[str]) -> None:
    assert found(text) == spans


TRAPS = [
    "深入推进“八五”普法和“十四五”规划。", "学习党的二十大和十九届六中全会精神。", "增强四个意识、坚定四个自信、做到两个维护。", "落实三重一大、四议两公开、一岗双责。",
    "执行行政执法三项制度。", "接听12345热线，拨打12315。", "切实履行第一责任人职责，落实第一议题制度。", "构建1+6+3治理格局，推行1+N模式。",
    "健全三级网格。", "推行双随机、一公开监管。", "学习八八战略，实施百千万工程。", "打造15分钟服务圈。", "12·4国家宪法日、4.15教育日。", "召开第36次会议。",
    "（川府发〔2025〕44号）", "依据该法第九条、第四十四条。", "一是抓学习，二是抓宣传，三是抓落实。", "一方面抓执法，另一方面抓服务。", "推进一体化、一站式服务，统一部署。",
    "一次性告知，最多跑一次，一窗通办。", "具有一定基础，形成一系列成果，培育一批骨干。", "推行一村一法律顾问、一企一策。", "把法治作为一项重要工作。", "紧扣三个环节，抓好四件大事。",
    "让群众在每一起案件中感受到公平正义。", "实现零距离服务，坚持零容忍。", "总人口1.6万余人。", "本乡下辖11个社区、6个村。", "平均海拔4600米。", "执法人员不得少于两人。",
    "落实每人每年培训不少于60学时的规定。", "处一千元以上五千元以下罚款。", "省委十二届八次全会召开。", "全部办结，多数满意，若干部门配合。", "8:00至12:00办公。", "2023年12月。",
    "像石榴籽一样紧紧抱在一起。", "发现一起、查处一起。", "浏览次数：205次", "位居全省第3名、前10名。", "人民群众、两部分、三部门、五个人。",
]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS)
def test_traps(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("section", ["noise", "title", "signature"])
def test_nothing_outside_the_report_itself(section: str) -> None:
    assert found("办理案件12件。", section) == []


@pytest.mark.parametrize(
    ("text", "section", "label"),
    [
        ("举办培训班3期。", "plan", "TARGET"),
        ("力争再建成3个站点。", "measures", "TARGET"),
        ("下一步，选送3名干部考证。", "problems", "TARGET"),
        ("2024年6月底前再拆除违建5处。", "measures", "TARGET"),
        ("印发工作计划，开展宣讲5场。", "measures", "ACHIEVEMENT"),
        ("落实《行动计划（2023—2025年）》，评查案卷40份。", "measures", "ACHIEVEMENT"),
        ("将任务细化为38项。", "measures", "ACHIEVEMENT"),
        ("现有持证人员7名，计划年底增至12名。", "problems", "ACHIEVEMENT"),
        ("办理案件12件。", "", "ACHIEVEMENT"),
    ],
)
def test_planned_or_achieved(text: str, section: str, label: str) -> None:
    assert find_quantities(source(text, section))[0].label == label


def test_a_users_unit(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "units.tsv").write_text("id\tkind\tweak\tnot_before\n垧\tarea\tno\t\n", encoding="utf-8")
    text = "调处耕地6垧。"
    own = Source(text, fold(text), [ParagraphView(0, len(text), "measures", "")], load_knowledge([tmp_path]))
    assert [c.attrs["unit"] for c in find_quantities(own)] == ["垧"]
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "attrs"),
    [
        ("17 斛", (17, "eq", "斛")), ("１２.５％", (12.5, "eq", "%")), ("无一宗", (0, "eq", "宗")), ("零", (0, "eq", "")), ("百分之五以内", (5, "le", "%")), ("三倍多", (3, "gt", "倍")),
    ],
)  # fmt: skip
def test_foreign_spans(text: str, attrs: tuple[float, str, str]) -> None:
    read = parse_quantity(text)
    assert read is not None
    assert (read["value"], read["comparator"], read["unit"]) == attrs


@pytest.mark.parametrize("text", ["", "若干", "案件", "第九"])
def test_spans_without_a_number(text: str) -> None:
    assert parse_quantity(text) is None


@given(st.text(alphabet="零一二两三十百千万亿0123456789.,，%％件个次元年以上余多近约不到第《》“”。、\n 成分之半过翻番至-无", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_ordered_spans_that_can_be_read_again(text: str) -> None:
    last = 0
    for candidate in find_quantities(source(text)):
        assert last <= candidate.start < candidate.end <= len(text)
        last = candidate.end
        span = text[candidate.start : candidate.end]
        assert candidate.attrs["value"] >= 0
        assert parse_quantity(span) is not None, span


@pytest.mark.parametrize("unit", ["1", "一", "1,", "1.", "百", "“", "《", "1至", "3件、", "每"])
def test_time_is_linear(unit: str) -> None:
    assert grows_in_proportion(lambda size: partial(find_quantities, source((unit * size)[:size])), 5_000, 40_000)


@pytest.mark.parametrize(
    "text",
    [
        "大家坐下来把道理讲一讲。",
        "执法人员两人以上、亮证在先。",
        "做到改一个、固化一项制度。",
        "工作专班每季下村一次。",
        "说事三轮车不许载人。",
        "今年做实三件事。",
    ],
)
def test_more_traps(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "span"),
    [("共建成132个人民调解委员会。", "132个"), ("累计废止各类文件数十件。", "数十件"), ("邀请几十位居民旁听。", "几十位"), ("森林火情零 发生。", "零")],
)
def test_words_around_the_number(text: str, span: str) -> None:
    assert found(text) == [span]
