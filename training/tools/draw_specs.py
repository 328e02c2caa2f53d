"""Draw the specifications of corpus reports: level, province, year, structure and five difficulties.

    python training/tools/draw_specs.py > training/corpus/specs.jsonl

Shares of levels are those asked of the corpus (township 45 %, county and district 15 %, city 5 %, province 3 %,
departments 30 %); the rest is drawn at random with a fixed seed, so that the corpus varies by chance and not by a
writer's habit. The same seed gives the same file.
"""

from __future__ import annotations

import json
import random
import sys

FIRST, COUNT, SEED = 101, 284, 20221204

LEVELS = [
    ("township: 镇", 22),
    ("township: 乡", 14),
    ("township: 街道", 9),
    ("township: 民族乡 or 苏木", 2),
    ("county", 10),
    ("district or county-level city", 6),
    ("city", 5),
    ("province", 3),
    ("department: 司法局", 5),
    ("department: 教育", 3),
    ("department: 卫健", 3),
    ("department: 交通运输", 2),
    ("department: 民政", 2),
    ("department: 文旅", 2),
    ("department: 人社", 2),
    ("department: 城管 or 综合执法", 2),
    ("department: 水利", 2),
    ("department: 农业农村", 2),
    ("department: 公安", 1),
    ("department: 市场监管", 2),
    ("department: 应急", 2),
    ("department: 自然资源", 1),
    ("department: 生态环境", 1),
    ("department: 税务, 气象, 统计 or 医保", 2),
]
PROVINCES = (
    "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 "
    "广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 西藏自治区 陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区"
).split()
YEARS = [(2016, 2), (2017, 3), (2018, 4), (2019, 5), (2020, 6), (2021, 12), (2022, 18), (2023, 18), (2024, 20), (2025, 22)]
STRUCTURES = [
    ("measures, problems, plan (a-b-d)", 30),
    ("measures, problems, leadership, plan (a-b-c-d)", 18),
    ("leadership first, then measures, problems, plan (c-a-b-d)", 8),
    ("measures, leadership, plan; no problems part", 5),
    ("all five parts with 其他需要报告的情况 (a-b-c-d-e), two or more paragraphs in the last", 22),
    ("thematic level-1 headings for the measures, standard problems and plan", 10),
    ("thematic level-1 headings only; problems and plan hidden in the closing paragraphs", 6),
    ("work situation (工作情况), merged 存在的问题及下一步打算", 8),
    ("merged 主要举措、成效及存在的问题 first, then plan", 4),
    ("no headings but 一是 … paragraphs", 4),
    ("leadership as a level-2 part inside measures", 8),
    ("extra part 创新举措 or 亮点 or 整改“回头看” among the others", 6),
]
NUMBERING = [
    ("一、/（一）/1.", 20),
    ("一、/(一) half-width", 18),
    ("一、/（一）run-in headings with 。 then text", 22),
    ("一、 then 一是 二是 in line", 14),
    ("一、/（一）/（1）", 4),
    ("一、/1．/①", 3),
    ("一、 without 、 in places, or lost left bracket 一)", 4),
    ("Arabic numbers running on across level-2 parts", 4),
    ("bold lead sentences without numbers", 5),
    ("headings fused with their text without a separator", 3),
    ("unnumbered level-1 headings", 3),
]
DIFFICULTIES = [
    "half-width punctuation throughout (, : ; ( ))",
    "mixed half- and full-width punctuation and brackets",
    "generic 法律法规 beside a specific law with a bare name",
    "generic 普法宣传教育 beside “八五”普法 or “七五”普法",
    "监察机关, 审判机关 (generic) beside 县监委, 县法院",
    "党员大会, 党委会, 班子会 (recurring) beside a named congress or plenary session",
    "党委法律顾问制度, 政府职能 (fixed terms) beside 乡党委 or 局党组",
    "bare law names in a list without 《》 (宪法、民法典…)",
    "list of fields of law (婚姻家庭、劳动争议、土地承包 方面的法律知识)",
    "quoted slogans and working methods that are nothing (“综合查一次”, “一窗通办”)",
    "quoted brand of an own activity that is an EVENT",
    "law with 以下简称 and later 《条例》 or 《规定》 alone",
    "nested 《》 or 〈〉 in a title of a notice, with document number",
    "own plans and lists in 《》 that are DOC and look like laws",
    "books and study texts in 《》 (DOC)",
    "a county or bureau 办法 that is a DOC, beside a ministry 办法 that is a LAW",
    "provincial regulation with its full name",
    "year range in a programme's name with unusual dash or lost dash",
    "coordination 县委、县政府 and 县委县政府 and 党委政府",
    "乡党委、政府 with a dropped prefix",
    "internal bodies: 领导小组, its 办公室, 专班, 中心组",
    "stations: 司法所, 派出所, 综合行政执法队, 便民服务中心",
    "a law firm or a named school, hospital, firm",
    "two or three named persons (post and name)",
    "a named person with 同志 and a lawyer's name",
    "place names alone: villages, towns visited, a province, a neighbouring county",
    "web noise before and after (navigation, print, counts, clock line)",
    "metadata table before the title (索引号, 发布机构, 成文日期)",
    "[bookmark: _GoBack] residue and lost characters",
    "title over several lines, with issuing bodies",
    "duplicated title",
    "addressee line, document number",
    "signature with two bodies and a date; 特此报告",
    "特此报告, contact line, （此件公开发布）, attachment line",
    "shared predicate: 参考率、合格率均达100%",
    "chain N期、N人次、N万元",
    "number before verb (先后N次主持召开)",
    "其中 breakdown, one exhaustive and one partial",
    "zero by word: 无一例, 零败诉, 零复议",
    "from-to pairs (由N件降至N件) and 同比下降N%",
    "Chinese numerals and approximators: 十余, 近百, 上百, 数十",
    "ranges and 三五个, 七八次",
    "percent and 个百分点, 百分之…",
    "万, 亿 with decimals",
    "plan targets with numbers (力争, 不少于) in the plan part",
    "plan targets inside the measures part",
    "numbers in the problems part (仅N名)",
    "higher-level figures (全市共…)",
    "figures of earlier years and cumulative ones (近三年, 上年结转)",
    "rule limits that are no quantity (每年不少于40学时), beside real ones",
    "background figures that are no quantity (辖N个村, 人口)",
    "slogans with numbers: 三重一大, 四议两公开, 1+N, 12345, 三级网格",
    "date forms: 截至11月底, 1—12月, 今年以来, 去年同期, 上半年",
    "vague time words that are no DATE (近年来, 每年, 长期, 年度)",
    "publicity days: 12·4, 4·15, 3·15 in several forms",
    "campaigns 专项行动, 百日攻坚, with and without the proper name",
    "未制定规范性文件, 未发生 (no quantity)",
    "copy-paste residue (我镇 in a 乡), wrong ordinal, doubled （二）",
    "obsolete names: 法制办, 信访条例, 纲要 2015—2020 in a later year",
    "typing errors and homophones (学些, 权利清单)",
    "very long paragraphs, few line breaks",
    "short telegraphic paragraphs",
    "ideographic indents and blank lines between paragraphs",
    "spaces inside numbers and dates ( 236 项, 2025 年)",
    "one measure repeated in preamble and body",
    "almost no numbers at all",
    "a report written like an essay, in the first person plural",
    "institutions known only by abbreviations (治县办, 平安法治办, 综治中心)",
    "meetings with ordinals (县政府第36次常务会议)",
    "party regulations (八项规定, 纪律处分条例)",
    "departments of the State or province named in full",
    "election, congress and CPPCC supervision: 人大代表, 政协委员 (generic) beside 县人大常委会, 县政协",
]
DENSITY = [("1.0 to 1.7 entities per 100 characters", 40), ("1.7 to 2.5 entities per 100 characters", 34), ("2.5 to 4 entities per 100 characters", 26)]
LENGTH = [("900 to 1400 characters", 22), ("1400 to 2200 characters", 46), ("2200 to 3200 characters", 24), ("3200 to 4500 characters", 8)]
PLACES = "泉 河 坪 岭 塘 湾 石 沟 桥 山 峪 洲 堡 店 寨 坝 溪 圩 岗 营 屯 浦 墩 岙 梁 塬 冲 垭 港 潭".split()


def pick(rng: random.Random, table):
    """One of the things of a table of things and weights."""
    return rng.choices([x for x, _ in table], [w for _, w in table])[0]


def draw(number: int, rng: random.Random) -> dict:
    """The specification of one report."""
    difficulties = rng.sample(DIFFICULTIES, 5)
    return {
        "id": f"r{number}",
        "level": pick(rng, LEVELS),
        "province": rng.choice(PROVINCES),
        "year": pick(rng, YEARS),
        "structure": pick(rng, STRUCTURES),
        "numbering": pick(rng, NUMBERING),
        "density": pick(rng, DENSITY),
        "length": pick(rng, LENGTH),
        "persons": rng.choices([0, 1, 2, 3], [45, 15, 22, 18])[0],
        "places": rng.choices([0, 1, 2, 4], [20, 30, 30, 20])[0],
        "name_has": rng.choice(PLACES),
        "difficulties": difficulties,
    }


def main() -> None:
    """Print all specifications, a line of JSON each."""
    rng = random.Random(SEED)
    for k in range(COUNT):
        sys.stdout.write(json.dumps(draw(FIRST + k, rng), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
