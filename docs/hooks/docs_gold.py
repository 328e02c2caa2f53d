"""Gold markup as readers see it: sections and topics as badges, marks in the colours of the report pages, the markup itself below."""

from __future__ import annotations

from html import escape

from fazhi_nlp.core.docs import HEADING_LABELS
from fazhi_nlp.gold.markup import GoldParagraph, GoldSpan, parse_paragraph
from fazhi_nlp.knowledge.base import load_knowledge


def render(block: str, lang: str) -> str:
    """Markdown for the lines of a ``gold`` block. Raises InputError for a line that is no gold markup."""
    paragraphs = [parse_paragraph(line) for line in block.strip().splitlines() if line.strip()]
    shown = "\n".join(_paragraph(p, lang) for p in paragraphs)
    summary = "标注写法" if lang == "zh" else "as markup"
    markup = f"<pre><code>{escape(block.strip())}</code></pre>"
    return f'<div class="gold">\n{shown}\n</div>\n\n<details class="markup"><summary>{summary}</summary>{markup}</details>'


def _paragraph(paragraph: GoldParagraph, lang: str) -> str:
    badges = [f'<span class="section s-{paragraph.section}">{paragraph.section}</span>']
    badges += [f'<span class="topic">{topic}</span>' for topic in paragraph.topics]
    return f'<p><span class="badges">{"".join(badges)}</span>{_marks(paragraph, lang)}</p>'


def _marks(paragraph: GoldParagraph, lang: str) -> str:
    spans = sorted([*paragraph.headings, *paragraph.entities], key=_outermost_first)
    pieces, at, open_ends = [], 0, []
    for span in spans:
        while open_ends and open_ends[-1][0] <= span.start:
            end, closing = open_ends.pop()
            pieces.append(escape(paragraph.text[at:end]) + closing)
            at = end
        pieces.append(escape(paragraph.text[at : span.start]) + _opening(span, lang))
        at = span.start
        open_ends.append((span.end, "</strong>" if span.label in HEADING_LABELS else f"<sub>{span.label}</sub></mark>"))
    while open_ends:
        end, closing = open_ends.pop()
        pieces.append(escape(paragraph.text[at:end]) + closing)
        at = end
    return "".join([*pieces, escape(paragraph.text[at:])])


def _outermost_first(span: GoldSpan) -> tuple[int, int, bool]:
    return (span.start, -span.end, span.label not in HEADING_LABELS)


def _opening(span: GoldSpan, lang: str) -> str:
    if span.label in HEADING_LABELS:
        return f'<strong class="heading {span.label.lower()}" title="{span.label}">'
    names = {name.id: name for name in load_knowledge().names}
    name = names[f"entity:{span.label}"]
    said = [name.zh if lang == "zh" else name.en, *(f"{key}={value}" for key, value in span.attrs)]
    return f'<mark class="e-{span.label.lower()}" title="{escape(" · ".join(said))}">'
