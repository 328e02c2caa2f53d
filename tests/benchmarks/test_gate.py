import sys
from dataclasses import replace

import pytest
from benchmarks.accuracy.page import RESULTS
from benchmarks.gate import __main__ as gate
from benchmarks.gate import speed
from benchmarks.gate.difference import by_label, differences, in_context, mark
from benchmarks.gate.figures import Change, Score, changes, scores
from benchmarks.gate.material import CORPUS, SAMPLE, TIMED, Material
from benchmarks.gate.record import Measured, read_record, write_record
from benchmarks.gate.run import measure, sample
from benchmarks.gate.sample import Extraction, extractions, read_sample, write_sample
from benchmarks.gate.show import answer, table
from benchmarks.gate.verdict import compare
from spacy.language import Language

import fazhi_nlp
from fazhi_nlp.evaluation.counts import count_report
from fazhi_nlp.evaluation.figures import figures
from fazhi_nlp.gold import GoldReport, parse_paragraph
from fazhi_nlp.gold.convert import to_report
from fazhi_nlp.gold.dataset import SPLIT_FILE, read_split

pytest.importorskip("nervaluate")

LAWS = "、".join(f"<LAW>《{name}》</LAW>" for name in ("宪法", "民法典", "行政处罚法", "行政复议法", "信访工作条例", "行政许可法"))
GOLD = GoldReport(
    "a",
    [
        parse_paragraph(line)
        for line in (
            "[title] <GPE>石门镇</GPE><DATE>2022年</DATE>法治政府建设工作报告",
            "[measures] <H1>一、主要举措</H1>",
            "[measures|publicity] <ORG>镇司法所</ORG>发放宣传册<ACHIEVEMENT v=3000 c=gt u=份 i=宣传册 a=发放>3000余份</ACHIEVEMENT>。",
            f"[measures|capacity] 学习{LAWS}。",
            "[plan] <H1>二、下一步打算</H1>",
            "[plan] 力争办结率达到<TARGET v=90 c=ge u=% i=办结率 a=达到>90%以上</TARGET>。",
        )
    ],
)
OTHER = GoldReport("b", [parse_paragraph("[measures] 全年调解纠纷<ACHIEVEMENT v=12 c=eq u=件 i=纠纷 a=调解>12件</ACHIEVEMENT>。")])
ROW = Extraction("a", 0, 3, "GPE", "石门镇", "rule", "id=x")
FULL = Score(50, 50, 50)


def change(lost=0, extra=0, *, gold, name="entities/GPE"):
    """lost: items that got another edge; extra: items found too many."""
    return Change(name, Score(gold, gold, gold), Score(gold - lost, gold + extra, gold))


def measured(**changes):
    kept = {"made_by": "m 1", "weights": "w", "test": "t", "reports": 2, "speed": 4.0, "scores": {"entities/ORG": FULL}, "sample": [ROW]}
    return Measured(**{**kept, **changes})


def judged(before, now):
    return compare({"m": before}, {"m": now})[0]


# figures


def test_scores_are_the_figures_of_the_evaluation():
    report = to_report(GOLD)
    report.entities[0].end -= 1
    del report.entities[3]
    report.paragraphs[2].section, report.paragraphs[2].topics = "plan", []
    report.paragraphs[4].headings.clear()
    report.achievements[0].unit = "册"
    counts = [count_report(GOLD, report), count_report(OTHER, to_report(OTHER))]
    wanted = {f"{f.group}/{f.name}": f.value for f in figures(counts, samples=2)}
    found = scores(counts)
    assert {name: score.value for name, score in found.items() if score.gold} == pytest.approx({name: wanted[name] for name, s in found.items() if s.gold})
    assert found["entities/GPE"] == Score(0, 1, 1)
    assert found["achievements/value+comparator+unit"] == Score(2, 3, 3)
    assert found["sections/plan"] == Score(2, 3, 2)
    assert found["sections/all"] == Score(6, 7, 7)
    assert found["headings/all"] == Score(1, 1, 2)


@pytest.mark.parametrize(
    ("gold", "lost", "extra", "wanted"),
    [
        (74, 0, 0, "same"),
        (74, 1, 0, "lower"),
        (74, 2, 0, "lower"),
        (74, 3, 0, "fell"),
        (74, 0, 4, "lower"),
        (74, 0, 5, "fell"),
        (1124, 3, 0, "lower"),
        (1124, 4, 0, "fell"),
        (2935, 8, 0, "lower"),
        (2935, 9, 0, "fell"),
        (3, 2, 0, "lower"),
    ],
)
def test_a_fall_is_told_by_items_of_small_labels_and_by_points_of_large_ones(gold, lost, extra, wanted):
    assert change(lost, extra, gold=gold).verdict == wanted


