#!/usr/bin/env bash
# Run every test. The web's come first, since they are short; then two at a time those that bear company; last, by
# themselves, those marked `alone`. Every part always runs, and the failure of any is the verdict. What each
# part said last, and which tests failed, is said again at the end.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

readonly logs=.build/tests python=.venv/bin/python
rm -rf "$logs"
mkdir -p "$logs"
parts=() failed=()

# part NAME COMMAND...
part() {
  parts+=("$1")
  echo "== $1"
  "${@:2}" 2>&1 | tee "$logs/$1" || failed+=("$1")
}

closing_lines() {
  local name
  for name in "${parts[@]}"; do
    echo "$name: $(grep -E '[0-9]+ (passed|failed|errors?)\b' "$logs/$name" | tail -n 1 | sed 's/^ *//')"
    grep -hE '^ *(FAILED|ERROR|FAIL) +[a-z_]+/' "$logs/$name"
  done
}

part web env NO_COLOR=1 $python deploy/node.py vitest run
part "two at a time" $python -m pytest -q --durations=10 -m "not soak and not alone" --numprocesses=2 --dist=worksteal
part "one by one" $python -m pytest -q --durations=10 -m "not soak and alone"

echo "== all"
closing_lines
if [[ ${#failed[@]} -gt 0 ]]; then
  printf 'Failed: %s.\n' "${failed[@]}"
  exit 1
fi
