"""Many patients' reports at once: what was done of each programme, told only of groups and never of anybody.

`listing` finds the files, `store` is the one place that knows DuckDB, `statements` has all that it is asked,
`reading` takes reports in and says why it leaves one out, `figures` counts, `hiding` decides what may be
told, `pages` writes it down.
"""
