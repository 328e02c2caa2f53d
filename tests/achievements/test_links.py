"""Indicator and action settled between rules and a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy

from fazhi_nlp.achievements.links import Answers, LinkWeights, settle_link
from fazhi_nlp.core.docs import Achievement, Proposals
from fazhi_nlp.core.errors import ConfigError
from tests.proposing import PROPOSED, link_of, pipeline, spans_of

TEXT = "一、主要举措\n全年調處村（社区）糾紛３１起，发放宣传册3000余份。"
FIRST, SECOND = "３１起", "3000余份"


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    PROPOSED.clear()
    yield
    PROPOSED.clear()


def records(*links: object, nlp: spacy.language.Language | None = None) -> dict[str, Achievement]:
    spans = spans_of(TEXT, (FIRST, "ACHIEVEMENT", 0.95), (SECOND, "ACHIEVEMENT", 0.95))
    PROPOSED[TEXT] = Proposals(spans, list(links))  # type: ignore[arg-type]
    return {a.text: a for a in (nlp or pipeline())(TEXT)._.achievements}


def test_without_links_the_rules_stand() -> None:
    found = records()
    assert (found[FIRST].indicator, found[FIRST].action) == ("村（社区）糾紛", "調處")
    assert (found[SECOND].indicator, found[SECOND].action) == ("宣传册", "发放")


def test_a_sure_model_is_taken_and_an_unsure_one_is_not() -> None:
    found = records(
        link_of(TEXT, FIRST, indicator=("糾紛", 0.97), action=("全年", 0.2)),
        link_of(TEXT, SECOND, indicator=("宣传", 0.1), action=(None, 0.99)),
    )
    assert (found[FIRST].indicator, found[FIRST].action, found[FIRST].indicator_id) == ("糾紛", "調處", "dispute")
    assert (found[SECOND].indicator, found[SECOND].action) == ("宣传册", None)


def test_each_attribute_has_its_own_weights_and_they_go_to_disk(tmp_path: Path) -> None:
    never = {"bias": -1000.0, "model": 0.0, "overlap": 0.0, "rule_none": 0.0, "model_none": 0.0}
    nlp = pipeline(fazhi_achievements={"link_weights": {"indicator": never}})
    link = link_of(TEXT, FIRST, indicator=("糾紛", 0.99), action=("全年", 0.99))
    found = records(link, nlp=nlp)
    assert (found[FIRST].indicator, found[FIRST].action) == ("村（社区）糾紛", "全年")
    nlp.to_disk(tmp_path)
    assert records(link, nlp=spacy.load(tmp_path)) == found


def test_bonuses() -> None:
    weights = LinkWeights(bias=-1.0, model=1.0, overlap=2.0, rule_none=4.0, model_none=-9.0)
    assert settle_link(Answers("村纠纷", "纠纷", 0.4), weights) == "纠纷"
    assert settle_link(Answers("村纠纷", "案件", 0.4), weights) == "村纠纷"
    assert settle_link(Answers(None, "案件", 0.1), weights) == "案件"
    assert settle_link(Answers("村纠纷", None, 0.9), weights) == "村纠纷"


def test_wrong_weights_are_told() -> None:
    with pytest.raises(ConfigError, match="E011"):
        pipeline(fazhi_achievements={"link_weights": {"action": {"conflict": 1.0}}})
