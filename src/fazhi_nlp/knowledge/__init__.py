"""Facts: laws, institutions, places, units, events, section and topic definitions. One table a file, typed loaders, no language processing.

The tables are TSV files in ``knowledge/tables``. A user's folder with files of the same names is merged over them (same ``id``: the
user's row replaces ours) and checked by the same rules.
"""
