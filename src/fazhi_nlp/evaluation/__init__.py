"""How good an analysis is: counts against gold reports, figures with bootstrap intervals, a page that shows every error in its sentence."""
