"""Reports as web pages for people: one file each, nothing from outside, every character of the report escaped."""

from fazhi_nlp.pages.render import render_index, render_report
from fazhi_nlp.pages.view import Entry, Failure

__all__ = ["Entry", "Failure", "render_index", "render_report"]
