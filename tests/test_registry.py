"""What spaCy finds of this library by name: a change here breaks saved pipelines."""

import spacy
from spacy.language import Language

from fazhi_nlp.core.docs import ENTITY_LABELS, QUANTITY_LABELS, SECTION_LABELS, TOPIC_LABELS
from fazhi_nlp.report import models

FACTORIES = {
    "fazhi_layout": {},
    "fazhi_outline_sections": {"knowledge_folders": []},
    "fazhi_entities": {"knowledge_folders": [], "weights": {}},
    "fazhi_achievements": {"knowledge_folders": [], "link_weights": {}},
    "fazhi_words": {"knowledge_folders": []},
}


def test_factories_and_their_defaults():
    spacy.blank("zh")  # loads the entry points
    found = {name: meta.default_config for name, meta in ((n, Language.get_factory_meta(n)) for n in FACTORIES)}
    assert found == FACTORIES


def test_tokenizer():
    assert "fazhi_nlp.CharTokenizer.v1" in spacy.util.registry.tokenizers


def test_labels_of_the_contract_are_written_alike():
    """The types of the report and the labels that the components use."""
    for wanted, kind in ((SECTION_LABELS, models.Section), (TOPIC_LABELS, models.Topic), (ENTITY_LABELS, models.EntityLabel)):
        assert wanted == kind.__args__
    assert set(QUANTITY_LABELS) < set(ENTITY_LABELS)
