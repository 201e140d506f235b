"""Bugs put into the core on purpose: which of the cheap suites notices each. `python -m tests.mutants`."""