def test_a_loss_spread_thinly_over_labels_shows_in_the_pooled_figure():
    labels = [change(2, gold=n) for n in (550, 260, 387, 111, 218)]
    assert {c.verdict for c in labels} == {"lower"}
    assert change(10, gold=sum(c.now.gold for c in labels)).verdict == "fell"


def test_rises_and_figures_of_one_side_only():
    before, now = {"a": Score(9, 10, 10), "gone": FULL}, {"a": Score(10, 10, 10), "new": FULL}
    assert [(c.name, c.verdict, round(c.difference, 3)) for c in changes(before, now)] == [("a", "higher", 0.1)]


def test_nothing_to_find_and_nothing_found_is_no_error():
    assert Score(0, 0, 0).value == 1
    assert Score(0, 1, 0).value == 0


# sample


def test_extractions_hold_lines_headings_entities_and_quantities():
    rows = extractions(to_report(GOLD), GOLD.text, name="a")
    assert (rows[0].label, rows[0].text.split()[0]) == ("report.text", str(len(GOLD.text)))
    told = {(row.label, row.text): row.details for row in rows}
    assert told["section", "镇司法所发放宣传册300"] == "measures|publicity"
    assert told["H1", "一、主要举措"] == ""
    assert told["ACHIEVEMENT", "3000余份"] == "v=3000 c=gt u=份 i=宣传册 a=发放"
    places = [(row.start, row.label) for row in rows if row.label in ("section", "H1", "GPE")]
    assert places == sorted(places, key=lambda place: place[0])
    first = rows.index(next(row for row in rows if row.label == "H1"))
    assert (rows[first - 1].label, rows[first - 1].start) == ("section", rows[first].start)


def test_ranges_and_large_values_are_written_out():
    paragraph = parse_paragraph("[measures] 投入<ACHIEVEMENT v=12000000..15000000.5 c=eq u=元 i=资金 a=投入>1200万至1500万元</ACHIEVEMENT>")
    gold = GoldReport("c", [paragraph])
    assert extractions(to_report(gold), gold.text, name="c")[-1].details == "v=12000000..15000000.5 c=eq u=元 i=资金 a=投入"


def test_the_sample_survives_its_file(tmp_path):
    rows = [ROW, Extraction("b\tc", 1, 5, "DOC", '“a"b”\n\tc', "model+rule", ""), *extractions(to_report(GOLD), GOLD.text, name="a")]
    write_sample(rows, tmp_path / "new" / "s.tsv")
    assert read_sample(tmp_path / "new" / "s.tsv") == rows
    lines = (tmp_path / "new" / "s.tsv").read_text(encoding="utf-8").split("\n")
    assert lines[:2] == ["report\tstart\tend\tlabel\ttext\tsource\tdetails", "a\t0\t3\tGPE\t石门镇\trule\tid=x"]
    assert read_sample(tmp_path / "none.tsv") == []


# differences


def test_what_is_gained_lost_and_said_otherwise():
    section = Extraction("a", 0, 9, "section", "石门镇", "", "title")
    before = [section, ROW, Extraction("a", 4, 6, "ORG", "县委", "rule"), Extraction("old", 0, 1, "GPE", "县")]
    now = [
        replace(section, details="measures"),
        replace(ROW, source="model"),
        Extraction("a", 4, 7, "ORG", "县委会", "rule"),
        Extraction("new", 0, 1, "GPE", "县"),
    ]
    found = differences(before, now)
    assert (found.gained, found.lost) == ([now[2]], [before[2]])
    assert found.otherwise == [(section, now[0])]
    assert (found.sources, found.entered, found.left) == (1, ["new"], ["old"])
    assert found
    assert not differences(now, now)


def test_labels_with_most_come_first():
    rows = [ROW, replace(ROW, label="ORG"), replace(ROW, label="ORG", start=5)]
    assert [(label, len(group)) for label, group in by_label(rows).items()] == [("ORG", 2), ("GPE", 1)]


