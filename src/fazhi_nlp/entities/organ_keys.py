"""What is compiled from the institutions table: one automaton over every form with every level, the terms that block, the tails that follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.knowledge.base import Knowledge
from fazhi_nlp.knowledge.institutions import Institution


@dataclass(slots=True, frozen=True)
class Key:
    """What a hit of the automaton means. row: None for a fixed term in which no institution is meant; level: the level word at its front."""

    row: Institution | None
    level: str
    form: str


@dataclass(slots=True, frozen=True)
class OrganKeys:
    """The automaton, and for each of its patterns the key."""

    automaton: AhoCorasick
    keys: tuple[Key, ...]
    group_run: re.Pattern[str]
    departments: re.Pattern[str]
    parts: frozenset[str]
    """Words of which the names of departments are made."""


@lru_cache(maxsize=4)
def organ_keys(knowledge: Knowledge) -> OrganKeys:
    """Compile the tables of a `Knowledge` (once)."""
    levels = {level.id: level.words for level in knowledge.levels}
    keys: dict[str, Key] = {fold(term.id): Key(None, "", term.id) for term in knowledge.institution_terms}
    for row in knowledge.institutions:
        for form in row.forms():
            form = fold(form)
            for group in row.levels:
                for level in levels[group]:
                    keys.setdefault(level + form, Key(row, level, form))
    for row in knowledge.institutions:
        for form in row.forms():
            form = fold(form)
            keys.setdefault(form, Key(row, "", form))
    for form, key in [*keys.items()]:
        # 综治维稳办 is short for 综治维稳办公室
        if key.row is not None and form.endswith("办") and len(form) > 2:
            keys.setdefault(form + "公室", Key(key.row, key.level, key.form + "公室"))
    words = sorted({fold(term.id) for term in knowledge.group_words}, key=len, reverse=True)
    run = re.compile(f"(?:{'|'.join(map(re.escape, words))})+$")
    department_words = frozenset(fold(term.id) for term in knowledge.department_words)
    parts = "|".join(map(re.escape, sorted(department_words, key=len, reverse=True)))
    gov = "|".join(sorted(levels["gov"], key=len, reverse=True))
    town = "|".join(sorted(levels["town"], key=len, reverse=True))
    departments = re.compile(
        rf"(?P<level>{gov}|{town})(?:{parts}){{1,8}}(?:局|厅|委员会|办公室|办(?![理法事公案学结好证])|监督所|(?:服务|受理|指挥|调解)中心|总队|支队|大队|专班|协会|商会|站(?!点|位|所))(?!长|部|势|面|限|主任|书记|会长)|(?<![一-龥])(?:{parts}){{2,8}}(?:局|办公室)(?!长|部|势|面|限|主任|书记)"
    )
    return OrganKeys(AhoCorasick(list(keys), matchkind=MatchKind.LeftmostLongest), tuple(keys.values()), run, departments, department_words)


_NAMED_UNIT = r"(?P<named>[一-龥]{2,4}?(?:分局|派出所|法庭|中队|大队|支队))"
TAILS = {
    "party": re.compile(
        r"(?:(?:全面)?依法治[省市州盟县区旗镇乡街](?:委员会(?:办公室)?|办(?:公室)?)"
        r"|理论学习中心组|理论中心组|常委会(?!议)|宣传办|组织办|政法委(?:员会)?|办公室|巡察办|第[一二三四五六七八九十]+巡察组|督查室)"
    ),
    "gov": re.compile(r"(?:党组(?!书记|成员|副书记)|办公室|法制办(?:公室)?|督查室|法律顾问室|行政复议委员会|行政复议办公室)"),
    "group": re.compile(r"(?:理论学习中心组|理论中心组|中心组)"),
    "committee": re.compile(r"(?:办公室|(?:立法|执法|司法|守法普法)协调小组(?:办公室)?)"),
    "discipline": re.compile(r"派[出驻](?:第?[一二三四五六七八九十]*)?[一-龥]{0,8}?(?:纪检监察组|监察室|监察办公室)"),
    "congress": re.compile(r"(?:办公室|法工委|法制工作委员会|[一-龥]{2,6}工作委员会)"),
    "dept": re.compile(
        rf"(?:党[组委](?:理论学习中心组|中心组)?(?!书记|成员|副书记|委员)|{_NAMED_UNIT}|[一-龥、]{{2,14}}侦查大队|(?P<place>(?![一-龥]?(?:派出|司法|财政|税务|国土|工商))[一-龥]{{2,3}})所(?=[、,。;和]|第)|[一二三四五六七八九十]中队|巡查队|办公室|政策法规[科股处]|法[规制][科股处室]|执法监督[科股处])"
    ),
    "court": re.compile(r"(?:行政审判庭|速裁庭|立案庭|民[一二三]庭|执行局|[一-龥]{2,6}?人民法庭|[一-龥]{2,4}?法庭|驻[一-龥]{2,8}?(?:检察室|法官工作室))"),
    "central": re.compile(r"(?:[一-龥]{2,5}调查(?:总队|队)|(?:长江|黄河|淮河|海河|珠江|松辽|太湖)(?:水利委员会|流域管理局))?"),
    "run": re.compile(r"(?:指挥部)?(?:办公室|办(?![理法公事]))?"),
}
OFFICE = re.compile(
    r"(?:党委|党组|党总支|党支部|党工委)?(?:第一|常务|专职)?副?(?:书记|主席(?!团)|主任|局长|厅长|部长|院长|检察长|所长|[大中支分总]?队长|庭长|站长|科长|股长|处长|校长|园长|组长|会长|秘书长"
    r"|镇长|乡长|县长|区长|市长|省长|州长|旗长|盟长|政委|常委(?![会(])|委员(?!会)|长(?![效期远治江征城]))"
)
"""An office that takes the institution before it into itself (县委书记)."""
