"""Checks of gold reports: what breaks the data contract (errors) and what should be looked at (warnings)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fazhi_nlp.core.docs import QUANTITY_LABELS
from fazhi_nlp.gold.markup import GoldParagraph, GoldReport, GoldSpan, quantity_attributes

GRAM = 8
COMMON_SHARE = 0.05
NEAR_DUPLICATE = 0.10
TOPIC_SECTIONS = ("measures", "problems", "leadership", "plan")
COMPARATORS = ("eq", "approx", "gt", "ge", "lt", "le")
_VALUE = re.compile(r"-?\d+(\.\d+)?(\.\.-?\d+(\.\d+)?)?")
# digits that are no quantity: list numbers at the head of a paragraph, telephone lines, document and code numbers, N+N, dates without 年
_DIGITS = re.compile(r"\d[\d.,:：/·+\-—–]*")


@dataclass(slots=True, frozen=True)
class Problem:
    """A finding. ``level``: error (breaks the contract) or warning (to be looked at); ``paragraph``: 0-based number, None for the report as a whole."""

    report: str
    paragraph: int | None
    level: str
    code: str
    message: str


def lint(reports: Sequence[GoldReport]) -> list[Problem]:
    """Check reports one by one and against each other.

    Codes: ``overlap``, ``attributes`` (missing, or a value or comparator that is none), ``indicator`` (not in the report's text), ``topics`` (where
    none may stand), ``noise``
    (annotated noise), ``edges`` (a span with white space at its edge), ``repeated`` (a name marked in one place of the report and not in another),
    ``digits`` (digits in
    no span), ``near-duplicate`` (two reports share more than a tenth of their 8-grams, those apart that stand in a twentieth of all reports).
    """
    problems = [problem for report in reports for problem in _lint_report(report)]
    for one, other, share in near_duplicates(reports):
        problems.append(Problem(one, None, "error", "near-duplicate", f"shares {share:.1%} of its {GRAM}-grams with {other}"))
    return problems


def _lint_report(report: GoldReport) -> Iterator[Problem]:
    marked = {p.text[e.start : e.end]: e.label for p in report.paragraphs for e in p.entities if e.label in ("LAW", "ORG", "EVENT", "PERSON")}
    for number, paragraph in enumerate(report.paragraphs):
        for level, code, message in (*_spans(paragraph), *_attributes(paragraph, report.text), *_repeated(paragraph, marked), *_unmarked_digits(paragraph)):
            yield Problem(report.name, number, level, code, message)


def _spans(paragraph: GoldParagraph) -> Iterator[tuple[str, str, str]]:
    text = paragraph.text
    for one, other in zip(paragraph.entities, paragraph.entities[1:], strict=False):
        if other.start < one.end:
            yield "error", "overlap", f"{text[one.start : one.end]!r} and {text[other.start : other.end]!r}"
    for heading in paragraph.headings:
        for span in paragraph.entities:
            if heading.start < span.end and span.start < heading.end and not (heading.start <= span.start and span.end <= heading.end):
                yield "error", "overlap", f"{text[span.start : span.end]!r} crosses the edge of its heading"
    for span in (*paragraph.entities, *paragraph.headings):
        surface = text[span.start : span.end]
        if surface != surface.strip() or not surface:
            yield "error", "edges", f"{surface!r}"
    if paragraph.section == "noise" and (paragraph.entities or paragraph.headings):
        yield "error", "noise", "nothing is annotated inside noise"
    if paragraph.topics and paragraph.section not in TOPIC_SECTIONS:
        yield "error", "topics", f"a paragraph of {paragraph.section} takes no topic"


def _attributes(paragraph: GoldParagraph, text: str) -> Iterator[tuple[str, str, str]]:
    for span in paragraph.entities:
        surface = paragraph.text[span.start : span.end]
        attrs = quantity_attributes(span)
        if span.label not in QUANTITY_LABELS:
            if span.attrs:
                yield "error", "attributes", f"{surface!r}: a {span.label} takes none"
            continue
        if missing := [name for name in "vcui" if name not in attrs]:
            yield "error", "attributes", f"{surface!r} lacks {', '.join(missing)}"
            continue
        if not _VALUE.fullmatch(attrs["v"]):
            yield "error", "attributes", f"{surface!r}: v={attrs['v']} is no number"
        if attrs["c"] not in COMPARATORS:
            yield "error", "attributes", f"{surface!r}: c={attrs['c']} is none of {', '.join(COMPARATORS)}"
        bare = re.sub(r"\s", "", text)
        for name in ("i", "a"):
            if attrs.get(name) and attrs[name] not in bare:
                yield "error", "indicator", f"{surface!r}: {name}={attrs[name]} does not stand in the text"


def _repeated(paragraph: GoldParagraph, marked: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    if paragraph.section == "noise":
        return
    spans = [*paragraph.entities]
    for name, label in marked.items():
        if len(name) < 3:
            continue
        for match in re.finditer(re.escape(name), paragraph.text):
            if not _covered(match.start(), match.end(), spans):
                yield "warning", "repeated", f"{name!r} is a {label} elsewhere in the report, here it is not marked"


def _unmarked_digits(paragraph: GoldParagraph) -> Iterator[tuple[str, str, str]]:
    if paragraph.section in ("noise", "signature", "title"):
        return
    spans = [*paragraph.entities, *(GoldSpan(h.start, min(h.end, h.start + 4), h.label) for h in paragraph.headings)]
    for match in _DIGITS.finditer(paragraph.text):
        if match.start() > 2 and not _covered(match.start(), match.end(), spans):
            yield "warning", "digits", f"{paragraph.text[max(0, match.start() - 8) : match.end() + 6]!r}"


def _covered(start: int, end: int, spans: Iterable[GoldSpan]) -> bool:
    return any(span.start < end and start < span.end for span in spans)


def near_duplicates(reports: Sequence[GoldReport], *, limit: float = NEAR_DUPLICATE) -> list[tuple[str, str, float]]:
    """Pairs of reports that share more than ``limit`` of the 8-grams of the one that has fewer; each pair once, the most alike first."""
    return [(one, other, share) for one, other, share in shared_grams(reports) if share > limit]


def shared_grams(reports: Sequence[GoldReport]) -> list[tuple[str, str, float]]:
    """For every pair of reports that share an 8-gram, the share of the 8-grams of the one that has fewer; the most alike first.

    White space and digits are left out; 8-grams that stand in a twentieth of the reports or more are the genre's own phrases and do not count.
    """
    grams = {report.name: _grams(report.text) for report in reports}
    frequency = Counter(gram for own in grams.values() for gram in own)
    common = max(2, COMMON_SHARE * len(reports))
    holders: dict[str, list[str]] = {}
    size: Counter[str] = Counter()
    for name, own in grams.items():
        for gram in own:
            if frequency[gram] < common:
                size[name] += 1
                holders.setdefault(gram, []).append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        for k, one in enumerate(names):
            for other in names[k + 1 :]:
                shared[one, other] += 1
    out = [(one, other, count / min(size[one], size[other])) for (one, other), count in shared.items()]
    return sorted(out, key=_by_share)


def _by_share(item: tuple[str, str, float]) -> tuple[float, str, str]:
    return (-item[2], item[0], item[1])


def _grams(text: str) -> set[str]:
    bare = re.sub(r"[\s\d]", "", text)
    return {bare[k : k + GRAM] for k in range(len(bare) - GRAM + 1)}
