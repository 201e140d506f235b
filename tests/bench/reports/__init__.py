"""What reading a long session log costs: `python -m tests.bench.reports --json`."""
