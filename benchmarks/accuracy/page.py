"""The results as JSON and as the Markdown page that the documentation includes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.environments import HERE, ROOT
from benchmarks.accuracy.scoring import SECTION_VIEWS

RESULTS = ROOT / "benchmarks" / "results"
ACCURACY, CURVE = "accuracy.json", "learning_curve.json"
PAGE = ROOT / "docs" / "benchmark_accuracy.md"
ABLATION = ROOT / "docs" / "ablation.md"
WHY = HERE / "why.tsv"
"""Why the model is not better by more than the interval: system, group, name, reason; found by hand."""
JUDGED = 60
"""Labels with fewer items in the gold annotation are told, not judged: their intervals are wide."""
ROOM = 0.02
"""A system closer to 1 than this leaves no room for a gain."""
Row = dict[str, Any]


def save(found: Row, path: Path) -> None:
    """Write results."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def write_page() -> None:
    """Write the page from the saved results."""
    found, curve = (json.loads(path.read_text(encoding="utf-8")) if (path := RESULTS / name).exists() else None for name in (ACCURACY, CURVE))
    if found is not None:
        PAGE.write_text(page(found, curve), encoding="utf-8", newline="\n")


def page(found: Row, curve: Row | None) -> str:
    """The page. curve: results of the learning curve, where there are some."""
    reference = found["reference"]
    own = [s["name"] for s in found["systems"] if s["kind"] == "own"]
    learners = [s["name"] for s in found["systems"] if s["kind"] == "learns"]
    peers = [s["name"] for s in found["systems"] if s["kind"] == "as it is"]
    out = [
        "# Accuracy beside baselines and peers",
        "",
        f"Written by `python -m benchmarks.accuracy` (`make bench-accuracy`) on the {found['split']} split: {found['reports']} reports of bodies",
        "and writers of no other part. Baselines learn from the training reports and choose their settings on the dev reports, as the model does; peers",
        "run as they are. Each has an environment of its own with pinned versions (`benchmarks/accuracy/requirements/`). One scorer counts all.",
        "Value (95 % interval, percentile bootstrap over reports). Strict: same characters, same label. "
        f"n: items in the gold annotation; labels with fewer than {JUDGED} are told, not judged.",
        "",
        "## Section types of lines",
        "",
        "`all`: share of right lines; otherwise F1.",
        "",
        *table(found, "sections", [*own, *learners]),
        "",
        "### Without headings",
        "",
        "The same reports with the headings of level 1 taken out, and with all; thematic and other headings stay in the first.",
        "",
        *(line for view in SECTION_VIEWS for line in (f"{view.removeprefix('sections, ')}:", "", *table(found, view, [*own, *learners]), "")),
        "## Entities, strict",
        "",
        *table(found, "entities", [*own, *learners]),
        "",
        "## Peers, strict",
        "",
        "In what a peer has labels for: F1 (interval) precision/recall. `MONEY`: quantities in 元.",
        "",
        *table(found, "entities", [*own, *peers], offered_by=peers),
        "",
        "## Peers, overlap",
        "",
        "A span is right if it overlaps one of its label, each counting once; a found span that is a proper part of a gold span of another label (a place name "
        "inside an institution's) is not counted as wrong.",
        "",
        *table(found, "entities, overlap", [*own, *peers], offered_by=peers),
        "",
        f"## Is the {'shipped model' if reference == 'model' else 'rule pipeline'} better?",
        "",
        *verdicts(found),
        "",
        "## What each system is",
        "",
        *systems(found),
    ]
    if curve is not None:
        out += ["", "## Learning curve", "", *curve_table(curve)]
    if ABLATION.exists():
        out += ["", "What each part of the model gives: [ablation](ablation.md)."]
    return "\n".join(out) + "\n"


def table(found: Row, group: str, columns: Sequence[str], *, offered_by: Sequence[str] = ()) -> list[str]:
    """The figures of a group, a row a label. offered_by: only labels that one of these has, with precision and recall."""
    cells = {name: {f["name"]: f for f in found["figures"][name] if f["group"] == group} for name in columns}
    columns = [name for name in columns if cells[name]]
    if not columns:
        return ["Not run."]
    every = list(dict.fromkeys(label for name in columns for label in cells[name]))
    labels = [label for label in every if not offered_by or any(label in cells[name] for name in offered_by if name in cells)]
    out = ["| label | n | " + " | ".join(columns) + " |", "| --- " * (2 + len(columns)) + "|"]
    for label in labels:
        n = next(cells[name][label]["n"] for name in columns if label in cells[name])
        out.append(f"| {label} | {n} | " + " | ".join(cell(cells[name].get(label), parts=bool(offered_by)) for name in columns) + " |")
    return out


