"""ORG, GPE, PERSON, DATE, EVENT on sentences: what stands in ⟦label:…⟧ is found, and nothing else of these labels."""

from __future__ import annotations

import re

import pytest

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.arbiter import settle
from fazhi_nlp.entities.base import ParagraphView, Source
from fazhi_nlp.entities.dates import find_dates, resolve
from fazhi_nlp.entities.events import find_events
from fazhi_nlp.entities.organizations import find_organizations
from fazhi_nlp.entities.persons import find_persons
from fazhi_nlp.entities.places import find_places
from fazhi_nlp.knowledge.base import load_knowledge
from tests.growth import Work, grows_in_proportion

MARK = re.compile(r"⟦(\w):(.*?)⟧")
LETTERS = {"O": "ORG", "G": "GPE", "P": "PERSON", "D": "DATE", "E": "EVENT"}
FINDERS = (find_organizations, find_places, find_persons, find_dates, find_events)


def source(text: str, *, issuers: tuple[str, ...] = (), year: int | None = 2023) -> Source:
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(ParagraphView(at, at + len(line), "measures", ""))
        at += len(line) + 1
    return Source(text, fold(text), paragraphs, load_knowledge(), year, issuers)


def marked(text: str, **options: object) -> str:
    """The text with what is found marked as in the tables below."""
    s = source(text, **options)  # type: ignore[arg-type]
    found = settle([c for find in FINDERS for c in find(s)], s.folded, s.paragraphs)
    for c in sorted(found, key=lambda c: -c.start):
        text = text[: c.start] + f"⟦{c.label[0]}:{text[c.start : c.end]}⟧" + text[c.end :]
    return text


def check(expected: str, **options: object) -> None:
    assert marked(MARK.sub(r"\2", expected), **options) == expected


