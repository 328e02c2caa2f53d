"""Many sources in one run: what cannot be read or analysed goes to quarantine and stops nothing."""

from fazhi_nlp.corpus.runner import Analysed, Quarantined, exit_status, run

__all__ = ["Analysed", "Quarantined", "exit_status", "run"]
