import random

import pytest

import fazhi_nlp
from fazhi_nlp.core.errors import InputError
from fazhi_nlp.evaluation.sampling import draw, score_sample, write_sample

pytest.importorskip("nervaluate")


@pytest.fixture(scope="module")
def reports(nlp, corpus_texts):
    return list(fazhi_nlp.analyze_many([(t, f"{k}.txt") for k, t in enumerate(corpus_texts)], nlp=nlp, with_text=True))


def test_strata_are_all_there_and_add_up(reports):
    drawn = draw(reports, 60)
    assert drawn == draw(reports, 60)
    assert drawn != draw(reports, 60, seed=1)
    sizes = {item.stratum: item.population for item in drawn}
    assert sum(sizes.values()) == sum(len(r.paragraphs) for r in reports)
    assert {item.stratum.split("/")[0] for item in drawn} == {p.section for r in reports for p in r.paragraphs}
    texts = {r.source: r.text for r in reports}
    for item in drawn:
        assert texts[item.source][item.start : item.end].strip()


def test_untouched_sample_is_perfect(reports, tmp_path):
    write_sample(draw(reports, 40), tmp_path / "sample.txt")
    found, _ = score_sample(tmp_path / "sample.txt")
    assert {f.value for f in found if f.value is not None} == {1}


def test_estimate_is_right_for_the_whole_set(reports, tmp_path):
    """With every paragraph drawn, the estimate is the truth: one LAW in ten marked too many gives a precision of nine in ten."""
    everything = draw(reports, 10**9)
    path = tmp_path / "sample.txt"
    write_sample(everything, path)
    lines = path.read_text(encoding="utf-8").split("\n")
    places = [(k, at) for k, line in enumerate(lines) for at in range(line.count("<LAW>"))]
    wrong = set(random.Random(0).sample(places, len(places) // 10))
    corrected = []
    for k, line in enumerate(lines):
        pieces = line.split("<LAW>")
        for at, piece in enumerate(pieces[1:]):
            pieces[at + 1] = piece.replace("</LAW>", "", 1) if (k, at) in wrong else f"<LAW>{piece}"
        corrected.append("".join(pieces))
    path.write_text("\n".join(corrected), encoding="utf-8")
    found, _ = score_sample(path)
    (law,) = [f for f in found if (f.group, f.name) == ("entities", "LAW")]
    assert law.precision == pytest.approx(1 - len(wrong) / len(places))
    assert law.recall == 1
    assert law.low < law.value <= law.high


def test_weights_count(reports, tmp_path):
    """An error in a stratum that stands for many paragraphs weighs more than one in a stratum that stands for few."""
    drawn = draw(reports, 60)
    by_weight = sorted((item.population / item.sampled, k) for k, item in enumerate(drawn))
    values = []
    for _, k in (by_weight[0], by_weight[-1]):
        path = tmp_path / "sample.txt"
        write_sample(drawn, path)
        lines = path.read_text(encoding="utf-8").split("\n")
        section = drawn[k].stratum.split("/")[0]
        lines[k] = lines[k].replace(f"[{section}", "[other", 1) if section != "other" else lines[k].replace("[other", "[plan", 1)
        path.write_text("\n".join(lines), encoding="utf-8")
        values.append(next(f.value for f in score_sample(path)[0] if (f.group, f.name) == ("sections", "all")))
    assert values[0] > values[1]


def test_changed_text_is_refused(reports, tmp_path):
    path = tmp_path / "sample.txt"
    write_sample(draw(reports, 10), path)
    content = path.read_text(encoding="utf-8")
    path.write_text(content + "[plan] 多一行\n", encoding="utf-8")
    with pytest.raises(InputError, match="E810"):
        score_sample(path)
    path.write_text(content[:-2] + "改\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"E80\d|E810"):
        score_sample(path)


def test_text_is_needed(nlp):
    with pytest.raises(InputError, match=r"E810.*with-text"):
        draw([fazhi_nlp.analyze("一行", nlp=nlp)], 5)
