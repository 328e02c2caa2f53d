"""``python -m fazhi_nlp.cli`` is ``fazhi-nlp``."""

from fazhi_nlp.cli import main

main()
