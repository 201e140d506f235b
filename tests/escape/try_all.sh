#!/usr/bin/env bash
# Try to leave the kiosk, under its managed policy, which no other program of this machine sees.
# Usage: try_all.sh PYTHON POLICY PORT hand|script
# hand: keys and pointer, under the policy as it is shipped. script: code in the page; to run it the test has to
# attach to the page, which the policy forbids, so that one line of it is changed.
set -euo pipefail
readonly python=$1 policy=$2 port=$3 by=$4

if [[ -z ${IN_NAMESPACE:-} ]]; then
  as=(--mount)
  if [[ $EUID -ne 0 ]]; then as+=(--user --map-root-user); fi
  IN_NAMESPACE=yes exec unshare "${as[@]}" --propagation private -- "$0" "$@"
fi

folder=$(mktemp -d)
mkdir -p "$folder/policies/managed"
changes="s/:8090/:$port/g"
if [[ $by == script ]]; then changes+='; s/"DeveloperToolsAvailability": 2/"DeveloperToolsAvailability": 1/'; fi
sed "$changes" "$policy" >"$folder/policies/managed/vagvisare.json"
mount --bind "$folder" /etc/chromium

exec 3>"$folder/display"
Xvfb -displayfd 3 -screen 0 1080x1920x24 -nolisten tcp >/dev/null 2>&1 &
screen=$!
trap 'kill "$screen"; umount /etc/chromium; rm -r "$folder"' EXIT
until [[ -s $folder/display ]]; do sleep 0.1; done
DISPLAY=:$(<"$folder/display") "$python" -m tests.escape "$by"