def test_the_gold_annotation_tells_right_from_wrong():
    rows = extractions(to_report(GOLD), GOLD.text, name="a")
    gold = {row.key: row for row in rows}
    quantity = next(row for row in rows if row.label == "ACHIEVEMENT")
    place = next(row for row in rows if row.label == "GPE")
    assert mark(replace(place, details="id=x", source="model"), gold, {"a"}) == "right"
    assert mark(replace(place, end=place.end - 1), gold, {"a"}) == "wrong"
    assert mark(quantity, gold, {"a"}) == "right"
    assert mark(replace(quantity, details=""), gold, {"a"}) == "wrong"
    assert mark(place, gold, {"b"}) == mark(rows[0], gold, {"a"}) == ""


def test_an_extraction_is_shown_in_its_line():
    text = "上一行\r\n  镇司法所发放宣传册3000余份。  \r下一行"
    row = Extraction("a", text.index("3000"), text.index("余份") + 2, "ACHIEVEMENT", "3000余份")
    assert in_context(row, text, around=20) == "镇司法所发放宣传册【3000余份】。"
    assert in_context(row, text, around=3) == "…宣传册【3000余份】。"
    assert in_context(replace(row, text="3001余份"), text, around=3) is None
    assert in_context(Extraction("a", 0, 0, "report.year", "2022"), text, around=3) is None


# verdict


def test_the_same_passes_without_a_word():
    found = judged(measured(), measured(speed=4.1))
    assert (found.failures, found.hints) == ([], [])
    assert list(answer([found], Material([], {"a": "石门镇"})))[-1] == "The gate passes."


def test_a_fall_fails_and_says_by_how_much():
    found = judged(measured(), measured(scores={"entities/ORG": Score(46, 51, 50)}))
    assert found.failures == ["m: entities/ORG fell by 0.0891 to 0.9109; 0.0400 is allowed (of 50 items -4 right, +5 found too many)"]
    assert list(answer([found], Material([], {"a": "石门镇"})))[-1] == "The gate fails."


def test_rises_other_weights_and_another_sample_are_hints():
    found = judged(measured(scores={"entities/ORG": Score(40, 50, 50)}, sample=[]), measured(scores={"entities/ORG": FULL}, weights="other"))
    assert found.failures == []
    assert [hint.partition(";")[0] for hint in found.hints][:2] == ["m: figures rose", "m: the sample reads otherwise"]
    assert "weights" in found.hints[2]


def test_other_gold_reports_are_not_compared():
    found = judged(measured(), measured(test="u", scores={"entities/ORG": Score(0, 0, 50)}))
    assert found.changes == []
    assert len(found.failures) == 1
    assert "nothing was compared" in found.failures[0]


def test_a_pipeline_without_figures_and_figures_without_their_like_fail():
    assert "no figures are checked in" in compare({}, {"m": measured()})[0].failures[0]
    assert "entities/LAW" in judged(measured(), measured(scores={"entities/ORG": FULL, "entities/LAW": FULL})).failures[0]


@pytest.mark.parametrize(("now", "wanted"), [(4.0, "same"), (5.9, "same"), (6.1, "slower"), (2.7, "same"), (2.6, "faster")])
def test_speed_is_judged_by_a_generous_factor(now, wanted):
    assert speed.verdict(4.0, now) == wanted
    found = judged(measured(), measured(speed=now))
    assert bool(found.failures) == (wanted == "slower")
    assert bool(found.hints) == (wanted == "faster")


# answer


def test_the_table_shows_what_moved():
    rows = table([change(3, 1, gold=74), change(gold=10, name="entities/LAW"), Change("x", Score(1, 2, 2), Score(2, 2, 2))])
    assert rows[2] == "| entities/GPE | 74 | 1.0000 | 0.9530 | -0.0470 | 0.0270 | -3 | +4 | FELL |"
    assert rows[3] == "| entities/LAW | 10 | 1.0000 | 1.0000 | +0.0000 | 0.2000 |  |  |  |"
    assert rows[4].endswith("| +1 | -1 | higher |")


def test_lists_are_cut_and_marked():
    text = "，".join(["县委"] * 9) + "。"
    rows = [Extraction("a", at, at + 2, "ORG", "县委", "rule") for at in range(0, len(text), 3)]
    material = Material([], {"a": text}, frozenset("a"), {row.key: row for row in rows[:3]})
    lines = list(answer([judged(measured(sample=[ROW]), measured(sample=rows))], material, absent=["model"], shown=4))
    assert "## Sample: 9 gained, 1 lost, 0 said otherwise, 0 from another source" in lines
    assert "gained: ORG 9 (3 ✓, 6 ✗)" in lines
    assert f"- ✓ a 0–2: 【县委】{'，县委' * 8}…" in lines
    assert "- and 5 more" in lines
    assert "- ✗ a 0–3: 石门镇 `id=x`" in lines
    assert "- model: not here, so not compared; its checked-in figures stay." in lines


