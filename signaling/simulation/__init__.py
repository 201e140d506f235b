"""The real core in virtual time: invented or remembered residents and guides, and what became of them.

`scenario` or a journalled day ──▶ `plan` ──▶ `driver` (core) ──▶ `figures` ──▶ table, JSON, `drawing`
"""
