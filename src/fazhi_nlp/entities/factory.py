"""The component ``fazhi_entities``: sets ``doc.ents``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from fazhi_nlp.core.docs import ENTITY_LABELS, PARAGRAPHS, get_proposals, get_report_meta, make_span
from fazhi_nlp.core.errors import ConfigError, Errors
from fazhi_nlp.core.normalize import fold
from fazhi_nlp.core.weighing import Evidence, Weights, read_weights
from fazhi_nlp.entities.arbiter import settle
from fazhi_nlp.entities.base import Candidate, Finder, ParagraphView, Source
from fazhi_nlp.entities.dates import find_dates
from fazhi_nlp.entities.documents import find_documents
from fazhi_nlp.entities.events import find_events
from fazhi_nlp.entities.laws import find_laws
from fazhi_nlp.entities.organizations import find_organizations
from fazhi_nlp.entities.persons import find_persons
from fazhi_nlp.entities.places import find_places
from fazhi_nlp.entities.proposals import arbitrate, weigh_up
from fazhi_nlp.entities.quantities import find_quantities
from fazhi_nlp.knowledge.base import Knowledge, load_knowledge

FINDERS: tuple[Finder, ...] = (
    find_organizations,
    find_places,
    find_persons,
    find_dates,
    find_events,
    find_laws,
    find_documents,
    find_quantities,
)
"""Every finder of the rule pipeline, in no meaningful order: the arbiter settles overlaps."""


@dataclass(slots=True)
class _Reading:
    """What was found in a text. evidence: of rules and model, None where no model has read the text."""

    source: Source
    candidates: list[Candidate]
    settled: list[Candidate]
    evidence: list[Evidence] | None


class EntityRecognizer:
    """Finds entities by rule and knowledge and sets ``doc.ents``: label, ``kb_id_`` (id in a table, if known), and as span data
    ``score``, ``source`` and ``attrs``.

    Where a model has left proposals (`fazhi_nlp.core.docs.set_proposals`), rules and proposals are weighed and settled together; ``source`` is then
    model, rule or model+rule and ``score`` the probability that the entity is right. Without proposals the rules decide alone, with score 1.0.
    Needs the paragraphs of ``fazhi_layout``. Raises ConfigError: E004 without them, E011 for weights that cannot be used.
    """

    def __init__(self, nlp: Language, name: str, knowledge_folders: list[str], weights: Mapping[str, Mapping[str, float]]) -> None:
        self.name = name
        # a plain list: spaCy's own cannot be unpickled in a worker process
        self.pipes = list(nlp.pipe_names)
        self.folders = list(knowledge_folders)
        load_knowledge(self.folders)  # a table that breaks its rules is told when the pipeline is made
        self.weights: dict[str, Weights] = {}
        self.set_weights(weights)

    @property
    def knowledge(self) -> Knowledge:
        """The tables, loaded once a process: they don't travel with the component to workers."""
        return load_knowledge(self.folders)

    def set_weights(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        """Weigh with these from now on: by label the numbers of `fazhi_nlp.core.weighing.Weights`. Raises ConfigError (E011)."""
        self.weights = read_weights(Weights, weights, ENTITY_LABELS, setting="weights")

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of a `Doc`; those set before are replaced."""
        reading = self._read(doc)
        settled = reading.settled
        if reading.evidence is not None:
            settled = arbitrate(reading.evidence, self.weights, reading.candidates, reading.source, finders=FINDERS)
        doc.set_ents(_spans(doc, settled))
        return doc

    def evidence(self, doc: Doc) -> list[Evidence] | None:
        """All that rules and model propose for a `Doc`, as the component weighs it; None where no model has read the `Doc`. Sets nothing."""
        return self._read(doc).evidence

    def _read(self, doc: Doc) -> _Reading:
        if PARAGRAPHS not in doc.spans:
            raise ConfigError(Errors.E004.format(name=self.name, needs="fazhi_layout", pipes=self.pipes))
        source = self.source(doc)
        candidates = [c for find in FINDERS for c in find(source)]
        settled = settle(candidates, source.folded, source.paragraphs)
        proposals = get_proposals(doc)
        return _Reading(source, candidates, settled, None if proposals is None else weigh_up(proposals, settled, source))

    def source(self, doc: Doc) -> Source:
        """What the finders look at, from a `Doc` that has gone through ``fazhi_layout``."""
        meta = get_report_meta(doc)
        paragraphs = [ParagraphView(p.start_char, p.end_char, p.label_, p._.role) for p in doc.spans[PARAGRAPHS]]
        issuers = tuple(dict.fromkeys([*meta.issuers, *([meta.issuer] if meta.issuer else [])]))
        text = doc.text
        return Source(text, fold(text), paragraphs, self.knowledge, meta.year, issuers)


def _spans(doc: Doc, candidates: list[Candidate]) -> list[Span]:
    spans = []
    for c in candidates:
        data = {"score": c.score, "source": c.source, **({"attrs": c.attrs} if c.attrs else {})}
        span = make_span(doc, c.start, c.end, c.label, kb_id=c.id or "", **data)
        if span is not None:
            spans.append(span)
    # tokens of several characters can make two neighbours share a token
    return filter_spans(spans)


@Language.factory("fazhi_entities", default_config={"knowledge_folders": [], "weights": {}}, assigns=["doc.ents"])
def create_entities(nlp: Language, name: str, knowledge_folders: list[str], weights: dict[str, dict[str, float]]) -> EntityRecognizer:
    """Entry point of spaCy's factories.

    knowledge_folders: folders with tables that are merged over the library's own, in order. weights: by label the numbers by which rules and a model's
    proposals are weighed (`fazhi_nlp.core.weighing.Weights`); labels and numbers that are not there take the defaults.
    """
    return EntityRecognizer(nlp, name, knowledge_folders, weights)
