"""The baselines and peers, one a file. A file imports its packages inside its functions: the runner reads what each offers without having them."""