def test_what_is_said_otherwise_shows_both():
    rows = [row for row in extractions(to_report(OTHER), OTHER.text, name="b") if row.label == "ACHIEVEMENT"]
    was = [replace(rows[0], details="v=12 c=eq u=件")]
    material = Material([], {"b": OTHER.text}, frozenset("b"), {row.key: row for row in rows})
    lines = list(answer([judged(measured(sample=was), measured(sample=rows))], material))
    assert "- ✗→✓ b 6–9: 全年调解纠纷【12件】。 `v=12 c=eq u=件` → `v=12 c=eq u=件 i=纠纷 a=调解`" in lines


# record


def test_the_record_survives_its_files_and_keeps_other_pipelines(tmp_path):
    rules, model = measured(weights=None, speed=2.0), measured(scores={"entities/all": Score(1, 3, 2), "entities/ORG": FULL})
    write_record({"rules": rules, "model": model}, tmp_path)
    assert read_record(tmp_path) == {"rules": rules, "model": model}
    files = write_record({"rules": replace(rules, reports=3, speed=2.2)}, tmp_path)
    assert [file.name for file in files] == ["gate.json", "gate_sample_rules.tsv"]
    # a time that differs by noise only is not written anew
    assert read_record(tmp_path) == {"rules": replace(rules, reports=3), "model": model}
    assert read_record(tmp_path / "nowhere") == {}
    write_record({"rules": replace(rules, speed=2.4)}, tmp_path)
    assert read_record(tmp_path)["rules"].speed == 2.4


# with the rules


@pytest.fixture(scope="module")
def material():
    gold = {row.key: row for report in (GOLD, OTHER) for row in extractions(to_report(report), report.text, name=report.name)}
    return Material([GOLD, OTHER], {"a": GOLD.text, "b": OTHER.text}, frozenset("a"), gold, timed=[GOLD.text])


@Language.component("test_gate_without_laws")
def without_laws(doc):
    doc.ents = [ent for ent in doc.ents if ent.label_ != "LAW"]
    return doc


@pytest.fixture(scope="module")
def broken():
    nlp = fazhi_nlp.load("rules")
    nlp.add_pipe("test_gate_without_laws")
    return nlp


def test_a_change_that_loses_laws_is_caught(nlp, broken, material, tmp_path):
    before = measure({"rules": nlp}, material)
    write_record(before, tmp_path)
    assert before["rules"].scores["entities/LAW"] == Score(6, 6, 6)
    assert before["rules"].weights is None
    now = {"rules": replace(before["rules"], scores=measure({"rules": broken}, material)["rules"].scores, sample=sample(broken, material.texts))}
    (found,) = compare(read_record(tmp_path), now)
    assert any("entities/LAW fell by 1.0000" in failure for failure in found.failures)
    assert [row.label for row in found.sample.lost] == ["LAW"] * 6
    assert "lost: LAW 6 (6 ✓)" in answer([found], material)
    (same,) = compare(read_record(tmp_path), before)
    assert (same.failures, same.hints) == ([], [])


def test_more_work_takes_longer(nlp):
    once, often = (speed.ratios({"rules": nlp}, [GOLD.text] * times, rounds=3)["rules"] for times in (3, 15))
    assert often > 2 * once > 0


def test_the_reference_products_run(monkeypatch):
    pytest.importorskip("onnx")
    monkeypatch.setattr(speed, "_RUNS", 1)
    (spent,) = speed.seconds([speed.products()], rounds=1)
    assert spent > 0


# what it is run on


def test_the_sample_shows_nothing_of_the_test_split():
    splits = {row.name: row.split for row in read_split(CORPUS / SPLIT_FILE)}
    assert {splits[name] for name in SAMPLE} == {"dev"}
    assert set(TIMED) <= set(SAMPLE)


def test_a_trial_does_not_write_the_checked_in_figures(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["gate", "--update", "--limit", "3", "--results", str(RESULTS)])
    with pytest.raises(SystemExit, match="2"):
        gate.main()
    assert "--results" in capsys.readouterr().err
