"""The command ``fazhi-nlp``. Nothing heavy is imported before a command needs it."""

from __future__ import annotations


def main() -> None:
    """Entry point of the command."""
    from fazhi_nlp.cli.app import app

    app()