@pytest.mark.parametrize("expected", [
    # coordination
    "在⟦O:县委⟧、⟦O:县政府⟧的领导下，⟦O:镇党委⟧、⟦O:政府⟧抓紧落实。",
    "⟦O:区委⟧⟦O:区政府⟧要求，⟦O:乡党委政府⟧照办。",
    "⟦O:党委⟧、⟦O:人大⟧、⟦O:政府⟧班子成员带头。",
    "⟦O:镇党委⟧和⟦O:镇政府⟧、⟦O:街道党工委⟧、⟦O:办事处⟧都到场。",
    # levels, full names, tails
    "向⟦O:县委全面依法治县委员会办公室⟧和⟦O:区委依法治区办⟧、⟦O:市委全面依法治市办⟧报告。",
    "⟦O:县委常委会⟧会议、⟦O:县政府⟧常务会议、⟦O:局党组⟧会议研究。",
    "⟦O:镇党委理论学习中心组⟧学习，⟦O:党工委理论学习中心组⟧旁听，⟦O:中心组⟧研讨。",
    "⟦O:县纪委监委⟧、⟦O:县人大常委会⟧、⟦O:团县委⟧、⟦O:妇联⟧来函。",
    "⟦O:省司法厅⟧、⟦O:市中级人民法院⟧、⟦O:县公安局交警大队⟧、⟦O:县委政法委⟧到会。",
    "⟦O:县人大⟧及其⟦O:常委会⟧监督。",
    "⟦O:区城市管理和综合行政执法局⟧与⟦O:县行政审批服务管理局⟧会商。",
    "⟦O:国务院办公厅⟧、⟦O:司法部⟧、⟦O:中央依法治国办⟧印发。",
    # places of the name's own
    "⟦O:湖南省长沙市岳麓区人民政府⟧和⟦O:佛山市南海区人民法院⟧、⟦O:邻水县委⟧。",
    "与相邻的⟦O:石垭县水利局⟧、毗邻的⟦O:巴岭镇人民政府⟧签约。",
    # groups, firms, rooms
    "成立⟦O:法治政府建设工作领导小组⟧和⟦O:镇全面推进依法行政工作领导小组⟧。",
    "⟦O:领导小组办公室⟧设在⟦O:司法所⟧。",
    "聘请⟦O:湖北垭正律师事务所⟧律师，建起⟦O:“老罗说和”调解室⟧。",
    "⟦O:县婚姻家庭纠纷人民调解委员会⟧、⟦O:镇人民调解委员会⟧受理。",
    # bodies of a township
    "⟦O:司法所⟧、⟦O:派出所⟧、⟦O:镇综治中心⟧、⟦O:党政办⟧、⟦O:平安法治办⟧、⟦O:镇综合行政执法队⟧联动。",
    # organs that no table names, behind the name of their area or made of a department's words
    "会同⟦O:桐川县文体旅游广电局⟧、⟦O:青杨市水利和湖泊局⟧、⟦O:北京市文化市场综合执法总队⟧检查。",
    "⟦O:市自然资源综合行政执法支队⟧、⟦O:镇为民服务中心⟧、⟦O:自治区数字化发展局⟧挂牌。",
    "⟦O:中华人民共和国司法部⟧、⟦O:水利部长江水利委员会⟧、⟦O:国家矿山安全监察局⟧通报，组建⟦O:信访积案攻坚专班⟧。",
    "⟦O:法治建设领导小组⟧及其⟦O:办公室⟧督办，⟦O:岭下社区调委会⟧调解，全部建成⟦O:司法所⟧，认真执行⟦O:县人大常委会⟧决议。",
])  # fmt: skip
def test_organizations(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize("text", [
    "落实党委法律顾问制度和政府法律顾问制度，转变政府职能，推进政府信息公开。",
    "建设法治政府、服务型政府，规范政府采购，出台政府规章两部。",
    "县委书记、乡人大主席、党委副书记、司法所所长、县公安局局长、党工委书记分工负责。",
    "办理人大代表建议、政协委员提案，接受监察机关、审判机关监督。",
    "各级党委政府、各乡镇党委、乡镇政府、县乡人大、上级政府齐抓共管。",
    "各村（社区）人民调解委员会、3个派出所、有关司法所参加。",
    "各部门、有关单位、学校、村委会、村党支部、驻村工作队分头落实。",
    "坚持党委领导、政府负责、社会协同。",
    "司法、综治、应急部门和执法队员、政法委员各尽其责，成立领导小组，下设办公室。",
    "召开党委会、党政联席会议，推进便民服务中心建设。",
    "订立行政协议，在实战中学习，集中办、掌上办，县公共图书馆旁，各级局党组，基层党委政府。",
    "省政府主要负责人、镇党委、政府主要负责人和县政府法律顾问到会。",
])  # fmt: skip
def test_generic_words_are_no_organizations(text: str) -> None:
    assert "⟦O" not in marked(text)


def test_an_issuer_teaches_the_names_of_its_places() -> None:
    issuers = ("中共垭口县麻柳坪镇委员会", "垭口县麻柳坪镇人民政府")
    text = "⟦G:麻柳坪镇⟧在山里。⟦O:麻柳坪镇综合执法队⟧同⟦O:麻柳坪派出所⟧、⟦O:县市场监管局麻柳坪所⟧巡查，⟦O:垭口县委⟧督办。"
    check(text, issuers=issuers)
    assert marked(MARK.sub(r"\2", text)) != text  # without the issuer nothing tells these names


@pytest.mark.parametrize("expected", [
    "赴⟦G:浙江省杭州市⟧学习，⟦G:黔江区⟧、⟦G:湖南省⟧、⟦G:成都⟧等地来访。",
    "在⟦G:归岭村⟧、⟦G:石板社区⟧讲法。",
    "我乡各村、全镇、8个村、行政村、示范村、乡村振兴、小事不出村、大事不出镇、城乡社区。",
    "制止⟦G:上庄村⟧占地，扎进⟦G:卢集镇⟧，使⟦G:芦洲岭乡⟧受益，与⟦G:青岩县⟧、⟦G:石洼新区⟧互认。",
    "在⟦G:砬子沟⟧、⟦G:双桥村⟧转移群众，⟦G:港后社区⟧、⟦G:和平里社区⟧、⟦G:下坑村⟧、⟦G:青山村⟧试点，与⟦G:红岩寨⟧等邻近村寨立约。",
    "⟦G:新疆⟧地域广阔，总书记考察⟦G:云南⟧重要讲话，拓展“爱山东”平台，用四川话讲法，接入江苏政务服务网。",
    "农闲回村，受益村，沿线村，海岛渔村，夜巡村巷，浸润乡风，因撤乡并镇，探索街道，智慧城市，民族乡，无讼村，工人新村，文旅兴市。",
])  # fmt: skip
def test_places(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize("expected", [
    "县委书记⟦P:罗大勇⟧主持，副县长⟦P:覃小梅⟧牵头，局长⟦P:阿迪力·库尔班⟧到场。",
    "所长⟦P:次仁卓玛⟧带队；律师⟦P:欧阳明⟧担任顾问。",
    "镇党委书记⟦P:旺堆多布杰⟧、镇长⟦P:扎巴才仁⟧、律师⟦P:才旦措⟧、局长⟦P:宝音图⟧带头讲法。",
    "办事处主任⟦P:麦少琼⟧多次到现场，县委书记⟦P:谢怀民⟧主持会议，人民调解员⟦P:贾顺昌⟧、⟦P:李国平⟧情理并用。",
    "其中⟦P:郗承佑⟧律师受聘，由⟦P:王德才⟧牵头，党组主要负责人⟦P:江海平⟧同志到场，志愿者⟦P:王桂英⟧讲课。",
    "法律顾问和公职律师参与，由老同志带着，法官齐上阵，网格员全面排查，志愿者服务队，主要负责人对照清单，律师许多年，书记马上到。",
    "书记高度重视，主任和各成员参加，局长带头讲法，政协委员和居民代表参加，由书记任组长。",
])  # fmt: skip
def test_persons(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize("expected", [
    "⟦D:2023年⟧、⟦D:2022年度⟧、⟦D:2024年1月17日⟧、⟦D:二〇二四年一月十七日⟧、⟦D:2025 年⟧。",
    "⟦D:今年以来⟧、⟦D:去年⟧、⟦D:一年来⟧、⟦D:过去一年来⟧、⟦D:上半年⟧、⟦D:全年⟧、⟦D:年内⟧、⟦D:下一年度⟧、⟦D:2021年以来⟧。",
    "⟦D:5月至6月⟧、⟦D:2024年1-11月⟧、⟦D:5月10日—15日⟧、⟦D:2021-2023年⟧，截至⟦D:11月底⟧。",
    "较⟦D:去年同期⟧下降，展望⟦D:来年⟧；“三月三”歌圩。",
    "近年来，每年、每季度，年度任务，三年行动，3年内，第五个月，1个月，十一个月，以上年龄，长期。",
])  # fmt: skip
def test_dates(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(("text", "interval"), [
    ("2022年", ["2022-01-01", "2022-12-31"]),
    ("2024年2月", ["2024-02-01", "2024-02-29"]),
    ("二〇二四年一月十七日", ["2024-01-17", "2024-01-17"]),
    ("去年", ["2022-01-01", "2022-12-31"]),
    ("去年同期", ["2022-01-01", "2022-12-31"]),
    ("下半年", ["2023-07-01", "2023-12-31"]),
    ("6月底", ["2023-06-30", "2023-06-30"]),
    ("第二季度", ["2023-04-01", "2023-06-30"]),
    ("5月至6月", ["2023-05-01", "2023-06-30"]),
    ("2022年3月至10月", ["2022-03-01", "2022-10-31"]),
    ("5月10日-15日", ["2023-05-10", "2023-05-15"]),
    ("2021-2023年", ["2021-01-01", "2023-12-31"]),
    ("2021年以来", ["2021-01-01", "2023-12-31"]),
    ("2023年2月30日", None),
])  # fmt: skip
def test_intervals(text: str, interval: list[str] | None) -> None:
    assert resolve(text, 2023) == interval


def test_a_relative_date_without_a_year_has_no_interval() -> None:
    assert resolve("去年", None) is None


@pytest.mark.parametrize("expected", [
    "学习⟦E:党的二十大⟧和⟦E:二十届二中、三中全会⟧、⟦E:省委十一届三次全会⟧、⟦E:中央全面依法治国工作会议⟧精神。",
    "借⟦E:“12·4”国家宪法日⟧、⟦E:国家宪法日⟧、⟦E:“宪法宣传周”⟧、⟦E:民法典宣传月⟧、⟦E:4·15全民国家安全教育日⟧宣讲。",
    "实施⟦E:“八五”普法⟧，⟦E:“法律六进”⟧。",
    "开展⟦E:扫黑除恶专项斗争⟧、⟦E:规范涉企行政执法专项行动⟧、⟦E:安全生产治本攻坚三年行动⟧、⟦E:“护苗2024”专项行动⟧。",
    "结合⟦E:党史学习教育⟧、⟦E:“不忘初心、牢记使命”主题教育⟧。",
    "办好⟦E:“竹楼说法”⟧，⟦E:“送法入企”⟧。",
    "⟦E:“3·15”⟧期间，在⟦E:世界城市日⟧、⟦E:文化和自然遗产日⟧、⟦E:医保基金监管集中宣传月⟧、⟦E:《职业病防治法》宣传周⟧进店。",
    "举办⟦E:“渡口明灯”⟧12期，参加⟦E:“平安一夏”⟧主题活动，开展⟦E:校园食品安全专项检查⟧和⟦E:夏季治安百日攻坚行动⟧。",
    "推动⟦E:“法治文旅进百村”⟧，⟦E:“护苗助耕”专项行动⟧和⟦E:治欠保支攻坚行动⟧收官。",
    "变成“我要学”的自觉行动，从“怕学法”到“爱学法”，日常巡查与专项整治相结合，一些小型专项行动，建成“渔家夜话”说理堂。",
    "组织普法宣传活动，开展各类专项行动，推行“综合查一次”“枫桥经验”，培养“法律明白人”，落实“三项制度”和习近平法治思想。",
])  # fmt: skip
def test_events(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "《",
        "“",
        "县委、",
        "党委",
        "法治建设领导小组",
        "有限公司",
        "2023年1月至",
        "书记王",
        "大山乡",
        "“专项行动",
        "主任王",
        "在上山村",
        "“甲”活动",
        "县农业局",
        "宣传月",
    ],
)
def test_degenerate_text_of_one_line_takes_linear_time(unit: str) -> None:
    def work(size: int) -> Work:
        s = source((unit * size)[:size])
        return lambda: [find(s) for find in FINDERS]

    assert grows_in_proportion(work, 10_000, 80_000)


def test_a_level_inside_a_name() -> None:
    """庄市 is no city where 街道 follows; the year of a title is no part of the body's name."""
    import fazhi_nlp

    report = fazhi_nlp.analyze("2023年庄市街道法治政府建设工作报告\n2023年,庄市街道坚持依法行政。", nlp=fazhi_nlp.load("rules"))
    assert report.issuer == "庄市街道"
    assert [e.text for e in report.entities if e.label == "GPE"] == ["庄市街道", "庄市街道"]
