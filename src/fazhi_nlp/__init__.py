"""Read Chinese rule-of-law government reports (法治政府建设年度报告) into structured, traceable data.

>>> import fazhi_nlp
>>> report = fazhi_nlp.analyze("一、主要举措\\n发放宣传册3000余份。")
>>> [(a.indicator, a.value, a.unit) for a in report.achievements]
[('宣传册', 3000, '份')]
"""

from typing import TYPE_CHECKING, Any

from fazhi_nlp.about import __version__

if TYPE_CHECKING:
    from fazhi_nlp.pipeline import analyze, analyze_many, check_text, load, producer
    from fazhi_nlp.report import Report

__all__ = ["Report", "__version__", "analyze", "analyze_many", "check_text", "load", "producer"]


def __getattr__(name: str) -> Any:
    # spaCy takes most of a second to import: a command line that only prints its help need not wait for it
    if name == "Report":
        from fazhi_nlp.report import Report

        return Report
    if name in __all__:
        from fazhi_nlp import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
