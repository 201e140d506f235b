"""Whether anything of one resident can be found by the next: `python -m tests.canary --sessions 300`."""
