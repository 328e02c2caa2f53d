"""Draw official text without a named thing: what a tagger must leave alone.

    python training/tools/draw_officialese.py --text domain_text.txt.xz

Writes training/officialese.txt (to learn from) and benchmarks/officialese.txt (20,000 characters to measure false marks on); no line stands in both.
The source is a file of official texts (laws, regulations, work reports: outside copyright by article 5 of the Chinese copyright law), a paragraph a line.
Lines that hold a law or an area of the library's tables are left out. Half of the lines are free
of anything that looks like a name, date or count;
the other half name bodies and norms in general (人民政府, 公安机关,
法律、法规), the twins of what is marked.
"""

from __future__ import annotations

import argparse
import lzma
import random
import re
from pathlib import Path

import fazhi_nlp
import fazhi_nlp.pipeline

ROOT = Path(__file__).resolve().parents[2]
SIZES = {ROOT / "training" / "officialese.txt": 36_000, ROOT / "benchmarks" / "officialese.txt": 20_000}
NUMBER = r"[零〇一二三四五六七八九十百千万两\d]+"
NAMED = re.compile(
    r"[《》“”]|中华|国务院|全国|最高|中央|宪法|党|\d|自治|[○〇]|本省|本市|(?:省|市|县|区)[人政委]|民法|刑法|诉讼法|处罚法|许可法|强制法|复议法|特区|海南|自由贸易"
    rf"|[年月]|{NUMBER}(?:个|名|件|次|日|天|倍|元|万|人|种|届|级|分之|审|所|家|周|小时|项|米|公里|公顷|平方|度|以[上下]|多)"
)
GENERAL = re.compile(r"人民政府|公安|机关|部门|委员会|法院|检察|司法|法律|法规|规章|条例|办法|规定|执法|普法|宣传|培训|制度|会议")
ARTICLE = re.compile(r"^第[^条]{1,8}条\s*")


def holds_known_name(line: str, nlp: fazhi_nlp.pipeline.Language) -> bool:
    """Whether a law of the catalogue or an area is named: those are no false marks."""
    return any(entity.label_ in ("LAW", "GPE") for entity in nlp(line).ents)


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, required=True)
    path = parser.parse_args().text
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        lines = [ARTICLE.sub("", line.strip()) for line in file]
    fit = sorted({line for line in lines if 30 < len(line) < 240 and not NAMED.search(line)})
    rng, nlp = random.Random(20211), fazhi_nlp.load("rules")
    kinds = [[line for line in fit if bool(GENERAL.search(line)) is general] for general in (True, False)]
    for own in kinds:
        rng.shuffle(own)
    for target, size in SIZES.items():
        chosen: list[str] = []
        while sum(map(len, chosen)) < size:
            line = kinds[len(chosen) % 2].pop()
            if not holds_known_name(line, nlp):
                chosen.append(line)
        target.write_text("\n".join(chosen) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
