"""All baselines and peers by the file they are in. Importing it needs none of their packages."""

from __future__ import annotations

from benchmarks.accuracy.baselines import fasttext_sections, jiagu_tags, jionlp_rules, lac_tags, rjieba_tags, spacy_ner, tfidf
from benchmarks.accuracy.baselines.base import Baseline

BASELINES: dict[str, tuple[Baseline, ...]] = {
    "tfidf": (tfidf.PLAIN, tfidf.CONTEXT),
    "fasttext_sections": (fasttext_sections.PLAIN, fasttext_sections.CONTEXT),
    "spacy_ner": (spacy_ner.BASELINE,),
    "rjieba_tags": (rjieba_tags.BASELINE,),
    "jiagu_tags": (jiagu_tags.BASELINE,),
    "lac_tags": (lac_tags.BASELINE,),
    "jionlp_rules": (jionlp_rules.BASELINE,),
}
NAMES = tuple(baseline.name for group in BASELINES.values() for baseline in group)