def cell(figure: Row | None, *, parts: bool = False) -> str:
    """Value and interval. parts: with precision and recall."""
    if figure is None or figure["value"] is None:
        return "–"
    interval = f" ({figure['low']:.3f}–{figure['high']:.3f})" if figure["low"] is not None else ""
    both = [figure["precision"], figure["recall"]] if parts else []
    return f"{figure['value']:.3f}{interval}" + ("" if not both or None in both else f" {both[0]:.2f}/{both[1]:.2f}")


def verdicts(found: Row) -> Iterator[str]:
    """The differences, a row a system and label, and what is not better with the reason."""
    reference, own = found["reference"], [s["name"] for s in found["systems"] if s["kind"] == "own"]
    yield f"Difference: {reference} less the other system, paired: both on the same draws of reports. Below zero: share of the draws."
    yield "The verdict is `better` or `worse` where the 95 % interval of the difference leaves zero out."
    yield ""
    yield f"| than | group | label | n | {reference} | other | difference (95 % interval) | below zero | verdict |"
    yield "| --- " * 9 + "|"
    every = [(name, row) for name, rows in found["differences"].items() for row in rows]
    for name, row in every:
        few = ", few" if row["n"] < JUDGED else ""
        yield (
            f"| {name} | {row['group']} | {row['name']} | {row['n']} | {row['ours']:.3f} | {row['theirs']:.3f} "
            f"| {row['difference']:+.3f} ({row['low']:+.3f} to {row['high']:+.3f}) | {row['below']:.3f} | {row['verdict']}{few} |"
        )
    yield ""
    for what, chosen in (("baselines and peers", [(n, r) for n, r in every if n not in own]), ("the rules", [(n, r) for n, r in every if n in own])):
        if chosen:
            yield f"- Better than {what} by more than the interval in {sum(row['verdict'] == 'better' for _, row in chosen)} of {len(chosen)} comparisons."
    yield from shortfalls([(name, row) for name, row in every if row["verdict"] != "better"])


def shortfalls(rows: Sequence[tuple[str, Row]]) -> Iterator[str]:
    """Where the reference is not better, and why: an entry a system, verdict and reason."""
    why = reasons()
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for name, row in rows:
        grouped.setdefault((name, row["verdict"], reason(why, name, row)), []).append(f"{row['group']} {row['name']} ({row['difference']:+.3f})")
    if grouped:
        yield ""
        yield "Where it is not better, and why:"
        yield ""
    for (name, verdict, text), labels in grouped.items():
        yield f"- {'worse than' if verdict == 'worse' else 'not told apart from'} `{name}`: {'; '.join(labels)}. {text}"


def reasons() -> dict[tuple[str, str, str], str]:
    """What `WHY` says."""
    with WHY.open(encoding="utf-8", newline="") as file:
        return {(r["system"], r["group"], r["name"]): r["reason"] for r in csv.DictReader(file, delimiter="\t")}


def reason(why: dict[tuple[str, str, str], str], name: str, row: Row) -> str:
    """Why a difference is no clear gain: few items, what was found by hand (``*``: every group or label), or what the figures say."""
    if row["n"] < JUDGED and row["verdict"] != "worse":
        return f"Few items (fewer than {JUDGED})."
    for key in ((name, row["group"], row["name"]), (name, row["group"], "*"), (name, "*", "*")):
        if text := why.get(key):
            return text
    if row["theirs"] > 1 - ROOM and row["verdict"] != "worse":
        return f"The other is above {1 - ROOM} already: no room for a difference that so many items show."
    return "The interval holds zero." if row["verdict"] != "worse" else "The other is better; it was not found why."


def systems(found: Row) -> Iterator[str]:
    """A list entry a system."""
    for system in found["systems"]:
        versions = ", ".join(f"{name} {number}" for name, number in system["versions"].items())
        yield f"- `{system['name']}`: {system['title']} ({versions})."
        if system.get("chosen"):
            yield "  Chosen on dev: " + ", ".join(f"{key} {value}" for key, value in system["chosen"].items()) + "."
        if system.get("mapping"):
            yield "  Labels: " + ", ".join(f"{theirs} → {ours}" for theirs, ours in system["mapping"].items()) + "."
        if system.get("limits"):
            yield f"  {system['limits']}"


def curve_table(curve: Row) -> list[str]:
    """A row a share of the training reports: sections and entities of all systems that learn."""
    wanted = (("sections", "all"), ("sections", "macro"), ("entities", "all"))
    first = curve["points"][0]["figures"]
    columns = [(name, place) for place in wanted for name, rows in first.items() if any((f["group"], f["name"]) == place for f in rows)]
    out = ["| reports | " + " | ".join(f"{name}: {' '.join(place)}" for name, place in columns) + " |", "| --- " * (1 + len(columns)) + "|"]
    for at in curve["points"]:
        found = {(name, (f["group"], f["name"])): f for name, rows in at["figures"].items() for f in rows}
        out.append(f"| {at['reports']} ({at['share']:.0%}) | " + " | ".join(cell(found.get(column)) for column in columns) + " |")
    return out
