#!/usr/bin/env bash
# Prepare this working copy: `deploy/dev/prepare.sh run` for `make run`, `deploy/dev/prepare.sh work` for changing
# and testing it. Makes .venv, installs into it, builds the web pages. What is done already is not done again.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly purpose=${1:?run or work}
readonly log=.build/install.log
case $purpose in
  run) readonly extras=headless ;;
  work) readonly extras=headless,dev ;;
  *) echo "Say run or work, not $purpose." >&2; exit 2 ;;
esac

give_up() { echo "$*" >&2; exit 1; }
say() { echo "  $*"; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if is_new_enough "$candidate"; then echo "$candidate"; return; fi
  done
  give_up "Vägvisare needs Python 3.11 or newer, and $(python3 --version 2>/dev/null || echo "no Python") was found:" \
    "install one, and say where it is with PYTHON=/path/to/python3 if it is not on the PATH."
}

make_environment() {
  local python
  python=$(find_python)
  "$python" -c 'import venv, ensurepip' 2>/dev/null ||
    give_up "This Python has no venv module: install it with \`sudo apt install python3-venv\` and try again."
  say "making an environment in .venv with $("$python" --version)"
  "$python" -m venv .venv
}

# Show each package as it comes, keep the rest in the log, and turn the usual trouble into one sentence.
install() {
  local pip=(.venv/bin/python -m pip install --disable-pip-version-check --retries 2)
  if ! "${pip[@]}" --constraint deploy/requirements.lock "$@" 2>&1 |
    tee -a "$log" | sed -un 's/^Collecting \([^ ;<>=!~[]*\).*/    \1/p'; then
    grep -qE '^WARNING: Retrying|from versions: none' "$log" &&
      give_up "The Python packages are out of reach: connect to a network and try again (see $log)."
    tail -n 5 "$log" >&2
    give_up "The installation failed: the whole story is in $log."
  fi
}

mkdir -p .build
# An environment of an older Python, or one whose making was interrupted, is made anew.
{ is_new_enough .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null; } || { rm -rf .venv; make_environment; }

stamp=.venv/installed-for-$purpose
if ! sha256sum --status --check "$stamp" 2>/dev/null; then
  : >"$log"
  say "installing Python packages"
  node_wheel=$(.venv/bin/python deploy/node.py --missing)
  [[ -z $node_wheel ]] || install "$node_wheel"
  .venv/bin/python deploy/build_pages.py
  install --editable ".[$extras]"
  sha256sum pyproject.toml deploy/requirements.lock >"$stamp"
else
  .venv/bin/python deploy/build_pages.py
fi

if [[ $purpose == work ]] && ! cmp --quiet package-lock.json node_modules/.installed-lock; then
  say "installing the web tools"
  .venv/bin/python deploy/node.py npm ci --no-audit --no-fund --loglevel=error >>"$log" 2>&1 ||
    give_up "The web tools could not be fetched: connect to a network and try again (see $log)."
  cp package-lock.json node_modules/.installed-lock
fi
