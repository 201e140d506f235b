"""A year of calls that nobody made, lived through by the real core and written into a real journal.

`town` (who lives and works there) ──▶ `days` (who taps when, and who works), with `lines` (how talks come
through) ──▶ the simulation ──▶ `fill` (journal and session log)
"""
