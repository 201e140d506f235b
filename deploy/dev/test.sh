#!/usr/bin/env bash
# Run every test, web first since it is short; both always run, and either one's failure is the verdict.
set -uo pipefail
cd "$(dirname "$0")/../.."

verdict=0
.venv/bin/python deploy/node.py vitest run || verdict=1
.venv/bin/python -m pytest -q --durations=10 -m "not soak" || verdict=1
exit $verdict
