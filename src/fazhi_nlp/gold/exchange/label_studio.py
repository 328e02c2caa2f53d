"""Label Studio JSON: one task a report, one region a span and a paragraph; attributes and topics are per-region choices and text areas.

``NAME.xml`` beside the JSON is the labelling configuration. Offsets are code points; Label Studio counts UTF-16 units, which differ only after characters
outside the basic plane (none in ordinary reports).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from fazhi_nlp.core.docs import SECTION_LABELS, TOPIC_LABELS
from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.gold.exchange import base
from fazhi_nlp.gold.markup import ATTRIBUTES, GoldReport, GoldSpan

NAME = "label-studio"
_TEXT, _LABEL, _SECTION, _TOPICS = "text", "label", "section", "topics"
_COMPARATORS = ("eq", "approx", "gt", "ge", "lt", "le")


def configuration() -> str:
    """The labelling configuration (XML)."""
    labels = "".join(f"<Label value={quoteattr(v)}/>" for v in base.SPAN_LABELS)
    sections = "".join(f"<Label value={quoteattr(v)}/>" for v in SECTION_LABELS)
    topics = "".join(f"<Choice value={quoteattr(v)}/>" for v in TOPIC_LABELS)
    comparators = "".join(f"<Choice value={quoteattr(v)}/>" for v in _COMPARATORS)
    areas = "".join(
        f'<TextArea name="{name}" toName="{_TEXT}" perRegion="true" maxSubmissions="1" placeholder="{name}"/>'
        for name in ATTRIBUTES.values()
        if name != "comparator"
    )
    return (
        f'<View><Labels name="{_LABEL}" toName="{_TEXT}">{labels}</Labels><Labels name="{_SECTION}" toName="{_TEXT}">{sections}</Labels>'
        f'<Text name="{_TEXT}" value="$text" granularity="symbol"/>'
        f'<Choices name="{_TOPICS}" toName="{_TEXT}" perRegion="true" choice="multiple">{topics}</Choices>'
        f'<Choices name="comparator" toName="{_TEXT}" perRegion="true" choice="single">{comparators}</Choices>{areas}</View>\n'
    )


def write(reports: list[GoldReport], path: Path) -> None:
    """Write the tasks, and the configuration beside them."""
    path.write_text(json.dumps([_task(report) for report in reports], ensure_ascii=False, indent=1), encoding="utf-8", newline="\n")
    path.with_suffix(".xml").write_text(configuration(), encoding="utf-8", newline="\n")


def _task(report: GoldReport) -> dict[str, Any]:
    text, result = report.text, []

    def add(region: str, source: str, kind: str, start: int, end: int, value: Any) -> None:
        # what is said of a region repeats its id and place; a text area's words stand under "text" in its own value
        place = {"start": start, "end": end} if kind == "textarea" else {"start": start, "end": end, "text": text[start:end]}
        result.append({"id": region, "from_name": source, "to_name": _TEXT, "type": kind, "value": {**place, {"textarea": "text"}.get(kind, kind): value}})

    for number, (start, paragraph) in enumerate(zip(report.starts, report.paragraphs, strict=True)):
        end = start + len(paragraph.text)
        add(f"p{number}", _SECTION, "labels", start, end, [paragraph.section])
        if paragraph.topics:
            add(f"p{number}", _TOPICS, "choices", start, end, list(paragraph.topics))
    for number, span in enumerate((*report.headings, *report.entities)):
        add(f"s{number}", _LABEL, "labels", span.start, span.end, [span.label])
        for letter, value in span.attrs:
            kind = "choices" if letter == "c" else "textarea"
            add(f"s{number}", ATTRIBUTES[letter], kind, span.start, span.end, [value])
    return {"data": {"text": text, "name": report.name}, "annotations": [{"result": result}]}


def read(path: Path) -> list[GoldReport]:
    """Read Label Studio's JSON export: of each task the first annotation that was not cancelled. Raises InputError (E807)."""
    try:
        tasks = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise InputError(Errors.E807.format(place=path.name, format=NAME, reason=error)) from error
    if not isinstance(tasks, list):
        raise InputError(Errors.E807.format(place=path.name, format=NAME, reason="not a list of tasks"))
    return [_report(f"{path.name} task {number}", task) for number, task in enumerate(tasks)]


def _report(place: str, task: dict[str, Any]) -> GoldReport:
    try:
        text, name = task["data"]["text"], task["data"]["name"]
        result = next(a["result"] for a in task["annotations"] if not a.get("was_cancelled"))
        regions: dict[str, dict[str, Any]] = {}
        for item in result:
            value = item["value"]
            region = regions.setdefault(item["id"], {"start": value["start"], "end": value["end"]})
            region[item["from_name"]] = value["text" if item["type"] == "textarea" else item["type"]]
    except (KeyError, TypeError, StopIteration) as error:
        raise InputError(Errors.E807.format(place=place, format=NAME, reason=f"{type(error).__name__} {error}")) from error
    sections, spans = {}, []
    for region in regions.values():
        start, end = region["start"], region["end"]
        if _SECTION in region:
            topics = tuple(region.get(_TOPICS, ()))
            base.check_section(region[_SECTION][0], topics, place=place, format=NAME)
            sections[start] = (region[_SECTION][0], topics)
        elif _LABEL in region:
            label = region[_LABEL][0]
            base.check_span(text, start, end, label, place=place, format=NAME)
            attrs = {letter: region[key][0] for letter, key in ATTRIBUTES.items() if region.get(key)}
            if "v" in attrs:
                attrs.setdefault("u", "")  # Label Studio drops an empty text area
            spans.append(GoldSpan(start, end, label, base.attributes(attrs)))
    return base.report_of(name, text, sections, spans, place=place, format=NAME)


FORMAT = base.Format(write, read, base.no_losses)
