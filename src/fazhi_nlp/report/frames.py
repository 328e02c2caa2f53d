"""Reports to pandas data frames and back (extra ``frames``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from fazhi_nlp.core.errors import Errors, FazhiError, require
from fazhi_nlp.report.models import AchievementRecord, EntityRecord, ParagraphRecord, Report, SegmentRecord

if TYPE_CHECKING:
    import pandas as pd

_PARTS: dict[str, type[Any]] = {
    "paragraphs": ParagraphRecord, "segments": SegmentRecord, "entities": EntityRecord, "achievements": AchievementRecord,
}  # fmt: skip
TABLES = ("reports", *_PARTS)


def to_frames(reports: Iterable[Report]) -> dict[str, pd.DataFrame]:
    """Reports as tables: ``reports`` (one row a report), ``paragraphs``, ``segments``, ``entities``, ``achievements`` (one row a record).

    Rows of the parts carry ``report``, the number of the report's row (from 0), and ``report_source``. Columns are the keys of ``fazhi-report/1``;
    every table has all
    its columns even with no row. Raises MissingExtraError (E002) without pandas.
    """
    pandas: Any = require("pandas", extra="frames")
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for number, report in enumerate(reports):
        record = report.model_dump(mode="json", by_alias=True)
        for part in _PARTS:
            items = record.pop(part)
            rows[part] += [{"report": number, "report_source": report.source, **item} for item in items or ()]
        rows["reports"].append({**record, "segmented": report.segments is not None})
    columns = {part: ["report", "report_source", *model.model_fields] for part, model in _PARTS.items()}
    columns["reports"] = [f.alias or name for name, f in Report.model_fields.items() if name not in _PARTS] + ["segmented"]
    # plain Python values (object columns): counts beside nulls must not turn into floats on the way
    return {name: pandas.DataFrame(rows[name], columns=columns[name], dtype=object) for name in TABLES}


def from_frames(frames: Mapping[str, pd.DataFrame]) -> list[Report]:
    """The reports that `to_frames` took apart. Raises FazhiError (E602) if a table is missing."""
    if missing := [name for name in TABLES if name not in frames]:
        raise FazhiError(Errors.E602.format(missing=missing, wanted=list(TABLES)))
    parts: dict[str, dict[int, list[dict[str, Any]]]] = {name: {} for name in _PARTS}
    for name in _PARTS:
        for row in frames[name].to_dict("records"):
            parts[name].setdefault(row["report"], []).append({str(k): v for k, v in row.items() if k not in ("report", "report_source")})
    reports = []
    for number, row in enumerate(frames["reports"].to_dict("records")):
        segmented = row.pop("segmented")
        own = {name: parts[name].get(number, []) for name in _PARTS}
        reports.append(Report.model_validate({**row, **own, "segments": own["segments"] if segmented else None}))
    return reports
