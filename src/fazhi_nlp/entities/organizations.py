"""ORG: a grammar of area, level and organ."""

from __future__ import annotations

import re

from fazhi_nlp.entities.areas import NO_AREAS, AreaNames, area_names, line_floor, unknown_stem
from fazhi_nlp.entities.base import Candidate, Source
from fazhi_nlp.entities.lexicon import lexicon
from fazhi_nlp.entities.organ_keys import OFFICE, TAILS, Key, OrganKeys, organ_keys

_HAN = re.compile(r"[一-龥]")
_GENERIC_COUNT = re.compile(
    r"(?:各[^,。;、:和与及\n]{0,7}|各级|各类|各地|全体|所有|每个?|有关|相关|其他|其它|基层|农村|上级|下级|同级|本级"
    r"|[一二三四五六七八九十百两几多余\d]+ ?(?:个|家|所|支|级|名)|两级|三级|级"
    r"|\((?:社区|居|街道)\)|乡镇|镇街|街镇|县乡|乡村|镇村|村级|学校|“|\")$"
)
_BEFORE_TOWN = frozenset("乡镇县村城集场小街区市两各全")
_BEFORE_GOV = frozenset("省市县区州旗各全两本级")
_BEFORE_WORD = {"区": "社小景园辖灾林城郊库片矿山地战禁校牧街", "市": "城都超门夜集早闹县区菜", "旗": "红国党锦", "省": "反节", "县": "市区", "委": "村居"}
_GOV_PARTNER = re.compile(r"(?:党委|党工委|人大|政协|党组|纪委|[县区市省州旗]委)(?:、|和|与|及|会同|[一-龥]{2,5}?[、,])$")
_LIST_HEADS = ("各级", "上级", "乡镇", "基层", "地方", "各", "村")
_MEDIATORS = ("调解委员会", "调委会")
_DISPUTES = re.compile(
    r"(?:校园|婚姻家庭|婚恋家庭|物业|物业管理|物业服务|山林|土地|草场|林权|医疗|医患|道路交通事故|道路交通|交通事故|征地拆迁|劳动|劳动人事|消费|环境|涉企|商会|知识产权|旅游|金融|保险|边界|渔业|海上)(?:损害赔偿)?(?:纠纷|争议)$"
)
_VILLAGE = re.compile(r"(?:村|社区)$")
_COMMITTEES = ("党委", "党组", "党工委")
_MEETING = re.compile(r"会(?!同|议|商|签|审|办)|\(扩大\)会")
"""党委会 is a recurring meeting, 党委会议 the committee's meeting."""
_HAS_LEVEL = re.compile(r"[省市县区镇乡各全级、和与]")
_TOWNS = frozenset({"乡", "镇", "街道", "苏木", "民族乡", "族乡"})
_LEVEL_ORGANS = frozenset({"委", "政府", "人民政府", "人大", "人大常委会", "政协", "纪委监委", "人民法院", "人民检察院"})
_STATION_UNIT = re.compile(r"(?:区|县|镇|乡|街道)?(?:派出所|人民法庭|法庭|中队|大队|分局|工作站|联络组|工作委员会|所(?!有|在|属|以|需)|站)")
_BROKEN = re.compile(r"委员|办(?:[理事学好案结证件]|法(?!治))|办公(?!室)|部门|部[分署]|队[伍员]|局[面势部限]|会[计议]|所[有属需]|府[邸绸]|院[落士]")
"""A word that goes on over a name's last character: 应急部|门, 民委|员会."""
_STANDING = re.compile(r"人大及其(常委会)|(?:领导小组|协调小组|委员会|指挥部|专班)及其(办公室)")
_TASK_FORCE = re.compile(r"(?:成立|组建|组成|设立|建立)了?((?!专项|工作|[一-龥]{0,6}(?:由|为|的))[一-龥]{4,14}专班)")
_NATIONAL = re.compile(
    r"国家(?:[一-龥]{2,8}?(?:总局|监察局|管理局|监督局|督察局|保护局|监管局|数据局)"
    r"|乡村振兴局|医疗保障局|文物局|中医药局|移民管理局|档案局|粮食和物资储备局|林业和草原局|铁路局|能源局|邮政局)(?!长|[一-龥]{0,2}局)"
)
_HEADED = ("government", "party_committee", "party_committee_basic", "party_working_committee", "party_group", "party_government", "government_office")
_HEADS = re.compile(
    r"(?:[、和与及]?[省市州盟县区旗镇乡]?(?:委|党委|党工委|党组|政府|人民政府|办事处))?(?:主要|分管)(?:负责人|领导|负责同志|同志)|法律顾问(?!室)"
)
"""Persons at the head: 主要负责人 is an office as 书记 is, of both bodies in 镇党委、政府主要负责人."""
_QUOTED_ROOM = re.compile(r"[“\"][^“”\"\n]{2,12}[”\"](?:品牌|个人|人民)?调解(?:工作)?室(?!\d)")
_CENTRAL_PARTY = re.compile(r"中共(?!中央)([一-龥]{2,24}?(?:(?:工作)?委员会|党组|[省市州盟县区旗]委(?!员会)))")
_AFTER_PARTY = re.compile(r"(?:全面依法治.委员会)?(?:办公室)?")
_FIRM_EDGE = re.compile(
    r"[^一-龥(]|[和与及由请的或者为让]|聘请|聘任|邀请|委托|联合|依托|选聘|签约|对接|引进|引入|引导|组织|通过|协调|指导|督促|帮助|支持|服务|我[省市县区镇乡局]"
)
_ORGAN_END = re.compile(
    r"(?<=[一-龥]{3})(?:局(?![长部势面限所势])|厅(?!长)|总队(?!长)|委员会|管理处|协会|商会|研究院|设计院|公司|学院|大学|中心(?![一-龥]{0,2}(?:建设|工作)))"
)
_STEM_ORGANS = ("公司", "学院", "大学")
_ORGAN_LAST = frozenset("局院委所府办厅队会")
_AREA_ENDS = frozenset("省市县区旗州盟镇乡道")
_NO_INNER = re.compile(r"[^一-龥]|[的了在对于由为以及各全我把与等]|[省市县镇局厅委院]|政府|重点|城市中心|园区|社区")
_STATION_TAIL = (
    "派出所", "司法所", "法庭", "中队", "大队", "消防救援站", "林业站", "自然资源所", "市场监管所", "市场监督管理所", "林管站",
    "消防站", "调解委员会", "调委会", "国土所", "税务所", "工商所", "财政所", "警务室", "水管站", "司法局", "公安局",
)  # fmt: skip


