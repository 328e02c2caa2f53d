"""All tables together, loaded once a process and folder list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fazhi_nlp.knowledge.common_words import CommonWords, load_common_words
from fazhi_nlp.knowledge.events import NamedEvent, load_events
from fazhi_nlp.knowledge.indicators import Indicator, load_indicators
from fazhi_nlp.knowledge.institutions import (
    Institution,
    Level,
    Term,
    load_context_words,
    load_department_words,
    load_group_words,
    load_institution_terms,
    load_institutions,
    load_levels,
)
from fazhi_nlp.knowledge.laws import DocumentTable, LawTable, load_documents, load_laws
from fazhi_nlp.knowledge.names import Name, load_names
from fazhi_nlp.knowledge.number_terms import NumberTerm, load_number_terms, load_uncounted_nouns, load_zero_nouns
from fazhi_nlp.knowledge.places import Place, load_places
from fazhi_nlp.knowledge.sections import GenreCue, HeadingCue, LineCue, load_genre_cues, load_heading_cues, load_line_cues
from fazhi_nlp.knowledge.surnames import Surname, load_not_names, load_surnames
from fazhi_nlp.knowledge.topics import TopicCue, load_topic_cues
from fazhi_nlp.knowledge.units import Unit, load_units
from fazhi_nlp.knowledge.verbs import Verb, load_verbs
from fazhi_nlp.knowledge.words import WordGuard, WordTerm, load_word_guards, load_word_terms


@dataclass(slots=True, frozen=True, eq=False)
class Knowledge:
    """Every table of the library, with a user's folders merged in. Each attribute is the typed table of the module of its name.

    Compared by identity, so that what is compiled from it can be cached by it.
    """

    laws: LawTable
    documents: DocumentTable
    units: tuple[Unit, ...]
    number_terms: tuple[NumberTerm, ...]
    zero_nouns: tuple[NumberTerm, ...]
    uncounted_nouns: tuple[NumberTerm, ...]
    verbs: tuple[Verb, ...]
    indicators: tuple[Indicator, ...]
    heading_cues: tuple[HeadingCue, ...]
    line_cues: tuple[LineCue, ...]
    genre_cues: tuple[GenreCue, ...]
    topic_cues: tuple[TopicCue, ...]
    places: tuple[Place, ...]
    levels: tuple[Level, ...]
    institutions: tuple[Institution, ...]
    institution_terms: tuple[Term, ...]
    group_words: tuple[Term, ...]
    context_words: tuple[Term, ...]
    common_words: tuple[CommonWords, ...]
    department_words: tuple[Term, ...]
    events: tuple[NamedEvent, ...]
    surnames: tuple[Surname, ...]
    not_names: tuple[Term, ...]
    names: tuple[Name, ...]
    word_terms: tuple[WordTerm, ...]
    word_guards: tuple[WordGuard, ...]


@cache
def _load(folders: tuple[Path, ...]) -> Knowledge:
    return Knowledge(
        laws=load_laws(folders),
        documents=load_documents(folders),
        units=load_units(folders),
        number_terms=load_number_terms(folders),
        zero_nouns=load_zero_nouns(folders),
        uncounted_nouns=load_uncounted_nouns(folders),
        verbs=load_verbs(folders),
        indicators=load_indicators(folders),
        heading_cues=load_heading_cues(folders),
        line_cues=load_line_cues(folders),
        genre_cues=load_genre_cues(folders),
        topic_cues=load_topic_cues(folders),
        places=load_places(folders),
        levels=load_levels(folders),
        institutions=load_institutions(folders),
        institution_terms=load_institution_terms(folders),
        group_words=load_group_words(folders),
        context_words=load_context_words(folders),
        common_words=load_common_words(folders),
        department_words=load_department_words(folders),
        events=load_events(folders),
        surnames=load_surnames(folders),
        not_names=load_not_names(folders),
        names=load_names(folders),
        word_terms=load_word_terms(folders),
        word_guards=load_word_guards(folders),
    )


def load_knowledge(folders: Iterable[str | Path] = ()) -> Knowledge:
    """The library's tables with those of the folders merged over them, in order. Raises KnowledgeError (E2xx) for a table that breaks its rules."""
    return _load(tuple(Path(f).resolve() for f in folders))
