"""The result type: one `Report` a document, to JSON and data frames and back. The contract is ``fazhi-report/1``."""

from fazhi_nlp.report.models import (
    AchievementRecord,
    EntityRecord,
    HeadingRecord,
    ParagraphRecord,
    Producer,
    Report,
    SegmentRecord,
    json_schema,
)

__all__ = [
    "AchievementRecord",
    "EntityRecord",
    "HeadingRecord",
    "ParagraphRecord",
    "Producer",
    "Report",
    "SegmentRecord",
    "json_schema",
]