def find_organizations(source: Source) -> list[Candidate]:
    """ORG candidates, in order of position. id: the row of the institutions table."""
    return _Scan(source).run()


class _Scan:
    """One pass over one text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.folded = source.folded
        self.areas: AreaNames = area_names(source)
        self.compiled: OrganKeys = organ_keys(source.knowledge)
        self.words = lexicon(source.knowledge)
        self.found: list[Candidate] = []

    def run(self) -> list[Candidate]:
        keys = self.compiled.keys
        for number, start, end in self.compiled.automaton.find_matches_as_indexes(self.folded):
            key = keys[number]
            if key.row is not None:
                self._take(key, start, end)
        self.found += [Candidate(m.start(), m.end(), "ORG") for m in _QUOTED_ROOM.finditer(self.folded)]
        self.found += self._party_names()
        self.found += self._departments()
        self.found += self._of_areas()
        self.found += [Candidate(*m.span(m.lastindex or 0), "ORG", id="congress" if m[1] else "leading_group") for m in _STANDING.finditer(self.folded)]
        self.found += [Candidate(*m.span(1), "ORG", id="leading_group") for m in _TASK_FORCE.finditer(self.folded)]
        self.found += [Candidate(*m.span(), "ORG", id="central_ministry") for m in _NATIONAL.finditer(self.folded)]
        return self.found

    def _take(self, key: Key, start: int, end: int) -> None:
        assert key.row is not None
        floor = line_floor(self.folded, start, 60)
        # a name may begin inside another's end, but not swallow it
        edge = max(floor, self.found[-1].end) if self.found and self.found[-1].end <= start else floor
        if key.row.tail == "run":
            left = self._group_start(start, floor)
        elif key.row.tail == "firm":
            left = self._firm_start(start, floor)
        elif key.form.endswith(_MEDIATORS) and (kind := _DISPUTES.search(self.folded, max(floor, start - 16), start)):
            left = self._mediator_start(key, kind.start(), floor)
        elif key.row.tail == "named" and not key.level:
            left = self._named_start(start, floor, edge, key.row.bare)
        else:
            left = self._organ_start(key, start, floor, edge)
        if left is None:
            return
        end = self._with_tail(key, end)
        if _BROKEN.match(self.folded, end - 1):
            return
        office = OFFICE.match(self.folded, end)
        if key.row.id in _HEADED and _HEADS.match(self.folded, end):
            return
        # 县委书记 is an office; but a leading group keeps its name before its head (领导小组组长)
        if office and (key.row.tail != "run" or not office[0].endswith("组长")):
            return
        if key.form.endswith(_COMMITTEES) and _MEETING.match(self.folded, end):
            return
        if self.folded.endswith("中共", floor, left):
            left -= 2
        elif key.row.tail == "central" and self.folded.endswith("中华人民共和国", floor, left):
            left -= len("中华人民共和国")
        self._add(key, left, end)

    def _with_tail(self, key: Key, end: int) -> int:
        assert key.row is not None
        folded = self.folded
        if key.row.tail in ("dept", "court"):
            station = self._own_station(end)
            if station > end:
                return station
        pattern = TAILS.get(key.row.tail)
        tail = pattern.match(folded, end) if pattern else None
        if tail is None or not tail[0]:
            return end
        # 县公安局组织派出所: what follows begins with a verb, so it is no part of the name
        groups = tail.groupdict()
        named = groups.get("named") or groups.get("place")
        if named and (named[:2] in self.words.context or named[0] in "和与同及由在对向把请的所省市县区州旗镇乡" or "执法" in named):
            return end
        return tail.end()

    def _own_station(self, end: int) -> int:
        """End of a station that bears one of the report's own names (县市场监管局|石棚沟所)."""
        folded = self.folded
        for length in range(min(8, len(folded) - end), 1, -1):
            if folded[end : end + length] in self.areas.own:
                unit = _STATION_UNIT.match(folded, end + length)
                return unit.end() if unit else end
        return end

    def _add(self, key: Key, start: int, end: int) -> None:
        assert key.row is not None
        previous = self.found[-1] if self.found else None
        if previous is not None and previous.end > start:
            # a longer name swallows the earlier one only if it begins no later
            if previous.start >= start and previous.end <= end:
                self.found.pop()
            elif previous.start < start < previous.end < end and key.row.tail in ("run", "named", "firm"):
                pass
        elif previous is not None and previous.end == start and not key.level and self._joins(previous, start):
            self.found.pop()
            start = previous.start
        self.found.append(Candidate(start, end, "ORG", id=key.row.id))

    def _joins(self, previous: Candidate, start: int) -> bool:
        """Whether an organ without a level goes on with the name right before it (县公安局 + 古棠派出所)."""
        text = self.folded[previous.start : previous.end]
        return text.endswith(("局", "法院", "检察院", "政府")) and self.folded[start : start + 2] not in self.words.context

    # where names begin -------------------------------------------------------------------------------------------------

    def _organ_start(self, key: Key, start: int, floor: int, edge: int) -> int | None:
        assert key.row is not None
        folded = self.folded
        if key.form.endswith(_MEDIATORS) and (village := _VILLAGE.search(folded, max(floor, start - 2), start + len(key.level))):
            return unknown_stem(folded, village.start(), edge, self.words, longest=4)
        left = self.areas.start_of(folded, start, floor, level=key.level)
        if left == start - 1 > floor and key.level and folded[left - 1 : start] in self.words.words:
            # 回应|县检察院: 应县 is a county elsewhere
            left = start
        if left < start:
            return left
        before = folded[max(floor, start - 9) : start]
        last = before[-1:]
        if key.level:
            if before.endswith(("各级", "部分", "有关")):
                return None
            if before[-2:] in self.words.context:
                return start
            if last and last in _BEFORE_WORD.get(key.level, ""):
                return None
            if key.level in ("乡", "镇", "街道", "苏木", "民族乡") and last and last in _BEFORE_TOWN:
                return None
            if len(key.level) == 1 and key.level in "省市州盟县区旗" and last and last in _BEFORE_GOV:
                return None
            if last == "我" and key.row.bare:
                return start + len(key.level)
            return self._unknown_area(key, start, edge)
        if _GENERIC_COUNT.search(before):
            return None
        if key.form in ("政府", "人民政府"):
            return start if key.form == "政府" and self._is_partner(start, floor) else None
        unknown = self._unknown_station(key, start, edge)
        if unknown is not None:
            return unknown
        return start if key.row.bare else None

    def _is_partner(self, start: int, floor: int) -> bool:
        before = self.folded[max(floor, start - 12) : start]
        partner = _GOV_PARTNER.search(before)
        if partner is None:
            return False
        return not before[: partner.start()].endswith(_LIST_HEADS) and not re.match(r"(?:部门|机关|法律顾问|工作人员)", self.folded[start + 2 : start + 8])

    def _unknown_area(self, key: Key, start: int, floor: int) -> int:
        """Left edge of an area that no table holds, before its level word (石塘|县水利局); ``start`` if there is none."""
        town = key.level in _TOWNS
        if not town and key.level not in ("县", "市", "区", "旗", "州"):
            return start
        for at in (start - 2, start - 3):
            # 天山区|红雁|街道办事处: what stands between a known area and the level is a name
            if at > floor and (area := self.areas.start_of(self.folded, at, floor, stems=False)) < at and not _HAS_LEVEL.search(self.folded, at, start):
                return area
        if not town and key.form not in _LEVEL_ORGANS and not self.folded.startswith(("局", "法院", "检察院"), start + len(key.level) + len(key.form) - 1):
            return start
        stem = unknown_stem(self.folded, start, floor, self.words, longest=3)
        if stem is None or self.folded[stem:start] + key.level in NO_AREAS:
            return start
        return self.areas.start_of(self.folded, stem, floor, stems=False)

    def _unknown_station(self, key: Key, start: int, floor: int) -> int | None:
        """Left edge of a station's unknown name (水磨沿|派出所), None where it has none."""
        if not key.form.endswith(_STATION_TAIL):
            return None
        return unknown_stem(self.folded, start, floor, self.words, longest=3)

    def _group_start(self, start: int, floor: int) -> int | None:
        """Where the name of a leading group begins, None for a generic one."""
        folded = self.folded
        at = start
        while True:
            run = self.compiled.group_run.search(folded, max(floor, at - 30), at)
            if run and run.start() < at:
                at = run.start()
                # 治区 is a word of such names, but not in 自治区
                at -= at > floor and folded[at - 1] == "自" and folded.startswith(("治区", "治州", "治县"), at)
                continue
            area = self.areas.start_of(folded, at, floor)
            if area == at and (near := re.search(r"(?:自治区|自治州|街道|苏木|[省市州盟县区旗镇乡局厅])$", folded[max(floor, at - 3) : at])):
                area = at - len(near[0])
                if at - area == 1 and folded[area - 1 : area] in ("各", "全", "本", "我", "该") and at == start:
                    area = at
                deeper = self.areas.start_of(folded, area, floor, level=near[0]) if area < at else area
                area = deeper
            if area == at:
                break
            at = area
        while at < start and (joint := re.match(r"(?:和|与|及|暨|推动|加强|深化|落实|优化|履行)(?=.)", folded[at:start])):
            if joint[0] in ("和", "与", "及", "暨") or folded[max(0, at - 2) : at] in self.words.context:
                at += joint.end()
                continue
            break
        name = folded[at:start]
        if len(name) >= 2 and name not in ("工作", "各", "专项"):
            return at
        # without a name only the group's office is a particular body
        office = at == start and folded.startswith("领导小组办公室", start)
        return start if office and not _GENERIC_COUNT.search(folded[max(floor, start - 5) : start]) else None

    def _firm_start(self, start: int, floor: int) -> int | None:
        window = self.folded[max(floor, start - 16) : start]
        cut = 0
        for match in _FIRM_EDGE.finditer(window):
            cut = match.end()
        for at in range(cut + 2, len(window) + 1):
            if window[at - 2 : at] in self.words.context:
                cut = at
        name = window[cut:]
        for at in range(len(name)):
            pieces = (name[at : at + length] for length in range(min(8, len(name) - at), 1, -1))
            if any(piece in self.areas.stems or piece in self.areas.full for piece in pieces):
                return start - (len(name) - at)
        return start - len(name) if 2 <= len(name) <= 12 else None

    def _mediator_start(self, key: Key, start: int, floor: int) -> int:
        """Where the name of a committee for one kind of disputes begins: at its kind, or the level or area before (市|校园纠纷…)."""
        area = self.areas.start_of(self.folded, start, floor, stems=False)
        if area < start:
            return area
        level = re.search(r"(?:街道|苏木|[省市州盟县区旗镇乡])$", self.folded[max(floor, start - 2) : start])
        if level is None:
            return start
        start -= len(level[0])
        stem = unknown_stem(self.folded, start, floor, self.words, longest=3)
        return start if stem is None else stem

    def _named_start(self, start: int, floor: int, edge: int, bare: bool) -> int | None:
        if self.folded.startswith("集中", start - 1):
            return None
        left = self.areas.start_of(self.folded, start, floor)
        if left < start:
            return left
        number = re.search(r"(?:[县区市旗州]|镇|乡)?第[一二三四五六七八九十]+$", self.folded[max(floor, start - 6) : start])
        if number:
            at = start - len(number[0])
            if number[0][0] == "第":
                left = self.areas.start_of(self.folded, at, floor)
                return left if left < at else None
            return self.areas.start_of(self.folded, at, floor, level=number[0][0])
        unknown = unknown_stem(self.folded, start, edge, self.words, longest=3)
        # 在实战|中学 is no school
        if unknown is not None and self.folded[unknown:start] not in self.words.words:
            return unknown
        before = self.folded[max(floor, start - 4) : start]
        if bare and not _GENERIC_COUNT.search(before) and not _HAN.match(before[-1:]):
            return start
        return None

    def _departments(self) -> list[Candidate]:
        """Departments that no row of the table names, told by the words they are made of."""
        folded, found = self.folded, []
        for match in self.compiled.departments.finditer(folded):
            start, level = match.start(), match["level"]
            before = folded[max(0, start - 8) : start]
            if level:
                start = self.areas.start_of(folded, start, max(0, start - 60), level=level)
                if start == match.start() and match[0].endswith("局") and level in ("县", "市", "区", "旗") and before[-1:] not in _ORGAN_LAST:
                    stem = unknown_stem(folded, start, line_floor(folded, start, 20), self.words, longest=3)
                    start = start if stem is None or folded[stem : match.start()] + level in NO_AREAS else stem
                generic = {*_BEFORE_GOV, *_BEFORE_TOWN, *_BEFORE_WORD.get(level, "")}
                if start == match.start() and before[-1:] in generic and before[-2:] not in self.words.context:
                    continue
            if start == match.start() and _GENERIC_COUNT.search(before):
                continue
            if "便民" not in match[0] and not OFFICE.match(folded, match.end()) and not _BROKEN.match(folded, match.end() - 1):
                found.append(Candidate(start, match.end(), "ORG", id="department"))
        return found

    def _of_areas(self) -> list[Candidate]:
        """Organs that no row of the table names, right behind the full name of an area (石梁县|文体旅游广电局)."""
        folded, found = self.folded, []
        for match in _ORGAN_END.finditer(folded):
            end = match.end()
            floor = line_floor(folded, end, 30)
            for start in range(match.start() - 2, max(floor, match.start() - 12), -1):
                # a school or firm takes the area's name without its level
                stems = match[0] in _STEM_ORGANS
                if not stems and folded[start - 1] not in _AREA_ENDS:
                    continue
                left = self.areas.start_of(folded, start, floor, stems=stems)
                if left == start:
                    continue
                inner = folded[start : match.start()]
                plain = not _NO_INNER.search(inner) and not any(inner[i : i + 2] in self.words.verbs - self.compiled.parts for i in range(len(inner) - 1))
                if plain and not OFFICE.match(folded, end) and not _BROKEN.match(folded, end - 1):
                    found.append(Candidate(left, end, "ORG", id="department"))
                break
        return found

    def _party_names(self) -> list[Candidate]:
        found = []
        for match in _CENTRAL_PARTY.finditer(self.folded):
            end = match.end()
            tail = _AFTER_PARTY.match(self.folded, end)
            found.append(Candidate(match.start(), tail.end() if tail else end, "ORG", id="party_committee"))
        return found
